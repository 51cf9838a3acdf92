"""The tables of a bulletin: each number with the month before and that of a year before, and its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from api.bulletin.comparison import compare
from api.bulletin.reading import Reading, addresses
from dashboard import words
from dashboard.parts import blocks, months
from dashboard.parts.blocks import extra
from dashboard.words import Lang
from data.catalog import PUBLISHED_INDICATORS
from data.definitions import Text

NAME, MISSING_NOTE = Text("指标", "Indicator"), Text("未报单位", "silent")
AGAINST = (Text("比上月", "On the month before"), Text("比上年同月", "On a year before"))
CUT = Text("（未满）", " (part)")
Number = Mapping[str, Any]
Cell = Mapping[str, Any]


class Tables:
    """Draws the tables of one reading."""

    def __init__(self, reading: Reading, lang: Lang) -> None:
        self.reading = reading
        self.lang: Lang = lang
        self.months = [one["month"] for one in reading.bulletin["months"]]
        self.named = [words.period(month, lang) for month in self.months]
        self.now = {one["cell"]: one for one in reading.since}

    def table(self, table: Mapping[str, Any]) -> html.Div:
        drawn = self._by_code(table) if "by" in table else self._lines(table)
        title = table["title"][self.lang]
        return html.Div(
            [
                html.H3(title),
                html.Div(drawn, tabIndex="0", **extra({"className": "wide", "role": "region", "aria-label": title})),
                *self._below(table),
            ],
            className="bulletin-table",
        )  # fmt: skip

    def _lines(self, table: Mapping[str, Any]) -> html.Table:
        now, before, year = self.named
        heads = (NAME[self.lang], now, before, AGAINST[0][self.lang], year, AGAINST[1][self.lang])
        return html.Table(
            [
                html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
                html.Tbody([self._line(table, row) for row in table["rows"]]),
            ],
            className="table lines",
        )

    def _line(self, table: Mapping[str, Any], row: Mapping[str, Any]) -> html.Tr:
        (number,) = row["numbers"]
        cells = [self._cell(table, row, number, i) for i in range(3)]
        return html.Tr(
            [
                html.Th(self._label(row, number), scope="row", className="part" if row["part"] else ""),
                cells[0], cells[1], self._against(number, 1), cells[2], self._against(number, 2),
            ]
        )  # fmt: skip

    def _label(self, row: Mapping[str, Any], number: Number) -> Any:
        label = row["label"][self.lang]
        if row["part"] or number["indicator"] not in PUBLISHED_INDICATORS:
            return label
        return blocks.named(number["indicator"], label, self.lang)

    def _against(self, number: Number, at: int) -> html.Td:
        days = self.reading.working_days
        said = compare(number, number["cells"][0], number["cells"][at], (days[0], days[at]))
        return html.Td(
            months.change(said, number["unit"], self.lang), className="worse" if said.worse else ""
        )

    def _cell(
        self, table: Mapping[str, Any], row: Mapping[str, Any], number: Number, at: int,
        brief: bool = False,
    ) -> html.Td:  # fmt: skip
        """A number, a link to its rows; what it is of; and what it is now, where that is another."""
        cell, month = number["cells"][at], self.months[at]
        print_as = months.shown if brief else months.valued
        cut = CUT[self.lang] if cell.get("partial") else ""
        value = html.Data(print_as(number, cell, self.lang) + cut, value=exact(cell["value"]))
        where = addresses(number, month, self.lang)
        href = where.get("rows") or where.get("self")
        linked = html.A(value, href=href) if href and cell["value"] is not None else value
        inside: list[Any] = [linked]
        if of := months.made_of(number, cell):
            inside.append(html.Span(of, className="of"))
        what = number["indicator"] or row["key"]
        if one := self.now.get(f"{table['id']}/{row['key']}/{what}/{month}"):
            inside.append(html.Span(self._then(number, one), className="now"))
        late = number["past_limit"] and at == 0 and cell["value"]
        return html.Td(inside, className="late" if late else "")

    def _then(self, number: Number, one: Mapping[str, Any]) -> str:
        now = one["now"] and months.valued(number, one["now"], self.lang)
        now = now or words.MISSING
        return Text(f"现为{now}", f"now {now}")[self.lang]

    def _by_code(self, table: Mapping[str, Any]) -> html.Table:
        numbers: Sequence[Number] = table["rows"][0]["numbers"]
        heads = [
            html.Th(PUBLISHED_INDICATORS[n["indicator"]].title[self.lang] if n["indicator"] in PUBLISHED_INDICATORS else n["label"][self.lang], colSpan="3", scope="colgroup")
            for n in numbers
        ]  # fmt: skip
        return html.Table(
            [
                html.Thead(
                    [
                        html.Tr([html.Td("", rowSpan="2"), *heads]),
                        html.Tr(
                            [html.Th(name, scope="col") for _ in numbers for name in self.named]
                        ),
                    ]
                ),
                html.Tbody(
                    [
                        html.Tr(
                            [
                                html.Th(row["label"][self.lang], scope="row"),
                                *(
                                    self._cell(table, row, number, i, brief=True)
                                    for number in row["numbers"]
                                    for i in range(3)
                                ),
                            ]
                        )
                        for row in table["rows"]
                    ]
                ),
            ],
            className="table by-code",
        )

    def _below(self, table: Mapping[str, Any]) -> list[Any]:
        lang = self.lang
        below: list[Any] = [
            html.P(_failing(one, lang), className="late") for one in table.get("failing", ())
        ]
        for row in table["rows"]:
            if named := row.get("named"):
                each = Text("、", ", ")[lang].join(
                    f"{one[lang]}{Text('（', ' (')[lang]}{words.number(one['missing'])}{Text('次）', ')')[lang]}"
                    for one in named
                )
                below.append(html.P(f"{row['label'][lang]}{Text('：', ': ')[lang]}{each}", className="note"))  # fmt: skip
        if rules := table.get("rules"):
            below.append(_rules(rules, lang))
        return below


def _failing(one: Mapping[str, Any], lang: Lang) -> str:
    colon = Text("：", ": ")[lang]
    return f"{one['title'][lang]}{colon}{words.amount(one['left'])} ≠ {words.amount(one['right'])}"


def exact(value: float | None) -> str:
    """A value as the API writes it."""
    return "null" if value is None else repr(value)


def _rules(rules: Mapping[str, Any], lang: Lang) -> html.Div:
    """Four columns: on a phone it scrolls by itself, and not the page."""

    def text(one: Any) -> str:
        return one[lang] if isinstance(one, dict) else one

    table = html.Table(
        [
            html.Caption(rules["title"][lang]),
            html.Thead(html.Tr([html.Th(c["title"][lang], scope="col") for c in rules["columns"]])),
            html.Tbody([html.Tr([html.Td(text(one)) for one in row]) for row in rules["rows"]]),
        ],
        className="table rules-in-force",
    )
    named = {"className": "wide", "role": "region", "aria-label": rules["title"][lang]}
    return html.Div(table, tabIndex="0", **extra(named))
