"""Run by the frozen program before anything else of it, PyInstaller's own preparations included.

Those load Qt: with an LD_LIBRARY_PATH or _PYI_* of the caller's, from wherever these say.
"""

import sys

from checker.machine import isolation

isolation.begin("", sys.argv[1:])
