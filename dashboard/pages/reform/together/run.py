"""One parallel approval of the reader's choice, as bars of its departments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from api.answer.answers import Page, Records
from dashboard import words
from dashboard.asking.address import Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import NO_SUCH_CODE, Arguments, Refused, code
from dashboard.pages.reform.together import gantt
from dashboard.pages.reform.together.gantt import Run, Step
from dashboard.parts import controls, downloads, notes
from dashboard.parts.blocks import View
from dashboard.parts.drawings import svg
from dashboard.words import Lang, Unit
from data.catalog import DATASETS
from data.definitions import Text
from data.hall import today

Row = Mapping[str, Any]
PATH, ANCHOR, RUN = "reform", "parallel-approval", code("run")
STEPS = Unit("个环节", "step", "steps")
# Of the newest so many those in progress are offered, the longest first, and those done last; an address may name any.
NEWEST, OPEN_MOST, DONE_MOST, STEPS_MOST = 600, 16, 12, 200
# One with so many steps shows what side by side means: the first such is shown.
TELLING = 4
CHOICE = Text("选择一件并联办件", "Choose an application")
HOW = Text(
    "每行一个部门的环节，自环节开始至办结；空框为剩余时限，红色为超出环节时限的部分。竖线为整件的承诺截止日期"
    "和今天。企业不公布，编号为散列。",
    "A row for each department's step, from its opening to its end; outlined: what is left of its limit, red: "
    "beyond it. Upright: when the whole is promised, and today. Firms are not published, numbers are hashes.",
)
UNKNOWN = Text(
    "所涉年度放假安排尚未公布，承诺截止日期待定。",
    " It is promised for a day in a year whose holidays are not announced yet.",
)
DEPARTMENT, ITEM, OPENED = Text("部门", "Department"), Text("事项", "Item"), Text("开始", "Opened")
DUE, DONE, OPINION = Text("截止", "Due"), Text("办结", "Done"), Text("意见", "Opinion")


def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
    offered = _offered(ask)
    chosen = _chosen(ask, offered, arguments.get("run", ""))
    answer = ask(Records("parallel-steps", (("run_no", (chosen["run_no"],)),), page=Page(STEPS_MOST)))  # fmt: skip
    on, rows = today(), sorted(answer["data"], key=lambda row: row["step"])
    run = _run(ask, chosen, rows, on, lang)
    return {
        "run-filters": {"children": _form(offered, chosen, lang)},
        **svg.view(
            "run",
            finding=(_title(chosen, run)[lang], HOW[lang] + ("" if run.due_on else UNKNOWN[lang])),
            picture=gantt.picture(run, on, lang),
            columns=[DEPARTMENT[lang], ITEM[lang], OPENED[lang], DUE[lang], DONE[lang], OPINION[lang]],
            rows=[_cells(step, row, lang) for step, row in zip(run.steps, rows, strict=True)],
            downloads=[
                *downloads.with_json(answer["links"]),
                *downloads.explained("step-on-time", None, lang),
            ],
            as_of=notes.as_of(answer["meta"], on, lang),
        ),
    }  # fmt: skip


def _offered(ask: Ask) -> list[Row]:
    newest = Page(NEWEST, sort="accepted_on", descending=True)
    rows = ask(Records("parallel-approvals", page=newest))["data"]
    in_progress = [row for row in reversed(rows) if row["completed_on"] is None]
    done = [row for row in rows if row["completed_on"] is not None]
    done.sort(key=lambda row: row["completed_on"], reverse=True)
    return [*in_progress[:OPEN_MOST], *done[:DONE_MOST]]


def _chosen(ask: Ask, offered: Sequence[Row], number: str) -> Row:
    """The application that the address names; without one, the first of several steps whose end is known."""
    if not number:
        telling = [row for row in offered if row["steps"] >= TELLING]
        return next((row for row in telling if row["due_on"]), next(iter(telling), offered[0]))
    rows = ask(Records("parallel-approvals", (("run_no", (number,)),), page=Page(1)))["data"]
    if not rows:
        raise Refused("run", NO_SUCH_CODE)
    return rows[0]


def _day(on: str | None) -> date | None:
    return None if on is None else date.fromisoformat(on)


def titles(dataset: str, field: str, lang: Lang) -> dict[str, str]:
    return {code.id: code.title[lang] for code in DATASETS[dataset].field(field).codes}


def names(ask: Ask, dataset: str, key: str, of: Sequence[str], lang: Lang) -> dict[str, str]:
    """Names of a list's entries by code, the short ones where there are."""
    if not of:
        return {}
    rows = ask(Records(dataset, ((key, tuple(dict.fromkeys(of))),), page=Page(len(of))))["data"]
    return {row[key]: row.get(f"short_{lang}") or row[f"title_{lang}"] for row in rows}


