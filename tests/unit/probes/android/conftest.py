from __future__ import annotations

import sys

# Filters are tried in a POSIX shell.
collect_ignore = ["test_makers.py", "test_real_outputs.py"] if sys.platform == "win32" else []
