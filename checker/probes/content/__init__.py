"""Facts about documents: where they lie, and what the document engine says of them. The same way on both systems."""
