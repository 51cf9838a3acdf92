"""Cells become typed values, or a fault that names what was wrong."""
