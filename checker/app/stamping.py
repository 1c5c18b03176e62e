"""Time stamps and revocation lists put beside a report's signature, by files alone: nothing is sent from here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from checker.app.refused import Refused
from checker.machine import handed
from checker.model.text import Text

if TYPE_CHECKING:
    from checker.report.stamps.evidence import Evidence
    from checker.report.verify.pdf_file import Signed

_LIMIT = 16 << 20
_ENDINGS = (".pem", ".cer", ".crt", ".crl")
_UNREAD = Text("读不到文件：{path}", "The file cannot be read: {path}")
_NOT_SIGNED = Text("这不是签了名的报告 PDF：{path}", "This is no signed report (PDF): {path}")
_NO_ROOM = Text(
    "签名里放不下（需要 {need} 字节，有 {room} 字节）：请用不带证书链的时间戳，或较短的吊销列表。",
    "There is no room in the signature ({need} bytes are needed, {room} are there): use a time stamp without its chain"
    " or a shorter revocation list.",
)
_NOTHING = Text(
    "信任文件夹里没有签名证书的颁发者证书和吊销列表，什么也没有放入。",
    "The trust folder has neither the issuer's certificate nor its revocation list; nothing was put in.",
)
_ASKED = Text(
    "时间戳申请已写入 {path}。请拿到单位的时间戳服务器上，把得到的文件（.tsr）带回，用 --take 放入报告。",
    "The request was written: {path}. Take it to the unit's time-stamp server and bring back what it gives (.tsr);"
    " --take puts that into the report.",
)
_STAMPED = Text("时间戳（{at}，{who}）已放入 {path}。", "The time stamp ({at}, {who}) is in {path} now.")
_LISTS = Text(
    "颁发者证书 {issuers} 张、吊销列表 {lists} 份已放入 {path}。",
    "Put into {path}: {issuers} {issuers:certificate|certificates} of issuers, {lists} revocation {lists:list|lists}.",
)
_UNLISTED = Text(
    "注意：信任名单上没有这个时间戳机构，核验时不算数。用 mijian keys trust 证书 --time-stamps 列入。",
    "Note: this authority is not on the list of trust, so its stamp counts for nothing. List its certificate with"
    " mijian keys trust CERT --time-stamps.",
)


def request(report: Path, file: Path) -> Text:
    """Write a request for a time stamp of a report's signature. Raises Refused, NotWritten."""
    from checker.report.files import write
    from checker.report.stamps import tokens
    from checker.report.verify import cms

    _, found, _ = _opened(report)
    read = cms.read(found.contents)
    assert read is not None
    write(file, tokens.request(read.value))
    return _ASKED.filled(path=Text.name(str(file)))


def complete(report: Path, response: Path | None, trust: Path | None, out: Path) -> tuple[Text, ...]:
    """Put a server's time stamp, and what the trust folder has of the signer's issuers, beside the signature.

    Raises:
        Refused: no signed report, nothing to put in, or no room. NoTimeStamp: of something else, or not sound.
        UntrustedFolder, NotWritten
    """
    from dataclasses import replace

    from checker.report.files import write
    from checker.report.stamps.evidence import put

    pdf, found, (certificate, evidence) = _opened(report)
    said: list[Text] = []
    if response is not None:
        evidence, told = _with_token(found, evidence, response, trust, out)
        said += told
    if trust is not None:
        issuers, lists = _of_folder(certificate, trust)
        if issuers or lists:
            evidence = replace(evidence, issuers=issuers, lists=lists)
            said.append(_LISTS.filled(issuers=len(issuers), lists=len(lists), path=Text.name(str(out))))
        elif response is None:
            raise Refused(_NOTHING)
    whole = put(bytes.fromhex(found.contents.decode("ascii")), certificate, evidence)
    room = len(found.contents) // 2
    if len(whole) > room:
        raise Refused(_NO_ROOM.filled(need=len(whole), room=room))
    digits = whole.hex().upper().encode().ljust(len(found.contents), b"0")
    write(out, pdf[: found.start] + digits + pdf[found.start + len(digits) :])
    return tuple(said)


def _opened(report: Path) -> tuple[bytes, Signed, tuple[bytes, Evidence]]:
    """The file, its signature, and the signer's certificate with what stands beside it."""
    from checker.report.envelope import unseal
    from checker.report.payload import NotAReport, decode
    from checker.report.verify import cms, pdf_file

    not_signed = Refused(_NOT_SIGNED.filled(path=Text.name(str(report))))
    pdf = _read(report)
    try:
        certificate = decode(unseal(pdf_file.envelope(pdf))[0]).predicate.signer.certificate
    except NotAReport as error:
        raise not_signed from error
    found = pdf_file.signature(pdf)
    evidence = None if found is None else cms.evidence(found.contents, certificate)
    if found is None or evidence is None or cms.read(found.contents) is None:
        raise not_signed
    return pdf, found, (certificate, evidence)


def _with_token(
    found: Signed, evidence: Evidence, response: Path, trust: Path | None, out: Path
) -> tuple[Evidence, list[Text]]:
    from dataclasses import replace

    from checker.report.keys.names import common_name
    from checker.report.keys.signer import fingerprint
    from checker.report.keys.trust import read_trust
    from checker.report.stamps import tokens
    from checker.report.verify import cms

    read = cms.read(found.contents)
    assert read is not None
    token = tokens.token(_read(response))
    one = tokens.stamped(token, read.value)
    who = Text.name(common_name(one.certificate) or fingerprint(one.certificate)[:16])
    said = [_STAMPED.filled(at=one.at.isoformat(" ", "seconds"), who=who, path=Text.name(str(out)))]
    if trust is not None and fingerprint(one.certificate) not in read_trust(trust, None).timers:
        said.append(_UNLISTED)
    return replace(evidence, token=token), said


def _of_folder(certificate: bytes, trust: Path) -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
    """The issuers of a certificate, and their revocation lists, that lie in the trust folder (PEM or DER). Raises
    UntrustedFolder, before any of it is used."""
    from asn1crypto import pem

    from checker.report.keys.trust import read_trust
    from checker.report.stamps import revocation

    read_trust(trust, None)
    files = sorted(one for one in trust.iterdir() if one.suffix.lower() in _ENDINGS)
    given: list[bytes] = []
    for path in files:
        content = _read(path)
        if pem.detect(content):
            given += (der for _, _, der in pem.unarmor(content, multiple=True))
        else:
            given.append(content)
    issuers = revocation.chain(certificate, given)
    return issuers, revocation.of_issuers(certificate, issuers, given)


def _read(path: Path) -> bytes:
    try:
        return handed.read(path, _LIMIT)
    except OSError as error:
        raise Refused(_UNREAD.filled(path=Text.name(str(path)))) from error
