"""The site of a hall that reports of no subject that it may leave out, though its store has all of them.

Run as a program (`python -m tests.unreported_subjects FOLDER`), since a process reads its hall once.
It prints the addresses whose answer names what is not reported, or that answer for it, as JSON.
"""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

GONE = (
    "/satisfaction", "/reform", "/en/reform", "/live/reform", "/api/v1/datasets/item-changes/records",
    "/api/v1/indicators/items-cut/values", "/indicators/cut-together",
    "/disclosure", "/disclosure/deadline", "/disclosure/report", "/en/satisfaction",
    "/live/satisfaction", "/live/disclosure", "/s/2", "/s/3", "/feeds/overdue.atom",
    "/api/v1/disclosure/open", "/api/v1/disclosure/annual-report", "/api/v1/datasets/evaluations/records",
    "/api/v1/datasets/disclosure-requests", "/api/v1/indicators/good-rating-rate/values.csv",
    "/indicators/good-rating-rate", "/indicators/disclosure-on-time",
    "/service", "/en/service", "/live/service", "/service/ask", "/service/items", "/live/enterprise", "/supervision", "/live/supervision",
    "/enterprise", "/en/enterprise", "/data/terminals", "/api/v1/datasets/terminals/records",
)  # fmt: skip
# Ids that are words of the texts too: of these an address or a value of its own is a trace.
PLAIN_WORDS = ("terminals", "training")
REFUSED = ("/catalog.jsonld?lang=en",)  # is in both languages at once
MORE = (
    "/search?q=差评", "/search?q=satisfaction", "/search?q=依申请公开", "/api/v1/search?q=disclosure",
    "/en/search?q=disclosure", "/en/screen", "/screen?scene=today", "/en/", "/en/about", "/en/data",
)  # fmt: skip


def hall_without(folder: Path) -> Path:
    """Our hall.toml but for its subjects."""
    from data.hall import SUBJECTS
    from data.settings import ROOT

    text = (ROOT / "hall.toml").read_text("utf-8")
    path = folder / "hall.toml"
    path.write_text(
        re.sub(r"^without = \[\]", f"without = {list(SUBJECTS)}", text, flags=re.M),
        "utf-8",
    )
    return path


def traces(folder: Path) -> list[str]:
    from data.catalog import DATASETS
    from tests.hall_data import Store, application, fill, sample
    from tests.hidden_dataset import NEAR, addresses

    hidden = [dataset for dataset in DATASETS.values() if dataset.subject]
    ids = {id for d in hidden for id in (d.id, *(i.id for i in d.indicators))} - {
        "ratings",
        *PLAIN_WORDS,
    }
    names = "|".join(sorted(map(re.escape, ids)))
    words = "好评率|好差评|政府信息公开申请|ratings are good"
    named = re.compile(
        rf"\b({names})\b|/(satisfaction|disclosure|reform|service|enterprise|supervision)(?=[\"?/])|{words}"
        rf"|[\"/]({'|'.join(PLAIN_WORDS)})\b"
    )
    store = Store(folder)
    fill(store, sample())
    with application(store) as server:
        client = server.test_client()
        found = [path for path in GONE if client.get(path).status_code != 404]
        for path in (*addresses(), *MORE):
            answer = client.get(path)
            if answer.status_code >= 400 and path not in NEAR and path not in REFUSED:
                found.append(f"{path}: {answer.status_code}")
            # What is typed stands in the page that searches for it.
            text = re.sub(
                r'value="[^"]*"|assets/[^"]*|q=[^"&]*', "", answer.data.decode(errors="replace")
            )
            found += [
                f"{path}: {text[m.start() - 60 : m.end() + 20]}" for m in named.finditer(text)
            ]
    store.close()
    return found


if __name__ == "__main__":
    os.environ["HALL_TOML"] = str(hall_without(Path(sys.argv[1])))
    print(json.dumps(traces(Path(sys.argv[1])), ensure_ascii=False))
