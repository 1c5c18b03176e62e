"""Every check, one file each. See README.md here: add a check in ten minutes."""
