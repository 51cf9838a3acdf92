"""办事人: the hotline, appointments, stuck matters, and channels with somebody's help."""
