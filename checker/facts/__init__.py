"""What can be known: one documented frozen dataclass per fact.

A field says its unit, its source and what absent means.
"""
