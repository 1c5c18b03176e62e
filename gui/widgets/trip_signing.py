"""The dialog that a journey's reports are asked for in: people and key once, and what identifies each thing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Signal

from checker.app.travel import Leg, Result
from checker.model.text import Text
from gui.choosing import Choosing
from gui.widgets.form import Form
from gui.widgets.tick import Tick

_TITLE = Text("出行检查：签名打包", "A journey: sign the package")
_HINT = Text(
    "每样东西一份报告，口令只输一次，打成一个压缩包。口令不保存。",
    "A report for each thing, with one entry of the passphrase, in one package. The passphrase is not kept.",
)
FIELDS: tuple[tuple[str, Text, bool], ...] = (
    ("unit", Text("单位", "Unit"), True),
    ("inspected", Text("出行人", "Who travels"), True),
    ("inspectors", Text("检查人（两人以“、”隔开）", "Inspectors (two, with a comma)"), True),
    ("department", Text("部门", "Department"), False),
)
_IDENTIFIERS = Text("{label} 的设备标识（三个以上，以“、”隔开）", "Identifiers of {label} (three or more, with commas)")
_SUCH_AS = Text("例如：序列号、串号、标签号；只留加盐摘要", "A serial, an IMEI, a label; only a hash is kept")
_INCOMPLETE = Text(
    "我知道：{missing} 样没查，{unknown} 项没有查清。照这样签名，包里会写明。",
    "I know: {missing} not checked, {unknown} not found out. Sign it so; the package says it.",
)
_SAY_SO = Text("没有查全：请先在上面打勾确认。", "It is not complete: tick the box above first.")
_SAVE, _ZIP = Text("压缩包保存到", "Save the package"), Text("压缩包 (*.zip)", "Package (*.zip)")
_NAME = Text("出行检查.zip", "journey.zip")


class TripSigning(Form):
    """`wanted`: words by field, identifiers by target, passphrase, package."""

    wanted = Signal(object, object, str, object)

    def __init__(self, filled: Mapping[str, str], choosing: Choosing, nameless: Sequence[Leg], result: Result) -> None:
        super().__init__(choosing, _TITLE, _HINT)
        self._targets = {f"identifiers {number}": leg.target for number, leg in enumerate(nameless)}
        for name, words, needed in FIELDS:
            self.add(name, words, filled.get(name, ""), needed=needed)
        for name, leg in zip(self._targets, nameless, strict=True):
            line = self.add(name, _IDENTIFIERS.filled(label=Text.name(leg.label)), "", needed=True)
            self._phrases.put(line.setPlaceholderText, _SUCH_AS)
        self.add_key(filled.get("key", ""))
        self.said = Tick()
        self._incomplete = bool(result.missing or result.unknown)
        if self._incomplete:
            words = _INCOMPLETE.filled(missing=result.missing, unknown=result.unknown)
            self._phrases.put(self.said.setText, words)
            self.must.add(None, self.said)
            self.said.toggled.connect(self.tell_lacking)
        self.complete()

    def unsaid(self) -> Text | None:
        return _SAY_SO if self._incomplete and not self.said.isChecked() else None

    def choose_pdf(self) -> Path | None:
        return self._choosing.place(_SAVE, _NAME.to(self._choosing.language), _ZIP, parent=self)

    def sign_now(self, pdf: Path) -> None:
        words = {name: word for name, word in self.words.items() if name not in self._targets}
        identifiers = {target: self.words[name] for name, target in self._targets.items()}
        self.wanted.emit(words, identifiers, self.passphrase.text(), pdf)
