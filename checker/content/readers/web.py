"""Web pages: what is shown, what is hidden, and the pictures that a page carries in itself.

By pattern, not by tree, like `checker.content.readers.xml`. Styles and programs hold no text but what they write onto
the page, of which a level with its star is looked for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from checker.content import encodings, limits
from checker.content.file import File
from checker.content.readers import drawings, plain, scripts
from checker.content.readers.embedded import Embedded
from checker.content.readers.xml import unescaped
from checker.content.reading import Reading
from checker.facts.content.document import Read
from checker.facts.content.marking import Zone

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_-]{2,20})""", re.IGNORECASE)
_NAMES = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030"}
_NAMES |= {"big5": "big5hkscs", "big5-hkscs": "big5hkscs", "shift_jis": "cp932", "x-sjis": "cp932", "euc-jp": "euc_jp"}
_NAMES |= {"euc-kr": "cp949", "ks_c_5601-1987": "cp949"}
# Text runs on through these; every other tag ends a line.
_INLINE = (
    "[abiqsu]|abbr|acronym|b(?:di|do|ig)|c(?:ite|ode)|d(?:ata|el|fn)|em|font|ins|kbd|label|m(?:ark|eter)|nobr|output|r[bpt]|ruby"
    "|s(?:amp|mall|pan|trike|trong|u[bp])|t(?:ime|span|t)|var|wbr"
)
_ATTRIBUTES = r"""[^<>"']*+(?:(?:"[^"]*+"|'[^']*+')[^<>"']*+)*+"""
_RUNNING = re.compile(rf"</?(?:{_INLINE})(?=[\s/>]){_ATTRIBUTES}>", re.IGNORECASE)
_PREFIXED = re.compile(rf"</?[A-Za-z][A-Za-z0-9]*:[A-Za-z0-9]+(?=[\s/>]){_ATTRIBUTES}>")
_TAG = re.compile(rf"<[/!?]?[A-Za-z\[]{_ATTRIBUTES}>")
_REST = re.compile(r"<[^<>]*>")
_TITLE = re.compile(r"<title\b[^<>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_PROGRAM = re.compile(r"<(script|style)\b([^<>]*)>(.*?)</\1\s*>", re.IGNORECASE | re.DOTALL)
_TEMPLATE = re.compile(r"<template\b[^<>]*>(.*?)</template\s*>", re.IGNORECASE | re.DOTALL)
# What any attribute says: a style or a program shows those that are of its own making.
_SHOWN = re.compile(r"""[\w-]\s*=\s*(?:"([^"]{2,2000})"|'([^']{2,2000})'|([^\s"'<>=]{2,2000}))""")
_RUBY = re.compile(
    r"<r([pt])\b[^<>]*>[^<]*</r\1\s*>|<rt\b[^<>]*>[^<]*(?=<r[bpt]\b|</ruby)", re.IGNORECASE
)  # how it is spoken
# A tag with a sign that is not ASCII, or may be written as one that is: behind an ampersand.
_SPEAKING = re.compile(r"<[^<>&\x80-\U0010ffff]*+[&\x80-\U0010ffff][^<>]*+>")
_VALUE, _MARKS = re.compile(r"""=\s*(?:"[^"]*"|'[^']*')"""), re.compile(r"""[<>!?/="'\[\]]|CDATA""")
_MARKUP = re.compile(r"""=\s*(?:"([^"<>]*<[^"]*)"|'([^'<>]*<[^']*)')""")  # a value with elements in it
_ADDRESSED, _NO_ADDRESS = re.compile("%(?:E5%AF%86|C3%DC)", re.IGNORECASE), re.compile(r"[^%\w.~+-]", re.ASCII)
_AROUND = 200  # letters of an address on each side of such a sign
_TURNED = re.compile(r"""dir\s*=\s*["']?rtl|direction\s*:\s*rtl""", re.IGNORECASE)
_SOURCE = re.compile(r"""\bsrcdoc\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_HIDES = re.compile(
    r"""<([A-Za-z][\w:-]*)\b(?=[^<>]*?(?:(?<![-:\w])hidden(?=[\s=/>])|display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all))[^<>]*>""",
    re.IGNORECASE,
)
_HIDING = tuple(map(re.compile, ("hidden", "none", "mso-hide")))  # one of them is in whatever `_HIDES` finds
# Elements whose end has to be written, and is in nearly all pages that are whole.
_CLOSED = re.compile(
    r"<(/?)(div|table|[uod]l|pre|h[1-6]|blockquote|section|article|main|form|select|textarea|script|style)(?=[\s/>])",
    re.IGNORECASE,
)
_KIND, _OF_PROGRAMS = re.compile(r"""\btype\s*=\s*["']?([^"'\s>]+)""", re.I), re.compile("script|module|json", re.I)
_VOID = frozenset(
    ("input", "img", "br", "hr", "meta", "link", "embed", "area", "base", "col", "source", "track", "param")
)
_MOST = 500  # hidden elements that are told apart; what more there are is read with the rest
_DEPTH = 3  # pages within pages


def file(file: File, reading: Reading) -> None:
    end = min(file.size, limits.PAGE)
    if file.size > end:
        reading.cut(plain.REST)
    page(file.part(0, end), reading, Embedded(reading))


def page(content: bytes, reading: Reading, embedded: Embedded, charset: str = "", name: str = plain.CONTENT) -> None:
    """A page. `charset`: what came with it says of its encoding; `name`: what the account calls it."""
    wide = b"\0" in content[:4] or content[:2] in (b"\xff\xfe", b"\xfe\xff")
    if not wide:
        content = embedded.taken_out(content, name)
        embedded.found_in(content, name)
    named = _CHARSET.search(content[:4096])
    label = (charset or (named[1].decode("ascii") if named else "")).lower()
    found = encodings.read(content, "" if wide else _NAMES.get(label, ""))
    for source in found.all:
        if wide:  # its own bytes could not be searched
            source = embedded.taken_out(source.encode("utf-8", "replace"), name).decode("utf-8", "replace")
        _page(source, reading, 0)
    drawings.hand_on(f"{name}: drawing", found.text, reading)
    plain.settle(reading, name, found.damaged)
    if breaks_off(found.text):
        reading.account.left(plain.REST, Read.DAMAGED)


def breaks_off(source: str) -> bool:
    """Whether a page ends within a tag, a comment, a sentence or an element that has to be closed.

    Many whole pages are written without ``</html>``, and no browser asks for it: the lack of it alone is no damage.
    What does not begin with a tag is a program or a text with pieces of pages in it, and ends as it likes.
    """
    if not source.lstrip("\ufeff \t\r\n").startswith("<"):
        return False
    tail = source[-4096:]
    begun = tail.rfind("<")
    within = begun >= 0 and ">" not in tail[begun:] and re.match(r"</?[A-Za-z!]", tail[begun : begun + 3]) is not None
    comment = source.rfind("<!--")
    if within or (comment >= 0 and source.find("-->", comment) < 0):
        return True
    if "<html" not in source[:2000].lower() or re.search(r"</html\s*>", source[-20_000:], re.I):
        return False
    low = source.lower()
    if "<body" in low and "</body" not in low:  # of 416 pages that write the one none leaves out both ends
        return True
    return not tail.rstrip().endswith(">") or _unclosed(source)


def _unclosed(source: str) -> bool:
    opened = Counter[str]()
    for end, name in _CLOSED.findall(_PROGRAM.sub("", _COMMENT.sub("", source))):
        opened[name.lower()] += -1 if end else 1
    return any(number > 0 for number in opened.values())


def _page(source: str, reading: Reading, depth: int) -> None:
    title = _TITLE.search(source[:100_000])
    if title:
        reading.add(Zone.PROPERTY, unescaped(title[1]))
    if "<!--" in source:
        comments = [_texts(comment) for comment in _COMMENT.findall(source)]
        reading.add(Zone.HIDDEN, "\n".join(comments))
        source = _COMMENT.sub("", source)
    if "<ruby" in source or "<RUBY" in source:
        reading.add(Zone.HIDDEN, "\n".join(_texts(spoken[0]) for spoken in _RUBY.finditer(source)))
    source = _without_programs(source, reading)
    _attributes(source, reading, depth)
    if "<template" in source or "<TEMPLATE" in source:
        reading.add(Zone.HIDDEN, "\n".join(_texts(inner) for inner in _TEMPLATE.findall(source)))
        source = _TEMPLATE.sub("", source)
    if "hidden" in source or "mso-hide" in source or ("display" in source and "none" in source):
        source, hidden = _shown_and_hidden(source)
        reading.add(Zone.HIDDEN, "\n".join(_texts(inner) for inner in hidden))
    plain.add(_texts(source), reading)


def _texts(source: str) -> str:
    """What a page says, each block a line of its own."""
    if "<" in source:
        if "<o:" in source or "xmlns:" in source or "<st1:" in source:  # of a word processor
            source = _PREFIXED.sub("", source)
        if "<ruby" in source:
            source = _RUBY.sub("", source)
        source = _TAG.sub("\n", _RUNNING.sub("", source))
        source = _REST.sub("\n", source) if "<" in source else source
    return unescaped(source)


def program(content: bytes, reading: Reading, name: str) -> None:
    """A program or a list of styles that was saved with a page."""
    found = encodings.read(content)
    for source in found.all:
        _program(source, reading)
    plain.settle(reading, name, found.damaged)


def _program(source: str, reading: Reading) -> None:
    found, unseen = scripts.written(source)
    reading.add(Zone.HIDDEN, found)
    if unseen:
        reading.account.left("what a program writes", Read.UNSUPPORTED)


def _without_programs(source: str, reading: Reading) -> str:
    def kept(program: re.Match[str]) -> str:
        _program(program[3], reading)
        kind = _KIND.search(program[2]) if program[1].lower() == "script" else None
        if kind is not None and not _OF_PROGRAMS.search(kind[1]):
            return f"<template>{program[3]}</template>"
        return "\n"

    return _PROGRAM.sub(kept, source)


def _attributes(source: str, reading: Reading, depth: int) -> None:
    tags = _SPEAKING.findall(source)
    shown = [unescaped("".join(one)) for one in _SHOWN.findall("\n".join(tags))]
    shown = [text for text in shown if not text.isascii()]
    reading.add(Zone.BOX, "\n".join(shown))
    within = ("".join(one) for one in _MARKUP.findall(source)) if "密" in source else ()
    reading.add(Zone.HIDDEN, "\n".join(_texts(text) for text in within if "密" in text))
    for text in shown:
        if "密" in text and ("'" in text or '"' in text):  # a program or a style of its own
            _program(text, reading)
    rest = [unescaped(_VALUE.sub(" ", tag)) for tag in tags]
    reading.add(Zone.HIDDEN, "\n".join(_MARKS.sub(" ", tag) for tag in rest if not tag.isascii()))
    if "%" in source:
        addresses = dict.fromkeys(_address(source, found) for found in _ADDRESSED.finditer(source))
        told = (text for one in addresses for text in encodings.read(unquote_to_bytes(one)).all)
        reading.add(Zone.BOX, "\n".join(told))
    if _TURNED.search(source):
        reading.add(Zone.HIDDEN, "\n".join(line[::-1] for line in _texts(source).split("\n") if "密" in line))
    if "srcdoc" not in source:
        return
    for one, other in _SOURCE.findall(source):
        if depth < _DEPTH:
            _page(unescaped(one or other), reading, depth + 1)
        else:
            reading.cut("page in a page")


def _address(source: str, sign: re.Match[str]) -> str:
    """What of an address stands around a sign, up to what parts its pieces."""
    before = _NO_ADDRESS.split(source[max(0, sign.start() - _AROUND) : sign.start()])[-1]
    return before + _NO_ADDRESS.split(source[sign.start() : sign.end() + _AROUND])[0]


def _shown_and_hidden(source: str) -> tuple[str, list[str]]:
    shown, hidden = list[str](), list[str]()
    after = behind = 0  # what is put away, and what is looked through
    for begin in _tags_with_such_words(source):
        found = _HIDES.match(source, begin) if begin >= behind else None
        if found is None:
            continue
        behind = found.end()
        if found[1].lower() in _VOID or found[0].endswith("/>"):
            continue
        behind = _end_of(source, found[1], found.end())
        hidden.append(source[found.end() : behind])
        shown += (source[after:begin], "\n")
        after = behind
        if len(hidden) == _MOST:
            break
    return "".join((*shown, source[after:])), hidden


def _tags_with_such_words(source: str) -> Iterator[int]:
    """Where tags begin that may hide something: words are found in a twentieth of the time that each tag takes."""
    low = source.lower()
    if len(low) != len(source):  # a letter that has no small one of its own
        low = re.sub("[A-Z]", lambda letter: letter[0].lower(), source)
    behind = 0
    for place in sorted(word.start() for hiding in _HIDING for word in hiding.finditer(low)):
        begin = source.rfind("<", behind, place)
        behind = place
        if begin >= 0:
            yield begin


def _end_of(source: str, tag: str, begin: int) -> int:
    """Where an element ends whose contents begin there."""
    depth = 1
    for found in re.compile(rf"<(/?){re.escape(tag)}\b", re.IGNORECASE).finditer(source, begin):
        depth += -1 if found[1] else 1
        if depth == 0:
            return found.start()
    return len(source)
