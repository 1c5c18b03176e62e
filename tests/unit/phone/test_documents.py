"""The stand-in phone's photos through the document engine: what crosses the cable, and what comes of it."""

from __future__ import annotations

import io
import os
import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pylopdf_fonts_zh_cn
import pytest
from PIL import Image, ImageDraw, ImageFont

import checker.probes
import checks
from checker.engine.catalog import Catalog
from checker.engine.inspect import inspect
from checker.facts.content.marking import Bucket
from checker.facts.phone.documents import PhoneDocuments
from checker.machine.answers import Output
from checker.machine.machine import Machine
from checker.machine.phone.link import Link
from checker.machine.phone.troubles import SENTENCES, Trouble
from checker.model.cause import Cause
from checker.model.coverage import Extent, Unit
from checker.model.policy import Documents, Policy
from checker.model.target import DeviceClass, Platform, Target
from checker.model.unreadable import Unreadable
from checker.probes.android import documents, leftovers
from checker.probes.android.documents import Listing, PhoneFiles, indexed, phone_documents
from checker.probes.android.leftovers import telling_names, walked
from tests.unit.content import papers
from tests.unit.phone.test_source import _door
from tests.worlds.phone import GOOD, changed, listing
from tests.worlds.phone_peer import StandInPhone

Phone = Callable[..., StandInPhone]
FONT = next(Path(pylopdf_fonts_zh_cn.__file__).parent.rglob("*Sans*.[ot]tf"))
ANSWERS = {
    name: text for name, text in GOOD.items() if name not in ("photos.walk", "papers", "recordings", "storage.open")
}


def _paper(text: str) -> bytes:
    """A scan of a paper, larger than the engine takes at once."""
    page = Image.effect_noise((2480, 3508), 24).convert("RGB").point(lambda value: min(255, value + 110))
    draw = ImageDraw.Draw(page)
    draw.text((1780, 180), text, "black", ImageFont.truetype(str(FONT), 90))
    draw.text((620, 520), "某某单位文件", "red", ImageFont.truetype(str(FONT), 200))
    body = ImageFont.truetype(str(FONT), 64)
    for line in range(28):
        draw.text((300, 1000 + line * 82), "关于做好有关工作的通知要求如下请遵照执行认真落实", "black", body)
    held = io.BytesIO()
    page.save(held, "JPEG", quality=88)
    return held.getvalue()


