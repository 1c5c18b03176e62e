"""A session made of toy checks on a made-up computer, run by the real engine.

Nothing here is a check of the product. The sentences are of the kind that the product says, so that pages can be
looked at with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

from PySide6.QtWidgets import QWidget

from checker.app.about import About, Library
from checker.app.catalogue import Own
from checker.app.publication import Judging, judge
from checker.app.update import Standing
from checker.engine.decisions import apply_decisions, asked
from checker.engine.inspect import Probes, inspect
from checker.engine.plan import Plan, plan
from checker.machine.attached import Attached
from checker.machine.machine import Machine
from checker.model.answer import Answer
from checker.model.check import Actor, AnyCheck, Check, Remedy
from checker.model.fact import Fact
from checker.model.finding import Finding, State
from checker.model.inspection import Inspection
from checker.model.pace import Pace
from checker.model.policy import Policy
from checker.model.rule import Means, Question, Rule
from checker.model.severity import Severity
from checker.model.target import DeviceClass, Platform, Profile, Target
from checker.model.text import Language, Text
from checker.model.unreadable import Cancelled, Unreadable
from checker.model.verdict import Fail, NotApplicable, Pass, Verdict
from checker.model.waiver import Waiver
from checker.store.inspections import SaveFailed
from gui.choosing import Choosing
from tests.worlds.coverage import SEEN
from tests.worlds.world import NOW, World

TODAY = date(2026, 11, 23)
TARGET = Target("toy", Platform.LINUX, "DESKTOP-7K2")
AS_ADMIN = Text("以管理员身份再查", "Check again as administrator")


def _check(
    name: str,
    title: Text,
    why: Text,
    severity: Severity,
    verdict: Verdict | Unreadable,
    remedy: Remedy,
) -> tuple[AnyCheck, Callable[[Machine], Fact]]:
    """A check with a fact of its own; the fact is read from ``/toy/<name>`` where the world has that file."""
    fact = dataclass(frozen=True, slots=True)(type(name, (Fact,), {"__doc__": name}))

    def judge(seen: Fact) -> Verdict:
        assert not isinstance(verdict, Unreadable)
        return verdict

    judge.__annotations__ = {"seen": fact, "return": Verdict}

    def read(machine: Machine) -> Fact:
        if machine.exists(f"/toy/{name}"):
            machine.read(f"/toy/{name}")
        if isinstance(verdict, Unreadable):
            raise verdict
        return fact(coverage=SEEN)

    check: AnyCheck = Check(
        id=f"toy.{name}",
        title=title,
        why=why,
        severity=severity,
        rules=(f"toy-{name}",),
        remedies={Platform.LINUX: remedy},
        judge=judge,
    )
    return check, read


_LOCK = Remedy(
    Actor.STAFF,
    (
        Text("打开“设置”里的“屏幕锁定”", "Open “Screen lock” in Settings"),
        Text("把等待时间改成 10 分钟以内", "Set the delay to 10 minutes or less"),
        Text("勾选“自动锁定屏幕”", "Tick “Lock screen automatically”"),
    ),
    opens="gnome-control-center screen",
)
_IT = Remedy(Actor.IT, (Text("请信息中心更新病毒库", "Have IT update the virus definitions"),))
_WIFI = Remedy(
    Actor.STAFF,
    (Text("在“无线网络”里删除这些记录", "Remove these networks in the Wi-Fi settings"),),
    opens="gnome-control-center wifi",
)
_KNOWLEDGE = Text(
    "规则和产品表 2026.12，资料截至 2026-11-22（8 天前）", "Rules and tables 2026.12, of 2026-11-22 (8 days ago)"
)
_HELD = Remedy(Actor.OFFICER, (Text("立即报告保密员", "Report to the secrecy officer at once"),), hold=True)
_OFFICER = Remedy(Actor.OFFICER, (Text("由保密员核对登记表", "Have the secrecy officer compare the register"),))

_TOYS = (
    _check(
        "lock",
        Text("电脑无人操作 10 分钟内自动锁屏", "The computer locks itself within 10 minutes"),
        Text("人离开后，任何人都能看到屏幕上的内容。", "Anyone passing by can read an unlocked screen."),
        Severity.HIGH,
        Fail(Text("电脑从不自动锁屏。", "The computer never locks itself.")),
        _LOCK,
    ),
    _check(
        "cloud",
        Text("没有安装网盘同步软件", "No cloud synchronisation program is installed"),
        Text("文件会自动传到单位以外。", "Files leave the office by themselves."),
        Severity.CRITICAL,
        Fail(Text("发现 1 个网盘同步软件。", "1 cloud synchronisation program was found."), (Text.name("某某云盘"),)),
        Remedy(Actor.STAFF, (Text("在“应用”里卸载它", "Uninstall it in Apps"),)),
    ),
    _check(
        "wifi",
        Text("没有保存不加密的无线网络", "No open Wi-Fi network is saved"),
        Text("电脑会自动连上同名的假冒网络。", "The computer joins a fake network of the same name by itself."),
        Severity.MEDIUM,
        Fail(
            Text("保存了 3 个不加密的无线网络。", "3 open Wi-Fi networks are saved."),
            (Text.name("CoffeeShop"), Text.name("Hotel_" + "Guest" * 20), Text.name("机场免费WiFi")),
        ),
        _WIFI,
    ),
    _check(
        "definitions",
        Text("病毒库在 7 天内更新过", "Virus definitions are at most 7 days old"),
        Text("旧的病毒库认不出新的木马。", "Old definitions do not know new trojans."),
        Severity.HIGH,
        Fail(Text("病毒库是 40 天前的。", "The virus definitions are 40 days old.")),
        _IT,
    ),
    _check(
        "usb",
        Text("只用过登记在册的 U 盘", "Only registered USB storage was used"),
        Text("没有登记的 U 盘会带进木马、带走文件。", "Unregistered media bring trojans in and carry files out."),
        Severity.HIGH,
        Unreadable(Text("没有权限读取 U 盘使用记录。", "The USB history cannot be read without rights."), AS_ADMIN),
        _OFFICER,
    ),
    _check(
        "bluetooth",
        Text("蓝牙已关闭", "Bluetooth is off"),
        Text("蓝牙可以在几十米外被连接。", "Bluetooth can be reached from many metres away."),
        Severity.LOW,
        NotApplicable(Text("这台电脑没有蓝牙。", "This computer has no Bluetooth.")),
        _LOCK,
    ),
    _check(
        "share",
        Text("没有共享文件夹", "No folder is shared"),
        Text("同一网络里的人都能打开共享文件夹。", "Everyone on the same network can open a shared folder."),
        Severity.MEDIUM,
        Fail(Text("共享了 1 个文件夹。", "1 folder is shared."), (Text.name("扫描件"),)),
        _WIFI,
    ),
    *(
        _check(
            name,
            Text(zh, en),
            Text("这是基本要求。", "This is a basic demand."),
            Severity.MEDIUM,
            Pass(Text(f"{seen_zh}。", f"{seen_en}.")),
            _LOCK,
        )
        for name, zh, en, seen_zh, seen_en in (
            ("disk", "磁盘已加密", "The disk is encrypted", "系统盘已加密", "The system disk is encrypted"),
            ("firewall", "防火墙已打开", "The firewall is on", "防火墙正在运行", "The firewall is running"),
            ("guest", "来宾账户已停用", "The guest account is off", "没有来宾账户", "There is no guest account"),
            ("login", "登录需要密码", "Signing in needs a password", "没有自动登录", "Nobody is signed in by itself"),
            ("patches", "系统补丁是新的", "Updates are installed", "3 天前更新过", "Updated 3 days ago"),
        )
    ),
)

CHECKS = tuple(check for check, _ in _TOYS)
PROBES: Probes = {(check.needs[0], Platform.LINUX): read for check, read in _TOYS}


def _rule(name: str, title: Text, means: Means, **more: object) -> Rule:
    return Rule(
        id=name,
        title=title,
        means=means,
        severity=Severity.MEDIUM,
        platforms=frozenset({Platform.LINUX}),
        profiles=frozenset(Profile),
        device="all",
        anchors=("TOY-1",),
        seed=(),
        **more,  # type: ignore[arg-type]
    )


RULES = {
    rule.id: rule
    for rule in (
        *(_rule(check.rules[0], check.title, Means.AUTO) for check in CHECKS),
        _rule(
            "toy-seal",
            Text("摄像头已遮挡", "The camera is covered"),
            Means.ATTESTATION,
            question=Question(Text("摄像头贴有封条吗？", "Is there a seal over the camera?")),
        ),
        _rule(
            "toy-paper",
            Text("涉密纸质文件不放在电脑旁", "Secret papers are not kept beside the computer"),
            Means.ATTESTATION,
            question=Question(Text("电脑旁放有涉密纸质文件吗？", "Are there secret papers beside it?"), wanted=False),
        ),
        _rule("toy-uncovered", Text("打印机已登记", "The printer is registered"), Means.AUTO),
        _rule(
            "toy-lesson",
            Text("不在电话里谈论涉密事项", "Secrets are not discussed on the phone"),
            Means.NOT_CHECKABLE,
            lesson=Text("普通电话可以被窃听。", "Ordinary telephones can be tapped."),
        ),
    )
}


@dataclass(frozen=True, slots=True)
class ToyCard:
    title: Text
    why: Text | None
    severity: Severity
    remedy: Remedy | None
    basis: tuple[Text, ...] = (Text("《某某规定》第 4 条", "Some Regulations, Art. 4"),)


class ToyInspecting:
    """`step`, where given, is called before each finding is yielded: tests stop and break things there."""

    def __init__(self, session: ToySession, inspection: Inspection, checks: tuple[AnyCheck, ...]) -> None:
        self._session, self._inspection, self._checks = session, inspection, checks
        self._machine = session.machine()
        self.unsaved: Text | None = None

    @property
    def pace(self) -> Pace | None:
        return self._session.pace

    def __iter__(self) -> Iterator[Finding]:
        story = inspect(TARGET, self._machine, self._checks, PROBES, Policy())
        for finding in story:
            settled = self._session.settled(finding)
            if settled.state.final:
                settled = replace(settled, at=NOW, seconds=0.0)
                self._keep(settled)
            self._session.step(settled)
            yield settled
        if all(finding.state.final for finding in self._inspection.findings):
            self._inspection = replace(self._inspection, ended=NOW)
            self._session.kept = self._inspection

    def stop(self) -> None:
        self._machine.stop()

    @property
    def inspection(self) -> Inspection:
        return self._inspection

    def _keep(self, finding: Finding) -> None:
        if self._session.disk_full:
            self.unsaved = FULL
        findings = tuple(finding if old.check_id == finding.check_id else old for old in self._inspection.findings)
        self._inspection = replace(self._inspection, findings=findings)
        self._session.kept = self._inspection


FULL = Text("磁盘已满，结果没有保存。", "The disk is full; the result was not saved.")


BY_HAND = Text("请在终端运行：sudo mijian audit", "Please run in a terminal: sudo mijian audit")


class ToyMedia:
    """Media that are listed and cannot be scanned; where a test is about that, it brings the product's own."""

    def __init__(self, listed: tuple[Any, ...] = ()) -> None:
        self._listed = listed

    def attached(self) -> tuple[Any, ...]:
        return self._listed


