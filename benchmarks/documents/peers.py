"""The usual libraries, in a process and a virtual environment of their own, one thread each.

    python -m venv PEERS
    PEERS/bin/pip install rapidocr_onnxruntime==1.4.4 pillow-heif python-docx openpyxl python-pptx

This file is run by that environment's Python, which has nothing of ours: a question a line in JSON, an answer a line.
It also makes what only they can make: pictures in HEVC, and office files as their libraries write them.
"""

from __future__ import annotations

import base64
import importlib.metadata
import io
import json
import os
import random
import sys
import time
from typing import Any

PACKAGES = ("rapidocr_onnxruntime", "pillow_heif", "python-docx", "openpyxl", "python-pptx")


def versions() -> dict[str, str]:
    found = {}
    for name in PACKAGES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


_engine: Any = None


def rapidocr(path: str) -> list[str]:
    """Everything on a picture, with the package's own settings."""
    global _engine
    import numpy as np
    import pillow_heif
    from PIL import Image, ImageFile, ImageOps

    if _engine is None:
        from rapidocr_onnxruntime import RapidOCR

        _engine = RapidOCR(intra_op_num_threads=1, inter_op_num_threads=1)
        pillow_heif.register_heif_opener()
        ImageFile.LOAD_TRUNCATED_IMAGES = True
        Image.MAX_IMAGE_PIXELS = None
    if not path:
        return []
    with Image.open(path) as image:
        pixels = np.ascontiguousarray(np.asarray(ImageOps.exif_transpose(image).convert("RGB"))[:, :, ::-1])
    found, _ = _engine(pixels)
    return [line[1] for line in found or []]


