"""Printed documents that stay in the spool folder of Windows."""

from __future__ import annotations

from datetime import datetime

from checker.facts.workstation.spool import PrintSpool
from checker.machine.answers import Kind
from checker.machine.machine import Machine
from checker.machine.refusals import AS_ADMIN
from checker.model.coverage import Ledger, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from checker.probes.base import probe

_PRINTERS = r"HKLM\SYSTEM\CurrentControlSet\Control\Print\Printers"
_DEFAULT_FOLDER = r"C:\Windows\System32\spool\PRINTERS"  # unless DefaultSpoolDirectory or a printer's own says else
_KEEP_PRINTED_JOBS = 0x100  # winspool.h PRINTER_ATTRIBUTE_KEEPPRINTEDJOBS


@probe(PrintSpool, Platform.WINDOWS)
def print_spool(machine: Machine) -> PrintSpool:
    """Documents are *.SPL files; each has a *.SHD with its description. People without rights may not list the folder.

    A printer can have a spool folder of its own (SpoolDirectory). Not yet seen on a real machine.
    """
    folders, keepers = {_DEFAULT_FOLDER}, []
    sources = Ledger[str](Unit.SOURCES)
    with sources.reading(_PRINTERS):
        printers = machine.registry(_PRINTERS)
        general = printers.value("DefaultSpoolDirectory")
        if isinstance(general, str) and general:
            folders = {general}
        for name in printers.subkeys:
            printer = machine.registry(rf"{_PRINTERS}\{name}")
            attributes, own = printer.value("Attributes"), printer.value("SpoolDirectory")
            if isinstance(attributes, int) and attributes & _KEEP_PRINTED_JOBS:
                keepers.append(name)
            if isinstance(own, str) and own:
                folders.add(own)
    written: list[datetime] = []
    for folder in sorted(folders):
        with sources.reading(folder):
            written += _documents(machine, folder)
    return PrintSpool(True, tuple(sorted(written)), tuple(keepers), machine.host.now, coverage=sources.coverage)


def _documents(machine: Machine, folder: str) -> list[datetime]:
    try:
        entries = machine.list(folder)
    except Absent as error:
        reason = Text("打印缓存文件夹不在系统说的地方", "The spool folder is not where the system says it is")
        raise Unreadable(reason, AS_ADMIN) from error
    return [entry.when for entry in entries if entry.kind is Kind.FILE and entry.name.lower().endswith(".spl")]
