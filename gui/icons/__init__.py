"""Our own shapes, painted: sharp at every size, and in whatever colour can be read."""
