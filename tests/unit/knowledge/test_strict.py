"""Tables are checked like code: what cannot be meant is refused with its place."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import checker.knowledge
from checker.knowledge.antivirus import AntivirusTable
from checker.knowledge.builds import Builds
from checker.knowledge.hardware import Hardware
from checker.knowledge.phone_apps import PhoneApps
from checker.knowledge.phone_guides import PhoneGuides
from checker.knowledge.phone_usb import PhoneUsb
from checker.knowledge.remote_control import RemoteControl
from checker.knowledge.strict import converted
from checker.knowledge.table import table
from checker.knowledge.tables import TABLES
from checker.knowledge.usb_devices import UsbDevices
from checker.knowledge.wireless import Wireless

FOLDER = Path(checker.knowledge.__path__[0])
CASE = Path(__file__).parents[4] / "shared" / "cases" / "house" / "code-04" / "product.toml"

PRODUCT = '[[product]]\nid = "x"\nname = {{ zh = "甲", en = "X" }}\n{}\n'


def product(signs: str) -> Mapping[str, Any]:
    return tomllib.loads('version = "1"\n' + PRODUCT.format(signs))


def test_every_table_beside_the_code_is_known_and_sound() -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} == set(TABLES)
    for name, kind in TABLES.items():
        table(name, kind)


@pytest.mark.parametrize(
    ("signs", "wrong"),
    [
        (
            'windows = { proccesses = ["x.exe"] }',
            r"\$\.product\[0\]\.windows: has an unknown key proccesses \(is processes",
        ),
        ('linux = { package = ["x"] }', r"unknown key package"),
        ('colour = "red"\nlinux = { programs = ["xx"] }', r"\$\.product\[0\]: has an unknown key colour"),
        ("", "has no sign by which it could be found"),
        ("linux = { }", r"\$\.product\[0\]\.linux: is empty"),
        ("linux = { programs = [] }", r"\$\.product\[0\]\.linux\.programs: is empty"),
        ('linux = { programs = [""] }', r"programs\[0\]: is empty"),
        ('linux = { programs = [" "] }', "begins or ends with a blank"),
        ('linux = { processes = ["x "] }', "begins or ends with a blank"),
        ('linux = { processes = ["\u00a0x"] }', "begins or ends with a blank"),
        ('linux = { processes = ["x\u200b"] }', "has a sign that nobody sees"),
        ('linux = { processes = ["xx", "y", "xx"] }', "has 'xx' 2 times"),
        ('windows = { processes = ["ToDesk.exe", "todesk.EXE"] }', "more than once, since case does not count"),
        ('linux = { programs = ["*?"] }', "fits everything"),
        ('linux = { processes = ["/usr/bin/x"] }', r"processes"),
        ('windows = { processes = ["C:\\\\x.exe"] }', r"processes"),
        ('windows = { processes = ["x"] }', r"processes\[0\]: 'x' is not a program's file name, like demo"),
        ('linux = { programs = ["x y"] }', r"programs"),
        ('linux = { services = ["x"] }', r"services"),
        ('windows = { services = ["a/b"] }', r"services"),
        ('linux = { paths = ["opt/x"] }', r"paths"),
        ('linux = { paths = ["/opt/x/"] }', r"paths"),
        ('linux = { programs = "xx" }', "Expected `array`"),
    ],
)
def test_a_product_that_could_never_be_found_is_refused(signs: str, wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        converted(product(signs), RemoteControl)


@pytest.mark.parametrize(
    "signs",
    [
        'windows = { programs = ["X *"], services = ["X Service"], processes = ["x*.exe", "x*"] }',
        'linux = { programs = ["com.x*"], services = ["x@.service", "x*"], processes = ["x"], paths = ["/opt/x"] }',
    ],
)
def test_what_can_be_found_is_taken(signs: str) -> None:
    assert converted(product(signs), RemoteControl).product[0].id == "x"


def test_two_products_of_one_id_are_refused() -> None:
    twice = product('linux = { programs = ["xx"] }')
    with pytest.raises(ValueError, match=r"\$\.product: has id 'x' 2 times"):
        converted({**twice, "product": [*twice["product"], *twice["product"]]}, AntivirusTable)


def _with(name: str, path: str, value: Any) -> dict[str, Any]:
    """A table of the product with another value in one place."""
    data = tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
    *way, last = path.split(".")
    place: Any = data
    for step in way:
        place = place[int(step) if step.isdecimal() else step]
    place[last] = value
    return data


@pytest.mark.parametrize(
    ("name", "kind", "path", "value"),
    [
        *[
            ("phone_apps", PhoneApps, "stores", [package])
            for package in (
                "xiaomi",
                "com.xiaomi.",
                ".com.xiaomi",
                "com..market",
                "com.1market",
                "com.mi market",
                "com/mi",
            )
        ],
        ("phone_apps", PhoneApps, "names.market", {"zh": "甲", "en": "a"}),
        ("phone_apps", PhoneApps, "security", []),
        ("phone_apps", PhoneApps, "names", {}),
        ("phone_guides", PhoneGuides, "guide.0.package", "wechat"),
        ("phone_usb", PhoneUsb, "phones_only.vendors", ["27171"]),
        ("phone_usb", PhoneUsb, "phones_only.vendors", ["22D9"]),
        ("phone_usb", PhoneUsb, "makers.4e8", "Samsung"),
        ("usb_devices", UsbDevices, "phones.0.vendor", "18d"),
        ("usb_devices", UsbDevices, "phones.0.vendor", "2717"),  # of another maker: twice
        ("wireless", Wireless, "receivers", ["046dc517"]),
        ("usb_devices", UsbDevices, "phones.0.products", ["12G"]),
        ("remote_control", RemoteControl, "product.0.id", "To Desk"),
        ("wireless", Wireless, "words", ["Nano Receiver"]),  # compared with small letters: never met
        ("hardware", Hardware, "placeholders", ["Default String"]),
        ("builds", Builds, "windows.0.build", "22631"),  # another row's: twice
        ("builds", Builds, "dated", "yesterday"),
    ],
)
def test_names_and_numbers_that_cannot_be_are_refused(name: str, kind: type, path: str, value: Any) -> None:
    with pytest.raises(ValueError, match=rf"\$\.{path.partition('.')[0]}"):
        converted(_with(name, path, value), kind)


def test_a_list_that_may_be_empty_is_named() -> None:
    assert converted({"guide": [], "version": "1"}, PhoneGuides, empty=("guide",)).guide == ()
    with pytest.raises(ValueError, match=r"\$\.guide: is empty"):
        converted({"guide": [], "version": "1"}, PhoneGuides)


@pytest.mark.skipif(not CASE.exists(), reason="no ../shared/cases")
def test_a_mistyped_sign_of_a_real_table_is_said_with_its_place() -> None:
    ours = (FOLDER / "remote_control.toml").read_text("utf-8")
    with pytest.raises(ValueError, match=r"\$\.product\[\d+\]\.windows: has an unknown key proccesses"):
        converted(tomllib.loads(ours + CASE.read_text("utf-8")), RemoteControl)
