"""The table of what the hall reports (docs/hall.md): each line leads to a section, and to values."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from data.catalog import PUBLISHED_INDICATORS
from tests.contracts import for_each

TABLE = Path(__file__).resolve().parents[1] / "docs" / "hall.md"
LINES = [
    (words.strip(), address.strip().strip("`"), re.findall(r"`([^`]+)`", ids))
    for _, words, address, ids, _ in (
        line.split("|") for line in TABLE.read_text("utf-8").splitlines() if line.startswith("| ")
    )
    if "`" in address
]


def test_the_table_has_every_line_in_both_languages() -> None:
    assert len(LINES) >= 40
    assert [words for words, *_ in LINES if not re.search(r"[a-z0-9%] · .*[一-鿿]", words)] == []
    assert sorted({id for *_, ids in LINES for id in ids} - set(PUBLISHED_INDICATORS)) == []


@for_each("lang", ["", "/en"])
@for_each("address", [address for _, address, _ in LINES])
def test_every_line_leads_to_its_section(client: Any, address: str, lang: str) -> None:
    path, _, place = address.partition("#")
    answer = client.get(f"{lang}{path}")
    assert answer.status_code == 200
    if place:
        assert re.search(rf'\bid="{place}"', answer.text), f"no #{place}"


@for_each("lang", ["", "/en"])
@for_each("line", [line for line in LINES if "survey-gap" not in line[2]])
def test_every_line_is_shown_where_it_leads(client: Any, line: Any, lang: str) -> None:
    """The page has the definition or the files of an indicator of the line.

    A survey is drawn with the ratings of its days, and the sample has none (tests/test_survey.py has).
    """
    _, address, ids = line
    shown = client.get(f"{lang}{address.partition('#')[0]}").text
    assert any(re.search(rf"(indicators/|[=,]|%2C){id}\b(?!-)", shown) for id in ids), address


# Numbers of few are withheld; the sample has no twelve months before, and no ratings of the survey's year.
FEW = {"withheld"}
OF_A_SMALL_SAMPLE = {"zero-handling-items": {"history-too-short"}, "survey-gap": {"no-data"}}


@for_each("indicator", sorted({id for *_, ids in LINES for id in ids}))
def test_every_line_has_values(client: Any, indicator: str) -> None:
    answers = {}
    for grain in ("year", "quarter", "month"):
        answer = client.get(f"/api/v1/indicators/{indicator}/values?grain={grain}").json
        if "data" not in answer:
            continue
        answers[grain] = [(row["value"], row.get("reason")) for row in answer["data"]]
        if any(value is not None for value, _ in answers[grain]):
            return
    reasons = {reason for rows in answers.values() for _, reason in rows}
    assert reasons, indicator
    assert reasons <= OF_A_SMALL_SAMPLE.get(indicator, FEW), answers
