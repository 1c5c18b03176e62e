"""Checks of phones, one a file."""
