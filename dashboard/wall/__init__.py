"""The hall's big screens."""
