"""Which of the hall's settings stored rows were computed by: rows are computed anew when one changes."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, select

from data.definitions import Dataset
from data.hall import hall, settings_of
from data.store.tables import SETTINGS


class OtherSettings(ValueError):  # noqa: N818 - says what is the case
    """The store's rows were computed by other settings: this process began before a change of them."""


def name_of(dataset: Dataset) -> str:
    """Under which name the store remembers them."""
    return f"hall:{dataset.id}"


def mark_of(dataset: Dataset) -> str:
    """The settings that the dataset's derivation looks at, as the hall has them now."""
    return json.dumps(settings_of(dataset.settings), sort_keys=True, default=str)


def settings_for(connection: Connection, dataset: Dataset) -> dict[str, Any]:
    """The settings to derive a dataset's rows by. Raises OtherSettings unless the store's are by them."""
    mark = stored(connection, name_of(dataset)) if dataset.settings else None
    if mark not in (None, mark_of(dataset)):
        raise OtherSettings(
            f"{dataset.id}: hall.toml was changed after this process began, and the store follows the "
            f"one that holds now ({mark}); start intake again 大厅设置已变更，请重新启动数据接入"
        )
    return settings_of(dataset.settings)


def publishes_titles(connection: Connection) -> bool:
    """Whether titles that the source wrote for the public are kept; those of a demo are made up."""
    return hall().publish_titles or stored(connection, "demo") == "true"


def stored(connection: Connection, name: str) -> str | None:
    """A setting that the store remembers."""
    return connection.execute(select(SETTINGS.c.value).where(SETTINGS.c.name == name)).scalar()
