"""From a result file to a signed report and its verification, through the commands, with the real rules."""

from __future__ import annotations

import argparse
import errno
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jsonschema
import pytest

from checker.app import reporting
from checker.app.particulars import remember
from checker.app.reporting import sheets
from checker.engine.catalog import Catalog
from checker.engine.plan import Plan, plan
from checker.engine.seals import own_seals
from checker.knowledge.rulebook import rulebook
from checker.model.answer import Answer
from checker.model.finding import Finding, State
from checker.model.inspection import Inspection
from checker.model.policy import Policy
from checker.model.target import DeviceClass, Platform, Profile, Target
from checker.model.text import Language
from checker.report.envelope import unseal
from checker.report.keys.open import open_key
from checker.report.ledger.campaign import read_campaign
from checker.report.payload import decode
from checker.report.result import encoded
from checker.report.verify.codes import Code
from checker.report.verify.verification import schema
from checker.store.session import knowledge_digest
from checker.terminal import campaign, keys, report, verify
from tests.packages import needs

SCHEMA = Path(__file__).parents[2] / "docs" / "schema" / "verification-1.json"
PASSPHRASE = "correct horse 电池"
NOW = datetime.now(UTC).replace(microsecond=0)
PARTICULARS = """
unit = "某某市某某局"
department = "综合处"
salt = "00112233445566778899aabbccddeeff"

[people]
inspected = "张三"
inspectors = ["李四", "王五"]

[device]
asset_number = "GZ2023-0089"

[facts]
board = "PF3XK2A1"
disk = "S6PXNX0T812345"
installation = "9f3c2e7a51d84b06"
"""


def says(secret: str | None) -> Callable[[object], str | None]:
    return lambda _: secret


def inspection(target_key: str = "windows-0123456789abcdef") -> Inspection:
    """An inspection with the real rules and no check: every rule a question, or said not to be checkable yet."""
    target = Target(target_key, Platform.WINDOWS, "WS-0417")
    planned = plan(target, Profile.QUARTERLY, Policy(), (), rulebook().rules)
    return Inspection(
        id="0c5e7a52-2b7e-4f0e-8f5e-0f9c6c1b2a3d",
        target=target,
        profile=Profile.QUARTERLY,
        began=NOW - timedelta(minutes=9),
        tool_version="0.1.0",
        rules_sha256=knowledge_digest(),
        policy_version="default",
        origins=(),
        findings=answered(planned, target),
        ended=NOW - timedelta(minutes=1),
    )


def answered(planned: Plan, target: Target) -> tuple[Finding, ...]:
    findings = [*planned.uncovered]
    for check in planned.checks:
        asked = check()
        answer = Answer(check.id, target.key, asked.question.zh, asked.wanted, "张三", NOW, NOW.date(), "")
        findings.append(
            Finding(
                check.id, target.key, State.PASSED, check.severity, asked.question, wanted=asked.wanted, answer=answer,
                at=NOW,
            )
        )  # fmt: skip
    return tuple(findings)


def keys_run(*words: object, ask=says(PASSPHRASE)) -> int:  # noqa: B008
    parser = argparse.ArgumentParser()
    keys.options(parser)
    return keys.run(parser.parse_args(list(map(str, words))), Language.ZH, ask)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """Keys, particulars, a result and an empty store."""
    assert keys_run("new", tmp_path / "keys", "--unit", "某某市某某局", "--name", "李四") == 0
    (tmp_path / "office.toml").write_text(PARTICULARS, "utf-8")
    (tmp_path / "result.json").write_bytes(encoded(inspection(), own_seals(tmp_path / "store")))
    return tmp_path


def sign(office: Path, name: str = "report.pdf", ask=says(PASSPHRASE), **changes: object) -> int:  # noqa: B008
    options = argparse.Namespace(
        result=office / "result.json",
        pdf=office / name,
        sign=str(office / "keys" / "inspector.p12"),
        context=office / "office.toml",
        campaign=None,
        store=office / "store",
        **dict.fromkeys(("request", "take", "trust", *sheets())),
    )
    vars(options).update(changes)
    return report.run(Catalog(), options, Language.ZH, ask)


def check(office: Path, *names: str, trust: bool = True) -> tuple[int, dict]:
    options = argparse.Namespace(
        files=[office / name for name in names],
        trust=office / "keys" / "trust" if trust else None,
        json=office / "verification.json",
        store=office / "store",
    )
    code = verify.run(options, Language.ZH)
    return code, json.loads((office / "verification.json").read_bytes())


