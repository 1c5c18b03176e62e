"""Typeset pages for training: which documents and pages serve, and what is made of them."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from benchmarks.documents import printed
from tests.unit.content import papers

TEXT = "\n".join(f"{number} the quick brown fox jumps over the lazy dog" for number in range(24))


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / printed.PACKAGES[0] / "usr" / "share"
    folder.mkdir(parents=True)
    content = papers.pdf(TEXT)  # names the second in which it was made
    (folder / "a.pdf").write_bytes(content)
    (folder / "same.pdf").write_bytes(content)
    (folder / "few.pdf").write_bytes(papers.pdf("few letters"))
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 no")
    other = tmp_path / "another-package"
    other.mkdir()
    (other / "b.pdf").write_bytes(papers.pdf(TEXT + "!"))
    return tmp_path


def test_each_document_of_the_named_packages_is_listed_once(documents: Path) -> None:
    listed = printed.listed(documents)
    assert sorted({path.name for path in listed}) == ["a.pdf", "broken.pdf", "few.pdf"]
    assert len(listed) == 3 * 2
    assert listed == printed.listed(documents)


def test_a_page_with_enough_letters_is_taken_and_no_other(documents: Path) -> None:
    paths = {path.name: path for path in printed.listed(documents)}
    page = printed.rendered(paths["a.pdf"], random.Random(1), 900)
    assert page is not None
    assert page.tall == pytest.approx(900, abs=1)
    assert np.asarray(page.image).min() < 100
    assert printed.rendered(paths["few.pdf"], random.Random(1), 900) is None
    assert printed.rendered(paths["broken.pdf"], random.Random(1), 900) is None


def test_the_same_seed_makes_the_same_picture(documents: Path, tmp_path: Path) -> None:
    sources = [one for one in printed.listed(documents) if one.name == "a.pdf"]
    made = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        shown = [printed.made(5, tmp_path / name, number, sources, [], 400) for number in range(4)]
        assert all(one is not None and one.doc == 1 for one in shown)
        made.append([(tmp_path / name / one.file).read_bytes() for one in shown if one is not None])
    assert made[0] == made[1]
    assert len(set(made[0])) == 4


def test_old_paper_is_darker_and_two_pages_lie_side_by_side(documents: Path) -> None:
    path = next(path for path in printed.listed(documents) if path.name == "a.pdf")
    page = printed.rendered(path, random.Random(1), 600)
    assert page is not None
    assert np.asarray(printed.aged(page, random.Random(2)).image).mean() < np.asarray(page.image).mean()
    both = printed.spread(page, page)
    assert (both.wide, both.tall) == (2 * page.wide, page.tall)
    assert isinstance(both.image, Image.Image)
