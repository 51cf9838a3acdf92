"""The envelope of every answer: data, meta, links."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, NotRequired, TypedDict

from api.documents.json_types import Count, IndicatorId, Instant, Links
from api.store_state import State
from data.definitions import Text
from data.hall import file as hall_file
from data.hall import hall

Document = dict[str, Any]


class Meta(TypedDict):
    """What every answer says about itself."""

    data_version: Annotated[Count, Text("每批数据加一", "grows with each batch of data")]
    as_of: Annotated[Instant | None, Text("数据截至", "the newest event that is known")]
    demo: Annotated[bool, Text("是否模拟数据", "whether the data is simulated")]
    licence: str


class LeftOut(TypedDict):
    """Rows that a number cannot place or judge, and the indicator that counts them."""

    indicator: IndicatorId
    count: Count


class NotReported(TypedDict):
    """One who had to report and did not, and how many reports are missing."""

    reporter: str
    label: str
    missing: Count


class ListMeta(Meta):
    """What a list says besides."""

    count: Annotated[Count, Text("本次返回的行数", "rows in this answer")]
    truncated: Annotated[bool, Text("是否还有未返回的行", "whether rows were left out")]
    total: Annotated[Count | None, Text("符合条件的行数", "rows that match, where it is known")]
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


def _build() -> str:
    """A fingerprint of what answers are made by, code and hall: another one makes new ETags."""
    digest = hashlib.sha256()
    root = Path(__file__).resolve().parents[2]
    for path in sorted([*root.glob("data/**/*.py"), *root.glob("api/**/*.py"), hall_file()]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


BUILD = _build()


def meta(state: State) -> Meta:
    """Of an answer made from this state of the store."""
    return {
        "data_version": state.data_version,
        "as_of": state.as_of.isoformat() if state.as_of else None,
        "demo": state.demo,
        "licence": hall().licence,
    }


def envelope(data: Any, state: State, own_links: Links, **more: Any) -> Document:
    return {"data": data, "meta": {**meta(state), **more}, "links": own_links}


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
