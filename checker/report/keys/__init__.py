"""Keys that sign a report, each behind the one `Signer`, and the check of what they signed."""
