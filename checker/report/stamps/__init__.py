"""What is put beside a signature later: a time stamp (RFC 3161), issuers and revocation lists (RFC 5280)."""
