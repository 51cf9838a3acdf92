"""The monthly bulletin: its numbers are the API's, and an edition stays as it was published."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from lxml import html
from python_calamine import CalamineWorkbook

from api.bulletin import changes, compose, months, publish, worse
from api.bulletin.comparison import compare
from api.bulletin.sections import SECTIONS, declared
from api.store_state import Unreadable
from commands import bulletins, cli
from data import bulletin as kept
from data import hall as hall_settings
from data.bulletin import Damaged
from data.catalog import INDICATORS
from tests.hall_data import Store, application

MONTH = "2026-10"


@pytest.fixture
def editions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for what is published."""
    folder = tmp_path / "bulletins"
    ours = replace(hall_settings.hall(), bulletins=folder)
    monkeypatch.setattr("data.bulletin.shelf.hall", lambda: ours)
    return folder


def cells(bulletin: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str, dict[str, Any]]]:
    for _, month, number, cell in changes.cells(bulletin):
        yield dict(number), month, cell


def test_every_line_is_of_an_indicator_that_there_is() -> None:
    assert declared() - set(INDICATORS) == set()
    assert [section.id for section in SECTIONS][-1] == "quality"
    assert len(SECTIONS) == 9


def test_a_line_by_codes_names_a_dimension_of_its_indicator() -> None:
    wrong = [
        (line.indicator, by)
        for section in SECTIONS
        for table in section.tables
        for line in table.lines
        if (by := line.by or table.by) and line.indicator in INDICATORS
        and by not in INDICATORS[line.indicator].dimensions
    ]  # fmt: skip
    assert wrong == []


def test_every_cell_is_the_number_of_the_api(client: FlaskClient, editions: Path) -> None:
    composed, asked = compose.bulletin(MONTH), 0
    for number, month, cell in cells(composed):
        if number["indicator"] is None:
            continue
        first, last = months.ends(month)
        address = (
            f"/api/v1/indicators/{number['indicator']}/values?from={first}&to={last}&grain=month"
        )
        address += "".join(f"&{name}={code}" for name, code in number["where"].items())
        rows = client.get(address).json["data"]
        row = rows[0] if rows else dict.fromkeys(("value", "numerator", "denominator"))
        assert len(rows) <= 1, address
        told = [cell[name] for name in ("value", "numerator", "denominator")]
        assert told == [row[name] for name in ("value", "numerator", "denominator")], address
        asked += 1
    assert asked > 300


def test_page_and_workbook_have_the_same_numbers(client: FlaskClient, editions: Path) -> None:
    publish.publish(MONTH)
    composed = compose.bulletin(MONTH)
    expected = [cell["value"] for _, _, cell in cells(composed)]
    for lang in ("", "/en"):
        page = html.fromstring(client.get(f"{lang}/supervision/bulletin/{MONTH}").text)
        printed = [json.loads(value) for value in page.xpath("//data/@value")]
        assert sorted(map(repr, printed)) == sorted(map(repr, expected))
    file = client.get(f"/supervision/bulletin/{MONTH}.xlsx").data
    book = CalamineWorkbook.from_filelike(io.BytesIO(file))
    written = [
        number
        for name in book.sheet_names[1:]
        for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)[2:]
        if len(row) > 10
        for at in (2, 5, 8)
        if isinstance(number := row[at], int | float)
    ]
    known = [value for value in expected if value is not None]
    assert sorted(map(float, written)) == pytest.approx(sorted(map(float, known)))


def test_an_absence_that_matters_is_said(client: FlaskClient, editions: Path) -> None:
    text = client.get(f"/supervision/bulletin/{MONTH}").text
    assert "暂无电子监察数据；这不表示没有预警、黄牌和红牌。" in text or "warnings" in INDICATORS


def test_an_edition_stays_and_a_correction_is_another(store: Store, editions: Path) -> None:
    case = {"case_no": "A-1", "item": "fgw-01", "channel": "hall", "accepted_on": "2026-10-12"}
    store.ingest("cases", [case])
    with application(store) as server:
        first = publish.publish(MONTH)
        raw = first.edition.path.read_bytes()
        assert (first.is_new, first.edition.number) == (True, 1)
        assert not publish.publish(MONTH).is_new
        store.ingest("cases", [case | {"case_no": "A-2"}])
        page = server.test_client().get(f"/supervision/bulletin/{MONTH}").text
        assert "现为2件" in page
        second = publish.publish(MONTH, "一件补录")
        assert first.edition.path.read_bytes() == raw
        accepted = next(
            one for one in second.edition.content["changes"]
            if one["indicator"] == "cases-accepted" and not one["where"]
        )  # fmt: skip
        assert (accepted["then"]["value"], accepted["now"]["value"]) == (1, 2)
        assert second.edition.content["reason"] == "一件补录"
        assert second.edition.content["previous"] == first.edition.sha256
        client = server.test_client()
        page = client.get(f"/supervision/bulletin/{MONTH}").text
        assert "第2版" in page
        assert "一件补录" in page
        old = client.get(f"/supervision/bulletin/{MONTH}?edition=1").text
        assert "第1版，" in old
        assert "现为2件" in old
        assert client.get(f"/supervision/bulletin/{MONTH}.json?edition=1").data == raw
        feed = client.get("/feeds/bulletin.atom").text
        assert "2026-10月报，第2版" in feed
        assert second.edition.sha256 in feed
        store.ingest("cases", [case | {"case_no": "A-3"}])
        server.test_client().get("/api/v1/status")  # looks at the store
        third = publish.publish(MONTH)
        assert third.edition.content["reason"] is None
        assert "未说明原因" in client.get(f"/supervision/bulletin/{MONTH}").text


