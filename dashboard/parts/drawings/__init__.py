"""Pictures drawn as plain SVG: the year, weekdays, districts, windows, ratings."""
