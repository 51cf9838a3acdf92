"""Every dataset and indicator, found by looking at the modules of this folder.

To add a dataset, add one file here with `DATASETS = (Dataset(...), ...)`. Nothing else needs to change.
"""

from __future__ import annotations

import importlib
import pkgutil

from data.definitions import Dataset, Indicator
from data.hall import hall


def _modules() -> list[str]:
    """The modules of this folder and of those in it, by name."""
    modules = pkgutil.walk_packages(__path__, prefix=f"{__name__}.")
    return sorted(module.name for module in modules if not module.ispkg)


def _collect() -> tuple[dict[str, Dataset], dict[str, Indicator], dict[str, Dataset]]:
    datasets: dict[str, Dataset] = {}
    indicators: dict[str, Indicator] = {}
    owners: dict[str, Dataset] = {}
    for name in _modules():
        for dataset in getattr(importlib.import_module(name), "DATASETS", ()):
            if dataset.id in datasets:
                raise ValueError(f"dataset id {dataset.id!r} is used twice")
            datasets[dataset.id] = dataset
            for indicator in dataset.indicators:
                if indicator.id in indicators:
                    raise ValueError(f"indicator id {indicator.id!r} is used twice")
                indicators[indicator.id] = indicator
                owners[indicator.id] = dataset
    return datasets, indicators, owners


def _check(
    datasets: dict[str, Dataset], indicators: dict[str, Indicator], owners: dict[str, Dataset]
) -> None:
    """Refuse names of what is not there, and what one definition alone cannot know to be wrong."""
    for dataset in datasets.values():
        for field in dataset.fields:
            if field.refers and field.refers not in datasets:
                raise ValueError(f"{dataset.id}.{field.id} refers to unknown {field.refers!r}")
        for need in dataset.needs:
            if need.dataset not in datasets:
                raise ValueError(f"dataset {dataset.id} needs unknown {need.dataset!r}")
            if need.field not in {f.id for f in datasets[need.dataset].fields}:
                raise ValueError(f"dataset {dataset.id}: {need.dataset} has no {need.field!r}")
        for follow in dataset.follows:
            if unknown := {follow.dataset, *follow.by} - set(datasets):
                raise ValueError(f"dataset {dataset.id} follows unknown {sorted(unknown)}")
            fields = {f.id for f in datasets[follow.dataset].fields}
            if missing := {follow.key, *follow.dated, *follow.reads} - fields:
                raise ValueError(f"dataset {dataset.id}: {follow.dataset} has no {sorted(missing)}")
        for identity in dataset.identities:
            if unknown := {*identity.left, *identity.right} - set(indicators):
                raise ValueError(f"identity {identity.id}: unknown {sorted(unknown)}")
    for indicator in indicators.values():
        if unknown := set(indicator.beside) - set(indicators):
            raise ValueError(f"indicator {indicator.id} stands beside unknown {sorted(unknown)}")
        if indicator.left_out and indicator.left_out not in indicators:
            raise ValueError(f"indicator {indicator.id}: unknown {indicator.left_out!r} left out")
        if indicator.distribution:
            count, dimension = indicator.distribution
            if count not in indicators or dimension not in indicators[count].dimensions:
                raise ValueError(f"indicator {indicator.id}: no {dimension!r} of {count!r} to show")
        sides: dict[str, Indicator] = {}
        for id in indicator.measure.builds_on():
            if id not in indicators:
                raise ValueError(f"indicator {indicator.id} builds on unknown {id!r}")
            if owners[id].control:
                raise ValueError(f"indicator {indicator.id}: {id} is controlled, its rest is not")
            if not set(owners[indicator.id].grains) <= set(owners[id].grains):
                raise ValueError(
                    f"indicator {indicator.id}: {id} has no {owners[indicator.id].grain}"
                )
            if owners[indicator.id].published and not owners[id].published:
                raise ValueError(f"indicator {indicator.id}: {id} is not published")
            sides[id] = indicators[id]
        indicator.measure.check_sides(indicator, sides)


def _check_settings(datasets: dict[str, Dataset]) -> None:
    """Refuse a hall's word on a dataset that there is not."""
    if unknown := set(hall().cadence) - set(datasets):
        raise ValueError(f"setting 'cadence.{min(unknown)}': there is no such dataset")


DATASETS, INDICATORS, OWNERS = _collect()
_check_settings(DATASETS)
_check(DATASETS, INDICATORS, OWNERS)

# What the public sees. A dataset that is not published, or of a subject that this hall does not report,
# is in no list and at no address, its indicators neither; it is taken in, and others may be derived
# from it.
PUBLISHED = {
    id: dataset
    for id, dataset in DATASETS.items()
    if dataset.published and hall().reports(dataset.subject)
}
# Those of which single records leave, and not numbers alone.
WITH_RECORDS = {id: dataset for id, dataset in PUBLISHED.items() if dataset.records}
PUBLISHED_INDICATORS = {i.id: i for dataset in PUBLISHED.values() for i in dataset.indicators}


# Whose entries are the codes of other datasets.
LISTS = tuple(sorted(dataset.id for dataset in DATASETS.values() if dataset.reference))


def owner(indicator: Indicator) -> Dataset:
    """The dataset whose rows an indicator counts (for items without a case: the cases)."""
    return OWNERS[indicator.measure.counts_rows_of or indicator.id]


def made_of(indicator: Indicator) -> frozenset[str]:
    """The datasets whose rows an indicator's values follow from: its own, and those of what it builds on.

    The lists that its codes are from, and the calendar, are not named: they are everybody's.
    """
    sides = (INDICATORS[id] for id in indicator.measure.builds_on())
    return frozenset({owner(indicator).id}).union(*(made_of(side) for side in sides))
