"""The document engine: finds photos, scans and files that carry secrecy markings. It knows no screen and no check."""
