"""What is loaded for a search on a Dask cluster."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("distributed")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="HOME names a person's folder")

ROOT = Path(__file__).parents[3]
_SETTINGS = """
distributed:
  client:
    preload: ["import os"]
logging:
  distributed: debug
"""
_ASKED = """
import json, sys
sys.path.append({root!r})
{loaded}
import dask.config
print(json.dumps([dask.config.get("distributed.client.preload"), dask.config.get("logging", {{}})]))
"""
_OURS = "from checker.content.cluster import distributed; distributed()"


@pytest.mark.parametrize(
    ("loaded", "followed"),
    [(_OURS, [[], {}]), ("import distributed", [["import os"], {"distributed": "debug"}])],
    ids=["ours", "the library by itself"],
)
def test_no_settings_of_a_home_are_followed(tmp_path: Path, loaded: str, followed: object) -> None:
    folder = tmp_path / ".config" / "dask"
    folder.mkdir(parents=True)
    (folder / "theirs.yaml").write_text(_SETTINGS, "utf-8")
    argv = [sys.executable, "-I", "-c", _ASKED.format(root=str(ROOT), loaded=loaded)]
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    done = subprocess.run(argv, env=environment, capture_output=True, text=True, check=True, timeout=600)
    assert json.loads(done.stdout) == followed
