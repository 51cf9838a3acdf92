"""One query, one list of rows, in every format; and what each format promises beyond that."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import sqlite3
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import orjson
import pyarrow.parquet as pq
import pytest
from flask.testing import FlaskClient
from hypothesis import example, given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from xlsxwriter.utility import xl_col_to_name

from api.files.value_table import DAYS_FIELDS, PERIOD_FIELDS, VALUE_FIELDS, sureness_fields
from api.formats import FORMATS, FileOptions, Table, blocks_of, suffixes_for
from api.formats.csv import cell, lines_of
from api.openapi.document import document
from api.routes.endpoints import ENDPOINTS
from api.routes.endpoints.tags import TAGS, TITLES
from data.answers.records.behind_values import dataset_of_proof
from data.answers.records.streams import BLOCK, Block
from data.catalog import DATASETS, INDICATORS, PUBLISHED_INDICATORS
from data.definitions import Field, Text
from data.hall import hall
from data.measures import Ratio, Share
from data.rules.intervals import clopper_pearson, poisson, wilson
from data.store.sqlite import row_json
from tests.contracts import TRACEABLE, WITH_RECORDS, for_each, no_finer
from tests.hall_data import Store, application

BASE = "/api/v1"
SUFFIXES = suffixes_for("records")
# Both sheets of these are laid out alike.
WORKBOOKS = ("xlsx", "ods")
Rows = list[dict[str, Any]]


def json_rows(client: FlaskClient, path: str) -> Rows:
    """All rows of a list, page by page."""
    found: Rows = []
    following = f"{BASE}{path}"
    while following:
        answer: Any = client.get(following)
        assert answer.status_code == 200, answer.json
        found += answer.json["data"]
        following = answer.json["links"].get("next")
    return found


def content(client: FlaskClient, path: str) -> bytes:
    answer = client.get(f"{BASE}{path}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_data()


# --- each format read back as what JSON gives ---------------------------------------------------


def of_csv(data: bytes, fields: tuple[Field, ...]) -> Rows:
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
    assert next(rows) == [f.id for f in fields]
    return [{f.id: of_text(text, f) for f, text in zip(fields, row, strict=True)} for row in rows]


def of_text(text: str, field: Field) -> Any:
    match field.type:
        case _ if text == "":
            return None
        case "boolean":
            return {"true": True, "false": False}[text]
        case "integer" | "number":
            return float(text)
    return text[1:] if text[0] == "'" else text


def of_jsonl(data: bytes, fields: tuple[Field, ...]) -> Rows:
    rows = [json.loads(line) for line in data.decode().splitlines()]
    assert all(list(row) == [f.id for f in fields] for row in rows)
    return rows


def of_workbook(data: bytes, fields: tuple[Field, ...]) -> Rows:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    header, *rows = sheet.to_python(skip_empty_area=False)
    assert header == [f.id for f in fields]
    return [{f.id: of_cell(value, f) for f, value in zip(fields, row, strict=True)} for row in rows]


def of_cell(value: Any, field: Field) -> Any:
    """A typed cell: a text where a date is due would not be taken."""
    if value == "":
        return None
    # Midnight is read as a date.
    kinds: dict[str, type] = {"boolean": bool, "date": date, "instant": date}
    kind = kinds.get(field.published_type, float if field.type in ("integer", "number") else str)
    assert isinstance(value, kind), (field.id, value)
    if field.published_type == "instant":
        moment = value if isinstance(value, datetime) else datetime.combine(value, time())
        return moment.replace(tzinfo=hall().zone).isoformat()
    if field.published_type == "date":
        return value.isoformat()
    return value


def of_xlsx(data: bytes, fields: tuple[Field, ...]) -> Rows:
    return to_digits(of_workbook(data, fields), "xlsx")


def shown(number: float) -> float:
    """XLSX keeps 15 digits."""
    return float(f"{number:.15g}")


def to_digits(rows: Rows, suffix: str) -> Rows:
    """Rows as a format can hold their numbers."""
    if suffix != "xlsx":
        return rows
    return [{k: shown(v) if isinstance(v, float) else v for k, v in row.items()} for row in rows]


def of_parquet(data: bytes, fields: tuple[Field, ...]) -> Rows:
    table = pq.read_table(io.BytesIO(data))
    assert table.column_names == [f.id for f in fields]
    return [{name: of_arrow(value) for name, value in row.items()} for row in table.to_pylist()]


def of_arrow(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(hall().zone).isoformat()
    return value.isoformat() if isinstance(value, date) else value


READERS: dict[str, Callable[[bytes, tuple[Field, ...]], Rows]] = {
    "csv": of_csv,
    "jsonl": of_jsonl,
    "xlsx": of_xlsx,
    "ods": of_workbook,
    "parquet": of_parquet,
}


def chosen(dataset: str, *names: str) -> tuple[Field, ...]:
    return tuple(DATASETS[dataset].field(name) for name in names)


# --- the same rows ------------------------------------------------------------------------------


def published(value: Any, field: Field) -> Any:
    """A value of the store as JSON should have it, made without the store's SQL."""
    if value is None:
        return None
    match field.type:
        case "date" if field.precision == "month":
            return str(date(1970, 1, 1) + timedelta(days=value))[:7]
        case "date":
            return (date(1970, 1, 1) + timedelta(days=value)).isoformat()
        case "boolean":
            return bool(value)
        case "instant":
            moment = datetime.fromtimestamp(value, hall().zone)
            if field.precision == "month":
                return f"{moment:%Y-%m}"
            day_only = field.precision == "day"
            return (moment.replace(hour=0, minute=0, second=0) if day_only else moment).isoformat()
    return value


