"""libmagic's second opinion adds what cannot be read, and takes nothing away."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from checker.content import opinion
from checker.content.file import Bytes
from checker.content.formats import readable, sniffed
from checker.facts.content.document import Read

RUSSIAN = "Совершенно секретно. Экземпляр единственный.\n".encode("koi8-r") * 4
WORDPERFECT = b"\xffWPC\x74\x02\0\0\x01\x0a\x02\x01" + bytes(500)

libmagic = pytest.mark.skipif(
    not opinion.release(), reason="libmagic1 is not installed: sudo apt-get install libmagic1"
)


@libmagic
@pytest.mark.parametrize(
    ("content", "name"), [(RUSSIAN, "foreign-text"), (WORDPERFECT, "wordperfect")], ids=["text", "wordperfect"]
)
def test_what_only_libmagic_knows_for_a_document_cannot_be_read_and_is_said(content: bytes, name: str) -> None:
    kind = sniffed(Bytes(content))
    assert (kind.format, readable(kind)) == (name, Read.UNSUPPORTED)


@libmagic
def test_no_noise_is_called_a_document() -> None:
    noise = random.Random(7)
    assert not {opinion.second(noise.randbytes(4096)) for _ in range(2000)} - {""}


@pytest.mark.parametrize("content", [RUSSIAN, WORDPERFECT])
def test_without_libmagic_our_own_table_stands_alone(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opinion, "_loaded", lambda: None)
    assert readable(sniffed(Bytes(content))) is Read.UNSUPPORTED


def test_it_is_not_asked_what_we_know(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(head: bytes) -> str:
        raise AssertionError(head)

    monkeypatch.setattr(opinion, "second", asked)
    for content, name in ((b"\xff\xd8\xff\xe0", "jpeg"), ("机密★10年".encode("gb18030") * 9, "text"), (b"8BPS", "psd")):
        assert sniffed(Bytes(content)).format == name


@libmagic
def test_a_library_in_the_current_folder_is_left_alone(tmp_path: Path) -> None:
    for name in ("libmagic.dll", "libmagic-1.dll", "magic1.dll", "libmagic.so.1", "libmagic.so"):
        (tmp_path / name).write_bytes(b"planted")
    (tmp_path / "magic.mgc").write_bytes(b"planted")
    script = "from checker.content import opinion; print(opinion.release())"
    found = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(Path(__file__).parents[3])!r}); {script}"],
        cwd=tmp_path,
        env={**os.environ, "LD_LIBRARY_PATH": ":"},  # this, too, is the current folder
        capture_output=True,
        text=True,
        check=True,
        timeout=600,
    )
    assert found.stdout.strip() == opinion.release()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"%!PS-Adobe-3.0\n%%Title: x\n", Read.UNSUPPORTED),
        (b"%!PS-AdobeFont-1.0: Times\n", Read.READ),  # a text like any other
        (b"AC1032\0\0\0\0", Read.UNSUPPORTED),
        (b"\x78\x9f\x3e\x22" + bytes(20), Read.EXCLUDED),
        (b"!BDN" + bytes(20), Read.EXCLUDED),
    ],
    ids=["postscript", "font", "drawing", "winmail.dat", "mail store"],
)
def test_documents_that_no_reader_takes_are_not_called_other_files(content: bytes, expected: Read) -> None:
    assert readable(sniffed(Bytes(content))) is expected
