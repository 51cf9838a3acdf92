"""Names beside codes in files: `labels=zh|en` over the whole catalogue, and what pages link to."""

from __future__ import annotations

import csv
import io

import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

from api.formats import suffixes_for
from data.catalog import INDICATORS, PUBLISHED
from tests.contracts import WITH_RECORDS, for_each

BASE = "/api/v1"
LANGS = ("zh", "en")


def table(client, path: str) -> list[list[str]]:
    """The lines of a CSV."""
    response = client.get(f"{BASE}{path}")
    assert response.status_code == 200, (path, response.text)
    return list(csv.reader(io.StringIO(response.data.decode("utf-8-sig"), newline="")))


def names(client, field, lang: str) -> dict[str, str]:
    if field.codes:
        return {code.id: code.title[lang] for code in field.codes}
    rows = client.get(f"{BASE}/datasets/{field.refers}/records?limit=1000").json["data"]
    key = PUBLISHED[field.refers].key[0]
    return {row[key]: row[f"title_{lang}"] or row["title_zh"] or row[key] for row in rows}


def is_coded(field) -> bool:
    return bool(field.codes) or field.refers in PUBLISHED


@for_each("lang", LANGS)
@for_each("dataset", [id for id in WITH_RECORDS if id in PUBLISHED])
def test_each_coded_field_has_its_names_beside_it(client, dataset, lang):
    fields = PUBLISHED[dataset].public_fields
    coded = [field for field in fields if is_coded(field)]
    path = f"/datasets/{dataset}/records.csv?limit=200"
    plain = table(client, path)
    ids, *rows = table(client, f"{path}&labels={lang}&header=id")
    expected = [name for f in fields for name in (f.id, *([f"{f.id}_label"] if f in coded else []))]
    assert ids == expected
    assert [[v for v, name in zip(row, ids, strict=True) if not name.endswith("_label") or name in plain[0]]
            for row in rows] == plain[1:]  # fmt: skip
    for field in coded:
        known = names(client, field, lang)
        at = ids.index(field.id)
        for row in rows:
            code, label = row[at], row[at + 1]
            assert label.startswith(known.get(code, code)) or "," in code, (field.id, code, label)
    heads = table(client, f"{path}&labels={lang}")[0]
    assert [h for h, name in zip(heads, ids, strict=True) if name in plain[0]] == [
        field.title[lang] for field in fields
    ]


@for_each("suffix", suffixes_for("records"))
def test_every_format_has_the_same_names(client, suffix):
    path = f"/datasets/cases/records.{suffix}?limit=20&fields=case_no,channel,department&labels=zh"
    data = client.get(f"{BASE}{path}").data
    expected = ["case_no", "channel", "channel_label", "department", "department_label"]
    if suffix == "parquet":
        rows = pq.read_table(io.BytesIO(data)).to_pylist()
        assert list(rows[0]) == expected
        labels = [row["channel_label"] for row in rows]
    elif suffix == "jsonl":
        import orjson

        lines = [orjson.loads(line) for line in data.splitlines()]
        assert list(lines[0]) == expected
        labels = [row["channel_label"] for row in lines]
    elif suffix == "csv":
        head, *cells = csv.reader(io.StringIO(data.decode("utf-8-sig")))
        assert head[1:3] == ["办理渠道", "办理渠道名称"] or head[2].endswith("名称")
        labels = [row[2] for row in cells]
    else:
        head, *cells = (
            CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
        )
        assert str(head[2]).endswith("名称")
        labels = [row[2] for row in cells]
    codes = PUBLISHED["cases"].field("channel").codes
    assert set(labels) <= {code.title.zh for code in codes}
    assert labels


def test_values_name_what_they_are_limited_to(client):
    at = "/indicators/on-time-rate/values.csv?grain=total&channel=hall,online&by=case_kind"
    head, *rows = table(client, f"{at}&labels=en&header=id")
    (first, *_) = (dict(zip(head, row, strict=True)) for row in rows)
    assert first["channel_label"] == "at the hall, online" or ", " in first["channel_label"]
    assert "case_kind_label" in head
    assert "reason_label" in head
    assert "sample_label" in head
    plain = table(client, at)
    assert plain[0] == [
        name for name in head if name not in ("channel_label", "reason_label", "sample_label")
    ]


@pytest.mark.parametrize(
    "path", ["/datasets/cases/records", "/indicators/ratings/values", "/live", "/datasets"]
)
def test_of_json_the_labels_are_refused_with_what_to_ask_instead(client, path):
    response = client.get(f"{BASE}{path}?labels=zh")
    assert response.status_code == 400
    (error,) = response.json["errors"]
    assert error["parameter"] == "labels"
    assert ".csv" in error["message"]
    assert "lang" in error["message"]


def test_lists_and_reports_take_labels_too(client):
    for path in (
        "/indicators.csv", "/datasets.csv", "/dictionary.csv", "/datasets/cases/facets.csv?field=channel",
        "/disclosure/annual-report/2026.csv", "/disclosure/annual-report/2026.xlsx",
    ):  # fmt: skip
        mark = "&" if "?" in path else "?"
        zh, en = (client.get(f"{BASE}{path}{mark}labels={lang}") for lang in LANGS)
        assert (zh.status_code, en.status_code) == (200, 200), path
        assert zh.data != en.data, path


def test_an_interval_and_a_small_sample_are_in_the_file(client):
    head, *rows = table(client, "/indicators/good-rating-rate/values.csv?grain=total&by=window")
    for row in (dict(zip(head, row, strict=True)) for row in rows):
        n = int(row["denominator"] or 0)
        assert (row["sample"] == "few") is (0 < n < 30), row
        if n:
            assert float(row["low"]) <= float(row["value"]) <= float(row["high"])
    assert INDICATORS["cases-completed"].is_count
    assert "sample" not in table(client, "/indicators/cases-completed/values.csv?grain=total")[0]
