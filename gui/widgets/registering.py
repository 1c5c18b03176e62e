"""The dialog that the register of media is asked for in: which unit, which three people, which key."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Signal

from checker.app.disposal_register import ONE_PERSON
from checker.model.text import Text
from gui.choosing import Choosing
from gui.widgets.form import Form

_TITLE = Text("介质销毁登记表", "Register of media wiped or destroyed")
_HINT = Text(
    "可以登记的介质都写进一张表，签名一次，每个介质附一张证明。口令只用这一次，不保存。",
    "All media that are ready go onto one form, signed once, with a certificate for each. The passphrase is used once "
    "and not kept.",
)
FIELDS: tuple[tuple[str, Text, bool], ...] = (
    ("unit", Text("单位", "Unit"), True),
    ("operator", Text("经办人", "Operator"), True),
    ("witness", Text("监销人", "Witness"), True),
    ("approver", Text("批准人", "Approved by"), True),
    ("department", Text("部门", "Department"), False),
    ("place", Text("地点", "Place"), False),
)
_SAVE, _PDF = Text("登记表保存到", "Save the register"), Text("登记表 (*.pdf)", "Register (*.pdf)")
_NAME = Text("介质销毁登记表.pdf", "register.pdf")


class Registering(Form):
    """`wanted`: words by field, key, passphrase, PDF."""

    wanted = Signal(object, str, str, object)

    def __init__(self, filled: Mapping[str, str], choosing: Choosing) -> None:
        super().__init__(choosing, _TITLE, _HINT)
        for name, words, needed in FIELDS:
            self.add(name, words, filled.get(name, ""), needed=needed)
        self.add_key(filled.get("key", ""))
        self.complete()

    def unsaid(self) -> Text | None:
        return ONE_PERSON if self.words["operator"] == self.words["witness"] else None

    def choose_pdf(self) -> Path | None:
        return self._choosing.place(_SAVE, _NAME.to(self._choosing.language), _PDF, parent=self)

    def sign_now(self, pdf: Path) -> None:
        self.wanted.emit(self.words, self.words["key"], self.passphrase.text(), pdf)
