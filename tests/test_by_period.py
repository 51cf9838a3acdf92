"""A dataset's page offers its records by year and month: rows counted, sizes measured or left out."""

from __future__ import annotations

import csv
import io
import re
from html import unescape

import pytest

from dashboard.pages.catalogue.by_period import indicator_of
from dashboard.words import file_size
from data.catalog import PUBLISHED
from tests.contracts import for_each

ROW = re.compile(
    r'<tr[^>]*><th[^>]*>([^<]*)</th><td class="n">([^<]*)</td><td>(.*?)</td></tr>', re.DOTALL
)


def offered(client, dataset: str, lang: str = "zh") -> list[tuple[str, int, str]]:
    """Each period with its number of records and the markup of its files."""
    page = client.get(f"{'' if lang == 'zh' else '/en'}/data/{dataset}").text
    (table,) = re.findall(r'class="by-period".*?<tbody[^>]*>(.*?)</tbody>', page, re.DOTALL)
    return [(name, int(n.replace(",", "")), files) for name, n, files in ROW.findall(table)]


def links(files: str) -> list[str]:
    return [unescape(at) for at in re.findall(r'href="([^"]*)"', files)]


@for_each("dataset", [id for id, one in PUBLISHED.items() if indicator_of(one)])
def test_each_file_has_the_rows_that_are_said_and_all_together_are_the_dataset(client, dataset):
    rows = offered(client, dataset)
    total = client.get(f"/api/v1/datasets/{dataset}/records?count=exact&limit=1").json["meta"][
        "total"
    ]
    months = [row for row in rows if "月" in row[0]]
    assert sum(n for _, n, _ in months) == sum(n for _, n, _ in rows) - sum(n for _, n, _ in months)
    assert sum(n for _, n, _ in months) == total
    for name, n, files in rows:
        first = links(files)[0]
        assert "labels=zh" in first
        response = client.get(first)
        assert response.headers["X-Total-Count"] == str(n), name


def test_a_size_is_said_once_it_was_measured_and_no_longer_when_rows_come_in(store):
    from tests.hall_data import application

    case = {"item": "fgw-01", "channel": "hall", "accepted_on": "2026-09-02"}
    store.ingest("cases", [{**case, "case_no": f"C{n}"} for n in range(9)])
    with application(store) as server:
        client = server.test_client()
        (month,) = [row for row in offered(client, "cases", "en") if row[0].startswith("Sep")]
        assert "B</span>" not in month[2]
        taken = client.get(links(month[2])[0])
        assert len(list(csv.reader(io.StringIO(taken.text)))) == 10
        store.ingest(
            "disclosure-requests",
            [{"request_no": "R1", "applicant_kind": "person", "received_on": "2026-09-02"}],
        )
        _refresh()
        (month,) = [row for row in offered(client, "cases", "en") if row[0].startswith("Sep")]
        assert f" {file_size(len(taken.data))}</span>" in month[2]
        store.ingest("cases", [{**case, "case_no": "C10"}])
        _refresh()
        (month,) = [row for row in offered(client, "cases", "en") if row[0].startswith("Sep")]
        assert (month[1], "B</span>" in month[2]) == (10, False)


def _refresh() -> None:
    from api.answer import answers

    answers.refresh()


@pytest.mark.parametrize(
    ("size", "text"),
    [(830, "830 B"), (12_345, "12 kB"), (999_999, "1.0 MB"), (7_900_000, "7.9 MB"), (2_500_000_000, "2.5 GB")],
)  # fmt: skip
def test_a_size_in_words(size, text):
    assert file_size(size) == text
