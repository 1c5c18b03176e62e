"""Media of made-up worlds: images in a folder that goes when the tests end."""

from __future__ import annotations

import hashlib
import tempfile
from functools import cache
from pathlib import Path

_FOLDER = tempfile.TemporaryDirectory(prefix="mijian-media-", ignore_cleanup_errors=True)


@cache
def image(content: bytes) -> str:
    """The path of an image file with that content."""
    path = Path(_FOLDER.name) / f"{hashlib.sha256(content).hexdigest()[:16]}.img"
    path.write_bytes(content)
    return str(path)
