"""The officer's quarter: a roster gone through device after device, each result kept, one package signed at the end.

It lies in the workspace, which goes with the officer on a stick: `task.json`, the results beside it, and what
identifies each device until its report is signed (then that is removed). Nothing is sent, and what was skipped or
never reached stands in the package as such.
"""

from __future__ import annotations

import csv
import io
import logging
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from checker.app import particulars as filled
from checker.app.refused import Refused
from checker.app.reporting import Reporting, campaign_of, read_result
from checker.app.task_record import Kept, Row, State, Task, Wanted
from checker.app.workspace import Workspace
from checker.engine.conclude import conclude
from checker.engine.identity import this_computer
from checker.machine.live import live_machine
from checker.machine.parsing import Malformed, decoded
from checker.model.inspection import Inspection
from checker.model.text import Language, Text
from checker.model.unreadable import Unreadable

if TYPE_CHECKING:
    from checker.model.waiver import Waiver
    from checker.report.keys.signer import Signer
    from checker.report.ledger.sequence import Listed

__all__ = ["Kept", "Row", "State", "Task", "Tasks", "Wanted"]

log = logging.getLogger(__name__)

_FILE = "task.json"
_NO_NAME = Text("请写上任务名称。", "Please give the task a name.")
_NO_ROSTER = Text("没有这个名单文件：{path}", "There is no such roster: {path}")
_NOTHING = Text("还没有查过的设备可以签名。", "No device was inspected yet: there is nothing to sign.")
_NO_DEPARTMENT = Text(
    "名单上没有部门“{name}”。名单上有：{known}。", "The roster has no department “{name}”. It has: {known}."
)
_NOT_LISTED = Text("名单上没有这台设备。", "This device is not on the roster.")
_KEPT = Text(
    "已签名打包：{signed} 份报告，跳过 {skipped} 台，没查到 {missing} 台。",
    "Signed and packed: {signed} {signed:report|reports}, {skipped} skipped, {missing} not reached.",
)
_LEFT_OUT = Text(
    "另有 {count} 份没有签，还缺设备标识：{names}。补填后再签，或在那台设备上出报告。",
    "{count} not signed, as their identifiers are missing: {names}. Fill those in, or make the reports there.",
)
_TOO_FEW = Text(
    "请至少填 {count} 个设备标识，以“、”隔开。", "Give {count} {count:identifier|identifiers} at least, with commas."
)
_COLUMNS = ("资产编号", "部门", "责任人", "状态", "结论", "原因", "时间")


_PLAIN = {"state": State.TO_DO, "reason": "", "at": None, "outcome": "", "fix": 0, "unknown": 0, "nameless": False}
_WORDS = {State.TO_DO: "没查到", State.DONE: "已查", State.SKIPPED: "跳过"}


