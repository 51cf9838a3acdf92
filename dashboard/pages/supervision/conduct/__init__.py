"""Patrols, complaints and presence at the windows."""
