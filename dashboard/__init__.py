"""What people see. The API's first client, in process: it asks `api.answer.answers`, it never queries."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import flask
    from dash import Dash

    from api.http.edge import Edge


def create_dash(server: flask.Flask, front: Edge) -> Dash:
    """Put the pages, the wall and the live views on `server`, to leave through `front`.

    Dash draws in the browser, from a layout that we send; its own addresses and hooks are on a server
    that nobody asks, so no answer of the API runs through them and no page depends on a callback.
    """
    import flask
    from dash import Dash, html

    from dashboard.asking import address
    from dashboard.serve import routes

    app = Dash(
        __name__,
        server=flask.Flask("dash"),  # type: ignore[arg-type]  # a Flask is what it takes
        routes_pathname_prefix=address.DASH,
        requests_pathname_prefix=address.DASH,
        pages_folder="",
        include_assets_files=False,
        suppress_callback_exceptions=True,
        update_title="",
        enable_mcp=False,
        use_async=False,
    )
    app.layout = html.Div()
    app.enable_dev_tools(debug=False)
    routes.register(server, app, front)
    return app
