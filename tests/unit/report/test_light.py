"""An audit on the terminal does not pay for typesetting and cryptography."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
HEAVY = ("typst", "pyhanko", "cryptography", "pkcs11", "asn1crypto", "gmssl_pyx", "segno", "rfc8785", "aiohttp", "lxml")


def loaded(code: str) -> set[str]:
    program = f"import sys; {code}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True, timeout=600)
    return {name.partition(".")[0] for name in done.stdout.decode().split()}


def test_the_program_and_its_commands_load_nothing_heavy():
    names = "main, checker.terminal.audit, checker.terminal.report, checker.terminal.verify, checker.terminal.keys"
    assert loaded(f"import {names}").isdisjoint(HEAVY)


def test_the_verifier_itself_loads_no_typesetting_until_a_pdf_is_verified():
    assert loaded("import checker.report.verify.report").isdisjoint(HEAVY)