def test_a_file_that_was_changed_is_not_shown(client: FlaskClient, editions: Path) -> None:
    path = publish.publish(MONTH).edition.path
    path.write_bytes(path.read_bytes().replace(b'"number":1', b'"number":7'))
    with pytest.raises(Damaged, match=path.name):
        kept.editions(path.parent, MONTH)
    answer = client.get(f"/supervision/bulletin/{MONTH}")
    assert answer.status_code == 200
    assert "不予显示" in answer.text


def test_what_cannot_be_published_says_why(client: FlaskClient, editions: Path) -> None:
    with pytest.raises(publish.NotPublished, match="2026-11 is not over"):
        publish.publish("2026-11")
    with pytest.raises(publish.NotPublished, match="no numbers"):
        publish.publish("2025-01")
    wrong = CliRunner().invoke(cli, ["publish-bulletin", "2026-13"])
    assert wrong.exit_code == 64
    assert "one is like 2026-10" in wrong.output
    assert client.get("/supervision/bulletin/2026-13").status_code == 404
    assert client.get(f"/supervision/bulletin/{MONTH}?edition=4").status_code == 400
    assert client.get(f"/supervision/bulletin/{MONTH}.xlsx?edition=4").status_code == 404


RATE = {"unit": "fraction", "favourable": "high", "at_end": False}
COUNT = {"unit": "count", "favourable": "low", "at_end": False}


def test_rates_differ_only_where_their_intervals_do_not_meet() -> None:
    now = {"value": 0.90, "low": 0.88, "high": 0.92}
    assert compare(RATE, now, {"value": 0.93, "low": 0.91, "high": 0.95}, (20, 20)).kind == "alike"
    apart = compare(RATE, now, {"value": 0.97, "low": 0.95, "high": 0.98}, (20, 20))
    assert (apart.kind, apart.change, apart.worse) == ("points", -700, True)
    few = compare(RATE, now | {"sample": "few"}, {"value": 0.5}, (20, 20))
    assert (few.kind, few.worse) == ("few", None)


def test_a_share_of_sums_has_changed_only_beyond_what_chance_explains() -> None:
    def share(part: float, whole: float) -> dict[str, Any]:
        return {"value": part / whole, "numerator": part, "denominator": whole}

    # 99.48 % of 2,338 half days against 99.51 % of 2,858: two hundredths of a point.
    assert compare(RATE, share(2_326, 2_338), share(2_844, 2_858), (18, 22)).kind == "alike"
    apart = compare(RATE, share(3_318, 5_169), share(4_067, 6_076), (18, 22))
    assert (apart.kind, apart.change, apart.worse) == ("points", -275, True)
    # A value that is not its numerator ÷ denominator has no such interval.
    other = share(50, 1_000) | {"value": 0.95}
    assert compare(RATE, other, share(51, 1_000) | {"value": 0.949}, (18, 22)).kind == "points"


def test_counts_of_unlike_months_are_compared_by_working_day() -> None:
    said = compare(COUNT, {"value": 180}, {"value": 220}, (18, 22))
    assert (said.kind, said.per_working_day) == ("same", True)
    more = compare(COUNT, {"value": 198}, {"value": 220}, (18, 22))
    assert (more.change, more.worse) == (10, True)


def test_the_overview_lists_all_that_is_worse(client: FlaskClient) -> None:
    judged = worse.judged()
    page = html.fromstring(client.get("/supervision/overview").text)
    lines = page.xpath("//table[contains(@class, 'lines')]/tbody/tr")
    assert len(lines) == len(judged.worse) > 0
    assert all(line.xpath(".//td//a/@href") for line in lines)
    ranks = [line.rank for line in judged.worse]
    assert ranks == sorted(ranks)


def test_a_store_that_cannot_be_read_just_now_is_waited_for_and_named_in_a_line(monkeypatch):
    monkeypatch.setattr(bulletins, "PAUSE_SECONDS", 0)
    asked = iter([Unreadable("not yet"), Unreadable("not yet"), "the bulletin"])

    def ask() -> str:
        answer = next(asked)
        if isinstance(answer, Unreadable):
            raise answer
        return answer

    assert bulletins.waited_for(ask) == "the bulletin"
    monkeypatch.setattr(bulletins, "PATIENCE_SECONDS", -1)
    asked = iter([Unreadable("no store"), "too late"])
    with pytest.raises(click.ClickException, match="no store"):
        bulletins.waited_for(ask)
