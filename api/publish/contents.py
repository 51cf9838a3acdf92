"""What a published day says about itself: definitions, calendar, rules."""

from __future__ import annotations

from typing import Any

import orjson
from sqlalchemy import Connection

from api.documents import definitions
from data.answers.names import of_dimension
from data.calendar import calendar
from data.catalog import PUBLISHED, PUBLISHED_INDICATORS, owner
from data.definitions import Indicator, Version
from data.disclosure import cell_rules
from data.hall import hall
from data.periods import ONE_DAY, period_start
from data.publish import formulas
from data.publish.frozen_values import blocks
from data.rules.workdays import CalendarNotLoaded
from data.store.tables import LAST_DAY


def definitions_json(connection: Connection) -> bytes:
    """All indicators with their formulas as data, all datasets with their fields and codes, both languages."""
    document = {
        "indicators": [_indicator(connection, one) for one in PUBLISHED_INDICATORS.values()],
        "datasets": [_dataset(id) for id in PUBLISHED],
    }
    return orjson.dumps(document, option=orjson.OPT_INDENT_2)


def _indicator(connection: Connection, indicator: Indicator) -> dict[str, Any]:
    dataset = owner(indicator)
    return {
        "id": indicator.id,
        "titles": definitions.both(indicator.title),
        "unit": indicator.unit,
        "favourable": indicator.favourable,
        "dataset": dataset.id,
        "dated": indicator.dated,
        "stock": indicator.is_stock,
        "interval": indicator.interval,
        "beside": [id for id in indicator.beside if id in PUBLISHED_INDICATORS],
        "formula": formulas.formula(indicator),
        "formula_texts": definitions.both(indicator.formula),
        "fingerprint": formulas.fingerprint(indicator),
        "versions": [_version(one) for one in indicator.versions],
        "left_out": indicator.left_out,
        "dimensions": [
            {
                "id": name,
                "titles": definitions.both(dataset.dimension(name).title),
                "column": dataset.dimension(name).column(indicator.dated),
                "hall_wide": dataset.dimension(name).hall_wide,
                "codes": list(of_dimension(connection, dataset, name)),
            }
            for name in indicator.dimensions
        ],
        "published_by": [[one.grain, *one.by] for one in blocks(indicator)],
        "records": dataset.records,
        "hidden": formulas.hidden(indicator),
    }


def _version(version: Version) -> dict[str, Any]:
    return {"since": version.since.isoformat(), "note": definitions.both(version.note)}


def _dataset(id: str) -> dict[str, Any]:
    dataset = PUBLISHED[id]
    described = definitions.schema(
        dataset, dataset.title, "zh"
    )  # how often it is loaded is left out
    kept = (
        "id",
        "titles",
        "key",
        "reference",
        "publisher",
        "licence",
        "indicators",
        "missing_values",
    )
    control, expects = dataset.control, dataset.expects
    return {
        **{name: described[name] for name in kept},
        "fields": [
            {k: v for k, v in one.items() if k != "title"}
            | {"precision": field.precision, "scheduled": field.scheduled}
            for one, field in zip(described["fields"], dataset.public_fields, strict=True)
        ],
        "description": definitions.both(dataset.description),
        "records": dataset.records,
        "filed_by": dataset.filed_by,
        "grain": dataset.grains[0],
        "newest": list(dataset.newest),
        "next_day": dataset.next_day,
        "listed_from": dataset.listed_from,
        "valid": list(dataset.valid) if dataset.valid else None,
        "kept_up": dataset.is_kept_up,
        "control": control and {"n": control.n, "finest": control.finest, "wait_days": control.wait_days},
        "expects": expects
        and {
            "reporter": expects.reporter, "every": expects.every, "workdays": expects.workdays,
            "among": list(expects.among),
        },
        "identities": [
            {"id": one.id, "left": list(one.left), "right": list(one.right)}
            for one in dataset.identities
        ],
    }  # fmt: skip


def calendar_csv(connection: Connection) -> tuple[bytes, int]:
    """Every day of the years that are known: `date,workday` (true or false)."""
    days = calendar(connection)
    lines = []
    for year in sorted(days.years):
        day = period_start(LAST_DAY.replace(year=year), "year")
        while day.year == year:
            try:
                works = days.is_workday(day)
            except CalendarNotLoaded:
                break
            lines.append(f"{day.isoformat()},{'true' if works else 'false'}\r\n")
            day += ONE_DAY
    return ("date,workday\r\n" + "".join(lines)).encode(), len(lines)


def rules_json() -> bytes:
    """What this hall has set that decides numbers, each with where it comes from."""
    thresholds = {
        id: {"value": one.value, "source": definitions.both(one.source)}
        for id, one in hall().thresholds.items()
    }
    document = {
        "zone": hall().zone.key,
        "calendar": hall().calendar,
        "opening_hours": [[f"{a:%H:%M}", f"{b:%H:%M}"] for a, b in hall().hours],
        "publish_titles": hall().publish_titles,
        "thresholds": thresholds,
        "without": list(hall().without),
        "annual_report": cell_rules.rules() if "disclosure-requests" in PUBLISHED else None,
    }
    return orjson.dumps(document, option=orjson.OPT_INDENT_2)
