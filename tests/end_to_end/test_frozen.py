"""The frozen one-folder program, built here and started in an environment that knows nothing of Python or this clone.

`./mijian test-frozen` runs it; it is not in the quick suite because a build takes about a minute.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.utils import canonicalize_name
from PIL import Image, ImageDraw, ImageFont
from pylopdf_fonts_zh_cn import sans_path

import checker.probes
import checks
from checker.engine.catalog import Catalog
from checker.report.verify.codes import Code
from tests.unit.content.papers import docx
from tests.worlds.opened import opened_in
from tests.worlds.traps import hostile, ran, set_traps

pytestmark = [
    pytest.mark.frozen,
    pytest.mark.skipif(
        importlib.util.find_spec("PyInstaller") is None and "MIJIAN_BUNDLE" not in os.environ,
        reason="PyInstaller is not installed, and no program was named",
    ),
]
ROOT = Path(__file__).parents[2]
LOCK = ROOT / "packaging" / "locks" / "runtime.txt"


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """What a fresh account has, and nothing of the Python that we run in."""
    return {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "QT_QPA_PLATFORM": "offscreen"}


def test_it_audits_this_computer_with_every_check(program: Path, bare: dict[str, str], tmp_path: Path) -> None:
    brief = ROOT / "tests" / "policies" / "brief.toml"
    argv = [str(program), "audit", "--policy", str(brief), "--json", str(tmp_path / "result.json"), "--verbose"]
    done = subprocess.run(argv, cwd="/", env=bare, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode in (0, 1, 2), done.stderr
    assert "ERROR" not in done.stderr
    inspection = json.loads((tmp_path / "result.json").read_bytes())["inspection"]
    frozen = {origin["check_id"]: origin["sha256"] for origin in inspection["origins"]}
    here = {origin.check_id: origin.sha256 for origin in Catalog().add(checker.probes).add(checks).origins()}
    assert frozen == here


def test_it_is_made_of_files_that_any_stick_can_hold(program: Path) -> None:
    """exFAT has no links, and takes for one name what differs in large and small letters alone."""
    inside = [path.relative_to(program.parent).as_posix() for path in program.parent.rglob("*")]
    assert [name for name in inside if (program.parent / name).is_symlink()] == []
    assert len({name.casefold() for name in inside}) == len(inside)
    assert [name for name in inside if re.search(r'["*:<>?\\|]', name)] == []


def test_its_window_opens(program: Path, bare: dict[str, str]) -> None:
    with subprocess.Popen([str(program)], cwd="/", env=bare, stderr=subprocess.PIPE, text=True) as window:
        with pytest.raises(subprocess.TimeoutExpired):  # it stays open until somebody closes it
            window.wait(timeout=3)
        window.terminate()
        stderr = window.communicate()[1]
    assert "Traceback" not in stderr


def test_its_children_read_documents_pictures_and_media(program: Path, bare: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "a.docx").write_bytes(docx())
    paper = Image.new("L", (1240, 1754), "white")
    font = ImageFont.truetype(sans_path(), 44)
    pen = ImageDraw.Draw(paper)
    pen.text((150, 150), "机密★10年", "black", font)
    for line in range(14):
        pen.text((150, 420 + 80 * line), "关于进一步做好有关工作的通知如下各单位", "black", font)
    paper.save(tmp_path / "papers" / "b.png")
    (tmp_path / "papers" / "c").write_bytes(b"\xffWPC\x74\x02\0\0\x01\x0a\x02\x01" + bytes(500))  # libmagic came along
    (tmp_path / "stick.img").write_bytes(b"\0" * (8 << 20))

    def run(words: str) -> dict[str, Any]:
        argv = [str(program), *words.split(), "--json", "out.json"]
        done = subprocess.run(argv, cwd=tmp_path, env=bare, capture_output=True, text=True, timeout=600, check=False)
        assert done.returncode in (0, 1, 2), done.stderr
        result: dict[str, Any] = json.loads((tmp_path / "out.json").read_bytes())
        return result["summary"]  # type: ignore[no-any-return]

    found = run("documents papers --no-cache")
    assert (found["files"], found["suspected_markings"], found["could_not_read"]) == (3, 2, 1)
    assert run("residue stick.img")["verdict"] == "zero"


@pytest.mark.skipif(sys.platform != "linux", reason="inotify tells what was opened")
@pytest.mark.parametrize("level", ["", "0", "1"])
def test_nothing_of_the_folder_in_which_it_is_started_runs(
    program: Path, bare: dict[str, str], tmp_path: Path, level: str
) -> None:
    papers, none = tmp_path / "papers", ROOT / "tests" / "policies" / "none.toml"
    papers.mkdir()
    for number in range(40):  # more than one worker's share
        (papers / f"{number}.docx").write_bytes(docx())
    Image.new("L", (600, 800), "white").save(papers / "b.png")
    (tmp_path / "stick").mkdir()
    folder, proof = set_traps(tmp_path / "stick", tmp_path)
    # What PyInstaller's start tells its own children: with a level it would take the caller's word for its search path.
    told = {"_PYI_ARCHIVE_FILE": str(program), "_PYI_APPLICATION_HOME_DIR": str(folder), "_PYI_SPLASH_IPC": "0"}
    environment = {**hostile(folder), **bare, **told, "_PYI_PARENT_PROCESS_LEVEL": level}

    def run(words: str, seconds: int = 600) -> subprocess.CompletedProcess[str]:
        argv = [str(program), *words.split()]
        return subprocess.run(
            argv, cwd=folder, env=environment, capture_output=True, text=True, timeout=seconds, check=False
        )

    with opened_in(folder) as opened:
        assert run(f"audit --policy {none} --store {tmp_path} --json {tmp_path}/audit.json").returncode in (0, 1, 2)
        done = run(f"documents {papers} --no-cache --workers 2 --json {tmp_path}/out.json")
        with pytest.raises(subprocess.TimeoutExpired):  # the window stays open
            run(f"--store {tmp_path}", seconds=3)
    assert (ran(proof), opened) == ("", set())
    assert json.loads((tmp_path / "out.json").read_bytes())["summary"]["files"] == 41, done.stderr


def test_it_holds_what_a_phone_on_usb_needs(program: Path) -> None:
    readers = pytest.importorskip("PyInstaller.archive.readers")  # the environment of a named program may lack it

    names = readers.CArchiveReader(str(program)).open_embedded_archive("PYZ.pyz").toc
    needed = {"checker.machine.phone.port", "adb_shell.transport.usb_transport", "adb_shell.adb_message", "usb1"}
    assert needed <= names.keys()


def test_it_holds_no_library_that_the_runtime_lock_lacks(program: Path) -> None:
    """Developers' tools lie in the environment that freezes, and libraries look for some of them."""
    readers = pytest.importorskip("PyInstaller.archive.readers")  # the environment of a named program may lack it

    inside = {
        name.partition(".")[0] for name in readers.CArchiveReader(str(program)).open_embedded_archive("PYZ.pyz").toc
    }
    inside |= {path.name.partition(".")[0] for path in (program.parent / "_internal").iterdir()}
    inside.discard("packaging")  # ours: what the window's packages are called
    locked = {canonicalize_name(name) for name in re.findall(r"^([\w.-]+)==", LOCK.read_text("utf-8"), re.MULTILINE)}
    owners = metadata.packages_distributions()
    foreign = {name for name in inside & owners.keys() if not locked & {*map(canonicalize_name, owners[name])}}
    assert foreign == set()
    assert {"numpy", "pyhanko", "sqlalchemy"} <= inside & owners.keys()


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in phone keeps a POSIX file system")
def test_it_checks_a_phone_whose_owner_agrees(program: Path, bare: dict[str, str], tmp_path: Path) -> None:
    from tests.worlds.phone import GOOD
    from tests.worlds.phone_peer import StandInPhone

    (tmp_path / "phone" / "sdcard" / "DCIM").mkdir(parents=True)
    with StandInPhone(tmp_path / "phone", secure=True, answers=GOOD) as peer:
        argv = [str(program), "audit", "--target", f"phone:127.0.0.1:{peer.port}", "--json", "out.json"]
        argv += ["--profile", "quarterly"]
        said = {"input": "y\n王建国\n", "encoding": "utf-8", "capture_output": True, "timeout": 600}
        done = subprocess.run(argv, cwd=tmp_path, env=bare, check=False, **said)
    assert done.returncode in (0, 1, 2), done.stderr
    found = json.loads((tmp_path / "out.json").read_bytes())
    assert found["summary"]["passed"] >= 15
    assert found["inspection"]["consent"]["given_by"] == "王建国"


