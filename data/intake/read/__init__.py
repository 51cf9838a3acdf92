"""Files and databases become chunks of text cells."""
