"""`publish`: a day of the store frozen into a folder, whole or not at all.

All of it is of one state of the store, which is held for as long as the work takes, like that of a download
(docs/decisions/0029): intake goes on meanwhile, and the site does not wait.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from api import store_state
from api.publish import bulletin_files, contents, record_files, report_files, revision_file
from api.publish.draft import Draft
from api.publish.value_files import ValueFiles
from api.store_state import State
from data.answers.reading import Reading
from data.catalog import PUBLISHED, PUBLISHED_INDICATORS
from data.definitions import Dataset
from data.hall import hall, now, settings_of
from data.publish import changes, folder, formulas, signature, stamp_request
from data.publish import manifest as manifests
from data.publish.changes import Changes
from data.publish.folder import Published
from data.publish.manifest import Manifest, sha256
from data.publish.software import software
from data.rollups.coverage import coverage
from data.rollups.together import read_together

# Threads that read and pack rows; the values are computed beside them.
_READERS = 2
# For so long a state of the store may be held: a first day of years takes minutes on a busy machine. Then,
# if the data has moved on, there is no snapshot, and it can be tried again.
_HELD_SECONDS = 900.0


class AlreadyPublished(Exception):  # noqa: N818 - says what is the case
    """The day has been published: what is published is not changed."""


@dataclass(frozen=True)
class Outcome:
    """What was published: the day, how many files anew and linked, and whether it is signed."""

    published: Published
    written: int
    linked: int

    def document(self) -> dict[str, Any]:
        manifest = self.published.manifest
        return {
            "date": manifest.date,
            "folder": str(self.published.folder),
            "data_version": manifest.data_version,
            "files": len(manifest.files),
            "written": self.written,
            "linked": self.linked,
            "bytes": sum(one.bytes for one in manifest.files),
            "rewritten": [one["path"] for one in manifest.rewritten],
            "manifest_sha256": self.published.sha256,
            "previous": manifest.previous and manifest.previous["date"],
            "key": manifest.key,
        }


def publish(engine: Engine, progress: Callable[[str], None] = lambda _: None) -> Outcome:
    """Publish the hall's day. Raises `AlreadyPublished`, `Overtaken`, `NoKey` or `OSError`."""
    at = folder.root()
    at.mkdir(parents=True, exist_ok=True)
    instant = now()
    day = instant.date()
    target = at / day.isoformat()
    if target.exists():
        raise AlreadyPublished(
            f"{target} is there: a day is published once, and never changed; the next is tomorrow's"
        )
    for left in at.glob(f"{folder.UNFINISHED}*"):
        shutil.rmtree(left, ignore_errors=True)
    draft_folder = at / f"{folder.UNFINISHED}{day.isoformat()}-{os.getpid()}"
    draft_folder.mkdir()
    try:
        manifest = _Day(
            engine, Draft(draft_folder, day.isoformat(), folder.newest(at)), progress
        ).made(day, instant.isoformat(timespec="seconds"))
        _seal(draft_folder, manifest)
        draft_folder.rename(target)
    except BaseException:
        shutil.rmtree(draft_folder, ignore_errors=True)
        raise
    _keep(at)
    published = folder.read(target)
    anew = sum(one.since == manifest.date for one in manifest.files)
    return Outcome(published, anew, len(manifest.files) - anew)


