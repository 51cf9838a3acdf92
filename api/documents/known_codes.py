"""Whether the codes that a question filters by exist: a mistyped one must not read as a 0.

Intake adds every code that a record has to its reference list, so what is not on the list is in no
record either.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache

from sqlalchemy import Engine

from api.documents import links
from data.answers.names import reference
from data.catalog import DATASETS, INDICATORS, PUBLISHED, owner
from data.definitions import Code, Text, shortened
from data.disclosure.strips import DATASET
from data.questions import Facets, OpenRequests, Proof, Query, Records, Unanswerable, Values
from data.rollups.plan import NONE
from data.store.identity import Mark

# As many codes are all named; of a longer list only those near to the one given.
NAMED = 60
NEAR = 5


def checked(engine: Engine, mark: Mark, query: Query) -> None:
    """Raise `Unanswerable` for the first code that is on no list in this state of the store."""
    for name, codes, source in _filters(query):
        if isinstance(source, str):
            titles = _listed(engine, mark, source)
        else:
            titles = {code.id: code.title for code in source}
        for code in codes:
            if code != NONE and code not in titles:
                raise _unknown(name, code, source, titles)


def _filters(query: Query) -> Iterator[tuple[str, Collection[str], str | tuple[Code, ...]]]:
    """Each filter by codes: its name, the codes given, and the reference or closed list."""
    match query:
        case Values() | Proof():
            indicator = INDICATORS[query.indicator]
            dataset = owner(indicator)
            for name, codes in query.where:
                # One that the indicator lacks is refused by what answers, by its name.
                if name in indicator.dimensions:
                    dimension = dataset.dimension(name)
                    field = None if dimension.codes else dataset.field(dimension.column(None))
                    source = dimension.codes or (field and (field.refers or field.codes))
                    if source:
                        yield name, codes, source
        case Records() | Facets():
            for name, codes in query.where:
                if refers := DATASETS[query.dataset].field(name).refers:
                    yield name, codes, refers
        case OpenRequests():
            yield "department", query.department, DATASETS[DATASET].field("department").refers or ()


@lru_cache(maxsize=16)
def _listed(engine: Engine, mark: Mark, dataset: str) -> dict[str, Text]:
    """A reference list, read once per state of the store."""
    with engine.connect() as connection:
        return reference(connection, dataset)


def _unknown(
    name: str, code: str, source: str | tuple[Code, ...], titles: Mapping[str, Text]
) -> Unanswerable:
    if not isinstance(source, str):
        wrong = Text(
            f"“{shortened(code)}”不是该维度的编码",
            f"{shortened(code)!r} is not a code of this dimension",
        )
        return Unanswerable(name, wrong, tuple(titles))
    wrong = Text(f"没有编码“{shortened(code)}”", f"there is no code {shortened(code)!r}")
    if source in PUBLISHED:
        at = f"{links.dataset(source)}/records"
        wrong = Text(f"{wrong.zh}；全部编码见 {at}", f"{wrong.en}; all are at {at}")
    return Unanswerable(name, wrong, _near(code, titles))


def _near(text: str, titles: Mapping[str, Text]) -> tuple[str, ...]:
    """The codes whose name has `text` in it, and those written almost so; else all of a short list."""
    words = text.casefold()
    named = [
        code for code, title in titles.items() if words in f"{title.zh}\n{title.en}".casefold()
    ]
    alike = get_close_matches(text, titles, n=3, cutoff=0.5)
    near = tuple(dict.fromkeys([*alike, *named]))[:NEAR]
    return near or (tuple(titles) if len(titles) <= NAMED else ())
