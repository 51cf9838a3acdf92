"""What the departments of the simulated hall do side by side or as one."""
