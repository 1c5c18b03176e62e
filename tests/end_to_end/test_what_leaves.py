"""What somebody wrote beside what is judged is in no file that can leave: result, reports, tables, store, log."""

from __future__ import annotations

import argparse
import json
import zipfile
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest

import main
from checker.app.reporting import sheets
from checker.machine import recording
from checker.machine.answers import Person, Process
from checker.machine.machine import Machine
from checker.model.text import Language
from checker.terminal import report
from checker.terminal.exits import Exit
from tests.contract.test_recordings import _texts
from tests.end_to_end.test_report import PARTICULARS, PASSPHRASE, keys_run, says
from tests.worlds.world import World

# No finding is proved by any of these, wherever they stand.
BESIDE = (
    *(
        "欧阳芷若",
        "13987654321",
        "62889917",
        "ghp8Xk2vQ7r",
        "4楼南侧",
        "radius7.danwei.example",
        "Tr0ub4dor",
        "GEHEIM42",
    ),
)
_PASSWD = """root:x:0:0:{0}:/root:/bin/bash
wang:x:1000:1000:{0},{4},{2},{1}:/home/wang:/bin/bash
"""
_WIFI = """[connection]
type=wifi
id={0}
[wifi]
ssid=net
[wifi-security]
key-mgmt=wpa-eap
psk={6}
[802-1x]
identity={0}
password={6}
domain-suffix-match={5}
"""
_UNIT = """# {0} {1}
[Unit]
Description={7}
[Service]
ExecStart=/usr/sbin/sshd --token={3}
Environment=TOKEN={3}
"""
_ENTRY = """[Desktop Entry]
# {0}
Type=Application
Name=Sync
Comment={7} {1}
Exec=/usr/bin/sync --token={3} --phone {1}
"""
_SAMBA = """[global]
# {0}
server string = {7} {1}
[share]
comment = {0}
path = /srv
guest ok = yes
"""
_FILES = {
    "/etc/passwd": _PASSWD,
    "/etc/hosts": "# {0}\n10.0.0.1 {5}\n",
    "/etc/NetworkManager/system-connections/n.nmconnection": _WIFI,
    "/etc/systemd/system/ssh.service": _UNIT,
    "/etc/ssh/sshd_config": "# {0} {1}\nPermitRootLogin yes\nBanner /etc/{7}\n",
    "/home/wang/.config/autostart/sync.desktop": _ENTRY,
    "/etc/sudoers": "# {0} {1}\nwang ALL=(ALL) NOPASSWD: ALL\n",
    "/var/spool/cron/crontabs/wang": "# {0}\n0 1 * * * /usr/bin/curl -H {3} https://{5}/?phone={1}\n",
    "/proc/901/cmdline": "sshd\0--token\0{3}\0",
    "/etc/samba/smb.conf": _SAMBA,
    "/etc/cups/printers.conf": "<Printer p>\nInfo {0}\nLocation {4}\nDeviceURI ipp://10.0.0.9/ipp\n</Printer>\n",
    "/etc/machine-id": "abc\n",
    "/etc/fstab": "//{5}/x /mnt cifs username=wang,password={6} 0 0\n",
}

_UNUSED = dict.fromkeys((*sheets(), "request", "take", "trust", "campaign"))
_ROLLED = ("csv", "xlsx", "cef", "ndjson", "form", "ofd")


class _Whole:
    """A recording that nothing was taken out of: as good as the computer itself."""

    def __init__(self, answers: object) -> None:
        pass

    def arguments(self, verb: str, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
        return arguments

    def reply(self, verb: str, arguments: tuple[Any, ...], reply: Any) -> Any:
        return reply


@pytest.fixture
def computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    world = World(
        files={path: text.format(*BESIDE).encode() for path, text in _FILES.items()},
        processes=(Process(901, "sshd", "/usr/sbin/sshd", "root"),),
        people=(Person("1000", "wang", "/home/wang", current=True),),
        admin=True,
    )
    with monkeypatch.context() as patched:
        patched.setattr(recording, "Reduction", _Whole)
        recorder = recording.Recorder(world)
        from checker.engine.inspect import inspect
        from checker.model.policy import Policy
        from checker.model.target import Platform, Target

        catalog = main.catalog()
        checks = [one for one in catalog.checks.values() if Platform.LINUX in one.platforms]
        list(inspect(Target("pc", Platform.LINUX, "PC"), Machine(recorder), checks, catalog.probes, Policy()))
        kept = recorder.save(tmp_path / "whole")
    asked = "".join(_texts(json.loads(kept.read_bytes())))
    assert [word for word in BESIDE if word not in asked] == [], "nothing read it: the test would say nothing of it"
    return kept


def test_no_file_holds_what_stood_beside(computer: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    out.mkdir()
    result, store = out / "result.json", str(out / "store")
    again = ("--record", str(out / "again"), "--json", str(result), "--store", store, "--verbose")
    ended = main.main(["audit", "--replay", str(computer), *again])
    assert ended in (Exit.IN_ORDER, Exit.TO_FIX, Exit.INCOMPLETE)
    assert keys_run("new", tmp_path / "keys", "--unit", "某某市某某局", "--name", "李四") == 0
    (tmp_path / "context.toml").write_text(PARTICULARS, "utf-8")
    particulars = {"context": tmp_path / "context.toml", "store": Path(store), "result": result}
    signed = {"pdf": out / "x.pdf", "sign": str(tmp_path / "keys" / "inspector.p12")}
    copies = {name: out / f"x.{name}" for name in sheets()}
    options = argparse.Namespace(**{**_UNUSED, **particulars, **signed, **copies})
    assert report.run(main.catalog(), options, Language.ZH, says(PASSPHRASE)) == 0, capsys.readouterr().err
    trust, database = str(tmp_path / "keys" / "trust"), f"sqlite:///{out / 'rollup.sqlite3'}"
    kinds = [word for kind in _ROLLED for word in (f"--{kind}", str(out / f"all.{kind}"))]
    ended = main.main(["rollup", str(out / "x.pdf"), "--trust", trust, "--db", database, "--store", store, *kinds])
    shown = capsys.readouterr()
    assert ended in (0, Exit.IN_ORDER, Exit.TO_FIX, Exit.INCOMPLETE), shown.err
    (out / "shown").write_text(shown.out + shown.err, "utf-8")
    written = {path.name for path in out.rglob("*")}
    assert {"result.json", "recording.json", "inspections.sqlite3", "x.pdf", "rollup.sqlite3"} <= written
    assert {path.name for path in copies.values()} | {f"all.{kind}" for kind in _ROLLED} <= written
    contents = [(path.name, content) for path in out.rglob("*") for content in _contents(path)]
    found = {(name, word) for name, content in contents for word in BESIDE if _in(word, content)}
    assert found == set()


def _contents(path: Path) -> Iterator[bytes]:
    if not path.is_file():
        return
    content = path.read_bytes()
    yield content
    if zipfile.is_zipfile(BytesIO(content)):
        with zipfile.ZipFile(path) as package:
            for name in package.namelist():
                yield package.read(name)
    if content.startswith(b"%PDF"):
        with closing(pdfium.PdfDocument(content)) as document:
            for page in document:
                yield page.get_textpage().get_text_bounded().encode()


def _in(word: str, content: bytes) -> bool:
    """As UTF-8, as UTF-16, as JSON spells it in ASCII."""
    spelt = (word.encode(), word.encode("utf-16-le"), word.encode("ascii", "backslashreplace"))
    return any(one in content for one in spelt)
