"""What a scan of a medium came to, card by card: verdict, map, markings, finds, what to do, what was not checked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from checker.app import medium
from checker.app.medium import Find, Residue, no_finds, not_checked
from checker.model.text import Language, Text
from gui.models.grid import Grid
from gui.models.medium import COLUMNS, TONES, plan, plan_of, rows
from gui.states import Tone
from gui.widgets.labels import Label
from gui.widgets.map import MediumMap
from gui.widgets.phrases import Phrases
from gui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from checker.app.medium import Scanned

_MARKS = Text("文件里的密级标志", "Secrecy markings in files")
_SHOWN = 20
_MAP = Text("介质地图", "Map of the medium")
_FOUND = Text("找到的文件（按类型）", "What was found, by kind")
_BIN = Text("回收站里还有 {count} 个文件。", "Files still in recycle bins: {count}.")
_TRACED, _NOT_SEEN, _TO_DO = (
    Text("值得注意的迹象", "Signs that are worth a look"),
    Text("没有检查的", "Not checked"),
    Text("怎么办", "What to do"),
)


class MediumResult(QWidget):
    def __init__(self, phrases: Phrases) -> None:
        super().__init__()
        self._phrases = phrases
        self._tone = Tone.QUIET
        self._verdict = Label(role="title")
        self.map, self.finds = MediumMap(), Grid(COLUMNS)
        self._bins, self._empty, self._kinds = Label(), Label(role="quiet"), Label(role="quiet")
        self._unsorted, self._fates = Label(), Label(role="quiet")
        self._sheet = Sheet(self.finds)
        self._traces, self._unseen, self._steps = Label(), Label(), Label()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 0, 0)
        box.setSpacing(12)
        self._verdict_card = self._card(None, self._verdict)
        self._map_card = self._card(_MAP, self.map, self._fates)
        self._found_card = self._card(_FOUND, self._sheet, self._empty, self._unsorted, self._bins, self._kinds)
        self._content = Label()
        self._content_card = self._card(_MARKS, self._content)
        self._traces_card = self._card(_TRACED, self._traces)
        self._unseen_card = self._card(_NOT_SEEN, self._unseen)
        self._steps_card = self._card(_TO_DO, self._steps)
        self._cards = (
            self._verdict_card,
            self._map_card,
            self._content_card,
            self._found_card,
            self._steps_card,
            self._unseen_card,
            self._traces_card,
        )
        for card in self._cards:
            box.addWidget(card)
        self._phrases.put(self._sheet.setAccessibleName, _FOUND)
        self._phrases.put(self.map.setAccessibleName, _MAP)

    def put(self, cells: bytes, finds: Sequence[Find]) -> None:
        """A scan is on its way: the map alone."""
        self.map.load(plan(cells, finds))
        self._fates.hide()
        self._parts(map_alone=True)

    def load(self, residue: Residue, said: Text, scanned: Scanned, *, asked: bool) -> None:
        """All that is known at the end. `asked`: the files were to be looked into."""
        contained = scanned.contained
        self._fill(residue, said)
        self._fill_content(scanned)
        self._content_card.setVisible(asked)
        steps = medium.advice(residue, contained)
        self._phrases.put(self._steps.say, _numbered(steps), "steps")
        self._steps_card.setVisible(bool(steps))
        unseen = not_checked(residue, looked_into=contained is not None and contained.listed)
        self._phrases.put(self._unseen.say, _dotted(unseen), "unseen")
        self._unseen_card.setVisible(bool(unseen))

    def retranslate(self, language: Language) -> None:
        self.finds.retranslate(language)
        self.map.retranslate(language)

    def _card(self, heading: Text | None, *widgets: QWidget) -> QFrame:
        card = QFrame()
        card.setProperty("role", "card")
        box = QVBoxLayout(card)
        box.setContentsMargins(20, 14, 20, 14)
        box.setSpacing(10)
        if heading is not None:
            label = Label(role="caption")
            self._phrases.put(label.say, heading)
            box.addWidget(label)
        for widget in widgets:
            box.addWidget(widget)
        return card

    def _fill(self, residue: Residue, said: Text) -> None:
        self._phrases.put(self._verdict.say, said, "verdict")
        self._tone = TONES.get(residue.verdict, Tone.QUIET)
        # A blank medium is no praise, so that stays as quiet as text.
        self._verdict.tone(None if self._tone is Tone.QUIET else self._tone)
        self.map.load(plan_of(residue))
        self.finds.load(rows(residue))
        self._phrases.put(self._empty.say, no_finds(residue), "empty")
        self._sheet.setVisible(bool(residue.finds))
        self._empty.setVisible(not residue.finds)
        self._phrases.put(self._bins.say, _BIN.filled(count=residue.in_bin), "bins")
        self._bins.setVisible(residue.in_bin > 0)
        unsorted = medium.undecided(residue)
        self._unsorted.setVisible(unsorted is not None)
        if unsorted is not None:
            self._phrases.put(self._unsorted.say, unsorted, "unsorted")
        self._phrases.put(self._fates.say, medium.fates(residue), "fates")
        looked_for = medium.looked_for(residue)
        self._kinds.setVisible(looked_for is not None)
        if looked_for is not None:
            self._phrases.put(self._kinds.say, looked_for, "kinds")
        traces = tuple(medium.TRACES[kind] for kind in dict.fromkeys(trace.kind for trace in residue.traces))
        self._phrases.put(self._traces.say, _dotted(traces), "traces")
        self._parts(map_alone=False)
        self._fates.show()
        self._traces_card.setVisible(bool(traces))

    def _fill_content(self, scanned: Scanned) -> None:
        """What the document engine saw, where the officer had asked it to."""
        if scanned.contained is None:
            self._phrases.put(self._content.say, scanned.unopened or medium.NOT_LOOKED, "content")
            return
        lines = medium.content(scanned.contained, _SHOWN)
        joined = Text("\n".join(one.zh for one in lines), "\n".join(one.en for one in lines))
        self._phrases.put(self._content.say, joined, "content")

    def _parts(self, *, map_alone: bool) -> None:
        for card in self._cards:
            card.setVisible(not map_alone or card is self._map_card)
        self.show()


def _numbered(steps: Sequence[Text]) -> Text:
    numbers = range(1, len(steps) + 1)
    zh = "\n".join(f"{number}. {step.zh}" for number, step in zip(numbers, steps, strict=True))
    return Text(zh, "\n".join(f"{number}. {step.en}" for number, step in zip(numbers, steps, strict=True)))


def _dotted(lines: Sequence[Text]) -> Text:
    return Text("\n".join(f"· {line.zh}" for line in lines), "\n".join(f"· {line.en}" for line in lines))
