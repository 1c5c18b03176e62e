"""Writes every generated page and schema anew: ``python packaging/pages.py``. Tests say when that is due.

The pictures are not among them: docs/screens/make.py takes minutes, and somebody has to look at what it makes.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
# In this order: the reference shows the schemas.
WRITERS = (
    ("packaging/schemas.py",),
    ("packaging/rules_page.py",),
    ("packaging/reference_pages.py",),
    ("packaging/policy_page.py",),
    ("packaging/phone_places_page.py",),
    ("-m", "tests.planting.places"),
)


def main() -> None:
    for writer in WRITERS:
        subprocess.run([sys.executable, *writer], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
