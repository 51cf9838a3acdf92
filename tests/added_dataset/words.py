"""Words of the vocabulary that no dataset of the hall uses yet, each with a dataset that only tests add."""

from __future__ import annotations

from typing import Any

import polars as pl

from data.definitions import Dataset, Dimension, Expected, Field, Indicator, Text, Threshold, codes
from data.derive.frames import Context
from data.measures import Count, DistinctCount, Level, Quantile, Ratio, Share, Sum

WORDS = Text("词", "word")
ZONES = codes(
    a=("甲区", "zone A"), b=("乙区", "zone B"), c=("丙区", "zone C"), d=("丁区", "zone D")
)
TRADES = codes(farm=("农业", "farming"), trade=("商业", "trade"), other=("其他", "other"))
WINDOWS = codes(w1=("1号窗口", "window 1"), w2=("2号窗口", "window 2"), w3=("3号窗口", "window 3"))
FLOORS = codes(f1=("一楼", "first floor"), f2=("二楼", "second floor"))
FIRMS, WINDOWS_OPEN = Text("家", "firms"), Text("个", "windows")
OF_VISITS = ("zone", "trade")


def field(id: str, type: Any = "integer", **more: Any) -> Field:
    return Field(id, type, Text(f"{id} 值", id), **more)


def visits(id: str, en: str, measure: Any, **more: Any) -> Indicator:
    return Indicator(
        id, Text(en + "（走访）", en), Text("期内走访", f"{en} of the period"), measure,
        dated="visited_on", dimensions=OF_VISITS, **more,
    )  # fmt: skip


def sample(id: str, en: str, measure: Any, unit: Any = "count", **more: Any) -> Indicator:
    return Indicator(
        id, Text(en + "（抽查）", en), Text("期内抽查", en), measure, unit, "on", **more
    )


