"""What an operator should look at though a file is taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from data.intake.check.faults import quoted
from data.intake.read.any_file import Reject
from data.intake.write.merge import Merge

_SHOWN = 5


def notes(
    unknown: dict[str, Counter[str]],
    left_out: Counter[str],
    rejects: Iterable[Reject],
    merge: Merge,
) -> Iterator[str]:
    """One sentence each: words taken as others, lines that are no records, rejects, replaced lines.

    `unknown`: field → words of the source and how often; `left_out`: why → lines.
    """
    for field, words in unknown.items():
        common = ", ".join(f"{quoted(word)} {n}" for word, n in words.most_common(_SHOWN))
        yield f"{field}: unknown words taken as any other, {words.total()} ({common}) 未知取值已归入其他"
    for why, lines in left_out.most_common():
        yield f"lines left out because {why}: {lines} 按配置不取"
    yield from _rejected(rejects)
    if pairs := merge.decision.replaced[:_SHOWN]:
        lines = merge.line_numbers([row for pair in pairs for row in pair])
        which = ", ".join(f"{lines[late]} for {lines[early]}" for early, late in pairs)
        yield (
            f"{len(merge.decision.replaced)} lines replaced within the file by later ones of the "
            f"same {' + '.join(merge.batch.dataset.key)} (line {which}) 文件内被后续同编号记录替换"
        )


def _rejected(rejects: Iterable[Reject]) -> Iterator[str]:
    """For each field the number of lines rejected for it, and the reason of the first."""
    times: Counter[str] = Counter()
    first: dict[str, Reject] = {}
    for reject in rejects:
        field = reject.field or ""
        times[field] += 1
        first.setdefault(field, reject)
    for field, lines in times.most_common(_SHOWN):
        reject = first[field]
        yield f"lines rejected: {lines}, the first is line {reject.line}: {reject.reason} 被拒收的行"
