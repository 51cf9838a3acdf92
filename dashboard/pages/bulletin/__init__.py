"""The monthly bulletin: the index of months, and a month's page."""