class _Day:
    """One day being published."""

    def __init__(self, engine: Engine, draft: Draft, progress: Callable[[str], None]) -> None:
        self.engine, self.draft, self.progress = engine, draft, progress
        self.before = draft.before
        self.marks: dict[str, dict[str, Any]] = {}
        self.rewritten: list[dict[str, str]] = []
        self.changes = Changes({})
        self.fresh = True

    def made(self, day: date, instant: str) -> Manifest:
        """All files written; the manifest that names them."""
        reading = Reading(self.engine, _READERS + 1, _HELD_SECONDS)
        try:
            with reading.connection() as connection:
                state = store_state.read(connection)
                self._begin(connection, state)
                with read_together():
                    self._describe(connection)
                report_files.write(self.draft, connection, self.changes, self.fresh, day)
                bulletin_files.write(self.draft, state)
                parts = [
                    part
                    for dataset in PUBLISHED.values()
                    if dataset.records
                    for part in record_files.parts(connection, dataset)
                ]
            with ThreadPoolExecutor(_READERS, thread_name_prefix="publish") as pool:
                jobs = [pool.submit(self._records, reading, part) for part in parts]
                try:
                    values = ValueFiles(self.draft, self.changes, self.marks, self.fresh)
                    values.write(reading, day, self.progress)
                    for i, job in enumerate(jobs):
                        job.result()
                        self.progress(f"records {i + 1}/{len(jobs)}")
                except BaseException:
                    pool.shutdown(cancel_futures=True)
                    raise
        finally:
            reading.close()
        return self._manifest(day, instant, state)

    def _begin(self, connection: Connection, state: State) -> None:
        """What the files of each dataset are made by, and what has changed since the day before."""
        self.past = sha256(state.mark.past.encode())[:16]
        self.made_by = sha256(
            f"{software()}{hall().report_organ}".encode() + contents.rules_json()
        )[:16]
        calendar, _ = contents.calendar_csv(connection)
        for dataset in PUBLISHED.values():
            covered = coverage(connection, dataset)
            days = [covered.first.isoformat(), covered.last.isoformat()] if covered else None
            self.marks[dataset.id] = {"mark": mark_of(dataset, sha256(calendar)), "covered": days}
        manifest = self.before.manifest if self.before else None
        made_by = manifest and (manifest.state, manifest.made_by)
        self.fresh = made_by != (self.past, self.made_by)
        if manifest and not self.fresh:
            self.changes = changes.since(connection, manifest.data_version)

    def _describe(self, connection: Connection) -> None:
        write = self.draft.write
        write("definitions.json", contents.definitions_json(connection), kind="definitions")
        days, rows = contents.calendar_csv(connection)
        write("calendar.csv", days, kind="calendar", rows=rows)
        write("rules.json", contents.rules_json(), kind="rules")

    # --- records --------------------------------------------------------------------------------

    def _records(self, reading: Reading, part: record_files.Part) -> None:
        path = f"datasets/{part.dataset.id}/{part.name}"
        if self._stays(part) and self.draft.earlier(f"{path}.csv"):
            for suffix in ("csv", "parquet"):
                self.draft.link(f"{path}.{suffix}")
            return
        with reading.connection() as connection:
            content, rows = record_files.csv_of(connection, part)
        if not rows and part.name != record_files.ALL:
            return
        schema = sha256("\n".join(record_files.schema_of(part.dataset)).encode())
        about = {
            "kind": "records", "dataset": part.dataset.id, "month": part.month, "rows": rows,
            "schema_sha256": schema,
        }  # fmt: skip
        earlier = self.draft.earlier(f"{path}.csv")
        written = self.draft.write(f"{path}.csv", content, packed=True, **about)
        if earlier and written.sha256 == earlier.sha256:
            self.draft.link(f"{path}.parquet")
            return
        if earlier and part.month and self.before and part.month < self.before.date[:7]:
            same = earlier.schema_sha256 == schema
            reason = "rows-changed" if same else "columns-changed"
            self.rewritten.append({"path": f"{path}.csv", "reason": reason})
        parquet = record_files.parquet_of(content, part.dataset.public_fields)
        self.draft.write(f"{path}.parquet", parquet, **about)

    def _stays(self, part: record_files.Part) -> bool:
        """Whether the file of the day before still holds."""
        dataset = part.dataset
        if self.fresh or self.before is None or not self._same(dataset) or dataset.ships:
            return False  # what ships is put into a store without an entry in any ledger
        if dataset.listed_from and dataset.listed_from != dataset.filed_by:
            return False
        by_day = dataset.next_day or dataset.listed_from
        if by_day and (part.month is None or part.month >= self.before.date[:7]):
            return False  # rows of a day that has ended, or begun, come without a batch
        if part.name == record_files.ALL:
            return not self.changes.any(dataset.id)
        return (part.month or "") not in self.changes.filed(dataset)

    def _same(self, dataset: Dataset) -> bool:
        earlier = self.before.manifest.datasets.get(dataset.id) if self.before else None
        return earlier is not None and earlier["mark"] == self.marks[dataset.id]["mark"]

    # --- the manifest ---------------------------------------------------------------------------

    def _manifest(self, day: date, instant: str, state: State) -> Manifest:
        before, signer = self.before, signature.signer()
        indicators = {one.id: formulas.fingerprint(one) for one in PUBLISHED_INDICATORS.values()}
        revision_file.write(self.draft, indicators)
        if signer:
            self.draft.write(signature.PUBLIC, signature.written(signer.keys), kind="keys")
        return Manifest(
            date=day.isoformat(),
            published_at=instant,
            data_version=state.data_version,
            as_of=state.as_of.isoformat() if state.as_of else None,
            demo=state.demo,
            publisher={"zh": hall().publisher.zh, "en": hall().publisher.en},
            licence=hall().licence,
            previous={"date": before.date, "manifest_sha256": before.sha256} if before else None,
            key=signer.id if signer else None,
            state=self.past,
            made_by=self.made_by,
            datasets=self.marks,
            indicators=indicators,
            rewritten=sorted(self.rewritten, key=lambda one: one["path"]),
            files=sorted(self.draft.files, key=lambda one: one.path),
        )


def mark_of(dataset: Dataset, calendar: str) -> str:
    """What decides how a dataset's files are written, beside its rows."""
    parts = (
        list(record_files.schema_of(dataset)), dataset.derivation, hall().zone.key, hall().calendar,
        dataset.filed_by, dataset.order, sorted(settings_of(dataset.settings).items()),
        calendar if dataset.expects else "",
    )  # fmt: skip
    return sha256(repr(parts).encode())[:16]


def _seal(at: Path, manifest: Manifest) -> None:
    """The manifest, its signature, the request for a time stamp; all on the disk before it has its name."""
    content, signer = manifest.content(), signature.signer()
    (at / manifests.NAME).write_bytes(content)
    (at / manifests.STAMP_REQUEST).write_bytes(stamp_request.request(content))
    (at / manifests.PARITY).write_bytes(manifests.parity_line(content))
    if signer:
        (at / manifests.SIGNATURE).write_bytes(signer.sign(content))
    for name in (*manifests.BESIDE, ""):
        path = at / name
        if path.exists():
            handle = os.open(path, os.O_RDONLY)
            os.fsync(handle)
            os.close(handle)


def _keep(at: Path) -> None:
    """Remove the records of days older than the hall keeps them; their numbers and manifests stay."""
    days = hall().published_days
    if not days:
        return
    limit = now().date().toordinal() - days
    for day in folder.published(at):
        if day.removed or date.fromisoformat(day.date).toordinal() >= limit:
            continue
        (day.folder / folder.REMOVED).write_text(f"{now().date().isoformat()}\n", "utf-8")
        for one in day.manifest.files:
            if one.kind == "records":
                (day.folder / one.stored).unlink(missing_ok=True)


__all__ = ["AlreadyPublished", "Outcome", "publish"]
