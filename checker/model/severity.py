"""How much an open finding weighs. The words are those of the rules catalogue."""

from __future__ import annotations

from enum import StrEnum

from checker.model.text import Text


class Severity(StrEnum):
    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def rank(self) -> int:
        """0 weighs most."""
        return _ORDER.index(self)

    @property
    def must_fix(self) -> bool:
        """An open finding of this weight makes the conclusion 需整改; a lighter one is 请注意."""
        return self in (Severity.CRITICAL, Severity.HIGH)

    @property
    def words(self) -> Text:
        return _WORDS[self]


_ORDER = (Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.LOW)
_WORDS = {
    Severity.CRITICAL: Text("严重", "critical"),
    Severity.HIGH: Text("重要", "high"),
    Severity.MEDIUM: Text("一般", "medium"),
    Severity.LOW: Text("轻微", "low"),
}