def test_a_result_becomes_a_report_that_verifies_as_pdf_and_as_envelope(office: Path, capsys):
    assert sign(office) == 0
    assert "报告已签名并保存" in capsys.readouterr().err
    code, said = check(office, "report.pdf", "report.dsse.json")
    assert code == 0
    assert said["summary"] == {"files": 2, "passed": 2, "warned": 0, "failed": 0}
    assert said["files"][0]["identity"] == said["files"][1]["identity"]
    assert capsys.readouterr().out.count("通过：签名有效，报告未被改动。") == 2


def test_the_report_lies_beside_its_result_where_nothing_else_is_said(office: Path):
    assert sign(office, pdf=None) == 0
    assert check(office, "result.pdf", "result.dsse.json")[0] == 0


@needs("poppler-utils")
def test_without_a_key_the_print_says_that_nobody_signed_it_and_uses_up_no_number(office: Path, capsys):
    assert sign(office, "draft.pdf", sign=None, context=None, notice=office / "notice.pdf") == 0
    assert "未签名稿" in capsys.readouterr().err
    assert not (office / "draft.dsse.json").exists()
    for name in ("draft.pdf", "notice.pdf"):
        assert words(office / name).count("未签名稿：没有经过数字签名，不能作为检查记录。") >= 1
    assert check(office, "draft.pdf")[0] == 10
    assert sign(office) == 0
    assert check(office, "report.pdf")[1]["files"][0]["number"].endswith("00001")


@pytest.mark.parametrize("name", ["sarif", "oscal"])
def test_copies_that_name_a_report_need_a_signed_one(office: Path, capsys, name: str):
    assert sign(office, "draft.pdf", sign=None, **{name: office / "copy"}) == 70
    assert "--sign" in capsys.readouterr().err
    assert not (office / "draft.pdf").exists()


def test_the_example_of_particulars_is_one(office: Path):
    example = Path(__file__).parents[2] / "docs" / "report-example.toml"
    facts = PARTICULARS.partition("[facts]")[2]
    (office / "office.toml").write_text(f"{example.read_text('utf-8')}\n[facts]{facts}", "utf-8")
    assert sign(office) == 0
    assert check(office, "report.pdf")[0] == 0


def test_particulars_of_the_last_report_serve_the_next(office: Path, capsys):
    assert sign(office, context=None) == 70
    assert "还缺：单位名称、被检查人、检查人" in capsys.readouterr().err
    (office / "facts.toml").write_text(PARTICULARS, "utf-8")
    filled = {"unit": "某某局", "inspected": "张三", "inspectors": "李四、王五", "context": str(office / "facts.toml")}
    remember(office / "store", filled, "another")
    assert sign(office, context=None) == 0
    assert check(office, "report.pdf")[0] == 0


def words(pdf: Path) -> str:
    done = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, check=True, timeout=600)
    return done.stdout.decode()


def test_another_process_makes_the_same_page_again(office: Path):
    assert sign(office) == 0
    code = (
        "import sys; from pathlib import Path; from checker.app.workspace import Workspace;"
        "from checker.app.verification import held_against;"
        "from checker.report.verify.report import verify_file;"
        "print(int(verify_file(Path(sys.argv[1]), held_against(Workspace(Path(sys.argv[3])), Path(sys.argv[2]))).code))"
    )
    arguments = [office / "report.pdf", office / "keys" / "trust", office / "store"]
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=root, capture_output=True, check=False, timeout=600
    )
    assert done.stdout.strip() == b"0", done.stderr.decode()[-1500:]


def test_a_phones_report_says_who_agreed(office: Path, capsys):
    phone = inspection("android-0123456789abcdef")
    target = replace(phone.target, platform=Platform.ANDROID, device_class=DeviceClass.PHONE)
    planned = plan(target, Profile.QUARTERLY, Policy(), (), rulebook().rules)
    (office / "result.json").write_bytes(
        encoded(replace(phone, target=target, findings=answered(planned, target)), own_seals(office / "store"))
    )
    assert sign(office) == 70
    assert "同意" in capsys.readouterr().err
    agreed = PARTICULARS + '\n[consent]\ngiven_by = "张三"\nat = 2026-11-20T09:00:00+08:00\n'
    (office / "office.toml").write_text(agreed, "utf-8")
    assert sign(office) == 0
    assert check(office, "report.pdf")[0] == 0


