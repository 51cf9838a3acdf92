"""The answers about indicators and datasets: definitions, values, records, counts."""

from __future__ import annotations

from typing import Any, Literal

import orjson
from flask import Response

from api.answer import answers
from api.answer.moment import moment
from api.descriptors import atom
from api.descriptors.cadence import cadence_of
from api.descriptors.failed_checks import entries_of as checks_feed_entries
from api.documents import definitions, envelope, links, public_address
from api.documents.proof.verification import parts_of, verification
from api.files import download, lists
from api.files import values as values_files
from api.files.proof_book import proof_book
from api.openapi.endpoint import MEDIA, Call
from api.parsing import datasets as of_datasets
from api.parsing import indicators as of_indicators
from api.parsing.parameters import file_options
from api.routes.answering import Handler, answer_to, description, description_of, document_of, sent
from data.catalog import INDICATORS, PUBLISHED, PUBLISHED_INDICATORS
from data.definitions import Text
from data.hall import hall, today
from data.questions import Checks, Claims, Facets, Live, Page, Proof, Records, Values


def indicator(call: Call) -> definitions.IndicatorDocument:
    return definitions.indicator(call.inside, call.lang)


def indicators(call: Call) -> list[definitions.IndicatorDocument]:
    return [definitions.indicator(id, call.lang) for id in PUBLISHED_INDICATORS]


def dataset(call: Call) -> definitions.DatasetSchema:
    definition = PUBLISHED[call.inside]
    return definitions.schema(definition, cadence_of(definition), call.lang)


def datasets(call: Call) -> list[definitions.DatasetDocument]:
    return [definitions.dataset(one, cadence_of(one), call.lang) for one in PUBLISHED.values()]


def catalogue(kind: Literal["indicators", "datasets"], make: Any) -> Handler:
    """All `indicators` or `datasets`, as JSON or as a file."""
    as_json = document_of(make, lambda call: links.of_catalogue(kind, call.lang))

    def answer(call: Call) -> Response:
        if not call.is_file:
            return as_json(call)
        options = file_options(call.given)
        return lists.catalogue_file(kind, make(call), call.lang, call.suffix, options)

    return answer


def values(call: Call) -> Response:
    query, limit = of_indicators.values(call.inside, call.given), call.given["limit"]
    if call.is_file:
        options = file_options(call.given)
        also = call.given["also"]
        return values_files.values_file(query, call.lang, call.suffix, options, limit, also)
    return _all_values(call) if limit is None else _first(query, call.lang, limit)


_all_values = answer_to(lambda call: of_indicators.values(call.inside, call.given))


def _first(query: Values, lang: str, limit: int) -> Response:
    """The first `limit` rows; what was left out is said."""
    document = answers.answer(query, lang)
    grid = query.shape == "grid"
    holder, name = (document["data"], "rows") if grid else (document, "data")
    rows = holder[name]
    holder[name] = rows[:limit]
    document["meta"] |= {
        "count": len(rows[:limit]),
        "total": len(rows),
        "truncated": len(rows) > limit,
    }
    document["links"] = links.of_values(query, lang, limit)
    return sent(
        orjson.dumps(document), answers.etag(repr(query), lang, str(limit), today().isoformat())
    )


def proof(call: Call) -> Response:
    """One number with all that is needed to check it, or as a workbook that recomputes it."""
    query = of_indicators.one_value(call.inside, call.given)
    if call.suffix == "xlsx":
        response = description(MEDIA["xlsx"], call, lambda _: proof_book(query, call.lang))
        version = answers.data_version()
        name = f"{query.indicator}-proof-v{version}.xlsx"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
    document = answers.answer(query, call.lang)
    counts = {part: _rows_of(query, part) for part in parts_of(INDICATORS[query.indicator])}
    row = document["data"][0] if document["data"] else None
    meta = {k: v for k, v in document["meta"].items() if k not in ("count", "truncated", "total")}
    whole = {
        "data": verification(query, row, counts, call.lang),
        "meta": meta,
        "links": document["links"],
    }
    etag = answers.etag("proof", repr(query), call.lang, today().isoformat())
    return sent(public_address.localized(orjson.dumps(whole)), etag)


def _rows_of(query: Values, part: str) -> int | None:
    """How many rows a part has."""
    first, last = links.span_of_rows(query.indicator, query.from_, query.to)
    rows = Proof(query.indicator, part, first, last, query.where, page=Page(1))
    return answers.answer(rows)["meta"]["total"]


def _records_file(query: Proof | Records, call: Call) -> Response:
    return download.records_file(query, call.suffix, file_options(call.given))


def _facets_file(query: Facets, call: Call) -> Response:
    return lists.facets_file(query, call.lang, call.suffix, file_options(call.given))


rows = answer_to(
    lambda call: of_indicators.proof(call.inside, call.given, call.suffix), _records_file
)
records = answer_to(
    lambda call: of_datasets.records(call.inside, call.given, call.suffix), _records_file
)
checks = answer_to(lambda _: Checks(quality=True))


def _checks_feed(call: Call) -> bytes:
    """Failures in a row as one entry each, dated by the month in which they began or ended."""
    rows = answers.answer(Checks(quality=True), call.lang)["data"]
    entries = checks_feed_entries(rows, call.lang)
    title = Text(f"{hall().name.zh}：未通过的核对", f"{hall().name.en}: checks that fail")
    return atom.feed(links.CHECKS_FEED, title[call.lang], entries, call.lang)


checks_feed = description_of(atom.MEDIA_TYPE, _checks_feed)
claims = answer_to(
    lambda _: Claims(),
    lambda _, call: lists.claims_file(call.lang, call.suffix, file_options(call.given)),
)
facets = answer_to(lambda call: of_datasets.facets(call.inside, call.given), _facets_file)


def hours(call: Call) -> Response:
    """A day hour by hour: the list that the live answer has, as a list of its own."""
    live = answers.answer(Live(call.given["day"]), call.lang)
    if call.is_file:
        return lists.hours_file(live["data"], call.suffix, file_options(call.given))
    hours = live["data"]["hours"]
    day = live["data"]["day"]
    document = live | {
        "data": hours,
        "meta": live["meta"] | envelope.whole(len(hours)),
        "links": links.of_hours(day, call.lang),
    }
    etag = answers.etag("hours", repr(call.given), moment("minute"))
    return sent(orjson.dumps(document), etag, "no-cache", "minute")
