"""The table behind each chart's sentence is the file: every number of it is in what can be downloaded."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import accumulate, groupby
from math import ceil, floor, isclose
from typing import Any

import pytest
from dash.development.base_component import Component

from api.answer import answers
from dashboard import site_map
from dashboard.asking.parameters import filled
from dashboard.pages.satisfaction import bad_ratings
from dashboard.parts.drawings.spread import GROUPS

# A page of each kind, and those views of it in which other tables stand under its charts.
KINDS = {(page.like or page.path): page for page in reversed(list(site_map.PAGES.values()))}
ASKED: dict[str, list[dict[str, str]]] = {
    "volumes": [
        {"compare": "year"},
        {"measure": "on-time", "period": "90d", "by": "window"},
        {"measure": "median", "period": "90d"},
    ],
    "satisfaction": [{}, {"department": "fgw", "grain": "week"}],
}
RATES = [f"indicators/{id}" for id in ("on-time-rate", "handling-days-median", "mean-score")]
NUMBER = re.compile(r"^[0-9][0-9,]*(\.[0-9]+)?$")
PERCENT = re.compile(r"^([0-9.]+)%$")
INTERVAL = re.compile(r"^([0-9.]+)%?[～–]([0-9.]+)%$")
FEW = ("样本不足", "too few")


def texts(node: Any) -> Iterator[str]:
    if isinstance(node, Component):
        yield from texts(getattr(node, "children", None))
    elif isinstance(node, list | tuple):
        for one in node:
            yield from texts(one)
    elif node is not None:
        yield str(node)


def components(node: Any) -> Iterator[Component]:
    if isinstance(node, Component):
        yield node
        yield from components(getattr(node, "children", None))
    elif isinstance(node, list | tuple):
        for one in node:
            yield from components(one)


@dataclass
class Tables:
    """What the files of a chart say."""

    numbers: set[float] = field(default_factory=set)
    shares: list[float] = field(default_factory=list)
    intervals: list[tuple[float, float]] = field(default_factory=list)
    few: bool = False
    sums: list[float] = field(default_factory=list)


def read(client: Any, links: list[str]) -> Tables:
    tables = Tables()
    for link in links:
        response = client.get(f"{link}&header=id")
        assert response.status_code == 200, (link, response.text)
        lines = list(csv.DictReader(io.StringIO(response.data.decode("utf-8-sig"))))
        for line in lines:
            for name in ("value", "numerator", "denominator", "completed", "accepted", "usual"):
                if line.get(name):
                    tables.numbers.add(float(line[name]))
            if "/records" in link:  # a list's numbers stand in its own fields
                tables.numbers |= {float(cell) for cell in line.values() if NUMBER.match(cell)}
            if line.get("value"):
                tables.shares.append(float(line["value"]))
            if line.get("low"):
                tables.shares += [float(line["low"]), float(line["high"])]
                tables.intervals.append((tables.shares[-2], tables.shares[-1]))
            tables.few |= line.get("sample") == "few"
        whole = [line for line in lines if line.get("partial") != "true"]
        # In how many periods there was something, nothing, and no number.
        tables.numbers |= {
            sum(bool(line.get("value")) and float(line["value"]) > 0 for line in lines),
            sum(bool(line.get("value")) and float(line["value"]) == 0 for line in lines),
            sum(not line.get("value") for line in lines),
        }
        if n := sum(float(line.get("denominator") or 0) for line in whole):
            tables.shares.append(sum(float(line["numerator"] or 0) for line in whole) / n)
        if all_of := sum(float(line.get("value") or 0) for line in lines):  # the first ones of all
            first = accumulate(float(line.get("value") or 0) for line in lines)
            tables.shares += [up_to / all_of for up_to in first]
        sums = {
            name: sum(float(line.get(name) or 0) for line in lines)
            for name in ("value", "numerator", "denominator")
        }
        tables.sums.append(sums["value"])
        for _, of_period in groupby(lines, lambda line: line.get("period")):
            of = {line.get("used_bucket"): float(line.get("value") or 0) for line in of_period}
            groups = (codes for _, codes in GROUPS if None not in of)
            tables.numbers |= {sum(of.get(code, 0) for code in codes) for codes in groups}
        tables.sums += [  # the whole that a period's parts are parts of
            sum(float(line.get("value") or 0) for line in of_period)
            for _, of_period in groupby(lines, lambda line: line.get("period"))
        ]
        if sums["denominator"]:
            tables.shares.append(sums["numerator"] / sums["denominator"])
    return tables


def two(value: float) -> set[str]:
    """A share as a page may have it: cut down, or up, to two decimals."""
    exact = value * 10_000
    near = round(exact)
    cut = {near} if isclose(exact, near, abs_tol=1e-6) else {floor(exact), ceil(exact)}
    return {f"{n / 100:.2f}" for n in cut}


def missing(cell: str, tables: Tables) -> bool:
    """Whether a printed number is none of the files'."""
    if cell in FEW:
        return not tables.few
    if of := INTERVAL.match(cell):
        return not any(of[1] in two(low) and of[2] in two(high) for low, high in tables.intervals)
    if of := PERCENT.match(cell):
        if len(of[1].partition(".")[2]) == 1:  # a part of a whole whose counts are in the file
            wholes = [s for s in tables.sums if s]
            return not any(
                abs(n / s * 100 - float(of[1])) <= 0.0501 for n in tables.numbers for s in wholes
            )
        return not any(of[1] in two(value) for value in tables.shares)
    if NUMBER.match(cell):
        if any(cell in two(value) for value in tables.shares):  # its unit stands in the head
            return False
        shown = float(cell.replace(",", ""))
        decimals = len(cell.partition(".")[2])
        return not any(
            abs(n - shown) < 10**-decimals * (1 if decimals else 0.501) for n in tables.numbers
        )
    return False


