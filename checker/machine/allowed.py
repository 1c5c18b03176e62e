"""What may be handed on of an answer: words that this program spells, short numbers, and the form of all else.

Nobody can list what people write into names, comments and command lines. So it is the other way about: a word that no
reader of ours looks for and no table of ours names tells the program nothing but that it is there, and where else it
stands. It is replaced by another of its length and shape, the same wherever it stands (`checker.machine.vocabulary`).
Comments, and what is of no form that a reader of ours knows, are left out.

A replay may know less by that, never more: where a reader had to know a word, ours spells it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from typing import Any

from checker.machine import vocabulary
from checker.machine.vocabulary import TOKEN

Shape = Callable[[str], str]
"""Another string of the same length and shape, the same for the same."""

_NUMBER = 5  # digits that identify nobody: counts, ports, years, sizes of a setting
_ADDRESS = r"(?<![\w:])(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?![\w:])"  # is another one already
# Telephones and cards, in groups as people write them; another script, as addresses and tables of the kernel write it.
_GROUPS = r"(?<![\w-])(?:\d{3}|0\d{2,3}|\d{4}[ -]\d{4})[ -]\d{3,4}[ -]\d{4}(?![\w-])"
_ESCAPED = r"(?:%[0-9A-Fa-f]{2}|\\[0-3][0-7]{2}){2,}"
_WORD = re.compile(rf"(?P<address>{_ADDRESS})|(?P<whole>{_GROUPS}|{_ESCAPED})|{TOKEN.pattern}")
_DAY = re.compile(r"20[0-4]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[0-2]\d[0-5]\d[0-5]\d)?")
_CODES = re.compile(r"0x[0-9a-f]{1,8}|kb\d{6,7}")  # flags; articles of Microsoft's
_PARTS = re.compile(r"[a-z]+|[0-9]+")
_MOST_PARTS = 4  # of a version as "deb12u7" is one
_WITHIN = 4  # letters of a product's name that count inside another word; three do at its beginning
_TRIES = 8

# Where long numbers are the kernel's own: a file that is one number, the times of the journal.
_KERNEL = re.compile(r"^/sys/")
_ONE_NUMBER = re.compile(rb"\s*\d+\s*")
_TIMES = re.compile(r"__[A-Z_]+")
# Words of no table that a reader knows by their form: jobs of CUPS, flags and networks of the kernel's routes.
_FORMS = {
    "/var/spool/cups": re.compile(r"[acd]\d{5,9}"),
    "/proc/net/route": re.compile(r"[0-9A-F]{8}"),
    "/proc/net/ipv6_route": re.compile(r"[0-9a-f]{2}|[0-9a-f]{8}"),
}
# The answers that are no text, of which a reader of ours knows the form.
_BINARY = re.compile(r"/vpd_pg80$|/registry\.tdb$|\.(?:cvd|cld)$|^/sys/firmware/efi/")
_NONE = re.compile(r"(?!)")
_COMMENT = re.compile(r"(?m)^([ \t]*(?:#(?!include|\d)|;|//))[^\n]*")
_COMMENTED = re.compile(r"^/(?:etc|home|root)/|\.conf$|\.desktop$")
_WIDE_MARK = b"\xff\xfe"
_LETTERS = re.compile(rb"(?:[0-9A-Za-z]\x00){3,}|[0-9A-Za-z]{6,}")  # no chance: words between bytes of other kinds
_MOST_BINARY = 64  # bytes of a value: a time, an identity, a state


class Allowed:
    """`shape` makes another word of one; `numbers`: those that stay although they are long (who a home belongs to)."""

    def __init__(self, shape: Shape, numbers: frozenset[str] = frozenset()) -> None:
        self._shape = shape
        self._stays = vocabulary.words() | numbers
        self._others: dict[str, str] = {}
        self._said: dict[str, str | None] = {}

    def text(self, text: str, place: str = "") -> str:
        """A text of the same form, with no word but those that the program spells. `place`: the question's."""
        form = _FORMS.get(place, _NONE)
        return _WORD.sub(lambda found: found[0] if form.fullmatch(found[0]) else self._word(found), text)

    def named(self, name: str) -> bool:
        """Whether the program knows what stands under that name."""
        return self.text(name) == name

    def content(self, content: bytes, place: str = "") -> bytes | None:
        """The like of a file, or of what a program printed; None: of no form that a reader of ours knows."""
        if content.startswith(_WIDE_MARK) and (text := _wide(content[2:])) is not None:
            return _WIDE_MARK + self.text(text).encode("utf-16-le", "surrogatepass")
        if b"\x00" in content and (text := _wide(content)) is not None:
            return self.text(text).encode("utf-16-le", "surrogatepass")
        if not _printable(content):
            return self._binary(content) if _BINARY.search(place) else None
        if _KERNEL.match(place) and _ONE_NUMBER.fullmatch(content):
            return content
        text = content.decode("utf-8", "surrogateescape")
        told = self._json(text)
        if told is None:
            told = self.text(_COMMENT.sub(r"\1", text) if _COMMENTED.search(place) else text, place)
        return told.encode("utf-8", "surrogateescape")

    def value(self, content: bytes) -> bytes:
        """The like of a value in bytes under a name that is known; of the same length."""
        if not content:
            return content
        if (text := _wide(content)) is not None:
            return self.text(text).encode("utf-16-le", "surrogatepass")
        if _printable(content):
            return self.text(content.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
        return self._binary(content) if len(content) <= _MOST_BINARY else bytes(len(content))

    def sentence(self, text: str) -> str | None:
        """A sentence of ours, with other names in its blanks; None: somebody else's."""
        if text not in self._said:
            self._said[text] = self._sentence(text)
        return self._said[text]

    def _sentence(self, text: str) -> str | None:
        if text in vocabulary.sentences():
            return text
        found = (match for form in vocabulary.forms() if (match := form.match(text)) is not None)
        match = next(found, None)
        return None if match is None else self._filled(match)

    def _filled(self, match: re.Match[str]) -> str:
        text, end = "", 0
        for number in range(1, match.re.groups + 1):
            text += match.string[end : match.start(number)]
            text += self.sentence(match[number]) or self.text(match[number])
            end = match.end(number)
        return text + match.string[end:]

    def _binary(self, content: bytes) -> bytes:
        def told(found: re.Match[bytes]) -> bytes:
            encoding = "utf-16-le" if b"\x00" in found[0] else "ascii"
            return self.text(found[0].decode(encoding)).encode(encoding)

        return _LETTERS.sub(told, content)

    def _word(self, found: re.Match[str]) -> str:
        word = found.group()
        if found["address"] is not None:
            return word
        if found["whole"] is not None:
            return self._shape(word)
        small = word.lower()
        if len(small) != len(word):
            small = word  # a letter that is two when it is small
        if small not in self._others:
            self._others[small] = self._other(small)
        other = self._others[small]
        return word if other == small else _cased(word, other)

    def _other(self, word: str) -> str:
        if len(word) == 1 and word.isascii():
            return word
        if word in self._stays or _telling_nothing(word):
            return word
        inner = _product(word)
        if inner is not None and inner.group() != word:
            before, after = word[: inner.start()], word[inner.end() :]
            return self._other(before) + inner.group() + self._other(after)
        other = word
        for again in range(_TRIES):
            other = self._shape(word + "\x00" * again)[: len(word)]
            if other not in self._stays and _product(other) is None:
                break
        return other

    def _json(self, text: str) -> str | None:
        """JSON, one document or one a line: escapes in it are no words."""
        if text[:1] not in ("{", "["):
            return None
        try:
            return json.dumps(self._inner(json.loads(text), ""))
        except (ValueError, RecursionError):
            pass
        try:
            lines = [json.dumps(self._inner(json.loads(line), "")) for line in text.splitlines()]
        except (ValueError, RecursionError):
            return None
        return "".join(f"{line}\n" for line in lines)

    def _inner(self, value: Any, name: str) -> Any:
        if isinstance(value, str):
            return value if value.isdecimal() and _TIMES.fullmatch(name) else self.text(value)
        if isinstance(value, dict):
            return {self.text(key): self._inner(inner, key) for key, inner in value.items()}
        if isinstance(value, list):
            return [self._inner(inner, name) for inner in value]
        return self.number(value, name)

    def number(self, value: Any, name: str) -> Any:
        """A number under a name that nobody knows may be anybody's; a short one is none's."""
        plain = value is None or isinstance(value, bool) or len(str(value)) <= _NUMBER or self.named(name)
        return value if plain else 0


def _telling_nothing(word: str) -> bool:
    if word.isdecimal():
        return len(word) <= _NUMBER or len(set(word)) == 1 or _DAY.fullmatch(word) is not None
    if not word or _CODES.fullmatch(word):
        return True
    parts = _PARTS.findall(word)
    if "".join(parts) != word or not 1 < len(parts) <= _MOST_PARTS:
        return False
    letters = [part for part in parts if part.isalpha()]
    single = sum(len(part) == 1 for part in letters)
    known = all(len(part) == 1 or part in vocabulary.words() for part in letters)
    return known and single <= 1 and all(len(part) < _NUMBER - 1 for part in parts if part.isdecimal())


@cache
def _products() -> tuple[re.Pattern[str], re.Pattern[str]]:
    names = sorted((name for name in vocabulary.products() if not name.isdecimal()), key=lambda name: -len(name))
    anywhere = (re.escape(name) for name in names if len(name) >= _WITHIN)
    first = (re.escape(name) for name in names if len(name) >= _WITHIN - 1)
    return re.compile("|".join(anywhere)), re.compile("|".join(first))


def _product(word: str) -> re.Match[str] | None:
    """Where a product's name stands within a word."""
    anywhere, first = _products()
    return first.match(word) or anywhere.search(word)


def _cased(word: str, other: str) -> str:
    return "".join(
        two.upper() if one.isupper() and two.isascii() else two for one, two in zip(word, other, strict=True)
    )


def _printable(content: bytes) -> bool:
    """Text, in whatever encoding; a list that NUL divides, too (what a process was called with)."""
    return content.count(0) * 3 <= len(content) and _CONTROL.search(content) is None


_CONTROL = re.compile(rb"[\x01-\x08\x0b\x0e-\x1a\x1c-\x1f]")


def _wide(content: bytes) -> str | None:
    """Text of two bytes a letter; None: no such text."""
    try:
        text = content.decode("utf-16-le")
    except UnicodeDecodeError:
        return None
    plain = sum(char < "\x80" for char in text)
    readable = all(char.isprintable() or char in "\x00\t\r\n" for char in text)
    return text if readable and plain * 2 >= len(text) and text.strip("\x00") else None
