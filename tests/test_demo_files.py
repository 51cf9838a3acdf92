"""The simulated hall's files: the same story told as history and live, and no person in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import polars as pl
import pytest

from data.catalog import DATASETS
from demo import SimulatedHall, go_on, live_steps, write_history
from demo.export import as_exported, profile
from demo.files import quarters
from demo.states import state_at

CHINA = timezone(timedelta(hours=8))
KEYS = {
    "cases": ["case_no"],
    "evaluations": ["evaluation_no"],
    "disclosure-requests": ["request_no"],
    "disclosure-events": ["request_no", "kind", "on"],
    "disclosure-reviews": ["review_no"],
    "disclosure-statements": ["year", "department", "figure"],
    "item-reviews": ["round", "department"],
    "item-changes": ["change_no"],
    "joint-inspections": ["inspection_no"],
    "deferred-papers": ["approval_no", "paper"],
    "deferred-approvals": ["approval_no"],
    "hotline-calls": ["call_no"],
    "hotline-follow-ups": ["follow_up_no"],
    "appointments": ["appointment_no"],
    "stuck-matters": ["matter_no"],
    "terminal-days": ["terminal", "on"],
    "assisted-services": ["on", "kind"],
    "queue": ["on", "hour", "quarter"],
    "queue-states": ["on", "floor"],
    "queue-waits": ["on", "hour", "wait_up_to"],
    "survey-results": ["survey", "department", "question"],
    "intermediaries": ["intermediary"],
    "intermediary-items": ["item", "kind"],
    "intermediary-orders": ["order_no"],
    "enterprise-visits": ["visit_no"],
    "enterprise-problems": ["problem_no"],
    "agency-projects": ["project_ref"],
    "agency-steps": ["project_no", "step"],
    "enterprise-files": ["file_ref"],
    "contact-cards": ["month", "zone"],
    "linked-reviews": ["review_no"],
    "parallel-steps": ["run_no", "step"],
    "parallel-approvals": ["run_no"],
    "zone-commitments": ["project_ref", "step"],
    "one-matters": ["matter"],
    "one-matter-runs": ["matter_run_no"],
    "attendance": ["window", "on", "half"],
    "patrols": ["patrol_no"],
    "patrol-findings": ["finding_no"],
    "complaints": ["complaint_no"],
    "complaint-follow-ups": ["follow_up_no"],
    "box-openings": ["box", "on"],
    "integrity-complaints": ["complaint_no"],
}


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


class ClockStoppedError(Exception):
    """A test's clock has no more looks to give."""


def clock(looks: list[datetime]) -> Callable[[], datetime]:
    """A clock that shows one look after another and then stops the story."""
    left = list(looks)

    def now() -> datetime:
        if not left:
            raise ClockStoppedError
        return left.pop(0)

    return now


def test_the_same_seed_writes_the_same_bytes_and_another_seed_does_not(tmp_path: Path) -> None:
    now = datetime(2025, 3, 14, 10, 30, tzinfo=CHINA)
    for folder, seed in (("a", 5), ("b", 5), ("c", 6)):
        write_history(tmp_path / folder, seed, date(2025, 2, 20), now)
    names = sorted(p.name for p in (tmp_path / "a").iterdir())
    assert "cases-2025-Q1.csv" in names
    for name in names:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    lists = ("alert-rules", "supervised-halls")  # of which nothing is drawn
    drawn = [n for n in names if "2025" in n and not n.startswith(lists)]
    assert all(
        (tmp_path / "a" / n).read_bytes() != (tmp_path / "c" / n).read_bytes() for n in drawn
    )


def test_nothing_in_the_books_is_later_than_now(tmp_path: Path) -> None:
    now = datetime(2025, 9, 12, 10, 45, tzinfo=CHINA)
    files = write_history(tmp_path, 2, date(2025, 6, 1), now)
    seen = 0
    for dataset, path in files:
        formats = profile().datasets[dataset].formats
        columns = profile().datasets[dataset].columns
        frame = pl.read_csv(path, infer_schema=False)
        for field, form in formats.items():
            lies_ahead = DATASETS[dataset].field(field).scheduled
            if columns[field] in frame.columns and not lies_ahead:
                found = frame.get_column(columns[field]).drop_nulls().to_list()
                assert max(found, default="") <= now.strftime(form[0]), (path.name, field)
                seen += bool(found)
    assert seen > 20
    cases = pl.read_csv(tmp_path / "cases-2025-Q3.csv", infer_schema=False)
    assert cases.get_column("办结时间").is_null().sum() > 500  # and some are still open


def test_files_hold_known_headers_and_codes_and_no_personal_number(tmp_path: Path) -> None:
    now = datetime(2025, 9, 12, 10, 45, tzinfo=CHINA)
    for dataset, path in write_history(tmp_path, 2, date(2025, 9, 1), now):
        mapping = profile().datasets[dataset]
        frame = pl.read_csv(path, infer_schema=False)
        assert set(frame.columns) <= set(mapping.columns.values())
        for field, words in mapping.codes.items():
            header = mapping.columns[field]
            if header in frame.columns:
                assert set(frame.get_column(header).drop_nulls()) <= set(words), (dataset, field)
        text = path.read_text("utf-8")
        assert not re.search(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])", text)
        assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", text)


