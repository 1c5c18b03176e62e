"""The carving of unallocated space beside its peers, on media made for it."""
