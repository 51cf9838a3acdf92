"""`watch`: what arrives in a folder goes into the store, and its ledger is printed."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path

import click
from sqlalchemy import Engine

from commands.previews import Beside
from data.intake import ingest, ledger
from data.intake.holiday_notices import NoticeRefused
from data.intake.profile.model import Profile
from data.intake.read.chunk import FileRefused, file_name
from data.intake.watched_folder import CALENDAR

# While a large file is read, how often it is said that the intake is alive.
_BEAT_SECONDS = 5.0


@dataclass
class StoreIntake:
    """The intake of one store under one profile: a `data.intake.watch.FileIntake`."""

    engine: Engine
    profile: Profile
    pictures: Beside | None = None

    def take(self, dataset: str, path: Path) -> None:
        if dataset == CALENDAR:
            try:
                document = ingest.ingest_calendar(self.engine, path)
            except (NoticeRefused, UnicodeDecodeError) as refusal:
                raise FileRefused(str(refusal)) from None
        else:
            entry = ingest.ingest_file(self.engine, dataset, path, self.profile, self._beating())
            document = entry.document()
        click.echo(json.dumps(document, ensure_ascii=False))

    def taken(self, dataset: str, path: Path, delivered: bool) -> str | None:
        if dataset == CALENDAR:
            return None  # the same notice again changes nothing
        digest = ingest.sha256(path)
        with self.engine.connect() as connection:
            before = ledger.taken(connection, dataset, digest, file_name(path), delivered)
        return None if before is None or before.superseded else before.file

    def beat(self) -> None:
        if self.pictures is not None:
            self.pictures.look()
        for one in ingest.beat(self.engine):
            click.echo(json.dumps(one.document(), ensure_ascii=False))

    def _beating(self) -> ingest.Progress:
        last = time.monotonic()

        def progress(_: int) -> None:
            nonlocal last
            if time.monotonic() - last > _BEAT_SECONDS:
                last = time.monotonic()
                ingest.pulse(self.engine)

        return progress
