"""Addresses of the API, in one place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal
from urllib.parse import quote, urlencode

from api.documents import cursors
from api.formats import Kind, suffixes_for
from data.answers.records.behind_values import proof_grain
from data.answers.whole_periods import widened
from data.catalog import DATASETS, INDICATORS, OWNERS, owner
from data.hall import hall
from data.questions import (
    Facets,
    Page,
    Proof,
    Records,
    Sample,
    Values,
    Where,
)
from data.settings import BASE_PATH

ROOT = BASE_PATH
BASE, DOCS = f"{ROOT}/api/v1", f"{ROOT}/api/docs"
PAGE_MOST = 1_000  # rows of a page in JSON
DCAT, DATA_PACKAGE = f"{ROOT}/catalog.jsonld", f"{ROOT}/datapackage.json"
DATA_FEED, OVERDUE_FEED = f"{ROOT}/feeds/data.atom", f"{ROOT}/feeds/overdue.atom"
CHECKS_FEED = f"{ROOT}/feeds/checks.atom"
CORRECTIONS_FEED = f"{ROOT}/feeds/corrections.atom"
BULLETIN_FEED = f"{ROOT}/feeds/bulletin.atom"
CARDS_FEED, COMPLAINTS_FEED = f"{ROOT}/feeds/cards.atom", f"{ROOT}/feeds/complaints.atom"
SNAPSHOTS, REVISIONS = f"{BASE}/snapshots", f"{BASE}/revisions"
# The program with which anybody checks a published day.
VERIFY_PROGRAM = f"{ROOT}/verify.py"


def snapshot(date: str, path: str = "manifest.json") -> str:
    """A file of a published day."""
    return f"{SNAPSHOTS}/{date}/{path}"


def checks() -> str:
    """The path of the identities and whether they hold."""
    return f"{BASE}/checks"


def of_sample(query: Sample, lang: str) -> dict[str, str]:
    """An audit sample, and the same as files."""
    pairs = [("dataset", query.dataset), ("from", query.from_), ("to", query.to), ("n", query.n)]
    pairs += [
        ("seed", query.seed),
        ("stratify", query.stratify),
        ("dated", query.dated),
        ("snapshot", query.snapshot),
        _lang(lang),
    ]
    at, tail = f"{BASE}/audit/sample", query_string(pairs)
    return {"self": f"{at}{tail}"} | {s: f"{at}.{s}{tail}" for s in ("csv", "xlsx")}


def of_claims(lang: str) -> dict[str, str]:
    """The reported figures, and the same as files."""
    at, tail = f"{BASE}/claims", query_string([_lang(lang)])
    return {"self": f"{at}{tail}"} | {s: f"{at}.{s}{tail}" for s in suffixes_for("claims")}


def bulletin(month: str, edition: int, lang: str) -> str:
    """The page of an edition of a month's bulletin."""
    prefix = "" if lang == hall().language else f"/{lang}"
    return f"{ROOT}{prefix}/supervision/bulletin/{month}?edition={edition}"


def live() -> str:
    return f"{BASE}/live"


def of_hours(day: date | None, lang: str) -> dict[str, str]:
    """A day hour by hour, and the same as a file."""
    at, tail = f"{live()}/hours", query_string([("day", day), _lang(lang)])
    return {"self": f"{at}{tail}"} | {s: f"{at}.{s}{tail}" for s in suffixes_for("hours")}


def dataset(id: str) -> str:
    return f"{BASE}/datasets/{id}"


def indicator(id: str) -> str:
    return f"{BASE}/indicators/{id}"


def of_dataset(id: str) -> dict[str, str]:
    addresses = {"self": dataset(id)}
    if not DATASETS[id].records:
        return addresses | {
            f"values_{i.id}": f"{indicator(i.id)}/values" for i in DATASETS[id].indicators
        }
    addresses["records"] = f"{dataset(id)}/records"
    return addresses | {
        suffix: f"{dataset(id)}/records.{suffix}" for suffix in suffixes_for("records")
    }


def of_indicator(id: str) -> dict[str, str]:
    at = indicator(id)
    addresses = {"self": at, "values": f"{at}/values"}
    if OWNERS[id].records:
        addresses["rows"] = f"{at}/rows"
    return addresses | {
        f"values_{suffix}": f"{at}/values.{suffix}" for suffix in suffixes_for("values")
    }


def query_string(pairs: Iterable[tuple[str, Any]]) -> str:
    """`?a=b` of what is given; nothing of nothing."""
    text = urlencode(
        [(k, v) for k, v in pairs if v not in (None, "", ())], safe=",:", quote_via=quote
    )
    return f"?{text}" if text else ""


