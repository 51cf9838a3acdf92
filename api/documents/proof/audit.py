"""An audit sample as a document: who was drawn from how many, and what k errors in it would say."""

from __future__ import annotations

from typing import Annotated, Any, TypedDict

import orjson
from sqlalchemy import Engine

from api.documents.json_types import Count, DatasetId, Day
from data.answers.proof.audit import drawn
from data.definitions import Text
from data.publish import frozen_sample
from data.questions import Sample
from data.rules.audit_sampling import bounds
from data.store.engines import answering

# A year of cases are some 900,000 keys, each to be hashed.
SECONDS = 10.0
METHOD = Text(
    "票号＝SHA-256（种子＋“,”＋主键），取票号最小的n条；分层的按各层条数分配。同一种子、同一批记录，谁抽都一样。",
    "ticket = SHA-256(seed, “,”, key); the n smallest; strata by their size. The same seed and records give the same "
    "sample to everybody.",
)


class Drawn(TypedDict):
    """A record that was drawn."""

    ticket: Annotated[str, Text("票号", "its ticket, lower-case hexadecimal")]
    key: Annotated[str, Text("主键，多个以逗号相连", "its key, parts joined by commas")]
    stratum: str | None
    record: dict[str, str | float | bool | None]


class Stratum(TypedDict):
    code: str
    population: Count
    sampled: Count


class Bound(TypedDict):
    """Of k errors in the sample: between which shares of errors the whole lies, with 95 % confidence."""

    errors: Count
    low: float
    high: float


SampleDocument = TypedDict(
    "SampleDocument",
    {
        "dataset": DatasetId,
        "dated": Annotated[str | None, Text("按哪个日期", "by which date")],
        "from": Day | None,
        "to": Day | None,
        "seed": str,
        "n": Count,
        "population": Annotated[Count, Text("总体条数", "how many records there are to draw from")],
        "stratify": str | None,
        "snapshot": Annotated[
            Day | None, Text("从哪份快照抽取", "the published day that it is drawn from")
        ],
        "strata": list[Stratum],
        "method": str,
        "records": list[Drawn],
        "bounds": Annotated[
            list[Bound],
            Text("简单随机样本的精确区间", "exact bounds (Clopper–Pearson) of a simple sample"),
        ],
    },
)


def sample(engine: Engine, query: Sample, lang: str) -> dict[str, Any]:
    """The sample that a question asks for."""
    if query.snapshot:
        found = frozen_sample.drawn(query)
    else:
        with answering(engine, SECONDS) as connection:
            found = drawn(connection, query)
    n = len(found.tickets)
    strata = [
        {"code": one.code, "population": one.population, "sampled": one.sampled}
        for one in found.strata
        if query.stratify
    ]
    return {
        "dataset": query.dataset,
        "dated": query.dated or None,
        "from": query.from_ and query.from_.isoformat(),
        "to": query.to and query.to.isoformat(),
        "seed": query.seed,
        "n": n,
        "population": found.population,
        "stratify": query.stratify or None,
        "snapshot": query.snapshot or None,
        "strata": strata,
        "method": METHOD[lang],
        "records": [
            {
                "ticket": one,
                "key": key,
                "stratum": code or None,
                "record": orjson.Fragment(found.rows[key]),
            }
            for one, key, code in found.tickets
            if key in found.rows
        ],
        "bounds": [{"errors": k, "low": low, "high": high} for k, low, high in bounds(n)],
    }
