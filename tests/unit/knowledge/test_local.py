"""What a unit adds to rules and tables: used, named with its digest, and left out where it is not sound."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import checks
from checker.app import catalogue
from checker.engine.catalog import Catalog
from checker.engine.plan import plan
from checker.knowledge import local, rulebook, table, tables
from checker.knowledge.local import local_files
from checker.knowledge.remote_control import RemoteControl
from checker.model.finding import State
from checker.model.inspection import Source
from checker.model.policy import Policy
from checker.model.target import Profile
from checker.store.session import knowledge_digest, known_rulebooks
from checker.terminal.exits import Exit
from tests.engine.toys import PC

PRODUCT = (
    '[[product]]\nid = "farview"\nname = { zh = "远景控", en = "FarView" }\nlinux = { processes = ["farviewd"] }\n'
)
RULE = """
[provisions]
UNIT = { name = { zh = "本单位保密规定", en = "The unit's own rules" }, read = { zh = "全文", en = "in full" } }

[[rule]]
id = "local-name"
title = { zh = "电脑名称以部门代号开头", en = "The computer's name begins with the department's code" }
means = "auto"
severity = "medium"
platforms = ["windows", "linux"]
profiles = ["daily", "quarterly"]
device = "all"
anchors = ["UNIT-3"]
seed = []
"""
Put = Callable[[str, str], None]


@pytest.fixture
def put(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Put]:
    """Puts a file where a unit would put it."""
    monkeypatch.setattr(local, "_folder", lambda: tmp_path)

    def put(place: str, text: str) -> None:
        path = tmp_path / place
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
        _forget()

    _forget()
    yield put
    _forget()


def _forget() -> None:
    local_files.cache_clear()
    rulebook.rulebook.cache_clear()


def ids() -> set[str]:
    return {product.id for product in table.table("remote_control", RemoteControl).product}


def test_they_are_looked_for_beside_the_units_checks() -> None:
    assert local._folder() == Path(checks.__path__[0]) / "local"
    assert "checks.local.rules" not in sys.modules


def test_a_product_that_a_unit_adds_is_looked_for(put: Put) -> None:
    before, digest, content = ids(), knowledge_digest(), table.content("remote_control")
    put("tables/remote_control.toml", PRODUCT)
    assert ids() == before | {"farview"}
    assert knowledge_digest() != digest
    assert table.content("remote_control") != content
    assert tables.faults() == {}


@pytest.mark.parametrize(
    ("place", "text", "wrong"),
    [
        ("tables/remote_control.toml", PRODUCT.replace("processes", "procs"), "unknown key procs"),
        ("tables/remote_control.toml", PRODUCT.replace('"farview"', '"todesk"'), "has id 'todesk' 2 times"),
        (
            "tables/remote_control.toml",
            'version = "2"\n' + PRODUCT,
            r"$.version: is the product's and cannot be changed",
        ),
        ("tables/remote_control.toml", "[[product", "remote_control.toml"),
        ("tables/remote_control.toml", "# nothing\n", "holds no entry"),
        (
            "tables/remote_control.toml",
            PRODUCT + PRODUCT.replace("farview", "nearview", 1).replace("processes", "procs"),
            "$.product[1].",  # the second entry of the unit's file, however many the product has
        ),
        ("tables/remote_controls.toml", PRODUCT, "no table of that name (is remote_control meant?)"),
        ("tables/places.toml", '[filesystems]\nlocal = ["nfs"]\n', "is the program's alone"),
        ("tables/phone_places.toml", '[[group]]\nid = "chats"\n', "is the program's alone"),
        ("tables/markings.toml", "mark = 0.9\n", "$.mark: is the product's"),
        ("tables/documents.toml", "[private]\nfolders = []\nname = 1\n", "unknown key name"),
        ("rules/unit.toml", RULE.replace("local-name", "name"), "begins with local-"),
        ("rules/unit.toml", RULE.replace("UNIT-3", "NONE-3"), "leads to no provision"),
        ("rules/unit.toml", RULE.replace("seed = []", 'seed = ["SB99"]'), "no clause SB99"),
        ("rules/unit.toml", RULE.replace("means", "mean"), "unknown key mean (is means meant?)"),
        ("rules/unit.toml", RULE.replace("UNIT =", "SSL ="), "the provision SSL is there already"),
        ("rules/unit.toml", RULE + RULE.partition("read")[2].partition("\n")[2], "a rule called local-name already"),
        ("rules/unit.toml", RULE.replace('"auto"', '"not_checkable"'), "has a lesson"),
        ("rules/unit.toml", RULE.replace('"auto"', '"attestation"'), "has a question"),
        ("rules/unit.toml", RULE.replace('"auto"', '"automatic"'), "'automatic' is none of auto, assisted"),
        ("rules/unit.toml", "", "holds no rule"),
        ("rules/unit.toml", "x" * (1 << 20) + "x", "larger than"),
    ],
)
def test_what_is_not_sound_is_left_out_and_said(put: Put, place: str, text: str, wrong: str) -> None:
    before, rules = ids(), rulebook.rulebook().rules
    put(place, text)
    (said,) = tables.faults().values()
    assert wrong in said.en
    assert said.zh != said.en
    assert any("\u4e00" <= sign <= "\u9fff" for sign in said.zh)
    assert ids() == before
    assert rulebook.rulebook().rules == rules
    catalog = Catalog().add_data(local_files())
    assert catalog.data == ()
    planned = plan(PC, Profile.DAILY, Policy(), (), {}, catalog.refused)
    assert [finding.state for finding in planned.uncovered] == [State.COULD_NOT_CHECK]


def test_a_units_rule_stands_beside_the_products(put: Put) -> None:
    before = rulebook.rulebook()
    put("rules/unit.toml", RULE)
    book = rulebook.rulebook()
    assert book.rules.keys() - before.rules.keys() == {"local-name"}
    assert book.provisions["UNIT"].name.en == "The unit's own rules"
    assert [one.rules.keys() - before.rules.keys() for one in known_rulebooks().values()] == [set(), {"local-name"}]
    held = RULE.replace('id = "local-name"', 'id = "local-name"\nhold = true')
    put("rules/unit.toml", held)
    assert "local-name" in rulebook.rulebook().held
    assert rulebook.rulebook().rules["local-name"].steps, "the HOLD protocol's steps come first"


def test_each_is_named_with_its_digest_as_checks_are(put: Put) -> None:
    put("rules/unit.toml", RULE)
    put("tables/remote_control.toml", PRODUCT)
    origins = Catalog().add_data(local_files()).origins()
    assert [(one.check_id, one.source) for one in origins] == [
        ("local.rules.unit", Source.LOCAL),
        ("local.tables.remote_control", Source.LOCAL),
    ]
    assert all(len(one.sha256) == 64 for one in origins)
    found = catalogue.covered(Catalog().add_data(local_files()), rulebook.rulebook())
    assert {own.id: own.sha256 for own in found.local} == {one.check_id: one.sha256 for one in origins}


@pytest.mark.parametrize(
    ("name", "text", "status"),
    [
        ("remote_control.toml", PRODUCT, Exit.IN_ORDER),
        ("remote_control.toml", PRODUCT.replace("processes", "procs"), Exit.TO_FIX),
        ("unit.toml", RULE, Exit.IN_ORDER),
        ("unit.toml", RULE.replace("auto", "automatic"), Exit.TO_FIX),
    ],
)
def test_a_file_is_judged_before_it_is_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, text: str, status: Exit
) -> None:
    from main import main

    (tmp_path / name).write_text(text, "utf-8")
    assert main(["checks", "--language", "en", "--verify", str(tmp_path / name)]) == status
    assert capsys.readouterr().out.startswith(f"{name}: ")
