"""One module a file system: which space is free, which deleted files are still recorded. Everything read is hostile."""
