"""The open data over HTTP: one number in every form, errors that name what is wrong, caching."""

from __future__ import annotations

import csv
import io
import re
import threading
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

import pytest

from api import problems
from api.answer import answers
from api.documents import dispatch, known_codes
from data.answers.records.behind_values import proof_grain
from data.answers.whole_periods import widened
from data.catalog import DATASETS, INDICATORS, owner
from data.measures import (
    DistinctCount,
    Level,
    Quantile,
    Ratio,
    Remainder,
    Stock,
    Sum,
    Total,
    Unused,
)
from data.measures.derived import Derived
from tests.contracts import TRACEABLE, for_each, no_finer, some
from tests.hall_data import Site, Store, application
from tests.recount import RATIOS

BASE = "/api/v1"
CACHEABLE = "public, max-age=5, stale-while-revalidate=60, stale-if-error=86400"

ENDPOINTS = [
    "",
    "/live",
    "/status",
    "/indicators",
    "/indicators.csv",
    "/indicators/on-time-rate",
    "/indicators/on-time-rate/values",
    "/indicators/on-time-rate/values.csv",
    "/indicators/on-time-rate/rows",
    "/indicators/on-time-rate/rows.csv",
    "/datasets",
    "/datasets.csv",
    "/datasets/cases",
    "/datasets/cases/records",
    "/datasets/cases/records.csv",
    "/datasets/cases/facets?field=channel",
    "/datasets/cases/facets.csv?field=channel",
]


def get(client: Any, path: str, **parameters: Any) -> Any:
    """The JSON document at an address of the API."""
    response = ask(client, path, **parameters)
    assert response.status_code == 200, response.json
    return response.json


def ask(client: Any, path: str, **parameters: Any) -> Any:
    query = urlencode({name.rstrip("_"): value for name, value in parameters.items()})
    joint = "&" if "?" in path else "?"
    return client.get(f"{BASE}{path}" + (f"{joint}{query}" if query else ""))