BOUNDS = {"wilson": wilson, "clopper_pearson": clopper_pearson, "poisson": poisson}


@for_each("dataset", WITH_RECORDS)
def test_json_has_the_rows_of_the_store_value_by_value(client, sampled, dataset):
    """What is missing there is null here, and never 0."""
    fields = DATASETS[dataset].public_fields
    expected = [{f.id: published(row[f.id], f) for f in fields} for row in sampled.listed(dataset)]
    assert json_rows(client, f"/datasets/{dataset}/records?limit=1000") == expected


@for_each("suffix", SUFFIXES)
@for_each("dataset", WITH_RECORDS)
def test_a_file_has_the_rows_of_json_in_their_order(client, dataset, suffix):
    data = content(client, f"/datasets/{dataset}/records.{suffix}")
    expected = json_rows(client, f"/datasets/{dataset}/records?limit=1000")
    assert READERS[suffix](data, DATASETS[dataset].public_fields) == expected


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize(
    "query",
    [
        "limit=7",
        "limit=3&sort=-completed_on",
        "limit=2000&sort=due_on",
        "channel=online&outcome=granted,none",
        "accepted_on__from=2026-10-08&accepted_on__to=2026-10-20&sort=accepted_on",
        "case_no=no-such-case",
    ],
)
def test_the_same_parameters_give_the_same_rows_with_every_suffix(client, query, suffix):
    names = ("case_no", "due_on", "completed_on", "used_days", "recorded_at", "outcome")
    at = f"/datasets/cases/records.{suffix}?{query}&fields={','.join(names)}"
    if "limit" in query and "2000" not in query:
        expected = client.get(f"{BASE}{at.replace(f'.{suffix}', '')}").json["data"]
    else:
        paged = at.replace(f".{suffix}", "").replace("limit=2000", "limit=1000")
        expected = json_rows(client, paged if "limit" in paged else f"{paged}&limit=1000")
        expected = expected[:2000] if "2000" in query else expected
    assert READERS[suffix](content(client, at), chosen("cases", *names)) == expected


@for_each("suffix", suffixes_for("rows"))
@for_each("indicator", TRACEABLE)
def test_the_rows_behind_a_value_are_the_same_in_every_format(client, indicator, suffix):
    query = "from=2026-09-01&to=2026-10-31&part=denominator"
    expected = json_rows(client, f"/indicators/{indicator}/rows?{query}&limit=1000")
    data = content(client, f"/indicators/{indicator}/rows.{suffix}?{query}")
    fields = dataset_of_proof(indicator, "denominator").public_fields
    assert READERS[suffix](data, fields) == expected


def days(period: str | None) -> dict[str, str]:
    """The first and last day of a period."""
    if period is None:
        return {}
    if "W" in period:
        first = date.fromisocalendar(int(period[:4]), int(period[-2:]), 1)
        last = first + timedelta(days=6)
    elif "Q" in period:
        first = date(int(period[:4]), 3 * int(period[-1]) - 2, 1)
        last = (first + timedelta(days=92)).replace(day=1) - timedelta(days=1)
    elif len(period) == 4:
        first, last = date(int(period), 1, 1), date(int(period), 12, 31)
    else:
        first = date.fromisoformat(f"{period}-01")
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return {"from": first.isoformat(), "to": last.isoformat()}


