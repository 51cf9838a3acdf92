"""一企一档: one file for each business, closed entry by entry, as it stood at the end of the year it was opened."""

from __future__ import annotations

from typing import Any

from data.catalog.enterprise.common import FIRST, LEAST, RECORDED, day, number
from data.definitions import (
    Dataset,
    Dimension,
    Field,
    Impossible,
    Indicator,
    Text,
    Threshold,
    codes,
)
from data.derive.enterprise import derive_files
from data.measures import Count, Total

RULES = Text(
    "本厅“一企一档”、逐项销号制度（待大厅确认）",
    "the hall's rules on one file for each business, closed entry by entry (to be confirmed)",
)
STATES = codes(closed=("全部销号", "all closed"), open=("尚有未销号", "some open"))
ENTRIES = Text("项", "entries")


def _entries(id: str, header: str, en: str, **more: Any) -> Field:
    return Field(id, "integer", Text(header, en), unit=ENTRIES, minimum=0, header=header, **more)


DATASETS = (
    Dataset(
        id="enterprise-files",
        title=Text("一企一档", "Files of businesses"),
        description=Text(
            "为企业建立的服务档案：登记事项数和当年年末前已销号数。只公布按年汇总的数量。",
            "Files kept for businesses: their entries, and those closed by the end of the year in which "
            "the file was opened. Numbers by year.",
        ),
        key=("file_ref",),
        counted=Text("份", "files"),
        fields=(
            number("file_ref", "档案编号", "File number"),
            day("opened_on", "建档日期", "Opened on", required=True, indexed=True),
            _entries("entries", "登记事项", "Entries", required=True),
            _entries("closed_entries", "年末已销号", "Closed by the year's end", required=True),
            Field("state", "code", Text("年末情况", "State at the year's end"), codes=STATES, computed=True, always=True),
            RECORDED,
        ),
        dimensions=(Dimension("state", Text("年末情况", "State at the year's end")),),
        indicators=(
            Indicator(
                "enterprise-files",
                Text("企业档案", "Files opened"),
                Text("期内建立的企业档案数", "files of businesses opened in the period"),
                Count(), dated="opened_on", dimensions=("state",), reference=RULES, versions=FIRST,
            ),
            Indicator(
                "entries-closed-rate",
                Text("销号率", "Entries closed"),
                Text(
                    "Σ年末已销号事项 ÷ Σ登记事项，期内建立的档案",
                    "Σ entries closed by the year's end ÷ Σ entries, of files opened in the period",
                ),
                Total(lambda r: r.closed_entries, lambda r: r.entries),
                "fraction", "opened_on", favourable="high", reference=RULES, versions=FIRST,
            ),
        ),
        newest=("opened_on",),
        derive=derive_files,
        impossible=(
            Impossible(
                "closed_entries",
                lambda c: c["closed_entries"] > c["entries"],
                "销号多于登记 / more entries closed than there are",
            ),
        ),
        control=Threshold(LEAST, "year", ("state",)),
        records=False,
        subject="enterprise",
    ),
)  # fmt: skip
