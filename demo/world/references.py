"""The hall's reference lists as the simulation needs them: columns and cumulative weights."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from demo.world import shape

SOURCES = Path(__file__).resolve().parents[2] / "data" / "sources"
NAMES = ("departments", "items", "windows", "districts", "reported-figures")
Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


def read(folder: Path = SOURCES) -> dict[str, pl.DataFrame]:
    """The reference files of a folder, all columns as text, under our field ids."""
    return {name: pl.read_csv(folder / f"{name}.csv", infer_schema=False) for name in NAMES}


@dataclass(frozen=True)
class References:
    """Positions are row numbers of the reference files; `item_*` arrays have one entry per item.

    `item_weights` and `district_weights` are cumulative and end at 1. Days are working days, −1
    where there is no limit.
    """

    frames: dict[str, pl.DataFrame]
    items: list[str]
    departments: list[str]
    windows: list[str]
    districts: list[str]
    item_weights: Floats
    item_department: Integers
    item_legal: Integers
    item_promised: Integers
    item_instant: npt.NDArray[np.bool_]
    item_approval: npt.NDArray[np.bool_]
    item_on_site: npt.NDArray[np.bool_]
    item_individuals: Floats
    item_windows: Integers  # items × at most n windows, −1 beyond the item's own
    item_window_count: Integers
    district_weights: Floats

    @property
    def department_shares(self) -> Floats:
        """Expected share of the cases for each department."""
        shares = np.diff(self.item_weights, prepend=0.0)
        total = np.bincount(self.item_department, shares, minlength=len(self.departments))
        return total.astype(np.float64)


def references(frames: dict[str, pl.DataFrame]) -> References:
    """Prepare the reference lists (as `read` gives them) for drawing."""
    items = frames["items"]
    ids = items.get_column("item").to_list()
    departments = frames["departments"].get_column("department").to_list()
    districts = frames["districts"].get_column("district").to_list()
    position = {d: i for i, d in enumerate(departments)}
    owner = items.get_column("department").to_list()
    instant = (items.get_column("case_kind") == "instant").fill_null(False).to_numpy()
    approval = (items.get_column("kind") == "approval").fill_null(False).to_numpy()
    people = np.array([d in shape.SERVES_PEOPLE for d in owner])
    table, counts = _windows(frames["windows"], ids, owner)
    weights = np.array([shape.DISTRICTS.get(d, 0.05) for d in districts])
    return References(
        frames=frames,
        items=ids,
        departments=departments,
        windows=frames["windows"].get_column("window").to_list(),
        districts=districts,
        item_weights=_cumulative(_popularity(ids, instant, approval)),
        item_department=np.array([position[d] for d in owner]),
        item_legal=_days(items, "legal_days"),
        item_promised=_days(items, "promised_days"),
        item_instant=instant,
        item_approval=approval,
        item_on_site=(items.get_column("belongs_on_site") != "false").fill_null(True).to_numpy(),
        item_individuals=np.where(people, shape.INDIVIDUALS[1], shape.INDIVIDUALS[0]),
        item_windows=table,
        item_window_count=counts,
        district_weights=_cumulative(weights),
    )


def _days(items: pl.DataFrame, column: str) -> Integers:
    return items.get_column(column).cast(pl.Int64).fill_null(-1).to_numpy()


def _cumulative(weights: Floats) -> Floats:
    total = np.cumsum(weights / weights.sum())
    total[-1] = 1.0
    return total


def _popularity(
    ids: list[str], instant: npt.NDArray[np.bool_], approval: npt.NDArray[np.bool_]
) -> Floats:
    """A long tail (Zipf) within instant and within promised items; both margins in fixed shares."""
    busy = {item: rank for rank, item in enumerate(shape.BUSY_ITEMS)}
    weights = np.zeros(len(ids))
    for group, share in ((instant, shape.INSTANT_SHARE), (~instant, 1 - shape.INSTANT_SHARE)):
        members = [i for i in np.flatnonzero(group) if ids[i] not in shape.QUIET_ITEMS]
        members.sort(key=lambda i: busy.get(ids[i], len(busy) + i))
        ranks = np.arange(len(members))
        tail = (ranks + 2.0) ** -shape.TAIL_EXPONENT * np.exp(-((ranks / shape.TAIL_FADE) ** 2))
        weights[members] = share * tail / max(tail.sum(), 1e-12)
    margins = ((approval, shape.APPROVAL_SHARE), (instant, shape.INSTANT_SHARE))
    for _ in range(60):  # until instant cases and approvals both have their share
        for group, share in margins:
            of_group, rest = weights[group].sum(), weights[~group].sum()
            if of_group and rest:
                weights[group] *= share / of_group
                weights[~group] *= (1 - share) / rest
    return weights


def _windows(frame: pl.DataFrame, ids: list[str], owner: list[str]) -> tuple[Integers, Integers]:
    """For each item the positions of its windows; a department without one leaves the row empty."""
    special = {item: [] for item in ids}
    general: dict[str, list[int]] = {}
    for i, (window, title, department) in enumerate(
        frame.select("window", "title_zh", "department").iter_rows()
    ):
        own = [item for item in shape.WINDOWS_FOR.get(window, ()) if item in special]
        for item in own:
            special[item].append(i)
        if not own and shape.DISCLOSURE_WINDOW_TITLE not in title:
            general.setdefault(department, []).append(i)
    lists = [special[item] or general.get(d, []) for item, d in zip(ids, owner, strict=True)]
    table = np.full((len(ids), max(1, *map(len, lists))), -1)
    for row, windows in enumerate(lists):
        table[row, : len(windows)] = windows
    return table, np.array([len(windows) for windows in lists])
