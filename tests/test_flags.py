"""The flags of disclosure requests are a coded field: the dictionary has what the data can have."""

from __future__ import annotations

import csv
import io
import random
import re
from datetime import date, timedelta

from data.catalog import DATASETS, PUBLISHED
from data.catalog.disclosure.codes import EVENT_KINDS
from data.rules.disclosure import CLOSED_UNANSWERED, FLAGS, Event, clock
from data.rules.workdays import china
from tests.contracts import for_each

FIELD = DATASETS["disclosure-requests"].field("flags")
CODES = {code.id for code in FIELD.codes}
RECORDS = "/api/v1/datasets/disclosure-requests/records"


def raised(seed: int, count: int) -> set[str]:
    """The flags of so many clocks of any course whatever."""
    chance, calendar, flags = random.Random(seed), china(), set[str]()
    kinds = [kind.id for kind in EVENT_KINDS]
    for _ in range(count):
        received = date(2024, 9, 1) + timedelta(chance.randrange(40))
        events = [
            Event(chance.choice(kinds), received + timedelta(chance.randrange(-3, 120)))
            for _ in range(chance.randrange(5))
        ]
        limited = [
            Event(e.kind, e.on, e.on + timedelta(14)) if e.kind == "correction_asked" else e
            for e in events
        ]
        end = received + timedelta(chance.randrange(-3, 150))
        ended = end if chance.random() < 0.5 else None
        excluded, extension = chance.choice([0, 0, 5]), chance.choice([0, 0, 25])
        events = chance.choice([events, limited])
        outcome = chance.choice([None, "r03", *CLOSED_UNANSWERED]) if ended else None
        asked = max(end, received)
        found = clock(received, events, ended, asked, calendar, excluded, extension, outcome)
        flags |= found.flags
    return flags


def test_every_flag_of_the_rules_is_a_code_and_every_code_can_be_raised():
    assert raised(1, 400) == CODES == set(FLAGS)


def test_the_dictionary_the_schema_and_the_data_have_the_same_flags(client):
    lines = client.get("/api/v1/datasets/disclosure-requests/dictionary.csv").data.decode(
        "utf-8-sig"
    )
    (row,) = [r for r in csv.DictReader(io.StringIO(lines, newline="")) if r["field"] == "flags"]
    assert {one.split("=")[0] for one in row["codes_en"].split("; ")} == CODES
    fields = client.get("/api/v1/datasets/disclosure-requests").json["data"]["fields"]
    (described,) = [field for field in fields if field["id"] == "flags"]
    assert ({code["id"] for code in described["codes"]}, described["several"]) == (CODES, True)
    rows = client.get(f"{RECORDS}?limit=1000").json["data"]
    in_data = {flag for row in rows for flag in (row["flags"] or "").split(",") if flag}
    assert in_data
    assert in_data <= CODES


def test_a_flag_finds_the_requests_that_have_it_among_others(client):
    rows = client.get(f"{RECORDS}?limit=1000").json["data"]
    for flag in CODES:
        expected = [r["request_no"] for r in rows if flag in (r["flags"] or "").split(",")]
        answer = client.get(f"{RECORDS}?limit=1000&flags={flag}").json["data"]
        assert [r["request_no"] for r in answer] == expected, flag
    none = client.get(f"{RECORDS}?limit=1000&flags=none").json["data"]
    assert [r["request_no"] for r in none] == [r["request_no"] for r in rows if not r["flags"]]
    assert client.get(f"{RECORDS}?flags=late-notice").status_code == 400


@for_each("dataset", PUBLISHED)
def test_codes_of_a_list_are_written_in_one_style(dataset):
    """Words in small letters and digits with _ between them (a full stop where a table has cells)."""
    for field in PUBLISHED[dataset].public_fields:
        wrong = [c.id for c in field.codes if not re.fullmatch(r"[a-z0-9]+([._][a-z0-9]+)*", c.id)]
        assert wrong == [], field.id
