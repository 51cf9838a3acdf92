"""The simulated queue of the hall."""
