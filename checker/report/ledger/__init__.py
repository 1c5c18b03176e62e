"""The organisation's ledger of reports: nothing that was taken in can be altered or dropped unseen."""
