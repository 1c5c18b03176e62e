"""From an inspection to what people and programs read. No Qt here."""
