"""The register of a batch: those media that are wiped or destroyed, on one form, signed once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from checker.app.disposal import Disposal, Look, Step
from checker.app.disposals import Disposals, hidden_words, spare_words, state_words
from checker.app.medium import amount, share
from checker.app.particulars import filled
from checker.app.refused import Refused
from checker.app.reporting import Written
from checker.app.workspace import Workspace
from checker.model.text import Language, Text, shown

if TYPE_CHECKING:
    from checker.report.disposal.payload import LookRef, MediumRef, Register
    from checker.report.keys.signer import AskSecret
    from checker.report.payload import Subject

_NONE = Text(
    "还没有可以登记的介质：先清除并复查，或者登记销毁。",
    "No medium is ready for the register: wipe and check one first, or note its destruction.",
)
_LACKS = Text("登记表还缺：{lacks}", "The register still lacks: {lacks}")
ONE_PERSON = Text(
    "经办人、监销人不能是同一个人：要有两个人在场。",
    "Operator and witness cannot be one person: two have to be there.",
)
_DONE = Text(
    "登记表已签名并保存：{path}（{count} 个介质，摘要 {digest}）",
    "The register is signed and saved: {path} (media: {count}, digest {digest})",
)
_DRAFT = Text(
    "已打印未签名稿：{path}。它不能作为登记；签名请加 --sign。",
    "Printed without a signature: {path}. It registers nothing; sign with --sign.",
)
_BOUND = Text(
    "可以 {confidence} 的把握说，非空白的不到 {share}（{size}）",
    "with {confidence} confidence less than {share} ({size}) is not blank",
)
_TYPED = Text("；经手人查看：{what}", "; as the operator found: {what}")


class DisposalRegister:
    """Makes registers. `unit` and the like are words that people typed, `people` three names."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._disposals = Disposals(workspace)

    def ready(self) -> tuple[Disposal, ...]:
        """The media that a register made now would hold."""
        return self._disposals.at(Step.REGISTER)

    def filled(self) -> dict[str, str]:
        """What was filled in for the last report, as far as a register asks for it."""
        kept = filled(self._workspace.folder)
        return {name: kept[name] for name in ("unit", "department", "key") if kept.get(name)}

    def make(
        self,
        pdf: Path,
        key: str | None,
        ask: AskSecret,
        *,
        unit: str,
        operator: str,
        witness: str,
        approver: str,
        department: str = "",
        place: str = "",
        marking: str = "内部",
        chosen: Iterable[Disposal] | None = None,
        language: Language = Language.ZH,
    ) -> Written:
        """Register all that is ready, or those chosen. `key` None: a print that nobody signs, which registers nothing.

        Raises:
            Refused: nothing is ready, or a word is missing.
            ReportRefused, KeyTrouble, NotWritten: nothing was written, and nothing is registered.
        """
        media = self.ready() if chosen is None else tuple(chosen)
        if not media or any(one.step is not Step.REGISTER for one in media):
            raise Refused(_NONE)
        _guard(unit, operator, witness, approver, media)
        people = (operator.strip(), witness.strip(), approver.strip())
        register = _register(media, unit, department, people, place, marking, language)
        if key is None:
            return self._drafted(register, pdf)
        return self._signed(register, media, pdf, key, ask)

    def _drafted(self, register: Register, pdf: Path) -> Written:
        from checker.report.disposal.make import draft
        from checker.report.files import write

        write(pdf, draft(register))
        return Written(_DRAFT.filled(path=Text.name(str(pdf))))

    def _signed(self, register: Register, media: tuple[Disposal, ...], pdf: Path, key: str, ask: AskSecret) -> Written:
        from checker.report.disposal.make import make
        from checker.report.files import NotWritten, write
        from checker.report.keys.open import open_key
        from checker.report.keys.signer import fingerprint
        from checker.report.payload import CounterRef
        from checker.report.sign.journal import turn

        with open_key(key, ask) as signer, turn(self._workspace.folder) as journal:
            # Registers count on their own: a gap among a person's reports would look like one that was taken away.
            series = f"disposal {fingerprint(signer.certificate)}"
            number = journal.next_number(series)
            prepared = register.times.prepared
            journal.guard_clock(series, prepared)
            counted = replace(
                register,
                number=f"MJ-XH-{prepared.year}-{number:05d}",
                counter=CounterRef(inspector=register.people.operator, number=number),
            )
            made = make(counted, _subjects(media), signer)
            journal.note(series, number, "", made.identity, prepared)
            write(pdf, made.pdf)
        troubles = []
        try:
            write(pdf.with_suffix(".dsse.json"), made.envelope)
        except NotWritten as failure:
            troubles.append(failure.reason)
        for one in media:
            try:
                self._disposals.keep(replace(one, registered=made.identity))
            except Refused as failure:
                troubles.append(failure.reason)
        done = _DONE.filled(path=Text.name(str(pdf)), count=len(media), digest=made.identity[:16])
        return Written(done, tuple(troubles))