@cache
def described_members() -> set[str]:
    """The members that a value may have, as the description says; it is large to make."""
    described = document(ENDPOINTS, TAGS | TITLES, "zh")
    return set(described["components"]["schemas"]["Value"]["properties"])


@for_each("indicator", PUBLISHED_INDICATORS)
def test_a_share_of_cases_has_its_interval_wherever_it_is_published(client, indicator):
    """By one rule: a share has Wilson's, unless it is of a list as it stands, which is a census.

    A share of counts that others hand in says by itself that it is one.
    """
    definition = INDICATORS[indicator]
    if isinstance(definition.measure, Share):
        assert definition.interval == (None if definition.of_list else "wilson")
    kind = definition.interval
    stated = client.get(f"{BASE}/indicators/{indicator}").json["data"]["interval"]
    assert stated == kind
    lines = csv.DictReader(io.StringIO(content(client, "/indicators.csv?bom=0").decode()))
    assert [line["interval"] or None for line in lines if line["id"] == indicator] == [stated]
    by = definition.dimensions[:1]
    query = f"grain={no_finer(indicator, 'month', *by)}" + (f"&by={by[0]}" if by else "")
    rows = client.get(f"{BASE}/indicators/{indicator}/values?{query}").json["data"]
    for row in rows:
        n = row["denominator"]
        bounds = BOUNDS[kind](row["numerator"], n) if kind and n else None
        if bounds and isinstance(definition.measure, Ratio):
            bounds = tuple(bound * definition.measure.per for bound in bounds)
        assert (row.get("low"), row.get("high")) == (bounds or (None, None))
        assert row.get("sample") == ("few" if n and n < hall().least_n else None)
    along = client.get(f"{BASE}/indicators/{indicator}/values?{query}&shape=grid").json["data"]
    assert any("lows" in row for row in along["rows"]) is any("low" in row for row in rows)


@for_each("suffix", suffixes_for("values"))
@for_each("indicator", PUBLISHED_INDICATORS)
def test_values_are_the_same_in_every_format(client, indicator, suffix):
    """All that a row has; a file says besides of which days it is, which the links of JSON say."""
    by = INDICATORS[indicator].dimensions[:1]
    query = f"grain={no_finer(indicator, 'week', *by)}&limit=40" + (f"&by={by[0]}" if by else "")
    named = [f for d in by for f in (d, f"{d}_label")]
    fields = (
        *PERIOD_FIELDS,
        *(() if INDICATORS[indicator].of_list else DAYS_FIELDS),
        *(Field(name, "text", Text(name, name)) for name in named),
        *VALUE_FIELDS,
        *sureness_fields(INDICATORS[indicator]),
    )
    expected = client.get(f"{BASE}/indicators/{indicator}/values?{query}").json["data"]
    ids = [f.id for f in fields]
    for row in expected:
        assert row.keys() <= set(ids) & described_members()
    expected = [{name: row.get(name) for name in ids} | days(row["period"]) for row in expected]
    data = content(client, f"/indicators/{indicator}/values.{suffix}?{query}")
    assert READERS[suffix](data, fields) == to_digits(expected, suffix)


@pytest.mark.parametrize("number", [1.0, 0.0, 0.5, 1e-5, 2.0**60, -3.0, 1 / 3])
def test_a_number_is_written_the_same_whether_or_not_a_text_beside_it_needs_quotes(number):
    plain, quoted = (
        lines_of(Block(1, orjson.dumps([text, number]).decode()), 2) for text in ("a", "a,b")
    )
    assert plain.split(b",")[-1] == quoted.split(b",")[-1]


# --- hard values --------------------------------------------------------------------------------

TEXTS = [
    "规划，征地", "a,b", 'say "no"', "[null]", "null", "{}", "back\\slash", "tab\there", "'quoted",
    "=1+1", "+86 817", "-5", "@sum", "＝1+1", "－5", "true", "1", "2026-11-24", "https://e.org/?a=1",
    "🏛 大厅", "  blanks  ", "]", '","', "<b>&amp;</b>",
]  # fmt: skip
NUMBERS = [0.0, 0.5, 7.0, 12.5, 0.1, 1 / 3, 0.1234567890123456, 123456789012.25, 2.0**52, 1e15 - 1]


