"""A made-up office: 34 rules, 34 findings in every state, and the particulars of a report. Nothing here is real."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from checker.engine import witness
from checker.knowledge.rulebook import Provision, Rulebook
from checker.model.answer import Answer
from checker.model.check import Actor, AnyCheck, Check, Remedy
from checker.model.coverage import Cause, Unit
from checker.model.finding import Finding, State
from checker.model.inspection import CheckOrigin, Inspection, Place, Program, Provenance, Source
from checker.model.rule import Means, Question, Rule
from checker.model.severity import Severity
from checker.model.target import Platform, Profile, Target
from checker.model.text import Language, Text
from checker.model.verdict import Pass, Verdict
from checker.model.waiver import Waiver
from checker.report.context import Campaign, Device, People, ReportContext
from checker.report.payload import CoverageRef, ExtentRef, FormRef, LeftRef, Report, SignerRef, Statement
from checker.report.sign.build import Knowledge, build

BEGAN = datetime(2026, 10, 9, 1, 2, 11, tzinfo=UTC)
ENDED = BEGAN + timedelta(minutes=6, seconds=42)
RULES_SHA256 = hashlib.sha256(b"sample rules").hexdigest()
SALT = bytes(range(16))
TARGET = Target("windows-0123456789abcdef", Platform.WINDOWS, "WS-ZHC-0417")
FORM = FormRef(name="record", sha256="0" * 64, renderer="none")
SIGNER = SignerRef(name="检查签名", certificate=b"not a certificate")

_P, _F, _N, _C, _A, _W = (
    State.PASSED,
    State.FAILED,
    State.NEEDS_PERSON,
    State.COULD_NOT_CHECK,
    State.NOT_APPLICABLE,
    State.WAIVED,
)
_CRITICAL, _HIGH, _MEDIUM, _LOW = Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.LOW
_STAFF, _IT, _OFFICER = Actor.STAFF, Actor.IT, Actor.OFFICER

# id, wanted state, weight, state, what was seen, items, who, steps, HOLD
_ROWS: tuple[tuple[str, str, Severity, State, str, tuple[str, ...], Actor, tuple[str, ...], bool], ...] = (
    (
        "screen_lock",
        "电脑无人操作 10 分钟内自动锁屏",
        _MEDIUM,
        _F,
        "自动锁屏的等待时间是 30 分钟。",
        (),
        _STAFF,
        (
            "打开“设置”，点“个性化”，再点“锁屏界面”。",
            "点“屏幕保护程序设置”，等待时间改为 10 分钟，勾选“在恢复时显示登录屏幕”。",
        ),
        False,
    ),
    (
        "password_age",
        "登录口令按期更换",
        _HIGH,
        _F,
        "登录口令已有 412 天没有更换，超过规定的 90 天。",
        ("本地账户 office",),
        _STAFF,
        ("按 Ctrl+Alt+Del，点“更改密码”。", "设置不少于 10 位、含字母和数字的新口令。"),
        False,
    ),
    ("guest", "来宾账户已停用", _HIGH, _P, "来宾账户是停用的。", (), _IT, ("停用来宾账户。",), False),
    (
        "updates",
        "系统安全更新在 60 天之内",
        _HIGH,
        _C,
        "读不到更新记录（系统没有开放查询）。",
        (),
        _IT,
        ("由信息中心检查更新。",),
        False,
    ),
    (
        "disk_encryption",
        "系统盘已加密",
        _MEDIUM,
        _W,
        "系统盘没有加密。",
        ("C 盘",),
        _IT,
        ("联系信息中心启用加密。",),
        False,
    ),
    ("firewall", "防火墙对所有网络开启", _HIGH, _P, "三种网络的防火墙都开着。", (), _IT, ("打开防火墙。",), False),
    (
        "antivirus",
        "杀毒软件在运行，病毒库在 7 天之内",
        _HIGH,
        _P,
        "杀毒软件在运行，病毒库是 2 天前的。",
        (),
        _IT,
        ("更新病毒库。",),
        False,
    ),
    (
        "usb_history",
        "接入过的移动介质都在台账上",
        _HIGH,
        _F,
        "有 3 个接入过的移动存储介质不在登记台账上。",
        (
            "某品牌移动硬盘 1TB（首次接入 2026-08-14，序列号尾号 …7392）",
            "某品牌 U 盘 32GB（首次接入 2026-09-02，序列号尾号 …0018）",
            "VeryLongVendorNameWithoutAnySpaces_CloudDriveSyncClient_PortableStorageDevice_x64（首次接入 2026-09-21）",
        ),
        _OFFICER,
        ("找到这些介质，核对编号。", "确属单位的，补登台账；不属单位的，交保密员处理，不要再接入。"),
        False,
    ),
    (
        "marked_documents",
        "电脑里没有带密级标志的文件",
        _CRITICAL,
        _F,
        "发现 2 个疑似标密的文件。",
        ("疑似标密：机密★10年（文件编号 E-07f2c1，文件夹“共享资料”）", "疑似标密：秘密★（文件编号 E-1b9e44，回收站）"),
        _OFFICER,
        ("停止使用该文件，断网，保持原状。", "不自行删除、复制、转发或打印。", "立即报告本单位保密工作机构。"),
        True,
    ),
    (
        "classified_connection",
        "从没连接过涉密网络或涉密介质",
        _CRITICAL,
        _P,
        "没有发现连接记录。",
        (),
        _OFFICER,
        ("报告保密员。",),
        True,
    ),
    (
        "wifi",
        "没有保存公共场所的无线网络",
        _LOW,
        _F,
        "保存了 4 个没有口令的无线网络。",
        ("Airport-Free", "酒店_Guest", "<script>alert(1)</script>", "#set page(fill: red) *粗体*"),
        _STAFF,
        ("打开“设置”，点“网络和 Internet”，再点“WLAN”。", "点“管理已知网络”，逐个点“忘记”。"),
        False,
    ),
    ("remote_control", "没有安装远程控制软件", _HIGH, _P, "没有发现远程控制软件。", (), _STAFF, ("卸载。",), False),
    (
        "cloud_sync",
        "没有安装网盘同步软件",
        _MEDIUM,
        _F,
        "安装了 1 个网盘同步软件。",
        ("某网盘 7.8.1",),
        _STAFF,
        ("打开“设置”，点“应用”，找到该软件，点“卸载”。",),
        False,
    ),
    ("bluetooth", "不用时蓝牙是关的", _LOW, _A, "这台电脑没有蓝牙。", (), _STAFF, ("关闭蓝牙。",), False),
    (
        "camera",
        "不用时摄像头被遮挡或停用",
        _LOW,
        _N,
        "不用时，您的摄像头有遮挡吗？",
        (),
        _STAFF,
        ("遮挡摄像头。",),
        False,
    ),
    ("shares", "没有向网络共享文件夹", _HIGH, _P, "没有共享的文件夹。", (), _IT, ("停止共享。",), False),
    ("print_spool", "打印队列里没有滞留的文件", _LOW, _P, "打印队列是空的。", (), _STAFF, ("清空打印队列。",), False),
    (
        "recent_files",
        "不显示最近打开的文件",
        _LOW,
        _P,
        "没有显示最近打开的文件。",
        (),
        _STAFF,
        ("关闭最近文件。",),
        False,
    ),
    (
        "recycle_bin",
        "回收站是空的",
        _LOW,
        _F,
        "回收站里有 128 个文件。",
        (),
        _STAFF,
        ("右键点回收站，点“清空回收站”。",),
        False,
    ),
    ("autorun", "插入介质时不自动运行", _MEDIUM, _P, "自动播放是关的。", (), _IT, ("关闭自动播放。",), False),
    (
        "admin_rights",
        "日常使用的账户不是管理员",
        _MEDIUM,
        _P,
        "当前账户是普通用户。",
        (),
        _IT,
        ("改为普通用户。",),
        False,
    ),
    (
        "dual_network",
        "没有同时连接内网和互联网",
        _CRITICAL,
        _P,
        "只连接着一个网络。",
        (),
        _IT,
        ("断开一个网络。",),
        False,
    ),
    ("location", "定位服务是关的", _MEDIUM, _P, "定位服务是关的。", (), _STAFF, ("关闭定位。",), False),
    ("telemetry", "诊断数据只发必需的", _LOW, _P, "只发送必需的诊断数据。", (), _STAFF, ("改为必需。",), False),
    ("input_method", "输入法不上传打的字", _MEDIUM, _P, "输入法的云候选是关的。", (), _STAFF, ("关闭云候选。",), False),
    ("log_size", "安全日志保留 6 个月以上", _LOW, _C, "读安全日志需要管理员身份。", (), _IT, ("调大日志。",), False),
    ("time_sync", "系统时间准确", _LOW, _P, "系统时间与单位时间服务器一致。", (), _IT, ("校准时间。",), False),
    ("office_macros", "办公软件不自动运行宏", _MEDIUM, _P, "宏是禁用的。", (), _STAFF, ("禁用宏。",), False),
)
# rule questions: id, title, question, state, answer
_QUESTIONS = (
    ("paper-safe", "纸质文件下班入柜", "下班时，纸质涉密文件都锁进密码文件柜了吗？", _P, True),
    ("phone-office", "手机不带入涉密场所", "您把手机带进过涉密场所吗？", _P, False),
    ("private-mail", "不用个人邮箱传单位文件", "您用个人邮箱传过单位文件吗？", _F, True),
    ("home-work", "不把工作文件带回家", "您把未公开的工作文件带回过家吗？", _N, None),
)
_UNCOVERED = (("chip-firmware", "固件没有被改动", _MEDIUM), ("hidden-partition", "没有隐藏分区", _LOW))


def _same(zh: str) -> Text:
    return Text(zh, f"[{zh}]")


def _fine() -> Verdict:
    return Pass(_same("好"))


def _rule_id(name: str) -> str:
    return name.replace("_", "-")


def _check(name: str, title: str, severity: Severity, actor: Actor, steps: tuple[str, ...], hold: bool) -> AnyCheck:
    return Check(
        id=f"workstation.{name}",
        title=_same(title),
        why=_same("防止泄密。"),
        severity=severity,
        rules=(_rule_id(name),),
        remedies={Platform.WINDOWS: Remedy(actor, tuple(map(_same, steps)), hold=hold)},
        judge=_fine,
    )


def _rule(name: str, title: str, severity: Severity, means: Means, question: str = "", wanted: bool = True) -> Rule:
    return Rule(
        id=_rule_id(name),
        title=_same(title),
        means=means,
        severity=severity,
        platforms=frozenset({Platform.WINDOWS}),
        profiles=frozenset(Profile),
        device="nonclassified",
        anchors=("SSL-31(2)",),
        seed=(),
        question=Question(_same(question), wanted) if question else None,
        lesson=_same("请留意。") if means is Means.NOT_CHECKABLE else None,
    )


def knowledge() -> Knowledge:
    checks = {
        check.id: check
        for check in (_check(name, title, severity, *rest) for name, title, severity, _, _, _, *rest in _ROWS)
    }
    rules = [
        *(_rule(name, title, severity, Means.AUTO) for name, title, severity, *_ in _ROWS),
        *(
            _rule(name, title, _MEDIUM, Means.ATTESTATION, asked, wanted=name == "paper-safe")
            for name, title, asked, _, _ in _QUESTIONS
        ),
        *(_rule(name, title, severity, Means.AUTO) for name, title, severity in _UNCOVERED),
        _rule("no-talk", "不在公共场所谈论国家秘密", _HIGH, Means.NOT_CHECKABLE),
    ]
    law = Provision(Text("保密法", "the Secrecy Law"), "whole")
    book = Rulebook("2026.09", {rule.id: rule for rule in rules}, {"SSL": law}, {})
    return Knowledge(book, checks, RULES_SHA256)


def inspection() -> Inspection:
    findings = [_finding(number, row) for number, row in enumerate(_ROWS)]
    for name, _, asked, state, answered in _QUESTIONS:
        given = None
        if answered is not None:
            given = Answer(f"question.{name}", TARGET.key, asked, answered, "张三", ENDED, date(2027, 1, 9), "")
        findings.append(
            Finding(
                f"question.{name}", TARGET.key, state, _MEDIUM, _same(asked), wanted=name == "paper-safe", answer=given,
                at=ENDED,
            )
        )  # fmt: skip
    for name, title, severity in _UNCOVERED:
        reason, how = _same(f"本版本还不能检查这一条：{title}"), _same("由保密员按检查表人工检查这一条。")
        findings.append(Finding(f"rule.{name}", TARGET.key, State.COULD_NOT_CHECK, severity, reason, how=how))
    origins = tuple(
        CheckOrigin(check_id, Source.PRODUCT, hashlib.sha256(check_id.encode()).hexdigest())
        for check_id in sorted(knowledge().checks)
    )
    return Inspection(
        id="5f0c9f5e-2f5c-4b6e-9a55-0d7a5c1b2e10",
        target=TARGET,
        profile=Profile.QUARTERLY,
        began=BEGAN,
        tool_version="1.4.0",
        rules_sha256=RULES_SHA256,
        policy_version="某某局 2026-09",
        origins=origins,
        findings=tuple(findings),
        ended=ENDED,
        program=Program("ab" * 32, "cd" * 32, 0, Place.GUARDED),
    )


def _finding(number: int, row: tuple[str, str, Severity, State, str, tuple[str, ...], Actor, tuple[str, ...], bool]) -> Finding:  # fmt: skip  # noqa: E501
    name, _, severity, state, seen, items, *_ = row
    check_id = f"workstation.{name}"
    waiver = None
    if state is State.WAIVED:
        waiver = Waiver(check_id, "李四", "等待更换新机", date(2026, 12, 31))
    return Finding(
        check_id=check_id,
        target_key=TARGET.key,
        state=state,
        severity=severity,
        message=_same(seen),
        items=tuple(map(_same, items)),
        how=_same("请用管理员身份再检查一次。") if state is State.COULD_NOT_CHECK else None,
        wanted=True if state is State.NEEDS_PERSON else None,
        waiver=waiver,
        beneath=State.FAILED if waiver else None,
        at=BEGAN + timedelta(seconds=number),
        seconds=0.125,
    )


def context(**changes: object) -> ReportContext:
    made = ReportContext(
        unit="某某市某某局",
        department="综合处（信息中心）",
        people=People(
            inspected="张三",
            post="四级主任科员",
            inspectors=("龚喆", "杨堃镕"),
            responsible="张三",
            leader="欧阳䶮",
        ),
        device=Device(
            asset_number="GZ2023-0089",
            model="某品牌 ThinkStation P3",
            system="Windows 11 专业版 24H2",
            installed="2024-03-18",
            place="主楼 417",
            network="单位内网",
            disk_serial="S6PXNX0T812345",
        ),
        machine_facts={"smbios-uuid": "4c4c4544-0037", "disk-serial": "S6PXNX0T812345", "installation": "9f-3c"},
        salt=SALT,
        counter=123,
        tool_tree_sha256="ab" * 32,
        prepared=ENDED + timedelta(minutes=2),
        campaign=Campaign(name="2026 年第三季度保密自查", sha256="c" * 64, nonce="9f3c2e7a51d84b06"),
        elapsed=402.0,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def said(form: FormRef = FORM, signer: SignerRef = SIGNER, **changes: object) -> Statement:
    witness.note(inspection(), Provenance.ONE_RUN)
    return build(inspection(), context(**changes), knowledge(), form, signer)


def covered(language: Language) -> Report:
    """The first result rests on files of which some were not looked at; the inspection is about two volumes."""
    made = said(language=language).predicate
    rests_on = CoverageRef(
        extents=(ExtentRef(unit=Unit.FILES, there=12, looked=9),),
        left=(LeftRef(unit=Unit.FILES, cause=Cause.DAMAGED, number=3),),
        nothing=False,
    )
    scope = (Text("卷：C:、D:", "Volumes: C:, D:"),)
    results = (replace(made.results[0], coverage=rests_on), *made.results[1:])
    return replace(made, results=results, inspection=replace(made.inspection, scope=scope))
