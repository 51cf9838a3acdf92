"""The deadline explainer: every day of a request's term."""
