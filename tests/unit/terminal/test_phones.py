"""``phones`` and ``audit --target phone``, as a person at the terminal meets them; the phone is the stand-in."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from checker.app.phones import schema
from checker.machine.phone import finder, source
from checker.machine.phone.tcp import TcpTransport
from checker.machine.phone.transport import Device
from checker.machine.phone.troubles import SENTENCES, Trouble
from checker.model.text import Language
from checker.terminal.exits import Exit
from main import main
from tests.worlds.phone import GOOD
from tests.worlds.phone_peer import StandInPhone

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in phone keeps a POSIX file system")

SCHEMA = Path(__file__).parents[3] / "docs" / "schema" / "phones-1.json"


@pytest.fixture
def peer(tmp_path: Path) -> Iterator[StandInPhone]:
    (tmp_path / "phone" / "sdcard" / "DCIM").mkdir(parents=True)
    with StandInPhone(tmp_path / "phone", secure=True, answers=GOOD, model="Xiaomi_13") as phone:
        yield phone


@pytest.fixture
def says(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    return lambda text: monkeypatch.setattr("sys.stdin", io.StringIO(text))


def audit(peer: StandInPhone, tmp_path: Path, *more: str) -> int:
    where = ["--target", f"phone:127.0.0.1:{peer.port}", "--store", str(tmp_path / "store")]
    return main(["audit", "--language", "zh", *where, *more])


def _result(tmp_path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((tmp_path / "r.json").read_text("utf-8"))
    return found


def test_a_phone_is_audited_after_its_owner_agreed(
    peer: StandInPhone, tmp_path: Path, says: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    says("y\n王建国\n")
    assert audit(peer, tmp_path, "--profile", "quarterly", "--json", str(tmp_path / "r.json")) == Exit.INCOMPLETE
    found = _result(tmp_path)
    assert found["inspection"]["consent"]["given_by"] == "王建国"
    assert found["inspection"]["target"] == {
        **found["inspection"]["target"],
        "platform": "android",
        "label": "Xiaomi_13",
        "device_class": "phone",
    }
    assert found["summary"]["passed"] >= 15
    assert found["summary"]["failed"] == 0
    told = capsys.readouterr().err
    assert "绝不读取" in told
    assert "撤销 USB 调试授权" in told
    assert peer.prompts == 1
    assert peer.connections == 1


@pytest.mark.parametrize("answer", ["n\n", "\n", "", "y\n\n", "我不同意\n"])
def test_without_consent_the_phone_is_not_even_called(
    answer: str, peer: StandInPhone, tmp_path: Path, says: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    says(answer)
    assert audit(peer, tmp_path) == Exit.NOTHING_CHECKED
    assert peer.connections == 0
    assert "没有被读取" in capsys.readouterr().err


def test_a_phone_pulled_out_is_resumed_on_the_same_phone(
    peer: StandInPhone, tmp_path: Path, says: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("checker.machine.phone.source._BACK", 0.3)
    monkeypatch.setattr(finder.PhoneSource.__init__, "__defaults__", (lambda trouble: None, 0.3))
    whole = StandInPhone._accept
    says("y\n王建国\n")
    from checker.machine.phone.link import Link

    real = Link.batch
    calls = 0

    def batch(link: Link, commands: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == 9:
            peer.close()
        return real(link, commands)

    monkeypatch.setattr(Link, "batch", batch)
    assert audit(peer, tmp_path, "--profile", "quarterly", "--json", str(tmp_path / "r.json")) == Exit.INCOMPLETE
    first = _result(tmp_path)["inspection"]
    assert first["ended"] is None
    done = {one["check_id"]: one["at"] for one in first["findings"] if one["state"] not in ("not_run", "running")}
    assert done
    assert whole is StandInPhone._accept
    with StandInPhone(tmp_path / "phone", secure=True, answers=GOOD, model="Xiaomi_13", port=peer.port) as back:
        says("y\n王建国\n")
        assert audit(back, tmp_path, "--resume", "--json", str(tmp_path / "r.json")) == Exit.INCOMPLETE
    second = _result(tmp_path)["inspection"]
    assert second["id"] == first["id"]
    assert second["ended"]
    assert {one["check_id"]: one["at"] for one in second["findings"] if one["check_id"] in done} == done


def test_a_phone_that_refuses_is_a_state(
    peer: StandInPhone, tmp_path: Path, says: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    peer.faults.answer = "no"
    says("y\n王建国\n")
    assert audit(peer, tmp_path) == Exit.NOTHING_CHECKED
    assert SENTENCES[Trouble.REFUSED][0].zh in capsys.readouterr().err


def test_a_phone_that_says_nothing_of_a_refusal_is_asked_once_and_the_wait_is_told(
    peer: StandInPhone,
    tmp_path: Path,
    says: Callable[[str], None],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    peer.faults.answer = "never"
    monkeypatch.setattr(source, "PROMPT", 0.2)
    monkeypatch.setattr(TcpTransport.__init__, "__defaults__", (None, lambda: None, 0.4))
    says("y\n王建国\n")
    assert audit(peer, tmp_path) == Exit.NOTHING_CHECKED
    told = capsys.readouterr().err
    assert SENTENCES[Trouble.UNAUTHORIZED][1].zh in told
    assert "Ctrl+C" in told
    assert peer.prompts == 1


def test_an_iphone_gets_the_sheet(
    tmp_path: Path, says: Callable[[str], None], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _connected(monkeypatch, Device("usb-1-4", "iPhone", Trouble.IPHONE))
    says("y\n王建国\n" + "y\n" * 100)
    where = ["--target", "phone", "--store", str(tmp_path), "--json", str(tmp_path / "r.json"), "--ask", "王建国"]
    assert main(["audit", "--language", "zh", "--profile", "quarterly", *where]) == Exit.STATED
    found = _result(tmp_path)
    assert found["outcome"] == "stated"
    assert found["summary"]["passed"] > 30
    assert all(one["answer"]["who"] == "王建国" for one in found["inspection"]["findings"])
    told = capsys.readouterr().err
    assert SENTENCES[Trouble.IPHONE][0].zh in told
    assert "绝不读取" not in told
    assert "撤销 USB 调试授权" not in told


# -- phones -----------------------------------------------------------------------------------------------------------


def _connected(monkeypatch: pytest.MonkeyPatch, *devices: Device) -> None:
    monkeypatch.setattr(finder, "phones", lambda: devices)


@pytest.mark.parametrize("trouble", list(Trouble))
@pytest.mark.parametrize("language", list(Language))
def test_each_trouble_has_its_own_sentence_and_step(
    trouble: Trouble, language: Language, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _connected(monkeypatch, Device("abcd1234", "M", trouble))
    assert main(["phones", "--language", language]) == Exit.NOTHING_CHECKED
    out = capsys.readouterr().out
    assert all(text.to(language) in out for text in SENTENCES[trouble])
    assert "abcd1234" not in out
    assert len({SENTENCES[other][0] for other in Trouble}) == len(Trouble)


def test_what_is_connected_as_json(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    _connected(monkeypatch, Device("abcd1234", "M"), Device("", "iPhone", Trouble.IPHONE))
    assert main(["phones", "--json", "-"]) == Exit.IN_ORDER
    found = json.loads(capsys.readouterr().out)
    jsonschema.validate(found, json.loads(SCHEMA.read_text("utf-8")))
    assert found["summary"] == {"phones": 2, "ready": 1}
    assert found["phones"][0]["serial_tail"] == "1234"
    assert found["phones"][1]["questions"] is True
    assert main(["phones", "--json", str(tmp_path / "p.json")]) == Exit.IN_ORDER
    assert json.loads((tmp_path / "p.json").read_text("utf-8")) == found
    assert main(["phones", "--json", str(tmp_path / "no" / "folder" / "p.json")]) == Exit.FAULT


def test_nothing_is_connected(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    _connected(monkeypatch)
    assert main(["phones", "--language", "zh"]) == Exit.NOTHING_CHECKED
    assert "没有发现手机" in capsys.readouterr().out


def test_the_published_schema_is_ours() -> None:
    assert json.loads(SCHEMA.read_text("utf-8")) == schema()
