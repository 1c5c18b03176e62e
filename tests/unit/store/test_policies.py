"""A unit's policy file and waiver book: a mistake is a clear message, never a silent default."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from checker.model.policy import Policy
from checker.store.policies import PolicyFault, read_policy, read_waivers


def made(folder: Path, content: str | bytes) -> Path:
    path = folder / "unit.toml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_what_is_not_given_keeps_its_default(tmp_path: Path) -> None:
    policy = read_policy(made(tmp_path, '[unit]\nname = "三处"\n'))
    assert (policy.unit.name, policy.scope) == ("三处", Policy().scope)


def test_a_byte_order_mark_as_notepad_writes_it_is_no_trouble(tmp_path: Path) -> None:
    assert read_policy(made(tmp_path, b'\xef\xbb\xbf[unit]\nname = "x"\n')).unit.name == "x"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[scope]\nclasified_rules = true\n", "是不是想写 classified_rules"),
        ("[scop]\nclassified_rules = true\n", "没有 scop 这一项，是不是想写 scope？"),
        ("colour = 3\n", "没有 colour 这一项"),
        ("[scope]\nclassified_rules = 1\n", "值不对"),
        ('[network]\ninner_prefixes = ["10.20.0.0/99"]\n', "10.20.0.0/99"),
        ("[scope\n", "格式有误"),
        ("scope = 3\n", "值不对"),
        (b'[unit]\nname = "\xc8\xfd\xb4\xa6"\n', "请存为 UTF-8"),
        (b"#" * (5 << 20), "文件过大"),
    ],
)
def test_a_mistake_is_refused_with_its_place(tmp_path: Path, content: str | bytes, said: str) -> None:
    with pytest.raises(PolicyFault) as caught:
        read_policy(made(tmp_path, content))
    assert said in caught.value.reason.zh
    assert caught.value.reason.zh.startswith("unit.toml：")


def test_a_policy_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PolicyFault):
        read_policy(tmp_path / "nothing.toml")


WAIVER = '[[waiver]]\ncheck_id = "workstation.x"\napprover = "李处"\nreason = "批准"\nuntil = 2026-12-31\n'


def test_waivers_are_read(tmp_path: Path) -> None:
    (waiver,) = read_waivers(made(tmp_path, WAIVER))
    assert (waiver.until, waiver.target_key) == (date(2026, 12, 31), None)


@pytest.mark.parametrize(
    "content",
    [
        WAIVER.replace("until = 2026-12-31\n", ""),
        WAIVER.replace('approver = "李处"\n', ""),
        WAIVER.replace("批准", " "),
        WAIVER.replace("until", "untill"),
        WAIVER.replace("2026-12-31", '"some day"'),
        "waiver = 3\n",
        "[waivers]\n",
    ],
)
def test_an_incomplete_waiver_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(PolicyFault):
        read_waivers(made(tmp_path, content))
