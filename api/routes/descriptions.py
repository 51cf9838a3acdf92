"""The answers that describe the data: catalogues, dictionary, citations, the feed of new data."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from flask import Response, request

from api import descriptors
from api.answer import answers
from api.descriptors import atom
from api.documents import envelope, public_address
from api.formats.csv import csv_parts
from api.http.edge import CACHEABLE
from api.openapi.endpoint import MEDIA, Call
from api.parsing.parameters import file_options
from api.routes.answering import description, description_of, json_of
from data.catalog import PUBLISHED
from data.definitions import Dataset

LD = "application/ld+json"
BIBTEX = "application/x-bibtex"

dcat = description_of(LD, json_of(lambda call: descriptors.dcat()))
datapackage = description_of(
    MEDIA["json"], json_of(lambda call: descriptors.datapackage(call.lang))
)
schema_org = description_of(
    LD, json_of(lambda call: descriptors.schema_org(PUBLISHED[call.inside], call.lang))
)


def _cited(call: Call) -> descriptors.Citation:
    return descriptors.citation(PUBLISHED[call.inside], call.lang)


def _citation(call: Call) -> envelope.Document:
    own = {"self": request.path, "bibtex": f"{request.path}.bib"}
    return envelope.envelope(_cited(call), answers.state(), own)


citation = description_of(MEDIA["json"], json_of(_citation))
bibtex = description_of(BIBTEX, lambda call: _cited(call)["bibtex"].encode())


def dictionary(call: Call) -> Response:
    return _dictionary(call, call.inside, [PUBLISHED[call.inside]])


def dictionaries(call: Call) -> Response:
    return _dictionary(call, "all", PUBLISHED.values())


def _dictionary(call: Call, name: str, datasets: Iterable[Dataset]) -> Response:
    rows = descriptors.dictionary(datasets)

    def make(call: Call) -> bytes:
        options = file_options(call.given)
        return b"".join(csv_parts(list(descriptors.COLUMNS), [rows], options))

    response = description(MEDIA["csv"], call, make)
    response.headers["Content-Disposition"] = f'attachment; filename="dictionary-{name}.csv"'
    response.headers["X-Total-Count"] = str(len(rows))
    return response


def _data_feed(call: Call) -> bytes:
    with answers.engine().connect() as connection:
        return atom.data_feed(connection, call.lang)


data_feed = description_of(atom.MEDIA_TYPE, _data_feed)


cards_feed = description_of(atom.MEDIA_TYPE, lambda call: descriptors.cards_feed(call.lang))
complaints_feed = description_of(
    atom.MEDIA_TYPE, lambda call: descriptors.complaints_feed(call.lang)
)


def bulletin_feed(call: Call) -> Response:
    """Published bulletins: what the feed holds changes when an edition is added, whatever the data."""
    content = descriptors.bulletin_feed(call.lang)
    response = Response(public_address.localized(content), mimetype=atom.MEDIA_TYPE)
    response.headers["Cache-Control"] = CACHEABLE
    response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:32])
    return response
