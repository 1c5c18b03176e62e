"""Find checks and probes by walking packages: no list to keep, and none to forget."""

from __future__ import annotations

import hashlib
import importlib
import logging
import pkgutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

from checker.engine.contract import faults, import_fault, probe_faults
from checker.engine.inspect import Probes
from checker.knowledge.local import LocalFile
from checker.knowledge.tables import faults as faults_of_data
from checker.model.check import AnyCheck, Check
from checker.model.fact import Fact
from checker.model.inspection import CheckOrigin, Source
from checker.model.rule import Rule
from checker.model.target import Platform
from checker.model.text import Text
from checker.probes.base import AnyProbe, Probe

log = logging.getLogger(__name__)


def modules(package: ModuleType) -> Iterator[str]:
    """The full names of all modules under a package; PyInstaller's hidden imports come from here too."""
    for info in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        yield info.name


@dataclass
class Catalog:
    """Every check by its id, every probe by what it reads and where.

    `refused` are the unit's own files that cannot be used, by the id their check should have had, with what is wrong.
    `data`: its rules and tables, with where they came from.
    """

    checks: dict[str, AnyCheck] = field(default_factory=dict)
    probes: dict[tuple[type[Fact], Platform], AnyProbe] = field(default_factory=dict)
    refused: dict[str, Text] = field(default_factory=dict)
    data: tuple[CheckOrigin, ...] = ()

    def add(self, package: ModuleType) -> Catalog:
        """Import every module under a package, and take what it defines; modules under ``local`` are for `add_local`.

        Raises:
            ValueError: two checks of one id, or two probes for one fact on one platform.
        """
        for name in modules(package):
            if ".local." not in name:
                self._take(importlib.import_module(name))
        return self

    def add_local(self, package: ModuleType, rules: Mapping[str, Rule]) -> Catalog:
        """Take a unit's own checks too. One that cannot be loaded or breaks the contract is refused, not run."""
        for name in modules(package):
            if ".local." not in name:
                continue
            try:
                self._take(importlib.import_module(name))
            except Exception as error:  # somebody else's file: whatever is wrong with it stays its own
                log.exception("local check %s", name)
                self.refused[name.removeprefix(f"{package.__name__}.")] = import_fault(error)
        for check in [check for check in self.checks.values() if ".local." in check.judge.__module__]:
            wrong = [*faults(check, package.__name__, self.probes, rules)]
            wrong += probe_faults(importlib.import_module(check.judge.__module__))
            if wrong:
                del self.checks[check.id]
                self.refused[check.id] = joined(wrong)
        return self

    def add_data(self, files: Iterable[LocalFile]) -> Catalog:
        """Name a unit's own rules and tables, which `checker.knowledge` reads; what it cannot use is refused."""
        files = tuple(files)
        self.refused |= faults_of_data(files)
        used = (file for file in files if file.id not in self.refused)
        self.data = tuple(CheckOrigin(file.id, Source.LOCAL, file.sha256) for file in used)
        return self

    def _take(self, module: ModuleType) -> None:
        for value in vars(module).values():
            if isinstance(value, Check):
                self._put_check(value)
            elif isinstance(value, Probe):
                self._put_probe(value)

    def origins(self) -> tuple[CheckOrigin, ...]:
        """Each check's place and the digest of the file it was loaded from, sorted by id; then the unit's data."""
        return (*(_origin(check) for _, check in sorted(self.checks.items())), *self.data)

    @property
    def readers(self) -> Probes:
        return self.probes

    def _put_check(self, check: AnyCheck) -> None:
        if self.checks.setdefault(check.id, check) is not check:
            raise ValueError(f"two checks called {check.id}")

    def _put_probe(self, probe: AnyProbe) -> None:
        key = (probe.fact, probe.platform)
        if self.probes.setdefault(key, probe) is not probe:
            raise ValueError(f"two probes read {probe.fact.__name__} on {probe.platform}")


def joined(sentences: Iterable[Text]) -> Text:
    """Several of them as one."""
    said = tuple(sentences)
    return Text("；".join(one.zh for one in said), "; ".join(one.en for one in said))


def _origin(check: AnyCheck) -> CheckOrigin:
    module = importlib.import_module(check.judge.__module__)
    digest = hashlib.sha256(Path(str(module.__file__)).read_bytes()).hexdigest()
    source = Source.LOCAL if ".local." in check.judge.__module__ else Source.PRODUCT
    return CheckOrigin(check.id, source, digest)
