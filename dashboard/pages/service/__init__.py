"""便民服务: a module for each section of the page, and `page.py`, which has them in their order."""
