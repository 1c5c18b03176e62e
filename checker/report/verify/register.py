"""Whether a register of media is what its signer signed. It belongs to no series, no roster and no roll-up."""

from __future__ import annotations

from dataclasses import replace

from checker.model.text import Text
from checker.report.disposal import payload as registers
from checker.report.keys.signer import fingerprint
from checker.report.payload import identity
from checker.report.verify.codes import Code
from checker.report.verify.page import Printing, compare_page
from checker.report.verify.signing import authentic
from checker.report.verify.verified import FUTURE_SLACK, NOTHING, Fails, Measure, Said, Verified, noted, same

_REGISTER = Text(
    "这是介质销毁登记表，不是检查报告：它说明登记了什么，不计入检查汇总。",
    "It is a register of media, no report of an inspection: it shows what was registered and counts in no roll-up.",
)


def register(
    name: str, payload: bytes, keyid: str, signature: bytes, file: tuple[bytes, bytes | None], measure: Measure
) -> Verified:
    """A register of media: authentic, its page as its data say, and nothing more. It belongs to no series of reports.

    Raises:
        NotAReport: its words are not as the format asks.
    """
    from checker.report.disposal.make import FORM, page

    envelope, pdf = file
    statement = registers.decode(payload)
    told = statement.predicate
    known = Verified(
        name,
        Code.FINE,
        NOTHING,
        identity(payload),
        told.signer.name,
        told.number,
        vouched=measure.trust is not None,
    )
    try:
        notes = authentic(payload, keyid, signature, told, measure.trust, None)
        if pdf is not None:
            notes += compare_page(pdf, envelope, payload, statement, Printing(FORM, page))
        if told.times.prepared > measure.now + FUTURE_SLACK:
            raise Fails(Code.CLOCK, Text("出具时间在将来", "made in the future"))
        if measure.trust is None:
            notes.append(Said(Code.SIGNER_NOT_COMPARED, same(fingerprint(told.signer.certificate)[:16])))
    except Fails as failure:
        said = failure.said
        known = known if said.code.authentic else Verified(name, said.code)
        return replace(known, code=said.code, detail=said.detail)
    return noted(known, (*notes, _REGISTER))