def derive_cards(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """A card is written ahead, for the day on which it falls due.

    Done and recorded before that day, there is none; recorded later, it stays and is withdrawn.
    """
    due = pl.col("opened_on") + pl.duration(days=pl.col("limit_days"))
    done = pl.col("done_on").is_not_null() & (pl.col("done_on") < due)
    known = done & (pl.col("recorded_at").dt.date() < due).fill_null(False)
    return frame.with_columns(
        given_on=pl.when(~known).then(due),
        withdrawn=done & ~known,
    )


DATASETS = (
    Dataset(
        id="visits",
        title=Text("走访企业", "Visits to firms"),
        description=WORDS,
        key=("visit_no",),
        fields=(
            field("visit_no", "text", required=True),
            field("visited_on", "date", required=True),
            field("zone", "code", codes=ZONES),
            field("trade", "code", codes=TRADES),
            field("firm", "text", published=False),
            field("solved", "boolean"),
        ),
        dimensions=(Dimension("zone", WORDS), Dimension("trade", WORDS)),
        indicators=(
            visits("visits-made", "records", Count()),
            visits("firms-visited", "firms", DistinctCount("firm"), counted=FIRMS),
            visits(
                "visits-solved",
                "records solved",
                Share(of=lambda r: r.solved == 1),
                unit="fraction",
            ),
        ),
        newest=("visited_on",),
        control=Threshold(n=5, finest="quarter", alone=OF_VISITS),
        records=False,
    ),
    Dataset(
        id="windows-open",
        title=Text("开窗", "Windows open"),
        description=WORDS,
        key=("on", "window", "floor"),
        fields=(
            field("on", "date", required=True),
            field("window", "code", codes=WINDOWS, required=True),
            field("floor", "code", codes=FLOORS),
            field("open"),
        ),
        dimensions=(Dimension("window", WORDS), Dimension("floor", WORDS)),
        indicators=(
            Indicator(
                id="windows-staffed-now",
                title=Text("开窗数", "Windows open"),
                formula=Text("期末开窗数", "windows open at the end of the period"),
                measure=Level(of=lambda r: r.open, reporter="window"),
                dated="on",
                dimensions=("window", "floor"),
                counted=WINDOWS_OPEN,
            ),
            Indicator(
                id="windows-seen",
                title=Text("开过的窗口", "Windows seen"),
                formula=Text("期内开过的窗口", "windows open on any day of the period"),
                measure=DistinctCount("window", where=lambda r: r.open > 0),
                dated="on",
                dimensions=("floor",),
                counted=WINDOWS_OPEN,
            ),
        ),
        newest=("on",),
    ),
    Dataset(
        id="waits",
        title=Text("等候", "Waits"),
        description=WORDS,
        key=("on", "up_to"),
        fields=(
            field("on", "date", required=True),
            field("up_to", required=True),
            field("taken", minimum=0),
        ),
        indicators=tuple(
            Indicator(
                id=f"wait-{name}",
                title=Text(f"等候{name}", f"Wait {name}"),
                formula=Text("等候时间", "upper bound of the bin of waits"),
                measure=Quantile("up_to", q, weight="taken"),
                unit="minutes",
                dated="on",
            )
            for name, q in (("median", 0.5), ("p90", 0.9))
        ),
        newest=("on",),
    ),
    Dataset(
        id="samples",
        title=Text("抽查", "Samples"),
        description=WORDS,
        key=("sample",),
        fields=(
            field("sample", "text", required=True),
            field("on", "date", required=True),
            field("wrong", "boolean"),
            field("hours", minimum=0),
        ),
        indicators=(
            sample("errors", "samples with an error", Count(where=lambda r: r.wrong == 1)),
            sample("hours-checked", "hours of samples", Sum(of=lambda r: r.hours), "person_hours"),
            *(
                sample(
                    f"error-rate-{kind}",
                    "wrong",
                    Share(of=lambda r: r.wrong == 1),
                    "fraction",
                    interval=kind,
                )
                for kind in ("wilson", "clopper_pearson")
            ),
            Indicator(
                "errors-per-hundred-hours",
                Text("百时差错", "Errors per 100 hours"),
                Text("同期差错 ÷ 时数", "errors ÷ hours in the same period"),
                Ratio("errors", "hours-checked", per=100),
                "per_hundred",
                interval="poisson",
            ),
        ),
        newest=("on",),
    ),
    Dataset(
        id="counters",
        title=Text("取号", "Counters"),
        description=WORDS,
        key=("on", "window"),
        fields=(
            field("on", "date", required=True),
            field("window", "code", codes=WINDOWS, required=True),
            field("taken"),
        ),
        dimensions=(Dimension("window", WORDS),),
        indicators=(
            Indicator(
                "tickets",
                Text("取号数", "Tickets"),
                Text("期内取号", "tickets of the period"),
                Sum(of=lambda r: r.taken),
                "count",
                "on",
                ("window",),
                counted=Text("张", "tickets"),
            ),
        ),
        newest=("on",),
        expects=Expected("window", "day", workdays=True),
    ),
    Dataset(
        id="cards",
        title=Text("预警", "Cards"),
        description=WORDS,
        key=("case_no",),
        fields=(
            field("case_no", "text", required=True),
            field("opened_on", "date", required=True),
            field("limit_days", required=True),
            field("done_on", "date"),
            field("given_on", "date", derived=True, scheduled=True),
            field("withdrawn", "boolean", derived=True),
            field("recorded_at", "instant"),
        ),
        indicators=(
            Indicator(
                "cards-given",
                Text("预警数", "Cards"),
                Text("期内预警", "records given in the period"),
                Count(),
                "count",
                "given_on",
                matured=True,
            ),
            Indicator(
                "cards-withdrawn",
                Text("撤销预警数", "Cards withdrawn"),
                Text("期内预警中撤销的", "records given in the period and withdrawn"),
                Count(where=lambda r: r.withdrawn == 1),
                "count",
                "given_on",
                matured=True,
            ),
        ),
        derive=derive_cards,
        newest=("given_on",),
    ),
)
