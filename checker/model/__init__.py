"""The words everyone shares: frozen dataclasses on the standard library alone, without I/O."""
