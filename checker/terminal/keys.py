"""``keys``: new keys for a test or a small unit, and what a key file holds."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from checker.model.error import UserError
from checker.model.text import Language, Text
from checker.terminal import arguments
from checker.terminal.exits import Exit
from checker.terminal.report import prompt

if TYPE_CHECKING:
    from checker.report.keys.pkcs12 import FileSigner
    from checker.report.keys.signer import AskSecret
    from checker.report.keys.trust import Inspector

_SHORT = Text("口令至少 8 位，没有生成密钥。", "The passphrase needs 8 characters or more; no key was made.")
_DIFFERENT = Text("两次输入的口令不同，没有生成密钥。", "The two passphrases differ; no key was made.")
_THERE = Text("{path} 已存在，密钥从不覆盖。", "{path} exists; keys are never overwritten.")
_MADE = Text(
    "已生成：{folder}，根密钥：{root}。请把根密钥移到专用介质锁入保险柜，不要留在检查用的电脑上。",
    "Made: {folder}, and the root key: {root}. Move the root key to a medium in a safe; it must not stay on an"
    " inspection computer.",
)
_TOGETHER = Text(
    "注意：根密钥和检查人密钥在同一个文件夹里。拿到根密钥的人可以任命检查人，请把根密钥移到别处。",
    "Note: the root key and an inspector's key are in the same folder. Whoever has the root key can appoint inspectors;"
    " move it elsewhere.",
)
_ROOT_AND_TRUST = Text("--root 和 --trust 要一起给出。", "--root and --trust go together.")
_ROOT_SECRET = Text("根密钥的口令", "Passphrase of the root's key")
_NOT_THE_ROOT = Text("这不是信任文件夹的根密钥。", "This is not the root key of the trust folder.")
_NO_FILE = Text("读不到文件：{path}", "The file cannot be read: {path}")
_NO_CERTIFICATE = Text("这不是证书文件：{path}", "Not a certificate: {path}")
_LISTED = Text(
    "{name} 已列入信任名单，名单版本 {version}。请把信任文件夹发给所有核验的电脑。",
    "{name} is on the list of trust, now version {version}. Give the trust folder to every computer that verifies.",
)
_REVOKED = Text(
    "{name} 的证书已吊销，名单版本 {version}。请把信任文件夹发给所有核验的电脑。",
    "The certificate of {name} is revoked; the list is version {version}. Give the folder to all who verify.",
)
_NAMES = {
    "ecdsa-p256-sha256": "P-256",
    "rsa-pkcs1-sha256": "RSA",
    "sm2-sm3": "SM2",
}


def options(parser: argparse.ArgumentParser) -> None:
    """Add what `run` reads."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    new = actions.add_parser("new", help="生成根密钥和检查人密钥 / make a root key and an inspector's key")
    new.add_argument("folder", type=Path, metavar="DIR", help="写到哪个文件夹 / where they go")
    new.add_argument(
        "--root-folder",
        type=Path,
        metavar="DIR",
        help="根密钥写到哪里，最好是专用介质；默认 DIR/root / where the root key goes, best a medium of its own",
    )
    new.add_argument("--unit", required=True, help="单位名称 / the unit's name")
    new.add_argument("--name", required=True, help="检查人姓名 / the inspector's name")
    new.add_argument("--root", type=Path, metavar="KEY", help="用已有的根密钥签发 / issue under this root")
    new.add_argument("--trust", type=Path, metavar="DIR", help="同时列入信任文件夹 / put it on this list of trust")
    new.add_argument("--collector", action="store_true", help="归集人，签署台账存根 / signs the ledger's checkpoints")
    trust = actions.add_parser("trust", help="列入信任名单或吊销 / list a certificate as trusted, or revoke it")
    trust.add_argument("certificate", type=Path, metavar="CERT", help="证书（PEM 或 DER）/ a certificate")
    trust.add_argument("--trust", type=Path, metavar="DIR", required=True, help="信任文件夹 / the trust folder")
    trust.add_argument("--root", type=Path, metavar="KEY", required=True, help="根密钥 / the root's key")
    trust.add_argument("--collector", action="store_true", help="归集人，签署台账存根 / signs the ledger's checkpoints")
    trust.add_argument("--revoke", action="store_true", help="吊销 / from now on it signs nothing that is believed")
    show = actions.add_parser("show", help="密钥是谁的、有效期 / whose a key is and until when")
    show.add_argument(
        "key", type=arguments.key, metavar="KEY", help="密钥文件或令牌 / key file or token: pkcs11:MODULE?token=LABEL"
    )


def run(options: argparse.Namespace, language: Language, ask: AskSecret | None = None) -> int:
    """Of `options.action`: "new" makes keys in `options.folder` for `options.name` of `options.unit`, under
    `options.root` where that is given; "trust" lists or revokes `options.certificate`; "show" tells what
    `options.key` is.
    """
    from checker.report.files import NotWritten
    from checker.report.keys.signer import KeyTrouble

    ask = ask or prompt(language)
    actions = {"new": _new, "trust": _trust, "show": _show}
    try:
        return actions[options.action](options, language, ask)
    except FileExistsError as error:
        _tell(_THERE.filled(path=Text.name(str(error.args[0]))), language)
        return Exit.USAGE
    except UserError as trouble:
        _tell(trouble.reason, language)
        if isinstance(trouble, KeyTrouble):
            return trouble.code
        return Exit.FAULT if isinstance(trouble, NotWritten) else Exit.USAGE


