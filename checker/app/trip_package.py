"""A journey's results as one signed package: a report for each thing, signed with one entry of the passphrase."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from checker.app import particulars as filled
from checker.app.refused import Refused
from checker.app.reporting import Reporting, read_result
from checker.app.travel import Leg, Part, Trip, result_file
from checker.app.workspace import Workspace
from checker.model.text import Language, Text

_NOTHING = Text("还没有查过的东西可以签名。", "Nothing was checked yet: there is nothing to sign.")
_TOO_FEW = Text(
    "{label}：请至少填 {count} 个设备标识，以“、”隔开。",
    "{label}: give {count} {count:identifier|identifiers} at least, with commas.",
)
_DONE = Text(
    "已签名打包：{signed} 份报告，没查 {missing} 样。",
    "Signed and packed: {signed} {signed:report|reports}; not checked: {missing}.",
)
_TABLE = "清单.csv"
_COLUMNS = ("名称", "种类", "走之前", "回来后", "报告摘要")
_PARTS = {Part.COMPUTER: "电脑", Part.PHONE: "手机", Part.MEDIUM: "介质"}


def nameless(trip: Trip) -> tuple[Leg, ...]:
    """What was looked at and cannot be asked now what identifies it."""
    return tuple(leg for leg in looked_at(trip) if leg.part is not Part.COMPUTER)


def looked_at(trip: Trip) -> tuple[Leg, ...]:
    """What there is a result of: on return, once they set out."""
    return tuple(leg for leg in trip.legs if trip.look(leg) is not None)


class TripPackages:
    """Of one workspace."""

    def __init__(self, workspace: Workspace, reporting: Callable[[], Reporting]) -> None:
        self._workspace, self._reporting = workspace, reporting

    def sign(
        self,
        trip: Trip,
        words: Mapping[str, str],
        identifiers: Mapping[str, str],
        passphrase: str,
        path: Path,
        language: Language,
    ) -> Text:
        """Sign a report of each thing, and pack them with the list of all. `words`: as a person typed them, with the
        key; `identifiers`: by target, of what cannot be asked.

        Raises:
            Refused, ReportRefused, KeyTrouble, NotWritten: nothing was written to `path`.
        """
        from checker.report.files import write
        from checker.report.keys.open import open_key
        from checker.report.sign.machine_id import FACTS, usable_facts

        legs = looked_at(trip)
        if not legs:
            raise Refused(_NOTHING)
        for leg in nameless(trip):
            if len(usable_facts(filled.typed_facts(identifiers.get(leg.target, "")))) < FACTS:
                raise Refused(_TOO_FEW.filled(label=Text.name(leg.label), count=FACTS))
        made, reports = io.BytesIO(), dict[str, str]()
        with (
            open_key(words["key"], lambda _: passphrase) as signer,
            zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package,
            TemporaryDirectory() as folder,
        ):
            for number, leg in enumerate(legs, 1):
                inspection = read_result(result_file(trip, leg.target, after=trip.away), self._workspace)
                facts = filled.typed_facts(identifiers.get(leg.target, ""))
                particulars = filled.particulars(self._workspace.folder, words)
                particulars = msgspec.structs.replace(particulars, facts=facts or particulars.facts)
                pdf = Path(folder) / f"{number}.pdf"
                report = self._reporting().sign_report(inspection, particulars, signer, pdf, language=language)
                reports[leg.target] = report.identity
                package.write(pdf, f"{number}-{_safe(leg.label)}.pdf")
            package.writestr(_TABLE, _listed(trip, reports))
        write(path, made.getvalue())
        filled.remember(self._workspace.folder, words, "")
        return _DONE.filled(signed=len(legs), missing=trip.result.missing)


def _listed(trip: Trip, reports: Mapping[str, str]) -> bytes:
    """All that was taken along, and what nobody looked at."""
    from checker.report.export.table import harmless

    made = io.StringIO(newline="")
    table = csv.writer(made)
    table.writerow(_COLUMNS)
    for leg in trip.legs:
        looks = ["没有查" if one is None else one.outcome.value for one in (leg.before, leg.after)]
        table.writerow([harmless(leg.label), _PARTS[leg.part], *looks, reports.get(leg.target, "")])
    for part in trip.open:
        table.writerow([_PARTS[part], _PARTS[part], "没有查", "没有查", ""])
    return b"\xef\xbb\xbf" + made.getvalue().encode()


def _safe(label: str) -> str:
    return "".join(sign if sign.isalnum() or sign in "-_" else "_" for sign in label)[:60]