def test_sheets_and_copies_are_written_beside_it(office: Path):
    names = ("notice", "self_check", "media_scrap", "csv", "sarif", "oscal")
    assert sign(office, **{name: office / f"out.{name}" for name in names}) == 0
    for name in names:
        content = (office / f"out.{name}").read_bytes()
        assert content.startswith(b"%PDF") == (name in ("notice", "self_check", "media_scrap"))


def test_the_verification_file_keeps_to_its_published_schema(office: Path):
    assert json.loads(SCHEMA.read_text("utf-8")) == schema()
    sign(office)
    _, said = check(office, "report.pdf", "result.json")
    jsonschema.Draft202012Validator(schema()).validate(said)


def test_a_folder_stands_for_the_reports_in_it(office: Path):
    (office / "quarter").mkdir()
    for name in ("a.pdf", "b.pdf", "c.pdf"):
        assert sign(office, f"quarter/{name}") == 0
    code, said = check(office, "quarter")
    assert (code, said["summary"]["passed"]) == (0, 6)
    numbers = [one["number"] for one in said["files"]]
    assert len(set(numbers)) == 3
    (office / "quarter" / "b.pdf").unlink()
    (office / "quarter" / "b.dsse.json").unlink()
    code, said = check(office, "quarter")
    assert code == 27
    assert "缺 2" in " ".join(one["sentence"]["zh"] for one in said["files"])


def test_a_tampered_file_has_its_line_and_the_worst_code_is_the_exit_status(office: Path, capsys):
    sign(office)
    (office / "bad.pdf").write_bytes((office / "report.pdf").read_bytes() + b"x")
    (office / "foreign.pdf").write_bytes(b"%PDF-1.7 hello")
    code, said = check(office, "report.pdf", "bad.pdf", "foreign.pdf")
    assert code == 15
    assert [one["code"] for one in said["files"]] == [0, 15, 10]
    assert len(capsys.readouterr().out.strip().splitlines()) == 3


def test_without_trust_and_with_a_spoilt_folder(office: Path):
    sign(office)
    assert check(office, "report.pdf", trust=False)[0] == 34
    (office / "keys" / "trust" / "trust.dsse.json").write_bytes(b"{}")
    options = argparse.Namespace(
        files=[office / "report.pdf"], trust=office / "keys" / "trust", json=None, store=office
    )
    assert verify.run(options, Language.ZH) == 18


def test_a_wrong_passphrase_signs_nothing_and_uses_up_no_number(office: Path, capsys):
    assert sign(office, ask=says("wrong")) == 17
    assert "口令错误" in capsys.readouterr().err
    assert not (office / "report.pdf").exists()
    assert sign(office) == 0
    assert check(office, "report.pdf")[1]["files"][0]["number"].endswith("00001")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"sign": "nowhere.p12"}, "读不到密钥文件"),
        ({"sign": "skf:"}, "SKF"),
        ({"sign": "pkcs11:/nowhere.so?token=x"}, "驱动"),
        ({"result": Path("nowhere.json")}, "不是可用的检查结果"),
        ({"context": Path("nowhere.toml")}, "填报文件"),
        ({"campaign": Path("nowhere.json")}, "检查任务文件"),
    ],
)
def test_what_is_missing_is_said(office: Path, capsys, changes: dict[str, object], words: str):
    assert sign(office, **changes) != 0
    assert words in capsys.readouterr().err
    assert not (office / "report.pdf").exists()


def test_another_computers_result_is_not_reported_as_this_ones(office: Path, capsys):
    (office / "office.toml").write_text(PARTICULARS.partition("[facts]")[0], "utf-8")
    assert sign(office) == 70
    assert "不是这台电脑的" in capsys.readouterr().err


def test_a_leak_is_told_with_its_place_and_nothing_is_written(office: Path, capsys):
    leaking = PARTICULARS.replace("综合处", "综合处 13800138000")
    (office / "office.toml").write_text(leaking, "utf-8")
    assert sign(office) == 70
    assert "unit.department" in capsys.readouterr().err
    assert not (office / "report.pdf").exists()
    assert not (office / "report.dsse.json").exists()


