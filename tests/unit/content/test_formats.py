"""Each format that can be told has a fate: a reader, or a word for why it is not read. None is taken for another."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from types import ModuleType

import pytest

from checker.content import by_format, formats, opinion, signatures
from checker.content.file import Bytes
from checker.content.inspection import Order, inspected
from checker.content.readers.ole import compound
from checker.facts.content.document import Read

_BY_ITSELF = {"other", "encrypted", "empty", formats.HOLLOW}
FATES = {
    *formats.PICTURES,
    *formats.ARCHIVES,
    *formats.DOCUMENTS,
    *formats.MAIL,
    *formats.UNSUPPORTED,
    *opinion.NAMES,
    *_BY_ITSELF,
}


def _told() -> set[str]:
    """Every name of a format that a table holds or a function of the tellers gives."""
    tables = {name for _, _, name in signatures._SIGNATURES}
    tables |= {name for _, name in (*signatures._TRAILS, *signatures._BEHIND_PROGRAMS, *compound._KINDS)}
    tables |= {*signatures._BRANDS.values(), *opinion.NAMES}
    return tables | {name for module in (signatures, formats) for name in _given(module) if name}


def _given(module: ModuleType) -> Iterator[str]:
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.Return) or (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Kind"):
            yield from _words(node.value if isinstance(node, ast.Return) else node.args[0] if node.args else None)


def _words(node: ast.expr | None) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(word)):
            yield word
        case ast.IfExp(body=one, orelse=other):
            yield from _words(one)
            yield from _words(other)
        case ast.BoolOp(values=values):
            for value in values:
                yield from _words(value)
        case ast.Tuple(elts=[first, *_]) | ast.Call(func=ast.Name(id="Kind"), args=[first, *_]):
            yield from _words(first)


def test_every_format_that_is_told_has_a_fate() -> None:
    assert len(_told()) > 80
    assert _told() - FATES == set()


def test_no_format_has_two_fates() -> None:
    kinds = (formats.PICTURES, formats.ARCHIVES, formats.DOCUMENTS, formats.MAIL, formats.UNSUPPORTED, _BY_ITSELF)
    assert sum(map(len, kinds)) == len(set().union(*kinds))


def test_every_document_that_is_read_has_a_reader_of_its_own() -> None:
    (match,) = (node for node in ast.walk(ast.parse(inspect.getsource(by_format.read))) if isinstance(node, ast.Match))
    armed = {
        node.value
        for case in match.cases
        for node in ast.walk(case.pattern)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert armed == formats.DOCUMENTS


@pytest.mark.parametrize("content", [b"NEWFORM\x01\x02" * 40, b"NEWFORM a text that could be taken for one " * 9])
def test_what_has_a_signature_and_no_reader_is_not_read(
    content: bytes, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setattr(signatures, "_SIGNATURES", ((0, b"NEWFORM", "new form"), *signatures._SIGNATURES))
    signatures._beginning.cache_clear()
    request.addfinalizer(signatures._beginning.cache_clear)
    (seen,) = inspected(Bytes(content), "paper.new", Order())
    assert (seen.format, seen.read) == ("new form", Read.UNSUPPORTED)


@pytest.mark.parametrize(
    "head",
    [
        b"Salted__",
        b"age-encryption.org/v1\n",
        b"LUKS\xba\xbe\0\1",
        b"\xeb\x58\x90-FVE-FS-",
        b"-----BEGIN PGP MESSAGE-----\n\n",
        b"\x30\x82\x01\x00" + bytes.fromhex("06092a864886f70d010703"),
    ],
)
def test_what_was_encrypted_by_itself_is_told_as_that(head: bytes) -> None:
    assert [one.read for one in inspected(Bytes(head + bytes(range(200))), "a", Order())] == [Read.ENCRYPTED]


@pytest.mark.parametrize("name", ["a.7z.002", "a.z01", "a.hc", "a.gpg", "a.p7m", "a.epub"])
def test_a_volume_or_a_paper_by_its_name_that_nobody_knows_is_not_read(name: str) -> None:
    content = b"\x91\x03" + bytes(at * 37 % 251 for at in range(3000))
    assert [one.read for one in inspected(Bytes(content), name, Order())] == [Read.UNSUPPORTED]
