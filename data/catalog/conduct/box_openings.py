"""举报箱: when the complaint box was opened, and how many letters were in it.

A box that was opened and empty is a report of no letters; a week without an opening is none.
"""

from __future__ import annotations

from data.catalog.conduct.common import FIRST, RECORDED, count
from data.definitions import Dataset, Dimension, Expected, Field, Indicator, Text, codes
from data.measures import Count, Sum

RULES = Text(
    "本厅举报箱管理规定：每周开箱，两人在场（待大厅确认）",
    "the hall's rules on the complaint box: opened every week by two (to be confirmed)",
)
BOXES = codes(hall=("大厅举报箱", "the hall's complaint box"))
LETTERS = Text("件", "letters")

DATASETS = (
    Dataset(
        id="box-openings",
        title=Text("举报箱开箱", "Openings of the complaint box"),
        description=Text(
            "举报箱每次开箱的日期和信件数。没有信件与没有开箱分开：没有开箱的周，信件数不是0，而是未知。",
            "When the complaint box was opened and how many letters it held. No letters is not the same as "
            "never opened: of a week without an opening the number is not 0 but unknown.",
        ),
        key=("box", "on"),
        counted=Text("次", "openings"),
        fields=(
            Field("box", "code", Text("举报箱", "Box"), codes=BOXES, required=True, header="举报箱"),
            Field("on", "date", Text("开箱日期", "Opened on"), required=True, indexed=True, header="开箱日期"),
            count("letters_n", "信件数", "Letters", LETTERS, required=True),
            RECORDED,
        ),
        indicators=(
            Indicator(
                id="box-openings",
                title=Text("举报箱开箱", "Openings of the complaint box"),
                formula=Text("期内开箱次数", "times the box was opened in the period"),
                measure=Count(),
                dated="on",
                dimensions=("box",),
                reference=RULES,
                versions=FIRST,
            ),
            Indicator(
                id="box-letters",
                title=Text("举报箱信件", "Letters in the complaint box"),
                formula=Text(
                    "期内开箱取出的信件数；没有开箱的周另列",
                    "letters taken from the box in the period; weeks in which it was not opened are named",
                ),
                measure=Sum(of=lambda r: r.letters_n),
                counted=LETTERS,
                dated="on",
                dimensions=("box",),
                reference=RULES,
                versions=FIRST,
            ),
        ),
        dimensions=(Dimension("box", Text("举报箱", "Box")),),
        newest=("on",),
        subject="supervision",
        expects=Expected("box", "week"),
    ),
)  # fmt: skip
