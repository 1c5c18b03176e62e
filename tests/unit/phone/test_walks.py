"""The lines that list a phone's files, run by this computer's shell over folders of the same shape."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from checker.machine.phone.commands import CARD, ask, collected, of_user

NOBODY = 65534
WALKS = ("photos.walk", "papers", "recordings", "photos.walk.plain", "papers.plain", "recordings.plain")
CARDS = ("AB12-34CD", "5E9A1B2C3D4E5F60", "0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f", "public:8,1")


@pytest.fixture
def top() -> Iterator[Path]:
    """A folder that everybody may enter: the superuser, who may enter all, is no judge of what is closed."""
    made = Path(tempfile.mkdtemp())
    made.chmod(0o755)
    (made / "sdcard" / "DCIM").mkdir(parents=True)
    yield made
    for path in (made, *made.rglob("*")):
        if path.is_dir():
            path.chmod(0o755)
    shutil.rmtree(made)


def _run(top: Path, name: str) -> tuple[int, bytes]:
    text = ask(name, **of_user("0")).text.replace("/storage/", f"{top}/storage/").replace("/sdcard", f"{top}/sdcard")
    user = NOBODY if os.geteuid() == 0 else None
    done = subprocess.run(["/bin/sh", "-c", text], capture_output=True, check=False, user=user, cwd="/")
    return done.returncode, done.stdout


def _fill(folder: Path) -> None:
    folder.mkdir(parents=True)
    for ending in ("jpg", "txt", "m4a"):
        (folder / f"a.{ending}").write_bytes(b"1")


@pytest.mark.parametrize("walk", WALKS)
@pytest.mark.parametrize("card", CARDS)
def test_a_card_of_any_file_system_is_walked(walk: str, card: str, top: Path) -> None:
    _fill(top / "storage" / card / "Download")
    code, printed = _run(top, walk)
    assert (code, printed.count(b"\0")) == (0, 1)
    assert CARD.fullmatch(card)
    path = f"/storage/{card}/Download/a.jpg".encode()
    assert collected(path) == path


@pytest.mark.parametrize("walk", WALKS)
@pytest.mark.parametrize("closed", ["storage/AB12-34CD", "storage/AB12-34CD/Download", "sdcard/tencent/MicroMsg"])
def test_a_folder_that_may_not_be_entered_ends_the_walk_with_a_fault(walk: str, closed: str, top: Path) -> None:
    if "tencent" in closed and "recordings" in walk:
        pytest.skip("no collection of recordings lies there")
    _fill(top / "sdcard" / "Download")
    _fill(top / "storage" / "AB12-34CD" / "Download")
    _fill(top / "sdcard" / "tencent" / "MicroMsg" / "WeiXin")
    assert _run(top, walk)[0] == 0
    (top / closed).chmod(0)
    code, printed = _run(top, walk)
    assert code == 1
    assert b"/sdcard/Download/a." in printed


def test_a_bin_beyond_a_closed_folder_is_not_counted_as_none(top: Path) -> None:
    (top / "storage" / "AB12-34CD").mkdir(parents=True)
    assert _run(top, "trash")[1].strip() == b"0"
    (top / "storage" / "AB12-34CD").chmod(0)
    assert b"Permission denied" in _run(top, "trash")[1]
