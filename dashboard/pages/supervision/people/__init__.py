"""Commendations, training, posts, spot checks and the rules in force."""
