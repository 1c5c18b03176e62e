"""``keys``: new keys for a test or a small unit, and what a key file holds."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from checker.commands.exits import Exit
from checker.commands.report import prompt
from checker.model.text import Language, Text

if TYPE_CHECKING:
    from checker.report.keys.signer import AskSecret

_SHORT = Text("口令至少 8 位，没有生成密钥。", "The passphrase needs 8 characters or more; no key was made.")
_DIFFERENT = Text("两次输入的口令不同，没有生成密钥。", "The two passphrases differ; no key was made.")
_THERE = Text("{path} 已存在，密钥从不覆盖。", "{path} exists; keys are never overwritten.")
_MADE = Text(
    "已生成：{folder}。请把 root.p12 移到专用介质锁入保险柜，不要留在检查用的电脑上。",
    "Made: {folder}. Move root.p12 to a medium in a safe; it must not stay on an inspection computer.",
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
    new.add_argument("--unit", required=True, help="单位名称 / the unit's name")
    new.add_argument("--name", required=True, help="检查人姓名 / the inspector's name")
    show = actions.add_parser("show", help="密钥是谁的、有效期 / whose a key is and until when")
    show.add_argument("key", metavar="KEY", help="密钥文件或令牌 / key file or token: pkcs11:MODULE?token=LABEL")


def run(options: argparse.Namespace, language: Language, ask: AskSecret | None = None) -> int:
    """Of `options.action`: "new" makes keys in `options.folder` for `options.name` of `options.unit`; "show" tells what
    `options.key` is.
    """
    from checker.report.keys.signer import KeyTrouble

    ask = ask or prompt(language)
    try:
        return _new(options, language, ask) if options.action == "new" else _show(options.key, language, ask)
    except KeyTrouble as trouble:
        _tell(trouble.reason, language)
        return int(trouble.code)


def _new(options: argparse.Namespace, language: Language, ask: AskSecret) -> int:
    from checker.report.files import NotWritten
    from checker.report.keys.new import new_keys
    from checker.report.keys.signer import Secret

    first = ask(Secret(Text("新口令（至少 8 位）", "New passphrase (8 characters or more)")))
    if first is None or len(first) < 8:
        _tell(_SHORT, language)
        return Exit.USAGE
    if ask(Secret(Text("再输入一次", "Once more"))) != first:
        _tell(_DIFFERENT, language)
        return Exit.USAGE
    try:
        new_keys(options.folder, options.unit, options.name, first, datetime.now(UTC).replace(microsecond=0))
    except FileExistsError as error:
        _tell(_THERE.filled(path=Text.name(str(error.args[0]))), language)
        return Exit.USAGE
    except NotWritten as failure:
        _tell(failure.reason, language)
        return Exit.FAULT
    _tell(_MADE.filled(folder=Text.name(str(options.folder))), language)
    return Exit.IN_ORDER


def _show(key: str, language: Language, ask: AskSecret) -> int:
    from cryptography import x509

    from checker.report.keys.names import common_name
    from checker.report.keys.open import open_key
    from checker.report.keys.signer import fingerprint

    with open_key(key, ask) as signer:
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
