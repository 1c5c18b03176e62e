"""The screen: it asks the engine; the engine never asks it."""
