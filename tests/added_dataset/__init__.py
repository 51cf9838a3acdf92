"""Datasets that this hall does not have, and what must then be found of them (run in a copy)."""
