"""What the simulated hall is like: its lists, seasons and proportions."""