@pytest.fixture
def hard(store: Store) -> Iterator[FlaskClient]:
    """A store whose texts and numbers are all awkward."""
    store.ingest(
        "disclosure-requests",
        [
            {
                "request_no": f"R-{n:02d}",
                "topic": text,
                "applicant_kind": "person",
                "received_on": date(2026, 11, 2),
                "recorded_at": datetime(2026, 11, 2, 9, 0, n, tzinfo=UTC),
            }
            for n, text in enumerate(TEXTS)
        ],
    )
    figures = [f.id for f in DATASETS["disclosure-statements"].field("figure").codes]
    store.ingest(
        "disclosure-statements",
        [
            {"year": 2010 + n, "department": "fgw", "figure": figures[0], "value": repr(value)}
            for n, value in enumerate(NUMBERS)
        ],
    )
    with application(store) as server:
        yield server.test_client()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_awkward_texts_come_back_as_they_were(hard, suffix):
    fields = chosen("disclosure-requests", "request_no", "topic", "recorded_at")
    names = ",".join(f.id for f in fields)
    data = content(hard, f"/datasets/disclosure-requests/records.{suffix}?fields={names}")
    topics = [row["topic"] for row in READERS[suffix](data, fields)]
    stored = [row["topic"] for row in json_rows(hard, "/datasets/disclosure-requests/records")]
    if suffix == "csv":
        # The sign that makes a formula harmless cannot be told from one that was there.
        topics = [topic.removeprefix("'") for topic in topics]
        stored = [topic.removeprefix("'") for topic in stored]
    assert topics == stored
    assert len(stored) == len(TEXTS)


@pytest.mark.parametrize("suffix", ["json", *SUFFIXES])
def test_numbers_come_back_to_the_last_bit(hard, suffix):
    fields = chosen("disclosure-statements", "year", "value")
    data = content(hard, f"/datasets/disclosure-statements/records.{suffix}?fields=year,value")
    rows = json.loads(data)["data"] if suffix == "json" else READERS[suffix](data, fields)
    assert rows == to_digits(
        [{"year": 2010 + n, "value": value} for n, value in enumerate(NUMBERS)], suffix
    )


def test_no_cell_of_a_csv_is_run_as_a_formula(hard):
    data = content(hard, "/datasets/disclosure-requests/records.csv?fields=topic")
    cells = [row[0] for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))]
    assert {"'=1+1", "'+86 817", "'-5", "'@sum", "'＝1+1", "'－5"} <= set(cells)
    assert not [text for text in cells if text[:1] in set("=+-@＝＋－＠\t\r")]


UNSEEN = ("\ufeff", "\u202e", "\u2066", "\u200b", "\u00ad", "\u061c", "\u180e", "\x7f", "\x01")


@pytest.mark.parametrize("unseen", UNSEEN)
def test_what_is_not_seen_hides_no_formula(unseen):
    """A cell alone and in a block that is written in one step are the same."""
    assert cell(f"{unseen}=1+1") == "'=1+1"
    assert cell(f"a{unseen}b") == "ab"
    block = Block(1, orjson.dumps([f"{unseen}＝1+1", f"甲{unseen}", "“乙”，"]).decode())
    assert lines_of(block, 3).decode() == "'＝1+1,甲,“乙”，\r\n"


def test_a_missing_value_alone_on_its_line_is_not_a_blank_line(client):
    rows = (
        content(client, "/datasets/cases/records.csv?fields=district&bom=0").decode().split("\r\n")
    )
    assert "" not in rows[:-1]
    assert '""' in rows


JSON_VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(codec="utf-8")),
    st.sampled_from(TEXTS),
    st.sampled_from(["gjj", "W01", "2026-11-24"]),
)


@given(st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(JSON_VALUES, min_size=n, max_size=n))))
def test_csv_made_from_json_is_what_a_csv_writer_writes(rows):
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\r\n").writerows([[cell(v) for v in r] for r in rows])
    lines = [orjson.dumps(["" if v is None else v for v in row]).decode() for row in rows]
    width = len(rows[0]) if rows else 1
    found = lines_of(Block(len(rows), "\n".join(lines)), width).decode()
    # Numbers may be spelt in two ways (1e16, 1E16); texts and the form of lines may not.
    assert [[number(v) for v in row] for row in csv.reader(io.StringIO(found, newline=""))] == [
        [number(v) for v in row] for row in csv.reader(io.StringIO(written.getvalue(), newline=""))
    ]
    if not any(isinstance(v, float) for row in rows for v in row):
        assert found == written.getvalue()


def number(text: str) -> Any:
    try:
        return float(text)
    except ValueError:
        return text


# --- what the store writes ----------------------------------------------------------------------


