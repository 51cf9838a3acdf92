"""The file of a day's revisions."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from functools import lru_cache

from api.publish.draft import Draft
from data.publish import folder, frozen_values, revisions
from data.publish.folder import Published
from data.publish.frozen_values import Line


def write(draft: Draft, indicators: dict[str, str]) -> int:
    """Write what is otherwise than in the day before; how many fields are. `indicators`: formula hashes of today."""
    before = draft.before
    stated = revisions.stated_reasons(draft.folder.parent, draft.date)
    days = folder.published(draft.folder.parent)
    lines: list[Line] = []
    for one in draft.files if before else ():
        earlier = draft.earlier(one.path) if one.kind == "values" else None
        if earlier is None or earlier.content_sha256 == one.content_sha256 or not one.indicator:
            continue
        assert before
        old = draft.content_before(one.path) or b""
        new = gzip.decompress((draft.folder / one.stored).read_bytes())
        other = before.manifest.indicators.get(one.indicator) != indicators.get(one.indicator)
        why = stated.get(one.indicator, stated.get("*"))
        for change in revisions.changed(*revisions.unlike(old, new)):
            lines.append(
                [
                    one.indicator, *change.key, change.field, change.old, change.new,
                    revisions.reason(change, other, why), "", draft.date,
                ]
            )  # fmt: skip
            lines[-1][9] = _first_published(days, one.path, change)
    content = frozen_values.written(lines, revisions.REVISED)
    draft.write(revisions.PATH, content, packed=True, kind="revisions", rows=len(lines))
    return len(lines)


def _first_published(days: Sequence[Published], path: str, change: revisions.Change) -> str:
    """The first day that has the value of a period that is over."""
    for day in days:
        file = day.manifest.file(path) if day.date > change.last else None
        if file and change.key in _whole(
            str(day.folder / file.stored), file.sha256, change.key[:3]
        ):
            return day.date
    return days[-1].date if days else ""


@lru_cache(1024)
def _whole(stored: str, digest: str, period: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    """The keys of a period's values, where it was over: its lines lie together in a file."""
    content = _content(stored, digest)
    if b'"' not in content:
        head = f"\r\n{','.join(period)},".encode()
        first, last = content.find(head), content.rfind(head)
        if first < 0:
            return frozenset()
        content = content[first : content.index(b"\r\n", last + 2)]
    lines = frozen_values.read(content)
    return frozenset(revisions.key_of(line) for line in lines if line[5] == "false")


@lru_cache(8)
def _content(stored: str, digest: str) -> bytes:
    del digest  # another file under the same name
    with gzip.open(stored) as file:
        return file.read()