def heic(path: str, tile: int, preview: bool) -> dict[str, Any]:
    """A picture in HEVC, tile by tile, and small beside it where a preview is wanted: files in base64, sizes."""
    import pillow_heif
    from PIL import Image

    def one(image: Any) -> str:
        out = io.BytesIO()
        pillow_heif.from_pillow(image).save(out, quality=60, enc_params={"preset": "ultrafast"})
        return base64.b64encode(out.getvalue()).decode("ascii")

    with Image.open(path) as opened:
        whole = opened.convert("RGB")
    wide, tall = whole.size
    columns, rows = -(-wide // tile), -(-tall // tile)
    around = Image.new("RGB", (columns * tile, rows * tile))
    around.paste(whole, (0, 0))
    places = [(x * tile, y * tile) for y in range(rows) for x in range(columns)]
    tiles = [one(around.crop((x, y, x + tile, y + tile))) for x, y in places]
    small = whole.copy()
    small.thumbnail((320, 320))
    found = {"tiles": tiles, "columns": columns, "size": [wide, tall]}
    return {**found, "small": one(small) if preview else "", "small_size": list(small.size)}


# -- office files -----------------------------------------------------------------------------------------------------

_WORDS = "各单位/要/高度重视/安全生产/工作/切实/加强/组织领导/明确/责任分工/确保/预算/统计".split("/")  # noqa: SIM905


def _sentence(chance: random.Random) -> str:
    return "".join(chance.choice(_WORDS) for _ in range(chance.randint(8, 20))) + "。"


def make_docx(to: str, seed: int, mark: str) -> None:
    """Two or three pages: a heading, forty paragraphs, a table of 12 x 5. A third of the marks stands in the header."""
    import docx

    chance, paper = random.Random(seed), docx.Document()
    if mark and seed % 3 == 0:
        paper.sections[0].header.paragraphs[0].text = mark
    elif mark:
        paper.add_paragraph(mark)
    paper.add_heading("关于做好某项工作的通知", 1)
    for _ in range(40):
        paper.add_paragraph(_sentence(chance) + _sentence(chance))
    table = paper.add_table(12, 5)
    for row in table.rows:
        for cell in row.cells:
            cell.text = _sentence(chance)[:8]
    paper.save(to)


def make_xlsx(to: str, seed: int, mark: str) -> None:
    """Three sheets of 400 x 10 cells."""
    import openpyxl

    chance, book = random.Random(seed), openpyxl.Workbook()
    for number in range(3):
        sheet = book.active if number == 0 else book.create_sheet()
        if mark and number == 0:
            sheet.append([mark])
        for row in range(400):
            sheet.append([row, _sentence(chance)[:10], *(round(chance.uniform(1, 9999), 2) for _ in range(8))])
    book.save(to)


def make_pptx(to: str, seed: int, mark: str) -> None:
    """Twelve slides with a title, five points and, on every third, a table."""
    import pptx
    from pptx.util import Inches

    chance, show = random.Random(seed), pptx.Presentation()
    for number in range(12):
        slide = show.slides.add_slide(show.slide_layouts[1])
        slide.shapes.title.text = _sentence(chance)[:12]
        slide.placeholders[1].text = "\n".join(_sentence(chance) for _ in range(5))
        if mark and number == 0:
            slide.shapes.add_textbox(Inches(0.3), Inches(0.2), Inches(3), Inches(0.5)).text_frame.text = mark
        if number % 3 == 0:
            table = slide.shapes.add_table(5, 4, Inches(1), Inches(4), Inches(8), Inches(2)).table
            for row in range(5):
                for column in range(4):
                    table.cell(row, column).text = _sentence(chance)[:6]
    show.save(to)


def read_docx(path: str) -> list[str]:
    import docx

    paper = docx.Document(path)
    lines = []
    for section in paper.sections:
        lines += [one.text for one in (*section.header.paragraphs, *section.footer.paragraphs)]
    lines += [one.text for one in paper.paragraphs]
    lines += [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return lines + _said(paper.core_properties)


def _said(properties: Any) -> list[str]:
    named = ("title", "subject", "keywords", "category", "comments", "author")
    return [getattr(properties, name) for name in named]


def read_xlsx(path: str) -> list[str]:
    """Its faster way: rows as they come, values alone."""
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    rows = (row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True))
    return ["\t".join(str(value) for value in row if value is not None) for row in rows]


def read_pptx(path: str) -> list[str]:
    """All that the library offers of what we read: slides, notes, layouts, masters, names of shapes, properties."""
    import pptx

    show = pptx.Presentation(path)
    lines = [line for slide in show.slides for line in (*_shown(slide), *_notes(slide))]
    for master in show.slide_masters:
        lines += [line for one in (master, *master.slide_layouts) for line in _shown(one)]
    return lines + _said(show.core_properties)


def read_slides(path: str) -> list[str]:
    """The words of slides and nothing else of a file, as most programs ask that library."""
    import pptx

    return [line for slide in pptx.Presentation(path).slides for line in _words(slide.shapes)]


def _notes(slide: Any) -> list[str]:
    return _shown(slide.notes_slide) if slide.has_notes_slide else []


def _shown(slide: Any) -> list[str]:
    return [*_words(slide.shapes), *(shape.name for shape in slide.shapes)]


def _words(shapes: Any) -> list[str]:
    lines = []
    for shape in shapes:
        if shape.has_text_frame:
            lines += [paragraph.text for paragraph in shape.text_frame.paragraphs]
        elif shape.has_table:
            lines += [cell.text for row in shape.table.rows for cell in row.cells]
    return lines


_READERS = {"docx": read_docx, "xlsx": read_xlsx, "pptx": read_pptx, "slides": read_slides}


def answer(question: dict[str, Any]) -> Any:
    match question["do"]:
        case "versions":
            return versions()
        case "rapidocr":
            return rapidocr(question["path"])
        case "heic":
            return heic(question["path"], question["tile"], question["preview"])
        case "make":
            kind = {"docx": make_docx, "xlsx": make_xlsx, "pptx": make_pptx}[question["kind"]]
            return kind(question["to"], question["seed"], question["mark"])
        case _:
            return _READERS[question["kind"]](question["path"])


def main() -> None:
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # libraries that print do not talk into the answers
    for line in sys.stdin:
        wall, cpu = time.perf_counter(), time.process_time()
        try:
            found, trouble = answer(json.loads(line)), ""
        except Exception as error:  # noqa: BLE001  whatever a peer raises is its answer
            found, trouble = None, f"{type(error).__name__}: {error}"[:200]
        spent = {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}
        out.write(json.dumps({"found": found, "trouble": trouble, **spent}, ensure_ascii=False) + "\n")
        out.flush()


if __name__ == "__main__":
    main()