def written(field: Field, value: Any) -> Any:
    """One stored value as the store writes it."""
    connection = sqlite3.connect(":memory:")
    row_json.add_functions(connection)
    connection.execute(f'create table t("{field.id}" real)' if field.type == "number" else
                       f'create table t("{field.id}" integer)')  # fmt: skip
    connection.execute("insert into t values (?)", (value,))
    (text,) = connection.execute(f"select {row_json.sql_of((field,), 'array')} from t").fetchone()
    connection.close()
    return json.loads(text)[0]


@given(st.floats(allow_nan=False, allow_infinity=False))
@example(None)
@example(5e-324)
@example(2.0**63)
def test_a_number_reads_back_as_itself(value):
    assert written(Field("x", "number", Text("数", "x")), value) == value


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York", "Asia/Kolkata", "UTC"])
@given(instant=st.datetimes(datetime(1990, 1, 2), datetime(2100, 12, 30)))
def test_an_instant_has_the_offset_that_was_in_force(zone, instant):
    seconds = int(instant.replace(tzinfo=UTC).timestamp())
    expected = datetime.fromtimestamp(seconds, ZoneInfo(zone)).isoformat()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(row_json, "hall", lambda: type("Hall", (), {"zone": ZoneInfo(zone)}))
        assert written(Field("x", "instant", Text("时", "x")), seconds) == expected


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York", "Australia/Lord_Howe"])
@given(instant=st.datetimes(datetime(1990, 1, 8), datetime(2100, 12, 30)))
# The day on which New York put its clocks forward, and the one on which it put them back.
@example(instant=datetime(2026, 3, 8, 12))
@example(instant=datetime(2026, 11, 1, 6, 30))
def test_an_instant_to_the_day_is_the_beginning_of_its_day(zone, instant):
    seconds = int(instant.replace(tzinfo=UTC).timestamp())
    place = ZoneInfo(zone)
    expected = datetime.combine(datetime.fromtimestamp(seconds, place).date(), time(), place)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(row_json, "hall", lambda: type("Hall", (), {"zone": place}))
        field = Field("x", "instant", Text("时", "x"), precision="day")
        assert written(field, seconds) == expected.isoformat()


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        # New York put its clocks forward on 8 March 2026 at 2:00 and back on 1 November at 2:00.
        (1_772_953_199, "2026-03-08T01:59:59-05:00"),
        (1_772_953_200, "2026-03-08T03:00:00-04:00"),
        (1_793_512_799, "2026-11-01T01:59:59-04:00"),
        (1_793_512_800, "2026-11-01T01:00:00-05:00"),
    ],
)
def test_the_offset_changes_to_the_second(monkeypatch, seconds, expected):
    zone = ZoneInfo("America/New_York")
    monkeypatch.setattr(row_json, "hall", lambda: type("Hall", (), {"zone": zone}))
    assert written(Field("x", "instant", Text("时", "x")), seconds) == expected


# --- CSV ----------------------------------------------------------------------------------------


def test_a_csv_announces_itself(client):
    answer = client.get(f"{BASE}/datasets/cases/records.csv?limit=5")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    total = client.get(f"{BASE}/datasets/cases/records").json["meta"]["total"]
    assert answer.headers["X-Total-Count"] == str(total)
    disposition = answer.headers["Content-Disposition"]
    version = client.get(f"{BASE}/datasets").json["meta"]["data_version"]
    assert f'filename="cases-2026-11-24-v{version}.csv"' in disposition
    encoded = disposition.partition("filename*=UTF-8''")[2]
    assert unquote(encoded) == f"{DATASETS['cases'].title.zh}-2026-11-24-v{version}.csv"


@pytest.mark.parametrize(
    ("query", "start"),
    [
        ("", "\ufeffcase_no,accepted_on\r\n"),
        ("&bom=0", "case_no,accepted_on\r\n"),
        ("&bom=0&header=zh", "办件编号,受理日期\r\n"),
        ("&header=en", "\ufeffCase number,Accepted on\r\n"),
    ],
)
def test_header_and_byte_order_mark_are_chosen(client, query, start):
    data = content(client, f"/datasets/cases/records.csv?limit=1&fields=case_no,accepted_on{query}")
    assert data.decode().startswith(start)
    assert data.count(b"\n") == data.count(b"\r\n") == 2


def test_a_file_that_the_client_has_is_not_read_again(client, monkeypatch):
    at = f"{BASE}/datasets/cases/records.csv?channel=online"
    etag = client.get(at).headers["ETag"]
    monkeypatch.setattr("api.files.download.blocks", lambda *_: pytest.fail("read"))
    answer = client.get(at, headers={"If-None-Match": etag})
    assert (answer.status_code, answer.get_data()) == (304, b"")


