"""Records: which rows a question is about, their pages and streams, and how many there are."""
