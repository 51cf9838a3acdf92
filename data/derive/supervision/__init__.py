"""Supervision: alerts that follow from cases, conduct, and the staff."""
