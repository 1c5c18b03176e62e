"""Find the products of a table among what is installed, what starts and what runs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import translate
from functools import cache

from checker.facts.workstation.software import Presence
from checker.knowledge.products import Product
from checker.model.target import Platform

_WILD = re.compile(r"[*?\[]")
_COMM = 15  # what Linux keeps of a process's own name


@dataclass(frozen=True, slots=True)
class Seen:
    """Names in lower case.

    paths     which of the products' own folders and files are there (Linux)
    files     file names of programs that lie where programs are kept
    loose     file names of programs among people's downloads and on their desktops
    launched  file names of programs that start when somebody signs in
    """

    programs: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()
    starting: frozenset[str] = frozenset()
    running: frozenset[str] = frozenset()
    paths: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()
    loose: frozenset[str] = frozenset()
    launched: frozenset[str] = frozenset()


def presences(products: Iterable[Product], platform: Platform, seen: Seen) -> tuple[Presence, ...]:
    """The products of which anything at all was seen, in the table's order."""
    found = (presence(product, platform, seen) for product in products)
    return tuple(one for one in found if one.here or one.autostarts or one.running)


def presence(product: Product, platform: Platform, seen: Seen) -> Presence:
    signs = product.on(platform)
    processes = signs.processes
    if platform is Platform.LINUX:
        # Wine, and what domestic systems make of it, runs programs of Windows under their own names.
        processes = (*processes, *product.on(Platform.WINDOWS).processes)
    installed = (
        bool(among(signs.programs, seen.programs))
        or bool(among(signs.services, seen.services))
        or bool(among(processes, seen.files))
        or not seen.paths.isdisjoint(signs.paths)
    )
    autostarts = bool(among(signs.services, seen.starting)) or bool(among(processes, seen.launched))
    running = bool(among((*processes, *signs.services), seen.running) | _cut(processes, seen.running))
    loose = bool(among(processes, seen.loose))
    return Presence(product.id, product.name, installed, autostarts, running, product.bundled, loose)


def among(patterns: Iterable[str], names: frozenset[str]) -> frozenset[str]:
    """Which of the names fit one of the patterns. Names are lower-case already."""
    wild, plain = [], set()
    for pattern in patterns:
        if _WILD.search(pattern):
            wild.append(pattern.lower())
        else:
            plain.add(pattern.lower())
    found = names & plain
    if wild:
        fits = _one(tuple(wild)).match
        found |= {name for name in names if fits(name)}
    return frozenset(found)


@cache
def _one(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(translate(pattern) for pattern in patterns))


def _cut(processes: Iterable[str], names: frozenset[str]) -> frozenset[str]:
    """Processes whose own name was cut, where the program file is not ours to see."""
    long = {name[:_COMM].lower() for name in processes if len(name) > _COMM and not _WILD.search(name)}
    return frozenset(name for name in names & long if len(name) == _COMM)
