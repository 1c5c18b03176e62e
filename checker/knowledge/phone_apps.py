"""Which apps of a phone are what, by package name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from checker.knowledge.names import AndroidPackage
from checker.knowledge.table import table
from checker.model.text import Text


@dataclass(frozen=True, slots=True)
class PhoneApps:
    """Lists of package names; what each is for is said in the table. `names` are for people."""

    version: str
    stores: frozenset[AndroidPackage]
    makers: frozenset[AndroidPackage]
    cloners: frozenset[AndroidPackage]
    file_installers: frozenset[AndroidPackage]
    cable_installers: frozenset[AndroidPackage]
    security: tuple[AndroidPackage, ...]
    root: frozenset[AndroidPackage]
    cameras: frozenset[AndroidPackage]
    cloud_keyboards: frozenset[AndroidPackage]
    local_keyboards: frozenset[AndroidPackage]
    openers: frozenset[AndroidPackage]
    photo_clouds: tuple[AndroidPackage, ...]
    scanners: tuple[AndroidPackage, ...]
    sharing: tuple[AndroidPackage, ...]
    finders: tuple[AndroidPackage, ...]
    sensitive_words: tuple[str, ...]
    names: Mapping[AndroidPackage, Text]

    def label(self, package: str) -> Text:
        """What people call an app, with its package name; the package name alone where nobody told."""
        name = self.names.get(package)
        if name is None:
            return Text.name(package)
        return Text("{name}（{package}）", "{name} ({package})").filled(name=name, package=Text.name(package))


@cache
def phone_apps() -> PhoneApps:
    """The table that came with the program.

    Raises:
        ValueError: it is malformed.
    """
    return table("phone_apps", PhoneApps)