class Tasks:
    """Those of one workspace. `identified`: what identifies the inspected device, for its report; asked right then."""

    def __init__(
        self,
        workspace: Workspace,
        reporting: Callable[[], Reporting],
        identified: Callable[[Inspection], Mapping[str, str]] | None = None,
    ) -> None:
        self._workspace, self._reporting = workspace, reporting
        self._identified = identified or _this_one

    def open(self) -> Task | None:
        """The newest that is not closed; one that cannot be read is passed over and noted in the log."""
        found: list[tuple[float, Task]] = []
        with suppress(OSError):
            for file in self._workspace.tasks.glob(f"*/{_FILE}"):
                try:
                    task = Task(file.parent, decoded(file.read_bytes(), Kept))
                except (OSError, Malformed):
                    log.warning("a task cannot be read")
                    continue
                if not task.kept.closed:
                    found.append((file.stat().st_mtime, task))
        return max(found, key=lambda one: one[0])[1] if found else None

    def devices_of(self, roster: Path, departments: str = "") -> int:
        """How many devices a roster has, of those departments. Raises Refused, CampaignFault, whose sentence names the
        cell or the department."""
        return len(_chosen(Wanted(name="", roster=roster, departments=departments)))

    def waivers(self, task: Task) -> tuple[Waiver, ...]:
        """The exceptions that hold for its devices, those that lapsed too. Raises Refused: the book cannot be used."""
        return _waivers(task.kept.waivers)

    def new(self, wanted: Wanted) -> Task:
        """Raises Refused, CampaignFault, NotWritten: no name, no usable roster, a disk that refuses."""
        if not wanted.name.strip():
            raise Refused(_NO_NAME)
        rows = tuple(
            Row(asset=one.asset_number, department=one.department, person=one.person) for one in _chosen(wanted)
        )
        _waivers(wanted.waivers)
        kept = Kept(
            name=wanted.name.strip(),
            unit=wanted.unit.strip(),
            inspectors=wanted.inspectors.strip(),
            key=wanted.key.strip(),
            campaign=wanted.campaign.strip(),
            rows=rows,
            profile=wanted.profile,
            departments=_names(wanted.departments),
            waivers=wanted.waivers.strip(),
        )
        stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
        return self._keep(Task(self._workspace.tasks / stamp, kept))

    def take(self, task: Task, asset: str, inspection: Inspection) -> Task:
        """Keep an inspection that was just made here, with what identifies the device.

        Raises:
            NotWritten: the disk refuses; the task is as it was.
        """
        from checker.report.files import write_own
        from checker.report.result import encoded

        write_own(_result(task, asset), encoded(inspection, self._workspace.seals()))
        facts = self._identified(inspection)
        if facts:
            write_own(_facts(task, asset), msgspec.json.encode(dict(facts)))
        return self._with(task, asset, {**_done(inspection), "nameless": not facts})

    def identify(self, task: Task, asset: str, typed: str) -> Task:
        """What a person read off a phone or medium: three identifiers at least, with commas between them.

        Raises:
            Refused: too few that tell devices apart. NotWritten: the disk refuses.
        """
        from checker.report.files import write_own
        from checker.report.sign.machine_id import FACTS, usable_facts

        facts = filled.typed_facts(typed)
        if len(usable_facts(facts)) < FACTS:
            raise Refused(_TOO_FEW.filled(count=FACTS))
        write_own(_facts(task, asset), msgspec.json.encode(facts))
        return self._with(task, asset, {"nameless": False})

    def take_in(self, task: Task, asset: str, path: Path) -> Task:
        """Take in a result that was brought from elsewhere. Raises Refused, NotWritten."""
        from checker.report.files import write_own

        inspection = read_result(path, self._workspace)
        write_own(_result(task, asset), path.read_bytes())  # with the seal of where it was made
        with suppress(OSError):
            _facts(task, asset).unlink(missing_ok=True)
        return self._with(task, asset, {**_done(inspection), "nameless": True})

    def skip(self, task: Task, asset: str, reason: str) -> Task:
        """Raises NotWritten."""
        skipped = {**_PLAIN, "state": State.SKIPPED, "reason": reason.strip(), "at": _now()}
        return self._with(task, asset, skipped)

    def undo(self, task: Task, asset: str) -> Task:
        """To do again, as if nothing had been done; the result is removed. Raises NotWritten."""
        for path in (_result(task, asset), _facts(task, asset)):
            with suppress(OSError):
                path.unlink(missing_ok=True)
        return self._with(task, asset, _PLAIN)

    def package(self, task: Task, passphrase: str, path: Path, language: Language) -> tuple[Task, Text]:
        """Sign each report with one entry of the passphrase, and pack them with the roster as it stands.

        Raises:
            Refused, ReportRefused, KeyTrouble, NotWritten: nothing was written to `path`.
        """
        from checker.report.files import write
        from checker.report.keys.open import open_key

        done = [row for row in task.rows if row.state is State.DONE]
        ready = [row for row in done if _facts(task, row.asset).exists() or _pdf(task, row.asset).exists()]
        if not ready:
            raise Refused(_NOTHING)
        with open_key(task.kept.key, lambda _: passphrase) as signer:
            for row in ready:
                if not _pdf(task, row.asset).exists():
                    self._sign(task, row, signer, language)
        write(path, _packed(task, ready))
        left = [row.asset for row in done if row not in ready]
        said = _KEPT.filled(signed=len(ready), skipped=task.count(State.SKIPPED), missing=task.count(State.TO_DO))
        if left:
            more = _LEFT_OUT.filled(count=len(left), names=Text.name("、".join(left)))
            said = Text(said.zh + more.zh, f"{said.en} {more.en}")
        if not left and not task.count(State.TO_DO):
            task = self._keep(replace(task, kept=msgspec.structs.replace(task.kept, closed=True)))
        return task, said

    def _sign(self, task: Task, row: Row, signer: Signer, language: Language) -> None:
        inspection = read_result(_result(task, row.asset), self._workspace)
        kept = task.kept
        words = {
            "unit": kept.unit,
            "department": row.department,
            "inspected": row.person or row.department or row.asset,
            "inspectors": kept.inspectors,
            "asset_number": row.asset,
        }
        facts = decoded(_facts(task, row.asset).read_bytes(), dict[str, str])
        particulars = msgspec.structs.replace(filled.particulars(self._workspace.folder, words), facts=facts)
        bound = campaign_of(Path(kept.campaign) if kept.campaign else None)
        pdf = _pdf(task, row.asset)
        pdf.parent.mkdir(parents=True, exist_ok=True)
        made = self._reporting().sign_report(inspection, particulars, signer, pdf, campaign=bound, language=language)
        if row.fix:
            _notice(task, row.asset).parent.mkdir(parents=True, exist_ok=True)
            for told in self._reporting().forms(made, {"notice": _notice(task, row.asset)}):
                log.warning("a notice was not written: %s", told.en)
        with suppress(OSError):
            _facts(task, row.asset).unlink()  # the report has its digest; nobody needs more

    def _with(self, task: Task, asset: str, changes: Mapping[str, object]) -> Task:
        if task.row(asset) is None:
            raise Refused(_NOT_LISTED)
        rows = tuple(msgspec.structs.replace(row, **changes) if row.asset == asset else row for row in task.rows)
        return self._keep(replace(task, kept=msgspec.structs.replace(task.kept, rows=rows)))

    def _keep(self, task: Task) -> Task:
        from checker.report.files import write_own

        write_own(task.folder / _FILE, msgspec.json.format(msgspec.json.encode(task.kept), indent=1) + b"\n")
        return task


