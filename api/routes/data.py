"""The addresses of the API (see /api/v1): what is asked, and how the answer travels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
from flask import Blueprint, Response, request

from api.answer import answers
from api.documents import definitions, envelope, links
from api.files import download, lists
from api.http import edge
from api.http.edge import CACHEABLE
from api.parsing import parameters as accepted
from api.parsing import parse
from api.problems import not_found
from api.routes import service
from data.catalog import DATASETS, INDICATORS
from data.hall import today
from data.questions import Live, Query, Values

blueprint = Blueprint("api", __name__, url_prefix=links.BASE)


def sent(content: bytes, etag: str, cache: str = CACHEABLE, valid: str = "date") -> Response:
    """JSON with its ETag, which `api.http.edge` keeps, compresses, and turns into a 304.

    `valid`: until when it holds if the data does not change, the end of the hall's `date` or `minute`.
    """
    response = Response(content, mimetype="application/json")
    response.set_etag(etag)
    response.headers["Cache-Control"] = cache
    response.headers[edge.VALID] = valid
    return response


def asked(query: Query, lang: str, cache: str = CACHEABLE) -> Response:
    """The cached answer to a query. A client that has it costs no computation."""
    found = answers.body(query, lang)
    return sent(found.content, found.etag, cache, "minute" if isinstance(query, Live) else "date")


def described(name: str, make: Callable[[str], Any]) -> Response:
    """An answer about the catalogue: changes with the build and the data version only."""
    parse.known_only(request.args, ("lang",))
    return _kept(name, {"self": request.path}, make)


def catalogue(kind: str, suffix: str, make: Callable[[str], list[dict[str, Any]]]) -> Response:
    """All indicators or datasets, as JSON or as a file."""
    file = _format(suffix, kind) != "json"
    parse.known_only(request.args, accepted.names(accepted.LIST))
    options, lang = parse.csv_options(request.args), parse.lang(request.args)
    if file:
        return lists.catalogue_file(kind, make(lang), lang, suffix, options)
    return _kept(kind, links.of_catalogue(kind, lang), make)


def _kept(name: str, own: dict[str, str], make: Callable[[str], Any]) -> Response:
    lang = parse.lang(request.args)
    etag = answers.etag(name, lang, today().isoformat())
    state = answers.state()

    def compute() -> bytes:
        data = make(lang)
        more = envelope.whole(len(data)) if isinstance(data, list) else {}
        return orjson.dumps(envelope.envelope(data, state, own, **more))

    return sent(answers.cached(etag, compute), etag)


@blueprint.get("")
def root() -> Response:
    return described("root", service.description)


@blueprint.get("/live")
def live() -> Response:
    query, lang = parse.live(request.args)
    return asked(query, lang, "no-cache")


@blueprint.get("/status")
def status() -> Response:
    parse.known_only(request.args, ("lang",))
    lang = parse.lang(request.args)
    data = service.status(answers.engine(), answers.refresh(), lang)
    response = Response(
        orjson.dumps(envelope.envelope(data, answers.state(), {"self": request.path})),
        mimetype="application/json",
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/indicators")
@blueprint.get("/indicators.<suffix>")
def indicators(suffix: str = "json") -> Response:
    return catalogue("indicators", suffix, _indicators)


def _indicators(lang: str) -> list[dict[str, Any]]:
    return [definitions.indicator(id, lang) for id in INDICATORS]


@blueprint.get("/indicators/<id>")
def indicator(id: str) -> Response:
    _known("indicator", id, INDICATORS)
    return described(f"indicator {id}", lambda lang: definitions.indicator(id, lang))


@blueprint.get("/datasets")
@blueprint.get("/datasets.<suffix>")
def datasets(suffix: str = "json") -> Response:
    return catalogue("datasets", suffix, _datasets)


def _datasets(lang: str) -> list[dict[str, Any]]:
    return [definitions.dataset(d, lang) for d in DATASETS.values()]


@blueprint.get("/datasets/<id>")
def dataset(id: str) -> Response:
    _known("dataset", id, DATASETS)
    return described(f"dataset {id}", lambda lang: definitions.schema(DATASETS[id], lang))


@blueprint.get("/indicators/<id>/values")
@blueprint.get("/indicators/<id>/values.<suffix>")
def values(id: str, suffix: str = "json") -> Response:
    _known("indicator", id, INDICATORS)
    query, lang = parse.values(id, request.args)
    if _format(suffix, "values") == "json":
        return asked(query, lang) if "limit" not in request.args else _first(query, lang)
    return download.values_file(query, lang, suffix)


def _first(query: Values, lang: str) -> Response:
    """The first `limit` rows; what was left out is said."""
    document = answers.answer(query, lang)
    limit = parse.limit(request.args)
    grid = query.shape == "grid"
    holder, name = (document["data"], "rows") if grid else (document, "data")
    rows = holder[name]
    holder[name] = rows[:limit]
    document["meta"] |= {
        "count": len(rows[:limit]),
        "total": len(rows),
        "truncated": len(rows) > limit,
    }
    return sent(
        orjson.dumps(document), answers.etag(repr(query), lang, str(limit), today().isoformat())
    )


@blueprint.get("/indicators/<id>/rows")
@blueprint.get("/indicators/<id>/rows.<suffix>")
def rows(id: str, suffix: str = "json") -> Response:
    _known("indicator", id, INDICATORS)
    file = _format(suffix, "rows") != "json"
    query, lang = parse.proof(id, request.args, file)
    return download.records_file(query, suffix) if file else asked(query, lang)


@blueprint.get("/datasets/<id>/records")
@blueprint.get("/datasets/<id>/records.<suffix>")
def records(id: str, suffix: str = "json") -> Response:
    _known("dataset", id, DATASETS)
    file = _format(suffix, "records") != "json"
    query, lang = parse.records(id, request.args, file)
    return download.records_file(query, suffix) if file else asked(query, lang)


@blueprint.get("/datasets/<id>/facets")
@blueprint.get("/datasets/<id>/facets.<suffix>")
def facets(id: str, suffix: str = "json") -> Response:
    _known("dataset", id, DATASETS)
    file = _format(suffix, "facets") != "json"
    query, lang = parse.facets(id, request.args)
    return lists.facets_file(query, lang, suffix) if file else asked(query, lang)


@blueprint.get("/<path:rest>")
def unknown(rest: str) -> Response:
    raise not_found("address", f"{links.BASE}/{rest}", list(service.addresses()))


def _known(kind: str, id: str, known: dict[str, Any]) -> None:
    if id not in known:
        raise not_found(kind, id, list(known))


def _format(suffix: str, kind: str) -> str:
    known = ["json", *links.FILES[kind]]
    if suffix not in known:
        raise not_found("format", suffix, known)
    return suffix
