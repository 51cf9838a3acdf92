"""The addresses of the API (see /api/v1): what is asked, and how the answer travels."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import orjson
from flask import Blueprint, Response, request, stream_with_context

from api import answers, documents, edge, formats, links, parameters, problems, service
from api.problems import Problem, not_found
from data.catalog import DATASETS, INDICATORS
from data.definitions import Text
from data.hall import today
from data.query import Live, Proof, Query, Records, Unanswerable, Values
from data.records import Selection, count, of_proof, of_records, stream

CACHEABLE = "public, max-age=5, stale-while-revalidate=60, stale-if-error=86400"
EXPOSED = "ETag, X-Total-Count, Content-Disposition, RateLimit, RateLimit-Policy, Retry-After"
blueprint = Blueprint("api", __name__, url_prefix=links.BASE)

VALUE_COLUMNS = {
    "period": Text("时期", "Period"),
    "partial": Text("未满", "Partial"),
    "value": Text("数值", "Value"),
    "numerator": Text("分子", "Numerator"),
    "denominator": Text("分母", "Denominator"),
    "reason": Text("缺值原因", "Reason for no value"),
}


def sent(content: bytes, etag: str, cache: str = CACHEABLE, valid: str = "date") -> Response:
    """JSON with its ETag, which `api.edge` keeps, compresses, and turns into a 304.

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


def described(name: str, make: Callable[[str], Any], cache: str = CACHEABLE) -> Response:
    """An answer about the catalogue: changes with the build and the data version only."""
    parameters.known_only(request.args, ("lang",))
    lang = parameters.lang(request.args)
    etag = answers.etag(name, lang, today().isoformat())
    state = answers.state()

    def compute() -> bytes:
        data = make(lang)
        more = documents.whole(len(data)) if isinstance(data, list) else {}
        return orjson.dumps(documents.envelope(data, state, {"self": request.path}, **more))

    return sent(answers.cached(etag, compute), etag, cache)


@blueprint.get("")
def root() -> Response:
    return described("root", lambda lang: service.description(lang))


@blueprint.get("/live")
def live() -> Response:
    query, lang = parameters.live(request.args)
    return asked(query, lang, "no-cache")


