"""How a page and its figures are shown and found elsewhere: frames, cards, addresses."""
