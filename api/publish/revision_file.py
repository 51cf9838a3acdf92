"""The file of a day's revisions."""

from __future__ import annotations

import gzip
from functools import lru_cache

from api.publish.draft import Draft
from data.publish import folder, frozen_values, revisions
from data.publish.folder import Published
from data.publish.frozen_values import Line


def write(draft: Draft, indicators: dict[str, str]) -> int:
    """Write what is otherwise than in the day before; how many fields are. `indicators`: formula hashes of today."""
    before = draft.before
    stated = revisions.stated_reasons(draft.folder.parent, draft.date)
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
            lines[-1][9] = _first_published(draft, one.path, change)
    content = frozen_values.written(lines, revisions.REVISED)
    draft.write(revisions.PATH, content, packed=True, kind="revisions", rows=len(lines))
    return len(lines)


def _first_published(draft: Draft, path: str, change: revisions.Change) -> str:
    """The first day that has the value of a period that is over."""
    days = folder.published(draft.folder.parent)
    for day in days:
        if day.date > change.last and change.key in _whole(day, path):
            return day.date
    return days[-1].date if days else ""


def _whole(day: Published, path: str) -> frozenset[tuple[str, ...]]:
    file = day.manifest.file(path)
    return _keys(str(day.folder / file.stored), file.sha256) if file else frozenset()


@lru_cache(8)
def _keys(stored: str, digest: str) -> frozenset[tuple[str, ...]]:
    del digest  # another file under the same name
    with gzip.open(stored) as file:
        lines = frozen_values.read(file.read())
    return frozenset(revisions.key_of(line) for line in lines if line[5] == "false")
