"""监督: electronic supervision, patrols, complaints and what else looks after the windows."""
