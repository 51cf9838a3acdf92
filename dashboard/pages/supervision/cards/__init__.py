"""Warnings, yellow and red cards, the rules by which they fall due, and halls under supervision."""
