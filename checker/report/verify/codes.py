"""What the verifier can say of a file: a number for programs, a sentence for people."""

from __future__ import annotations

from enum import IntEnum

from checker.model.text import Text


class Code(IntEnum):
    """10 to 29 and 40 to 59 are failures, 30 to 39 and 60 to 69 warnings. A failure outweighs any warning."""

    FINE = 0
    NOT_A_REPORT = 10
    CHANGED = 11
    UNKNOWN_SIGNER = 12
    CERTIFICATE_OVER = 13
    TWO_FACED = 14
    APPENDED = 15
    UNUSABLE_TRUST = 18
    NEWER = 19
    OTHER_CAMPAIGN = 20
    OTHER_MACHINE = 21
    CLOCK = 22
    OTHER_RULES = 23
    UNKNOWN_TOOL = 24
    RULES_MISSING = 25
    BROKEN_CHAIN = 26
    GAP = 27
    DUPLICATE = 28
    LEAK = 30
    NOT_IN_LEDGER = 31
    RULES_NOT_KNOWN = 32
    LAYOUT_NOT_COMPARED = 33
    SIGNER_NOT_COMPARED = 34
    SIGNER_IS_NO_INSPECTOR = 35
    UNSEALED = 36
    NOT_APPROVED = 37
    OTHER_ROOT = 38
    CONTRADICTED = 39
    NAME_MISMATCH = 40
    NO_NAME = 41
    EXPIRED = 42
    NOT_YET_VALID = 43
    REVOKED = 44
    CERTIFICATE_OF_AN_AUTHORITY = 45
    CERTIFICATE_NOT_FOR_SIGNING = 46
    WEAK_KEY = 47
    NOT_ONE_RUN = 48
    IMPOSSIBLE = 49
    ALTERED_PROGRAM = 50
    TWO_PROGRAMS = 60
    UNKNOWN_TIME_STAMP = 61

    @property
    def failure(self) -> bool:
        return Code.FINE < self < Code.LEAK or Code.NAME_MISMATCH <= self < Code.TWO_PROGRAMS

    @property
    def authentic(self) -> bool:
        """Whether what the report says of itself is its signer's word: one that is not is shown as nobody's."""
        return self not in _NOT_AUTHENTIC