def test_a_full_disk_leaves_the_old_report_whole_and_uses_up_no_number(office: Path, capsys, monkeypatch):
    assert sign(office) == 0
    before = (office / "report.pdf").read_bytes()

    class Full:
        def __init__(self, *_: object, **__: object) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", Full)
    assert sign(office) == 70
    assert "磁盘已满" in capsys.readouterr().err
    monkeypatch.undo()
    assert (office / "report.pdf").read_bytes() == before
    assert sign(office, "second.pdf") == 0
    assert check(office, "report.pdf", "second.pdf")[0] == 0  # numbers 1 and 2, chained, without a gap


def test_a_clock_that_was_set_back_is_told_and_uses_up_no_number(office: Path, capsys, monkeypatch):
    assert sign(office) == 0

    class Back(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) - timedelta(hours=5)

    monkeypatch.setattr(reporting, "datetime", Back)
    assert sign(office, "second.pdf") == 70
    assert "疑似时钟被回拨" in capsys.readouterr().err
    assert not (office / "second.pdf").exists()
    monkeypatch.undo()
    assert sign(office, "second.pdf") == 0
    assert check(office, "report.pdf", "second.pdf")[0] == 0  # numbers 1 and 2


@pytest.fixture
def small_disk(tmp_path: Path):
    """A file system of half a megabyte, full but for a little: a real disk that refuses."""
    place = tmp_path / "small"
    place.mkdir()
    mounted = ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(mounted, capture_output=True, check=False).returncode:
        pytest.skip("only root can make a small disk")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def test_a_disk_that_is_really_full_leaves_the_old_report_whole(office: Path, small_disk: Path, capsys):
    assert sign(office, pdf=small_disk / "report.pdf") == 0  # a third of a megabyte: a second one has no room
    before = (small_disk / "report.pdf").read_bytes()
    assert sign(office, pdf=small_disk / "report.pdf") == 70
    assert "磁盘已满" in capsys.readouterr().err
    assert (small_disk / "report.pdf").read_bytes() == before
    assert {path.suffix for path in small_disk.iterdir()} <= {".pdf", ".json"}  # nothing half-written is left
    assert sign(office) == 0
    assert check(office, "report.pdf")[1]["files"][0]["number"].endswith("00002")


SIGN_THREE = """
import sys
from tests.end_to_end.test_report import Path, sign
print([int(sign(Path(sys.argv[1]), f"{sys.argv[2]}{number}.pdf")) for number in range(3)])
"""


def test_two_processes_that_sign_at_once_take_turns(office: Path):
    root = Path(__file__).parents[2]
    argv = [[sys.executable, "-c", SIGN_THREE, str(office), name] for name in ("a", "b")]
    both = [subprocess.Popen(one, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for one in argv]
    for one in both:
        shown, trouble = one.communicate(timeout=600)
        assert shown.strip() == b"[0, 0, 0]", trouble.decode()[-1500:]
    code, said = check(office, *(f"{name}{number}.pdf" for name in "ab" for number in range(3)))
    assert code == 0
    assert sorted(one["number"][-5:] for one in said["files"]) == [f"{number:05d}" for number in range(1, 7)]


def test_a_report_belongs_to_its_campaign_and_to_no_other(office: Path):
    today, root = NOW.date(), ("--trust", office / "keys" / "trust", "--sign", office / "keys" / "root" / "root.p12")
    (office / "roster.csv").write_text("资产编号,部门,责任人\nGZ2023-0089,综合处,张三\n", "utf-8")
    for name in ("q3", "q4"):
        words = ("new", office / f"{name}.json", "--name", name, "--roster", office / "roster.csv", *root)
        dates = ("--since", today - timedelta(days=1), "--until", today + timedelta(days=30))
        parser = argparse.ArgumentParser()
        campaign.options(parser)
        given = parser.parse_args(list(map(str, (*words, *dates, "--store", office / "store"))))
        assert campaign.run(given, Language.ZH, says(PASSPHRASE)) == 0
    assert sign(office, campaign=office / "q4.json") == 0
    code, said = check(office, "report.pdf")
    assert code == 0
    notes = [note["zh"] for note in said["files"][0]["notes"]]
    assert any("单调计时" in note for note in notes)
    assert not any("没有登记" in note for note in notes)  # campaign, rules and program were compared
    bound = decode(unseal((office / "report.dsse.json").read_bytes())[0]).predicate.campaign
    assert bound is not None
    assert bound.nonce == read_campaign(office / "q4.json").manifest.nonce
    assert bound.nonce != read_campaign(office / "q3.json").manifest.nonce


def test_two_programs_that_sign_at_once_take_turns(office: Path):
    names = [f"r{number}.pdf" for number in range(6)]
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(lambda name: sign(office, name), names)) == [0] * 6
    code, said = check(office, *names)
    assert code == 0
    assert len({one["number"] for one in said["files"]}) == 6


