"""The simulated hall's staff: assessments, commendations, posts, training, spot checks and rules."""
