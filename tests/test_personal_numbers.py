"""No number that names a person is published: refused at the door, and looked for in all that is sent."""

import csv
import json
import re
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

import polars as pl
import pytest

from data.catalog import DATASETS
from data.definitions import Dataset, Field
from data.intake.check import publishable
from data.intake.check.publishable import unpublishable
from data.intake.ledger import quarantined
from data.intake.profile.load import load
from data.rules.personal import personal_numbers
from tests.hall_data import Store, application, sample
from tests.hidden_dataset import addresses
from tests.intake_data import CASE, taken

# Invented. The check digit of the first is wrong, as a mistyped one's; those of the others are right.
IDENTITY, MOBILE = "510101199001011234", "13800138000"
NUMBERS = {
    "510101199001011234": "identity",
    "11010519491231002X": "identity",
    "11010519491231002x": "identity",
    "１１０１０５１９４９１２３１００２Ｘ": "identity",
    "110105 19491231 002X": "identity",
    "13800138000": "mobile",
    "+8613800138000": "mobile",
    "86 138 0013 8000": "mobile",
    "138-0013-8000": "mobile",
    "１３８００１３８０００": "mobile",
    "19912345678": "mobile",
    "138.0013.8000": "mobile",
    "138·0013·8000": "mobile",
    "138–0013—8000": "mobile",
    "138\u00a00013\u30008000": "mobile",
    "(138)00138000": "mobile",
    "١٣٨٠٠١٣٨٠٠٠": "mobile",
    "¹³⁸⁰⁰¹³⁸⁰⁰⁰": "mobile",
    "①③⑧⓪⓪①③⑧⓪⓪⓪": "mobile",
    "110105 1949 1231 002X": "identity",
    "110105–1949-12-31–002X": "identity",
    "110105.19491231.002X": "identity",
}
AROUND = ("{}", "张三{}", "电话：{}，请回复", "NC-{}", "({})", "{}。", "a {} b", "_{}_")
OTHERS = (
    "511302202609120003",  # region, day, sequence: a receipt; another check digit
    "999999999999999999",
    "NC13800138000",  # part of a receipt number
    "13800138000X",
    "138001380001",
    "12800138000",
    "20251126001",
    "2025-09-12 13:08:00.138",
    "138.00138000",
    "511302202509120001234",
    "a110105194912310021",
    "f3a13800138000c4",
)  # fmt: skip


def identity_check_digit(number: str) -> str:
    """By the table of GB 11643 as it is usually printed, written out anew."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    rest = sum(int(c) * w for c, w in zip(number, weights, strict=False)) % 11
    return "10X98765432"[rest]


def test_the_samples_have_the_check_digit_they_claim():
    assert identity_check_digit("11010519491231002") == "X"
    assert identity_check_digit(IDENTITY) != IDENTITY[-1]


@pytest.mark.parametrize("around", AROUND)
def test_a_number_is_seen_wherever_it_stands(around):
    for number, kind in NUMBERS.items():
        text = around.format(number)
        seen = [k for k, _ in personal_numbers(text)]
        assert kind in seen, text


@pytest.mark.parametrize("text", OTHERS)
def test_what_is_another_number_is_left_alone(text):
    assert personal_numbers(text) == []
    assert taken([{**CASE, "case_no": text}]).rejects == []


def test_a_value_that_many_lines_have_is_looked_at_once(monkeypatch):
    """And what looks like no number not at all: a list of receipts may be long."""
    looked_at = []
    monkeypatch.setattr(publishable, "personal_numbers", lambda text: looked_at.append(text) or [])
    texts = ["窗口电话 13800138000", "窗口一", None, OTHERS[0]]
    assert not unpublishable(pl.Series(texts * 50)).any()
    assert sorted(looked_at) == sorted([texts[0], OTHERS[0]])


def _row(dataset: Dataset) -> dict[str, str]:
    """A row that is taken: what a file needs, in the dataset's own terms."""
    words = {"date": "2025-09-10", "instant": "2025-09-10 09:00", "boolean": "true"}
    return {
        f.id: f.codes[0].id if f.codes else words.get(f.type, f"{f.minimum or 3:g}")
        for f in dataset.fields
        if f.required or f.blanks or f.id in dataset.key
    }