PARTICULARS = """
unit = "某某市某某局"
department = "综合处"
salt = "00112233445566778899aabbccddeeff"

[people]
inspected = "张三"
inspectors = ["李四"]

[device]
asset_number = "GZ2023-0089"

[facts]
board = "PF3XK2A1"
disk = "S6PXNX0T812345"
installation = "9f3c2e7a51d84b06"
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the terminal that types the passphrase is a POSIX one")
def test_it_signs_a_report_and_verifies_it(program: Path, bare: dict[str, str], tmp_path: Path) -> None:
    from tests.worlds.terminal import talk

    def on_a_terminal(words: str, *typed: str) -> None:
        code, shown = talk([str(program), *words.split()], typed, tmp_path, bare)
        assert code == 0, shown

    def run(words: str) -> subprocess.CompletedProcess[str]:
        argv = [str(program), *words.split()]
        return subprocess.run(argv, cwd=tmp_path, env=bare, capture_output=True, text=True, timeout=600, check=False)

    (tmp_path / "office.toml").write_text(PARTICULARS, "utf-8")
    on_a_terminal("keys new keys --unit 某某市某某局 --name 李四", "correct horse", "correct horse")
    brief = ROOT / "tests" / "policies" / "brief.toml"
    assert run(f"audit --policy {brief} --json result.json").returncode in (0, 1, 2)
    on_a_terminal("report result.json --context office.toml --sign keys/inspector.p12", "correct horse")
    done = run("verify result.pdf --trust keys/trust --language zh")
    assert (done.returncode, "策略没有批准签名" in done.stdout) == (int(Code.NOT_APPROVED), True), done.stderr
    (tmp_path / "result.pdf").write_bytes((tmp_path / "result.pdf").read_bytes() + b" ")
    assert run("verify result.pdf --trust keys/trust").returncode not in (0, int(Code.NOT_APPROVED))
    done = run("rollup result.dsse.json --trust keys/trust --language zh")
    assert done.returncode == 0, done.stderr
