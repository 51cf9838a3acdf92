"""Documents about published days, and answers from their files."""