def charts(view: Mapping[str, Any]) -> Iterator[str]:
    """The charts of a view: what has a sentence, a table and links."""
    for id in view:
        name = id.removesuffix("-rows")
        if (
            id.endswith("-rows")
            and f"{name}-links" in view
            and {f"{name}-graph", f"{name}-bars"} & set(view)
        ):
            yield name


def of_view(client: Any, page: Any, lang: str, asked: dict[str, str]) -> tuple[int, list[Any]]:
    """How many charts a view has, and each number of them that no file has."""
    view = page.view(
        lambda query: answers.answer(query, lang),
        lang,
        filled(page.parameters, tuple(asked.items())),
    )
    wrong: list[Any] = []
    names = list(charts(view))
    for name in names:
        links = [
            href
            for c in components(view[f"{name}-links"]["children"])
            if (href := getattr(c, "href", None))
        ]
        files = [link for link in links if ".csv" in link]
        rows = [
            list(map(" ".join, ([*texts(c)] for c in row.children)))
            for row in view[f"{name}-rows"]["children"]
        ]
        if not rows:
            continue
        assert files, (page.path, name)
        assert all(f"labels={lang}" in link for link in files), files
        assert {".xlsx", ".ods"} <= {
            f".{link.partition('?')[0].rpartition('.')[2]}" for link in links
        }
        tables = read(client, files)
        cells = [(row[0], cell) for row in rows for cell in row[1:]]
        said = " ".join(
            texts([view[f"{name}-title"]["children"], view[f"{name}-said"]["children"]])
        )
        cells += [("said", rate) for rate in re.findall(r"[0-9]+[.][0-9]{2}%", said)]
        wrong += [(page.path, asked, name, *one) for one in cells if missing(one[1], tables)]
    return len(names), wrong


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_number_under_a_chart_is_in_its_file(client, lang):
    seen, wrong = 0, []
    pages = [*KINDS.values(), *(site_map.PAGES[path] for path in RATES)]
    for page in pages:
        for asked in ASKED.get(page.path, [{}]) if lang == "zh" else [{}]:
            drawn, unknown = of_view(client, page, lang, asked)
            seen, wrong = seen + drawn, wrong + unknown
    assert seen >= 12
    assert wrong == [], "\n".join(map(str, wrong))


def test_a_funnel_is_one_file(client):
    page = site_map.PAGES["satisfaction"]
    view = page.view(
        lambda query: answers.answer(query, "zh"),
        "zh",
        filled(page.parameters, (("period", "all"),)),
    )
    links = [getattr(c, "href", "") for c in components(view["follow-links"]["children"])]
    first = next(href for href in links if ".csv" in href)
    head, *rows = csv.reader(io.StringIO(client.get(first).data.decode("utf-8-sig")))
    at = {row[head.index("指标")]: row for row in rows}
    assert list(at) == list(bad_ratings.COUNTS)
    bad, rectified, pending = (int(at[id][head.index("数值")]) for id in bad_ratings.COUNTS[:3])
    due, kept = (int(at["rectification-rate"][head.index(part)]) for part in ("分母", "分子"))
    printed = [list(texts(row))[-1] for row in view["follow-rows"]["children"]]
    parts = [rectified, pending, bad - rectified - pending, due - kept]
    assert printed == [f"{n:,}" for n in parts]


# View, figure, and where its title or its sentence says of how many it is.
SUMS = (
    ("satisfaction?", "levels", r"^([\d,]+)条"),
    ("satisfaction?", "follow", r"^([\d,]+)条"),
    ("satisfaction?by=window&department=fgw", "levels", r"^([\d,]+)条"),
    ("volumes?by=department", "volumes-ranking", r"合计([\d,]+)件"),
    ("volumes?by=item", "volumes-ranking", r"合计([\d,]+)件"),
    ("volumes?by=window&period=90d", "volumes-ranking", r"合计([\d,]+)件"),
    ("volumes?department=fgw&by=channel", "volumes-ranking", r"合计([\d,]+)件"),
    ("volumes?measure=overdue", "volumes-ranking", r"合计([\d,]+)件"),
    ("volumes?department=fgw", "volumes-used", r"的([\d,]+)件"),
    ("volumes?", "volumes-districts", r"办结([\d,]+)件"),
    ("today?", "ratings", r"的([\d,]+)条评价"),
)


def test_a_picture_adds_up_to_the_number_that_it_is_said_to_be_of(client):
    for path, figure, where in SUMS:
        view = client.get(f"/live/{path}&lang=zh".replace("?&", "?")).json
        said = "".join(view[f"{figure}-{part}"]["children"] for part in ("title", "said"))
        (number,) = re.findall(where, said)[:1]
        rows = [row["props"]["tree"] for row in view[f"{figure}-rows"]["children"]]
        cells = [[cell["props"]["children"] for cell in row] for row in rows]
        counts = [int(row[1].replace(",", "")) for row in cells if not row[0].startswith("另")]
        assert sum(counts) == int(number.replace(",", "")), (path, figure, said)
