"""Columns computed at intake, because SQL should stay plain."""
