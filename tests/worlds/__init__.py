"""Outsides for tests: made-up worlds, recordings, offline hives."""
