"""The table of places in docs/DOCUMENTS.md: what the plantings prove, format by format.

``python -m tests.planting.places`` writes it anew.
"""

from __future__ import annotations

from pathlib import Path

from tests.planting import (
    archives,
    compound,
    disguised,
    drawn,
    macros,
    opened,
    pdfs,
    pictures,
    richtext,
    seldom,
    texts,
    undrawn,
    zipped,
)

PAGE = Path(__file__).parents[2] / "docs" / "DOCUMENTS.md"
BEGIN, END = "<!-- places: written by tests/planting/places.py -->\n", "<!-- /places -->\n"
# What this version does not read, and what it calls it then.
NOT_READ = {
    ("doc", "unknown stream"): "PlansForLater",
    ("xls", "shared changes"): "Revision Log",
    ("ppt", "PowerPoint 95"): "PowerPoint Document",
    ("rtf", "unknown destination"): "\\*\\plansforlater",
    ("pdf", "text that no page shows"): "text that no page shows",
}
ALL = (
    *zipped.PLACES,
    *compound.PLANTED,
    *richtext.PLANTED,
    *opened.PLACES,
    *disguised.DISGUISED,
    *disguised.OUTLINED,
    *drawn.OUTLINED,
    *drawn.SPELLED,
    *seldom.SELDOM,
    *macros.PLANTED,
    *macros.IN_PACKAGES,
    *pdfs.PDFS,
    *undrawn.UNDRAWN,
    undrawn.ALONE,
    *texts.PLANTED,
    *archives.ARCHIVES,
    *pictures.PLANTED,
)
_HEAD = (
    "| 格式 / format | 找得到 / found | 读不了，会点名 / named as not read |",
    "|---|---|---|",
)


def table() -> str:
    """A row for each format: where a marking was planted, and what came of it."""
    found, named = dict[str, list[str]](), dict[str, list[str]]()
    for one in ALL:
        found.setdefault(one.format, [])
        rows = named if (one.format, one.place) in NOT_READ else found
        rows.setdefault(one.format, []).append(one.place.replace("|", "\\|"))
    rows = (f"| {kind} | {'; '.join(places)} | {'; '.join(named.get(kind, ['–']))} |" for kind, places in found.items())
    return "\n".join((*_HEAD, *rows, ""))


def placed(page: str) -> str:
    """A page with the table as it is now."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(placed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
