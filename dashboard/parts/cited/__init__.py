"""What lets a figure be found again away from its page: its picture, its frame elsewhere, its print."""
