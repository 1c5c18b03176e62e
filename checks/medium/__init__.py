"""Checks of a medium."""
