"""What every page has: a column that scrolls up and down only, banners at its top, sentences, and perhaps a footer."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from checker.model.text import Language, Text
from gui.theme import px
from gui.widgets.banner import Banner
from gui.widgets.boxes import BAR, Column, Foot
from gui.widgets.phrases import Phrases


class Page(QScrollArea):
    """`foot`: what the window shows beneath, and never scrolls away; None: nothing."""

    foot: Foot | None = None

    def __init__(self) -> None:
        super().__init__()
        self.phrases = Phrases()
        self._banners: dict[str, Banner] = {}
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = Column(24, 24)
        column.setProperty("role", "ground")
        self.warnings = QVBoxLayout()  # a page puts it where its banners belong
        self.body = column.body
        self.body.setSpacing(12)
        self.setWidget(column)
        # The bar's room is kept free where there is none: pages do not jump sideways.
        self.setViewportMargins(0, 0, px(BAR), 0)
        self.verticalScrollBar().rangeChanged.connect(self._keep_free)

    def _keep_free(self, low: int, high: int) -> None:
        self.setViewportMargins(0, 0, 0 if high > low else px(BAR), 0)

    @property
    def banners(self) -> tuple[Banner, ...]:
        return tuple(self._banners.values())

    def warn(self, place: str, sentence: Text, button: Text | None = None) -> Banner:
        """Put a sentence with a button at the top, instead of what stood in the same place."""
        return self._put(place, Banner(sentence, button))

    def inform(self, place: str, sentence: Text) -> Banner:
        """As `warn`, that something went well."""
        return self._put(place, Banner(sentence, role="done"))

    def _put(self, place: str, banner: Banner) -> Banner:
        self.unwarn(place)
        banner.retranslate(self.phrases.language)
        self._banners[place] = banner
        self.warnings.addWidget(banner)
        return banner

    def unwarn(self, place: str) -> None:
        banner = self._banners.pop(place, None)
        if banner is not None:
            self.warnings.removeWidget(banner)
            banner.hide()
            banner.deleteLater()

    def clear_banners(self) -> None:
        for place in tuple(self._banners):
            self.unwarn(place)

    def retranslate(self, language: Language) -> None:
        self.phrases.retranslate(language)
        for banner in self.banners:
            banner.retranslate(language)

    def bring(self, widget: QWidget) -> None:
        """Scroll so that a widget is seen from its top; what is in view already does not move."""
        bar, margin = self.verticalScrollBar(), 8
        top = widget.mapTo(self.widget(), QPoint(0, 0)).y()
        bottom, view = top + widget.height(), self.viewport().height()
        if top - margin < bar.value():
            bar.setValue(top - margin)
        elif bottom + margin > bar.value() + view:
            bar.setValue(min(top - margin, bottom + margin - view))

    def begin(self) -> None:
        """The page is shown now: put the focus where work begins."""
