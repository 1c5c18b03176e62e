"""The doors of a live Windows: files, the registry, Win32 functions, COM. Only `source` is imported from outside.

Modules that begin with ``assert sys.platform == "win32"`` cannot be imported elsewhere; CI type-checks them with
``mypy --platform win32`` and runs them under Wine. Nothing here reads the output of a command: that output is in the
language of the system, and empty where the command is missing.
"""
