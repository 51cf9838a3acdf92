"""`/reform`: what its titles say, worked out by hand; what is on it, with the simulated hall in
`tests/test_reform.py`."""

from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

from dashboard.pages.reform import deferred, limits, slopes, speed, without_case
from dashboard.pages.reform.owed import Approval, Paper
from dashboard.pages.reform.page import PAGE, SECTIONS
from dashboard.pages.reform.together import matters
from dashboard.parts import sections


def limit(round: str, legal: float, before: float, promised: float) -> dict[str, Any]:
    days = {"legal_days": legal, "before_days": before, "promised_days": promised}
    return {
        "round": round,
        "effective_on": "2013-05-01" if round == "r2013" else "2009-06-01",
    } | days


def test_rounds_multiply_and_few_have_no_per_cent() -> None:
    many = limits.rounds([limit("r2013", 20, 10, 7)] * 30)
    assert many
    assert many.together == Fraction(13, 20)
    assert (many.cut(1), many.cut(2)) == (Fraction(1, 2), Fraction(3, 10))
    assert (
        limits.title_of(many).zh == "第一轮压缩50%，第二轮（2013年）再压缩30%，两轮合计65%，不是80%"
    )
    both = limits.rounds([limit("r2013", 20, 10, 7)] * 30 + [limit("r2009", 20, 20, 10)])
    assert limits.title_of(both).en.startswith(
        "The first round (2009) cut limits by 50%, the second round (2013) by 30% of"
    )
    assert "(1 − 50%) × (1 − 30%) = 65%" in limits._arithmetic(many, "en")
    thirds = limits.rounds([limit("r2013", 30, 20, 13)] * 30)
    assert "≈ 56.67%" in limits._arithmetic(thirds, "zh")
    few = limits.rounds([limit("r2013", 20, 10, 7)] * 29)
    assert limits.title_of(few).zh == "29项时限合计由580个工作日压缩到203个"
    assert "%" not in limits._arithmetic(few, "zh")
    first = limits.rounds([limit("r2009", 20, 20, 10)] * 40)
    assert limits.title_of(first).en == "The first round (2009) cut limits by 50%"
    assert limits.rounds([limit("later", 20, 20, 10)]) is None


def test_a_column_of_limits_has_its_year_where_there_is_one() -> None:
    old, new = (slopes.Slope("x", 30, 20, 9, 5, 40, "2009", year) for year in ("2013", "2024"))
    assert [head.zh for head in slopes.heads([old, old])] == [
        "法定",
        "第一轮后（2009年）",
        "承诺（2013年）",
        "实际中位数",
    ]
    assert slopes.heads([old, new])[2].en == "Promised"
    assert limits._days(9, "2024", "zh") == "9（2024年）"


def test_a_matter_that_takes_longer_than_promised_is_marked() -> None:
    late = matters.Time({"value": 12, "denominator": 40}, 9)
    assert late.beyond("zh") == "中位数12个工作日，超过承诺的9个"
    assert late.written("zh").className == "late"
    for kept in (
        matters.Time({"value": 9, "denominator": 40}, 9),
        matters.Time({"value": 12, "denominator": 29}, 9),
        matters.Time({"value": 12, "denominator": 40}, None),
    ):
        assert kept.beyond("zh") == ""
        assert isinstance(kept.written("zh"), str)


def test_months_without_a_case_are_whole() -> None:
    row = {"decided_on": "2026-03-03", "last_case_on": "2021-10-24"}
    assert without_case.months_since(row) == 52
    assert without_case.months_since(row | {"last_case_on": "2021-10-03"}) == 53
    assert without_case.months_since(row | {"last_case_on": None}) is None


def test_names_beside_lines_never_touch() -> None:
    placed = slopes.apart([10, 11, 12, 395, 396])
    assert placed[0] == 10
    assert all(b - a >= 17 for a, b in pairwise(placed))
    assert placed[-1] <= slopes.HIGH


def test_what_is_owed_is_said_as_it_is() -> None:
    on, paper = date(2026, 11, 24), Paper("x", date(2026, 11, 20), None)
    late = Approval("互为前置", date(2026, 9, 1), date(2026, 11, 20), None, False, (paper,))
    running = Approval(
        "互为前置", date(2026, 9, 1), date(2026, 11, 24), None, False, (paper, paper)
    )
    closed = Approval("互为前置", date(2026, 9, 1), date(2026, 9, 9), date(2026, 9, 12), False, ())
    assert deferred._title([late, running, closed], on).zh == "2项还欠3份材料，其中1项逾期"
    assert deferred._title([running], on).en == "1 approval still owes 2 papers, none overdue"
    assert deferred._title([closed], on).zh == "材料均已补齐"
    assert closed.late_from(on) == date(2026, 9, 9)
    assert late.late_from(on) == date(2026, 11, 20)


def test_approvals_that_are_not_drawn_are_said() -> None:
    assert deferred._older(0, "en") == ""
    assert deferred._older(1, "en") == (
        " 1 approval of earlier years, which has ended, is not drawn but among the records."
    )
    assert "另有3项，不在图中" in deferred._older(3, "zh")


def test_no_claim_of_a_year_is_rounded_up_and_none_is_of_few() -> None:
    def row(k: int, n: int) -> dict[str, Any]:
        return {"value": k / n, "numerator": k, "denominator": n}

    known = {speed.FASTER: row(8_999, 10_000), speed.ON_TIME: row(9_999, 10_000)}
    assert speed._title(known).en == "Last year: 89% faster than the law allows, over 99% on time"
    assert speed._title(known).zh == "近一年较法定时限提速89%，到期办件超过99%按时办结"
    known = {speed.FASTER: row(9, 10), **known, speed.PROMISED: row(8_099, 10_000)}
    assert "80%" in speed._title(known).en  # the cases that take days are never left out of it
    assert speed._title({speed.IN_HALL: row(29, 29)}).en.startswith("Too few cases")


def test_a_section_looks_like_the_others() -> None:
    assert len({one.id for one in SECTIONS}) == len(SECTIONS)
    figures = [id for one in SECTIONS for id in one.figures]
    assert len(set(figures)) == len(figures) == len(PAGE.figures)
    assert sections.STYLE in PAGE.styles
