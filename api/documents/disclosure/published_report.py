"""The published report as a document: each of its cells beside what the records give."""

from __future__ import annotations

from typing import Annotated, TypedDict

from api.documents.disclosure.identity import NOT_PUBLISHED, Identity, Rule, identity, rule
from api.documents.disclosure.report_tables import request_link, review_link
from api.documents.json_types import Count, Link, OneOf
from data.catalog.statements import BLANKS
from data.definitions import Text
from data.disclosure.comparison import TITLES, Compared, compared
from data.disclosure.forms import FORM_2019, FORM_2021
from data.disclosure.identities import PRINT_RULES, print_identities
from data.disclosure.layout import GROUPS
from data.disclosure.report import Report


class PublishedCell(TypedDict):
    """A cell of table 3 or 4: as published, and as the records give it (null: they cannot)."""

    id: str
    table: Annotated[str, OneOf(("3", "4"))]
    label: str
    published: float | None
    blank: Annotated[str, OneOf([code.id for code in BLANKS])] | None
    recomputed: Count | None
    difference: float | None
    differs: bool | None
    link: Link | None


class PublishedReport(TypedDict):
    """`identities` that do not hold are faults of the print, not of the records."""

    form: Annotated[str, OneOf((FORM_2019.id, FORM_2021.id))]
    format: str
    organs: list[str]
    sources: list[str]
    cells: list[PublishedCell]
    compared: Annotated[
        Count, Text("与记录核对的格数", "how many cells were held against the records")
    ]
    differing: Count
    identities: list[Identity]
    rules: list[Rule]
    print_faults: Annotated[
        Count, Text("公布的数字自身不相符的勾稽关系", "identities that the print itself fails")
    ]


def published_report(report: Report, lang: str) -> PublishedReport | None:
    """None where nothing was published of the year."""
    if report.published is None:
        return None
    cells = compared(report)
    checked = print_identities(report.published)
    return {
        "form": report.published.form.id,
        "format": report.published.form.title[lang],
        "organs": list(report.published.organs),
        "sources": list(report.published.sources),
        "cells": [_cell(report, one, lang) for one in cells],
        "compared": sum(one.differs is not None for one in cells),
        "differing": sum(one.differs is True for one in cells),
        "identities": [identity(one, lang, NOT_PUBLISHED) for one in checked],
        "rules": [rule(id, PRINT_RULES[id], checked, lang) for id in PRINT_RULES],
        "print_faults": sum(one.holds is False for one in checked),
    }


def _cell(report: Report, one: Compared, lang: str) -> PublishedCell:
    link = review_link if one.row in GROUPS else request_link
    return {
        "id": one.id,
        "table": one.table,
        "label": TITLES[one.id][lang],
        "published": one.printed.value,
        "blank": one.printed.blank,
        "recomputed": one.recomputed,
        "difference": one.difference,
        "differs": one.differs,
        "link": link(report, one.row, one.column),
    }