def _this_one(inspection: Inspection) -> Mapping[str, str]:
    """This computer's identifiers, where the inspection was of it; else none."""
    from checker.report.sign.device import device_facts

    machine = live_machine()
    try:
        key = this_computer(machine, inspection.target.device_class).key
    except Unreadable:
        return {}
    return device_facts(machine) if key == inspection.target.key else {}


def _names(typed: str) -> tuple[str, ...]:
    """Names with commas of any kind between them."""
    return tuple(one.strip() for one in re.split("[,，、;；]", typed) if one.strip())


def _chosen(wanted: Wanted) -> tuple[Listed, ...]:
    """What of a roster is inspected. Raises Refused: a department that the roster does not have."""
    found, departments = tuple(_listed(wanted)), _names(wanted.departments)
    there = dict.fromkeys(one.department for one in found)
    if strange := [one for one in departments if one not in there]:
        known = Text.name("、".join(one for one in there if one))
        raise Refused(_NO_DEPARTMENT.filled(name=Text.name(strange[0]), known=known))
    return tuple(one for one in found if not departments or one.department in departments)


def _waivers(named: str) -> tuple[Waiver, ...]:
    from checker.store.policies import PolicyFault, read_waivers

    if not named.strip():
        return ()
    try:
        return read_waivers(Path(named.strip()))
    except PolicyFault as fault:
        raise Refused(fault.reason) from fault


def _listed(wanted: Wanted) -> Iterable[Listed]:
    from checker.report.ledger.campaign import read_campaign, read_roster

    if wanted.roster is not None:
        try:
            return read_roster(wanted.roster.read_bytes())
        except OSError as error:
            raise Refused(_NO_ROSTER.filled(path=Text.name(str(wanted.roster)))) from error
    try:
        return read_campaign(Path(wanted.campaign)).details.expected
    except OSError as error:
        raise Refused(_NO_ROSTER.filled(path=Text.name(wanted.campaign))) from error


def _done(inspection: Inspection) -> Mapping[str, object]:
    concluded = conclude(inspection.findings)
    return {
        "state": State.DONE,
        "reason": "",
        "outcome": concluded.outcome.value,
        "fix": concluded.must_fix,
        "unknown": concluded.unknown,
        "at": _now(),
        "target": inspection.target.key,
        "label": inspection.target.label,
    }


def _packed(task: Task, signed: Iterable[Row]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for row in signed:
            package.write(_pdf(task, row.asset), f"{_safe(row.asset)}.pdf")
            if row.fix and _notice(task, row.asset).exists():
                package.write(_notice(task, row.asset), f"{_safe(row.asset)}-整改通知单.pdf")
        package.writestr("名单.csv", _table(task.rows))
    return made.getvalue()


def _table(rows: Iterable[Row]) -> bytes:
    made = io.StringIO(newline="")
    table = csv.writer(made)
    table.writerow(_COLUMNS)
    for row in rows:
        at = row.at.astimezone().strftime("%Y-%m-%d %H:%M") if row.at else ""
        cells = (row.asset, row.department, row.person, _WORDS[row.state], row.outcome, row.reason, at)
        table.writerow([_plain(cell) for cell in cells])
    return b"\xef\xbb\xbf" + made.getvalue().encode()


def _plain(cell: str) -> str:
    """A cell that no table program takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _result(task: Task, asset: str) -> Path:
    return task.folder / f"{_safe(asset)}.json"


def _facts(task: Task, asset: str) -> Path:
    return task.folder / f"{_safe(asset)}.device"


def _pdf(task: Task, asset: str) -> Path:
    return task.folder / "reports" / f"{_safe(asset)}.pdf"


def _notice(task: Task, asset: str) -> Path:
    """The form to print and hand over, where something is to be put right."""
    return task.folder / "notices" / f"{_safe(asset)}.pdf"


def _safe(asset: str) -> str:
    """An asset number as a file's name: one of two that differ only in other signs would be overwritten, so those are
    written as their numbers."""
    return "".join(sign if sign.isalnum() or sign in "-_" else f"%{ord(sign):x}" for sign in asset)


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
