"""Raw media: a stick, card or disk as one run of bytes, or an image file of one. Opened for reading, never mounted."""
