"""Writes the section on places in docs/PHONE.md anew: ``python packaging/phone_places_page.py``; ``-`` prints the page.

A test says when that is due. The table is the one by which the commands and the consent page are made.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from checker.knowledge.phone_places import PhonePlaces, phone_places  # noqa: E402  the clone is not installed

PAGE = ROOT / "docs" / "PHONE.md"
_BEGIN, _END = "<!-- places: made by packaging/phone_places_page.py -->\n", "<!-- end of places -->\n"
_OPENED = "照片、文件打开看，录像和应用安装包不看 photos and files are opened, films and app packages are not"
_DEEDS = {
    "pictures": _OPENED,
    "papers": _OPENED,
    "sounds": "录音只数个数 recordings are counted",
    "bins": "回收站只数个数 bins are counted",
}


def section(places: PhonePlaces) -> str:
    return "\n".join(_lines(places)) + "\n"


def _lines(places: PhonePlaces) -> Iterator[str]:
    yield "| 只看这里 / only here | 文件夹 / folders | 怎样 / how |"
    yield "|---|---|---|"
    for group in places.group:
        deeds = dict.fromkeys(_DEEDS[kind] for kind in _DEEDS if kind in group.holds)
        folders = ", ".join(f"`{path}`" for path in group.paths)
        if group.files:
            folders += "; 叫这些名称的文件 files called " + ", ".join(f"`{name}`" for name in group.files)
        yield f"| {group.label.zh} / {group.label.en} | {folders} | {'; '.join(deeds)} |"
    yield ""
    yield f"{places.beside.label.zh}：不打开，也不列出；结果里写明“{places.beside.reason.zh}”。"
    yield f"*{places.beside.label.en}: neither opened nor listed; the result says so: {places.beside.reason.en}.*"
    yield ""
    names = ", ".join(f"`{name}`" for name in places.closed.names)
    yield "这些名称的文件夹和文件，即使放在上面的位置也不进去、不列出、不打开："
    yield f"*Folders and files of these names are neither entered, listed nor opened even there:* {names}."


def page(text: str) -> str:
    before, _, rest = text.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    return before + _BEGIN + section(phone_places()) + _END + after


if __name__ == "__main__":
    made = page(PAGE.read_text("utf-8"))
    if sys.argv[1:] == ["-"]:
        sys.stdout.buffer.write(made.encode())
    else:
        PAGE.write_text(made, "utf-8", newline="\n")
