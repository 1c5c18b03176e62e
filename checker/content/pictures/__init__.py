"""Pictures: is it a photo, scan or screenshot of a document, and does it carry a marking? Cheapest question first."""