def _view(seed: int, side: int = 1600) -> bytes:
    """A photograph of nothing in particular, with the small picture in front that cameras put there."""
    maker = random.Random(seed)
    small = Image.new("RGB", (3, 2))
    small.putdata([(maker.randrange(256), maker.randrange(256), maker.randrange(256)) for _ in range(6)])
    picture = small.resize((side, side * 3 // 4), Image.Resampling.BICUBIC)
    grain = np.random.default_rng(seed).normal(128, 40, picture.size[::-1])  # Pillow's own noise has no seed
    noise = Image.fromarray(grain.clip(0, 255).astype(np.uint8)).convert("RGB")
    picture = Image.blend(picture, noise, 0.3)
    thumb = io.BytesIO()
    picture.resize((160, 120)).save(thumb, "JPEG")
    exif = Image.Exif()
    held = io.BytesIO()
    picture.save(held, "JPEG", quality=95, exif=_with_preview(exif, thumb.getvalue()))
    return held.getvalue()


def _with_preview(exif: Image.Exif, preview: bytes) -> bytes:
    """Exif with a thumbnail in its second directory, written by hand: Pillow writes none."""
    head = b"II*\0\x08\0\0\0" + b"\0\0" + (14).to_bytes(4, "little")
    start = 14 + 2 + 2 * 12 + 4
    entries = (
        b"\x02\0"
         b"\x01\x02\x04\0\x01\0\0\0" + start.to_bytes(4, "little")
        + b"\x02\x02\x04\0\x01\0\0\0" + len(preview).to_bytes(4, "little")
        + bytes(4)
    )  # fmt: skip
    return b"Exif\0\0" + head + entries + preview


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Bytes of files that crossed the cable, and round trips."""
    count = {"whole": 0, "parts": 0, "trips": 0}
    pull, ranges = Link.pull_many, Link.read_ranges

    def pull_many(link: Link, paths: object, sink: Callable[[int, bytes], None], limit: int) -> object:
        def take(index: int, piece: bytes) -> None:
            count["whole"] += len(piece)
            sink(index, piece)

        count["trips"] += 1
        return pull(link, paths, take, limit)  # type: ignore[arg-type]

    def read_ranges(link: Link, parts: object) -> object:
        found = ranges(link, parts)  # type: ignore[arg-type]
        count["parts"] += sum(len(one or b"") for one in found)
        count["trips"] += 1
        return found

    monkeypatch.setattr(Link, "pull_many", pull_many)
    monkeypatch.setattr(Link, "read_ranges", read_ranges)
    return count


def _searched(peer: StandInPhone, folder: Path, documents: Documents | None = None) -> PhoneDocuments:
    source = _door(peer, folder)
    real = source.answer
    source.answer = lambda verb, arguments, stop: 0 if verb == "processors" else real(verb, arguments, stop)  # type: ignore[method-assign]
    machine = Machine(source)
    machine.policy = Policy(documents=documents or Documents())
    try:
        return phone_documents(machine)
    finally:
        source.close()


def test_a_marked_paper_is_found_and_a_view_does_not_cross_the_cable(
    phone: Phone, tmp_path: Path, sent: dict[str, int]
) -> None:
    peer = phone(answers=ANSWERS)
    camera = peer.root / "sdcard" / "DCIM" / "Camera"
    camera.mkdir(parents=True)
    views = [_view(10, side) for side in (3000, 2900, 2800)]
    for number, view in enumerate(views):
        (camera / f"IMG_2026110{number}.jpg").write_bytes(view)
    paper = _paper("机密★10年")
    assert min(map(len, (paper, *views))) > 1 << 20
    (camera / "IMG_会议纪要.jpg").write_bytes(paper)
    chat = peer.root / "sdcard" / "Android" / "data" / "com.tencent.mm" / "MicroMsg"
    chat.mkdir(parents=True)
    (chat / "x.jpg").write_bytes(paper)
    found = _searched(peer, tmp_path)
    assert (found.files, found.photos, found.coverage.complete) == (4, 4, True)
    assert [(one.marking.bucket, one.marking.level) for one in found.found] == [(Bucket.MARKED, "机密")]
    assert found.found[0].label.startswith("DCIM/Camera/IM….jpg ")
    assert "会议" not in str(found)
    assert sent["whole"] == len(paper)
    assert sent["parts"] == 4 * (192 << 10)
    assert sent["trips"] == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["phone", "phone-key.pem"]


def test_many_small_files_come_together(phone: Phone, tmp_path: Path, sent: dict[str, int]) -> None:
    peer = phone(answers=ANSWERS)
    folder = peer.root / "sdcard" / "Documents"
    folder.mkdir()
    (peer.root / "sdcard" / "DCIM").mkdir()
    for number in range(70):
        (folder / f"{number}.txt").write_text("去买菜\n", "utf-8")
    (folder / "a\nb'\"😀.txt").write_text("秘密★1年\n", "utf-8")
    os.rename(folder / "0.txt", os.fsencode(folder) + b"/\xff.txt")
    found = _searched(peer, tmp_path)
    assert found.files == 71
    assert len(found.found) == 1
    assert found.coverage.complete
    assert sent["trips"] == 1


@pytest.mark.parametrize(
    ("name", "content", "marked", "whole"),
    [
        ("a.zip", papers.zipped({"b.txt": "机密★10年\n某某通知\n".encode()}), True, True),
        ("a.docm", papers.docx("机密★10年"), True, True),
        ("a.html", "<html><body>机密★10年<p>某某通知</html>".encode(), True, True),
        ("a.文件", papers.docx("机密★10年"), True, True),
        ("a", "机密★10年\n某某通知\n".encode(), True, True),
        ("a.tif", b"II*\0" + bytes(200), False, False),
        ("a.rar", b"Rar!\x1a\x07\x01\x00" + bytes(200), False, False),
        ("a.7z", b"7z\xbc\xaf\x27\x1c\0\x04" + bytes(200), False, False),
        ("a.xlsm", b"PK\x03\x04" + bytes(400), False, False),
    ],
)
def test_a_file_of_any_ending_is_read_or_said_to_be_unread(
    name: str, content: bytes, marked: bool, whole: bool, phone: Phone, tmp_path: Path
) -> None:
    peer = phone(answers=ANSWERS)
    (peer.root / "sdcard" / "DCIM").mkdir()
    (peer.root / "sdcard" / "Download").mkdir()
    (peer.root / "sdcard" / "Download" / name).write_bytes(content)
    found = _searched(peer, tmp_path)
    assert bool(found.found) is marked
    assert found.coverage.complete is whole


@pytest.mark.parametrize(
    "member",
    [
        "WeChat Files/wxid_a1/Msg/a.txt",
        "备份\\\\MicroMsg\\\\a.txt",
        "短信备份.txt",
        "Thunderbird/a.txt",
        "contacts.txt",
    ],
)
def test_what_is_shut_by_name_stays_shut_in_an_archive(member: str, phone: Phone, tmp_path: Path) -> None:
    peer = phone(answers=ANSWERS)
    (peer.root / "sdcard" / "DCIM").mkdir()
    (peer.root / "sdcard" / "Download").mkdir()
    text = "机密★10年\n某某通知\n".encode()
    inner = papers.zipped({member: text})
    (peer.root / "sdcard" / "Download" / "a.zip").write_bytes(papers.zipped({member: text, "b.zip": inner}))
    found = _searched(peer, tmp_path)
    assert (found.found, found.excluded) == ((), 2)


@pytest.mark.parametrize("name", ["a.mp4", "a.apk", "a.m4a", "a.eml", "a.vcf"])
def test_films_packages_sounds_mail_and_cards_do_not_cross_the_cable(
    name: str, phone: Phone, tmp_path: Path, sent: dict[str, int]
) -> None:
    peer = phone(answers=ANSWERS)
    (peer.root / "sdcard" / "DCIM").mkdir()
    (peer.root / "sdcard" / "Download").mkdir()
    (peer.root / "sdcard" / "Download" / name).write_bytes("机密★10年".encode())
    assert _searched(peer, tmp_path).files == 0
    assert sent == {"whole": 0, "parts": 0, "trips": 0}


def test_no_more_than_the_policy_says_and_that_is_said(phone: Phone, tmp_path: Path) -> None:
    peer = phone(answers=ANSWERS)
    (peer.root / "sdcard" / "DCIM").mkdir()
    for number in range(9):
        path = peer.root / "sdcard" / "DCIM" / f"{number}.txt"
        path.write_text("x", "utf-8")
        os.utime(path, (number, number))
    found = _searched(peer, tmp_path, Documents(most_files=4))
    assert found.files == 4
    [left] = found.coverage.unknown
    assert (left.cause, left.number) == (Cause.BEYOND_LIMIT, 5)


def test_a_file_that_changes_size_is_not_passed(phone: Phone, tmp_path: Path) -> None:
    answers = {**ANSWERS, "papers": listing("/sdcard/DCIM/a.txt", size=99), "storage.open": GOOD["storage.open"]}
    peer = phone(answers=answers)
    (peer.root / "sdcard" / "DCIM").mkdir()
    (peer.root / "sdcard" / "DCIM" / "a.txt").write_text("short", "utf-8")
    assert not _searched(peer, tmp_path).coverage.complete


def test_no_more_is_held_than_two_round_trips_bring(phone: Phone, tmp_path: Path) -> None:
    answers = {**GOOD, "papers": b"".join(listing(f"/sdcard/DCIM/{number}.pdf", size=900_000) for number in range(80))}
    peer = phone(answers=answers)
    (peer.root / "sdcard" / "DCIM").mkdir()
    for number in range(80):
        (peer.root / "sdcard" / "DCIM" / f"{number}.pdf").write_bytes(bytes(900_000))
    source = _door(peer, tmp_path)
    machine = Machine(source)
    files = PhoneFiles(machine, Listing(machine), 1000)
    held = 0
    for item in files.items():
        assert len(files.part(item.path, 0, item.size)) == 900_000
        held = max(held, sum(len(one[0]) for one in files._near.values() if isinstance(one, tuple)))
    source.close()
    assert 0 < held <= 16 << 20


ROW = b"Row: %d _id=%d, _size=%d, width=1, height=1, date_modified=9, datetaken=NULL, _data=%s\n"


def test_the_index_row_by_row_whatever_the_names() -> None:
    names = [
        b"/storage/emulated/0/DCIM/a, _data=b.jpg",
        b"/storage/emulated/0/x\ny\xff.jpg",
        b"/storage/AB12-34CD/c.jpg",
    ]
    printed = b"".join(ROW % (number, number + 1, 5, name) for number, name in enumerate(names))
    assert [one.path for one in indexed(printed)] == [
        "/sdcard/DCIM/a, _data=b.jpg",
        "/sdcard/x\ny\udcff.jpg",
        "/storage/AB12-34CD/c.jpg",
    ]
    assert list(indexed(b"No result found.\n")) == []
    for strange in (b"", b"Error while accessing provider:media\n", b"x\n" + printed, ROW % (0, 1, 5, b"relative")):
        with pytest.raises(Unreadable):
            list(indexed(strange))


def test_photos_of_everybody_are_looked_at_and_whoever_is_closed_to_us_is_named() -> None:
    answers = {
        **GOOD,
        "users": "Users:\nuser 0 4c13 running\nuser 10 410 running\nuser 150 10061030 running\n",
        "photos.walk": listing("/sdcard/DCIM/a.jpg"),
        "storage.open@10": "/storage/emulated/10/\n/storage/emulated/10/DCIM\n",
        "photos.walk@10": listing("/storage/emulated/10/DCIM/b.jpg", "/storage/emulated/10/Telegram/c.jpg"),
        "papers@10": b"",
        "photos.index@10": "No result found.\n",
        "storage.open@150": Output(b"ls: /storage/emulated/150/: Permission denied\n", 1),
    }
    found = Listing.of_everybody(changed(answers).machine())
    assert sorted(found.files) == ["/sdcard/DCIM/a.jpg", "/storage/emulated/10/DCIM/b.jpg"]
    [left] = found.coverage.unknown
    assert "安全文件夹" in left.why.zh
    assert not found.coverage.complete


def test_index_and_walk_complete_each_other(phone: Phone, tmp_path: Path) -> None:
    walk = listing("/sdcard/DCIM/a.jpg", "/sdcard/DCIM/.trashed-1-b.jpg")
    rows = ROW % (0, 1, 1000, b"/storage/emulated/0/DCIM/a.jpg") + ROW % (1, 2, 7, b"/storage/AB12-34CD/DCIM/c.jpg")
    rows += ROW % (2, 3, 7, b"/storage/emulated/0/Android/media/com.whatsapp/x.jpg")
    source = _door(phone(answers={**GOOD, "photos.walk": walk, "photos.index": rows}), tmp_path)
    found = Listing(Machine(source))
    source.close()
    assert sorted(found.files) == [
        "/sdcard/DCIM/.trashed-1-b.jpg",
        "/sdcard/DCIM/a.jpg",
        "/storage/AB12-34CD/DCIM/c.jpg",
    ]
    assert (found.indexed, found.closed, found.coverage.complete) == (3, 1, True)


@pytest.mark.parametrize("index", [b"java.lang.SecurityException: no\n", b"Invalid column is_trashed\n"])
def test_without_the_index_the_walk_is_enough(index: bytes, phone: Phone, tmp_path: Path) -> None:
    source = _door(
        phone(answers={**GOOD, "photos.walk": listing("/sdcard/DCIM/a.jpg"), "photos.index": index}), tmp_path
    )
    found = Listing(Machine(source))
    source.close()
    assert (found.indexed, list(found.files), found.coverage.complete) == (None, ["/sdcard/DCIM/a.jpg"], True)


@pytest.mark.parametrize(
    ("printed", "open_"),
    [
        ("/sdcard/\n/sdcard/DCIM\n", True),
        ("ls: /sdcard/DCIM: No such file or directory\n/sdcard/\n/sdcard/Download\n", True),
        ("ls: /sdcard/DCIM: No such file or directory\n/sdcard/\n", False),
        ("ls: /sdcard/: Permission denied\n", False),
        ("", False),
    ],
)
def test_storage_that_is_not_open_yet_is_not_an_empty_one(
    printed: str, open_: bool, phone: Phone, tmp_path: Path
) -> None:
    answers = {**GOOD, "storage.open": Output(printed.encode(), 0 if open_ else 1)}
    source = _door(phone(answers=answers), tmp_path)
    if open_:
        assert walked(Machine(source), "photos.walk") == ((), True)
    else:
        with pytest.raises(Unreadable):
            walked(Machine(source), "photos.walk")
    source.close()


def test_an_album_beyond_measure_is_no_broken_rule(
    phone: Phone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leftovers, "FILES", 10)
    monkeypatch.setattr(documents, "FILES", 10)
    walk = listing(*(f"/sdcard/DCIM/{number}.jpg" for number in range(11)))
    rows = b"".join(ROW % (n, n, 5, b"/storage/emulated/0/DCIM/%d.jpg" % n) for n in range(11))
    source = _door(phone(answers={**GOOD, "photos.walk": walk, "photos.index": rows}), tmp_path)
    found = Listing(Machine(source))
    source.close()
    assert (len(found.files), found.indexed) == (10, None)
    assert [left.reason for left in found.coverage.unknown] == [SENTENCES[Trouble.TOO_LONG][0]]


def test_a_phone_whose_find_knows_names_only_is_walked_all_the_same(phone: Phone, tmp_path: Path) -> None:
    """Android 9 and older: ``find`` ends over -printf and prints nothing."""
    none = Output(b"", 1)
    answers = {**GOOD, "photos.walk": none, "papers": none, "recordings": none}
    peer = phone(answers=answers)
    camera = peer.root / "sdcard" / "DCIM" / "Camera"
    camera.mkdir(parents=True)
    (camera / "a\nb.jpg").write_bytes(b"1234567")
    chat = peer.root / "sdcard" / "tencent" / "MicroMsg" / ("0" * 32) / "image2"
    chat.mkdir(parents=True)
    (chat / "x.jpg").write_bytes(b"1")
    saved = peer.root / "sdcard" / "Download" / "QQ"
    received = saved.parent / "QQfile_recv"
    for folder in (saved, received):
        folder.mkdir(parents=True)
        (folder / "内部文件.docx").write_bytes(b"12")
    source = _door(peer, tmp_path)
    machine = Machine(source)
    found = Listing(machine)
    (sound, whole), fact = walked(machine, "recordings"), telling_names(machine)
    source.close()
    assert {one.path: one.size for one in found.files.values()} == {
        "/sdcard/DCIM/Camera/a\nb.jpg": 7,
        "/sdcard/Download/QQ/内部文件.docx": 2,
    }
    assert found.files["/sdcard/DCIM/Camera/a\nb.jpg"].modified > 1_700_000_000
    assert (found.closed, found.coverage.complete) == (0, True)
    assert (sound, whole) == ((), True)
    assert (fact.words, fact.coverage.complete) == ((("内部文件", 1),), True)


def test_twenty_thousand_photos_are_listed(phone: Phone, tmp_path: Path) -> None:
    walk = b"".join(b"3000000\t17%08d.5\t/sdcard/DCIM/Camera/IMG_%05d.jpg\0" % (n, n) for n in range(20_000))
    rows = b"".join(ROW % (n, n, 3_000_000, b"/storage/emulated/0/DCIM/Camera/IMG_%05d.jpg" % n) for n in range(20_000))
    source = _door(phone(answers={**GOOD, "photos.walk": walk, "photos.index": rows}), tmp_path)
    found = Listing(Machine(source))
    source.close()
    assert (len(found.files), found.indexed) == (20_000, 20_000)


def test_a_check_of_two_facts_counts_everybody_once() -> None:
    answers = {
        **GOOD,
        "users": "Users:\nuser 0 4c13 running\nuser 10 410 running\n",
        "storage.open@10": "/storage/emulated/10/\n/storage/emulated/10/DCIM\n",
        "photos.walk@10": b"",
        "papers@10": b"",
        **{f"{name}@10": answer for name, answer in GOOD.items() if name.startswith("apps.")},
    }
    catalog = Catalog().add(checker.probes).add(checks)
    check = catalog.checks["phone.scan_exports"]
    target = Target("android-1", Platform.ANDROID, "phone", DeviceClass.PHONE)
    story = inspect(target, changed(answers).machine(), [check], catalog.readers, Policy())
    [finding] = [one for one in story if one.state.final]
    assert finding.coverage is not None
    assert Extent(Unit.ACCOUNTS, 2, 2) in finding.coverage.extents
