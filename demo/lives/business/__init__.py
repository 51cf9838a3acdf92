"""Services to businesses: visits, projects that are handled, reviews by city and district side by side."""
