"""Which check is made where nobody says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from main import main


def test_a_medium_is_checked_in_full_and_not_as_a_computer_every_day(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    image = tmp_path / "stick.img"
    image.write_bytes(bytes(1 << 20))
    main(["audit", "--target", f"medium:{image}", "--store", str(tmp_path), "--json", str(tmp_path / "r.json")])
    inspection = json.loads((tmp_path / "r.json").read_bytes())["inspection"]
    assert inspection["profile"] == "quarterly"
    assert "medium.marked_document" in {finding["check_id"] for finding in inspection["findings"]}
