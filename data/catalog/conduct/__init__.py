"""作风效能: patrols and what they find, complaints, and presence at the windows; never a person."""
