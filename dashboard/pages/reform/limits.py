"""时限压缩: two rounds multiply, and what is left of the law's limits, promised and taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from api.answer.answers import Page, Records, Values
from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments
from dashboard.pages.reform import fastest, slopes
from dashboard.parts import bars, downloads, notes
from dashboard.parts.bars import Bar
from dashboard.parts.blocks import View
from dashboard.parts.drawings import svg
from dashboard.parts.sections import Section
from dashboard.words import WORKING_DAYS, Lang, Unit
from data.catalog import INDICATORS
from data.definitions import Text
from data.hall import today

Row = Mapping[str, Any]
LIMITS = Unit("项", "limit", "limits")
ROWS_MOST = 10_000
LEGAL, AFTER_ONE, AFTER_TWO = (
    Text("法定时限", "By law"),
    Text("第一轮后", "After the first round"),
    Text("第二轮后", "After the second round"),
)
ROUNDS = Text("第一轮", "The first round"), Text("第二轮", "The second round")
ROUND, BEFORE = Text("批次", "Round"), Text("压缩前合计（工作日）", "Before, working days")
CUT, BY = Text("压缩（工作日）", "Cut, working days"), Text("压缩幅度", "Cut by")
ITEM, N = Text("事项", "Item"), Text("办件", "Cases")


@dataclass(frozen=True)
class Rounds:
    """Sums in working days over the `n` items of the second round, or of the first where there is no
    second: by law, after each round; and the year of each round (of one not on record "")."""

    n: int
    sums: tuple[Fraction, ...]
    years: tuple[str, ...]

    def cut(self, step: int) -> Fraction:
        """What a round cut of what was left before it."""
        return 1 - self.sums[step] / self.sums[step - 1]

    @property
    def together(self) -> Fraction:
        return 1 - self.sums[-1] / self.sums[0]


def rounds(rows: Sequence[Row]) -> Rounds | None:
    """What the rounds did; None where no item went through one with its limits known."""
    known = [row for row in rows if row["legal_days"] and row["before_days"]]
    for name, steps in (
        ("r2013", ("legal_days", "before_days", "promised_days")),
        ("r2009", ("before_days", "promised_days")),
    ):
        of = [row for row in known if row["round"] == name]
        if of:
            sums = (sum((Fraction(str(row[step])) for row in of), Fraction()) for step in steps)
            names = ("r2009", "r2013")[: len(steps) - 1]
            return Rounds(
                len(of),
                tuple(sums),
                tuple(_year([r for r in rows if r["round"] == one]) for one in names),
            )
    return None


def _year(rows: Sequence[Row]) -> str:
    """The year of a round; "" where its limits came into force in several years, or it has none."""
    years = {row["effective_on"][:4] for row in rows}
    return min(years) if len(years) == 1 else ""


def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
    del arguments
    answer = ask(Records("time-commitments", page=Page(ROWS_MOST)))
    on = today()
    return {
        **_steps(ask, rounds(answer["data"]), notes.newest_entry(answer["meta"], lang), lang),
        **_slopes(ask, answer, notes.as_of(fastest.handled(ask)["meta"], on, lang), lang),
    }


# --- two rounds ---------------------------------------------------------------------------------


def _steps(ask: Ask, of: Rounds | None, as_of: str, lang: Lang) -> View:
    sums: list[Fraction] = list(of.sums) if of else []
    document = ask(Values("cut-together", grain="total"))
    return bars.view(
        "rounds",
        finding=(title_of(of)[lang], _arithmetic(of, lang)),
        bars=[
            Bar(
                dated(name, year)[lang],
                words.number(float(part)),
                float(part / sums[0]) if sums[0] else None,
                "" if part is sums[-1] else "rest",
                note=words.share(float(part), float(sums[0])) if of and words.enough(of.n) else "",
            )
            for name, part, year in zip(
                (LEGAL, AFTER_ONE, AFTER_TWO),
                sums,
                ("", *(of.years if of else ())),
                strict=False,
            )
        ],
        columns=[ROUND[lang], BEFORE[lang], CUT[lang], BY[lang]],
        rows=[
            row
            for id in ("round-cut-1", "round-cut-2", "cut-together")
            if (row := _row(ask, id, of, lang))
        ],
        downloads=[
            *downloads.of_totals(document, ("cut-together", "round-cut-1", "round-cut-2"), lang),
            *downloads.explained("cut-together", downloads.question_of(document), lang),
        ],
        as_of=as_of,
    )


def dated(name: Text, year: str) -> Text:
    """第一轮后（2009年）; without a year the name alone."""
    return Text(f"{name.zh}（{year}年）", f"{name.en} ({year})") if year else name


def _row(ask: Ask, id: str, of: Rounds | None, lang: Lang) -> list[str]:
    """What a round cut, as its indicator has it; nothing of one that there was not."""
    share = next(iter(ask(Values(id, grain="total"))["data"]), None)
    if not share or not share["denominator"]:
        return []
    enough = of is not None and words.enough(of.n)
    return [
        INDICATORS[id].title[lang],
        words.number(share["denominator"]),
        words.number(share["numerator"]),
        words.percentage(share) if enough else words.MISSING,
    ]


def title_of(of: Rounds | None) -> Text:
    """第一轮压缩50%，第二轮再压缩40%，两轮合计70%，不是90%; of few items the days alone."""
    if of is None:
        return Text("尚无按批次公布的时限", "No limits by round yet")
    first, last = (words.number(float(of.sums[at])) for at in (0, -1))
    if not words.enough(of.n):
        items = words.counted(of.n, LIMITS, "en")
        return Text(
            f"{words.number(of.n)}项时限合计由{first}个工作日压缩到{last}个",
            f"{items} together: from {first} to {words.counted(float(of.sums[-1]), words.WORKING_DAYS, 'en')}",
        )
    one = words.per_cent(of.cut(1))
    first, second = (dated(name, year) for name, year in zip(ROUNDS, (*of.years, ""), strict=False))
    if len(of.sums) < 3:
        return Text(f"{first.zh}压缩{one.zh}", f"{first.en} cut limits by {one.en}")
    two, both = words.per_cent(of.cut(2)), words.per_cent(of.together)
    added = words.per_cent(of.cut(1) + of.cut(2)) if min(of.cut(1), of.cut(2)) > 0 else None
    text = Text(
        f"{first.zh}压缩{one.zh}，{second.zh}再压缩{two.zh}，两轮合计{both.zh}",
        f"{first.en} cut limits by {one.en}, {second.en.lower()} by {two.en} of what was left: {both.en} together",
    )
    if added is None or added == both:
        return text
    return Text(f"{text.zh}，不是{added.zh}", f"{text.en}, not {added.en}")


def _arithmetic(of: Rounds | None, lang: Lang) -> str:
    """The sum as it is done, to two decimals of a per cent."""
    if of is None:
        return ""
    if len(of.sums) < 3 or not words.enough(of.n):
        n = words.number(of.n)
        return Text(
            f"{n}项，按公布的时限合计。",
            f"{words.counted(of.n, LIMITS, 'en')} as published, added up.",
        )[lang]
    one, two, both = (_exact(part) for part in (of.cut(1), of.cut(2), of.together))
    is_exact = 1 - (1 - _back(one)) * (1 - _back(two)) == _back(both)
    sign = "=" if is_exact else "≈"
    n = words.number(of.n)
    sums = " → ".join(words.number(float(part)) for part in of.sums)
    formula = f"1 − (1 − {one}) × (1 − {two}) {sign} {both}"
    return Text(
        f"经过两轮的{n}项事项，时限合计{sums}个工作日。两轮相乘，不相加：{formula}。",
        f"The {n} limits of the second round, added up: {sums} working days. Rounds multiply, they do not add: {formula}.",
    )[lang]


def _exact(part: Fraction) -> str:
    """A fraction as a per cent with up to two decimals."""
    return f"{words.amount(float(part * 100))}%"


def _back(written: str) -> Fraction:
    return Fraction(written.removesuffix("%").replace(",", "")) / 100


# --- what is left of them -----------------------------------------------------------------------


def _slopes(ask: Ask, answer: Mapping[str, Any], as_of: str, lang: Lang) -> View:
    shown = fastest.slopes(ask, answer["data"], lang)
    return svg.view(
        "slopes",
        finding=(_most(shown)[lang], fastest.HOW[lang]),
        picture=slopes.picture(shown, lang),
        columns=[ITEM[lang], *(title[lang] for title in slopes.COLUMNS), N[lang]],
        rows=[
            [
                one.name,
                *(_days(day, year, lang) for day, year in zip(one.steps, one.years, strict=True)),
                words.number(one.n),
            ]
            for one in shown
        ],
        downloads=[
            *downloads.with_json(answer["links"]),
            *downloads.explained("commitment-cut", None, lang),
        ],
        as_of=as_of,
    )


def _days(day: float | None, year: str, lang: Lang) -> str:
    """A number in a column of working days, with the year it was promised in; 0 is within half of one."""
    days = words.days_used(day, lang) if day == 0 else words.number(day)
    return dated(Text(days, days), year)[lang]


def _most(shown: Sequence[slopes.Slope]) -> Text:
    """The limit of which least is left: 娱乐场所联合踏勘：法定30个工作日，承诺3.5个，实际3.5个."""
    if not shown:
        return Text("尚无可对比的时限", "No limits to compare yet")
    # What is done at once is a limit of another kind.
    one = min(shown, key=lambda slope: (not slope.promised, slope.promised / slope.legal))
    legal, promised = words.number(one.legal), words.number(one.promised)
    if not one.promised:
        return Text(
            f"{one.name}：法定{legal}个工作日，承诺半日内",
            f"{one.name}: {words.counted(one.legal, WORKING_DAYS, 'en')} by law, half a day promised",
        )
    zh, en = "", ""
    if one.actual:
        used = words.number(one.actual)
        zh, en = f"，实际中位数{used}个", f", {used} taken (median)"
    elif one.actual is not None:
        zh, en = "，实际中位数半日内", ", half a day taken (median)"
    return Text(
        f"{one.name}：法定{legal}个工作日，承诺{promised}个{zh}",
        f"{one.name}: {words.counted(one.legal, WORKING_DAYS, 'en')} by law, {promised} promised{en}",
    )


def layout(place: Place, v: View) -> list[Any]:
    return [bars.figure("rounds", v, place.lang), svg.figure("slopes", v, place.lang, "slopes")]


SECTION = Section(
    "limits",
    Text("时限压缩", "Limits cut"),
    ("time-commitments",),
    view,
    layout,
    ("rounds", "slopes"),
    styles=("explore.css", "drawings.css", "reform.css"),
)
