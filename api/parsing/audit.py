"""What an audit sample is asked by."""

from __future__ import annotations

from typing import Any

from api.parsing.parameter import Given, Parameter, Parameters, choice
from api.parsing.parameters import FROM, LANG, TO
from api.parsing.value_types import DAY, positive
from api.problems import bad_parameter
from data.answers.proof.audit import N_MOST, dates_of, strata_of
from data.catalog import DATASETS, WITH_RECORDS
from data.definitions import Text
from data.questions import Sample

N_USUAL, SEED_MOST = 50, 100
SEED = Parameter(
    "seed",
    Text(
        f"种子：任意文字，至多{SEED_MOST}字；由核查人在数据公布后给出",
        f"any text, {SEED_MOST} characters at most; given by who audits, after the data is published",
    ),
    missing=Text("请给出种子（seed），例如“2026-11-29”", "give a seed, such as 2026-11-29"),
    example="2026-11-29",
)
PARAMETERS = Parameters(
    choice("dataset", Text("数据集", "dataset"), tuple(WITH_RECORDS), "cases"),
    FROM,
    TO,
    Parameter(
        "n",
        Text(f"抽取条数，至多{N_MOST}", f"how many records, {N_MOST} at most"),
        positive(N_MOST),
        N_USUAL,
    ),
    SEED,
    Parameter("stratify", Text("按哪个字段分层", "the field by which to stratify")),
    Parameter(
        "dated",
        Text(
            "from、to 按哪个日期；不写为首个日期",
            "the date of from and to; the first one if not given",
        ),
    ),
    Parameter(
        "snapshot",
        Text(
            "从该日快照的记录中抽取，不随后来的更正改变",
            "draw from the records as they were published on this day, whatever was corrected since",
        ),
        DAY,
    ),
    LANG,
)


def parameters(inside: Any, suffix: str) -> Parameters:
    del inside, suffix
    return PARAMETERS


def sample(given: Given) -> Sample:
    """The question; refuses a field that the dataset does not have, naming those that would do."""
    dataset = DATASETS[given["dataset"]]
    first, last = given["from"], given["to"]
    if first and last and first > last:
        raise bad_parameter(
            "to", Text(f"{last} 早于 from={first}", f"{last} is before from={first}")
        )
    if len(given["seed"]) > SEED_MOST:
        raise bad_parameter(
            "seed", Text(f"多于{SEED_MOST}字", f"has more than {SEED_MOST} characters")
        )
    dates = tuple(f.id for f in dates_of(dataset))
    dated = _one_of("dated", given["dated"] or "", dates) or (dates[0] if dates else "")
    stratify = _one_of("stratify", given["stratify"] or "", strata_of(dataset))
    snapshot = given["snapshot"].isoformat() if given["snapshot"] else ""
    return Sample(
        dataset.id, dated, first, last, given["n"], given["seed"], stratify, snapshot
    )  # fmt: skip


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> str:
    if value and value not in allowed:
        wrong = Text(
            f"该数据集不能用“{value[:40]}”", f"{value[:40]!r} is not one that the dataset has"
        )
        raise bad_parameter(name, wrong, allowed)
    return value