def _open_fields(dataset: Dataset) -> Iterator[Field]:
    """Fields whose words come from the source and are published: there, or in the list that they refer to."""
    for f in dataset.fields:
        words = f.type in ("text", "code") and not f.codes and not f.keyed and not f.computed
        if words and (f.published or f.refers):
            yield f


def test_a_line_with_a_number_or_an_unseen_character_in_any_field_is_refused_and_not_shown():
    hall = load("hall")
    held = {
        IDENTITY: "holds an identity number",
        f"张三 {MOBILE}": "holds a mobile number",
        "12\u200b34": "cannot be seen",
        "a\u202eb": "cannot be seen",
        "a\ufeffb": "cannot be seen",
        "a\u3164b": "cannot be seen",
        "a\ufe0fb": "cannot be seen",
    }
    wrong = []
    for dataset in (one for one in DATASETS.values() if not one.follows):
        for f in _open_fields(dataset):
            for value, reason in held.items():
                refused = taken([_row(dataset) | {f.id: value}], dataset.id).rejects
                if len(refused) != 1 or reason not in refused[0].reason:
                    wrong.append((dataset.id, f.id, value, refused))
                elif personal_numbers(refused[0].reason):
                    wrong.append((dataset.id, f.id, "shown", refused))
        mapping = hall.datasets.get(dataset.id)
        for id, header in mapping.labels.items() if mapping else ():
            row = {mapping.columns[name]: value for name, value in _row(dataset).items()}
            refused = taken([row | {header: f"张三{MOBILE}"}], dataset.id, hall).rejects
            if not any("holds a mobile number" in reject.reason for reject in refused):
                wrong.append((dataset.id, id, header, refused))
    assert wrong == []


@pytest.mark.parametrize(
    "number", [MOBILE, IDENTITY, "13,800,138,000", f"{MOBILE}.0", "1.3800138e10"]
)
def test_a_number_in_a_column_of_numbers_is_refused_too(number):
    wrong = []
    for dataset in (one for one in DATASETS.values() if not one.follows):
        for f in dataset.fields:
            if f.type in ("integer", "number") and f.published and not f.computed:
                row = _row(dataset) | {f.id: number}
                refused = taken([row], dataset.id).rejects
                if len(refused) != 1 or personal_numbers(refused[0].reason):
                    wrong.append((dataset.id, f.id, refused))
    assert wrong == []


def _all_text(body: bytes) -> str:
    """What stands in an answer; of a packed one (XLSX, ODS, Parquet) in all its parts."""
    if body.startswith(b"PK"):
        with ZipFile(BytesIO(body)) as parts:
            return "\n".join(_all_text(parts.read(name)) for name in parts.namelist())
    if body.startswith(b"PAR1"):
        return pl.read_parquet(BytesIO(body)).write_csv()
    return body.decode("utf-8", "replace")


def test_nothing_that_a_hostile_store_sends_names_a_person(tmp_path):
    """Files with such numbers in every field, beside good lines; then all addresses are read."""
    store = Store(tmp_path)
    records = sample()
    for id, dataset in DATASETS.items():
        good = records.get(id, [])[:50]
        if not good:
            continue
        hostile = [
            good[n % len(good)] | {f.id: f"{number}"}
            for n, f in enumerate(_open_fields(dataset))
            for number in (IDENTITY, f"张三{MOBILE}", "１３８００１３８０００")
        ]
        path = tmp_path / f"张三{MOBILE}-{id}.csv"
        names = list(dict.fromkeys(name for row in [*good, *hostile] for name in row))
        with path.open("w", encoding="utf-8", newline="") as file:
            out = csv.DictWriter(file, names)
            out.writeheader()
            out.writerows([*good, *hostile])
        entry = store.ingest(id, path)
        assert (entry.accepted, entry.rejected) == (len(good), len(hostile)), entry
    with store.engine.connect() as connection:
        shown = json.dumps([row["reason"] for row in quarantined(connection, None)])
    assert personal_numbers(shown) == []
    with application(store) as server:
        client = server.test_client()
        sent = {path: _all_text(client.get(path).data) for path in addresses()}
    named = {
        # Seconds that were measured have as many digits behind the point as an identity number.
        path: personal_numbers(
            re.sub(r"(?<=\d\.)\d{12,}", "…", text) if "/metrics" in path else text
        )
        for path, text in sent.items()
    }
    assert {path: numbers for path, numbers in named.items() if numbers} == {}
    store.close()
