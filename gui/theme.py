"""The numbers and colours of the window: type, spaces, and three schemes, of which the system chooses one.

Light and dark are ours. In high contrast the system's colours take the place of ours one by one, and tones are moved
until they reach 4.5:1 on what they stand on (WCAG 2.1, 1.4.3). Nothing else in `gui` names a colour or a size.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from gui.states import Tone

# px at 100 %
SMALL, BODY, LEAD, TITLE, FIGURE, DISPLAY = 14, 16, 18, 18, 24, 30
PAGE = FIGURE
RAIL, RAIL_NARROW, COLUMN, EDGE = 240, 64, 920, 32
CONTROL, ANSWER, KEY = 40, 64, 22

_TONES = ("good", "bad", "warn", "unknown")
CONTRAST = 4.5  # of text on its ground
FOUND = 3.0  # of what must be found, not read: the ring of the focus, the outline of a field


@dataclass(frozen=True, slots=True)
class Scheme:
    """Colours as #rrggbb. `link` is the accent as ink, `on_…` the ink on a filled ground, `edge` a control's outline.

    `washed`: how much of a tone its wash has; none in high contrast, where a ground is a ground.
    """

    ground: str
    rail: str
    card: str
    sunk: str
    line: str
    edge: str
    text: str
    quiet: str
    accent: str
    accent_over: str
    on_accent: str
    link: str
    ring: str
    good: str
    bad: str
    warn: str
    unknown: str
    hold: str
    on_hold: str
    washed: float = 0.07

    def ink(self, tone: Tone) -> QColor:
        return QColor(self.link if tone is Tone.ASK else str(getattr(self, tone.value)))

    def wash(self, tone: Tone, times: float = 1.0) -> QColor:
        """The tone thinned on a card: the ground of a banner or, `times` five, its edge."""
        return mixed(self.ink(tone), QColor(self.card), self.washed * times)


LIGHT = Scheme(
    ground="#f5f6f8",
    rail="#eaedf1",
    card="#ffffff",
    sunk="#f1f3f6",
    line="#dde1e7",
    edge="#858e9c",
    text="#1a1e25",
    quiet="#545c69",
    accent="#1f4f8f",
    accent_over="#183f73",
    on_accent="#ffffff",
    link="#1f4f8f",
    ring="#1a6fe0",
    good="#19713a",
    bad="#b3261e",
    warn="#855600",
    unknown="#60459a",
    hold="#a3211b",
    on_hold="#ffffff",
)
DARK = Scheme(
    ground="#14171c",
    rail="#0f1216",
    card="#1d2128",
    sunk="#262b33",
    line="#323943",
    edge="#7d8796",
    text="#e8eaee",
    quiet="#a9b0bc",
    accent="#2c67b8",
    accent_over="#255aa5",
    on_accent="#ffffff",
    link="#8fbaf7",
    ring="#8fbaf7",
    good="#6fc88e",
    bad="#ff8c82",
    warn="#e8b45c",
    unknown="#bda7f0",
    hold="#8f211b",
    on_hold="#ffffff",
)


def contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio of WCAG 2.1, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.03928 else float(((part + 0.055) / 1.055) ** 2.4)

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())


def mixed(one: QColor, other: QColor, share: float) -> QColor:
    """`share` of one, the rest of the other."""
    parts = zip(one.getRgbF()[:3], other.getRgbF()[:3], strict=True)  # type: ignore[index]
    return QColor.fromRgbF(*(share * a + (1 - share) * b for a, b in parts))


def readable(colour: QColor, ground: QColor, ratio: float = CONTRAST) -> QColor:
    """The colour itself, or the nearest step towards black or white that can be read on the ground."""
    black, white = QColor(0, 0, 0), QColor(255, 255, 255)
    far = black if contrast(black, ground) > contrast(white, ground) else white
    steps = (mixed(far, colour, step / 20) for step in range(21))
    return next((step for step in steps if contrast(step, ground) >= ratio), far)


def scheme() -> Scheme:
    """The one that the system asks for now."""
    palette = QGuiApplication.palette()
    role = QPalette.ColorRole
    names = (role.Window, role.Base, role.Button, role.Text, role.Highlight, role.HighlightedText)
    return _scheme(*(palette.color(one).name() for one in names))


def ink(tone: Tone) -> QColor:
    """The colour of a tone on a card."""
    return scheme().ink(tone)


@lru_cache(maxsize=8)
def _scheme(window: str, base: str, button: str, text: str, accent: str, on_accent: str) -> Scheme:
    ground, letters = QColor(base), QColor(text)
    # A system in high contrast parts things by lines alone: one ground for all, and text that could not be clearer.
    if window == base == button and contrast(letters, ground) >= 7:
        return _high_contrast(ground, letters, QColor(accent), QColor(on_accent))
    return DARK if _luminance(QColor(window)) < _luminance(letters) else LIGHT


def _high_contrast(ground: QColor, text: QColor, accent: QColor, on_accent: QColor) -> Scheme:
    plain = DARK if _luminance(ground) < _luminance(text) else LIGHT
    tones = {name: readable(QColor(getattr(plain, name)), ground).name() for name in _TONES}
    hold = QColor(tones["bad"])
    written = readable(on_accent, accent).name()
    return Scheme(
        ground=ground.name(),
        rail=ground.name(),
        card=ground.name(),
        sunk=ground.name(),
        line=text.name(),
        edge=text.name(),
        text=text.name(),
        quiet=text.name(),
        accent=accent.name(),
        accent_over=accent.name(),
        on_accent=written,
        link=readable(accent, ground).name(),
        ring=readable(accent, ground, FOUND).name(),
        hold=hold.name(),
        on_hold=readable(ground, hold).name(),
        washed=0.0,
        **tones,
    )


def pairs(one: Scheme) -> tuple[tuple[str, QColor, QColor, float], ...]:
    """(name, ink, ground, wanted ratio) of all that must be read or found."""
    tones = [tone for tone in Tone if tone is not Tone.QUIET]
    read = [(ink, ground) for ground in ("card", "ground", "sunk", "rail") for ink in ("text", "quiet", "link")]
    read += [("on_accent", "accent"), ("on_accent", "accent_over"), ("on_hold", "hold")]
    made = [(f"{a} on {b}", QColor(getattr(one, a)), QColor(getattr(one, b)), CONTRAST) for a, b in read]
    for tone in tones:
        grounds = {"card": QColor(one.card), "its wash": one.wash(tone), "sunk": QColor(one.sunk)}
        made += [(f"{tone} on {name}", one.ink(tone), ground, CONTRAST) for name, ground in grounds.items()]
        made += [(f"text on {tone} wash", QColor(one.text), one.wash(tone), CONTRAST)]
        made += [(f"quiet on {tone} wash", QColor(one.quiet), one.wash(tone), CONTRAST)]
    for name, ground in (("ring", "ground"), ("ring", "card"), ("ring", "rail"), ("edge", "card"), ("edge", "ground")):
        made.append((f"{name} on {ground}", QColor(getattr(one, name)), QColor(getattr(one, ground)), FOUND))
    return tuple(made)


def px(size: float) -> int:
    """Pixels of the screen for pixels at 100 %: everything grows with the text."""
    return round(size * scale())


def scale() -> float:
    """The size of the text now, 1.0 at 100 %. `gui.look.Look` keeps it in the application's font."""
    return max(1, QApplication.font().pixelSize()) / BODY
