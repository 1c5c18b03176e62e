"""What is still recoverable from a medium: found by file system records and by structure, told without any content."""