@pytest.mark.parametrize(
    "other",
    ["channel=online&bom=0", "channel=hall", "channel=online&limit=3", "channel=online&header=en"],
)
def test_another_file_has_another_etag(client, other):
    at = f"{BASE}/datasets/cases/records.csv?"
    first = client.get(f"{at}channel=online").headers["ETag"]
    assert client.get(f"{at}{other}").headers["ETag"] != first


def test_formats_of_one_list_have_different_etags(client):
    at = f"{BASE}/datasets/districts/records"
    tags = {client.get(f"{at}.{suffix}").headers["ETag"] for suffix in SUFFIXES}
    assert len(tags) == len(SUFFIXES)


def test_head_says_what_get_would_and_sends_nothing(client):
    at = f"{BASE}/datasets/cases/records.csv"
    head, get = client.head(at), client.get(at)
    assert head.get_data() == b""
    for name in ("ETag", "X-Total-Count", "Content-Type", "Content-Disposition"):
        assert head.headers[name] == get.headers[name]


@pytest.mark.parametrize("suffix", ["xls", "CSV", "txt", "json.csv", ""])
def test_an_unknown_suffix_is_not_found(client, suffix):
    answer = client.get(f"{BASE}/datasets/cases/records.{suffix}")
    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"


def test_values_are_not_offered_as_parquet(client):
    answer = client.get(f"{BASE}/indicators/on-time-rate/values.parquet")
    assert answer.status_code == 404
    assert answer.json["errors"][0]["allowed"] == ["json", *suffixes_for("values")]


# --- XLSX ---------------------------------------------------------------------------------------


MANIFEST = "META-INF/manifest.xml"


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def test_a_sheet_has_a_frozen_header_a_filter_and_widths(client):
    sheet = part(
        content(client, "/datasets/cases/records.xlsx?limit=9"), "xl/worksheets/sheet1.xml"
    )
    assert '<pane ySplit="1"' in sheet
    assert 'state="frozen"' in sheet
    last = xl_col_to_name(len(DATASETS["cases"].public_fields) - 1)
    assert f'<autoFilter ref="A1:{last}10"/>' in sheet
    assert "<cols>" in sheet


def test_nothing_in_a_sheet_is_a_formula_or_a_link(hard):
    data = content(hard, "/datasets/disclosure-requests/records.xlsx")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [archive.read(n).decode() for n in archive.namelist() if "worksheets/" in n]
    assert not [s for s in sheets if "<f>" in s or "hyperlink" in s.lower()]


@pytest.mark.parametrize("suffix", WORKBOOKS)
def test_the_second_sheet_says_what_the_data_is(client, suffix):
    at = f"/datasets/cases/records.{suffix}?limit=1&channel=online"
    data = content(client, at)
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert book.sheet_names == ["数据", "说明"]
    rows: list[list[Any]] = [*book.get_sheet_by_index(1).to_python()]
    about = {str(row[0]).partition(" / ")[2]: row[1] for row in rows}
    meta = client.get(f"{BASE}/datasets/cases/records?limit=1").json["meta"]
    assert about["Data version"] == str(meta["data_version"])
    assert about["As of"] == meta["as_of"]
    assert hall().publisher.zh in about["Publisher"]
    assert hall().licence_url in about["Licence"]
    assert about["Address"].endswith(f"/api/v1{at}")
    dictionary = {row[0]: row[1:] for row in rows}
    for field in DATASETS["cases"].public_fields:
        assert dictionary[field.id][:3] == [field.title.zh, field.title.en, field.published_type]
        assert all(code.id in dictionary[field.id][4] for code in field.codes)


@pytest.mark.parametrize("suffix", WORKBOOKS)
def test_more_rows_than_a_sheet_holds_are_refused_naming_csv(client, monkeypatch, suffix):
    monkeypatch.setitem(FORMATS, suffix, replace(FORMATS[suffix], rows_most=8))
    answer = client.get(f"{BASE}/datasets/districts/records.{suffix}?limit=9")
    assert answer.status_code == 400
    (error,) = answer.json["errors"]
    assert error["parameter"] == "format"
    assert set(error["allowed"]) == set(SUFFIXES) - {suffix}
    assert ".csv" in answer.json["detail"]
    assert client.get(f"{BASE}/datasets/districts/records.{suffix}?limit=8").status_code == 200


