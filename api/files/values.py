"""Files of an indicator's values, and of those of several indicators in one table."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Response

from api.answer import answers
from api.documents import values
from api.files import value_table
from api.files.download import etag_of, name_of
from api.files.labels import labelled
from api.files.sending import WHOLE, about, sent
from api.formats import FileOptions, Table, blocks_of
from api.store_state import State
from data.catalog import INDICATORS, owner
from data.definitions import Code, Field, Text
from data.questions import TooLarge, Values
from data.store.engines import answering

Rows = list[dict[str, Any]]
_WHICH = Text("指标", "Indicator")
# How often several answers are asked for again because a batch was committed between them.
_TRIES = 3


def values_file(
    query: Values,
    lang: str,
    suffix: str,
    options: FileOptions,
    limit: int | None,
    also: tuple[str, ...] = (),
) -> Response:
    """An indicator's values, those of the indicators `also` below them; `limit` cuts them."""
    questions = [query, *(replace(query, indicator=id) for id in also)]
    columns, rows, seen = _several(questions, lang) if also else _values(query, lang)
    etag = etag_of(query, suffix, options, lang, limit, also, seen=seen)
    limited = rows[:limit]
    indicators = [INDICATORS[one.indicator] for one in questions]
    title = Text(
        "；".join(one.title.zh for one in indicators), "; ".join(one.title.en for one in indicators)
    )
    formula = indicators[0].formula
    table = Table(
        title,
        columns,
        len(limited),
        len(rows),
        lambda form: blocks_of(columns, limited, form),
        about(title, formula, seen, *dict.fromkeys(owner(one).id for one in indicators)),
    )
    if options.labels:
        with answering(answers.engine()) as connection:
            names = value_table.names(connection, query)
        which = {one.id: one.title for one in indicators}
        table = labelled(table, {"indicator": which} | names, options.labels)
    name = name_of("+".join(one.indicator for one in questions), query)
    return sent("values", name, table, suffix, options, etag, seen)


def _several(questions: list[Values], lang: str) -> tuple[tuple[Field, ...], Rows, State]:
    """One table of the answers to all, which are of one state of the store."""
    for _ in range(_TRIES):
        answered = [_values(one, lang) for one in questions]
        seen = answered[0][2]
        if all(state.mark == answers.state().mark for _, _, state in answered):
            break
    columns: dict[str, Field] = {}
    for own, _, _ in answered:
        for column in own:
            earlier = columns.setdefault(column.id, column)
            if earlier.unit != column.unit:  # of shares and counts under one another
                columns[column.id] = replace(earlier, unit=None)
    indicators = tuple(Code(one.indicator, INDICATORS[one.indicator].title) for one in questions)
    which = Field("indicator", "code", _WHICH, codes=indicators)
    rows = [
        {"indicator": one.indicator, **row}
        for one, (_, own, _) in zip(questions, answered, strict=True)
        for row in own
    ]
    return (which, *columns.values()), rows, seen


def _values(query: Values, lang: str) -> tuple[tuple[Field, ...], Rows, State]:
    """The columns and rows of an indicator's values, and the state of the store they are of.

    Those of its document, unless that is too large.
    """
    # Before the answer: a tag may be of an older state than what it names, never of a newer one.
    seen = answers.state()
    periods: list[str] = []
    try:
        rows = answers.answer(query, lang)["data"]
        if query.shape == "grid":
            periods, rows = values.period_names(rows), values.flat(rows)
    except TooLarge:
        with WHOLE.taken():
            rows, seen = values.of_file(answers.engine(), query, lang)
        periods = [name for name in rows[0] if name not in value_table.named(query)]
    return value_table.columns(query, periods), value_table.rows(query, rows), seen
