"""A query string becomes a question, or a problem that names the parameter at fault."""