def _guard(unit: str, operator: str, witness: str, approver: str, media: tuple[Disposal, ...]) -> None:
    words = (
        (Text("单位名称", "the unit's name"), unit),
        (Text("经办人", "the operator"), operator),
        (Text("监销人", "the witness"), witness),
        (Text("批准人", "who approved it"), approver),
    )
    lacks = [label for label, word in words if not word.strip()]
    lacks += [
        Text(f"{one.id} 的资产编号或序列号", f"asset or serial number of {one.id}")
        for one in media
        if not (one.serial or one.asset_number)
    ]
    if lacks:
        named = Text("、".join(one.zh for one in lacks), ", ".join(one.en for one in lacks))
        raise Refused(_LACKS.filled(lacks=named))
    if operator.strip() == witness.strip():
        raise Refused(ONE_PERSON)


def _register(
    media: tuple[Disposal, ...],
    unit: str,
    department: str,
    people: tuple[str, str, str],
    place: str,
    marking: str,
    language: Language,
) -> Register:
    import checker
    from checker.report.disposal.payload import PeopleRef, Register, Times
    from checker.report.payload import CounterRef, FormRef, SignerRef, ToolRef, UnitRef
    from checker.report.sign.tool import tree_sha256

    operator, witness, approver = (shown(name, 60) for name in people)
    return Register(
        number="",
        marking=shown(marking, 20),
        language=language,
        form=FormRef(name="", sha256="", renderer=""),
        unit=UnitRef(name=shown(unit.strip(), 120), department=shown(department.strip(), 120)),
        people=PeopleRef(operator=operator, witness=witness, approver=approver),
        place=shown(place.strip(), 120),
        tool=ToolRef(version=checker.__version__, tree_sha256=tree_sha256()),
        times=Times(prepared=_second(datetime.now(UTC))),
        counter=CounterRef(inspector=operator, number=0),
        media=tuple(_medium(one) for one in media),
        signer=SignerRef(name="", certificate=b""),
    )


def _medium(one: Disposal) -> MediumRef:
    from checker.report.disposal.payload import DoneRef, MediumRef

    wiped = one.wiped
    assert wiped is not None
    hidden = hidden_words(one.drive)
    if wiped.hidden:
        more = _TYPED.filled(what=Text.name(wiped.hidden))
        hidden = Text(hidden.zh + more.zh, hidden.en + more.en)
    return MediumRef(
        id=one.id,
        sort=one.sort.value,
        name=one.name,
        size=one.size,
        serial=one.serial,
        asset_number=one.asset_number,
        level=one.level,
        source=one.source,
        destination=one.destination,
        decided_by=one.decided_by,
        decided_at=_second(one.decided_at or one.begun),
        before=_look(one.before, one.size),
        done=DoneRef(
            method=wiped.technique.method.value,
            technique=wiped.technique.value,
            tool=wiped.tool,
            passes=wiped.passes,
            who=wiped.who,
            at=_second(wiped.at),
        ),
        after=_look(one.after, one.size),
        same_by=one.same_by.value,
        sanitize_state=state_words(one.drive),
        hidden=hidden,
        spare=spare_words(one.sort, wiped.technique),
    )


def _look(look: Look | None, size: int) -> LookRef | None:
    from checker.report.disposal.payload import LookRef

    if look is None:
        return None
    bound = None
    if look.fraction is not None:
        bound = _BOUND.filled(confidence="99%", share=share(look.fraction), size=amount(look.fraction * size))
    return LookRef(
        at=_second(look.at),
        mode=look.mode.value,
        verdict=look.verdict.value,
        said=look.said,
        read=look.read,
        unread=look.unread,
        bound=bound,
        not_checked=look.not_checked,
    )


def _subjects(media: tuple[Disposal, ...]) -> tuple[Subject, ...]:
    """The records as they are kept here, by digest."""
    import msgspec

    from checker.report.digests import digests
    from checker.report.payload import Subject

    kept = ((one, msgspec.json.encode(one, order="deterministic")) for one in media)
    return tuple(Subject(name=f"disposal/{one.id}", digest=digests(record)) for one, record in kept)


def _second(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
