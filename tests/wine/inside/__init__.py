"""The Windows doors, live. Everything here also runs on a real Windows: ``python -m pytest tests/wine/inside``.

What is expected of Wine alone says so.
"""
