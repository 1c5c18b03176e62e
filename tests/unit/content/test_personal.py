"""Personal numbers are counted however they are written, and no other number is taken for one. All are made up."""

from __future__ import annotations

import hashlib
import random
import uuid
from collections.abc import Callable

import pytest

from checker.content.markings import Part
from checker.content.personal import counted
from checker.facts.content.marking import Zone


def numbers(text: str) -> tuple[int, int, int]:
    found = counted([Part(Zone.BODY, text)])
    return found.identities, found.phones, found.cards


def wide(text: str) -> str:
    return text.translate({ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789X"})


@pytest.mark.parametrize("number", ["11010519491231002X", "110101200209043743"])
@pytest.mark.parametrize(
    "spelling",
    [
        lambda one: one,
        wide,
        lambda one: f"{one[:6]} {one[6:14]} {one[14:]}",
        lambda one: f"{one[:6]}-{one[6:14]}-{one[14:]}",
        lambda one: f"{one[:6]} {one[6:10]} {one[10:14]} {one[14:]}",
        lambda one: f"{one[:3]} {one[3:6]} {one[6:10]} {one[10:14]} {one[14:]}",
        " ".join,
        lambda one: f"身份证：{one}，",
        lambda one: f"{one[:6]}\u3000{one[6:14]}\u3000{one[14:]}",
        lambda one: f"1 {one} 张三",
        lambda one: one.lower(),
    ],
)
def test_an_identity_number_counts_in_every_spelling(number: str, spelling: Callable[[str], str]) -> None:
    assert numbers(spelling(number)) == (1, 0, 0)


@pytest.mark.parametrize(
    "phone",
    [
        *("13800138000", "138 0013 8000", "138-0013-8000", "138.0013.8000", "1380 0138 000", "1 3 8 0 0 1 3 8 0 0 0"),
        *("+8613800138000", "+86 138 0013 8000", "+86-138-0013-8000", "(+86)13800138000", "（+86）13800138000"),
        *("008613800138000", "0086 13800138000", "8613800138000", "86-13800138000", wide("13800138000")),
        *("138\u30000013\u30008000", "电话13800138000。", "tel:13800138000", "手机 13800138000（微信同号）"),
    ],
)
def test_a_phone_counts_in_every_spelling(phone: str) -> None:
    assert numbers(phone) == (0, 1, 0)
    assert numbers(f"{phone}\n13800138000") == (0, 1, 0)  # it is the same one


def test_numbers_side_by_side_are_each_their_own() -> None:
    assert numbers("13800138000 13900139000") == (0, 2, 0)
    assert numbers("110101200209043743,13800138000\t13900139000") == (1, 2, 0)


CARDS = ("6222020200112233446", "622202020011223349", "4112345678901238", "5512345678901231", "3528123456789012")
CARDS += ("378212345678903", "9558801234567890128")


@pytest.mark.parametrize("card", CARDS)
def test_a_card_counts_whole_and_in_groups(card: str) -> None:
    grouped = " ".join(card[at : at + 4] for at in range(0, len(card), 4))
    assert [numbers(one)[2] for one in (card, grouped, f"卡号：{card}。", wide(card))] == [1, 1, 1, 1]


@pytest.mark.parametrize("card", CARDS)
@pytest.mark.parametrize(
    "around",
    [
        "0.{}",
        "x{}",
        "{}x",
        "{}0000000",
        "IMEI {}",
        "订单号：{}",
        "序列号\n1\t{}",
        "a1-{}",
        "{}.5",
        "https://example.invalid/note/{}?a=1",
    ],
)
def test_digits_of_something_else_are_no_card(card: str, around: str) -> None:
    assert numbers(around.format(card)) == (0, 0, 0)


@pytest.mark.parametrize(
    "made",
    [
        lambda one: f"{one.choice(('35', '86', '01'))}{one.randrange(10**13):013}",  # IMEI
        lambda one: f"46000{one.randrange(10**10):010}",  # IMSI
        lambda one: repr(one.random() * one.choice((1, 10, 1000))),
        lambda one: hashlib.sha256(one.randbytes(8)).hexdigest(),
        lambda one: str(uuid.UUID(int=one.getrandbits(128))),
        lambda one: f"2024{one.randrange(1, 13):02}{one.randrange(1, 29):02}{one.randrange(10**6):06}",
        lambda one: f"2024-{one.randrange(1, 13):02}-{one.randrange(1, 29):02} 12:00:00.{one.randrange(10**6):06}",
        lambda one: f"17{one.randrange(10**11):011}",  # milliseconds since 1970
        lambda one: f"192.168.{one.randrange(256)}.{one.randrange(256)}",
        lambda one: f"0{one.randrange(10, 100)}-{one.randrange(10**7, 10**8)}",
    ],
)
def test_registers_times_fractions_and_digests_are_no_personal_numbers(made: Callable[[random.Random], str]) -> None:
    source = random.Random(18)
    assert sum(map(sum, (numbers(made(source)) for _ in range(1_000)))) == 0


@pytest.mark.parametrize(
    "number", ["110105194912310021", "110105194913310021", "11010517491231002X", "01010519491231002X"]
)
def test_what_is_no_identity_number_is_none(number: str) -> None:
    assert numbers(number)[0] == 0
