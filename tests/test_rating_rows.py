"""A rating is not tied to its case: to the month, in no order of time, the day after, by place by the month."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from data.catalog import DATASETS
from data.definitions import Dataset, Field, Text
from data.intake.ingest import beat
from tests.hall_data import Store, application

ROWS = "/api/v1/datasets/evaluations/records"
RATINGS = DATASETS["evaluations"]
OCTOBER = "from=2026-10-01&to=2026-10-31"
MONTH = re.compile(r"\d{4}-\d{2}")


@pytest.fixture
def rated(store: Store) -> Any:
    """Twelve ratings a day, of the last days and of today (24 November 2026)."""
    days = [f"2026-11-{n}" for n in (19, 20, 23, 24)] + ["2026-10-09", "2026-10-31"]
    completed = [{"case_no": f"C{n}", "completed_on": days[n % 6]} for n in range(72)]
    place = {"item": "i", "department": "scjg", "channel": "hall"}
    store.ingest("cases", [row | {"accepted_on": row["completed_on"]} | place for row in completed])
    store.ingest(
        "evaluations",
        [
            {
                "evaluation_no": f"E{n}",
                "department": "scjg",
                "channel": "hall",
                "score": 5,
                "rated_on": days[n % 6],
                "rated_at": f"{days[n % 6]}T09:{n % 40:02}:00",
                "recorded_at": f"{days[n % 6]}T10:{n % 40:02}:00",
            }
            for n in range(72)
        ],
    )
    with application(store) as server:
        yield server.test_client()


def listed(client: Any, query: str = "") -> list[dict[str, Any]]:
    answer = client.get(f"{ROWS}?limit=1000{query}")
    assert answer.status_code == 200, answer.json
    return answer.json["data"]


def refused(client: Any, path: str) -> dict[str, Any]:
    answer = client.get(f"/api/v1{path}")
    assert answer.status_code == 400, answer.json
    (error,) = answer.json["errors"]
    return error


def test_every_time_of_a_rating_is_its_month(rated: Any, sampled: Store) -> None:
    times = [f.id for f in RATINGS.public_fields if f.type in ("date", "instant")]
    with application(sampled) as server:
        rows = listed(server.test_client())
    given = [row[name] for row in rows for name in times if row[name] is not None]
    assert len(given) > 2 * len(rows)
    assert all(MONTH.fullmatch(value) for value in given)
    assert {row["rated_on"] for row in listed(rated)} == {"2026-10", "2026-11"}


def test_rows_come_in_the_order_of_their_keys_and_not_of_time(rated: Any) -> None:
    numbers = [row["evaluation_no"] for row in listed(rated)]
    assert numbers == sorted(numbers)
    lines = rated.get(f"{ROWS}.csv?bom=0&fields=evaluation_no").get_data(as_text=True).split()
    assert lines[1:] == numbers
    for department in ("sort=department", "sort=-department"):
        page = rated.get(f"{ROWS}?{department}&limit=20").json
        first = [row["evaluation_no"] for row in page["data"]]
        rest = [row["evaluation_no"] for row in rated.get(page["links"]["next"]).json["data"]]
        assert first + rest == sorted(first + rest, reverse="-" in department)
    proof = rated.get("/api/v1/indicators/ratings/rows?limit=1000").json["data"]
    assert [row["evaluation_no"] for row in proof] == numbers


@pytest.mark.parametrize("field", ["rated_on", "recorded_at", "rectify_due_on"])
def test_no_order_and_no_filter_is_finer_than_the_month(rated: Any, field: str) -> None:
    path = "/datasets/evaluations/records"
    assert refused(rated, f"{path}?sort={field}")["parameter"] == "sort"
    assert refused(rated, f"{path}?{field}=2026-10-09")["allowed"] == ["2026-10"]
    cut = refused(rated, f"{path}?{field}__from=2026-10-09")
    assert (cut["parameter"], cut["allowed"]) == (f"{field}__from", ["2026-10", "2026-11"])
    cut = refused(rated, f"{path}?{field}__to=2026-10-30")
    assert cut["allowed"] == ["2026-09", "2026-10"]


def test_a_filter_compares_months(rated: Any) -> None:
    october = listed(rated, "&rated_on=2026-10")
    assert len(october) == 24
    assert october == listed(rated, "&rated_on__to=2026-10-31")
    assert october == listed(rated, "&rated_on__from=2026-10-01&rated_on__to=2026-10")
    assert len(listed(rated, "&recorded_at__from=2026-11")) == 36


def test_rows_of_the_running_day_come_tomorrow(rated: Any, store: Store, clock: Any) -> None:
    more = {"department": "scjg", "channel": "hall", "score": 5, "rated_on": "2026-11-24"}
    store.ingest("evaluations", [{"evaluation_no": f"M{n}"} | more for n in range(20)])
    clock("2026-11-24T10:45:00+08:00")
    (step,) = beat(store.engine)
    assert (step.released, step.waiting) == (22, 10)
    answer = rated.get(f"{ROWS}?count=exact").json
    assert (answer["meta"]["total"], answer["meta"]["reason"]) == (60, "rows-tomorrow")
    assert rated.get(f"{ROWS}.csv").headers["X-Total-Count"] == "60"
    counts = rated.get("/api/v1/datasets/evaluations/facets?field=department").json
    assert [row["count"] for row in counts["data"]] == [60]
    assert counts["meta"]["reason"] == "rows-tomorrow"
    proof = rated.get("/api/v1/indicators/ratings/rows?from=2026-11-01").json["meta"]
    assert (proof["total"], proof["reason"]) == (36, "rows-tomorrow")
    assert "reason" not in rated.get(f"{ROWS}?rated_on=2026-10").json["meta"]
    clock("2026-11-25T08:00:00+08:00")
    beat(store.engine)
    assert len(listed(rated, "&count=exact")) == 92


def test_the_rows_behind_a_part_of_a_month_are_those_of_the_month(rated: Any) -> None:
    cut = refused(rated, "/indicators/ratings/rows?from=2026-10-09")
    assert cut["allowed"] == ["2026-10-01", "2026-11-01"]
    cut = refused(rated, "/indicators/ratings/rows?from=2026-10-01&to=2026-11-24")
    assert (cut["parameter"], cut["allowed"]) == ("to", ["2026-10-31", "2026-11-30"])
    today = refused(rated, "/indicators/ratings/rows?from=2026-11-24&to=2026-11-24")
    assert "rows-tomorrow" in today["message"]
    links = rated.get("/api/v1/indicators/ratings/values?from=2026-10-09&to=2026-10-20").json[
        "links"
    ]
    assert "rows" not in links
    assert len(rated.get(links["rows_by_month"]).json["data"]) == 24


def test_who_verifies_sees_the_number_of_the_figure_and_why_its_rows_are_others(
    rated: Any, store: Store, clock: Any
) -> None:
    more = {"department": "scjg", "channel": "hall", "score": 5, "rated_on": "2026-11-24"}
    store.ingest("evaluations", [{"evaluation_no": f"M{n}"} | more for n in range(20)])
    clock("2026-11-24T10:45:00+08:00")
    beat(store.engine)
    page = rated.get("/satisfaction?from=2026-10-09&to=2026-11-24").text
    (href,) = set(re.findall(r'"(/verify\?indicator=ratings[^"]*)"', page))
    assert html.unescape(href) == "/verify?indicator=ratings&from=2026-10-09&to=2026-11-24"
    verified = rated.get(html.unescape(href)).text
    assert "以下为所涉各整月的记录" in verified
    assert "今天的记录明天才列出" in verified
    assert "今天的记录明天才列出" not in rated.get(f"/verify?indicator=ratings&{OCTOBER}").text


@pytest.mark.parametrize("place", ["department", "window", "channel"])
def test_numbers_by_place_are_by_whole_months(rated: Any, place: str) -> None:
    code = {"department": "scjg", "window": "none", "channel": "hall"}[place]
    at = "/indicators/good-rating-rate/values"
    for asked in (f"by={place}", f"{place}={code}"):
        for grain in ("day", "week"):
            fine = refused(rated, f"{at}?{asked}&grain={grain}")
            assert fine["parameter"] == "grain"
            assert fine["allowed"] == ["month", "quarter", "year", "total"]
        cut = refused(rated, f"{at}?{asked}&grain=total&from=2026-10-09&to=2026-10-31")
        assert cut["allowed"] == ["2026-10-01", "2026-11-01"]
        whole = rated.get(f"/api/v1{at}?{asked}&grain=total&from=2026-10-01&to=2026-10-31")
        assert whole.json["data"][0]["denominator"] == 24
    assert rated.get(f"/api/v1{at}?grain=day").status_code == 200
    known = rated.get("/api/v1/indicators/good-rating-rate").json["data"]["dimensions"]
    assert {d["grain"] for d in known if d["id"] == place} == {"month"}


def test_a_definition_that_would_tell_the_time_is_refused() -> None:
    fields = (
        Field("id", "text", Text("号", "id"), required=True),
        Field("on", "date", Text("日", "on"), required=True),
    )
    title = Text("甲", "a")
    with pytest.raises(ValueError, match="its dates tell it"):
        Dataset("x", title, title, ("id",), fields, order="key")
    with pytest.raises(ValueError, match="precision"):
        Field("x", "text", title, precision="month")
