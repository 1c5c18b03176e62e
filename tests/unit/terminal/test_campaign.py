"""``campaign``: made from a roster, put on the list of trust, shown with who is missing, and closed."""

from __future__ import annotations

import argparse
import json
from datetime import timedelta
from pathlib import Path

import pytest

from checker.app.intake import Intake
from checker.app.rollup import Rollup
from checker.app.verification import held_against
from checker.app.workspace import Workspace
from checker.model.text import Language
from checker.report.keys.trust import read_trust
from checker.report.ledger.campaign import Campaign, PolicyRef, new, read_campaign
from checker.report.ledger.merkle import Tree
from checker.report.ledger.sequence import Listed
from checker.store.rollup.database import RollupDatabase, default_url
from checker.store.session import knowledge_digest
from checker.terminal import campaign
from checker.terminal.exits import Exit
from tests.unit.report import office, pki, world

ROSTER = "资产编号,部门,责任人\nGZ-0001,综合处,张三\nGZ-0002,财务处,李四\nGZ-0009,财务处,王五\n"


def run(folder: Path, *words: str, secret: str | None = pki.PASSPHRASE, language: Language = Language.ZH) -> int:
    parser = argparse.ArgumentParser()
    campaign.options(parser)
    options = parser.parse_args([*words, "--store", str(folder / "store")])
    return campaign.run(options, language, pki.says(secret))


def fresh(folder: Path, *more: str) -> int:
    (folder / "roster.csv").write_text(ROSTER, "utf-8")
    words = ("--name", "第四季度", "--since", "2026-10-01", "--until", "2026-12-31", "--roster", folder / "roster.csv")
    return run(folder, "new", str(folder / "q4.json"), *map(str, words), *more)


def under_way(folder: Path) -> Campaign:
    """A campaign that two of its three devices came in for, and one stranger."""
    expected = (
        Listed(asset_number="GZ-0001", department="综合处", person="张三"),
        Listed(asset_number="GZ-0002", department="财务处", person="李四"),
        Listed(asset_number="GZ-0009", department="财务处", person="王五"),
    )
    made = new(
        name="第四季度",
        not_before=world.BEGAN - timedelta(days=3),
        not_after=pki.ENDS,
        rules_sha256=world.sample.RULES_SHA256,
        tools=(),
        policy=PolicyRef(),
        expected=expected,
    )
    (folder / "q4.json").write_bytes(made.encoded)
    (folder / "reports").mkdir()
    for number, machine in enumerate((1, 2, 7), 1):
        report = office.report(machine, number, campaign=made)
        (folder / "reports" / f"{number}.dsse.json").write_bytes(office.signed(report).envelope)
    office.trusted(folder / "trust", made)
    with RollupDatabase.open(default_url(folder / "store")) as book:
        assert (
            len(list(Intake([folder / "reports"], held_against(Workspace(folder / "store"), folder / "trust"), book)))
            == 3
        )
    return made


