"""What happens to one case, rating, request or review from its beginning to its end."""
