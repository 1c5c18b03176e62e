"""The pictures that show a phone, for `make`: seen, asked about, waited for, done, by questions.

The phone is the stand-in of the tests; the engine and its checks are the real ones.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import make  # beside this file
from PySide6.QtWidgets import QApplication

from checker.machine.phone.transport import Device, Way
from checker.machine.phone.troubles import Trouble
from checker.model.text import Language
from gui.look import Look
from gui.window import Window
from tests.gui.phones import ToyPhones
from tests.gui.toys import ToySession
from tests.worlds.phone import GOOD, details, properties
from tests.worlds.phone_peer import Faults, StandInPhone

_PORT = 15717  # its last signs are on the pictures
_CHAT = "com.tencent.mm"
_ANSWERS = {
    **GOOD,
    "properties": properties(ro__crypto__state="unencrypted"),
    "apps.third": "".join(f"package:{name}  installer=com.xiaomi.market\n" for name in ("com.example.notes", _CHAT)),
    f"app.details {_CHAT}": details(_CHAT, granted=("ACCESS_FINE_LOCATION",)),
}


def shoot(app: QApplication, look: Look, language: Language, folder: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        _shoot(app, look, language, Path(name), folder)


def _shoot(app: QApplication, look: Look, language: Language, here: Path, folder: Path) -> None:
    (here / "phone" / "sdcard" / "DCIM").mkdir(parents=True)
    with StandInPhone(here / "phone", secure=True, answers=_ANSWERS, port=_PORT, faults=Faults(answer="never")) as peer:
        phones = ToyPhones(
            here / "store",
            (
                Device(f"127.0.0.1:{_PORT}", "Xiaomi 13", None, Way.PORT),
                Device("usb-1-3", "HONOR", Trouble.CHARGE_ONLY, Way.USB),
                Device("usb-1-4", "iPhone", Trouble.IPHONE, Way.USB),
            ),
        )
        window = make._window(app, look, language, 100, ToySession(phones=phones))
        controller = window.controller
        page, buttons = controller.phone.page, controller.devices.phones

        def shot(name: str) -> None:
            make._wait(app, lambda: True)
            window.grab().save(str(folder / f"{name}-{language.value}.png"), "PNG", 1)

        make._wait(app, lambda: len(buttons.buttons) == 3)
        shot("phones")
        buttons.buttons[0].click()
        page.name.setText("王建国")
        window.resize(1000, 1050)  # all of it in one picture
        shot("phone-consent")
        window.resize(1000, 760)
        page.agree.click()
        make._wait(app, lambda: "USB" in page.step.text())
        shot("phone-waiting")
        controller.phone.stop()
        peer.faults.answer = "yes"
        buttons.buttons[0].click()
        page.name.setText("王建国")
        page.agree.click()
        make._wait(app, lambda: controller.page is controller.result)
        shot("phone-result")
        controller.escape()
        _ended(app, window)
        shot("phone-end")
        window.resize_text(200)
        shot("phone-end-200")
        window.resize_text(100)
        controller.phone.end_page.finish.click()
        buttons.buttons[-1].click()
        page.name.setText("王建国")
        page.agree.click()
        make._wait(app, lambda: controller.page is controller.result)
        shot("phone-sheet")
        make.gone(window)


def _ended(app: QApplication, window: Window) -> None:
    make._wait(app, lambda: window.controller.page is window.controller.phone.end_page)