def lines(response: Any) -> list[dict[str, str]]:
    """The rows of a CSV answer."""
    assert response.status_code == 200, response.get_data(as_text=True)
    text = response.get_data().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def as_csv(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{value}"
    return f"{value:g}" if isinstance(value, float) and value.is_integer() else str(value)


def same(first: list[dict[str, Any]], second: list[dict[str, str]]) -> bool:
    """JSON rows and CSV rows say the same; numbers as numbers."""

    def plain(text: str) -> Any:
        try:
            return float(text)
        except ValueError:
            return text

    left = [{k: plain(as_csv(v)) for k, v in row.items() if as_csv(v)} for row in first]
    right = [{k: plain(v) for k, v in row.items() if v} for row in second]
    return left == right


def same_values(first: list[dict[str, Any]], second: list[dict[str, str]], query: Any) -> bool:
    """The same of values, of which a file says by itself for which days and conditions they are."""
    conditions = {n: v for n, v in query.items() if n not in {"grain", "from", "to", "by", "lang"}}
    conditions = {n: v for n, v in conditions.items() if n not in query.get("by", "").split(",")}
    if any(row.items() & conditions.items() != conditions.items() for row in second):
        return False
    beside = {"from", "to", *conditions}
    shown = [{k: v for k, v in row.items() if k not in beside} for row in second]
    return same(first, shown)


def queries(id: str) -> Iterator[dict[str, str]]:
    """A set of questions that every indicator is asked."""
    found = INDICATORS[id]
    dimensions = list(found.dimensions)
    yield {}
    yield {"grain": "total"}
    if control := owner(found).control:
        ends = widened(date(2025, 4, 1), date(2026, 9, 30), control.finest)
        yield {"grain": control.finest} | dict(zip(("from", "to"), map(str, ends), strict=True))
        yield from ({"grain": "total", "by": dimension, "lang": "en"} for dimension in dimensions)
        return
    yield {"grain": no_finer(id, "day"), "from": "2026-11-01", "to": "2026-11-24"}
    yield {"grain": no_finer(id, "week"), "from": "2026-09-02", "to": "2026-10-30"}
    for dimension in dimensions:
        yield {"grain": "total", "by": dimension, "lang": "en"}
    dataset = owner(found)
    free = [d for d in dimensions if not dataset.dimension(d).hall_wide]
    if len(free) > 1:
        yield {"grain": "quarter", "by": f"{free[0]},{free[1]}", "from": "2026-09-01"}
    if "channel" in free:
        two = ",".join(code.id for code in dataset.field("channel").codes[:2])
        yield {"grain": "month", "channel": two, "by": free[0]}
    if free:
        yield {"grain": "total", free[0]: "none"}


# --- one number in every form -------------------------------------------------------------------


@for_each("id", INDICATORS)
def test_values_are_the_same_as_json_and_csv(client: Any, id: str) -> None:
    for query in queries(id):
        document = get(client, f"/indicators/{id}/values", **query)
        response = ask(client, f"/indicators/{id}/values.csv", **query)
        assert same_values(document["data"], lines(response), query), query
        assert response.headers["X-Total-Count"] == str(len(document["data"]))
        assert document["meta"]["count"] == len(document["data"])
        assert document["meta"]["truncated"] is False


@for_each("id", INDICATORS)
def test_links_of_an_answer_lead_to_the_same_answer(client: Any, id: str) -> None:
    for query in queries(id):
        document = get(client, f"/indicators/{id}/values", **query)
        again = client.get(document["links"]["self"])
        assert again.json["data"] == document["data"]
        assert same_values(document["data"], lines(client.get(document["links"]["csv"])), query)
        assert client.get(document["links"]["definition"]).json["data"]["id"] == id


TODAY_ENDS = {"to": "2026-11-24"}


def one_period(id: str) -> Iterator[dict[str, str]]:
    """Questions with one row as the answer: all there is, a stretch, and a stretch of one code.

    Of what is listed the day after and by the month: whole months that are over.
    """
    if "month" in (proof_grain(id), proof_grain(id, "denominator")):
        months = {"grain": "total", "from": "2026-09-01", "to": "2026-10-31"}
        yield from (months, *(months | {"only": name} for name in INDICATORS[id].dimensions))
        return
    yield {"grain": "total"}
    yield {"grain": "total", "from": "2026-09-07", "to": "2026-10-25"}
    for dimension in INDICATORS[id].dimensions:
        if not owner(INDICATORS[id]).dimension(dimension).hall_wide:
            yield {"grain": "total", "from": "2026-09-07", **TODAY_ENDS, "only": dimension}


def counts_rows(id: str) -> bool:
    """Rather than adding up what its rows say (minutes, yuan), or whom they are of."""
    indicator = INDICATORS[id]
    if isinstance(indicator.measure, Derived):
        return counts_rows(indicator.measure.of) and counts_rows(indicator.measure.over)
    if isinstance(indicator.measure, DistinctCount):  # several rows may be of one member
        return False
    parts = indicator.measure.parts(indicator, owner(indicator))
    return all(part.amount is None for part in parts.values())


@for_each("id", TRACEABLE)
def test_the_records_behind_a_value_are_as_many_as_it_says(client: Any, id: str) -> None:
    measure = INDICATORS[id].measure
    for asked in one_period(id):
        only = asked.pop("only", None)
        if only:
            rows = get(client, f"/indicators/{id}/values", by=only, **asked)["data"]
            asked[only] = next((row[only] for row in rows if row["value"]), "none")
        found = get(client, f"/indicators/{id}/values", **asked)["data"]
        value = found[0] if found else {"value": 0, "numerator": 0, "denominator": 0}
        totals = {
            part: get(client, f"/indicators/{id}/rows", part=part, **asked)["meta"]["total"]
            for part in ("numerator", "denominator")
        }
        if isinstance(measure, Unused):
            assert value["reason"] == "history-too-short"
        elif isinstance(measure, Total):
            assert totals["numerator"] == totals["denominator"]
        elif isinstance(measure, Quantile) and measure.weight:  # a row is so many of them
            assert totals["denominator"] <= (value["denominator"] or 0), asked
            assert bool(totals["denominator"]) == bool(value["denominator"]), asked
        elif isinstance(measure, Quantile):
            assert totals["denominator"] == (value["denominator"] or 0), asked
        elif isinstance(measure, DistinctCount):
            assert (value["value"] or 0) <= totals["numerator"] == totals["denominator"], asked
            assert bool(value["value"]) == bool(totals["numerator"]), asked
        elif isinstance(measure, Derived | Stock | Sum | Level) and not counts_rows(id):
            assert totals["numerator"] > 0 or not value["value"], asked
        elif isinstance(measure, Remainder):  # what is left over has no rows; the part of it has
            assert totals["denominator"] == value["denominator"], asked
            left_over = totals["denominator"] - totals["numerator"]
            assert value["numerator"] in (None, left_over), asked
        elif INDICATORS[id].is_count:
            assert totals["numerator"] == totals["denominator"] == value["value"], asked
        else:
            assert totals["numerator"] == value["numerator"], asked
            assert totals["denominator"] == value["denominator"], asked


@pytest.mark.parametrize(
    ("id", "top", "bottom"),
    [
        (
            "actual-speed-up",
            lambda r: float(r["legal_days"]) - float(r["used_days"]),
            lambda r: float(r["legal_days"]),
        ),
        ("mean-score", lambda r: float(r["score"]), lambda r: 1),
        (
            "promised-speed-up",
            lambda r: float(r["legal_days"]) - float(r["promised_days"]),
            lambda r: float(r["legal_days"]),
        ),
    ],
)
def test_a_ratio_of_sums_can_be_added_up_from_its_records(
    client: Any, id: str, top: Any, bottom: Any
) -> None:
    span = {"from": "2026-09-01", "to": "2026-10-31"}
    (value,) = get(client, f"/indicators/{id}/values", grain="total", **span)["data"]
    rows = lines(ask(client, f"/indicators/{id}/rows.csv", **span))
    assert sum(map(top, rows)) == pytest.approx(value["numerator"])
    # Rows without a legal limit add nothing to the denominator.
    assert sum(map(bottom, rows)) == pytest.approx(value["denominator"])


@pytest.mark.parametrize(
    "id",
    [i for i, x in INDICATORS.items() if isinstance(x.measure, Quantile) and owner(x).records],
)
def test_a_quantile_can_be_read_off_its_records(client: Any, id: str) -> None:
    measure = INDICATORS[id].measure
    assert isinstance(measure, Quantile)
    (value,) = get(client, f"/indicators/{id}/values", grain="total")["data"]
    rows = lines(ask(client, f"/indicators/{id}/rows.csv"))
    weights = [int(r[measure.weight]) if measure.weight else 1 for r in rows]
    used = sorted(
        float(r[measure.of]) for r, n in zip(rows, weights, strict=True) for _ in range(n)
    )
    assert len(used) == value["denominator"]
    assert value["value"] == used[-(-len(used) * int(measure.q * 10) // 10) - 1]


@pytest.mark.parametrize(
    "id",
    [
        i
        for i, x in INDICATORS.items()
        if isinstance(x.measure, Ratio)
        and not INDICATORS[x.measure.of].is_stock
        and all(owner(INDICATORS[side]).records for side in (x.measure.of, x.measure.over))
    ],
)
def test_the_two_sides_of_a_quotient_are_records_of_two_datasets(client: Any, id: str) -> None:
    sides = [
        get(client, f"/indicators/{id}/rows", part=part, limit=1)["data"][0]
        for part in ("numerator", "denominator")
    ]
    measure = INDICATORS[id].measure
    assert isinstance(measure, Ratio)
    for row, side in zip(sides, (measure.of, measure.over), strict=True):
        keys = owner(INDICATORS[side]).key
        assert set(keys) <= set(row), (id, side)


# Made rows do not say whom a survey rated: a department, then. What they review is due again in a year.
NO_ROW_OF_THE_SAMPLE = {"survey-share-hall", "faq-reviewed-on-time"}


def test_rates_are_fractions_with_their_numerator_and_denominator(client: Any) -> None:
    published = {
        id: get(client, f"/indicators/{id}/values", grain="total")["data"][0]
        for id in RATIOS
        if not owner(INDICATORS[id]).control  # of the sample's days too few for any of its periods
    }
    empty = {id for id, row in published.items() if not row["denominator"]}
    assert empty == NO_ROW_OF_THE_SAMPLE
    assert {(published[id]["value"], published[id]["reason"]) for id in empty} == {
        (None, "no-data")
    }
    for id in published.keys() - empty:
        row = published[id]
        assert row["value"] == row["numerator"] / row["denominator"], id
        if INDICATORS[id].unit == "fraction":
            assert row["value"] <= 1, id
    for id in ("cases-accepted", "cases-in-progress"):
        (row,) = get(client, f"/indicators/{id}/values", grain="total")["data"]
        assert (row["numerator"], row["denominator"]) == (None, None)


def test_limit_gives_the_same_first_rows_in_every_form(client: Any) -> None:
    at, query = "/indicators/cases-accepted/values", {"grain": "day", "limit": "7"}
    document = get(client, at, **query)
    assert len(document["data"]) == 7
    assert document["meta"]["truncated"] is True
    rows = lines(ask(client, f"{at}.csv", **query))
    assert same_values(document["data"], rows, {"grain": "day"})


# --- CSV ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/datasets/cases/records.csv", "/indicators/ratings/values.csv"])
def test_a_csv_opens_in_a_spreadsheet(client: Any, path: str) -> None:
    response = ask(client, path, limit=3)
    raw = response.get_data()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.endswith(b"\r\n")
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert response.mimetype == "text/csv"
    assert not ask(client, path, limit=3, bom=0).get_data().startswith(b"\xef\xbb\xbf")
    name = response.headers["Content-Disposition"]
    for part in (path.split("/")[2], "2026-11-24", f"v{answers.data_version()}", ".csv"):
        assert part in name


def test_a_csv_is_headed_by_ids_or_in_either_language(client: Any) -> None:
    heads = {}
    for header in ("id", "zh", "en"):
        text = ask(client, "/datasets/cases/records.csv", limit=1, header=header).get_data()
        heads[header] = text.decode("utf-8-sig").splitlines()[0].split(",")[:2]
    assert heads == {
        "id": ["case_no", "item"],
        "zh": ["办件编号", "事项"],
        "en": ["Case number", "Item"],
    }


@pytest.mark.parametrize(
    ("path", "asked", "heads"),
    [
        ("/indicators", "", ("编号", "Id")),
        ("/datasets", "", ("编号", "Id")),
        ("/datasets/cases/facets", "field=channel", ("渠道", "Channel")),
        (
            "/datasets/cases/facets",
            "field=belongs_on_site&accepted_on__from=2026-10-01&channel=hall,online",
            ("应在大厅办理", "Belongs in the hall"),
        ),
    ],
)
def test_a_short_list_is_a_file_too(
    client: Any, path: str, asked: str, heads: tuple[str, str]
) -> None:
    """The link of the JSON leads to the same rows; of a cell with several ids, joined."""
    document = get(client, f"{path}?{asked}", lang="en")
    response = client.get(document["links"]["csv"])
    assert client.get(document["links"]["self"]).json["data"] == document["data"]
    rows = lines(response)
    shown = [
        {
            name: ",".join(v["id"] if isinstance(v, dict) else v for v in value)
            if isinstance(value := row[name], list)
            else value
            for name in rows[0]
        }
        for row in document["data"]
    ]
    assert same(shown, rows)
    assert response.get_data().startswith(b"\xef\xbb\xbf")
    assert response.headers["X-Total-Count"] == str(document["meta"]["total"])
    for header, head in zip(("zh", "en"), heads, strict=True):
        text = ask(client, f"{path}.csv?{asked}", header=header, bom=0).get_data(as_text=True)
        assert text.partition(",")[0] == head


def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless(client: Any) -> None:
    at = "/datasets/disclosure-requests/records"
    (row,) = lines(ask(client, f"{at}.csv", request_no="YSQ-0000"))
    assert row["topic"] == "'=1+1"
    assert get(client, at, request_no="YSQ-0000")["data"][0]["topic"] == "=1+1"


def test_a_cell_with_a_comma_is_one_cell(client: Any) -> None:
    rows = lines(ask(client, "/datasets/disclosure-requests/records.csv"))
    assert "征地, 拆迁" in {row["topic"] for row in rows}


# --- errors -------------------------------------------------------------------------------------


def refused(response: Any, status: int) -> Any:
    """The problem document of an answer that must be one."""
    assert response.status_code == status, response.get_data(as_text=True)[:300]
    assert response.mimetype == "application/problem+json"
    assert "Traceback" not in response.get_data(as_text=True)
    document = response.json
    assert document["status"] == status
    assert {"type", "title", "status", "detail", "errors"} <= set(document)
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    return document


@for_each("path", ENDPOINTS)
def test_an_unknown_parameter_is_named(client: Any, path: str) -> None:
    document = refused(ask(client, path, colour="red"), 400)
    assert document["errors"][0]["parameter"] == "colour"
    assert "lang" in document["errors"][0]["allowed"]


@for_each("path", ENDPOINTS)
def test_a_repeated_parameter_is_named(client: Any, path: str) -> None:
    joint = "&" if "?" in path else "?"
    response = client.get(f"{BASE}{path}{joint}lang=en&lang=en")
    assert refused(response, 400)["errors"][0]["parameter"] == "lang"


@for_each("path", ENDPOINTS)
def test_an_unknown_language_is_refused(client: Any, path: str) -> None:
    document = refused(ask(client, path, lang="fr"), 400)
    assert document["errors"][0] | {"message": ""} == {
        "parameter": "lang",
        "message": "",
        "allowed": ["zh", "en"],
    }


VALUES, ROWS, RECORDS = (
    "/indicators/on-time-rate/values",
    "/indicators/on-time-rate/rows",
    "/datasets/cases/records",
)
BAD = [
    (VALUES, "from", "2026-13-01"),
    (VALUES, "from", "20261101"),
    (VALUES, "to", "yesterday"),
    (VALUES, "from", ""),
    (VALUES, "to", "1889-01-01"),
    (VALUES, "grain", "decade"),
    (VALUES, "grain", ""),
    (VALUES, "by", "colour"),
    (VALUES, "by", "department,department"),
    (VALUES, "by", "department,item,channel"),
    (VALUES, "by", ""),
    (VALUES, "by", "department,"),
    (VALUES, "limit", "0"),
    (VALUES, "limit", "-1"),
    (VALUES, "limit", "ten"),
    (VALUES, "limit", "1e3"),
    (VALUES, "department", ""),
    (VALUES, "department", "fgw,,jyt"),
    (f"{VALUES}.csv", "header", "fr"),
    (f"{VALUES}.csv", "bom", "yes"),
    (ROWS, "part", "half"),
    (ROWS, "limit", "1001"),
    (ROWS, "cursor", "abc"),
    (ROWS, "fields", "accepted_at"),
    (ROWS, "fields", "case_no,case_no"),
    (ROWS, "sort", "colour"),
    (RECORDS, "limit", "1001"),
    (RECORDS, "limit", "1.5"),
    (RECORDS, "limit", ""),
    (RECORDS, "limit", "²"),
    (RECORDS, "cursor", ""),
    (RECORDS, "cursor", "eyJhIjoxfQ.AAAA"),
    (RECORDS, "sort", "outcome"),
    (RECORDS, "sort", ""),
    (RECORDS, "sort", "--case_no"),
    (RECORDS, "fields", "name"),
    (RECORDS, "fields", ""),
    (RECORDS, "count", "roughly"),
    (RECORDS, "channel", "pigeon"),
    (RECORDS, "channel", ""),
    (RECORDS, "accepted_on", "soon"),
    (RECORDS, "accepted_on__from", "none"),
    (RECORDS, "accepted_on__to", "2026-02-30"),
    (RECORDS, "legal_days__from", "many"),
    (RECORDS, "legal_days", "nan"),
    (RECORDS, "legal_days__to", "1e999"),
    (RECORDS, "belongs_on_site", "1"),
    (RECORDS, "recorded_at__from", "noon"),
    ("/datasets/cases/facets", "field", "case_no"),
    ("/datasets/cases/facets", "field", ""),
    ("/live", "day", "2026-11-31"),
]


@pytest.mark.parametrize(("path", "name", "value"), BAD)
def test_a_bad_value_is_refused_by_the_name_of_its_parameter(
    client: Any, path: str, name: str, value: str
) -> None:
    document = refused(ask(client, path, **{name: value}), 400)
    assert document["errors"][0]["parameter"] == name


@pytest.mark.parametrize(
    "name", ["accepted_at", "completed_at", "accepted_hour", "row_id", "rowid"]
)
def test_what_is_not_published_cannot_be_asked_about(client: Any, name: str) -> None:
    for ending in ("", "__from", "__to"):
        document = refused(ask(client, RECORDS, **{f"{name}{ending}": "1"}), 400)
        assert document["errors"][0]["message"] == "未知参数"


FILTERED = [
    "/indicators/cases-accepted/values",
    "/indicators/cases-accepted/values?shape=grid",
    "/indicators/cases-accepted/values.csv",
    "/indicators/cases-accepted/rows",
    "/indicators/cases-accepted/rows.csv",
    "/indicators/mean-score/values",
    "/datasets/cases/records",
    "/datasets/cases/records.jsonl",
    "/datasets/cases/facets?field=channel",
    "/disclosure/open",
]


@for_each("path", FILTERED)
@for_each(
    ("given", "near"), [("jyt1", "jyt"), ("教育", "jyt"), ("fgw,jty", "jyt"), ("none,0", "fgw")]
)
def test_a_code_that_is_on_no_list_is_not_a_zero(
    client: Any, path: str, given: str, near: str
) -> None:
    """The near codes are named, by their spelling or by what they are called, else all of them."""
    (error,) = refused(ask(client, path, department=given), 400)["errors"]
    assert error["parameter"] == "department"
    assert near in error["allowed"]
    assert given.rpartition(",")[2] in error["message"]
    assert ask(client, path, department="jyt,none").status_code == 200


def test_a_code_of_a_closed_list_is_held_to_it(client: Any) -> None:
    document = refused(ask(client, "/indicators/cases-accepted/values", channel="onlin"), 400)
    field = DATASETS["cases"].field("channel")
    assert document["errors"][0]["allowed"] == [code.id for code in field.codes]


def test_a_new_code_is_known_with_the_batch_that_brings_it(store: Store) -> None:
    at = "/datasets/cases/records"
    with application(store) as server:
        client = server.test_client()
        refused(ask(client, at, department="new-one"), 400)
        case = {"case_no": "C1", "item": "I1", "department": "new-one", "channel": "hall"}
        store.ingest("cases", [case | {"accepted_on": "2026-11-20"}])
        answers.refresh()
        assert get(client, at, department="new-one", count="exact")["meta"]["total"] == 1


def test_codes_are_read_once_for_all_questions(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, reference = [], known_codes.reference
    monkeypatch.setattr(known_codes, "reference", lambda *a: read.append(a) or reference(*a))
    known_codes._listed.cache_clear()
    for day in range(1, 9):
        get(client, RECORDS, department="fgw", accepted_on=f"2026-11-{day:02}")
    assert len(read) == 1


def test_from_after_to_is_refused(client: Any) -> None:
    response = ask(client, VALUES, **{"from": "2026-11-02", "to": "2026-11-01"})
    assert refused(response, 400)["errors"][0]["parameter"] == "to"


def test_the_days_curve_cannot_be_crossed(client: Any) -> None:
    for query in ({"by": "hour,department"}, {"by": "hour", "department": "fgw"}):
        refused(ask(client, "/indicators/cases-accepted/values", **query), 400)
        refused(ask(client, "/indicators/cases-accepted/values.csv", **query), 400)


@pytest.mark.parametrize("path", ["rows", "rows.csv"])
def test_the_days_curve_cannot_be_taken_apart_by_records(client: Any, path: str) -> None:
    """The cases of an hour, as a list, would tell the hour of each: only their dates are public."""
    document = refused(ask(client, f"/indicators/cases-accepted/{path}", hour="9"), 400)
    assert document["errors"][0]["parameter"] == "hour"
    values = get(client, "/indicators/cases-accepted/values", grain="total", hour="9")
    assert "rows" not in values["links"]
    assert values["data"][0]["value"] > 0


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("/indicators/case-accepted", "cases-accepted"),
        ("/indicators/case-accepted/values", "cases-accepted"),
        ("/indicators/case-accepted/rows.csv", "cases-accepted"),
        ("/datasets/case", "cases"),
        ("/datasets/case/records", "cases"),
        ("/datasets/case/facets", "cases"),
        ("/datasets/cases/records.cvs", "csv"),
        ("/indicator", "/api/v1/indicators"),
        ("/lives", "/api/v1/live"),
        ("/lives/", "/api/v1/live"),
    ],
)
def test_an_unknown_address_is_a_404_that_names_near_ones(
    client: Any, path: str, near: str
) -> None:
    document = refused(ask(client, path), 404)
    assert near in document["detail"]


@pytest.mark.parametrize("path", ["", "/datasets", "/datasets/cases/records.csv", "/indicators"])
def test_a_slash_at_the_end_leads_to_the_address_without_it(client: Any, path: str) -> None:
    answer = client.get(f"{BASE}{path}/?lang=en")
    assert (answer.status_code, answer.headers["Location"]) == (308, f"{BASE}{path}?lang=en")


def test_a_wrong_address_asked_for_again_and_again_is_compared_once(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some hundred comparisons take longer than a thousand answers that are kept."""
    compared: list[str] = []
    monkeypatch.setattr(
        problems, "get_close_matches", lambda text, *_, **__: compared.append(text) or []
    )
    for _ in range(3):
        refused(ask(client, "/an-address-of-an-old-program"), 404)
    assert len(compared) == 1


@pytest.mark.parametrize(
    "path",
    ["/api/nothing", "/api", "/api/v2/live", "/api/v1/datasets/x/records.foo", "/api/v1/%00"],
)
def test_nothing_under_api_is_ever_html(client: Any, path: str) -> None:
    refused(client.get(path), 404)


@for_each("method", ["POST", "PUT", "PATCH", "DELETE"])
@for_each("path", [*ENDPOINTS, "/nothing"])
def test_other_methods_are_refused(client: Any, path: str, method: str) -> None:
    response = client.open(f"{BASE}{path}", method=method, data=b"x")
    refused(response, 405)
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


@for_each("path", ENDPOINTS)
def test_head_is_get_without_a_body(client: Any, path: str) -> None:
    got, head = client.get(f"{BASE}{path}"), client.head(f"{BASE}{path}")
    assert head.status_code == 200
    assert head.get_data() == b""
    for name in ("ETag", "Cache-Control", "Content-Type", "X-Total-Count"):
        assert head.headers.get(name) == got.headers.get(name)


def test_the_server_s_own_failure_is_a_problem_without_a_traceback(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise ZeroDivisionError("secret words")

    monkeypatch.setattr(dispatch, "document", fail)
    client.application.config["PROPAGATE_EXCEPTIONS"] = False
    document = refused(ask(client, VALUES, **{"from": "1999-01-01"}), 500)
    assert "secret" not in repr(document)


# --- the envelope -------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [p for p in ENDPOINTS if ".csv" not in p])
def test_every_answer_says_of_which_data_it_is(client: Any, path: str) -> None:
    document = get(client, path)
    assert set(document) == {"data", "meta", "links"}
    meta = document["meta"]
    assert isinstance(meta["data_version"], int)
    assert meta["data_version"] == answers.data_version() > 0
    as_of = datetime.fromisoformat(meta["as_of"])
    assert as_of.utcoffset() is not None
    assert as_of.isoformat()[:10] == "2026-11-24"
    assert meta["demo"] is False
    assert meta["licence"] == "CC-BY-4.0"
    if isinstance(document["data"], list):
        assert meta["count"] == len(document["data"])
        assert isinstance(meta["truncated"], bool)


def test_ids_and_codes_do_not_change_with_the_language(client: Any) -> None:
    zh, en = (
        get(client, "/indicators/cases-accepted/values", grain="total", by="channel", lang=lang)
        for lang in ("zh", "en")
    )
    assert [r["channel"] for r in zh["data"]] == [r["channel"] for r in en["data"]]
    assert [r["channel_label"] for r in zh["data"]] != [r["channel_label"] for r in en["data"]]
    assert {"窗口"} <= {r["channel_label"] for r in zh["data"]}


def test_the_service_describes_itself_and_its_links_work(client: Any) -> None:
    data = get(client, "")["data"]
    assert set(data["indicators"]) == set(INDICATORS)
    assert set(data["datasets"]) == {d.id for d in DATASETS.values() if d.published}
    for entry in data["endpoints"]:
        response = client.get(entry["path"])
        if "{" not in entry["path"] and response.status_code != 200:
            # It needs a parameter, and says which.
            assert refused(response, 400)["errors"][0]["parameter"], entry


@pytest.mark.parametrize("kind", ["indicators", "datasets"])
def test_every_link_of_a_definition_works(client: Any, kind: str) -> None:
    for entry in some(get(client, f"/{kind}")["data"], 4):
        assert {"id", "title", "links"} <= set(entry)
        for name, link in get(client, f"/{kind}/{entry['id']}")["data"]["links"].items():
            assert client.get(link).status_code == 200, (name, link)


def test_a_definition_says_what_it_measures_in_both_languages(client: Any) -> None:
    for entry in get(client, "/indicators")["data"]:
        keys = {"id", "title", "formula", "unit", "reference", "dimensions", "versions", "links"}
        assert keys <= set(entry)
        en = get(client, f"/indicators/{entry['id']}", lang="en")["data"]
        assert en["title"] != entry["title"]
        assert not re.search("[\u3000-\u9fff\uff00-\uffef]", en["formula"])


def test_a_schema_has_every_published_field_with_its_codes_and_no_other(
    client: Any,
) -> None:
    for dataset in DATASETS.values():
        fields = get(client, f"/datasets/{dataset.id}")["data"]["fields"]
        assert [f["id"] for f in fields] == [f.id for f in dataset.public_fields]
        for field in fields:
            known_codes = [c.id for c in dataset.field(field["id"]).codes]
            assert [c["id"] for c in field.get("codes", [])] == known_codes


def test_status_says_how_old_each_dataset_is(client: Any, sampled: Store) -> None:
    response = ask(client, "/status")
    assert response.headers["Cache-Control"] == "no-store"
    found = {d["dataset"]: d for d in response.json["data"]["datasets"]}
    assert found["cases"]["rows"] == len(sampled.rows("cases"))
    assert found["cases"]["rejected_rows"] == 0
    keys = {"newest_event", "newest_batch", "seconds_out_of_date", "max_age_expected", "stale"}
    assert keys <= set(found["cases"])
    assert response.json["data"]["heartbeat"]


# --- caching ------------------------------------------------------------------------------------


@for_each("path", [p for p in ENDPOINTS if p != "/status"])
def test_an_etag_is_strong_and_answers_a_client_that_has_it_with_304(
    client: Any, path: str
) -> None:
    first = client.get(f"{BASE}{path}")
    etag = first.headers["ETag"]
    assert etag.startswith('"')
    for header in (etag, f'"other", {etag}', "*"):
        again = client.get(f"{BASE}{path}", headers={"If-None-Match": header})
        assert again.status_code == 304
        assert again.get_data() == b""
        assert again.headers["ETag"] == etag
        assert again.headers["Cache-Control"] == first.headers["Cache-Control"]
    other = client.get(f"{BASE}{path}", headers={"If-None-Match": '"other"'})
    assert other.status_code == 200
    assert other.get_data() == first.get_data()


@for_each("path", ENDPOINTS)
def test_how_long_an_answer_may_be_kept(client: Any, path: str) -> None:
    said = {"/live": "no-cache", "/status": "no-store"}.get(path, CACHEABLE)
    assert client.get(f"{BASE}{path}").headers["Cache-Control"] == said
    assert "Set-Cookie" not in client.get(f"{BASE}{path}").headers


def test_the_order_of_parameters_does_not_matter_to_the_etag_and_their_values_do(
    client: Any,
) -> None:
    tags = [
        client.get(f"{BASE}{VALUES}?{query}").headers["ETag"]
        for query in (
            "grain=day&from=2026-11-01",
            "from=2026-11-01&grain=day",
            "grain=day&from=2026-11-02",
            "grain=day&from=2026-11-01&lang=en",
        )
    ]
    assert tags[0] == tags[1]
    assert len(set(tags)) == 3


def test_the_etag_changes_at_midnight_without_a_batch(client: Any, clock: Any) -> None:
    """Today, overdue and current periods change with the date."""
    before = ask(client, VALUES)
    overdue = get(client, "/indicators/cases-overdue/values", grain="total")["data"][0]["value"]
    clock("2026-11-25T00:00:01+08:00")
    after = ask(client, VALUES)
    assert before.headers["ETag"] != after.headers["ETag"]
    assert before.json["meta"]["data_version"] == after.json["meta"]["data_version"]
    later = get(client, "/indicators/cases-overdue/values", grain="total")["data"][0]["value"]
    assert later >= overdue


def test_a_new_version_has_a_new_etag_and_is_seen_within_a_second(site: Site) -> None:
    line = {"case_no": "A", "item": "i", "channel": "hall", "accepted_on": "2026-11-24"}
    with application(site.store) as server:
        client: Any = server.test_client()
        before = ask(client, VALUES)
        assert site.ingest("cases", [line]).data_version == 1
        seen, patience = threading.Event(), threading.Event()
        for _ in range(10):
            if ask(client, VALUES).json["meta"]["data_version"] == 1:
                seen.set()
                break
            patience.wait(0.1)
        assert seen.is_set()
        assert ask(client, VALUES).headers["ETag"] != before.headers["ETag"]


def test_one_computation_per_miss_under_200_threads(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    computed: list[Any] = []
    original = dispatch.document

    def counting(engine: Any, query: Any, *rest: Any) -> Any:
        computed.append(query)
        threading.Event().wait(0.05)
        return original(engine, query, *rest)

    monkeypatch.setattr(dispatch, "document", counting)
    path, bodies = f"{BASE}{VALUES}?grain=day&from=2026-10-02&by=channel", []
    gate = threading.Barrier(200)

    def one() -> None:
        asker = client.application.test_client()
        gate.wait()
        bodies.append(asker.get(path).get_data())

    threads = [threading.Thread(target=one) for _ in range(200)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(bodies) == 200
    assert len(set(bodies)) == 1
    assert len(computed) == 1


def test_only_good_answers_are_kept(client: Any) -> None:
    for response in (ask(client, "/nothing"), ask(client, VALUES, colour=1)):
        assert response.headers["Cache-Control"] == "no-store"
        assert "ETag" not in response.headers


# --- pages elsewhere ----------------------------------------------------------------------------

BESIDE = ["/healthz", "/readyz", "/catalog.jsonld", "/datapackage.json", "/api/docs"]
BESIDE += ["/feeds/data.atom", "/feeds/overdue.atom", f"{BASE}/openapi.json", "/api", "/api/"]


def listed(response: Any, header: str) -> set[str]:
    return set(response.headers[header].split(", "))


@for_each("path", [*(f"{BASE}{path}" for path in (*ENDPOINTS, "/nothing")), *BESIDE])
def test_a_browser_that_asks_first_is_told_what_it_may(client: Any, path: str) -> None:
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "GET"}
    response = client.options(path, headers=asked)
    assert (response.status_code, response.get_data()) == (204, b"")
    assert "Content-Type" not in response.headers
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Access-Control-Allow-Headers"] == "*"
    assert int(response.headers["Access-Control-Max-Age"]) >= 3600
    for header in ("Allow", "Access-Control-Allow-Methods"):
        assert listed(response, header) == {"GET", "HEAD", "OPTIONS"}


@for_each("path", ENDPOINTS)
def test_any_page_anywhere_may_read(client: Any, path: str) -> None:
    """The first answer, the one from memory, the one that has not changed, and the refusal."""
    elsewhere = {"Origin": "https://example.org"}
    first, again = (client.get(f"{BASE}{path}", headers=elsewhere) for _ in range(2))
    known = elsewhere | {"If-None-Match": first.headers.get("ETag", "")}
    unchanged = client.get(f"{BASE}{path}", headers=known)
    assert unchanged.status_code == (304 if "ETag" in first.headers else 200)
    safe = {"Cache-Control", "Content-Length", "Content-Type"}
    for response in (first, again, unchanged, ask(client, path, colour=1)):
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        shown = listed(response, "Access-Control-Expose-Headers") | safe
        sent = {"ETag", "X-Total-Count", "RateLimit", "RateLimit-Policy", "Content-Disposition"}
        assert sent & set(response.headers.keys()) <= shown


@for_each("method", ["POST", "PUT", "DELETE", "TRACE", "PROPFIND"])
@for_each("path", BESIDE[:-2])
def test_what_describes_the_data_is_read_only_too(client: Any, path: str, method: str) -> None:
    refused(client.open(path, method=method, data=b"x"), 405)


@pytest.mark.parametrize("path", ["/api", "/api/"])
def test_an_address_without_a_version_leads_to_the_first_one(client: Any, path: str) -> None:
    (error,) = refused(client.get(path), 404)["errors"]
    assert error["allowed"] == [BASE]
    assert client.get(error["allowed"][0]).status_code == 200


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("/datasets/cases/records?accepted_on__from=2026-11-02&accepted_on__to=2026-11-01", "accepted_on__to"),
        ("/datasets/cases/records.csv?legal_days__from=9&legal_days__to=3", "legal_days__to"),
        ("/datasets/cases/facets?field=channel&due_on__from=2026-11-02&due_on__to=2026-11-01", "due_on__to"),
        ("/indicators/cases-completed/values?from=2026-11-02&to=2026-11-01", "to"),
        ("/indicators/cases-completed/rows?from=2026-11-02&to=2026-11-01", "to"),
    ],
)  # fmt: skip
def test_a_range_that_ends_before_it_begins_is_refused(client, path, parameter):
    answer = client.get(f"{BASE}{path}")
    assert answer.status_code == 400
    assert [error["parameter"] for error in answer.json["errors"]] == [parameter]


@pytest.mark.parametrize(
    "path",
    [
        "/indicators/cases-completed/values?grain=day&limit=3",
        "/indicators/cases-completed/values?grain=day&by=channel&shape=grid&limit=2",
        "/indicators/cases-completed/rows?limit=3",
        "/datasets/cases/records?limit=3",
        "/disclosure/open?limit=1",
    ],
)
def test_the_link_to_itself_gives_the_same_rows(client, path):
    first = client.get(f"{BASE}{path}").json
    assert "limit=" in first["links"]["self"]
    assert client.get(first["links"]["self"]).json["data"] == first["data"]
