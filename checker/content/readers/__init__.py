"""Readers: a file of one format in, its texts and pictures out. They unpack as little as they can."""
