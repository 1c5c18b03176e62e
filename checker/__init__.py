"""The engine. It knows no screen and no single check."""

__version__ = "0.1.0"
