"""Tests under ``inside`` run in a Windows Python: a real one, or the one that `test_windows_code` starts in Wine."""

import sys

collect_ignore = [] if sys.platform == "win32" else ["inside"]
