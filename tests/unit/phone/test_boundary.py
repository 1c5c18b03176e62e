"""A phone full of what is nobody's business, and everything that goes over its cable in a whole inspection.

With MIJIAN_ADBD_PORT and MIJIAN_ADBD_ROOT set, a real adbd with Android's shell is asked, too.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest

import checker.probes
import checks
from checker.engine.catalog import Catalog
from checker.engine.consent import NEVER, READ
from checker.engine.inspect import inspect
from checker.knowledge.phone_places import phone_places
from checker.machine.machine import Machine
from checker.machine.phone.commands import ask
from checker.machine.phone.finder import door
from checker.machine.phone.transport import Device, Way
from checker.model.finding import Finding, State
from checker.model.policy import Policy
from checker.model.target import DeviceClass, Platform, Target
from tests.worlds.phone import GOOD
from tests.worlds.phone_peer import StandInPhone
from tests.worlds.wire import Tapped

TOKEN = "QXZJDECOY"
DECOYS = (
    "Tencent/MobileQQ/chatpic/chatimg/a1/{}.jpg",
    "Tencent/MobileQQ/diskcache/{}.jpg",
    "Tencent/MobileQQ/12345678/ptt/{}.amr",
    "Tencent/QQfile_recv/{}.docx",
    "Telegram/Telegram Images/{}.jpg",
    "Telegram/Telegram Documents/{}.pdf",
    "tencent/WeixinWork/1688850000/Image/{}.jpg",
    "tencent/MicroMsg/0123456789abcdef0123456789abcdef/image2/{}.jpg",
    "tencent/MicroMsg/wallet_images/{}.png",
    "Lark/cache/{}.jpg",
    "momo/users/{}.jpg",
    "DingTalk/{}.jpg",
    "WhatsApp/Media/{}.jpg",
    "SMSBackup/{}.txt",
    "SMSBackupRestore/{}.csv",
    "backups/sms/{}.txt",
    "backups/contacts/{}.csv",
    "mms/{}.jpg",
    "Huawei/Backup/contact/{}.txt",
    "MIUI/backup/AllBackup/20261120/{}.txt",
    "MIUI/sound_recorder/call_rec/{}.mp3",
    "Recordings/Call/{}.m4a",
    "Sounds/CallRecord/{}.amr",
    "Download/SMSBackup/{}.txt",
    "Documents/contacts/{}.csv",
    "DCIM/MicroMsg/{}.jpg",
    "Download/短信备份{}.txt",
    "Download/聊天记录{}.txt",
    "Documents/contacts-{}.csv",
    "Documents/{}通话记录.csv",
    "Download/.trashed-1799999999-sms{}.txt",
    "MIUI/sound_recorder/app_rec/{}.mp3",
    "Recordings/TPhoneCallRecords/{}.amr",
    "Recordings/PhoneCall/{}.amr",
    "Recordings/VoipRecord/{}.amr",
    "Recordings/通话录音@{}.m4a",
    "Recordings/Phone/{}.m4a",
    "Record/Record/phone/{}.amr",
    "Recordings/phone_call/{}.m4a",
    "Recordings/Phone recordings/{}.m4a",
    "Recordings/Tel/{}.wav",
    "Recordings/InCall/{}.m4a",
    "Recordings/ACRCalls/{}.m4a",
    "Recordings/CubeCallRecorder/All/{}.m4a",
    "Music/Recordings/Voice Call/{}.mp3",
    "录音/电话/{}.m4a",
    "录音/来电/{}.m4a",
    "Recorder/Recorded Calls/{}.m4a",
    "Download/messages-2026-11-01-{}.csv",
    "Documents/signal-2026-11-01-{}.backup",
    "Download/[LINE] Chat with {}.txt",
    "Documents/KakaoTalk_Chat_{}.txt",
    "Download/Call History {}.csv",
    "Download/10月通话详单{}.pdf",
    "Download/来电记录{}.csv",
    "DCIM/.thumbnails/{}.jpg",
    "Pictures/.thumbnails/{}.jpg",
    "Android/data/com.tencent.mm/MicroMsg/0123456789abcdef0123456789abcdef/image2/{}.jpg",
    "Android/media/com.whatsapp/WhatsApp/Media/WhatsApp Images/{}.jpg",
    "Android/.Trash/com.example/{}.jpg",
    "Android/obb/com.example/{}.txt",
    "{}.pdf",
)
OPEN = (
    "DCIM/Camera/open1.txt",
    "Pictures/WeiXin/open2.txt",
    "Pictures/QQ/open3.txt",
    "Download/open4.txt",
    "Documents/open5.txt",
    "CamScanner/open6.txt",
    "tencent/MicroMsg/WeiXin/open7.txt",
    "Download/open8.html",
    "Documents/open9.docm",
    "Documents/no ending",
    "Documents/单位通讯录.docx",
    "Documents/messages to the staff.txt",
)
FILES = ("photos.walk", "papers", "recordings", "storage.open", "trash", "photos.index")


def _filled(sdcard: Path) -> None:
    for number, decoy in enumerate(DECOYS):
        path = sdcard / decoy.format(f"{TOKEN}{number}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{TOKEN} 机密★10年\n", "utf-8")
    for number, name in enumerate(OPEN):
        path = sdcard / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"shared {number}\n", "utf-8")


@pytest.fixture
def stand_in(phone: Callable[..., StandInPhone]) -> tuple[int, Path]:
    peer = phone(answers={name: text for name, text in GOOD.items() if name not in FILES})
    return peer.port, peer.root / "sdcard"


@pytest.fixture
def real() -> Iterator[tuple[int, Path]]:
    if not {"MIJIAN_ADBD_PORT", "MIJIAN_ADBD_ROOT"} <= os.environ.keys():
        pytest.skip("no real adbd was given (MIJIAN_ADBD_PORT, MIJIAN_ADBD_ROOT)")
    sdcard = Path(os.environ["MIJIAN_ADBD_ROOT"]) / "sdcard"
    before = {path.name for path in sdcard.iterdir()}
    yield int(os.environ["MIJIAN_ADBD_PORT"]), sdcard
    for path in sdcard.iterdir():
        if path.name not in before:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


@pytest.fixture(params=["stand_in", "real"])
def there(request: pytest.FixtureRequest) -> tuple[int, Path]:
    port, sdcard = request.getfixturevalue(request.param)
    _filled(sdcard)
    return port, sdcard


def _inspected(port: int, folder: Path) -> dict[str, Finding]:
    catalog = Catalog().add(checker.probes).add(checks)
    wanted = [check for check in catalog.checks.values() if Platform.ANDROID in check.platforms]
    source = door(Device(f"127.0.0.1:{port}", "", None, Way.PORT), folder)
    real = source.answer
    source.answer = lambda verb, arguments, stop: 0 if verb == "processors" else real(verb, arguments, stop)  # type: ignore[method-assign]
    source._patience = 600  # a busy computer is no phone that hangs
    source.open(Event())
    try:
        target = Target("android-1", Platform.ANDROID, "phone", DeviceClass.PHONE)
        story = inspect(target, Machine(source), wanted, catalog.readers, Policy())
        return {one.check_id: one for one in story if one.state.final}
    finally:
        source.close()


def _updates_access_times(folder: Path) -> bool:
    os.utime(folder, (1, 2))
    os.listdir(folder)
    return folder.stat().st_atime != 1


def test_nothing_beside_the_shared_collections_is_opened_listed_or_named(
    there: tuple[int, Path], tmp_path: Path
) -> None:
    port, sdcard = there
    ours = (sdcard / "DCIM", sdcard / "Pictures", sdcard / "Download", sdcard / "Documents", sdcard / "CamScanner")
    ours += (sdcard / "tencent" / "MicroMsg" / "WeiXin", sdcard / "MIUI" / "sound_recorder", sdcard / "Recordings")
    ours += tuple(sdcard / name for name in ("Sounds", "Record", "Recorder", "录音", "Music/Recordings"))
    closed = [
        path
        for path in (sdcard, *sdcard.rglob("*"))
        if path.is_dir() and not any(path == one or one in path.parents for one in ours)
    ]
    closed += [path.parent for path in sdcard.rglob(f"*{TOKEN}*") if path.parent not in ours]
    told = _updates_access_times(sdcard / "DCIM")
    for path in closed:
        os.utime(path, (1, 2))  # a folder that is listed is given a new time of access
    with Tapped(port) as wire:
        findings = _inspected(wire.port, tmp_path)
        heard = wire.heard
    if told:
        assert [path for path in closed if path.stat().st_atime != 1] == []
    assert TOKEN.encode() not in heard
    assert all(f"shared {number}".encode() in heard for number in range(len(OPEN)))
    photos = findings["phone.marked_photos"]
    assert photos.coverage is not None
    assert phone_places().beside.reason.zh in photos.coverage.sentence.zh
    # The real adbd has no Android behind it that would say who is on the phone.
    assert photos.state in (State.PASSED, State.COULD_NOT_CHECK)


def test_the_consent_page_names_every_place_and_what_is_beside() -> None:
    read, never = " ".join(one.zh for one in READ), " ".join(one.zh for one in NEVER)
    assert all(group.label.zh in read for group in phone_places().group)
    assert phone_places().beside.label.zh in never


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("apps.use", ("相机", "麦克风", "定位", "camera", "microphone", "location")),
        ("app.path", ("安装包", "签名", "signed", "package file")),
        ("left.tmp", ("/data/local/tmp",)),
    ],
)
def test_what_is_read_beside_settings_and_files_is_said_before_it_is(command: str, words: tuple[str, ...]) -> None:
    assert ask(command, user=0, of="", package="com.example.notes").text
    page = (Path(__file__).parents[3] / "docs" / "PHONE.md").read_text("utf-8")
    for text in ("\n".join(f"{one.zh}\n{one.en}" for one in READ), page):
        assert [word for word in words if word not in text] == []


def test_the_page_on_phones_is_made_from_the_same_table() -> None:
    import importlib.util

    script = Path(__file__).parents[3] / "packaging" / "phone_places_page.py"
    found = importlib.util.spec_from_file_location("phone_places_page", script)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    text = module.PAGE.read_text("utf-8")
    assert module.page(text) == text, "python packaging/phone_places_page.py writes it anew"
