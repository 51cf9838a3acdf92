"""The files as other people's tools read them, over HTTP and from disk."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import duckdb
import pandas as pd
import pytest
from flask import Flask
from flask.testing import FlaskClient

from data.catalog import DATASETS
from data.hall import hall

BASE = "/api/v1"
# To the day in public: its beginning on the hall's clock, eight hours ahead.
RECORDED_ON = "recorded_at - (recorded_at + 28800) % 86400"


@pytest.fixture
def address(client: FlaskClient, serve: Callable[[Any], str]) -> str:
    """The sample, served over HTTP."""
    server: Flask = client.application
    return serve(server) + BASE


def saved(url: str, folder: Path) -> Path:
    path = folder / url.rpartition("/")[2].partition("?")[0]
    with urlopen(url) as answer:
        path.write_bytes(answer.read())
        announced = int(answer.headers["X-Total-Count"])
    assert announced > 0
    return path


def test_pandas_reads_csv_as_it_comes(address, sampled):
    frame = pd.read_csv(f"{address}/datasets/cases/records.csv", parse_dates=["accepted_on"])
    assert list(frame.columns) == [f.id for f in DATASETS["cases"].public_fields]
    assert len(frame) == sampled.sql("select count(*) from cases")[0][0]
    assert frame["used_days"].sum() == sampled.sql("select sum(used_days) from cases")[0][0]
    days = (frame["accepted_on"] - pd.Timestamp(0)).dt.days
    assert days.sum() == sampled.sql("select sum(accepted_on) from cases")[0][0]
    missing = sampled.sql("select count(*) from cases where district is null")[0][0]
    assert missing > 0
    assert frame["district"].isna().to_numpy().sum() == missing
    on_site = frame["completed_on_site"].eq(True).to_numpy().sum()
    assert on_site == sampled.sql("select sum(completed_on_site) from cases")[0][0]


def test_pandas_reads_chinese_headers_and_values(address):
    frame = pd.read_csv(f"{address}/datasets/departments/records.csv?header=zh")
    titles = {f.id: f.title.zh for f in DATASETS["departments"].public_fields}
    assert list(frame.columns) == list(titles.values())
    assert "市发展和改革委员会" in set(frame[titles["title_zh"]])


def test_pandas_reads_parquet_with_its_types(address, sampled):
    frame = pd.read_parquet(f"{address}/datasets/cases/records.parquet")
    seconds = frame["recorded_at"].astype("datetime64[s, UTC]").astype("int64")
    assert seconds.sum() == sampled.sql(f"select sum({RECORDED_ON}) from cases")[0][0]
    assert frame["used_days"].dtype == "float64"
    assert frame["used_days"].sum() == sampled.sql("select sum(used_days) from cases")[0][0]


def test_pandas_reads_json_lines(address):
    frame = pd.read_json(f"{address}/indicators/on-time-rate/values.jsonl?grain=week", lines=True)
    with urlopen(f"{address}/indicators/on-time-rate/values?grain=week") as answer:
        expected = json.load(answer)["data"]
    assert list(frame["numerator"]) == [row["numerator"] for row in expected]


@pytest.mark.parametrize(("suffix", "reader"), [("csv", "read_csv"), ("parquet", "read_parquet")])
def test_duckdb_counts_what_the_service_counts(address, sampled, tmp_path, suffix, reader):
    path = saved(f"{address}/datasets/cases/records.{suffix}", tmp_path)
    found: Any = duckdb.execute(
        "select count(*), sum(used_days), min(accepted_on), count(due_on),"
        " count(*) filter (where belongs_on_site), epoch(max(recorded_at::timestamptz))"
        f" from {reader}('{path}')"
    ).fetchall()[0]
    rows, used, first, due, on_site, newest = sampled.sql(
        "select count(*), sum(used_days), date(min(accepted_on) * 86400, 'unixepoch'),"
        f" count(due_on), sum(belongs_on_site), max({RECORDED_ON}) from cases"
    )[0]
    assert (found[0], found[1], str(found[2]), found[3], found[4]) == (
        rows,
        used,
        first,
        due,
        on_site,
    )
    assert found[5] == newest


def test_a_spreadsheet_program_finds_typed_columns(address, tmp_path):
    path = saved(f"{address}/datasets/cases/records.xlsx", tmp_path)
    frame = pd.read_excel(path, engine="calamine")
    assert str(frame["accepted_on"].dtype).startswith("datetime64")
    assert str(frame["recorded_at"].dtype).startswith("datetime64")
    assert frame["used_days"].dtype == "float64"
    notes = pd.read_excel(path, sheet_name=1, header=None, engine="calamine").astype(str)
    assert notes[1].str.contains(hall().licence_url, regex=False).any()
