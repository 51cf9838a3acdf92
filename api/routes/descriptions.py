"""The addresses of what describes the data: OpenAPI, catalogues, dictionary, citations, feeds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import orjson
from flask import Blueprint, Response, request

from api import descriptors, files
from api.answer import answers
from api.descriptors import atom
from api.documents import envelope, public_address
from api.http import edge
from api.http.edge import CACHEABLE
from api.openapi import document
from api.openapi.operation import JSON, MEDIA
from api.openapi.operations import operations
from api.parsing import parameters as accepted
from api.parsing import parse
from api.problems import not_found
from data.catalog import DATASETS
from data.definitions import Dataset
from data.hall import today

LD = "application/ld+json"
blueprint = Blueprint("descriptions", __name__)


def told(media: str, make: Callable[[str], bytes], allowed: Iterable[str] = ("lang",)) -> Response:
    """What `make` gives in the language asked for, kept as long as the data does not change.

    Addresses in it are completed here; where they follow the request, no answer is kept for others.
    """
    parse.known_only(request.args, allowed)
    lang = parse.lang(request.args)
    given = sorted(request.args.items())
    # The path, not the route: it names the dataset.
    key = answers.etag(request.path, repr(given), today().isoformat())
    content = answers.cached(key, lambda: make(lang))
    response = Response(public_address.localized(content), mimetype=media)
    response.headers["Cache-Control"] = CACHEABLE
    if public_address.needs_address(content):
        response.set_etag(answers.etag(key, public_address.asked_at()))
    else:
        response.headers[edge.VALID] = "date"
        response.set_etag(key)
    return response


def _json(make: Callable[[str], Any]) -> Callable[[str], bytes]:
    return lambda lang: orjson.dumps(make(lang))


def _dataset(id: str) -> Dataset:
    if id not in DATASETS:
        raise not_found("dataset", id, list(DATASETS))
    return DATASETS[id]


@blueprint.get("/api/v1/openapi.json")
def description() -> Response:
    return told(JSON, _json(document.document))


@blueprint.get("/catalog.jsonld")
def catalogue() -> Response:
    return told(LD, _json(lambda lang: descriptors.dcat()), ())


@blueprint.get("/datapackage.json")
def package() -> Response:
    return told(JSON, _json(descriptors.datapackage))


@blueprint.get("/api/v1/datasets/<id>/schema.jsonld")
def schema_org(id: str) -> Response:
    dataset = _dataset(id)
    return told(LD, _json(lambda lang: descriptors.schema_org(dataset, lang)))


@blueprint.get("/api/v1/datasets/<id>/citation")
def citation(id: str) -> Response:
    dataset = _dataset(id)
    own = {"self": request.path, "bibtex": f"{request.path}.bib"}

    def make(lang: str) -> dict[str, Any]:
        return envelope.envelope(descriptors.citation(dataset, lang), answers.state(), own)

    return told(JSON, _json(make))


@blueprint.get("/api/v1/datasets/<id>/citation.bib")
def bibtex(id: str) -> Response:
    dataset = _dataset(id)
    return told(
        "application/x-bibtex", lambda lang: descriptors.citation(dataset, lang)["bibtex"].encode()
    )


@blueprint.get("/api/v1/datasets/<id>/dictionary.csv")
def dictionary(id: str) -> Response:
    return _dictionary(id, [_dataset(id)])


@blueprint.get("/api/v1/dictionary.csv")
def dictionaries() -> Response:
    return _dictionary("all", DATASETS.values())


def _dictionary(name: str, datasets: Iterable[Dataset]) -> Response:
    parse.known_only(request.args, accepted.names(accepted.LIST))
    options = parse.csv_options(request.args)
    rows = descriptors.dictionary(datasets)

    def make(lang: str) -> bytes:
        return b"".join(files.csv_parts(list(descriptors.COLUMNS), [rows], options))

    response = told(MEDIA["csv"], make, accepted.names(accepted.LIST))
    response.headers["Content-Disposition"] = f'attachment; filename="dictionary-{name}.csv"'
    response.headers["X-Total-Count"] = str(len(rows))
    return response


@blueprint.get("/feeds/data.atom")
def data_feed() -> Response:
    def make(lang: str) -> bytes:
        with answers.engine().connect() as connection:
            return atom.data_feed(connection, lang)

    return told(atom.MEDIA_TYPE, make)


@blueprint.get("/api/<path:rest>")
@blueprint.get("/feeds/<path:rest>")
def unknown(rest: str) -> Response:
    raise not_found("address", request.path, [operation.path for operation in operations()])
