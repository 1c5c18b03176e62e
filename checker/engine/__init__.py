"""Runs checks on a target. It knows no single check: the tests of this room use toy checks only."""
