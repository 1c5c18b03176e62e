"""SECURITY.md names what the lock holds, at its release, and where it is used."""

from __future__ import annotations

import re

import pytest

from tests.docs.pages import ROOT, tables

PAGE = (ROOT / "SECURITY.md").read_text("utf-8")
LOCK = dict(
    re.findall(r"^([a-z0-9-]+)==([^ ;\\]+)", (ROOT / "packaging" / "locks" / "runtime.txt").read_text("utf-8"), re.M)
)
ROWS = next(table[1:] for table in tables(PAGE) if table[0][0].endswith("library"))
PARSING = {row[0].strip("`"): row[1] for row in ROWS}
OTHERS = set(re.findall(r"`([a-z0-9-]+)`", PAGE.partition("### 不解析外来字节的")[2].partition("## ")[0]))
CALLED = {"pillow": "PIL", "opencv-python-headless": "cv2", "backports-zstd": "zstd", "python-magic": "magic"}
CALLED |= {"python-magic-standalone": "magic", "libusb1": "usb1", "python-pkcs11": "pkcs11"}
CALLED |= {"pyside6-essentials": "PySide6"}


def test_what_parses_hostile_bytes_is_at_the_release_of_the_lock():
    assert {name: LOCK.get(name) for name in PARSING} == PARSING


def test_every_library_of_the_lock_is_in_one_of_the_two_lists():
    assert PARSING.keys() & OTHERS == set()
    assert PARSING.keys() | OTHERS == LOCK.keys()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0].strip("`"))
def test_each_says_when_it_was_last_released(row: list[str]):
    assert re.fullmatch(r"(?:[\d.]+: )?20\d\d-[01]\d-[0-3]\d", row[2])


@pytest.mark.parametrize(
    ("library", "place"),
    [(row[0].strip("`"), place) for row in ROWS for place in re.findall(r"`([\w/]+(?:\.py)?)`", row[4])],
)
def test_a_library_is_used_where_the_page_says(library: str, place: str):
    path = ROOT / place
    files = sorted(path.rglob("*.py")) if path.is_dir() else [path]
    name = CALLED.get(library, library.replace("-", "_"))
    assert re.search(rf"\b{name}\b", "\n".join(file.read_text("utf-8") for file in files))
