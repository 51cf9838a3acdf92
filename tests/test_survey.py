"""The survey by others: counted from its counts, beside the ratings, its ranks never added up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest

from data.catalog import DATASETS, INDICATORS
from data.rules.intervals import wilson
from demo import SimulatedHall
from demo.export import write
from demo.states import state_at
from tests.hall_data import REFERENCE, SOURCES, Store, application

START, NOW = date(2024, 11, 25), datetime(2026, 11, 24, 10, 42)
API = "/api/v1"
SEPTEMBER = "from=2026-09-01&to=2026-09-30&grain=total"
EXPORT = """调查编号,部门编码,问题类别,被评对象,调查开始日期,调查结束日期,有效答卷数,满意答卷数,满意率,名次,参评部门数,样本数,入库时间
ZX,zwfw,总体满意度,本厅,2026-09-01,2026-09-30,400,390,0.975,1,未公布,500,2026-11-10 15:00:00
ZX,gaj,总体满意度,,2026-09-01,2026-09-30,300,,0.9133,12,未公布,500,2026-11-10 15:00:00
ZX,gaj,收费,,2026-09-01,2026-09-30,300,150,0.5,40,52,500,2026-11-10 15:00:00
ZX,sbj,总体满意度,,2026-09-01,2026-09-30,100,101,1,2,未公布,500,2026-11-10 15:00:00
"""
RATINGS = "evaluation_no,score,rated_on\n" + "".join(
    f"{n},{1 if n < 4 else 5},2026-09-{n % 28 + 1:02d}\n" for n in range(80)
)


def get(client: Any, path: str) -> Any:
    answer = client.get(f"{API}{path}")
    assert answer.status_code == 200, (path, answer.text)
    return answer.json["data"]


def total(client: Any, id: str) -> Any:
    (row,) = get(client, f"/indicators/{id}/values?{SEPTEMBER}")
    return row


@pytest.fixture
def surveyed(store: Store, clock: Any) -> Iterator[Any]:
    """A survey of three departments, one of whose counts cannot be; and 80 ratings of that month."""
    clock("2026-11-24T10:42:00+08:00")
    entry = store.ingest("survey-results", store.file(EXPORT, "survey"), "hall")
    assert (entry.accepted, entry.rejected) == (3, 1)
    store.ingest("evaluations", store.file(RATINGS, "ratings"))
    with application(store) as server:
        yield server.test_client()


def test_a_share_is_of_counts_and_has_wilsons_interval(surveyed: Any) -> None:
    hall = total(surveyed, "survey-share-hall")
    assert (hall["value"], hall["numerator"], hall["denominator"]) == (0.975, 390, 400)
    assert (hall["low"], hall["high"]) == pytest.approx(wilson(390, 400))
    # 91.33 % of 300 are 274 answers; what was asked of charges is another question.
    every = total(surveyed, "survey-share")
    assert (every["numerator"], every["denominator"]) == (390 + 274, 700)
    assert total(surveyed, "survey-answers")["value"] == 700
    assert total(surveyed, "survey-response-rate")["value"] == 0.7


def test_the_gap_is_in_percentage_points_of_the_same_month(surveyed: Any) -> None:
    good = total(surveyed, "good-rating-rate")
    assert (good["numerator"], good["denominator"]) == (76, 80)
    assert total(surveyed, "survey-gap")["value"] == pytest.approx(97.5 - 95)
    other = get(surveyed, "/indicators/survey-gap/values?from=2026-10-01&to=2026-10-31&grain=total")
    assert [row["value"] for row in other] in ([], [None])


def test_a_rank_is_shown_with_why_its_number_is_missing(surveyed: Any) -> None:
    rows = get(surveyed, "/datasets/survey-results/records?lang=en")
    ranks = {(r["department"], r["question"]): (r["rank"], r["of"], r["of_reason"]) for r in rows}
    assert ranks["zwfw", "overall"] == (1, None, "not_stated")
    assert ranks["gaj", "charges"] == (40, 52, None)
    assert {r["rated"] for r in rows if r["department"] == "gaj"} == {"department"}


def test_no_indicator_adds_up_ranks_or_means() -> None:
    used = {
        name for one in DATASETS["survey-results"].indicators for name in one.formula.zh.split()
    }
    assert not {"名次", "平均分"} & used
    assert {i for i in INDICATORS if i.startswith("survey-")} == {
        "survey-answers", "survey-share", "survey-share-hall", "survey-gap", "survey-response-rate",
    }  # fmt: skip


def page(client: Any, lang: str) -> Any:
    answer = client.get(f"/live/satisfaction?lang={lang}&period=all")
    assert answer.status_code == 200, answer.text
    return answer.json


def test_the_page_says_rank_gap_and_what_is_not_known(surveyed: Any) -> None:
    zh, en = page(surveyed, "zh"), page(surveyed, "en")
    assert zh["survey-part"] == {"hidden": False}
    assert zh["survey-title"]["children"] == (
        "调查：400份中390份对本厅满意，公布为第1名（参评部门数未公布）"
    )
    assert en["survey-title"]["children"] == (
        "Survey: 390 of 400 satisfied with this hall; published rank 1, among how many is not stated"
    )
    # The last of the ranks says how many there were at least; two results are on record.
    assert (
        "公布的名次到第12名，即至少12个部门参评，这里列出有结果记录的2个"
        in zh["survey-said"]["children"]
    )
    assert "at least 12 departments were ranked; listed are the 2" in en["survey-said"]["children"]
    # 95.50–98.62 % and 87.60–94.01 %: the two have no value in common.
    assert "与所列各部门都不重叠" in zh["survey-said"]["children"]
    # 76 of 80 are 87.84–98.04 %: the gap of 2.5 points may be chance.
    assert zh["survey-beside-title"]["children"] == (
        "调查满意率与同期主动评价好评率无明显差别（相差2.50个百分点）"
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_without_a_survey_there_is_no_section(store: Store, clock: Any, lang: str) -> None:
    store.ingest("evaluations", store.file(RATINGS, "ratings"))
    with application(store) as server:
        shown = page(server.test_client(), lang)
    assert shown["survey-part"] == {"hidden": True}
    assert shown["survey-method"]["children"] == ""
    assert "0" not in shown["survey-title"]["children"]
    assert shown["survey-bars"]["children"] == []


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    hall = SimulatedHall(7, START)
    days = [(START - date(1970, 1, 1)).days + n for n in range((NOW.date() - START).days + 1)]
    folder = tmp_path_factory.mktemp("survey")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("HALL_NOW", "2026-11-24T10:42:00+08:00")
        store = Store(folder)
        for name in REFERENCE:
            store.ingest(name, SOURCES / f"{name}.csv")
        rows = state_at("survey-results", hall._survey.lives(days), NOW)
        entry = store.ingest(
            "survey-results", write("survey-results", rows, folder / "s.csv"), "hall"
        )
        assert not entry.refused
        assert not entry.rejected
        with application(store) as server:
            yield server.test_client()
        store.close()


def test_the_simulated_hall_comes_first_of_an_unstated_number(client: Any) -> None:
    rows = get(client, "/datasets/survey-results/records?limit=1000")
    assert len(rows) == 3 * 44
    own = [row for row in rows if row["rated"] == "hall"]
    assert [(row["rank"], row["of"], row["of_reason"]) for row in own] == [
        (1, None, "not_stated")
    ] * 3
    assert max(row["rank"] for row in rows) > 44  # more were ranked than work in the hall
    assert all(
        "演示" in row["conducted_by_zh"] and "demo" in row["conducted_by_en"] for row in rows
    )
    for row in rows:
        assert row["share_satisfied"] == pytest.approx(
            row["satisfied"] / row["responses"], abs=0.00005
        )
