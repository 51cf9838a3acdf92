"""The monthly bulletin: what it is made of, its numbers of a month, and what changed between editions."""