@pytest.mark.parametrize("path", ["/datasets/cases/records", "/indicators/cases-accepted/rows"])
def test_a_workbook_is_offered_where_one_can_hold_the_rows(client, monkeypatch, path):
    for most, offered in ((10_000, True), (8, False)):
        monkeypatch.setitem(FORMATS, "xlsx", replace(FORMATS["xlsx"], rows_most=most))
        # Asked by no other test: what is answered here is kept.
        found = client.get(f"{BASE}{path}?limit={613 + offered}").json["links"]
        assert ("xlsx" in found) == offered
        assert "csv" in found


# --- ODS ----------------------------------------------------------------------------------------


def test_an_ods_file_is_known_by_its_first_bytes(client):
    data = content(client, "/datasets/districts/records.ods")
    assert data[30:].startswith(b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        listed = set(re.findall(r'full-path="([a-z]+\.xml)"', archive.read(MANIFEST).decode()))
        assert listed | {"mimetype", MANIFEST} == set(archive.namelist())


def test_the_same_rows_give_the_same_ods_file(client):
    at = "/datasets/districts/records.ods"
    assert content(client, at) == content(client, f"{at}?")


def test_an_ods_file_is_sent_while_its_rows_are_read():
    """What waits to be sent does not grow with the table: a part leaves with each few blocks."""
    columns = (Field("n", "integer", Text("数", "n")), Field("text", "text", Text("文", "text")))
    rows, read = 40 * BLOCK, 0

    def blocks(form: str) -> Iterator[Block]:
        nonlocal read
        for start in range(0, rows, BLOCK):
            read += BLOCK
            lines = [f'[{n},"{n * 7919 % 1000003}"]' for n in range(start, start + BLOCK)]
            yield Block(BLOCK, "\n".join(lines))

    written = FORMATS["ods"].write(
        Table(Text("数", "n"), columns, rows, rows, blocks), FileOptions()
    )
    assert len(next(written)) < 2**20
    assert read < rows / 4


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("a\x0bb", "<text:p>a\ufffdb</text:p>"),
        ("a\nb", "<text:p>a</text:p><text:p>b</text:p>"),
        (" a  b\t", '<text:p><text:s text:c="1"/>a<text:s text:c="2"/>b<text:tab/></text:p>'),
    ],
)
def test_a_text_in_an_ods_file_keeps_its_blanks_and_lines(text, inside):
    columns = (Field("text", "text", Text("文", "text")),)
    rows = [{"text": text}]
    table = Table(columns[0].title, columns, 1, 1, lambda form: blocks_of(columns, rows, form))
    data = b"".join(FORMATS["ods"].write(table, FileOptions()))
    assert f'office:value-type="string">{inside}<' in part(data, "content.xml")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.full
