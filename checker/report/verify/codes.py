"""What the verifier can say of a file: a number for programs, a sentence for people."""

from __future__ import annotations

from enum import IntEnum

from checker.model.text import Text


class Code(IntEnum):
    """10 to 29 are failures, from 30 on warnings. A failure outweighs any warning."""

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

    @property
    def failure(self) -> bool:
        return Code.FINE < self < Code.LEAK


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
        "不通过：签名人证书在签署时已过期或已吊销（{detail}）。",
        "Failed: the signer's certificate had expired or was revoked ({detail}).",
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
}
