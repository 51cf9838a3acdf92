"""Limits promised and taken, and what the reform changed."""
