"""The ways in which endpoints answer: a question, what is made of the catalogue, a description.

Each gives a function from a call to its response, for the declarations in `api.routes.endpoints`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
from flask import Response, request

from api.answer import answers
from api.documents import envelope, public_address
from api.http import edge
from api.http.edge import CACHEABLE
from api.openapi.endpoint import Call
from data.hall import today
from data.questions import Live, Query

Handler = Callable[[Call], Response]


def answer_to(
    question: Callable[[Call], Query],
    file: Callable[[Any, Call], Response] | None = None,
    cache: str = CACHEABLE,
) -> Handler:
    """The cached answer to the question that a call asks, or a `file` of it.

    A client that has the answer costs no computation.
    """

    def answer(call: Call) -> Response:
        query = question(call)
        if file and call.is_file:
            return file(query, call)
        body = answers.body(query, call.lang)
        valid = "minute" if isinstance(query, Live) else "date"
        return sent(body.content, body.etag, cache, valid)

    return answer


def sent(content: bytes, etag: str, cache: str = CACHEABLE, valid: str = "date") -> Response:
    """JSON with its ETag, which `api.http.edge` keeps, compresses, and turns into a 304.

    `valid`: until when it holds if the data does not change, the end of the hall's `date` or `minute`.
    """
    response = Response(content, mimetype="application/json")
    response.set_etag(etag)
    response.headers["Cache-Control"] = cache
    response.headers[edge.VALID] = valid
    return response


def document_of(
    make: Callable[[Call], Any], own: Callable[[Call], dict[str, str]] | None = None
) -> Handler:
    """What `make` gives, with its `own` links: changes with the build and the data version only."""

    def answer(call: Call) -> Response:
        etag, state = _etag(call), answers.state()
        links = own(call) if own else {"self": request.path}

        def compute() -> bytes:
            data = make(call)
            more = envelope.whole(len(data)) if isinstance(data, list) else {}
            return orjson.dumps(envelope.envelope(data, state, links, **more))

        return sent(answers.cached(etag, compute), etag)

    return answer


def description_of(media: str, make: Callable[[Call], bytes]) -> Handler:
    """A document of a media type that says of the data where it is: see `description`."""
    return lambda call: description(media, call, make)


def description(media: str, call: Call, make: Callable[[Call], bytes]) -> Response:
    """What `make` gives, kept as long as the data does not change.

    Addresses in it are completed here; where they follow the request, no answer is kept for others.
    """
    key = _etag(call)
    content = answers.cached(key, lambda: make(call))
    response = Response(public_address.localized(content), mimetype=media)
    response.headers["Cache-Control"] = CACHEABLE
    if public_address.needs_address(content):
        response.set_etag(answers.etag(key, public_address.asked_at()))
    else:
        response.headers[edge.VALID] = "date"
        response.set_etag(key)
    return response


def json_of(make: Callable[[Call], Any]) -> Callable[[Call], bytes]:
    """What `make` gives, as JSON."""
    return lambda call: orjson.dumps(make(call))


def _etag(call: Call) -> str:
    # The path, not the route: it names the dataset.
    return answers.etag(request.path, repr(sorted(call.given.items())), today().isoformat())
