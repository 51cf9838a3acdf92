"""What a page is asked for: its address and parameters, read and written."""
