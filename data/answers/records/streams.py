"""Whole selections, block by block, all of one state of the store (see `data.answers.reading`).

In order of receipt the rows are cut into spans of row numbers, which need not wait for one
another: while one is sent, the next is being read. SQLite writes a span in one step, without
Python's lock.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Engine, bindparam, func, select

from data.answers.reading import Reading
from data.answers.records.pages import read
from data.answers.records.selection import SHAPES, Conditions, Selection, chosen_fields
from data.catalog import DATASETS
from data.questions import Page
from data.store.backend import Backend, Form, Prepared, backend_of
from data.store.engines import scanner
from data.store.tables import ROW_ID, TABLES

# Rows in a block: about a megabyte of text, 20 ms of work.
BLOCK = 5_000
# Blocks being read at a time, for one file: with two, 80 MB/s of CSV on two cores instead of 64.
READERS = 2
_scanner = lru_cache(8)(scanner)


class Block(NamedTuple):
    """Some rows: how many, and each as JSON on a line of its own (no line break at the end)."""

    rows: int
    text: str


def begin(engine: Engine) -> Reading:
    """The state of the store from which one file is read; close it."""
    return Reading(_scanner(engine), READERS)


def blocks(
    reading: Reading, selection: Selection, page: Page, total: int, form: Form
) -> Iterator[Block]:
    """The rows of a selection from `page.after` on, `page.limit` of them or all.

    `total` is how many match. Closing the iterator ends the reading.
    """
    by_row = selection.dataset.order == "receipt" and page.sort is None
    if by_row and page.limit is None and total > BLOCK:
        yield from _by_spans(reading, selection, page, form)
    else:
        yield from _by_pages(
            reading, selection, page, total if page.limit is None else page.limit, form
        )


def _by_pages(
    reading: Reading, selection: Selection, page: Page, left: int, form: Form
) -> Iterator[Block]:
    while left > 0:
        size = min(left, BLOCK)
        with reading.connection() as connection:
            rows, after = read(connection, selection, replace(page, limit=size), form)
        if rows:
            yield Block(len(rows), "\n".join(rows))
        if after is None:
            return
        page = replace(page, after=after)
        left -= len(rows)


def _by_spans(reading: Reading, selection: Selection, page: Page, form: Form) -> Iterator[Block]:
    with reading.connection() as connection:
        backend = backend_of(connection)
        newest = connection.scalar(select(func.max(TABLES[selection.dataset.id].c[ROW_ID]))) or 0
    statement = _span(backend, selection.dataset.id, selection.names, selection.shape, form)

    def one(first: int) -> Block:
        last = min(first + BLOCK - 1, newest)
        values = {**selection.values, "first": first, "last": last}
        with reading.connection() as connection:
            ((text, rows),) = statement.rows(connection, values)
        return Block(rows, text or "")

    first = int(page.after[1]) + 1 if page.after else 1
    starts = iter(range(first, newest + 1, BLOCK))
    ahead: deque[Future[Block]] = deque()
    pool = ThreadPoolExecutor(READERS, thread_name_prefix="export")
    try:
        for start in starts:
            ahead.append(pool.submit(one, start))
            if len(ahead) > READERS:
                yield from _some(ahead.popleft().result())
        while ahead:
            yield from _some(ahead.popleft().result())
    finally:
        pool.shutdown(cancel_futures=True)


def _some(block: Block) -> Iterator[Block]:
    if block.rows:
        yield block


@lru_cache(SHAPES)
def _span(
    backend: Backend, dataset: str, names: tuple[str, ...], shape: Conditions, form: Form
) -> Prepared:
    """The statement of the rows from number `first` to `last`: `(text, number of rows)`."""
    row: Any = TABLES[dataset].c[ROW_ID]
    between = (row >= bindparam("first"), row <= bindparam("last"))
    lines = select(row).where(*shape, *between).order_by(row)
    return backend.joined_texts(lines, chosen_fields(DATASETS[dataset], names), form)