_NOT_AUTHENTIC = frozenset(
    {
        *(code for code in Code if Code.FINE < code <= Code.NEWER),
        *(code for code in Code if Code.NAME_MISMATCH <= code <= Code.WEAK_KEY),
    }
)
SENTENCES = {
    Code.FINE: Text("通过：签名有效，报告未被改动。", "Passed: the signature is valid and the report is unaltered."),
    Code.NOT_A_REPORT: Text(
        "不通过：文件不是本工具的报告，或已损坏（{detail}）。",
        "Failed: not a report of this program, or damaged ({detail}).",
    ),
    Code.CHANGED: Text(
        "不通过：签名无效，内容在签署后被改动。",
        "Failed: the signature is not valid; something was altered after signing.",
    ),
    Code.UNKNOWN_SIGNER: Text(
        "不通过：签名人不在信任名单中（证书指纹 {detail}）。",
        "Failed: the signer is not on the list of trust (certificate {detail}).",
    ),
    Code.CERTIFICATE_OVER: Text(
        "不通过：签署时不在信任名单给这位签名人的期限之内（{detail}）。",
        "Failed: it was signed outside the time that the list of trust gives this signer ({detail}).",
    ),
    Code.TWO_FACED: Text(
        "不通过：PDF 文字与机器数据不一致。", "Failed: the words of the PDF are not those of the signed data."
    ),
    Code.APPENDED: Text("不通过：签署后有追加内容。", "Failed: something was appended after signing."),
    Code.UNUSABLE_TRUST: Text(
        "不通过：信任文件夹不能使用（{detail}）。", "Failed: the trust folder cannot be used ({detail})."
    ),
    Code.NEWER: Text(
        "不通过：报告来自更新的版本，请先升级本程序（{detail}）。",
        "Failed: a newer version made this report; update this program first ({detail}).",
    ),
    Code.OTHER_CAMPAIGN: Text(
        "不通过：不属于本次检查任务（任务随机数不符，疑似旧报告重用）。",
        "Failed: not of this campaign (another nonce; perhaps an old report used again).",
    ),
    Code.OTHER_MACHINE: Text(
        "不通过：机器标识与台账不符（{detail}），疑似换机检查。",
        "Failed: the machine is not the one on the roster ({detail}); perhaps another was inspected in its place.",
    ),
    Code.CLOCK: Text(
        "不通过：时间矛盾（{detail}），疑似回拨系统时钟。",
        "Failed: the times contradict each other ({detail}); perhaps the clock was set back.",
    ),
    Code.OTHER_RULES: Text(
        "不通过：规则库不是任务指定版本（{detail}）。", "Failed: the rules are not those of the campaign ({detail})."
    ),
    Code.UNKNOWN_TOOL: Text(
        "不通过：检查工具未经登记（{detail}）。", "Failed: the program that made it is not registered ({detail})."
    ),
    Code.RULES_MISSING: Text(
        "不通过：缺少 {detail} 项规则的检查结果。", "Failed: the results of {detail} rules are missing."
    ),
    Code.BROKEN_CHAIN: Text(
        "不通过：与上一次报告不衔接（前序摘要不符）。",
        "Failed: it does not follow the machine's report before it (another previous digest).",
    ),
    Code.GAP: Text(
        "不通过：检查人流水号不连续（缺 {detail}）。",
        "Failed: the inspector's running numbers have a gap ({detail} missing).",
    ),
    Code.DUPLICATE: Text(
        "不通过：重复报告（流水号 {detail} 已存在且内容不同）。",
        "Failed: a second report with running number {detail} and other content.",
    ),
    Code.LEAK: Text(
        "警告：报告中含未脱敏内容（{detail}）。", "Warning: something in the report is not redacted ({detail})."
    ),
    Code.NOT_IN_LEDGER: Text(
        "警告：尚未归集入账，无法证明未被替换。",
        "Warning: not in the ledger yet; nothing shows that it was not replaced.",
    ),
    Code.RULES_NOT_KNOWN: Text(
        "警告：本机没有报告所用的规则库，无法核对是否缺项（{detail}）。",
        "Warning: the report's rules are not on this computer, so whether any is missing is not known ({detail}).",
    ),
    Code.LAYOUT_NOT_COMPARED: Text(
        "警告：PDF 由其他版本排版，未能逐字比对；请以机器数据为准（{detail}）。",
        "Warning: another version typeset the PDF, so its words were not compared; rely on the data ({detail}).",
    ),
    Code.SIGNER_NOT_COMPARED: Text(
        "警告：签名有效，但没有给出信任文件夹，不能确认签名人是谁（证书指纹 {detail}）。",
        "Warning: the signature is valid, but without a trust folder nothing shows who signed (certificate {detail}).",
    ),
    Code.SIGNER_IS_NO_INSPECTOR: Text(
        "警告：签名人不是报告上写的检查人（签名人 {detail}）。",
        "Warning: the signer is none of the inspectors that the report names (signed by {detail}).",
    ),
    Code.UNSEALED: Text(
        "警告：检查结果是以文件交来的，没有封存，签名前是否被改动看不出来。",
        "Warning: the result was handed over as a file, unsealed; nothing shows whether it was altered before signing.",
    ),
    Code.NOT_APPROVED: Text(
        "警告：有的决定没有得到有权批准的人签名认可（{detail}）。",
        "Warning: not every decision was approved by the signature of somebody who may ({detail}).",
    ),
    Code.OTHER_ROOT: Text(
        "警告：信任文件夹的根证书不是这台电脑以前用的那个（{detail}）。确认无误后运行 mijian keys accept。",
        "Warning: the trust folder has another root than this computer knows ({detail}). If that is right, run"
        " mijian keys accept.",
    ),
    Code.CONTRADICTED: Text(
        "警告：填写的内容与检查所见或名册不符（{detail}）。",
        "Warning: what was typed is not what was found, or not what the roster has ({detail}).",
    ),
    Code.NAME_MISMATCH: Text(
        "不通过：报告上的签名人与签名证书的姓名不同（{detail}）。",
        "Failed: the report names another signer than its certificate ({detail}).",
    ),
    Code.NO_NAME: Text("不通过：没有写明是谁（{detail}）。", "Failed: a name is missing ({detail})."),
    Code.EXPIRED: Text(
        "不通过：签署时签名证书已经过期（{detail}）。", "Failed: the certificate had expired when it signed ({detail})."
    ),
    Code.NOT_YET_VALID: Text(
        "不通过：签署时签名证书还没有生效（{detail}）。",
        "Failed: the certificate was not valid yet when it signed ({detail}).",
    ),
    Code.REVOKED: Text("不通过：签名证书已吊销（{detail}）。", "Failed: the certificate was revoked ({detail})."),
    Code.CERTIFICATE_OF_AN_AUTHORITY: Text(
        "不通过：签名用的是颁发证书用的证书，不是个人的签名证书。",
        "Failed: it was signed with the certificate of an authority, which only issues others.",
    ),
    Code.CERTIFICATE_NOT_FOR_SIGNING: Text(
        "不通过：证书不能用于签名（{detail}）。", "Failed: the certificate is not for signing ({detail})."
    ),
    Code.WEAK_KEY: Text(
        "不通过：签名用的密钥或算法不够强，或不是本工具用的（{detail}）。",
        "Failed: the key or algorithm of the signature is too weak, or none that this program uses ({detail}).",
    ),
    Code.NOT_ONE_RUN: Text(
        "不通过：单位策略要求同一次运行中检查并签名（{detail}）。",
        "Failed: the unit's policy wants inspection and signature in one run ({detail}).",
    ),
    Code.IMPOSSIBLE: Text(
        "不通过：报告里有不可能的内容（{detail}）。", "Failed: the report says something that cannot be ({detail})."
    ),
    Code.ALTERED_PROGRAM: Text(
        "不通过：检查用的程序被改动过（{detail}），它说的不能相信。请用单位发的原版程序重新检查。",
        "Failed: the program that inspected had been altered ({detail}); what it says cannot be believed. Inspect again"
        " with the copy that the unit hands out.",
    ),
    Code.UNKNOWN_TIME_STAMP: Text(
        "警告：时间戳不是信任名单上的机构盖的，不算数（证书指纹 {detail}）。",
        "Warning: the time stamp is of no authority on the list of trust and counts for nothing ({detail}).",
    ),
    Code.TWO_PROGRAMS: Text(
        "警告：检查和签名用的不是同一份程序（检查的 {detail}），检查的那一份是不是改过看不出来。",
        "Warning: one copy of the program inspected ({detail}) and another signed; nothing shows whether the first one"
        " was altered.",
    ),
}
