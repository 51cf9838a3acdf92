"""What only SQLite understands."""
