"""A register is signed like a report, and nothing of it changes unseen."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import jsonschema
import msgspec
import pytest

from checker.app.disposal import Decision, Disposal, Step
from checker.app.disposal_register import DisposalRegister
from checker.app.disposals import Disposals
from checker.app.refused import Refused
from checker.app.workspace import Workspace
from checker.model.text import Language
from checker.report.disposal.form import words
from checker.report.disposal.payload import PREDICATE, decode, encode, is_register, schema
from checker.report.envelope import unseal
from checker.report.payload import NewerReport, NotAReport
from checker.report.verify.codes import Code
from checker.report.verify.report import verify_bytes
from checker.report.verify.verified import Measure
from tests.unit.app.test_disposal import BLANK, LOOKED, OVERWRITTEN, SHREDDED
from tests.unit.report import pki, world

SCHEMA = Path(__file__).parents[4] / "docs" / "schema" / "disposal-1.json"
PEOPLE = {"unit": "某某市某某局", "operator": "李四", "witness": "张三", "approver": "赵局长"}


def ready(number: int, **words: object) -> Disposal:
    wiped = LOOKED.decided(Decision.WIPE, "王保密").done(replace(OVERWRITTEN, hidden="hdparm -N: disabled"))
    named = {"id": f"20261130-{number:03d}", "serial": f"SN{number:05d}", "asset_number": f"GZ-{number:04d}"}
    return replace(wiped.looked(BLANK), **{**named, **words})  # type: ignore[arg-type]


class Desk:
    """A workspace with media that are ready, and a key."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workspace = Workspace.at(folder / "store")
        self.disposals = Disposals(self.workspace)
        self.key = folder / "inspector.p12"
        self.key.write_bytes(pki.p12(pki.inspector()))
        self.pdf = folder / "register.pdf"

    def make(self, *, signed: bool = True, language: Language = Language.ZH, **words: str) -> None:
        key = str(self.key) if signed else None
        register = DisposalRegister(self.workspace)
        register.make(self.pdf, key, lambda _: pki.PASSPHRASE, **{**PEOPLE, **words}, language=language)

    @property
    def envelope(self) -> bytes:
        return self.pdf.with_suffix(".dsse.json").read_bytes()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    for number in (1, 2):
        made.disposals.keep(ready(number))
    return made


@pytest.mark.parametrize("language", Language)
def test_a_register_holds_every_medium_and_verifies_as_file_and_as_data(desk: Desk, language: Language) -> None:
    desk.make(language=language)
    (desk.folder / "trust").mkdir()
    trusted = Measure(world.trust(desk.folder / "trust"))
    for content in (desk.pdf.read_bytes(), desk.envelope):
        verified = verify_bytes("register", content, trusted)
        assert verified.code is Code.FINE, verified.sentence
        assert (verified.report, verified.link) == (None, None), "it is no report, and none of a series"
    said = decode(unseal(desk.envelope)[0]).predicate
    assert [(one.serial, one.asset_number) for one in said.media] == [("SN00001", "GZ-0001"), ("SN00002", "GZ-0002")]
    first = said.media[0]
    assert (first.done.method, first.done.tool, first.done.passes) == ("clear", "nwipe 0.34", 1)
    assert first.after is not None
    assert (first.after.mode, first.after.verdict) == ("verify", "zero")
    assert "hdparm -N: disabled" in first.hidden.zh
    assert (said.people.operator, said.people.witness, said.people.approver) == ("李四", "张三", "赵局长")
    assert [one.step for one in desk.disposals] == [Step.DONE, Step.DONE]


def test_the_published_schema_is_that_of_this_code_and_holds_a_register(desk: Desk) -> None:
    assert json.loads(SCHEMA.read_bytes()) == json.loads(json.dumps(schema()))
    desk.make()
    jsonschema.validate(json.loads(unseal(desk.envelope)[0]), schema(), jsonschema.Draft202012Validator)


def test_without_a_trust_folder_the_signer_is_not_compared_and_that_is_said(desk: Desk) -> None:
    desk.make()
    assert verify_bytes("register", desk.pdf.read_bytes(), Measure(None)).code is Code.SIGNER_NOT_COMPARED


