"""What /volumes says in words: numbers of each kind, and its series."""

from __future__ import annotations

from dashboard import words
from dashboard.asking import time_span
from dashboard.pages.volumes import cells, chart
from dashboard.pages.volumes.ask import Caseload
from dashboard.pages.volumes.cells import valued
from dashboard.pages.volumes.chart import MOST_POINTS, is_line, is_stepped
from dashboard.pages.volumes.choice import TITLES, Choice
from dashboard.pages.volumes.scale import left_out, lowest
from dashboard.parts.two_languages import sentence
from dashboard.words import CASES, Lang, YearBefore
from data.definitions import Text

HOW_SPREAD = Text(
    "各期用时（工作日）所占比例，自下而上由短到长；中位数在虚线处",
    "shares by working days taken, the fewest at the foot; the median is at the dotted line",
)
SAME_WEEKDAY = Text(
    "去年取364天前的同一星期几", "of the year before the same weekday, 364 days earlier"
)
# Dimension → code → name.
Names = dict[str, dict[str, str]]


def series(caseload: Caseload, lang: Lang) -> tuple[str, str]:
    """The main finding, and what the chart shows."""
    choice = caseload.choice
    measure, when = choice.measure, time_span.title(choice.span, lang)
    amount = _amount(caseload, lang)
    who = before(condition(choice, caseload.names, lang), lang)
    compared = ""
    if isinstance(caseload.compared, YearBefore):
        compared = words.year_before(caseload.compared, lang)
    elif found := _peak(caseload, who, lang):
        return found, _shown(caseload, lang)
    if lang == "zh":
        at = "期末" if measure.kind == "stock" and choice.span.last < choice.span.anchor else "现在"
        lead = f"{when}，{at}" if measure.kind == "stock" else when
        title = f"{who}{lead}{measure.title.zh}{amount}"
        title += f"，{compared}" if compared else ""
    else:
        at = "at the end of the time" if choice.span.last < choice.span.anchor else "now"
        lead = at if measure.kind == "stock" else time_span.phrase(choice.span)
        what = measure.title.en[0].lower() + measure.title.en[1:]
        title = f"{who}{amount} {what} {lead}"
        if measure.kind == "days":  # Median time 2.5 working days · 9 in 10 within 4 working days
            title = f"{who}{measure.title.en} {amount}, {lead}"
        title += f", {compared}" if compared else ""
    return sentence(title), _shown(caseload, lang)


def _amount(caseload: Caseload, lang: Lang) -> str:
    """The number as the title prints it: a rate of all the time briefly."""
    measure, cell = caseload.choice.measure, caseload.total
    if measure.kind != "rate" or not cell or cell["value"] is None or cells.is_few(measure, cell):
        return valued(measure, cell, lang)
    brief = words.in_title(cell, CASES, cells.favourable(measure))
    return brief[lang] if lang == "en" or brief.zh.endswith("%") else f"：{brief.zh}"


_EACH = {
    "day": Text("一天", "in a day"),
    "week": Text("一周", "in a week"),
    "month": Text("一个月", "in a month"),
    "hour": Text("一小时", "in an hour"),
}


def _peak(caseload: Caseload, who: str, lang: Lang) -> str:
    """办结最多的一天：2026年11月2日，4,120件; of what is open from how many to how many. "" where
    several periods have most, or one is all there is: the number itself is the title then."""
    choice, measure = caseload.choice, caseload.choice.measure
    if measure.kind == "stock":
        changed = finding(caseload, lang)
        return f"{who}{changed}" if changed else ""
    rows = [row for row in caseload.series["data"] if row.get("hour") != "none"]
    known = [(row["value"], i) for i, row in enumerate(rows) if row["value"]]
    if measure.kind != "count" or len(known) < 2:
        return ""
    (most, place), (second, _) = sorted(known, reverse=True)[:2]
    if most == second:
        return ""
    each = _EACH["hour" if choice.hourly else choice.grain]
    name, n = chart.names(caseload, lang)[place], words.counted(most, words.CASES, lang)
    what = measure.title
    return Text(
        f"{who}{what.zh}最多的{each.zh}：{name}，{n}",
        f"{who}most {what.en.lower()} {each.en}: {name}, {n}"
        if who
        else f"Most {what.en.lower()} {each.en}: {name}, {n}",
    )[lang]


