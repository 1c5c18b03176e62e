"""The document engine beside its peers, on pictures whose answers are known."""
