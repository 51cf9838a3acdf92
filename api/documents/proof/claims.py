"""Reported figures and their recount, as documents."""

from __future__ import annotations

from typing import Annotated, Any, TypedDict

from sqlalchemy import Engine

from api.documents import links
from api.documents.json_types import Day, Link, OneOf
from data.answers.proof.claims import VERDICTS, Claim, Recount, claims
from data.catalog import PUBLISHED_INDICATORS, owner
from data.catalog.reported_figures import COMPARATORS, UNITS_REPORTED
from data.definitions import Text
from data.hall import today
from data.store.engines import answering


class RecountDocument(TypedDict):
    """What the records give in a period; without ends: a list as it stands now."""

    value: float | None
    numerator: float | None
    denominator: float | None
    considered: Annotated[
        float | None,
        Text("同期全部件数", "all rows of the period, of which the denominator is a part"),
    ]
    outside: Annotated[
        float | None, Text("不在分母内的件数", "how many of them are not in the denominator")
    ]


class DatedRecount(RecountDocument):
    period_from: Day | None
    period_to: Day | None


ClaimDocument = TypedDict(
    "ClaimDocument",
    {
        "claim": str,
        "title": str,
        "source": str,
        "quote_id": str | None,
        "published_on": Day | None,
        "from": Day | None,
        "to": Day | None,
        "period_note": str | None,
        "indicator": str | None,
        "filter": str | None,
        "dimension": str | None,
        "comparator": Annotated[str, OneOf(c.id for c in COMPARATORS)],
        "reported": float,
        "decimals": int | None,
        "unit": Annotated[str, OneOf(c.id for c in UNITS_REPORTED)],
        "counted": str | None,
        "verdict": Annotated[str, OneOf(VERDICTS)],
        "reason": Annotated[str | None, Text("无法重算的原因", "why it cannot be recomputed")],
        "why": Annotated[str | None, Text("说明", "the same in words; of 100 %, why it is")],
        "recomputed": RecountDocument | None,
        "latest": Annotated[
            DatedRecount | None,
            Text(
                "最近一个完整年度的同一指标，不作为核对结果",
                "the same of the newest whole year; no verdict",
            ),
        ],
        "values": Link | None,
    },
)

WHY = {
    "no-indicator": Text("暂无对应的指标，不作重算", "no indicator is of it: not recomputed"),
    "unknown-indicator": Text(
        "对应指标“{indicator}”尚未公布", "its indicator {indicator!r} is not published here yet"
    ),
    "unknown-filter": Text(
        "筛选条件“{filter}”不是该指标的维度或编码", "its filter {filter!r} names no dimension or code of the indicator"
    ),
    "period-unknown": Text("报道未写明时期，无从核对", "the source does not say of which period it is"),
    "not-covered": Text("本库没有该时期的记录", "there are no records of that period here"),
    "no-data": Text("该时期没有可计入的记录", "no record of that period counts"),
    "not-reported": Text("该时期没有报送", "nothing was reported of that period"),
    "withheld": Text("人数或件数过少，不公布", "too few to be published"),
    "history-too-short": Text("已有记录的时期不够长", "the records do not reach back far enough"),
}  # fmt: skip
NO_PERIODS = Text(
    "该清单不分时期，按现行清单重算", "the list has no periods: recomputed from it as it stands"
)
WHY_WHOLE = Text(
    "分母{denominator}为“{formula}”的分母部分；同期全部{considered}，其中{outside}不在分母内",
    "the denominator is {denominator}, by the formula “{formula}”; of all {considered} of the period {outside} are "
    "outside it",
)


def all_claims(engine: Engine, lang: str) -> list[Any]:
    """Every reported figure with its verdict."""
    with answering(engine) as connection:
        return [_claim(one, lang) for one in claims(connection, today())]


def _claim(one: Claim, lang: str) -> dict[str, Any]:
    row = one.row

    def named(name: str) -> str | None:
        return row[f"{name}_{lang}"] or row[f"{name}_zh"]

    return {
        "claim": row["claim"],
        "title": named("title"),
        "source": named("report"),
        "quote_id": row["quote_id"],
        "published_on": _day(row["published_on"]),
        "from": _day(row["period_from"]),
        "to": _day(row["period_to"]),
        "period_note": named("period_note"),
        "indicator": row["indicator"],
        "filter": row["filter"],
        "dimension": row["dimension"],
        "comparator": row["comparator"],
        "reported": row["value"],
        "decimals": row["decimals"],
        "unit": row["unit"],
        "counted": named("counted"),
        "verdict": one.verdict,
        "reason": one.reason,
        "why": why(one, lang),
        "recomputed": _recount(one.then) if one.then and one.then.value is not None else None,
        "latest": {
            **_recount(one.latest),
            "period_from": _day(one.latest.first),
            "period_to": _day(one.latest.last),
        }
        if one.latest
        else None,
        "values": _values(row),
    }


def _recount(one: Recount) -> dict[str, Any]:
    considered = one.considered[1] if one.considered else None
    outside = None
    if considered is not None and one.denominator is not None:
        outside = considered - one.denominator
    return {
        "value": one.value,
        "numerator": one.numerator,
        "denominator": one.denominator,
        "considered": considered,
        "outside": outside,
    }


def why(one: Claim, lang: str) -> str | None:
    """Why there is no recount, or of what the rate is that is a whole 100 %."""
    if one.reason:
        text = WHY[one.reason][lang]
        return text.format(indicator=one.row["indicator"], filter=one.row["filter"])
    indicator = PUBLISHED_INDICATORS[one.row["indicator"]]
    if indicator.of_list:
        return NO_PERIODS[lang]
    shown = _recount(one.then) if one.then else {}
    if indicator.unit == "fraction" and one.row["value"] == 1 and shown.get("outside") is not None:
        whole = {name: f"{shown[name]:,.0f}" for name in ("denominator", "considered", "outside")}
        return WHY_WHOLE[lang].format(formula=indicator.formula[lang], **whole)
    return None


def _values(row: Any) -> str | None:
    """Where the same question is answered by the API."""
    if row["indicator"] not in PUBLISHED_INDICATORS:
        return None
    indicator = PUBLISHED_INDICATORS[row["indicator"]]
    filters: list[tuple[str, Any]] = []
    for pair in (row["filter"] or "").split("&"):
        name, _, codes = pair.partition("=")
        filters += [(name, codes)] if codes else []
    if any(name not in indicator.dimensions for name, _ in filters):
        return None
    span: list[tuple[str, Any]] = [
        ("from", row["period_from"]),
        ("to", row["period_to"]),
        ("grain", "total"),
    ]
    if indicator.of_list:
        span = [("grain", owner(indicator).usual_grain)]
    return f"{links.indicator(indicator.id)}/values{links.query_string([*span, *filters])}"


def _day(value: Any) -> str | None:
    return value.isoformat() if value else None
