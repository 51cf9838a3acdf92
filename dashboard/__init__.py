"""What people see. The API's first client, in process: it asks `api.answer.answers`, it never queries."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import flask
    from dash import Dash


def create_dash(server: flask.Flask) -> Dash:
    """Put the pages, the wall and the live views on `server`.

    Dash is confined to `/_dash/`: the addresses that people use are ours, so an unknown one is a
    real 404 and no page depends on a callback.
    """
    from dash import Dash, html

    from dashboard.asking import address
    from dashboard.serve import routes

    app = Dash(
        __name__,
        server=server,  # type: ignore[arg-type]  # a Flask is what it takes
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
    routes.register(server, app)
    return app
