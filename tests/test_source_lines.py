"""Every indicator says which lines of the code define it, and a page and the API lead there."""

from __future__ import annotations

import dataclasses
import re

import pytest

from api.documents import source_lines
from dashboard.pages.indicators.definition import definition
from data import hall as settings
from data.catalog import INDICATORS
from data.hall import ROOT, hall


@pytest.mark.parametrize("id", INDICATORS)
def test_the_lines_hold_the_whole_definition_and_no_other(id):
    source = source_lines.source(id)
    assert source is not None
    lines = (ROOT / source["path"]).read_text("utf-8").splitlines()
    text = "\n".join(lines[source["first_line"] - 1 : source["last_line"]])
    assert text.lstrip().startswith("Indicator(")
    assert re.findall(r"\bid=\"([a-z0-9-]+)\"|Indicator\(\s*\"([a-z0-9-]+)\"", text) in (
        [(id, "")],
        [("", id)],
    )
    assert INDICATORS[id].title.zh in text


def test_the_api_and_the_page_name_them(client):
    source = client.get("/api/v1/indicators/on-time-rate").json["data"]["source"]
    assert source["path"] == "data/catalog/cases/indicators.py"
    assert source["url"] is None
    page = client.get("/indicators/on-time-rate").text
    assert f"{source['path']}:{source['first_line']}" in page


def test_where_the_code_is_public_the_page_links_to_it(monkeypatch):
    there = "https://git.example.org/hall/blob/v1/{path}#L{first}-L{last}"
    public = dataclasses.replace(hall(), source_url=there)
    monkeypatch.setattr(source_lines, "hall", lambda: public)
    source = source_lines.source("cases-completed")
    assert source is not None
    assert source["url"] == there.format(
        path=source["path"], first=source["first_line"], last=source["last_line"]
    )
    drawn = str(definition(INDICATORS["cases-completed"], "zh"))
    assert f"href={source['url']!r}" in drawn


@pytest.mark.parametrize("wrong", ["https://e.org/{file}", "https://e.org/{", "https://e.org/{}"])
def test_an_address_that_cannot_be_filled_in_is_refused(tmp_path, wrong):
    text = (ROOT / "hall.toml").read_text("utf-8")
    (tmp_path / "hall.toml").write_text(text.replace('source_url = ""', f'source_url = "{wrong}"'))
    with pytest.raises(ValueError, match=r"hall\.source_url"):
        settings.load(tmp_path / "hall.toml")
    (tmp_path / "hall.toml").write_text(text.replace('source_url = ""\n', ""))
    assert settings.load(tmp_path / "hall.toml").source_url == ""
