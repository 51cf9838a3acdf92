"""Whole annual reports as published become lines of `disclosure-statements`: one per cell."""
