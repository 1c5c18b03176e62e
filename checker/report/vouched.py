"""What a report says of the way from the reading to the signature: one run or several, which copy, by whose rulings."""

from __future__ import annotations

from dataclasses import dataclass

from checker.engine import witness
from checker.model.inspection import Inspection, Place, Provenance, RulingKind
from checker.model.text import Text

HOW = {
    Provenance.ONE_RUN: Text("同一次运行中检查并签名", "inspected and signed by one run of the program"),
    Provenance.RESUMED: Text(
        "分几次运行完成，中间的结果由本机封存，封条完好",
        "made in several runs; what was kept in between was sealed, and the seals hold",
    ),
    Provenance.SEALED_FILE: Text(
        "结果以文件交来，本机的封条完好", "handed over as a file; the seal of this computer holds"
    ),
    Provenance.UNSEALED: Text(
        "结果以文件交来，没有封存：签名前是否被改动，看不出来",
        "handed over as a file, unsealed: nothing shows whether it was altered before it was signed",
    ),
}
WHERE = {
    Place.READ_ONLY: Text("程序在只读的介质上", "the program lay on a read-only volume"),
    Place.GUARDED: Text("程序只有管理员能改", "only an administrator could alter the program"),
    Place.OPEN: Text(
        "程序放在他人能改的位置，或不清楚", "others could alter the program where it lay, or that is not known"
    ),
}
KINDS = {
    RulingKind.POLICY: Text("策略", "the policy"),
    RulingKind.WAIVERS: Text("例外清单", "the waiver book"),
    RulingKind.REVIEWS: Text("误报决定", "decisions on false alarms"),
    RulingKind.LOCAL: Text("自编检查", "a local check"),
    RulingKind.UPDATE: Text("规则和产品表的更新", "the update of rules and tables"),
}
NOT_SAID = Text("没有记载（旧版本出具）", "not recorded (an older version made it)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramRef:
    """The copy that inspected, as it was then (`checker.model.inspection.Program`)."""

    sha256: str
    environment_sha256: str
    byte_code: int
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class RulingRef:
    """A file by which people decided what counts. `approval`: the envelope that lay beside it, base64; None: none."""

    kind: RulingKind
    name: str
    sha256: str
    approval: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Vouched:
    """What lies between the reading and the signature.

    `program` None: the result does not say which copy inspected. `one_run`: the policy wanted inspection and signature
    in one run of the program.
    """

    provenance: Provenance
    one_run: bool
    program: ProgramRef | None
    rulings: tuple[RulingRef, ...]


def vouched(inspection: Inspection) -> Vouched:
    """As far as this run of the program knows how the inspection came to be."""
    found = inspection.program
    return Vouched(
        provenance=witness.provenance(inspection),
        one_run=inspection.one_run,
        program=None
        if found is None
        else ProgramRef(
            sha256=found.sha256,
            environment_sha256=found.environment,
            byte_code=found.byte_code,
            place=found.place,
        ),
        rulings=tuple(
            RulingRef(kind=one.kind, name=Text.name(one.name).zh, sha256=one.sha256, approval=one.approval)
            for one in inspection.rulings
        ),
    )
