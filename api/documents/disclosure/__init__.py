"""What is said of disclosure requests: open ones as strips, the count of a case, the annual report."""
