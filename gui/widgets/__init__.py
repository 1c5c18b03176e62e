"""The few widgets that Qt does not have."""
