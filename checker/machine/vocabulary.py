"""The words that this program itself spells: what its probes look for, what its tables name, what its refusals say.

A recording and the log keep these and no others (`checker.machine.allowed`). They are taken from the code as it runs
and from the tables in use, so that no list has to be kept: a reader that learns a new word lets it pass.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from pkgutil import iter_modules
from string import Formatter
from types import CodeType
from typing import Any, NamedTuple

from checker.knowledge.shelf import shelf
from checker.knowledge.table import content

TOKEN = re.compile(r"(?:[^\W_]|[^\x00-\x7f])+")
"""A word: letters and digits of ASCII, and whatever is beyond it, combining marks and pictures too."""

# Whose readers decide what of an answer means something, and whose refusals are kept.
_READERS = ("checker.probes", "checker.facts", "checker.knowledge", "checker.machine", "checks")
_SPEAKERS = ("checker.machine", "checker.probes", "checker.content", "checker.residue")
# Tables that are prose: what a person is told, and what is searched for in people's own texts.
_PROSE = re.compile(r"rules/|(?:markings|documents|bank_cards|phone_guides|phone_sheet|phone_users)\.toml$")
_PATTERN = re.compile(r"[\\|*+^$]|\(\?")
_SPOKEN = re.compile(r"[，。：；、（）“”]")
_BLANKS = 3  # what has as many, and is no pattern, is a sentence
_LONGEST = 6  # characters of Chinese that name a thing; more are a sentence
_DOCSTRING = 0x2  # CO_NEWLOCALS: a function, whose first constant is its docstring

# What systems write of themselves, whoever uses them.
_ORDINARY = frozenset(
    {
        *("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "utc", "gmt", "cst"),
        *("mon", "tue", "wed", "thu", "fri", "sat", "sun"),
        *("sda", "sdb", "sdc", "sdd", "sde", "hda", "vda", "xvda", "nvme", "mmcblk", "loop", "dm", "md", "sr", "zram"),
        *("enp", "ens", "eno", "enx", "wlp", "wlx", "wlan", "eth", "virbr", "docker", "br"),
        *("amd64", "arm64", "aarch64", "x86", "i386", "i686", "loong64", "loongarch64", "mips64el", "riscv64"),
        *("uint32", "int32", "uint64", "int64", "kib", "mib", "gib", "tib"),
        *("sdhc", "sdxc", "sduc", "sdio", "sdr12", "sdr25", "sdr50", "sdr104", "ddr50", "hs200", "hs400"),
        *("deb", "ubuntu", "bpo", "dfsg", "kylin", "uos", "esm", "nmu", "git"),
        *("inet", "inet6", "ipv4", "ipv6", "tcp", "udp", "tcp6", "udp6", "lib64", "linux", "gnu", "utf8", "utf"),
    }
)


@cache
def words() -> frozenset[str]:
    """In small letters."""
    spelt = (text for package in _READERS for text in _spelt(package) if not _sentence(text))
    return _ORDINARY | {word.lower() for text in (*spelt, *_named()) for word in TOKEN.findall(text)}


@cache
def products() -> frozenset[str]:
    """Those of the tables: they are looked for inside longer words, too."""
    return frozenset(word.lower() for text in _named() for word in TOKEN.findall(text))


@cache
def sentences() -> frozenset[str]:
    """All that is said in words of ours."""
    return frozenset(text for package in _SPEAKERS for text in _spelt(package) if _sentence(text))


class Form(NamedTuple):
    """A sentence with blanks: how it begins and ends, and all of it."""

    begins: str
    ends: str
    whole: re.Pattern[str]

    def match(self, text: str) -> re.Match[str] | None:
        return self.whole.fullmatch(text) if text.startswith(self.begins) and text.endswith(self.ends) else None


@cache
def forms() -> tuple[Form, ...]:
    """Those that say most themselves first."""
    found = {text for package in _SPEAKERS for text in _spelt(package) if "{" in text}
    compiled = {text: form for text in found if (form := _form(text)) is not None}
    return tuple(compiled[text] for text in sorted(compiled, key=lambda text: (-len(text), text)))


def _form(text: str) -> Form | None:
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        return None  # braces of another kind
    said = "".join(literal for literal, *_ in parts)
    if len(said) < _BLANKS or all(name is None for _, name, *_ in parts):
        return None
    blanks = (re.escape(literal) + ("(.*)" if name is not None else "") for literal, name, *_ in parts)
    ends = parts[-1][0] if parts[-1][1] is None else ""
    return Form(parts[0][0], ends, re.compile("".join(blanks), re.DOTALL))


def _sentence(text: str) -> bool:
    if any("\u4e00" <= char <= "\u9fff" for char in text):
        return len(text) > _LONGEST or _SPOKEN.search(text) is not None
    return text.count(" ") >= _BLANKS and _PATTERN.search(text) is None


def _named() -> Iterator[str]:
    for name in shelf().files:
        if _PROSE.search(name) is None:
            yield from _values(tomllib.loads(content(name.removesuffix(".toml")).decode("utf-8")))


def _values(value: Any) -> Iterator[str]:
    match value:
        case str():
            if _SPOKEN.search(value) is None:
                yield value
        case dict():
            for name, inner in value.items():
                yield name
                yield from _values(inner)
        case list():
            for inner in value:
                yield from _values(inner)


def _spelt(package: str) -> Iterator[str]:
    """Every text that a package's code holds, its docstrings left out. Nothing of it is loaded for that."""
    spec = find_spec(package)
    if spec is not None:
        for code in _codes(spec):
            yield from _constants(code)


def _codes(spec: ModuleSpec) -> Iterator[CodeType]:
    get_code = getattr(spec.loader, "get_code", None)
    code = get_code(spec.name) if get_code is not None else None
    if code is not None:
        yield code
    for inner in iter_modules(spec.submodule_search_locations or (), f"{spec.name}."):
        below = inner.module_finder.find_spec(inner.name, None)
        if below is not None:
            yield from _codes(below)


def _constants(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case bytes():
            yield value.decode("latin-1")
        case tuple() | frozenset():
            for inner in value:
                yield from _constants(inner)
        case CodeType():
            told = value.co_flags & _DOCSTRING and value.co_consts and " " in str(value.co_consts[0])
            yield from _constants(value.co_consts[1:] if told else value.co_consts)