def test_the_passphrase_is_in_no_file_and_no_log(office: Path, caplog):
    sign(office)
    for path in office.rglob("*"):
        if path.is_file():
            assert PASSPHRASE.encode() not in path.read_bytes()
    assert PASSPHRASE not in caplog.text


def test_keys_are_never_overwritten_and_show_says_whose_they_are(office: Path, capsys):
    assert keys_run("new", office / "keys", "--unit", "某某局", "--name", "李四") == 64
    assert "从不覆盖" in capsys.readouterr().err
    assert keys_run("show", office / "keys" / "inspector.p12") == 0
    assert "李四" in capsys.readouterr().out
    assert keys_run("show", office / "keys" / "inspector.p12", ask=says("wrong")) == 17


def test_a_short_or_mistyped_new_passphrase_makes_no_key(tmp_path: Path):
    new = ("new", tmp_path / "keys", "--unit", "某某局", "--name", "李四")
    assert keys_run(*new, ask=says("short")) == 64
    typed = iter(("long enough 1", "long enough 2"))
    assert keys_run(*new, ask=lambda _: next(typed)) == 64
    assert not (tmp_path / "keys").exists()


def test_another_inspector_is_issued_listed_and_revoked(office: Path, capsys):
    under = ("--root", office / "keys" / "root" / "root.p12", "--trust", office / "keys" / "trust")
    assert keys_run("new", office / "second", "--unit", "某某局", "--name", "赵六", *under) == 0
    assert "名单版本 2" in capsys.readouterr().err
    assert sign(office, sign=str(office / "second" / "inspector.p12")) == 0
    code, said = check(office, "report.pdf")
    assert (code, said["files"][0]["signer"]) == (Code.SIGNER_IS_NO_INSPECTOR, "赵六")
    with open_key(str(office / "second" / "inspector.p12"), says(PASSPHRASE)) as signer:
        (office / "c.der").write_bytes(signer.certificate)
    assert keys_run("trust", office / "c.der", *under, "--revoke") == 0
    assert check(office, "report.pdf")[0] == Code.REVOKED
    assert keys_run("trust", office / "c.der", *under) == 64  # nobody takes a revocation back by accident
    assert check(office, "report.pdf")[0] == Code.REVOKED
    assert keys_run("trust", office / "c.der", *under, "--restore", "找回了密钥") == 0
    assert check(office, "report.pdf")[0] == Code.SIGNER_IS_NO_INSPECTOR


@pytest.mark.parametrize(
    ("words", "status", "says_so"),
    [
        (("--root", "keys/inspector.p12", "--trust", "keys/trust"), 10, "不是信任文件夹的根密钥"),
        (("--root", "nowhere.p12", "--trust", "keys/trust"), 10, "读不到文件"),
        (("--root", "keys/root/root.p12", "--trust", "nowhere"), 64, "信任文件夹不能使用"),
        (("--root", "keys/root/root.p12"), 64, "要一起给出"),
    ],
)
def test_nobody_is_listed_without_the_root(office: Path, capsys, monkeypatch, words, status: int, says_so: str):
    monkeypatch.chdir(office)
    before = (office / "keys" / "trust" / "trust.dsse.json").read_bytes()
    assert keys_run("new", office / "second", "--unit", "某某局", "--name", "赵六", *words) == status
    assert says_so in capsys.readouterr().err
    assert (office / "keys" / "trust" / "trust.dsse.json").read_bytes() == before


def test_a_file_that_is_no_certificate_is_listed_nowhere(office: Path, capsys):
    under = ("--root", office / "keys" / "root" / "root.p12", "--trust", office / "keys" / "trust")
    assert keys_run("trust", office / "result.json", *under) == 10
    assert "不是证书文件" in capsys.readouterr().err


def test_an_interrupted_inspection_is_not_reported(office: Path, capsys):
    (office / "result.json").write_bytes(encoded(replace(inspection(), ended=None)))
    assert sign(office) == 70
    assert "没有做完" in capsys.readouterr().err
