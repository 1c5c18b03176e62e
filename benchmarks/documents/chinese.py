"""Real pictures of Chinese papers and of other things, and markings that were printed onto blank places of such pages.

The folder holds ``labels.csv`` (file, kind, language ...), ``marked/`` and ``marked.json`` (file, text, level, cap: the
way of capture). None of it is in this repository: the pictures are others', chosen from public repositories and named
by eye. Where the folder is absent this part measures nothing, and says so.
"""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.documents.engines import Answer
from benchmarks.documents.score import Gates, Share
from checker.facts.content.marking import Bucket

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "fixtures" / "pictures-zh"
_PHOTOS, _SCANS, _SCREENS = ("docphoto", "screenphoto"), ("scan",), ("docshot",)
_PAPERS = (*_PHOTOS, *_SCANS, *_SCREENS)
_OTHERS = ("photo", "screenshot", "webquiz", "code", "figure", "other")  # the rest may be called either
_WORDS = {"internal": "", "exam": ""}  # what is no level


@dataclass(frozen=True, slots=True)
class _Row:
    path: Path
    kind: str
    language: str
    answer: Answer


def measure(folder: Path, engine: Callable[[Path], Answer], gates: Gates) -> None:
    """Every picture of the folder; what went wrong is named."""
    if not (folder / "labels.csv").is_file():
        print(f"  {folder} is not here")
        gates.ask("real Chinese papers found: 95 %", None, "no pictures")
        return
    _documents(folder, engine, gates)
    _markings(folder, engine, gates)


def _documents(folder: Path, engine: Callable[[Path], Answer], gates: Gates) -> None:
    with (folder / "labels.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            _Row(folder / one["file"], one["kind"], one["language"], engine(folder / one["file"]))
            for one in csv.DictReader(file)
        ]
    kinds = defaultdict[tuple[str, str], Share](Share)
    for row in rows:
        kinds[row.kind, row.language].add(bool(row.answer.document))
    for (kind, language), share in sorted(kinds.items()):
        print(f"    {kind:12} {language}: called a document {share}")
    found, right, false = Share(), Share(), Share()
    for row in rows:
        paper = row.kind in _PAPERS
        if paper and row.language == "zh":
            found.add(bool(row.answer.document))
        if row.answer.document and (paper or row.kind in _OTHERS):
            right.add(paper)
        false.add(row.answer.found)
        if row.answer.found:
            print(f"    marked: {row.path.name}: {row.answer.marking.bucket} {row.answer.marking.text}")
        if (paper and not row.answer.document) or (row.kind in _OTHERS and row.answer.document):
            print(f"    {'missed' if paper else 'taken for one'}: {row.kind}/{row.path.name} ({row.answer.stage})")
    print(f"  stages {dict(Counter(row.answer.stage for row in rows).most_common())}")
    gates.ask("real Chinese papers found: 95 %", found.share >= 0.95, str(found))
    for name, some in (("photos", _PHOTOS), ("scans and forms", _SCANS), ("papers in a reader", _SCREENS)):
        part = Share()
        for row in rows:
            if row.kind in some and row.language == "zh":
                part.add(bool(row.answer.document))
        gates.ask(f"of them {name}: 92 %", part.share >= 0.92, str(part))
    gates.ask("called papers and are some: 97 %", right.share >= 0.97, str(right))


def _markings(folder: Path, engine: Callable[[Path], Answer], gates: Gates) -> None:
    listed = json.loads((folder / "marked.json").read_text("utf-8"))
    ways = defaultdict[str, Share](Share)
    light, dark, level = Share(), Share(), Share()
    for one in listed:
        answer = engine(folder / "marked" / one["file"])
        # An exam's marking goes to the quiet list: it is found all the same.
        found = bool(answer.marking.text) and answer.marking.bucket is not Bucket.NONE
        ways[one["cap"]].add(found)
        (dark if one["cap"] == "lowlight" else light).add(found)
        wanted = _WORDS.get(one["level"], one["level"])
        if found and wanted:
            level.add(answer.marking.level == wanted)
        if not found or (wanted and answer.marking.level != wanted):
            told = f"{answer.marking.bucket} {answer.marking.text}"
            print(f"    {one['file']}: {one['text']} of {one['px']:.0f} points: {answer.stage}, {told}")
    for way, share in sorted(ways.items()):
        print(f"    {way:10} {share}")
    gates.ask("markings on real pages in normal light: 97 %", light.share >= 0.97, str(light))
    gates.ask("markings in low light: 80 %", dark.share >= 0.8, str(dark))
    gates.ask("level right: 98 %", level.share >= 0.98, str(level))
