"""Published days and their revisions as documents."""

from __future__ import annotations

from typing import Annotated, Any, TypedDict

from api.documents import links
from api.documents.json_types import Count, Day, IndicatorId, Instant, Links, OneOf
from data.definitions import Text
from data.publish import folder, revisions
from data.publish import manifest as manifests
from data.publish.folder import Published
from data.publish.frozen_values import Line
from data.publish.triangle import Vintage


class Rewritten(TypedDict):
    path: str
    reason: Annotated[str, OneOf(("rows-changed", "columns-changed"))]


class SnapshotDocument(TypedDict):
    """A published day."""

    date: Day
    published_at: Instant
    data_version: Count
    as_of: Instant | None
    files: Count
    bytes: Annotated[Count, Text("压缩后的字节数", "bytes as they lie, compressed")]
    manifest_sha256: str
    previous: Annotated[Day | None, Text("上一份快照", "the published day before")]
    key: Annotated[
        str | None,
        Text("签名所用密钥的编号；未签名为空", "the id of the key that signed it; null: unsigned"),
    ]
    stamped: Annotated[bool, Text("是否附有时间戳", "whether a time stamp lies beside it")]
    records_removed: Annotated[
        Day | None,
        Text("明细记录按保留期限移除的日期", "when its records were removed, by retention"),
    ]
    rewritten: Annotated[
        list[Rewritten],
        Text("此前已结束月份中重写的文件", "files of months that were over, written anew"),
    ]
    revisions: Annotated[
        Count, Text("与上一份快照相比的更正数", "values that differ from the day before")
    ]
    links: Links


class RevisionDocument(TypedDict):
    """A field of a published value that was of a whole period and has changed."""

    indicator: IndicatorId
    grain: str
    dimension: str | None
    period: str
    code: str | None
    field: Annotated[str, OneOf(revisions.FIELDS)]
    old: str | None
    new: str | None
    reason: Annotated[
        str,
        OneOf((revisions.NOT_STATED, revisions.DEFINITION, revisions.SHOWN, *revisions.STATED)),
    ]
    first_published: Day
    corrected: Day


class VintageDocument(TypedDict):
    """A month's value as it was first published on a day."""

    period: str
    published: Day
    partial: Annotated[bool, Text("当时该月是否未满", "whether the month was running then")]
    value: float | None
    numerator: float | None
    denominator: float | None


def vintage(one: Vintage) -> VintageDocument:
    numbers = (one.value, one.numerator, one.denominator)
    value, numerator, denominator = (float(text) if text else None for text in numbers)
    return {
        "period": one.period,
        "published": one.published,
        "partial": one.partial,
        "value": value,
        "numerator": numerator,
        "denominator": denominator,
    }


def snapshot(day: Published) -> SnapshotDocument:
    manifest = day.manifest
    file = manifest.file("revisions.csv")
    at = {"self": links.snapshot(day.date), "revisions": links.snapshot(day.date, "revisions.csv")}
    names = {
        "signature": manifests.SIGNATURE,
        "keys": "keys.json",
        "stamp_request": manifests.STAMP_REQUEST,
        "stamp": manifests.STAMP,
        "parity": manifests.PARITY,
    }
    at |= {
        name: links.snapshot(day.date, path)
        for name, path in names.items()
        if (day.folder / path).is_file()
    }
    return {
        "date": day.date,
        "published_at": manifest.published_at,
        "data_version": manifest.data_version,
        "as_of": manifest.as_of,
        "files": len(manifest.files),
        "bytes": sum(one.bytes for one in manifest.files),
        "manifest_sha256": day.sha256,
        "previous": manifest.previous["date"] if manifest.previous else None,
        "key": manifest.key if day.signed else None,
        "stamped": day.stamped,
        "records_removed": day.removed,
        "rewritten": [{"path": o["path"], "reason": o["reason"]} for o in manifest.rewritten],
        "revisions": (file.rows or 0) if file else 0,
        "links": at,
    }


def revision(line: Line) -> RevisionDocument:
    named = dict(zip(revisions.REVISED, line, strict=True))
    return {
        "indicator": named["indicator"],
        "grain": named["grain"],
        "dimension": named["dimension"] or None,
        "period": named["period"],
        "code": named["code"] or None,
        "field": named["field"],
        "old": named["old"] or None,
        "new": named["new"] or None,
        "reason": named["reason"],
        "first_published": named["first_published"],
        "corrected": named["corrected"],
    }


# Why a value was corrected, in words.
WHY = {
    revisions.NOT_STATED: Text("未说明原因", "no reason stated"),
    revisions.DEFINITION: Text("统计口径变更", "the definition has changed"),
    revisions.SHOWN: Text("不再隐去", "no longer withheld"),
    "late-entry": Text("补录", "entered late"),
    "source-correction": Text("来源更正", "corrected at the source"),
    "withdrawn-record": Text("记录作废", "a record was withdrawn"),
    "rule-changed": Text("规则变更", "a rule has changed"),
    "calendar-changed": Text("节假日安排变更", "the holiday notice has changed"),
}


def newest_days(most: int) -> list[SnapshotDocument]:
    """The newest published days, the newest first."""
    return [snapshot(day) for day in reversed(folder.published()[-most:])]


def newest_revisions(most: int, lang: str) -> tuple[list[dict[str, Any]], int]:
    """The newest revisions with their reason in words, and how many there are in all."""
    lines = list(revisions.of_days(folder.published()))
    rows = [{**revision(line), "reason_text": WHY[line[8]][lang]} for line in lines[:most]]
    return rows, len(lines)
