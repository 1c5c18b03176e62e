"""A made-up quarter of an organisation, and what the verifier said of some files: the same on every run."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from checker.model.finding import State
from checker.model.severity import Severity
from checker.model.text import Text
from checker.report.verify.codes import SENTENCES, Code
from checker.store.rollup.rows import Change, CheckRow, DepartmentRow, Overdue, Overview
from gui.models.files import FileLine

_P, _F, _N, _C, _W, _A = (
    State.PASSED,
    State.FAILED,
    State.NEEDS_PERSON,
    State.COULD_NOT_CHECK,
    State.WAIVED,
    State.NOT_APPLICABLE,
)


@dataclass(frozen=True)
class Seen:
    """As `checker.app.rollup.View`."""

    overview: Overview
    departments: tuple[str, ...]
    missing: tuple[Text, ...]


def _check(zh: str, en: str, **counts: int) -> CheckRow:
    states = {"passed": _P, "failed": _F, "asked": _N, "unknown": _C, "waived": _W, "other": _A}
    found = Counter({states[name]: count for name, count in counts.items()})
    return CheckRow(check=en, title=Text(zh, en), states=found)


CHECKS = (
    _check("登录口令按期更换", "The sign-in password is renewed in time", failed=61, passed=332, unknown=19),
    _check("没有使用未登记的移动介质", "Only registered storage was used", failed=44, passed=297, unknown=71),
    _check("电脑无人操作 10 分钟内自动锁屏", "The computer locks itself", failed=38, passed=366, waived=8),
    _check("没有安装网盘同步软件", "No cloud synchronisation", failed=29, passed=377, waived=6),
    _check("系统安全更新在 60 天之内", "Security updates are recent", failed=17, passed=371, unknown=24),
    _check("不用个人邮箱传单位文件", "No private mail for office files", failed=6, asked=88, passed=318),
    _check("涉密文件不用普通传真机处理", "No ordinary fax for classified papers", asked=103, passed=309),
    _check("没有打开麦克风的远程控制软件", "No remote control software", passed=409, failed=3),
    _check("蓝牙不用时已关闭", "Bluetooth is off when not needed", passed=201, other=211),
)
DEPARTMENTS = (
    DepartmentRow(department="综合处", machines=58, to_fix=19, failed=47, unknown=31),
    DepartmentRow(department="财务处", machines=44, to_fix=15, failed=36, unknown=12),
    DepartmentRow(department="规划处", machines=97, to_fix=12, failed=33, unknown=58),
    DepartmentRow(department="人事处", machines=36, to_fix=7, failed=21, unknown=9),
    DepartmentRow(department="信息中心", machines=177, to_fix=5, failed=61, unknown=95),
)


def _late(due: date, check: CheckRow, severity: Severity, department: str, person: str, asset: str) -> Overdue:
    return Overdue(
        check=check.check,
        title=check.title,
        severity=severity,
        due=due,
        owner=person,
        department=department,
        person=person,
        label="",
        asset_number=asset,
        number="",
    )


QUARTER = Seen(
    Overview(
        period="2026Q4",
        before="2026Q3",
        reports=419,
        machines=412,
        in_order=263,
        to_fix=58,
        incomplete=91,
        checks=CHECKS,
        departments=DEPARTMENTS,
        change=Change(new=37, first_seen=22, fixed=84, waived=6, still_open=139, not_checkable=11),
        overdue_count=3,
        overdue=(
            _late(date(2026, 8, 18), CHECKS[1], Severity.CRITICAL, "综合处", "张三", "GZ2023-0089"),
            _late(date(2026, 8, 24), CHECKS[0], Severity.HIGH, "财务处", "李四", "GZ2021-0312"),
            _late(date(2026, 9, 16), CHECKS[3], Severity.MEDIUM, "规划处", "王五", "GZ2022-0145"),
        ),
    ),
    tuple(one.department for one in DEPARTMENTS),
    (
        Text("检查人 李四 的流水号缺 118–120。", "Running number 118–120 of inspector 李四 is missing."),
        Text(
            "GZ2021-0312：报告 MJ-2026-00131 之前的一份报告不在库中。",
            "GZ2021-0312: the report before MJ-2026-00131 is not here.",
        ),
    ),
)


def _said(file: str, code: Code, zh: str = "", en: str = "") -> FileLine:
    rank = 0 if code.failure else 1 if code else 2
    return FileLine(file, SENTENCES[code].filled(detail=Text(zh, en)), rank)


VERIFIED = (
    _said("综合处/GZ2023-0089.pdf", Code.FINE),
    _said("综合处/GZ2023-0090.pdf", Code.FINE),
    _said("综合处/GZ2023-0091.pdf", Code.APPENDED),
    _said("财务处/GZ2021-0312.pdf", Code.GAP, "118–120", "118–120"),
    _said("财务处/GZ2021-0313.pdf", Code.FINE),
    _said("规划处/通知.pdf", Code.NOT_A_REPORT, "PDF 中没有签名数据", "there is no signed data in the PDF"),
    _said("规划处/GZ2022-0145.dsse.json", Code.NOT_IN_LEDGER),
)
FILLED = {
    "unit": "某某市某某局",
    "department": "综合处",
    "inspected": "张三",
    "inspectors": "李四、王五",
    "responsible": "张三",
    "asset_number": "GZ2023-0089",
    "place": "主楼 417",
    "network": "单位内网",
    "key": "E:/inspector.p12",
    "also": "notice",
}
