"""What only PostgreSQL understands."""
