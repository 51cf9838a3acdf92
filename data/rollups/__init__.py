"""Sums by day and code, kept beside the rows."""