STICK = Attached("/dev/sdz", "Kingston", 16_000_000_000, "usb", True, None, False, ())


class ToyPhones:
    """No phone is plugged in; where a test is about phones, it brings others."""

    def listed(self) -> tuple[Any, ...]:
        return ()


class ToyTasks:
    """No task is open; where a test is about one, it brings the product's own."""

    def open(self) -> None:
        return None


class ToyPreferences(dict[str, str]):
    def set(self, name: str, value: str) -> None:
        self[name] = value


def choosing(language: Language = Language.ZH, window: QWidget | None = None) -> Choosing:
    """The system's dialogs, for a dialog of ours that is made without a window."""
    made = Choosing(ToyPreferences(), lambda: window)  # type: ignore[arg-type, return-value]
    made.language = language
    return made


class ToyTrips:
    """No journey is open; where a test is about one, it brings the product's own."""

    def open(self) -> None:
        return None


@dataclass
class ToySession:
    """Stands for `checker.app.program.Program` and its inspections of this computer, in memory.

    What was asked of it is in `opened`, `saved`, `preferences`.
    """

    world: World = field(default_factory=World)
    machine_made: Callable[[], Machine] | None = None
    step: Callable[[Finding], None] = lambda finding: None
    waivers: tuple[Waiver, ...] = (
        Waiver("toy.share", "王主任", "扫描仪只能存到共享文件夹", TODAY + timedelta(days=60)),
    )
    told: tuple[Text, ...] = ()
    disk_full: bool = False
    kept: Inspection | None = None
    has_settings: bool = True
    answers: list[Answer] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    saved: list[Path] = field(default_factory=list)
    preferences: ToyPreferences = field(default_factory=ToyPreferences)
    read: tuple[str, ...] = ()  # checks to be made again, after the part with rights read what they wait for
    media: Any = field(default_factory=ToyMedia)
    disposals: Any = ()
    disposal_register: Any = None
    documents: Any = None  # where a test is about them, a `checker.app.documents.Documents`
    phones: Any = field(default_factory=ToyPhones)
    verification: Any = None  # where a test is about signed reports, these three are the product's own
    rollup: Any = None
    office: str = ""
    held: bool = False  # what is found of `toy.cloud` is a suspected marking
    pace: Pace | None = None
    reporting: Any = None
    past: tuple[Inspection, ...] = ()
    tasks: Any = field(default_factory=lambda: ToyTasks())
    trips: Any = field(default_factory=ToyTrips)
    trip_packages: Any = None
    about_of: Target = TARGET
    own: tuple[Own, ...] = ()
    retention: Any = None
    books: list[Path | None] = field(default_factory=list)  # of exceptions

    @property
    def computer(self) -> ToySession:
        return self

    def medium(self, path: str) -> ToySession:
        """Inspections of a medium: the same checks, by another name."""
        return replace(self, about_of=Target(f"medium-{path}", TARGET.platform, "Kingston", DeviceClass.MEDIA))

    @property
    def target(self) -> Target:
        return self.about_of

    def machine(self) -> Machine:
        return self.machine_made() if self.machine_made else self.world.machine()

    def settled(self, finding: Finding) -> Finding:
        return apply_decisions(finding, (), self.answers, self.waivers, TODAY)

    def notices(self) -> tuple[Text, ...]:
        return self.told

    def plan(self, profile: Profile) -> Plan:
        return plan(TARGET, profile, Policy(), CHECKS, RULES)

    def last(self) -> Inspection | None:
        return self.kept if self.kept and self.kept.ended else None

    def finished(self, most: int = 50) -> tuple[Inspection, ...]:
        return self.past[:most]

    def everything(self, most: int = 200) -> tuple[Inspection, ...]:
        return self.finished(most)

    def earlier(self, target: Target) -> ToySession:
        """Of a device that is not here."""
        return replace(self, about_of=target)

    @property
    def folder(self) -> Path:
        return Path("/home/li/.local/share/mijian")

    def about(self) -> About:
        return About(
            "0.1.0", "3.11.2", "Linux 6.1", "9c41" * 16, "55d2" * 16, _KNOWLEDGE, (Library("msgspec", "0.18", "BSD"),)
        )

    def use_waivers(self, path: Path | None) -> None:
        self.books.append(path)

    def papers(self, finding: Finding) -> tuple[Any, ...]:
        return ()

    def rules(self) -> Standing:
        return Standing("2026.12", date(2026, 11, 22), "0" * 64, 8)

    def own_checks(self) -> tuple[Own, ...]:
        return self.own

    def unfinished(self) -> Inspection | None:
        return self.kept if self.kept and not self.kept.ended else None

    def start(self, profile: Profile) -> ToyInspecting:
        chosen = self.plan(profile)
        rows = (Finding(one.id, TARGET.key, State.NOT_RUN, one.severity, one.title) for one in chosen.checks)
        findings = (*rows, *(replace(one, at=NOW) for one in chosen.uncovered))
        inspection = Inspection("1", self.target, profile, NOW, "0", "0" * 64, "default", (), findings)
        return ToyInspecting(self, inspection, chosen.checks)

    def resume(self, inspection: Inspection) -> ToyInspecting:
        rest = {one.check_id for one in inspection.findings if not one.state.final}
        return self.check_again(inspection, tuple(rest))

    def check_again(self, inspection: Inspection, check_ids: tuple[str, ...]) -> ToyInspecting:
        checks = tuple(check for check in self.plan(inspection.profile).checks if check.id in check_ids)
        return ToyInspecting(self, inspection, checks)

    def card(self, check_id: str) -> ToyCard | None:
        kind, _, name = check_id.partition(".")
        if kind == "rule":
            return ToyCard(RULES[name].title, None, RULES[name].severity, None)
        for check in self.plan(Profile.DAILY).checks:
            if self.held and check.id == check_id == "toy.cloud":
                return ToyCard(check.title, check.why, check.severity, _HELD)
            if check.id == check_id:
                return ToyCard(check.title, check.why, check.severity, check.remedies[Platform.LINUX])
        return None

    def who(self) -> str:
        return "李娜"

    def secrecy_office(self) -> str:
        return self.office

    def answer(self, inspection: Inspection, finding: Finding, yes: bool, who: str, note: str) -> Inspection:
        if self.disk_full:
            raise SaveFailed(FULL)
        assert finding.state is State.NEEDS_PERSON
        until = TODAY + timedelta(days=92)
        self.answers.append(
            Answer(finding.check_id, TARGET.key, asked(finding), yes, who, datetime.now(UTC), until, note)
        )
        settled = self.settled(finding)
        findings = tuple(settled if one.check_id == finding.check_id else one for one in inspection.findings)
        self.kept = replace(inspection, findings=findings)
        return self.kept

    def save_result(self, inspection: Inspection, path: Path) -> None:
        if self.disk_full:
            raise SaveFailed(FULL)
        self.saved.append(path)

    def open_settings(self, address: str) -> bool:
        self.opened.append(address)
        return self.has_settings

    def admin_helps(self, finding: Finding) -> bool:
        return finding.state is State.COULD_NOT_CHECK and finding.how == AS_ADMIN

    def as_admin(self, inspection: Inspection) -> tuple[str, ...] | Text:
        return self.read or BY_HAND

    def judge(self, paths: Iterable[Path]) -> Judging:
        return judge(paths)

    def technical(self) -> str:
        return "mijian 0.1.0\nthe last lines of the log"


class Gate:
    """A made-up computer that waits at a question until opened or stopped. `holds`: whether it waits this time."""

    def __init__(self) -> None:
        self.reached, self.open = Event(), Event()
        self.holds: Callable[[], bool] = lambda: True

    def machine(self) -> Machine:
        return Machine(self)

    def answer(self, verb: str, arguments: tuple[object, ...], stop: Event) -> object:
        if not self.holds():
            return False
        self.reached.set()
        while not self.open.wait(0.005):
            if stop.is_set():
                raise Cancelled
        return False
