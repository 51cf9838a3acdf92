"""The addresses: what is registered with the server."""