@blueprint.get("/status")
def status() -> Response:
    parameters.known_only(request.args, ("lang",))
    lang = parameters.lang(request.args)
    data = service.status(answers.engine(), answers.refresh(), lang)
    response = Response(
        orjson.dumps(documents.envelope(data, answers.state(), {"self": request.path})),
        mimetype="application/json",
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/indicators")
def indicators() -> Response:
    return described("indicators", lambda lang: [documents.indicator(id, lang) for id in INDICATORS])


@blueprint.get("/indicators/<id>")
def indicator(id: str) -> Response:
    _known("indicator", id, INDICATORS)
    return described(f"indicator {id}", lambda lang: documents.indicator(id, lang))


@blueprint.get("/datasets")
def datasets() -> Response:
    return described("datasets", lambda lang: [documents.dataset(d, lang) for d in DATASETS.values()])


@blueprint.get("/datasets/<id>")
def dataset(id: str) -> Response:
    _known("dataset", id, DATASETS)
    return described(f"dataset {id}", lambda lang: documents.schema(DATASETS[id], lang))


@blueprint.get("/indicators/<id>/values")
@blueprint.get("/indicators/<id>/values.<suffix>")
def values(id: str, suffix: str = "json") -> Response:
    _known("indicator", id, INDICATORS)
    query, lang = parameters.values(id, request.args)
    if _format(suffix) == "json":
        return asked(query, lang) if "limit" not in request.args else _first(query, lang)
    return _values_file(query, lang)


def _first(query: Values, lang: str) -> Response:
    """The first `limit` rows; what was left out is said."""
    document = answers.answer(query, lang)
    limit = parameters.limit(request.args)
    rows = document["data"]
    document["data"] = rows[:limit]
    document["meta"] |= {"count": len(rows[:limit]), "total": len(rows), "truncated": len(rows) > limit}
    return sent(orjson.dumps(document), answers.etag(repr(query), lang, str(limit), today().isoformat()))


@blueprint.get("/indicators/<id>/rows")
@blueprint.get("/indicators/<id>/rows.<suffix>")
def rows(id: str, suffix: str = "json") -> Response:
    _known("indicator", id, INDICATORS)
    file = _format(suffix) != "json"
    query, lang = parameters.proof(id, request.args, file)
    return _records_file(query) if file else asked(query, lang)


@blueprint.get("/datasets/<id>/records")
@blueprint.get("/datasets/<id>/records.<suffix>")
def records(id: str, suffix: str = "json") -> Response:
    _known("dataset", id, DATASETS)
    file = _format(suffix) != "json"
    query, lang = parameters.records(id, request.args, file)
    return _records_file(query) if file else asked(query, lang)


@blueprint.get("/datasets/<id>/facets")
def facets(id: str) -> Response:
    _known("dataset", id, DATASETS)
    return asked(*parameters.facets(id, request.args))


@blueprint.get("/<path:rest>")
def unknown(rest: str) -> Response:
    raise not_found("address", f"{links.BASE}/{rest}", list(service.addresses()))


def _known(kind: str, id: str, known: dict[str, Any]) -> None:
    if id not in known:
        raise not_found(kind, id, list(known))


def _format(suffix: str) -> str:
    if suffix not in ("json", *links.FILES):
        raise not_found("format", suffix, ["json", *links.FILES])
    return suffix


# --- files --------------------------------------------------------------------------------------


def _values_file(query: Values, lang: str) -> Response:
    document = answers.answer(query, lang)
    names = ["period", "partial"]
    titles = dict(VALUE_COLUMNS)
    for dimension in query.by:
        title = documents.dimension_title(query.indicator, dimension)
        names += [dimension, f"{dimension}_label"]
        titles |= {dimension: title, f"{dimension}_label": Text(f"{title.zh}名称", f"{title.en} (name)")}
    names += ["value", "numerator", "denominator", "reason"]
    kept = document["data"]
    if "limit" in request.args:
        kept = kept[: parameters.limit(request.args)]
    rows = [tuple(row.get(name) for name in names) for row in kept]
    return _csv(query.indicator, [(n, titles[n]) for n in names], iter([rows]), len(rows))


def _records_file(query: Proof | Records) -> Response:
    engine = answers.engine()
    with engine.connect() as connection:
        if isinstance(query, Proof):
            selection = of_proof(connection, query, today())
        else:
            selection = of_records(query)
        total = count(connection, selection)
    if query.page.limit is not None:
        total = min(total, query.page.limit)
    columns = [(field.id, field.title) for field in selection.fields]
    name = query.indicator if isinstance(query, Proof) else query.dataset
    return _csv(name, columns, _streamed(selection, query), total)


def _streamed(selection: Selection, query: Proof | Records) -> Iterator[list[tuple[Any, ...]]]:
    with answers.engine().connect() as connection:
        yield from stream(connection, selection, query.page)


def _csv(name: str, columns: list[tuple[str, Text]], parts: Iterator[Any], total: int) -> Response:
    options = parameters.csv_options(request.args)
    file = f"{name}-{today().isoformat()}-v{answers.data_version()}.csv"
    content = stream_with_context(formats.csv_parts(columns, parts, options))
    response = Response(content, mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    response.headers["X-Total-Count"] = str(total)
    response.headers["Cache-Control"] = CACHEABLE
    response.set_etag(answers.etag(request.full_path, "csv", today().isoformat()))
    return response.make_conditional(request)


@blueprint.errorhandler(Problem)
def problem(error: Problem) -> Response:
    return problems.respond(error)


@blueprint.errorhandler(Unanswerable)
def unanswerable(error: Unanswerable) -> Response:
    return problems.respond(parameters.refused(error))


@blueprint.after_request
def open_to_all(response: Response) -> Response:
    """Any page anywhere may read the API; it knows no cookies and no keys."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = EXPOSED
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