def test_ratings_are_exported_in_the_order_given_not_in_the_order_of_cases(tmp_path: Path) -> None:
    write_history(tmp_path, 2, date(2025, 9, 1), datetime(2025, 9, 12, 10, 45, tzinfo=CHINA))
    frame = pl.read_csv(tmp_path / "evaluations-2025-Q3.csv", infer_schema=False)
    assert frame.get_column("评价时间").is_sorted()
    assert not any("办件" in header for header in frame.columns)


@pytest.mark.parametrize(
    "looks",
    [
        # over a lunch break, minute by minute; over night; over a weekend and a quarter's end
        [datetime(2025, 9, 12, 11, 59) + timedelta(minutes=n) for n in range(5)],
        [
            datetime(2025, 9, 12, 16, 30),
            datetime(2025, 9, 12, 23, 59, 59),
            datetime(2025, 9, 13, 8),
        ],
        [datetime(2025, 9, 26, 15), datetime(2025, 9, 29, 9, 30), datetime(2025, 10, 9, 14)],
    ],
)
def test_live_steps_end_where_history_does(tmp_path: Path, looks: list[datetime]) -> None:
    hall = SimulatedHall(11, date(2025, 8, 18))
    first, *later = (look.replace(tzinfo=CHINA) for look in looks)
    steps: list[list[tuple[str, Path]]] = []
    with pytest.raises(ClockStoppedError):
        steps.extend(
            step.files for step in live_steps(hall, first, tmp_path, clock(later), lambda _: None)
        )
    lives = hall.lives(days(hall.start, looks[-1].date()))
    for dataset, key in KEYS.items():
        headers = [profile().datasets[dataset].columns[k] for k in key]
        live = exported(dataset, state_at(dataset, lives[dataset], looks[0]), tmp_path)
        for files in steps:
            for name, path in files:
                if name == dataset:
                    newer = pl.read_csv(path, infer_schema=False)
                    live = pl.concat([live.join(newer, on=headers, how="anti"), newer])
        past = exported(dataset, state_at(dataset, lives[dataset], looks[-1]), tmp_path)
        assert live.sort(headers).equals(past.sort(headers)), dataset
    assert any(name == "cases" for files in steps for name, _ in files)


def exported(dataset: str, frame: pl.DataFrame, folder: Path) -> pl.DataFrame:
    """A frame as it reads from its file."""
    path = folder / "compare.csv"
    as_exported(dataset, frame).write_csv(
        path, date_format="%Y-%m-%d", datetime_format="%Y-%m-%d %H:%M:%S"
    )
    return pl.read_csv(path, infer_schema=False)


def test_going_on_feeds_every_file_once_and_leaves_none(tmp_path: Path) -> None:
    hall = SimulatedHall(11, date(2025, 9, 8))
    start = datetime(2025, 9, 12, 9, 30, tzinfo=CHINA)
    looks = clock([start + timedelta(minutes=n) for n in range(1, 6)])
    fed: list[tuple[str, str, int]] = []

    def ingest(dataset: str, path: Path) -> None:
        fed.append((dataset, path.name, len(pl.read_csv(path, infer_schema=False))))

    with pytest.raises(ClockStoppedError):
        go_on(hall, start, tmp_path, ingest, looks, lambda _: None)
    assert sum(n for dataset, _, n in fed if dataset == "cases") > 20
    assert len({name for _, name, _ in fed}) == len(fed)
    assert list(tmp_path.iterdir()) == []


def test_another_city_with_lists_of_its_own_works_too(tmp_path: Path) -> None:
    frames = {
        "departments": pl.DataFrame({"department": ["a", "b"], "title_zh": ["甲局", "乙局"]}),
        "items": pl.DataFrame(
            {
                "item": ["x1", "x2", "x3"],
                "title_zh": ["一", "二", "三"],
                "kind": ["approval", "approval", "service"],
                "department": ["a", "a", "b"],
                "legal_days": ["20", None, None],
                "promised_days": ["90", "3", None],
                "case_kind": ["promised", "promised", "instant"],
                "belongs_on_site": ["true", None, "false"],
            }
        ),
        "windows": pl.DataFrame({"window": ["w"], "title_zh": ["窗口"], "department": ["a"]}),
        "districts": pl.DataFrame({"district": ["510100"], "title_zh": ["某区"]}),
    }
    now = datetime(2025, 9, 12, 12, tzinfo=CHINA)
    files = write_history(tmp_path, 1, date(2025, 9, 1), now, frames)
    cases = pl.read_csv(dict(files)["cases"], infer_schema=False)
    assert set(cases.get_column("事项编码")) == {"x1", "x2", "x3"}
    assert set(cases.get_column("窗口编号").drop_nulls()) == {"w"}


def test_quarters_split_days_without_losing_one() -> None:
    split = dict(quarters(date(2024, 12, 30), date(2025, 4, 1)))
    assert {name: len(of) for name, of in split.items()} == {
        "2024-Q4": 2,
        "2025-Q1": 90,
        "2025-Q2": 1,
    }


def test_a_clock_without_zone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="time zone"):
        write_history(tmp_path, 1, date(2025, 9, 1), datetime(2025, 9, 12, 12))
