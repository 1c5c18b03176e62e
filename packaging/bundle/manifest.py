"""Writes the list by which a frozen folder knows itself: ``manifest.py FOLDER [--sign KEY --passphrase FILE]``.

Signed, the same list lies beside it in an envelope (DSSE), for whoever holds the signer's certificate: a unit compares
the programs that it is given with it before it names them in its list of trust.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

import checker
from checker.machine import listed

TYPE = "application/vnd.mijian.tree+json"


def write(folder: Path) -> Path:
    found = {name: listed.digest(path) for name, path in sorted(listed.files(folder).items())}
    document = {"schema": listed.SCHEMA, "version": checker.__version__, "files": found}
    path = folder / listed.NAME
    path.write_bytes(json.dumps(document, indent=0, ensure_ascii=False).encode("utf-8") + b"\n")
    return path


def sign(path: Path, key: str, passphrase: str) -> None:
    from checker.report.envelope import pae, seal
    from checker.report.keys.open import open_key
    from checker.report.keys.signer import fingerprint

    payload = path.read_bytes()
    with open_key(key, lambda _: passphrase) as signer:
        sealed = seal(payload, fingerprint(signer.certificate), signer.sign(pae(payload, TYPE)), TYPE)
    path.with_name(listed.SIGNED).write_bytes(sealed)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sign", metavar="KEY")
    parser.add_argument("--passphrase", type=Path, metavar="FILE")
    asked = parser.parse_args()
    path = write(asked.folder)
    path.with_name(listed.SIGNED).unlink(missing_ok=True)
    if asked.sign:
        sign(path, asked.sign, asked.passphrase.read_text("utf-8").strip())


if __name__ == "__main__":
    main()
