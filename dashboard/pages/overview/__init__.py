"""`/supervision/overview`: the page that a surveyor, an auditor or a journalist opens first."""
