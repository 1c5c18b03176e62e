"""Checks of a workstation."""
