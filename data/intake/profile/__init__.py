"""A source's own columns and words, mapped to our fields."""
