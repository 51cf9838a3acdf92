"""Scenes of the hall at work: what waits where, and what is watched over."""