def test_another_serial_number_is_seen(desk: Desk) -> None:
    desk.make()
    changed = desk.envelope.replace(*_other_payload(desk.envelope))
    assert verify_bytes("register", changed, Measure(None)).code is Code.CHANGED


def test_a_changed_page_is_seen(desk: Desk) -> None:
    desk.make()
    pdf = bytearray(desk.pdf.read_bytes())
    pdf[len(pdf) // 3] ^= 1
    assert verify_bytes("register", bytes(pdf), Measure(None)).code.failure
    assert verify_bytes("register", desk.pdf.read_bytes() + b"\n% more", Measure(None)).code.failure


def test_registers_count_on_and_leave_the_numbers_of_reports_alone(desk: Desk) -> None:
    desk.make()
    desk.disposals.keep(ready(3))
    desk.make()
    said = decode(unseal(desk.envelope)[0]).predicate
    assert (said.counter.number, said.number[-5:], len(said.media)) == (2, "00002", 1)


def test_a_print_that_nobody_signs_registers_nothing(desk: Desk) -> None:
    desk.make(signed=False)
    assert [one.step for one in desk.disposals] == [Step.REGISTER, Step.REGISTER]
    assert verify_bytes("register", desk.pdf.read_bytes(), Measure(None)).code is Code.NOT_A_REPORT


@pytest.mark.parametrize(
    "words",
    [
        *({name: " "} for name in PEOPLE),
        {"witness": "李四"},
    ],
)
def test_without_its_names_or_with_one_person_for_two_there_is_none(desk: Desk, words: dict[str, str]) -> None:
    with pytest.raises(Refused):
        desk.make(**words)
    assert not desk.pdf.exists()


def test_a_medium_that_nothing_names_is_not_registered(desk: Desk) -> None:
    desk.disposals.keep(ready(4, serial="", asset_number=""))
    with pytest.raises(Refused) as refused:
        desk.make()
    assert "20261130-004" in refused.value.reason.en


def test_nothing_ready_is_no_register(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        Desk(tmp_path).make()


def test_what_was_destroyed_says_so_and_claims_no_check(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.disposals.keep(replace(LOOKED.decided(Decision.DESTROY, "王保密").done(SHREDDED), asset_number="GZ-9"))
    desk.make()
    (one,) = decode(unseal(desk.envelope)[0]).predicate.media
    assert (one.done.method, one.done.technique, one.after) == ("destroy", "physical", None)


def test_other_spellings_and_later_versions_are_not_taken(desk: Desk) -> None:
    desk.make()
    payload = unseal(desk.envelope)[0]
    assert encode(decode(payload)) == payload
    assert is_register(payload)
    assert not is_register(b"{}")
    with pytest.raises(NotAReport):
        decode(payload + b" ")
    with pytest.raises(NewerReport):
        decode(payload.replace(PREDICATE.encode(), PREDICATE[:-1].encode() + b"9"))


def test_thirty_media_fit_on_one_form(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    for number in range(1, 31):
        desk.disposals.keep(
            ready(number, name="某某品牌移动存储设备 USB 3.2 Gen 1 " * 3, source="综合处", level="内部")
        )
    desk.make()
    assert verify_bytes("register", desk.pdf.read_bytes(), Measure(None)).code is Code.SIGNER_NOT_COMPARED
    assert len(decode(unseal(desk.envelope)[0]).predicate.media) == 30


def test_a_clock_that_was_set_back_is_seen(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.make()
    measure = replace(Measure(None), now=decode(unseal(desk.envelope)[0]).predicate.times.prepared - timedelta(days=3))
    assert verify_bytes("register", desk.pdf.read_bytes(), measure).code is Code.CLOCK


def _other_payload(envelope: bytes) -> tuple[bytes, bytes]:
    """The payload as it stands in an envelope, and with another serial number."""
    payload = unseal(envelope)[0]
    return base64.b64encode(payload), base64.b64encode(payload.replace(b"SN00001", b"SN00009"))


def test_a_technique_that_the_program_does_not_know_is_printed_as_it_is(desk: Desk) -> None:
    desk.make()
    said = decode(unseal(desk.envelope)[0]).predicate
    first = replace(said.media[0], done=replace(said.media[0].done, technique="magnetic_storm"))
    assert "magnetic_storm" in msgspec.json.encode(words(replace(said, media=(first,)), "")).decode()
