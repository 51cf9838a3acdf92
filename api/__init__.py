"""The open data over HTTP. Draws nothing. `api.server.create_api` puts it on a Flask server."""
