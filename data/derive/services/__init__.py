"""Fields computed of what the hall does for those who come: calls, appointments, answers, firms beside it."""
