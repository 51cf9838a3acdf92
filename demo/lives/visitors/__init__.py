"""Lives of visitors: who calls, books, gets stuck or is helped at the simulated hall."""
