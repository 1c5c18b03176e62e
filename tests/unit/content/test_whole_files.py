"""What is whole and ordinary is not said to be damaged, though it lacks what a strict reader would ask for."""

from __future__ import annotations

import pytest

from checker.content.file import Bytes
from checker.content.inspection import Order, inspected
from checker.facts.content.document import Read
from tests.unit.content import papers

_MIME = b"application/vnd.oasis.opendocument.text-template"
_TYPE = '<!DOCTYPE manifest:manifest PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd">'
_BODY = "<office:document-content><text:p>通知</text:p></office:document-content>"


def _template(*listed: str, before: str = "", **parts: str) -> bytes:
    entries = "".join(f'<manifest:file-entry manifest:full-path="{one}"/>' for one in ("/", *listed))
    manifest = f'<?xml version="1.0"?>{before}<manifest:manifest>{entries}</manifest:manifest>'
    files = {f"{name}.xml": content for name, content in parts.items()}
    return papers.zipped({"mimetype": _MIME, "META-INF/manifest.xml": manifest, **files})


WHOLE = {
    "a template of styles alone": _template("styles.xml", styles="<office:document-styles/>"),
    "settings that were left out": _template("content.xml", "settings.xml", content=_BODY),
    "a document type by its name": _template("content.xml", before=_TYPE, content=_BODY),
}
TORN = {
    "a text that was left out": _template("content.xml", "styles.xml", styles="<office:document-styles/>"),
    "a document type with declarations": _template(
        "content.xml", before='<!DOCTYPE a [<!ENTITY b "c">]>', content=_BODY
    ),
}


@pytest.mark.parametrize("kind", WHOLE)
def test_it_is_read(kind: str) -> None:
    (seen,) = inspected(Bytes(WHOLE[kind]), "x", Order(pictures=False))
    assert (seen.format, seen.read, seen.missed) == ("odt", Read.READ, ())


@pytest.mark.parametrize("kind", TORN)
def test_what_lacks_more_is_told(kind: str) -> None:
    (seen,) = inspected(Bytes(TORN[kind]), "x", Order(pictures=False))
    assert seen.read is not Read.READ
