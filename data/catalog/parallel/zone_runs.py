"""园区并联办件: how many parallel approvals were for firms in each zone. No row of it leaves.

In a small zone, who knows when a firm settled knows its application. So numbers leave by whole months
only, each zone with at least five; what is smaller is withheld, with another zone so that nothing can
be had by subtraction (`data.answers.control`). A zone in the record, empty below five, would not do: as
late rows come in, it would appear and tell which row had been the fifth.
"""

from __future__ import annotations

from data.catalog.codes import ZONES
from data.catalog.parallel.common import PARALLEL_RULES, number_of_run
from data.catalog.reform.common import FIRST, RECORDED
from data.definitions import Dataset, Dimension, Field, Indicator, Text, Threshold
from data.measures import Count

LEAST = 5

DATASETS = (
    Dataset(
        id="zone-runs",
        title=Text("园区并联办件", "Parallel approvals in zones"),
        description=Text(
            "园区内企业和项目的并联办件数，按月公布；某园区当月不足5件的不予公布。不公布单条记录。",
            "How many parallel approvals were for firms and projects in each zone, by month; a zone with "
            "fewer than five is withheld. No single record is published.",
        ),
        key=("zone_run_no",),
        subject="reform",
        counted=Text("件", "applications"),
        fields=(
            number_of_run("园区并联办件编号", "Application number", id="zone_run_no"),
            Field("zone", "code", Text("园区", "Zone"), codes=ZONES, required=True, header="园区"),
            Field(
                "accepted_on",
                "date",
                Text("受理日期", "Accepted on"),
                required=True,
                indexed=True,
                header="受理日期",
            ),
            RECORDED,
        ),
        indicators=(
            Indicator(
                id="zone-runs",
                title=Text("园区并联办件", "Parallel approvals in zones"),
                formula=Text(
                    "期内受理的园区并联办件数；某园区当月不足5件的不予公布",
                    "applications for parallel approval from zones accepted in the period; fewer than five "
                    "of a zone in a month are withheld",
                ),
                measure=Count(),
                dated="accepted_on",
                dimensions=("zone",),
                reference=PARALLEL_RULES,
                versions=FIRST,
            ),
        ),
        dimensions=(Dimension("zone", Text("园区", "Zone")),),
        newest=("accepted_on",),
        control=Threshold(LEAST, "month", ("zone",)),
        records=False,
    ),
)
