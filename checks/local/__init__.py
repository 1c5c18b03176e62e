"""A unit's own checks: fact, probe and check in one file each, no list to edit."""