def test_libreoffice_shows_the_rows_of_the_csv(client, tmp_path):
    at = "/datasets/cases/records"
    (tmp_path / "cases.ods").write_bytes(content(client, f"{at}.ods"))
    office = ["soffice", f"-env:UserInstallation=file://{tmp_path}/office", "--headless"]
    # Comma, quotes, UTF-8, from the first line; cells as they are shown.
    filters = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true"
    command = [
        *office,
        "--convert-to",
        filters,
        "--outdir",
        str(tmp_path),
        str(tmp_path / "cases.ods"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    shown = (tmp_path / "cases.csv").read_text("utf-8")
    expected = content(client, f"{at}.csv?bom=0").decode()
    assert as_shown(shown) == as_shown(expected)


def as_shown(text: str) -> list[list[str]]:
    """The cells of a CSV; instants without their zone, truths and numbers as LibreOffice has them."""
    fields = {field.id: field for field in DATASETS["cases"].public_fields}
    header, *rows = csv.reader(io.StringIO(text))
    return [
        header,
        *([one_shown(v, fields[id]) for id, v in zip(header, row, strict=True)] for row in rows),
    ]


def one_shown(text: str, field: Field) -> str:
    if field.type == "boolean":
        return text.lower()
    if field.published_type == "instant":
        return text[:19].replace("T", " ")
    return f"{float(text):g}" if text and field.type in ("integer", "number") else text


# --- Parquet ------------------------------------------------------------------------------------


def test_columns_of_parquet_have_their_types_and_the_file_its_source(client):
    schema = pq.read_schema(io.BytesIO(content(client, "/datasets/cases/records.parquet")))
    types = {
        "case_no": "string", "channel": "string", "accepted_on": "date32[day]",
        "promised_days": "int64", "used_days": "double", "belongs_on_site": "bool",
        "recorded_at": "timestamp[us, tz=UTC]",
    }  # fmt: skip
    assert {name: str(schema.field(name).type) for name in types} == types
    meta = client.get(f"{BASE}/datasets").json["meta"]
    assert schema.metadata[b"Data version"] == str(meta["data_version"]).encode()
    assert hall().licence_url.encode() in schema.metadata[b"Licence"]
    titles = schema.field("case_no").metadata
    assert titles[b"title_zh"].decode() == DATASETS["cases"].field("case_no").title.zh


def test_an_empty_list_is_a_file_with_its_columns(client):
    data = content(client, "/datasets/cases/records.parquet?case_no=no-such-case")
    table = pq.read_table(io.BytesIO(data))
    assert (table.num_rows, table.num_columns) == (0, len(DATASETS["cases"].public_fields))


# --- a saved file says what it is of ---------------------------------------------------------------

VALUES = "/indicators/on-time-rate/values"


def test_a_file_of_values_says_its_days_and_its_conditions(client):
    query = "grain=month&from=2026-09-10&to=2026-10-20&department=fgw,jyt&bom=0"
    lines = list(csv.DictReader(io.StringIO(content(client, f"{VALUES}.csv?{query}").decode())))
    assert [(one["from"], one["to"]) for one in lines] == [
        ("2026-09-10", "2026-09-30"), ("2026-10-01", "2026-10-20"),
    ]  # fmt: skip
    assert {one["department"] for one in lines} == {"fgw,jyt"}


def test_files_of_other_questions_have_other_names(client):
    addresses = [
        f"{BASE}{VALUES}.csv?{query}"
        for query in ("", "grain=year", "from=2026-09-01", "to=2026-09-30", "department=fgw",
                      "department=jyt", "by=department", "shape=grid&by=department")
    ] + [
        f"{BASE}/datasets/cases/records.csv?{query}"
        for query in ("", "channel=online", "accepted_on__from=2026-11-01", "accepted_on__to=2026-11-01")
    ]  # fmt: skip
    names = [client.head(address).headers["Content-Disposition"] for address in addresses]
    assert len(set(names)) == len(names)
    assert all(re.search(r'filename="[A-Za-z0-9._+-]+"', name) for name in names)


def test_rates_in_a_workbook_are_shown_as_shares(client):
    data = content(client, f"{VALUES}.xlsx?grain=month")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        styles, sheet = (
            archive.read(f"xl/{n}").decode() for n in ("styles.xml", "worksheets/sheet1.xml")
        )
    number = re.search(r'numFmtId="(\d+)" formatCode="0.00####%"', styles)[1]
    formats = re.findall(r'<xf numFmtId="(\d+)"', styles.partition("<cellXfs")[2])
    assert f' s="{formats.index(number)}"><v>' in sheet


@pytest.mark.parametrize("query", ["grain=month", "grain=month&by=department&shape=grid"])
def test_rates_in_an_ods_file_are_shown_as_shares_like_those_of_the_workbook(client, query):
    content_xml = part(content(client, f"{VALUES}.ods?{query}"), "content.xml")
    shares = re.findall(r'<table:table-cell office:value-type="percentage"[^>]*>', content_xml)
    assert shares
    assert all('table:style-name="share"' in cell for cell in shares)
    counts = part(content(client, "/indicators/ratings/values.ods"), "content.xml")
    assert "percentage" not in counts


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.full
def test_libreoffice_shows_the_same_in_both_workbooks(client, tmp_path):
    """Rates as per cent, with two decimals or as many as there are; names and heads in Chinese."""
    shown = {}
    for suffix in WORKBOOKS:
        folder = tmp_path / suffix
        folder.mkdir()
        query = "grain=month&by=channel&labels=zh"
        (folder / "rates.file").write_bytes(content(client, f"{VALUES}.{suffix}?{query}"))
        (folder / "rates.file").rename(folder / f"rates.{suffix}")
        command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/office", "--headless",
                   "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true",
                   "--outdir", str(folder), str(folder / f"rates.{suffix}")]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        shown[suffix] = (folder / "rates.csv").read_text("utf-8")
    assert shown["ods"] == shown["xlsx"]
    header, first, *_ = csv.reader(io.StringIO(shown["ods"]))
    assert re.fullmatch(r"\d+\.\d{2,6}%", first[header.index("数值")])
    assert "未满期" in header
