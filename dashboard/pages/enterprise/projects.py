"""项目代办: projects signed and who goes with them, the steps they take, and the files of businesses."""

from __future__ import annotations

from typing import Any

from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments
from dashboard.pages.enterprise import years
from dashboard.pages.enterprise.years import newest, when
from dashboard.parts import bars, sections
from dashboard.parts.blocks import View
from dashboard.parts.sections import Section
from dashboard.words import Lang, Unit
from data.definitions import Text

PROJECTS, STEPS = Unit("个", "project", "projects"), Unit("个", "step", "steps")
FILES, ENTRIES = Unit("份", "file", "files"), Unit("项", "entry", "entries")


def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
    del arguments
    shown = years.breakdown(
        ask,
        "project-services",
        ("projects-signed", "service"),
        _projects(ask, lang),
        PROJECTS,
        lang,
    )
    if sections.has_data(ask, "agency-steps"):
        median = newest(ask, "agency-step-days-median", "phase")
        days = {code: years.days(row, lang) for code, row in median.cells.items()}
        shown |= years.breakdown(
            ask, "project-steps", ("agency-steps", "phase"), _steps(ask, lang), STEPS, lang, days
        )
    return shown


def _projects(ask: Ask, lang: Lang) -> tuple[str, str]:
    """2025年园区签约项目17个，全部17个由大厅代办或指导 · 全部17个有双秘书."""
    signed = newest(ask, "projects-signed")
    year, n = when(signed.year, lang), signed.whole["value"]
    if n is None:
        title = Text(
            f"{year}签约项目过少，不公布", f"Projects signed in {year} are too few to publish"
        )
    else:
        title = Text(
            f"{year}园区签约项目{words.counted(n, PROJECTS, 'zh')}",
            f"{words.counted(n, PROJECTS, 'en')} signed in the zones in {year}",
        )
    covered, two = (newest(ask, id).whole for id in ("agency-coverage", "two-secretaries-rate"))
    parts = []
    if covered["denominator"]:
        share = years.rate(covered, PROJECTS, lang)
        parts.append(
            Text(f"由大厅代办、指导或专人服务的：{share}", f"accompanied by the hall: {share}")[
                lang
            ]
        )
    if two["denominator"]:
        share = years.rate(two, PROJECTS, lang)
        parts.append(
            Text(
                f"中心、园区各有项目秘书的：{share}",
                f"with a secretary of the hall and one of the zone: {share}",
            )[lang]
        )
    how = Text(
        "按签约日期计，各园区合计；提速增效页“一表定责”计的是经开区项目的环节，两数不能相比。投资规模只分三档，园区不公布。",
        "By the day of signing, all zones together; the one table on the reform page counts steps of projects of the "
        "development zone: these are other numbers. Sizes in three bands; zones are not published.",
    )[lang]
    return title[lang], Text("；", "; ")[lang].join(parts) + (
        Text("。", ". ")[lang] if parts else ""
    ) + how


def _steps(ask: Ask, lang: Lang) -> tuple[str, str]:
    steps, on_time = newest(ask, "agency-steps"), newest(ask, "agency-steps-on-time").whole
    year, n = when(steps.year, lang), steps.whole["value"]
    if n is None:
        title = Text(
            f"{year}办结的代办环节过少，不公布", f"Steps completed in {year} are too few to publish"
        )
    else:
        title = Text(
            f"{year}办结代办环节{words.counted(n, STEPS, 'zh')}",
            f"{words.counted(n, STEPS, 'en')} of projects completed in {year}",
        )
    late = ""
    if on_time["denominator"]:
        share = years.rate(on_time, STEPS, lang)
        late = Text(f"到期的按期办结{share}。", f"Of those due, {share} were on time. ")[lang]
    how = Text(
        "一个项目有八九个环节，少于20个的不公布。",
        "A project has eight or nine steps; fewer than twenty are not published.",
    )
    return title[lang], late + how[lang]


def layout(place: Place, v: View) -> list[Any]:
    return [bars.figure(id, v, place.lang) for id in FIGURES if f"{id}-title" in v]


FIGURES = ("project-services", "project-steps")
SECTION = Section(
    "projects", Text("项目代办", "Projects accompanied"), ("agency-projects",), view, layout, FIGURES,
    styles=("explore.css",),
)  # fmt: skip


# --- one file for each business ----------------------------------------------------------------------


def files_view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
    del arguments
    opened, closed = newest(ask, "enterprise-files"), newest(ask, "entries-closed-rate").whole
    year, n = when(opened.year, lang), opened.whole["value"]
    if n is None:
        title = Text(
            f"{year}建立的企业档案过少，不公布", f"Files opened in {year} are too few to publish"
        )
    else:
        title = Text(
            f"{year}建立企业档案{words.counted(n, FILES, 'zh')}",
            f"{words.counted(n, FILES, 'en')} of businesses opened in {year}",
        )
    said = Text("档案逐项销号，全部事项办结的为全部销号。", "A file is closed entry by entry.")[
        lang
    ]
    if closed["denominator"]:
        k, of = (words.number(closed[name]) for name in ("numerator", "denominator"))
        said = (
            Text(
                f"登记事项{of}项，年末已销号{k}项。",
                f"Of {words.counted(closed['denominator'], ENTRIES, 'en')} {k} "
                f"{words.plural(closed['numerator'], 'was', 'were')} closed by the year's end. ",
            )[lang]
            + said
        )
    return years.breakdown(
        ask, "file-states", ("enterprise-files", "state"), (title[lang], said), FILES, lang
    )


FILES_SECTION = Section(
    "files", Text("一企一档", "One file for each business"), ("enterprise-files",), files_view,
    lambda place, v: [bars.figure("file-states", v, place.lang)], ("file-states",),
    styles=("explore.css",),
)  # fmt: skip
