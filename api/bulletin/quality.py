"""Section 9: whether sums that must be equal are, what came late, and who did not report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from werkzeug.datastructures import MultiDict

from api.answer.answers import Records, Values
from api.bulletin import months
from api.bulletin.numbers import Asked, both
from api.parsing import datasets
from data.catalog import PUBLISHED, WITH_RECORDS
from data.definitions import Dataset, Text
from data.hall import hall
from data.questions import Checks

IDENTITIES = Text("勾稽关系", "Sums that must be equal")
HOLD = Text("相符的勾稽关系", "Identities that hold")
LATE = Text("月末以后录入或更正的记录", "Records entered or corrected after the end of the month")
SILENT = Text("应报未报", "Not reported")
# Of these it is counted what came after the month's end, by the date that places a row in the month.
_LATE = {
    "cases": "completed_on",
    "evaluations": "rated_on",
    "disclosure-requests": "closed_on",
    "complaints": "received_on",
}


def tables(asked: Asked) -> list[dict[str, Any]]:
    """The tables of the section; what there is nothing of is left out."""
    made = [_identities(asked), _late(asked), _silent(asked)]
    return [table for table in made if table["rows"]]


def _number(
    source: Mapping[str, Any], label: Text, unit: Text, cells: Sequence[Any], favourable: str
) -> dict[str, Any]:
    return {
        "indicator": None, "source": dict(source), "where": {}, "label": both(label), "unit": "count",
        "counted": both(unit), "favourable": favourable, "past_limit": False, "at_end": False, "cells": list(cells),
    }  # fmt: skip


def _row(key: str, number: Mapping[str, Any]) -> dict[str, Any]:
    return {"key": key, "label": number["label"], "part": False, "numbers": [number]}


def _identities(asked: Asked) -> dict[str, Any]:
    """How many identities hold, of those that could be checked; the failing ones by name."""
    checks, english = (asked.ask(Checks(), lang)["data"] for lang in ("zh", "en"))
    cells = []
    for name in asked.months:
        known = [one for one in checks if one["period"] == name and one["holds"] is not None]
        holding = sum(one["holds"] for one in known)
        cells.append(
            {
                "value": holding if known else None,
                "numerator": holding if known else None,
                "denominator": len(known) or None,
                **({} if known else {"reason": "no-data"}),
            }
        )
    failing = [
        {
            "id": one["id"],
            "title": {"zh": one["title"], "en": translated["title"]},
            "left": one["left"],
            "right": one["right"],
        }
        for one, translated in zip(checks, english, strict=True)
        if one["period"] == asked.month and one["holds"] is False
    ]
    number = _number(
        {"checks": True}, HOLD, Text("项", "identities"), cells, "high"
    )  # fmt: skip
    rows = [_row("checks", number)] if any(one["denominator"] for one in cells) else []
    return {"id": "identities", "title": both(IDENTITIES), "rows": rows, "failing": failing}


def _late(asked: Asked) -> dict[str, Any]:
    rows = []
    for dataset, dated in _LATE.items():
        if dataset not in WITH_RECORDS or not _entered(WITH_RECORDS[dataset], dated):
            continue
        title = WITH_RECORDS[dataset].title
        cells = [_late_cell(asked, dataset, dated, name) for name in asked.months]
        if all(one["denominator"] is None for one in cells):
            continue
        source = {"late": dataset, "dated": dated}
        number = _number(source, title, Text("条", "records"), cells, "low")
        rows.append(_row(f"late {dataset}", number))
    return {"id": "late", "title": both(LATE), "rows": rows}


def _entered(dataset: Dataset, dated: str) -> bool:
    """Whether it is published of a dataset when a row was entered, and the date that places it."""
    public = {field.id for field in dataset.fields}
    return {dated, "recorded_at"} <= public


def late_records(dataset: str, dated: str, month: str, late: bool = True) -> Records:
    """The question for a month's records: those entered after its end, or all."""
    first, last = months.ends(month)
    by_month = WITH_RECORDS[dataset].field(dated).precision == "month"
    given = {"limit": "1", "count": "exact"}
    given |= {f"{dated}__from": month if by_month else first.isoformat()}
    given |= {f"{dated}__to": month if by_month else last.isoformat()}
    if late:
        after = datetime.combine(last + timedelta(days=1), time(), hall().zone)
        to_month = WITH_RECORDS[dataset].field("recorded_at").precision == "month"
        given["recorded_at__from"] = f"{after:%Y-%m}" if to_month else after.isoformat()
    accepted = datasets.records_parameters(dataset, "").read(MultiDict(given))
    return datasets.records(dataset, accepted)


def _late_cell(asked: Asked, dataset: str, dated: str, month: str) -> dict[str, Any]:
    late, whole = (
        asked.ask(late_records(dataset, dated, month, only), "zh")["meta"]["total"]
        for only in (True, False)
    )
    if not whole:
        return {"value": None, "numerator": None, "denominator": None, "reason": "no-data"}
    return {"value": late, "numerator": late, "denominator": whole}


def _silent(asked: Asked) -> dict[str, Any]:
    """Who had to report in the month and did not, by dataset: how many, and their names."""
    rows = []
    for dataset in PUBLISHED.values():
        dated = [i for i in dataset.indicators if not i.of_list and "month" in dataset.grains]
        if dataset.expects is None or not dated:
            continue
        meta = [_missing(asked, dated[0].id, name, "zh") for name in asked.months]
        names = [_missing(asked, dated[0].id, asked.month, lang) for lang in ("zh", "en")]
        cells = [
            {"value": len(one), "numerator": sum(r["missing"] for r in one), "denominator": None}
            if one is not None
            else {"value": None, "numerator": None, "denominator": None, "reason": "no-data"}
            for one in meta
        ]
        if all(cell["value"] is None for cell in cells):
            continue
        source = {"reports": dated[0].id}
        number = _number(source, dataset.title, Text("个", "silent"), cells, "low")
        named = [
            {"zh": zh["label"], "en": en["label"], "missing": zh["missing"]}
            for zh, en in zip(*(one or [] for one in names), strict=True)
        ]
        rows.append({**_row(f"silent {dataset.id}", number), "named": named})
    return {"id": "silent", "title": both(SILENT), "rows": rows}


def _missing(asked: Asked, indicator: str, month: str, lang: str) -> list[dict[str, Any]] | None:
    """Those who did not report; None in a month of which there is nothing at all."""
    document = asked.ask(Values(indicator, *months.ends(month), "month"), lang)
    silent = document["meta"].get("not_reported", [])
    if silent or any(row["value"] is not None for row in document["data"]):
        return silent
    return None
