"""How long the answers of the year took, and what became of its requests."""

from __future__ import annotations

from dashboard import words
from dashboard.pages.disclosure import charts
from dashboard.pages.disclosure.ask import (
    Numbers,
    by_bucket,
    by_item,
    closed_unanswered,
    only,
    total,
    within_term,
)
from dashboard.parts import blocks, downloads
from dashboard.parts.blocks import View
from dashboard.words import Lang
from data.definitions import Text

AT_ONCE, GRANTED = Text("当场答复率", "At once"), Text("公开率", "Disclosed")
ITEMS = {
    "r03": Text("（一）予以公开", "(i) Disclosed"),
    "r04": Text("（二）部分公开", "(ii) In part"),
    "refused": Text("（三）不予公开", "(iii) Refused"),
    "impossible": Text("（四）无法提供", "(iv) Cannot be given"),
    "unprocessed": Text("（五）不予处理", "(v) Not processed"),
    "otherwise": Text("（六）其他处理", "(vi) Otherwise"),
}


def buckets(numbers: Numbers, as_of: str, lang: Lang) -> View:
    """The working days used, in steps, by whether the answer was in time."""
    counts = by_bucket(numbers.buckets)
    every, late = total(numbers.buckets), sum(at.get("late", 0) for at in counts.values())
    title = Text("今年暂无答复", "Nothing answered this year yet")[lang]
    if every:
        n, within = words.number(every), words.number(within_term(numbers.buckets))
        title = Text(
            f"今年答复的{n}件里，{within}件在20个工作日以内，逾期答复{words.number(late)}件",
            f"Of {n} answered this year, {within} took 20 working days or fewer; "
            f"{words.number(late)} {words.plural(late, 'was', 'were')} late",
        )[lang]
    return blocks.figure_view(
        "buckets",
        finding=(title, _bucket_note(numbers, lang)),
        figure=charts.buckets(counts, lang),
        rows=[
            (label, *(words.number(at.get(id, 0)) for id in ("on_time", "late", "none")))
            for label, at in counts.items()
        ],
        downloads=[
            *downloads.of_answer(numbers.buckets, "disclosure-answered", lang),
            *downloads.titled(AT_ONCE, downloads.files(numbers.at_once["links"]), lang),
        ],
        as_of=as_of,
    )


def _bucket_note(numbers: Numbers, lang: Lang) -> str:
    note = Text(
        "实心为按期，空心为逾期。20个工作日是法定期限，超过而仍按期的经依法延长；不计的日子已经扣除。",
        "Solid: on time, outlined: late. The term is 20 working days; what took longer and was on time "
        "had been extended by law. Days that do not count are taken off.",
    )[lang]
    at_once = only(numbers.at_once)
    if at_once.get("numerator"):
        n, rate = words.number(at_once["numerator"]), words.percentage(at_once)
        of, was = words.of(at_once), words.plural(at_once["numerator"], "was", "were")
        rate = (
            rate
            if rate != words.MISSING
            else words.few(at_once["denominator"], words.REQUESTS, lang)
        )
        note += Text(
            f"其中当场答复（收到当日答复）{n}件，当场答复率{rate}（{of}）。",
            f" {n} {was} answered on the day of receipt ({rate}: {of}).",
        )[lang]
    if closed := closed_unanswered(numbers.outcomes):
        n = words.number(closed)
        note += Text(
            f"另有{n}件未作答复而结案（撤回、逾期不补正或逾期未缴费），不在其中。",
            f" {n} {words.plural(closed, 'other was', 'others were')} closed without an answer: withdrawn, not corrected "
            "or not paid in time.",
        )[lang]
    return note


def outcomes(numbers: Numbers, as_of: str, lang: Lang) -> View:
    """The outcomes by item of the annual report, and the share that was disclosed."""
    granted, counts = only(numbers.granted), by_item(numbers.outcomes)
    rate, parts, n = words.percentage(granted), words.of(granted), granted.get("denominator")
    title = Text("今年暂无办理结果", "No outcomes this year yet")[lang]
    if n and not words.enough(n):
        title = Text(
            f"今年办理结果{words.number(n)}件，公开或部分公开{words.number(granted['numerator'])}件",
            f"{words.number(granted['numerator'])} of {words.numbered(n, 'outcome', 'outcomes')} this year: disclosed, "
            "wholly or in part",
        )[lang]
    elif n:
        title = Text(
            f"今年的办理结果里，{rate}是公开或部分公开",
            f"{rate} of this year's outcomes: disclosed, wholly or in part",
        )[lang]
    note = Text(
        f"公开率{parts}件；按年度报告表三的六大项，数据表有全部21行。",
        f"{parts} {words.plural(n, 'request', 'requests')}; by the six items of the annual report's table 3, all 21 rows in the "
        "table below.",
    )[lang] + _outside(sum(counts.values()), n or 0, lang)
    return blocks.figure_view(
        "outcomes",
        finding=(title, note),
        figure=charts.outcomes([ITEMS[item][lang] for item in counts], list(counts.values())),
        rows=[
            (row["outcome_label"] or row["outcome"], words.number(row["value"]))
            for row in numbers.outcomes["data"]
            if row["outcome"] != "none" or row["value"]
        ],
        downloads=[
            *downloads.of_answer(numbers.outcomes, "disclosure-closed", lang),
            *downloads.titled(GRANTED, downloads.files(numbers.granted["links"]), lang),
        ],
        as_of=as_of,
    )


def _outside(drawn: int, rated: float, lang: Lang) -> str:
    """Where the bars add up to another number than the rate is of, by how much and why."""
    rest = drawn - rated
    if not rest:
        return ""
    every, n = words.number(drawn), words.number(rest)
    return Text(
        f"图中合计{every}件，比公开率的分母多{n}件：不计入公开率的办理结果。",
        f" The bars add up to {every}, {n} more than the rate is of: outcomes that do not enter it.",
    )[lang]