def test_a_campaign_is_made_from_a_roster(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert fresh(tmp_path) == Exit.IN_ORDER
    made = read_campaign(tmp_path / "q4.json")
    assert [one.asset_number for one in made.details.expected] == ["GZ-0001", "GZ-0002", "GZ-0009"]
    assert made.manifest.rules_sha256 == knowledge_digest()
    assert len(made.manifest.tools) == 1
    assert made.manifest.not_before.isoformat() == "2026-09-30T16:00:00+00:00"  # midnight in China
    assert made.manifest.not_after.isoformat() == "2026-12-31T15:59:59+00:00"
    said = capsys.readouterr().err
    assert made.manifest.sha256 in said
    assert "3 台设备没有机器标识" in said


def test_a_campaign_is_never_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fresh(tmp_path)
    first = (tmp_path / "q4.json").read_bytes()
    assert fresh(tmp_path) == Exit.USAGE
    assert "从不覆盖" in capsys.readouterr().err
    assert (tmp_path / "q4.json").read_bytes() == first


def test_machine_ids_come_from_the_time_before(tmp_path: Path) -> None:
    under_way(tmp_path)
    (tmp_path / "q4.json").unlink()
    assert fresh(tmp_path, "--db", default_url(tmp_path / "store")) == Exit.IN_ORDER
    ids = {one.asset_number: one.machine_id for one in read_campaign(tmp_path / "q4.json").details.expected}
    assert ids == {"GZ-0001": f"{1:064x}", "GZ-0002": f"{2:064x}", "GZ-0009": ""}


def test_it_goes_on_the_list_of_trust_one_version_up(tmp_path: Path) -> None:
    office.trusted(tmp_path / "trust")
    (tmp_path / "root.p12").write_bytes(pki.p12(pki.root()))
    words = ("--trust", str(tmp_path / "trust"), "--sign", str(tmp_path / "root.p12"))
    assert fresh(tmp_path, *words) == Exit.IN_ORDER
    trust = read_trust(tmp_path / "trust", None)
    assert trust.version == 2
    assert read_campaign(tmp_path / "q4.json").manifest in trust.campaigns.values()
    assert len(trust.inspectors) == 2  # whom it trusted before, it trusts still


@pytest.mark.parametrize("wrong", ["key", "passphrase"])
def test_without_the_roots_key_nothing_is_made(tmp_path: Path, wrong: str, capsys: pytest.CaptureFixture[str]) -> None:
    office.trusted(tmp_path / "trust")
    (tmp_path / "x.p12").write_bytes(pki.p12(pki.root() if wrong == "passphrase" else pki.inspector()))
    listed = (tmp_path / "trust" / "trust.dsse.json").read_bytes()
    (tmp_path / "roster.csv").write_text(ROSTER, "utf-8")
    words = ("--name", "x", "--since", "2026-10-01", "--until", "2026-12-31", "--trust", str(tmp_path / "trust"))
    secret = "wrong" if wrong == "passphrase" else pki.PASSPHRASE
    status = run(tmp_path, "new", str(tmp_path / "q4.json"), *words, "--sign", str(tmp_path / "x.p12"), secret=secret)
    assert status not in (Exit.IN_ORDER, Exit.USAGE)
    assert capsys.readouterr().err.strip()
    assert not (tmp_path / "q4.json").exists()
    assert (tmp_path / "trust" / "trust.dsse.json").read_bytes() == listed


def test_show_says_who_is_missing_and_who_is_a_stranger(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    under_way(tmp_path)
    (tmp_path / "store").rename(tmp_path / "elsewhere")
    assert run(tmp_path, "show", str(tmp_path / "q4.json")) == Exit.IN_ORDER
    assert "名册: 3 台设备" in capsys.readouterr().out
    db = default_url(tmp_path / "elsewhere")
    assert run(tmp_path, "show", str(tmp_path / "q4.json"), "--db", db) == Exit.INCOMPLETE
    said = capsys.readouterr().out
    assert "应到 3 台，已到 2 台，缺 1 台。" in said
    assert "GZ-0009（财务处 王五）还没有报告。" in said
    assert "GZ-0007（报告 MJ-00003）不在任务名册上。" in said


def test_close_keeps_what_it_came_to(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = under_way(tmp_path)
    assert run(tmp_path, "close", str(tmp_path / "q4.json")) == Exit.INCOMPLETE
    kept = json.loads((tmp_path / "q4.closed.json").read_bytes())
    assert kept["campaign"] == made.manifest.sha256
    assert kept["summary"] == {"expected": 3, "reports": 3, "missing_device": 1, "not_on_roster": 1}
    leaves = [bytes.fromhex(one) for one in kept["reports"]]
    assert leaves == sorted(leaves)
    assert Tree(leaves).root().hex() == kept["root"]
    assert "还没有到" in capsys.readouterr().err  # its end lies in the future, and that is said


def test_a_gap_in_another_campaigns_numbers_is_not_this_ones(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = under_way(tmp_path)
    later = [office.report(1, number, ago=timedelta(minutes=-5)) for number in (10, 12)]
    for number, one in enumerate(later):
        (tmp_path / "reports" / f"later{number}.dsse.json").write_bytes(office.signed(one).envelope)
    with RollupDatabase.open(default_url(tmp_path / "store")) as book:
        list(Intake([tmp_path / "reports"], held_against(Workspace(tmp_path / "store"), tmp_path / "trust"), book))
    with Rollup(Workspace(tmp_path / "store")) as rollup:
        _, told = rollup.attendance(made)
    sentences = [one.sentence.zh for one in told]
    assert "检查人 检查签名 的流水号缺 4–9。" in sentences  # one end of this gap is this campaign's last report
    assert not [one for one in sentences if "缺 11" in one]


@pytest.mark.parametrize("content", [b"{}", b"not json"])
def test_a_file_that_is_no_campaign_is_told(tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.json").write_bytes(content)
    assert run(tmp_path, "show", str(tmp_path / "x.json")) == Exit.USAGE
    assert "不是检查任务文件" in capsys.readouterr().err
    assert run(tmp_path, "show", str(tmp_path / "nowhere.json")) == Exit.USAGE


def test_the_key_is_asked_for_only_with_a_trust_folder(tmp_path: Path) -> None:
    assert fresh(tmp_path, "--trust", str(tmp_path)) == Exit.USAGE
    assert not (tmp_path / "q4.json").exists()


def test_it_speaks_english(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    under_way(tmp_path)
    run(tmp_path, "close", str(tmp_path / "q4.json"), language=Language.EN)
    said = capsys.readouterr()
    assert "Expected 3, came 2, missing 1." in said.out


def test_show_looks_into_the_roll_up_that_there_is_without_being_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fresh(tmp_path)
    capsys.readouterr()
    assert run(tmp_path, "show", str(tmp_path / "q4.json")) == Exit.IN_ORDER
    assert "还没有汇总过报告" in capsys.readouterr().out
    (tmp_path / "q4.json").unlink()
    made = under_way(tmp_path)
    assert made.details.expected
    assert run(tmp_path, "show", str(tmp_path / "q4.json")) == Exit.INCOMPLETE
    assert "还没有报告" in capsys.readouterr().out
