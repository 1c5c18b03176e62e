"""What the product knows of the world: rule cards and vendor tables.

Versioned TOML that is edited without touching code.
"""
