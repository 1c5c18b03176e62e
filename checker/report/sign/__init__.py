"""From an inspection and its context to a signed report."""