def _run(ask: Ask, chosen: Row, rows: Sequence[Row], on: date, lang: Lang) -> Run:
    of = {key: [row[key] for row in rows if row[key]] for key in ("department", "item")}
    departments = names(ask, "departments", "department", of["department"], lang)
    items = names(ask, "items", "item", of["item"], lang)
    opinions = titles("parallel-steps", "outcome", lang)
    steps = [
        Step(
            departments.get(row["department"], row["department"] or words.MISSING),
            items.get(row["item"], row["item"] or words.MISSING),
            date.fromisoformat(row["opened_on"]),
            _day(row["due_on"]),
            _day(row["completed_on"]),
            _state(row, opinions, on, lang),
        )
        for row in rows
    ]
    begun = date.fromisoformat(chosen["accepted_on"])
    return Run(begun, _day(chosen["due_on"]), _day(chosen["completed_on"]), steps)


def _state(row: Row, opinions: Mapping[str, str], on: date, lang: Lang) -> str:
    """同意，2个工作日: what a department said and how long it took, or that it has not yet."""
    if row["completed_on"] is None:
        due = _day(row["due_on"])
        if due is None:
            return Text("办理中", "in progress")[lang]
        day = words.brief_day(due, lang)
        if due < on:
            return Text(f"超期，{day}截止", f"overdue, due {day}")[lang]
        return Text(f"办理中，{day}截止", f"in progress, due {day}")[lang]
    days = words.days_used(row["used_days"], lang, words.SAME_DAY)
    said = opinions.get(row["outcome"], "")
    return Text("，", ", ")[lang].join(part for part in (said, days) if part)


def _cells(step: Step, row: Row, lang: Lang) -> list[str]:
    def day(on: date | None) -> str:
        return words.MISSING if on is None else words.day(on, lang)

    opinion = titles("parallel-steps", "outcome", lang).get(row["outcome"], words.MISSING)
    return [step.department, step.item, day(step.opened_on), day(step.due_on), day(step.completed_on), opinion]  # fmt: skip


def _title(chosen: Row, run: Run) -> Text:
    """企业设立登记，11月3日受理：6个环节，9个工作日办结，承诺34个."""
    scheme = {one: titles("parallel-approvals", "scheme", one)[chosen["scheme"]] for one in ("zh", "en")}  # fmt: skip
    on = {one: words.brief_day(run.accepted_on, one) for one in ("zh", "en")}
    steps = {one: words.counted(len(run.steps), STEPS, one) for one in ("zh", "en")}
    limit = words.number(chosen["promised_days"])
    head = Text(
        f"{scheme['zh']}，{on['zh']}受理：{steps['zh']}",
        f"{scheme['en'][:1].upper()}{scheme['en'][1:]}, accepted {on['en']}: {steps['en']}",
    )
    used = chosen["used_days"]
    if run.completed_on is None:
        return Text(f"{head.zh}，在办，承诺{limit}个工作日", f"{head.en}, in progress, {words.counted(chosen['promised_days'], words.WORKING_DAYS, 'en')} promised")  # fmt: skip
    if chosen["outcome"] == "withdrawn":
        return Text(f"{head.zh}，已撤回", f"{head.en}, withdrawn")
    took = Text(words.days_used(used, "zh", words.SAME_DAY), words.days_used(used, "en", words.SAME_DAY))  # fmt: skip
    return Text(
        f"{head.zh}，{took.zh}办结，承诺{limit}个",
        f"{head.en}, done in {took.en}, {limit} promised",
    )


def _form(offered: Sequence[Row], chosen: Row, lang: Lang) -> html.Form:
    """The choice as a select that also works by its button."""
    schemes = titles("parallel-approvals", "scheme", lang)
    rows = [*([] if chosen in offered else [chosen]), *offered]
    options: list[Any] = [
        {"value": row["run_no"], "label": _option(row, schemes, lang)} for row in rows
    ]
    select = dbc.Select(id="run-field", name="run", value=chosen["run_no"], options=options)
    label = dbc.Label([html.Span(CHOICE[lang]), select], html_for="run-field")
    button = dbc.Button(controls.SHOW[lang], type="submit")
    action = f"{Place(PATH, lang).path}#{ANCHOR}"
    return html.Form([label, button], action=action, method="get", className="choose-run")


def _option(row: Row, schemes: Mapping[str, str], lang: Lang) -> str:
    day = words.day(date.fromisoformat(row["accepted_on"]), lang)
    state = Text("在办", "in progress") if row["completed_on"] is None else Text("办结", "done")
    parts = (day, schemes[row["scheme"]], words.counted(row["steps"], STEPS, lang), state[lang])
    return " · ".join(parts)