def finding(caseload: Caseload, lang: Lang) -> str:
    """Of what stands at the end of each period: from how many to how many; of a rate or a median what
    it is of. "" of what adds up."""
    measure, rows = caseload.choice.measure, caseload.series["data"]
    cell = caseload.total
    if not measure.is_sum and cell and cell["value"] is not None:
        of = cells.made_of(measure, cell, lang)
        late = cell["denominator"] - cell["numerator"] if measure.kind == "rate" else 0
        n = words.number(late)
        return of + Text(f"，{n}件超期", f", {n} late")[lang] if late else of
    known = [row["value"] for row in rows if row["value"] is not None]
    if measure.kind != "stock" or len(known) < 2 or caseload.choice.hourly:
        return ""
    begin, end, most = words.number(known[0]), words.number(known[-1]), words.number(max(known))
    what = measure.title
    if known[0] == known[-1]:
        return Text(
            f"{what.zh}始末都是{end}件，最高{most}件",
            f"{end} {what.en.lower()} at the beginning and at the end, at most {most}",
        )[lang]
    way = Text("增到", "rose") if known[-1] > known[0] else Text("减到", "fell")
    return Text(
        f"{what.zh}从{begin}件{way.zh}{end}件，最高{most}件",
        f"{what.en} {way.en} from {begin} to {end}, at most {most}",
    )[lang]


def condition(choice: Choice, names: Names, lang: Lang, beside: str = "") -> str:
    """The filters in words, without the one `beside` which is broken down: 网上 · 市档案局.

    With their dimensions where a name alone could be that of something else: 渠道：窗口.
    """
    chosen = {d: names[d][code] for d, code in choice.filters.items() if d != beside}
    if not any(_ambiguous(names, dimension, name, lang) for dimension, name in chosen.items()):
        return " · ".join(chosen.values())
    colon = "：" if lang == "zh" else ": "
    return " · ".join(f"{TITLES[d][lang]}{colon}{name}" for d, name in chosen.items())


def before(limited: str, lang: Lang) -> str:
    """A condition as it stands before what it limits, with one colon at most; "" for none."""
    if not limited:
        return ""
    if lang == "zh":
        return f"{limited}{'，' if '：' in limited else '：'}"
    return f"{limited}{', ' if ': ' in limited else ': '}"


def _ambiguous(names: Names, dimension: str, name: str, lang: Lang) -> bool:
    """Whether a dimension is called so, or a code of another one."""
    return name in {title[lang] for title in TITLES.values()} or any(
        name in others.values() for other, others in names.items() if other != dimension
    )


def _shown(caseload: Caseload, lang: Lang) -> str:
    choice, rows = caseload.choice, caseload.series["data"]
    cut = Text("按时段", "by hour") if choice.hourly else time_span.GRAINS[choice.grain]
    parts = [time_span.dates(caseload.named or choice.span, lang), cut[lang].lower()]
    # Of a year without records every value is missing, and nothing is drawn.
    if (
        caseload.before
        and not caseload.spread
        and any(row["value"] is not None for row in caseload.before["data"])
    ):
        outline = Text("空框为去年同期", "outline: the year before")
        line = Text("细线为去年同期", "thin line: the year before")
        steps = Text("折线为去年同期", "stepped line: the year before")
        bars = steps if is_stepped(len(rows)) else outline
        parts.append((line if is_line(caseload) else bars)[lang])
        if choice.grain != "month" and not choice.hourly:
            parts.append(SAME_WEEKDAY[lang])
    if not chart.known(caseload):
        parts.append(Text("各期样本不足或没有数据，不画图", "too few in each period to draw")[lang])
    if caseload.spread and chart.known(caseload):
        parts.append(HOW_SPREAD[lang])
    if isinstance(caseload.compared, Text):
        parts.append(caseload.compared[lang])
    if choice.hourly and any(chart.partial(caseload)):
        parts.append(Text("斜纹为尚未结束的一小时", "hatched: the hour is not over yet")[lang])
    elif any(row["partial"] for row in rows) and not choice.hourly:
        if caseload.spread:
            parts.append(Text("浅色为还不完整的时期", "lighter: not complete")[lang])
        elif not is_line(caseload):
            parts.append(Text("斜纹为还不完整的时期", "hatched: not complete")[lang])
        elif len(rows) <= MOST_POINTS:
            parts.append(Text("空心点为还不完整的时期", "hollow: not complete")[lang])
    if not choice.measure.is_sum and caseload.total:
        parts.append(cells.made_of(choice.measure, caseload.total, lang))
    if absent := left_out(caseload, lang):
        parts.append(absent)
    if lowest(caseload):
        parts.append(Text("纵轴不从0开始", "the axis does not begin at 0")[lang])
    return "；".join(parts) + "。" if lang == "zh" else "; ".join(parts) + "."
