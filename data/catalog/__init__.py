"""Every dataset and indicator, found by looking at the modules of this folder.

To add a dataset, add one file here with `DATASETS = (Dataset(...), ...)`. Nothing else needs to change.
"""

from __future__ import annotations

import importlib
import pkgutil

from data.definitions import Dataset, Indicator, Quotient, Unused


def _collect() -> tuple[dict[str, Dataset], dict[str, Indicator], dict[str, Dataset]]:
    datasets: dict[str, Dataset] = {}
    indicators: dict[str, Indicator] = {}
    owners: dict[str, Dataset] = {}
    for found in sorted(pkgutil.iter_modules(__path__), key=lambda m: m.name):
        module = importlib.import_module(f"{__name__}.{found.name}")
        for dataset in module.DATASETS:
            if dataset.id in datasets:
                raise ValueError(f"dataset id {dataset.id!r} is used twice")
            datasets[dataset.id] = dataset
            for indicator in dataset.indicators:
                if indicator.id in indicators:
                    raise ValueError(f"indicator id {indicator.id!r} is used twice")
                indicators[indicator.id] = indicator
                owners[indicator.id] = dataset
    return datasets, indicators, owners


def _check(datasets: dict[str, Dataset], indicators: dict[str, Indicator]) -> None:
    for dataset in datasets.values():
        for field in dataset.fields:
            if field.refers and field.refers not in datasets:
                raise ValueError(f"{dataset.id}.{field.id} refers to unknown {field.refers!r}")
    hidden = {i.id for d in datasets.values() if not d.published for i in d.indicators}
    for indicator in indicators.values():
        measure = indicator.measure
        needed: tuple[str, ...] = ()
        if isinstance(measure, Quotient):
            needed = (measure.numerator, measure.denominator)
        elif isinstance(measure, Unused):
            needed = (measure.of,)
        for other in needed:
            if other not in indicators:
                raise ValueError(f"indicator {indicator.id} builds on unknown {other!r}")
            # The records behind it would be those of a dataset that nobody is to see.
            if other in hidden and indicator.id not in hidden:
                raise ValueError(f"indicator {indicator.id} builds on unpublished {other!r}")


DATASETS, INDICATORS, OWNERS = _collect()
_check(DATASETS, INDICATORS)

# What the public sees. A dataset that is not published is in no list and at no address, its
# indicators neither; it is taken in, and others may be derived from it.
PUBLISHED = {id: dataset for id, dataset in DATASETS.items() if dataset.published}
PUBLISHED_INDICATORS = {i.id: i for dataset in PUBLISHED.values() for i in dataset.indicators}


def owner(indicator: Indicator) -> Dataset:
    """The dataset whose rows an indicator counts (for items without a case: the cases)."""
    if isinstance(indicator.measure, Unused):
        return OWNERS[indicator.measure.of]
    return OWNERS[indicator.id]
