"""`/search`: what has a name, found by it."""
