"""The description of the API by itself, OpenAPI 3.1, and a page to try it."""
