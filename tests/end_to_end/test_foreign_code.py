"""Whatever lies in the current folder, on the stick or in the inherited environment: none of it runs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.worlds.opened import opened_in
from tests.worlds.traps import hostile, ran, set_traps

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="inotify tells what was opened")

ROOT = Path(__file__).parents[2]
MAIN = ROOT / "main.py"
# The window as main.py starts it, closed once it was painted.
_WINDOW = """
import sys
sys.path.insert(0, {root!r})
from checker.machine import isolation
isolation.clean()
import main
from gui.window import Window
start = Window.__init__
def started(self, *arguments, **named):
    start(self, *arguments, **named)
    self.painted.connect(self.close)
Window.__init__ = started
sys.exit(main.main(["--store", {store!r}], leave=True))
"""


@pytest.fixture(scope="module")
def traps(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A folder of traps, and where they would tell it."""
    return set_traps(tmp_path_factory.mktemp("stick"), tmp_path_factory.mktemp("proof"))


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("papers")
    for number, marking in enumerate(("机密★10年", "秘密★5年")):
        (folder / f"{number}.txt").write_text(f"{marking}\n\n关于开展检查的通知\n", "utf-8")
    image = folder / "stick.img"
    image.write_bytes(bytes(1 << 20))
    return folder


COMMANDS = (
    ("audit", "--store", "{store}", "--policy", "{root}/tests/policies/none.toml"),
    ("audit", "--target", "medium:{paper}/stick.img", "--store", "{store}"),
    ("documents", "{paper}", "--no-cache", "--workers", "2"),
    ("residue", "{paper}/stick.img", "--restart"),
    ("dispose", "{paper}/stick.img", "--store", "{store}"),
    ("phones",),
    ("report", "missing.json"),
    ("verify", "{paper}"),
    ("campaign", "show", "missing.json"),
    ("rollup", "{paper}", "--store", "{store}"),
    ("checks",),
    ("keys", "show", "missing.p12"),
    ("update",),
    ("--version",),
)


def test_every_command_is_started_here() -> None:
    import main

    named = {words[0] for words in COMMANDS}
    listed = {name for action in main._parser()._actions if hasattr(action, "choices") for name in action.choices or ()}
    commands = {name for name in listed if name not in ("zh", "en")}
    assert commands <= named


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_no_command_opens_anything_of_the_folder_in_which_it_is_started(
    words: tuple[str, ...], traps: tuple[Path, Path], paper: Path, tmp_path: Path
) -> None:
    folder, proof = traps
    given = [word.format(paper=paper, store=tmp_path, root=ROOT) for word in words]
    with opened_in(folder) as opened:
        done = subprocess.run(
            [sys.executable, "-I", MAIN, *given],
            cwd=folder,
            env=hostile(folder),
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
    assert ran(proof) == ""
    assert opened == set()
    assert "Traceback" not in done.stderr


def test_the_window_opens_nothing_of_the_folder_in_which_it_is_started(
    traps: tuple[Path, Path], tmp_path: Path
) -> None:
    folder, proof = traps
    program = _WINDOW.format(root=str(ROOT), store=str(tmp_path))
    environment = hostile(folder)
    del environment["LD_LIBRARY_PATH"]  # the launcher and main.py take it out by beginning anew
    with opened_in(folder) as opened:
        done = subprocess.run(
            [sys.executable, "-I", "-c", program],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
    assert (done.returncode, ran(proof)) == (0, ""), done.stderr
    assert opened == set()


def test_what_lies_on_the_stick_under_inspection_is_read_and_not_run(traps: tuple[Path, Path], tmp_path: Path) -> None:
    folder, proof = traps
    papers = folder / "docs"
    papers.mkdir()
    for number in range(40):  # more than one worker's share
        (papers / f"{number}.txt").write_text("机密★10年\n\n关于开展检查的通知\n", "utf-8")
    result = tmp_path / "result.json"
    argv = [sys.executable, MAIN, "documents", ".", "--no-cache", "--workers", "2", "--json", result]
    # Not started isolated, as somebody might who knows no launcher: it begins anew.
    done = subprocess.run(argv, cwd=folder, capture_output=True, text=True, timeout=600, check=False)
    assert ran(proof) == "", done.stderr
    assert json.loads(result.read_text("utf-8"))["summary"]["suspected_markings"] == 40


def test_the_traps_would_tell(traps: tuple[Path, Path], tmp_path: Path) -> None:
    """Without isolation a module of this folder does run, and is seen to be opened."""
    folder, proof = traps
    with opened_in(folder) as opened:
        subprocess.run([sys.executable, "-c", "import textwrap"], cwd=folder, check=False, capture_output=True)
    assert "textwrap" in ran(proof)
    assert "textwrap.py" in opened
    proof.unlink()
