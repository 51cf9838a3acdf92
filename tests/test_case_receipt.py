"""A case is found by the number on its receipt, in the box where disclosure requests are looked up."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote

import pytest


@pytest.mark.parametrize(("prefix", "lang"), [("", "zh"), ("/en", "en")])
def test_a_case_is_found_by_its_number_however_it_is_typed(client, prefix, lang):
    (case,) = client.get("/api/v1/datasets/cases/records?limit=1&outcome=granted").json["data"]
    number = case["case_no"]
    for typed in (number, f"  {number.lower()} ", number.replace("-", "－")):
        text = unescape(client.get(f"{prefix}/disclosure?request={quote(typed)}").text)
        (found,) = re.findall(
            r'<section[^>]*class="followed"[^>]*>(.*?)</section>', text, re.DOTALL
        )
        assert f">{number}</p>" in found, typed
        assert {"zh": "已办结", "en": "Completed"}[lang] in found
        (record,) = set(re.findall(r'href="(/api/v1/datasets/cases/records\?[^"]*)"', found))
        assert client.get(record).json["data"][0]["case_no"] == number
        assert ("lang=en" in record) is (lang == "en")


def test_a_number_of_neither_kind_is_said_to_be_unknown(client):
    text = client.get("/disclosure?request=NC00000000-99999").text
    assert "没有查到这个编号" in text


def test_a_case_done_at_once_took_part_of_a_day_not_no_days(client):
    (case,) = client.get("/api/v1/datasets/cases/records?limit=1&used_days=0").json["data"]
    for prefix, used in (("", "半日内"), ("/en", "within half a day")):
        text = unescape(client.get(f"{prefix}/disclosure?request={case['case_no']}").text)
        assert f">{used}</dd>" in text
