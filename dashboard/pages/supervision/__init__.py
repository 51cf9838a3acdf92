"""监督: who watches over the hall, what was found and what became of it; `page.py` has the sections in their order."""
