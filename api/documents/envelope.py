"""The envelope of every answer: data, meta, links."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, NotRequired, TypedDict

from api.documents.json_types import Count, Day, IndicatorId, Instant, Links, OneOf
from api.store_state import State
from data.catalog import DATASETS
from data.definitions import Text
from data.hall import file as hall_file
from data.hall import hall
from data.questions import ROWS_TOMORROW
from data.settings import BASE_PATH

Document = dict[str, Any]


class LeftOut(TypedDict):
    """Rows that a number cannot place or judge, and the indicator that counts them."""

    indicator: IndicatorId
    count: Count


class NotReported(TypedDict):
    """One who had to report and did not, and how many reports are missing."""

    reporter: str
    label: str
    missing: Count


class Meta(TypedDict):
    """What every answer says about itself."""

    data_version: Annotated[Count, Text("每批数据加一", "grows with each batch of data")]
    as_of: Annotated[Instant | None, Text("所答数据集截至", "the newest event of what is answered")]
    demo: Annotated[bool, Text("是否模拟数据", "whether the data is simulated")]
    licence: str
    as_published: NotRequired[
        Annotated[
            Day,
            Text("数值为该日快照所发布", "the values are those published on this day"),
        ]
    ]
    left_out: NotRequired[
        Annotated[
            LeftOut,
            Text(
                "因尚无放假安排、期限暂无法计算而未计入的件数（不限时期）",
                "how many are in no period, as their due date lies in a year without a holiday notice",
            ),
        ]
    ]
    not_reported: NotRequired[
        Annotated[
            list[NotReported],
            Text("应报未报的单位和缺报次数", "who had to report and did not, and how often"),
        ]
    ]


class ListMeta(Meta):
    """What a list says besides."""

    count: Annotated[Count, Text("本次返回的行数", "rows in this answer")]
    truncated: Annotated[bool, Text("是否还有未返回的行", "whether rows were left out")]
    total: Annotated[Count | None, Text("符合条件的行数", "rows that match, where it is known")]
    reason: NotRequired[
        Annotated[
            str,
            OneOf((ROWS_TOMORROW,)),
            Text("当日的记录次日才列出", "rows of the running day come tomorrow"),
        ]
    ]


def _build() -> str:
    """A fingerprint of what answers are made by: another one makes new ETags.

    That is code, hall, the path below which the site lies (links have it) and the key that is given
    for cursors: kept answers outlive a restart with another one.
    """
    given = (BASE_PATH, os.environ.get("CURSOR_KEY", ""))
    digest = hashlib.sha256(repr(given).encode())
    root = Path(__file__).resolve().parents[2]
    for path in sorted([*root.glob("data/**/*.py"), *root.glob("api/**/*.py"), hall_file()]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


BUILD = _build()


def instant(value: datetime | None) -> str | None:
    return value.isoformat() if value else None


def meta(state: State, datasets: Sequence[str] = ()) -> Meta:
    """Of an answer made from this state of the store, of these datasets (none: of all there is)."""
    return {
        "data_version": state.data_version,
        "as_of": instant(_as_of(state, datasets)),
        "demo": state.demo,
        "licence": hall().licence,
    }


def _as_of(state: State, datasets: Sequence[str]) -> datetime | None:
    """The newest event of the datasets; of a reference list, which has no events, of all there is."""
    dated = [id for id in datasets if DATASETS[id].newest]
    if not dated:
        return state.as_of
    return max((state.newest[id] for id in dated if id in state.newest), default=None)


def envelope(
    data: Any, state: State, own_links: Links, datasets: Sequence[str] = (), **more: Any
) -> Document:
    """`datasets`: what the data is of, and so how recent it is."""
    return {"data": data, "meta": {**meta(state, datasets), **more}, "links": own_links}


def whole(rows: int) -> Document:
    """What `meta` says of a list that is not cut."""
    return {"count": rows, "truncated": False, "total": rows}


def plain(value: Any) -> Any:
    """A stored value as JSON has it: dates and instants in ISO 8601, in the hall's zone."""
    if isinstance(value, datetime):
        return value.astimezone(hall().zone).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return value
