"""What LibreOffice saves is read in every place: ``./mijian test-office``, or MIJIAN_OFFICE=1 for pytest."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from checker.content.file import Bytes
from checker.content.inspection import Order, inspected
from checker.facts.content.marking import Bucket
from tests.planting.libreoffice import ENDINGS, FORMATS, converted, office, sources

MARK = "机密★10年"
KINDS = [(kind, ending) for kind, endings in FORMATS.items() for ending in endings]

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(
        os.environ.get("MIJIAN_OFFICE") is None or office() is None,
        reason="slow: ./mijian test-office, with libreoffice-writer, -calc, -impress and -draw",
    ),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("office")


@pytest.mark.parametrize(("kind", "ending"), KINDS, ids=[f"{kind} as {ending}" for kind, ending in KINDS])
def test_a_marking_is_found_in_each_place_that_the_saved_file_has(kind: str, ending: str, folder: Path) -> None:
    """A place whose words LibreOffice itself does not find in its own file is none of that format."""
    begun = folder / kind
    begun.mkdir(exist_ok=True)
    names = dict[str, str]()
    for number, (place, source) in enumerate(sources(kind, MARK).items()):
        names[f"{number:02}"] = place
        (begun / f"{number:02}.{ENDINGS[kind]}").write_text(source, "utf-8")
    made = converted(sorted(begun.iterdir()), ending, folder / f"{kind}-{ending}", folder / "home")
    assert len(made) == len(names)
    back = {} if ending in ("pdf", "html", "txt", "csv") else _read_back(kind, ending, made, folder)
    silent = []
    for stem, place in names.items():
        content = made[stem].read_bytes()
        seen = inspected(Bytes(content), made[stem].name, Order())
        told = any(one.marking.bucket is not Bucket.NONE or one.read.could_not_read for one in seen)
        if not told and _holds(content, back.get(stem)):
            silent.append(place)
    assert silent == []


def _read_back(kind: str, ending: str, made: dict[str, Path], folder: Path) -> dict[str, Path]:
    return converted(sorted(made.values()), ENDINGS[kind], folder / f"{kind}-{ending}-back", folder / "home")


def _holds(content: bytes, back: Path | None) -> bool:
    """Whether the marking is in the file at all."""
    spelt = [MARK.encode(name) for name in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")]
    found = content if back is None else back.read_bytes()
    return any(one in found for one in spelt)
