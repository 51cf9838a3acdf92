"""`/service/ask`: a question typed in, and what the knowledge base answers."""
