"""How facts are read on Linux."""