def _new(options: argparse.Namespace, language: Language, ask: AskSecret) -> int:
    from checker.report.keys.new import key_under, new_keys

    if (options.root is None) != (options.trust is None):
        _tell(_ROOT_AND_TRUST, language)
        return Exit.USAGE
    now = datetime.now(UTC).replace(microsecond=0)
    if options.root is None:
        passphrase = _new_passphrase(ask)
        root_folder = options.root_folder or options.folder / "root"
        new_keys(options.folder, root_folder, options.unit, options.name, passphrase, now)
        words = {"folder": Text.name(str(options.folder)), "root": Text.name(str(root_folder / "root.p12"))}
        _tell(_MADE.filled(**words), language)
        _warn_of(root_folder, options.folder, language)
        return Exit.IN_ORDER
    root = _root(options, ask)
    file = options.folder / ("collector.p12" if options.collector else "inspector.p12")
    made = key_under(root, file, options.unit, options.name, _new_passphrase(ask), now)
    try:
        version = _list(options.trust, root, made, now, collector=options.collector)
    except BaseException:  # a key that nobody trusts would be in the way of the next try
        file.unlink(missing_ok=True)
        raise
    _tell(_LISTED.filled(name=Text.name(made.name), version=version), language)
    _warn_of(options.root.parent, options.folder, language)
    return Exit.IN_ORDER


def _warn_of(root_folder: Path, folder: Path, language: Language) -> None:
    """Whoever copies a folder with both keys in it gives the unit's trust away with an inspector's key."""
    if root_folder.resolve() == folder.resolve():
        _tell(_TOGETHER, language)


def _trust(options: argparse.Namespace, language: Language, ask: AskSecret) -> int:
    from checker.report.keys.new import listed

    now = datetime.now(UTC).replace(microsecond=0)
    entry = listed(_certificate(options.certificate))
    if options.revoke:
        entry = replace(entry, revoked=now)
    root = _root(options, ask)
    version = _list(options.trust, root, entry, now, collector=options.collector)
    words = _REVOKED if options.revoke else _LISTED
    _tell(words.filled(name=Text.name(entry.name), version=version), language)
    return Exit.IN_ORDER


def _list(folder: Path, root: FileSigner, entry: Inspector, now: datetime, *, collector: bool) -> int:
    """Put one entry on the list, in the place of its certificate's earlier one, a version up; the version."""
    from checker.report.keys.trust import read_trust, write_trust

    following = read_trust(folder, None).next(now)
    if collector:
        following = replace(following, collectors=_with(following.collectors, entry))
    else:
        following = replace(following, inspectors=_with(following.inspectors, entry))
    write_trust(folder, following, root)
    return following.version


def _with(listed: tuple[Inspector, ...], entry: Inspector) -> tuple[Inspector, ...]:
    return (*(one for one in listed if one.certificate != entry.certificate), entry)


def _root(options: argparse.Namespace, ask: AskSecret) -> FileSigner:
    """The root's key, which must be the one that signed the list of trust."""
    from checker.report.keys.pkcs12 import open_pkcs12
    from checker.report.keys.signer import NOT_A_KEY, KeyTrouble, fingerprint
    from checker.report.keys.trust import read_trust

    trusted = read_trust(options.trust, None).root
    try:
        content = options.root.read_bytes()
    except OSError as error:
        raise KeyTrouble(_NO_FILE.filled(path=Text.name(str(options.root))), NOT_A_KEY) from error
    root = open_pkcs12(content, lambda secret: ask(replace(secret, what=_ROOT_SECRET)))
    if fingerprint(root.certificate) != trusted:
        raise KeyTrouble(_NOT_THE_ROOT, NOT_A_KEY)
    return root


def _new_passphrase(ask: AskSecret) -> str:
    from checker.report.keys.signer import KeyTrouble, Secret

    first = ask(Secret(Text("新口令（至少 8 位）", "New passphrase (8 characters or more)")))
    if first is None or len(first) < 8:
        raise KeyTrouble(_SHORT, Exit.USAGE)
    if ask(Secret(Text("再输入一次", "Once more"))) != first:
        raise KeyTrouble(_DIFFERENT, Exit.USAGE)
    return first


def _certificate(path: Path) -> bytes:
    """DER of a certificate file. Raises KeyTrouble."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    from checker.report.keys.signer import NOT_A_KEY, KeyTrouble

    try:
        content = path.read_bytes()
        pem = content.lstrip().startswith(b"-----BEGIN")
        read = x509.load_pem_x509_certificate(content) if pem else x509.load_der_x509_certificate(content)
    except OSError as error:
        raise KeyTrouble(_NO_FILE.filled(path=Text.name(str(path))), NOT_A_KEY) from error
    except ValueError as error:
        raise KeyTrouble(_NO_CERTIFICATE.filled(path=Text.name(str(path))), NOT_A_KEY) from error
    return read.public_bytes(Encoding.DER)


def _show(options: argparse.Namespace, language: Language, ask: AskSecret) -> int:
    from cryptography import x509

    from checker.report.keys.names import common_name
    from checker.report.keys.open import open_key
    from checker.report.keys.signer import fingerprint

    with open_key(options.key, ask) as signer:
        certificate = x509.load_der_x509_certificate(signer.certificate)
        rows = (
            (Text("姓名", "Name"), common_name(signer.certificate)),
            (Text("算法", "Algorithm"), _NAMES[signer.algorithm.value]),
            (Text("有效期至", "Valid until"), certificate.not_valid_after_utc.date().isoformat()),
            (Text("证书指纹", "Fingerprint"), fingerprint(signer.certificate)),
        )
    for label, value in rows:
        print(f"{label.to(language)}: {value}")
    return Exit.IN_ORDER


def _tell(text: Text, language: Language) -> None:
    print(text.to(language), file=sys.stderr, flush=True)
