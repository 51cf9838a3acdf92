"""A catalogue with a dataset and a reference list that are not published, asked for all it has.

Run as a program (`python -m tests.hidden_dataset FOLDER`), since a process reads the catalogue once.
It prints the addresses whose answer names what is hidden, or that answer for it, as JSON.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HIDDEN = b"hush"  # in the id of all that is not published
DEFINITIONS = """
from data.definitions import Dataset, Dimension, Field, Indicator, Text
from data.measures import Count
from data.catalog.reference import DATASETS as LISTS

WORDS = Text("词", "words")
DAY = Field("seen_on", "date", WORDS, indexed=True)
ROOM = Field("room", "text", WORDS, refers="hush-rooms")
PLACE = Dimension("room", WORDS)

def visits(id, **more):
    count = Indicator(f"{id}-seen", WORDS, WORDS, Count(), dated="seen_on", dimensions=("room",))
    fields = (Field("visit_no", "text", WORDS, required=True), DAY, ROOM)
    return Dataset(id, WORDS, WORDS, ("visit_no",), fields, indicators=(count,),
                   dimensions=(PLACE,), newest=("seen_on",), **more)

DATASETS = (
    visits("visits"),
    visits("hush-visits", published=False),
    Dataset(
        "hush-rooms", WORDS, WORDS, ("room",),
        (Field("room", "text", WORDS, required=True), Field("title_zh", "text", WORDS),
         Field("title_en", "text", WORDS), Field("listed", "boolean", WORDS)),
        reference=True, published=False, derive=LISTS[0].derive, label=("title_zh", "title_en"),
    ),
)
"""
ASKED_FOR = (
    *(f"/api/v1/datasets/hush-visits{rest}" for rest in (
        "", "/records", "/records.csv", "/facets?field=room", "/facets.csv?field=room",
        "/citation", "/citation.bib", "/dictionary.csv", "/schema.jsonld",
    )),
    *(f"/api/v1/indicators/hush-visits-seen{rest}" for rest in (
        "", "/values", "/values.csv", "/rows", "/rows.csv",
    )),
    "/indicators/hush-visits-seen", "/live/indicator-hush-visits-seen",
)  # fmt: skip
# A wrong word, to which what is hidden would be near.
NEAR = (
    "/api/v1/datasets/ush-visits",
    "/api/v1/indicators/ush-visits-seen",
    "/api/v1/datasets/visits/records?room=R9",
    "/api/v1/indicators/visits-seen/values?room=R9",
)


def with_hidden(folder: Path) -> None:
    """The catalogue of this process, with one file more."""
    (folder / "zz_visits.py").write_text(DEFINITIONS, encoding="utf-8")
    spec = importlib.util.find_spec("data.catalog")
    assert spec
    assert spec.loader
    assert spec.submodule_search_locations
    spec.submodule_search_locations.append(str(folder))
    module = importlib.util.module_from_spec(spec)
    sys.modules["data.catalog"] = module
    spec.loader.exec_module(module)


def addresses() -> Iterator[str]:
    from api.openapi.endpoint import operations
    from api.routes.endpoints import ENDPOINTS
    from dashboard.site_map import PAGES

    for operation in operations(ENDPOINTS):
        address = operation.example
        yield address
        yield f"{address}{'&' if '?' in address else '?'}lang=en"
    alike = {page.like: path for path, page in PAGES.items() if page.like}
    for path, page in PAGES.items():
        if page.like and alike[page.like] != path:
            continue  # one of those that have one layout
        yield f"/{path}"
    yield from NEAR


def leaks(folder: Path) -> list[str]:
    from tests.hall_data import Store, application

    store = Store(folder)
    seen = {"visits": "2026-11-20", "hush-visits": "2026-11-23"}
    for dataset, day in seen.items():
        store.ingest(dataset, [{"visit_no": "V1", "seen_on": day, "room": "R1"}])
    with application(store) as server:
        client = server.test_client()
        found = [path for path in ASKED_FOR if client.get(path).status_code != 404]
        found += [path for path in addresses() if HIDDEN in client.get(path).data]
        as_of: Any = client.get("/api/v1/live").json["meta"]["as_of"]
        found += [] if as_of.startswith(seen["visits"]) else [f"as_of {as_of}"]
        assert client.get("/api/v1/datasets/visits/records").json["meta"]["total"] == 1
    store.close()
    return found


if __name__ == "__main__":
    with_hidden(Path(sys.argv[1]))
    print(json.dumps(leaks(Path(sys.argv[1]))))
