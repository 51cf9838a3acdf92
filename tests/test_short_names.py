"""Departments beside their bars: by their short names, which never mean two, and in full in the table."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from api.answer.answers import Records
from dashboard.asking import short_names
from dashboard.parts import bars
from dashboard.parts.bars import Bar

LISTED = [
    {"department": "rsj", "title_en": "Bureau of Human Resources", "short_en": "Human Resources"},
    {"department": "gaj", "title_en": "Public Security Bureau", "short_en": "Security"},
    {"department": "sbj", "title_en": "Social Security Office", "short_en": "Security"},
    {"department": "zj", "title_en": "Bureau of Statistics", "short_en": "Archives"},
    {"department": "daj", "title_en": "Archives", "short_en": None},
    {"department": "cl", "title_en": "Federation", "short_en": "Federation"},
]


def ask(query: Any) -> dict[str, Any]:
    assert isinstance(query, Records)
    return {"data": LISTED}


@pytest.mark.parametrize(
    ("code", "short"),
    [
        ("rsj", "Human Resources"),
        # Of another department, which the chart need not show, it is the short name or the full one.
        ("gaj", None),
        ("zj", None),
        ("daj", None),
        ("cl", "Federation"),
        ("unlisted", None),
    ],
)
def test_a_short_name_never_means_two_departments(code, short):
    assert short_names.departments(ask, [{"department": code}], "en").get(code) == short


def test_only_what_is_by_department_has_short_names():
    rows = [{"department": "rsj", "department_label": "Bureau of Human Resources"}]
    short = {"Bureau of Human Resources": "Human Resources"}
    assert short_names.of_bars(ask, rows, "department", "en") == short
    assert short_names.of_bars(ask, [{"window": "W01"}], "window", "en") == {}
    assert short_names.of_bars(ask, [], "department", "en") == {}


def test_a_shortened_bar_says_its_full_name_to_whoever_points_at_it():
    drawn = bars.shortened([Bar("A long name", "1", 1.0), Bar("Others (30)", "2", 0.5)], {"A long name": "Short"})  # fmt: skip
    long, others = (bars.entry(bar).children[0].children[0] for bar in drawn)
    assert (long.children, long.title) == ("Short", "A long name")
    assert (others.children, others.title) == ("Others (30)", None)


@pytest.mark.parametrize(
    "path",
    [
        "volumes",
        "volumes?measure=on-time",
        "indicators/on-time-rate?by=department",
        "indicators/cases-completed?by=department",
    ],
)
def test_no_bar_has_the_long_name_of_a_department_and_the_table_has_it(client: FlaskClient, path):
    page = client.get(f"/en/{path}").text
    bars_of = re.findall(r'<li class="bar-row[^>]*>.*?</li>', page)
    named = [re.sub(r"<[^>]+>", "", row) for row in bars_of]
    assert any(name.startswith("Exit and Entry") for name in named), named
    assert not [name for name in named if "Municipal" in name or "Bureau" in name]
    assert "Exit and Entry Division of the Public Security Bureau</t" in page
