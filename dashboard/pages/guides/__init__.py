"""办事指南: the list of items with its search, a page for each item, a page for each form."""
