"""Pages that others wrote and typeset: PDF documents of Debian packages, rendered, aged, and brought as cameras would.

    python -m benchmarks.documents.printed OUT SEED NUMBER PRINTED [--photographs FOLDER] [--side POINTS]

PRINTED is a folder that `fetched` filled. The pages are for training alone: the benchmark's own are made up or named
in real.toml. Papers and theses, letters, manuals and books in thirty languages; what a page is about plays no
part, so anything counts that has enough letters and stands upright.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
import sys
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
from PIL import Image, ImageDraw

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.documents import capture, real
from benchmarks.documents import foreign as papers
from benchmarks.documents.canvas import Page
from benchmarks.documents.capture import Pixels, Shot, Shown

_LANGUAGES = (
    *("arabic", "chinese", "cyrillic", "czechslovak", "english", "european", "french", "german"),
    *("greek", "italian", "japanese", "korean", "other", "polish", "portuguese", "spanish"),
)
PACKAGES = (
    "texlive-publishers-doc",
    "texlive-humanities-doc",
    "texlive-science-doc",
    "texlive-latex-base-doc",
    "texlive-latex-recommended-doc",
    *(f"texlive-lang-{name}" for name in _LANGUAGES),
    "installation-guide-amd64",
    "live-manual-pdf",
)
_OF_ONE = 2  # pages of one document
_FEWEST = 500  # letters on a page
_UPRIGHT = 0.6, 0.85  # width to height: what lies is a slide
_WAYS = (*capture.WAYS, "scan", "scan", "inside", "inside")


def fetched(folder: Path) -> None:
    """Unpack the packages with the documents into a folder: they are not installed."""
    real.fetched(folder, PACKAGES)


def listed(folder: Path) -> list[Path]:
    """A document of each content, as often as pages of it are wanted, in the order of their sums."""
    found = dict[str, Path]()
    for path in sorted(one for name in PACKAGES for one in (folder / name).rglob("*")):
        if path.name.lower().endswith((".pdf", ".pdf.gz")) and path.is_file() and path.stat().st_size < 20_000_000:
            digest = hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()
            for number in range(_OF_ONE):
                found.setdefault(f"{digest}{number}", path)
    order = sorted(found, key=lambda key: hashlib.md5(key.encode(), usedforsecurity=False).digest())
    return [found[key] for key in order]


def rendered(path: Path, chance: random.Random, tall: int) -> Page | None:
    """A page of a document that holds enough text, `tall` points high; None where three tries found none."""
    content = path.read_bytes()
    try:
        with pypdfium2.PdfDocument(gzip.decompress(content) if path.suffix == ".gz" else content) as document:
            for _ in range(3):
                page = document[chance.randrange(len(document))]
                wide, high = page.get_size()
                letters = len("".join(page.get_textpage().get_text_range().split()))
                if letters >= _FEWEST and _UPRIGHT[0] <= wide / high <= _UPRIGHT[1]:
                    return _page(page.render(scale=tall / high).to_pil().convert("RGB"))
    except (pypdfium2.PdfiumError, OSError, ValueError):
        return None
    return None


def _page(image: Image.Image) -> Page:
    page = Page(*image.size)
    page.image, page.draw = image, ImageDraw.Draw(image)
    page.kind = "printed"
    return page


# -- what time and readers do to paper --------------------------------------------------------------------------------


def aged(page: Page, chance: random.Random) -> Page:
    """Yellow paper, pale ink, the other side showing through, stains, lines drawn beside and under the text."""
    art = np.asarray(page.image, np.float32)
    noise = np.random.default_rng(chance.randint(0, 2**31))
    tall, wide = art.shape[:2]
    if chance.random() < 0.5:
        behind = np.clip(255 - cv2.GaussianBlur(art, (0, 0), 2.5), 0, 255)[:, ::-1]
        art -= behind * chance.uniform(0.05, 0.22)
    ink = chance.uniform(0, 90)
    art = ink + np.clip(art, 0, 255) * (255 - ink) / 255
    tint = np.array([1.0, chance.uniform(0.86, 1.0), chance.uniform(0.62, 0.97)]) * chance.uniform(0.75, 1.0)
    stains = cv2.resize(noise.random((6, 5), np.float32), (wide, tall), interpolation=cv2.INTER_CUBIC)
    grain = noise.normal(0, chance.uniform(0, 7), (tall, wide)).astype(np.float32)
    art = art * tint * (1 - chance.uniform(0, 0.25) * stains[:, :, None]) + grain[:, :, None]
    old = _page(Image.fromarray(np.clip(art, 0, 255).astype(np.uint8)))
    for _ in range(chance.choice([0, 0, 0, 4, 14])):
        y, x = chance.uniform(0.1, 0.9) * tall, chance.uniform(0.1, 0.6) * wide
        colour = chance.choice([(40, 40, 40), (30, 50, 160), (190, 30, 30)])
        end = x + chance.uniform(0.05, 0.35) * wide, y + chance.gauss(0, 3)
        old.draw.line((x, y, *end), fill=colour, width=chance.randint(1, 4))
    return old


def spread(first: Page, second: Page) -> Page:
    """Two facing pages of a book."""
    both = Image.new("RGB", (first.wide + second.wide, max(first.tall, second.tall)), "white")
    both.paste(first.image, (0, 0))
    both.paste(second.image, (first.wide, 0))
    shade = np.asarray(both, np.float32)
    across = np.abs(np.arange(both.width, dtype=np.float32) - first.wide) / (both.width * 0.05)
    return _page(Image.fromarray((shade * (1 - 0.5 * np.exp(-across))[None, :, None]).astype(np.uint8)))


def _cropped(page: Page, chance: random.Random) -> Page:
    """Without its margins, as who scans a book lays it."""
    dark = np.asarray(page.image.convert("L")) < 128
    rows, columns = np.flatnonzero(dark.any(1)), np.flatnonzero(dark.any(0))
    if rows.size == 0:
        return page
    free = int(page.wide * chance.uniform(0.0, 0.03))
    box = (columns[0] - free, rows[0] - free, columns[-1] + free, rows[-1] + free)
    inside = (max(0, box[0]), max(0, box[1]), min(page.wide, box[2]), min(page.tall, box[3]))
    return _page(page.image.crop(tuple(int(edge) for edge in inside)))


def shot(pages: list[Page], chance: random.Random, behind: list[Path], side: int | None) -> Shot:
    page = pages[0]
    if len(pages) > 1 and chance.random() < 0.1:
        page = spread(pages[0], pages[1])
    if chance.random() < 0.3:
        page = _cropped(page, chance)
    if chance.random() < 0.4:
        page = aged(page, chance)
    way = chance.choice(_WAYS)
    if way == "inside":
        page, way = papers.inside(chance, page), chance.choice(["inside", "scan", "scan", "phone screen"])
    return capture.captured(page, chance, way, behind, side)


def made(seed: int, folder: Path, number: int, sources: list[Path], behind: list[Path], side: int) -> Shown | None:
    """One picture of the page at a place in the list; None where that document has none that serves."""
    chance = random.Random(f"{seed} printed {number}")
    path = sources[number % len(sources)]
    found = [page for page in (rendered(path, chance, int(side * 1.5)) for _ in range(2)) if page is not None]
    if not found:
        return None
    one = shot(found, chance, behind, side)
    picture: Pixels = one.picture
    part = side / max(picture.shape[:2])
    if part < 1:
        picture = np.asarray(cv2.resize(picture, None, fx=part, fy=part, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    name = f"printed_{number:05d}.jpg"
    Image.fromarray(np.ascontiguousarray(picture[:, :, ::-1])).save(folder / name, quality=one.quality, subsampling=2)
    return Shown(name, 1, f"printed {path.name}", one.way)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("seed", type=int)
    parser.add_argument("number", type=int)
    parser.add_argument("printed", type=Path)
    parser.add_argument("--photographs", type=Path)
    parser.add_argument("--side", type=int, default=1000)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    sources, behind = listed(options.printed), capture.photographs(options.photographs, 0)
    tried = (made(options.seed, options.out, number, sources, behind, options.side) for number in range(options.number))
    shown = [one for one in tried if one is not None]
    lines = [json.dumps({name: getattr(one, name) for name in Shown.__slots__}, ensure_ascii=False) for one in shown]
    (options.out / "labels_0.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{len(shown)} pictures in {options.out}")


if __name__ == "__main__":
    main()
