"""The endpoints as routes of a server: what is declared is parsed and answered, all else is a 404."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Flask, Response, request

from api.documents import links
from api.http import without_slash
from api.http.edge import TYPED_PATHS
from api.openapi import docs_page
from api.openapi.endpoint import Call, Endpoint, operations
from api.problems import not_found
from api.routes import snapshots
from api.routes.endpoints import ENDPOINTS

# What a parameter in a path is to Werkzeug, and as a pattern, by its type of JSON Schema.
_CONVERTERS = {"integer": ("int:", r"(\d+)"), "string": ("", "([^/]+)")}


def register(server: Flask) -> None:
    """Put all endpoints on a server."""
    blueprint = Blueprint("api", __name__)
    for endpoint in ENDPOINTS:
        for suffix in endpoint.suffixes:
            name = f"{endpoint.id}_{suffix}" if suffix else endpoint.id
            blueprint.add_url_rule(_rule(endpoint, suffix), name, _view(endpoint, suffix))
    rule = f"{links.SNAPSHOTS}/<date>/<path:path>"
    blueprint.add_url_rule(rule, "snapshot_file", snapshots.file)
    for path in (f"{links.ROOT}/api", f"{links.ROOT}/feeds"):
        blueprint.add_url_rule(f"{path}/<path:rest>", "unknown", _unknown)
    server.register_blueprint(blueprint)
    server.register_blueprint(docs_page.blueprint)
    server.extensions[TYPED_PATHS] = {endpoint.path for endpoint in ENDPOINTS if endpoint.typed}


def addresses() -> list[str]:
    """All addresses, as templates."""
    return [operation.path for operation in operations(ENDPOINTS)]


def _rule(endpoint: Endpoint, suffix: str) -> str:
    rule = f"{endpoint.path}.{suffix}" if suffix else endpoint.path
    if inside := endpoint.inside:
        converter, _ = _CONVERTERS[inside.type.schema["type"]]
        rule = rule.replace(f"{{{inside.name}}}", f"<{converter}{inside.name}>")
    return rule


def _pattern(endpoint: Endpoint) -> str:
    """The endpoint's path under any suffix."""
    pattern = re.escape(endpoint.path)
    if inside := endpoint.inside:
        _, part = _CONVERTERS[inside.type.schema["type"]]
        pattern = pattern.replace(re.escape(f"{{{inside.name}}}"), part)
    return rf"{pattern}\.([^/]*)"


def _view(endpoint: Endpoint, suffix: str) -> Callable[..., Response]:
    def view(**path: Any) -> Response:
        if endpoint.probe:
            return endpoint.answer(Call({}))
        inside = ""
        if endpoint.inside:
            name = endpoint.inside.name
            inside = endpoint.inside.type.parse(name, path[name])
        given = endpoint.takes(inside, suffix).read(request.args)
        return endpoint.answer(Call(given, suffix, inside))

    return view


def _unknown(rest: str) -> Response:
    """404: of a format, where only that is not known, else of the address; an address with a slash at its end moves."""
    if elsewhere := without_slash.moved():
        return elsewhere
    for endpoint in ENDPOINTS:
        if endpoint.formats and (match := re.fullmatch(_pattern(endpoint), request.path)):
            *inside, suffix = match.groups()
            if endpoint.inside and inside:
                endpoint.inside.type.parse(endpoint.inside.name, *inside)
            raise not_found("format", suffix, list(endpoint.formats))
    raise not_found("address", request.path, addresses())
