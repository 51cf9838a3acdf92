"""The annual disclosure report, cell by cell."""
