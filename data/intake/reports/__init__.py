"""Whole annual reports as published become lines, one per cell, of the dataset that takes them."""
