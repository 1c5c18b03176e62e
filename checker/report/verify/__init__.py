"""Whether reports are what their signers signed, one by one and together."""
