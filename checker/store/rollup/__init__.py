"""The reports of an organisation in one database."""
