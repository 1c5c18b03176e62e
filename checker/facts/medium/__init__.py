"""Facts about a medium: what is left on it, and which files it holds."""
