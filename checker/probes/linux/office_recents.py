"""Office programs' own lists of recent files on Linux: how many documents they name.

LibreOffice keeps a PickList among its settings (registrymodifications.xcu), ONLYOFFICE a recents.xml; WPS Office keeps
keys with "recent" in their name in its settings. What WPS keeps beside them is of a kind that is not
read here, which is said.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from checker.knowledge.leftovers import leftovers
from checker.machine.machine import Machine
from checker.machine.refusals import not_understood
from checker.model.coverage import Ledger
from checker.probes.xml import elements

_LIMIT = 16 << 20
_LIBRE = (
    ".config/libreoffice/4/user",
    ".var/app/org.libreoffice.LibreOffice/config/libreoffice/4/user",
    "snap/libreoffice/current/.config/libreoffice/4/user",
    ".openoffice/4/user",
)
_ONLY = (
    ".local/share/onlyoffice/desktopeditors",
    ".var/app/org.onlyoffice.desktopeditors/data/onlyoffice/desktopeditors",
)
_WPS = ".config/Kingsoft/Office.conf"
_WPS_DATA = (".local/share/Kingsoft/office6/data", ".kingsoft/office6/data")


def office_recents(machine: Machine, home: str, sources: Ledger[str]) -> int:
    """Documents that the lists name; one in two programs' lists counts in each, as it has to be cleared in both."""
    number = 0
    for folder in _LIBRE:
        with sources.reading(f"LibreOffice {folder}"):
            number += _of_libre(machine.read(f"{home}/{folder}/registrymodifications.xcu", _LIMIT))
    for folder in _ONLY:
        with sources.reading(f"ONLYOFFICE {folder}"):
            content = machine.read(f"{home}/{folder}/recents.xml", _LIMIT)
            named = (value for _, attributes in elements(content, "recents.xml") for value in attributes.values())
            number += sum(leftovers().is_document(value) for value in named)
    with sources.reading("WPS Office"):
        number += _of_wps(machine.text(f"{home}/{_WPS}", _LIMIT))
    for folder in _WPS_DATA:
        with sources.reading(f"WPS Office {folder}"):
            if any("recent" in entry.name.lower() for entry in machine.list(f"{home}/{folder}")):
                raise not_understood("WPS Office recentfile")
    return number


def _of_libre(content: bytes) -> int:
    """``<item oor:path="...HistoryInfo['PickList']/ItemList"><node oor:name="file:///...">``."""
    inside = False
    found = set()
    for name, attributes in elements(content, "registrymodifications.xcu"):
        by_name = {key.rpartition("}")[2].rpartition(":")[2]: value for key, value in attributes.items()}
        if name == "item":
            inside = "PickList" in by_name.get("path", "") or "Histories" in by_name.get("path", "")
        elif name == "node" and inside and "/" in by_name.get("name", ""):
            found.add(unquote(by_name["name"]))
    return sum(leftovers().is_document(path) for path in found)


def _of_wps(text: str) -> int:
    """Values of a key, or of a section, that has "recent" in its name."""
    section, found = "", set()
    for line in text.splitlines():
        if line.startswith("["):
            section = line
        key, _, value = line.partition("=")
        if "recent" in f"{section}{key}".lower():
            found |= {part.strip(' "') for part in re.split(r",\s", value)}
    return sum(leftovers().is_document(path) for path in found)
