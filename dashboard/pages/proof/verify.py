"""`/verify` 核验: from a printed figure, a claim, or an indicator and period, to all that it is made of.

What a reader types is kept nowhere: the page is drawn for each request, and no cache may keep it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from dash import html

from api.answer.answers import Live
from api.documents import links
from api.documents.proof.verification import parts_of, question
from dashboard import words
from dashboard.asking.address import AUDIT, CHECKS, VERIFY, Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments, Parameter, Refused, choice, day, whole
from dashboard.pages.proof import forms, number, printed_figure, touching, typed, whole_day
from dashboard.pages.proof.claims import VERDICT, period, reported
from dashboard.pages.proof.forms import TITLES, TYPED_MOST
from dashboard.parts.blocks import View
from dashboard.parts.page import Page, frame
from dashboard.words import Lang
from data.answers.proof.claims import where_of
from data.catalog import INDICATORS, OWNERS, PUBLISHED, PUBLISHED_INDICATORS
from data.definitions import Text
from data.hall import hall
from data.questions import ROWS_TOMORROW, Claims, Proof, Values
from data.questions import Page as Rows

TITLE = Text("核验", "Verify")
LEAD = Text(
    "手里有一个数，就从这里查起：它由哪些记录、按什么公式算出，怎样自己重算一遍。",
    "Begin with a number that you hold: of which rows and by which formula it is made, and how to recompute it yourself.",
)
MOVED = Text(
    "所持的数出自数据版本{then}，现为{now}：其间更正、补录的记录会使数变动。",
    "The number that you hold is of data version {then}; now it is {now}. Records corrected or entered since change it.",
)
CLAIMED = Text(
    "报道：{title}，{period}，{said}。核对结果：{verdict}。",
    "Reported: {title}, {period}, {said}. Result: {verdict}.",
)
MORE = Text("其他核验方式", "Other ways to check")
LISTS = (
    ("claims", Text("公开报道数字核对", "Reported figures, checked")),
    (
        AUDIT,
        Text(
            "审计抽样：抽出记录，到大厅核对档案",
            "An audit sample: draw records, look them up in the hall",
        ),
    ),
    (CHECKS, Text("公开核对：勾稽关系和数据质量", "Checks in public: identities and quality")),
)
SHOWN_ROWS = 5
# Dimensions by which a number may be filtered; by hour no rows are listed.
DIMENSIONS = tuple(
    sorted({d.id for dataset in PUBLISHED.values() for d in dataset.dimensions if not d.hall_wide})
)


def _codes(name: str) -> Parameter:
    fault = Text("不是编码，或多于200字", "is not codes, or longer than 200 characters")
    return Parameter(name, lambda v: None if v.isprintable() and len(v) <= 200 else fault)


def _shorter(text: str) -> Text | None:
    long = Text(f"最多{TYPED_MOST}个字", f"has more than {TYPED_MOST} characters")
    return long if len(text) > TYPED_MOST else None


PARAMETERS = (
    Parameter("q", _shorter),
    _codes("claim"),
    choice("indicator", TITLES),
    day("from"),
    day("to"),
    whole("version", 1, 999_999_999),
    *(_codes(name) for name in DIMENSIONS),
)


def view(ask: Ask, lang: Lang, asked: Arguments) -> View:
    meta: Mapping[str, Any] = ask(Live())["meta"]
    claims = ask(Claims())["data"]
    chosen = asked["claim"] or asked["indicator"] or not asked["q"].strip()
    figure = None if chosen else printed_figure.read(asked["q"])
    return {
        **frame(meta),
        "verify-form": {"children": forms.forms(claims, asked, lang)},
        # Who was not understood goes on where they began.
        "verify-begin": {"open": figure is not None and figure.indicator is None},
        "verified": {
            "children": _of_typed(ask, figure, lang)
            if figure
            else _answer(ask, claims, asked, meta, lang)
        },
    }


def _answer(
    ask: Ask, claims: Any, asked: Arguments, meta: Mapping[str, Any], lang: Lang
) -> list[Any]:
    """What the address asks for: a claim or an indicator."""
    if asked["claim"]:
        one = next((c for c in claims if c["claim"] == asked["claim"]), None)
        if one is None:
            titles = {c["claim"]: c["title"] for c in claims}
            raise Refused("claim", Text("没有这项数字", "there is no such figure"), titles)
        return _of_claim(ask, one, lang)
    if asked["indicator"]:
        query = _query(asked)
        return [*_moved(asked, meta, lang), *_number(ask, query, lang)]
    return []


def _query(asked: Arguments) -> Values:
    id = asked["indicator"]
    known = INDICATORS[id].dimensions
    where = tuple((n, tuple(asked[n].split(","))) for n in DIMENSIONS if asked[n])
    for name, _ in where:
        if name not in known:
            raise Refused(
                name,
                Text("该指标没有这个维度", "is no dimension of the indicator"),
                dict.fromkeys(known, ""),
            )
    first, last = _day(asked["from"]), _day(asked["to"])
    if first and last and first > last:
        raise Refused("to", Text("早于起始日期", "is before the first day"))
    return question(id, first, last, where)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _moved(asked: Arguments, meta: Mapping[str, Any], lang: Lang) -> list[Any]:
    """That the number was printed of another state of the data."""
    then, now = asked["version"], meta["data_version"]
    if not then or int(then) == now:
        return []
    return [
        html.P(
            MOVED[lang].format(then=words.version(int(then)), now=words.version(now)),
            className="note",
        )
    ]


def _of_claim(ask: Ask, one: Mapping[str, Any], lang: Lang) -> list[Any]:
    said = CLAIMED[lang].format(
        title=one["title"], period=period(one, lang), said=reported(one, lang),
        verdict=VERDICT[one["verdict"]][lang],
    )  # fmt: skip
    parts: list[Any] = [
        html.P([said, " ", one["why"] or ""], className="opening"),
        html.P(one["source"], className="note"),
    ]
    if one["indicator"] not in PUBLISHED_INDICATORS or one["reason"] == "unknown-filter":
        return parts
    first, last = (_day(one[end] or "") for end in ("from", "to"))
    return [
        *parts,
        *_number(ask, question(one["indicator"], first, last, where_of(one["filter"])), lang),
    ]


def _of_typed(ask: Ask, figure: printed_figure.PrintedFigure, lang: Lang) -> list[Any]:
    if figure.indicator is None:
        nothing = html.P(typed.NOTHING[lang], role="status")
        return [nothing, *typed.choices(typed.NEAR, figure.near, figure, lang)]
    query = typed.meant(figure, figure.indicator)
    others = [match.entry.id for match in figure.matches[1:5]]
    return [*typed.choices(typed.OTHERS, others, figure, lang), *_number(ask, query, lang, figure)]


def _number(
    ask: Ask, query: Values, lang: Lang, figure: printed_figure.PrintedFigure | None = None
) -> list[Any]:
    """One number taken apart."""
    indicator, dataset = INDICATORS[query.indicator], OWNERS[query.indicator]
    document = ask(query)
    row = document["data"][0] if document["data"] else None
    first, last = links.span_of_rows(query.indicator, query.from_, query.to)
    behind = {
        part: ask(Proof(query.indicator, part, first, last, query.where, page=Rows(SHOWN_ROWS)))
        for part in parts_of(indicator)
    }
    totals = {part: of["meta"]["total"] for part, of in behind.items()}
    wider = (first, last) != (query.from_, query.to)
    rows: list[Any] = [html.P(number.WIDER[lang])] if wider and behind else []
    if any(of["meta"].get("reason") == ROWS_TOMORROW for of in behind.values()):
        rows.append(html.P(number.TOMORROW[lang]))
    for part, of in behind.items():
        shown = PUBLISHED.get(touching.dataset_of(of), dataset)
        rows += number.rows_block(query, part, of, shown, lang)
    title = f"{indicator.title[lang]} {'' if indicator.of_list else number.when(query, lang)}"
    return [
        html.H2(title.strip(), id="number"),
        *(typed.agrees(row, figure, query.indicator, lang) if figure else []),
        *number.value_block(query, document, lang),
        html.H2(number.HOW[lang]),
        number.definition_block(query, lang),
        html.H2(number.ROWS[lang]),
        *(rows or [html.P(number.NO_ROWS[lang])]),
        *(
            [html.H2(number.RECOUNT[lang]), *number.recount_block(query, totals, lang)]
            if behind
            else []
        ),
        *whole_day.block(query, number.origin(), lang),
        *touching.block(ask, query, lang),
        html.H2(number.LIMITS[lang]),
        number.limits_block(query, lang),
    ]


def layout(place: Place, view: View) -> html.Main:
    lang = place.lang
    more = [
        html.Li(html.A(title[lang], href=Place(path, lang).path))
        for path, title in LISTS
        if hall().reports(path.partition("/")[0])
    ]
    answer = view["verified"]["children"]
    return html.Main(
        [
            html.H1(TITLE[lang], className="plain"),
            html.P(LEAD[lang], className="opening"),
            html.Details(
                [
                    html.Summary(Text("换一个数", "Another number")[lang]),
                    *view["verify-form"]["children"],
                ],
                **view["verify-begin"],
            )
            if answer
            else html.Div(view["verify-form"]["children"]),
            html.Div(answer),
            html.H2(MORE[lang]),
            html.Ul(more),
        ],
        id="main",
        className="catalogue verify",
    )


PAGE = Page(
    VERIFY,
    TITLE,
    VERIFY,
    view,
    layout,
    parameters=PARAMETERS,
    charts=False,
    styles=("data.css", "proof.css"),
    typed=True,
)
