"""What a text carries in letters that stand for bytes: hex, base64 of both alphabets, base32, base85, uuencode.

Asked for by the bytes of 密 in each encoding, or by what files begin with: whoever writes a paper so, writes all so.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator

from checker.content import encodings
from checker.content.readers.words import wide

# 密 in UTF-8, GB18030, UTF-16 of both orders and Big5.
_SIGNS = (b"\xe5\xaf\x86", b"\xc3\xdc", b"\xc6\x5b", b"\x5b\xc6", b"\xb1\x4b")
_FILES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"{\\rt")
_WORD = re.compile(rb"[A-Za-z0-9+/_-]{12,}={0,2}")
_NEXT = re.compile(rb"[ \t]*\r?\n[ \t>]*([A-Za-z0-9+/_-]+={0,2})")
_FULL = 60  # letters of a line that goes on with the next one
_OF_THE_WEB = bytes.maketrans(b"-_", b"+/")
_SMALL = bytes.maketrans(b"ABCDEF", b"abcdef")
_LETTERS = bytes(65 if bytes((byte,)).isalnum() or byte in b"+/_-" else 32 for byte in range(256))
_DIGITS = bytes(65 if byte in b"0123456789ABCDEFabcdef" else 32 for byte in range(256))
_IN_PAIRS = bytes(
    65 if byte in b"0123456789ABCDEFabcdef" else 32 if byte in b" \t\r\n,;:-" else 0 for byte in range(256)
)
_NO_LETTERS, _FEW = b"0123456789+/_-=", 3  # a date has a letter or two, a fraction has none
_PAIRS = b"AA AA AA AA AA AA "
_RUN_OF_LETTERS, _RUN_OF_DIGITS = b"A" * 12, b"A" * 16
_BETWEEN = b" \t\r\n,;:-\\x"  # what may stand between two numbers; of 0xE5 the 0 is left
_HEX = tuple(
    letters
    for sign in (*_SIGNS, *_FILES)
    for letters in (sign.hex().encode(), b"".join(b"0%02x" % byte for byte in sign))
)
_NUMBERS = re.compile(rb"(?:(?:0[xX]|\\x)?[0-9A-Fa-f]{2}[ \t\r\n,;:-]{0,4}){8,}")
_NO_NUMBER = re.compile(rb"0[xX]|\\x|[^0-9A-Fa-f]")
_UU = re.compile(rb"(?m)^begin [0-7]{3,4} [^\r\n]{1,255}\r?\n((?:[ -`]{1,80}\r?\n)+)")
_ADOBE = re.compile(rb"<~[!-uz\s]{10,}~>")
_BASE_32 = re.compile(rb"[A-Z2-7\s]{16,}=*\s*")
_SHORTEST, _LONGEST = 10, 32 << 20  # bytes of a text that is written in base85 as a whole
_BLANK = (b" ", b"\t")


def perhaps(text: str) -> bool:
    """Whether a text has a word that may stand for bytes, or pairs of digits that may: told by runs, at C's speed."""
    content = text.encode("ascii", "replace")
    if _PAIRS in content.translate(_IN_PAIRS):
        return True
    if _RUN_OF_LETTERS not in content.translate(_LETTERS):
        return False
    return any(len(word.translate(None, _NO_LETTERS)) >= _FEW for word in _WORD.findall(content))


def pieces(content: bytes) -> Iterator[bytes]:
    """The bytes that such letters stand for, where 密 or the beginning of a file is among them."""
    if content.isascii() and _SHORTEST < len(content) < _LONGEST:
        yield from filter(_telling, _as_a_whole(content))
    if b"begin " in content:
        for block in _UU.finditer(content):
            yield _from_uu(block[1])
    if _RUN_OF_DIGITS not in content.translate(_DIGITS, _BETWEEN):
        return
    squeezed = content.translate(_SMALL, _BETWEEN)
    if any(letters in squeezed for letters in _HEX):
        for run in _NUMBERS.finditer(content):
            letters = _NO_NUMBER.sub(b"", run[0])
            yield from filter(_telling, [binascii.unhexlify(letters[: len(letters) // 2 * 2])])


def words(content: bytes) -> Iterator[str]:
    """What words of base64 say, read by each encoding whose sign of levels is in them."""
    if _RUN_OF_LETTERS not in content.translate(_LETTERS):
        return
    for word in _words(content):
        letters = word.rstrip(b"=").translate(_OF_THE_WEB)
        letters = letters[:-1] if len(letters) % 4 == 1 else letters
        found = binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))
        if any(sign in found for sign in _SIGNS):
            yield from texts(found)


def _words(content: bytes) -> Iterator[bytes]:
    """Words of such letters; a full line goes on with the next one."""
    behind = 0
    for word in _WORD.finditer(content):
        if word.start() < behind:
            continue
        pieces, behind = [word[0]], word.end()
        while len(pieces[-1]) >= _FULL and (following := _NEXT.match(content, behind)):
            pieces.append(following[1])
            behind = following.end()
        yield b"".join(pieces)


def texts(content: bytes) -> Iterator[str]:
    """All that some bytes may say, those without a mark of their encoding, too."""
    yield from encodings.read(content).all
    yield "\n".join(wide(content))
    yield content.decode("utf-16-be", "ignore")


def _telling(content: bytes) -> bool:
    return content.startswith(_FILES) or any(sign in content for sign in _SIGNS)


def _as_a_whole(content: bytes) -> Iterator[bytes]:
    """A text that is nothing but such letters, or an Adobe block in one."""
    for block in _ADOBE.findall(content) if b"<~" in content else ():
        yield from _tried(block, adobe=True)
    whole = content.strip()
    if any(blank in whole for blank in _BLANK):
        return
    letters = b"".join(whole.split())
    if _BASE_32.fullmatch(whole):
        try:
            yield base64.b32decode(letters + b"=" * (-len(letters) % 8))
        except binascii.Error:
            return
    elif not letters.isalnum():
        yield from _tried(letters)
        try:
            yield base64.b85decode(letters)
        except ValueError:
            return


def _tried(letters: bytes, *, adobe: bool = False) -> Iterator[bytes]:
    try:
        yield base64.a85decode(letters, adobe=adobe)
    except ValueError:
        return


def _from_uu(lines: bytes) -> bytes:
    found = bytearray()
    for line in lines.splitlines():
        try:
            found += binascii.a2b_uu(line)
        except binascii.Error:
            break
    return bytes(found)
