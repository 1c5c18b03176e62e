"""What people fill in once a unit and once a device: a TOML file, read strictly."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import msgspec

from checker.machine import handed
from checker.model.text import Text
from checker.report.context import Device
from checker.report.refused import ReportRefused

_SIZE_LIMIT = 1 << 20


class Persons(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    inspected: str
    inspectors: tuple[str, ...]
    post: str = ""
    responsible: str = ""
    leader: str = ""


class Asset(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    asset_number: str = ""
    model: str = ""
    system: str = ""
    installed: str = ""
    place: str = ""
    network: str = ""
    disk_serial: str = ""

    @property
    def device(self) -> Device:
        return Device(**msgspec.structs.asdict(self))


class Consented(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A phone owner's word: who, when (a TOML date-time with its zone), and when it was taken back."""

    given_by: str
    at: Annotated[datetime, msgspec.Meta(tz=True)]
    withdrawn_at: Annotated[datetime, msgspec.Meta(tz=True)] | None = None


class Particulars(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`salt`: hexadecimal, 16 bytes or more, the same for the whole organisation."""

    unit: str
    people: Persons
    salt: str
    department: str = ""
    device: Asset = msgspec.field(default_factory=Asset)
    marking: str = "内部"
    facts: dict[str, str] = msgspec.field(default_factory=dict)
    consent: Consented | None = None

    @property
    def salt_bytes(self) -> bytes:
        return bytes.fromhex(self.salt)


def read_particulars(path: Path) -> Particulars:
    """Read the file.

    Raises:
        ReportRefused: it cannot be read, is not TOML, or has something that is not understood.
    """
    try:
        words = _bare(tomllib.loads(handed.read(path, _SIZE_LIMIT).decode("utf-8-sig")))
        found = msgspec.convert(words, type=Particulars)
        bytes.fromhex(found.salt)
    except handed.TooLarge as error:
        raise ReportRefused(_bad(path, Text("文件过大", "the file is too large"))) from error
    except OSError as error:
        raise ReportRefused(_bad(path, Text("读不到这个文件", "the file cannot be read"))) from error
    except (ValueError, msgspec.ValidationError) as error:
        raise ReportRefused(_bad(path, Text.name(str(error)))) from error
    return found


def _bare(value: Any) -> Any:
    """The same without blanks around words: two asset numbers that differ in one look the same."""
    match value:
        case str():
            return value.strip()
        case dict():
            return {name: _bare(one) for name, one in value.items()}
        case list():
            return [_bare(one) for one in value]
        case _:
            return value


def _bad(path: Path, why: Text) -> Text:
    return Text("填报文件 {file}：{why}", "Particulars {file}: {why}").filled(file=Text.name(path.name), why=why)
