"""How facts are read on Windows."""
