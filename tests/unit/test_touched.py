"""`./mijian test --quick` chooses too much rather than too little, and says what it never chooses."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.touched import touched

FILES = {
    "checker/__init__.py": "",
    "checker/model/__init__.py": "",
    "checker/model/text.py": "",
    "checker/report/__init__.py": "",
    "checker/report/sheet.py": "def pages():\n    from checker.model.text import Text\n",
    "checker/report/words.toml": "",
    "checker/probes/__init__.py": "",
    "checker/probes/disks.py": "",
    "checker/lonely.py": "",
    "main.py": "import checker.probes\n",
    "tests/conftest.py": "",
    "tests/unit/report/test_sheet.py": "import checker.report.sheet\n",
    "tests/unit/model/test_text.py": "from checker.model import text\n",
    "tests/unit/test_lonely.py": "PROGRAM = 'lonely'\n",
    "tests/unit/test_page.py": "PAGE = 'NETWORK.md'\n",
    "tests/contract/test_all.py": "import main\n",
    "tests/end_to_end/test_start.py": "import main\n",
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("changed", "tests"),
    [
        ("checker/model/text.py", ["unit/model/test_text.py", "unit/report/test_sheet.py"]),  # also within a function
        ("checker/report/sheet.py", ["unit/report/test_sheet.py"]),
        ("checker/report/words.toml", ["unit/report/test_sheet.py"]),
        ("checker/probes/disks.py", ["contract/test_all.py"]),  # found by walking its package
        ("checker/lonely.py", ["unit/test_lonely.py"]),  # nobody imports it: by its place alone
        ("docs/NETWORK.md", ["unit/test_page.py"]),
        ("tests/unit/test_page.py", ["unit/test_page.py"]),
        ("docs/ELSEWHERE.md", []),
    ],
)
def test_a_change_touches_who_imports_mirrors_or_names_it(changed: str, tests: list[str], tree: Path) -> None:
    assert touched([changed], tree) == [f"tests/{name}" for name in tests]


@pytest.mark.parametrize("changed", ["pyproject.toml", "tests/conftest.py", "packaging/locks/dev.txt"])
def test_what_is_under_every_test_touches_them_all(changed: str, tree: Path) -> None:
    assert touched([changed, "checker/lonely.py"], tree) == ["tests"]