def _where(where: Where) -> list[tuple[str, str]]:
    """A comma of a value itself is written `\\,`, as it is read."""
    return [(name, ",".join(_plain(c).replace(",", "\\,") for c in codes)) for name, codes in where]


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def of_values(query: Values, lang: str, limit: int | None = None) -> dict[str, str]:
    """These values as they were asked for, cut by `limit` or not, the same ones whole in every format, their definition and the records behind them.

    Values of a part of the day have no list of records (see `api.parsing.parameters.proof`); of a part
    of a month, where rows tell no more than their month, `rows_by_month` are those of the whole.
    """
    pairs = [
        ("from", query.from_),
        ("to", query.to),
        ("grain", query.grain),
        ("by", ",".join(query.by)),
    ]
    pairs += [("shape", query.shape if query.shape != "rows" else None)]
    pairs += [("as_published", query.as_published)]
    pairs += [*_where(query.where), _lang(lang)]
    at, tail = indicator(query.indicator), query_string(pairs)
    own = query_string([*pairs, ("limit", limit)])
    files = {suffix: f"{at}/values.{suffix}{tail}" for suffix in suffixes_for("values")}
    beside = INDICATORS[query.indicator].beside
    addresses = {"self": f"{at}/values{own}", **files, "definition": at}
    addresses |= {f"beside_{id}": f"{indicator(id)}/values{tail}" for id in beside}
    wide = {d.id for d in owner(INDICATORS[query.indicator]).dimensions if d.hall_wide}
    if query.as_published:  # the records behind it are in the files of that day
        addresses["snapshot"] = snapshot(query.as_published.isoformat())
    elif OWNERS[query.indicator].records and wide.isdisjoint(name for name, _ in query.where):
        first, last = span_of_rows(query.indicator, query.from_, query.to)
        name = "rows" if (first, last) == (query.from_, query.to) else "rows_by_month"
        proof = query_string([("from", first), ("to", last), *_where(query.where)])
        addresses[name] = f"{at}/rows{proof}"
    return addresses


def span_of_rows(
    indicator: str, first: date | None, last: date | None
) -> tuple[date | None, date | None]:
    """The time of the rows behind a value: the value's own, or the whole months that it lies in."""
    return widened(first, last, proof_grain(indicator))


def list_of(query: Proof | Records) -> str:
    """What a cursor belongs to. The parts of a value are lists of their own, even of two datasets."""
    if isinstance(query, Records):
        return f"{dataset(query.dataset)}/records"
    return f"{indicator(query.indicator)}/rows?part={query.part}"


def of_list(
    query: Proof | Records,
    after: tuple[object, int | str] | None,
    lang: str = "zh",
    total: int | None = None,
) -> dict[str, str]:
    """This page, the next one, and the same rows as files; no format of more than it can hold."""
    kind: Kind = "rows" if isinstance(query, Proof) else "records"
    if isinstance(query, Proof):
        at = f"{indicator(query.indicator)}/{kind}"
        pairs: list[tuple[str, Any]] = [
            ("part", query.part),
            ("from", query.from_),
            ("to", query.to),
        ]
    else:
        at = f"{dataset(query.dataset)}/{kind}"
        pairs = [*_ranges(query), ("count", "exact" if query.exact else None)]
    pairs += [
        *_where(query.where),
        ("fields", ",".join(query.fields)),
        ("sort", sort_text(query.page)),
        _lang(lang),
    ]
    pairs = _written(pairs)
    tail = query_string(pairs)
    files = {suffix: f"{at}.{suffix}{tail}" for suffix in suffixes_for(kind, total or 0)}
    # Pages of the site ask for more at once than an address may: it leads to the first of them.
    limit = query.page.limit and min(query.page.limit, PAGE_MOST)
    pairs.append(("limit", limit))
    addresses = {"self": f"{at}{query_string(pairs)}", **files}
    if after is not None:
        cursor = cursors.seal(list_of(query), query.page, after)
        addresses["next"] = f"{at}{query_string([*pairs, ('cursor', cursor)])}"
    return addresses


def _ranges(query: Records | Facets) -> list[tuple[str, Any]]:
    pairs: list[tuple[str, Any]] = []
    for name, lowest, highest in query.ranges:
        pairs += [(f"{name}__from", lowest), (f"{name}__to", highest)]
        pairs += [(f"{name}__or", "none")] if name in query.or_missing else []
    return pairs


def _written(pairs: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    return [(name, None if value is None else _plain(value)) for name, value in pairs]


def of_facets(query: Facets, lang: str) -> dict[str, str]:
    """These counts, the same as a file, and the dataset that they are of."""
    at = f"{dataset(query.dataset)}/facets"
    pairs = [("field", query.field), *_ranges(query), *_where(query.where), _lang(lang)]
    tail = query_string(_written(pairs))
    files = {suffix: f"{at}.{suffix}{tail}" for suffix in suffixes_for("facets")}
    return {"self": f"{at}{tail}", **files, "dataset": dataset(query.dataset)}


def of_catalogue(kind: Literal["indicators", "datasets"], lang: str) -> dict[str, str]:
    """The list of all `indicators` or `datasets`, and the same as a file."""
    at, tail = f"{BASE}/{kind}", query_string([_lang(lang)])
    return {"self": f"{at}{tail}"} | {s: f"{at}.{s}{tail}" for s in suffixes_for(kind)}


def _lang(lang: str) -> tuple[str, str | None]:
    return "lang", None if lang == "zh" else lang


def sort_text(page: Page) -> str | None:
    if page.sort is None:
        return None
    return f"-{page.sort}" if page.descending else page.sort


# --- disclosure requests ------------------------------------------------------------------------
