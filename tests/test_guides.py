"""Guides of items: forms that open, counts worked out by hand, the pages, the simulated hall's lists."""

import hashlib
import io
import re
import zipfile
from datetime import date, datetime
from xml.etree import ElementTree

import pytest

from api.answer import answers
from data.forms import document, documents, forms
from data.forms.form import parse
from demo import SimulatedHall
from demo.export import write
from demo.lives.guidance.guides import item_papers
from demo.states import KINDS, state_at
from tests.hall_data import SOURCES, application

ITEMS = [
    {"item": "a-1", "title_zh": "甲事项", "title_en": "Item A", "kind": "approval",
     "limit_unit": "calendar_day", "limit_value": 30, "promised_days": 7, "case_kind": "promised"},
    {"item": "a-2", "title_zh": "乙事项", "title_en": "Item B", "kind": "service"},
    {"item": "a-3", "title_zh": "丙事项", "title_en": "Item C", "kind": "service"},
]  # fmt: skip


def form(item, kind, since="2026-01-01", until=None, file=None):
    one = documents().get(file or "")
    return {"form_no": f"{item}-{kind}", "valid_from": since, "valid_until": until, "item": item,
            "kind": kind, "title_zh": f"{kind}文本", "title_en": f"The {kind}", "file": file,
            "sha256": one.sha256 if one else None}  # fmt: skip


def paper(item, name, source, since="2026-01-01", until=None):
    return {"item": item, "paper": name, "valid_from": since, "valid_until": until,
            "title_zh": f"材料{name}", "title_en": f"Paper {name}", "source": source}  # fmt: skip


FORMS = [
    form("a-1", "form", file="crj-travel.docx"),
    form("a-1", "sample", file="crj-travel-sample.docx"),
    form("a-2", "form"),
    form("a-2", "sample", until="2026-11-23"),  # yesterday was its last day
]
PAPERS = [
    paper("a-1", "x", "applicant", until="2026-06-30"),
    paper("a-1", "x", "shared", since="2026-07-01"),
    paper("a-1", "y", "applicant"),
    paper("a-1", "z", "promise"),
    paper("a-2", "x", "applicant"),
    paper("a-2", "w", "shared", since="2026-11-25"),  # from tomorrow on
]


def value(client, indicator, **asked):
    query = {"grain": "total", **asked}
    return client.get(f"/api/v1/indicators/{indicator}/values", query_string=query).json["data"]


# --- forms ----------------------------------------------------------------------------------------


def test_there_are_real_forms_each_with_a_sample_for_items_on_the_list():
    listed = (SOURCES / "items.csv").read_text("utf-8")
    assert len(forms()) >= 40
    for one in forms().values():
        rows = [row for part in one.parts for row in part.rows]
        filled = [row for row in rows if row.sample]
        assert len(rows) >= 9, one.name
        assert len(filled) >= 0.6 * len(rows), one.name
        assert all((one.declaration, one.notes, one.basis)), one.name
        assert all(f"\n{item}," in listed for item in one.items), one.name
    labels = {tuple(r.label for p in one.parts for r in p.rows) for one in forms().values()}
    assert len(labels) == len(forms())  # none is another one's copy


def test_documents_open_ask_the_same_and_name_nobody():
    for name, one in documents().items():
        archive = zipfile.ZipFile(io.BytesIO(one.content))
        assert archive.testzip() is None
        texts = "".join(ElementTree.fromstring(archive.read("word/document.xml")).itertext())
        for part in one.form.parts:
            assert all(row.label in texts for row in part.rows), name
        assert ("均为虚构" in texts) == one.filled
        assert not re.search(r"\d{11}", texts), name
        assert one.content == document(one.form, one.filled).content  # the same bytes again


def test_a_text_that_is_no_form_is_refused_with_its_line():
    head = "title: 甲 | A\nitems: a\nversion: 2024-01-01\nsign: org\nbasis: 某法\n"
    with pytest.raises(ValueError, match="line 7"):
        parse("a", head + "# 一\n没有等号")
    with pytest.raises(ValueError, match="not among"):
        parse("a", head + "# 一\n类别 [甲|乙] = 丙")
    with pytest.raises(ValueError, match="basis"):
        parse("a", head.replace("basis: 某法\n", "") + "# 一\n类别 = 甲")


# --- counts by hand -------------------------------------------------------------------------------


def test_guides_are_counted_as_of_today_and_unknown_without_lists(store):
    store.ingest("limit-conversions", SOURCES / "limit-conversions.csv")
    store.ingest("items", ITEMS)
    with application(store) as app:
        client = app.test_client()
        for id in ("forms-available", "papers-per-item", "papers-shared-rate"):
            assert [row["value"] for row in value(client, id)] in ([], [None]), id
        store.ingest("item-forms", FORMS)
        store.ingest("item-papers", PAPERS)
        answers.refresh()
        (row,) = value(client, "forms-available")
        assert (row["numerator"], row["denominator"]) == (1, 3)  # a-2 has no sample any more
        (row,) = value(client, "papers-per-item")
        assert (row["numerator"], row["denominator"], row["value"]) == (4, 2, 2.0)
        (row,) = value(client, "papers-shared-rate")
        assert (row["numerator"], row["denominator"]) == (1, 4)
        services = value(client, "forms-available", kind="service")
        assert [(row["numerator"], row["denominator"]) for row in services] == [(0, 2)]
    by_item = {row["item"]: row for row in store.rows("items")}
    # 30 calendar days are 20 working days, and stay so when forms and papers come.
    assert by_item["a-1"]["legal_days"] == 20
    assert [by_item[i]["papers_n"] for i in ("a-1", "a-2", "a-3")] == [3, 1, 0]


def test_papers_and_windows_are_a_stock_with_dates(store):
    store.ingest("item-papers", PAPERS)
    store.ingest(
        "windows",
        [
            {"window": "W1", "title_zh": "一", "kind": "unified", "opened_on": "2026-01-05"},
            {"window": "W2", "title_zh": "二", "kind": "utility", "opened_on": "2026-02-02",
             "closed_on": "2026-03-31"},
            {"window": "W3", "title_zh": "三", "opened_on": "2026-02-02"},
            {"window": "W4", "title_zh": "四", "kind": "department"},
        ],
    )  # fmt: skip
    with application(store) as app:
        client = app.test_client()
        months = value(client, "windows-open", grain="month", **{"from": "2026-01-01"})
        assert [row["value"] for row in months][:5] == [1, 3, 3, 2, 2]
        kinds = {row["kind"]: row["value"] for row in value(client, "windows-open", by="kind")}
        assert (kinds["unified"], kinds["utility"], kinds["unknown"]) == (1, 0, 1)
        sources = {
            (row["period"], row["source"]): row["value"]
            for row in value(client, "papers-in-force", grain="month", by="source")
        }
    assert [sources[m, "applicant"] for m in ("2026-06", "2026-07")] == [3, 2]
    assert [sources[m, "shared"] for m in ("2026-06", "2026-07", "2026-11")] == [0, 1, 1]


# --- the simulated hall ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lives():
    start = date(2025, 1, 1)
    hall = SimulatedHall(7, start)
    days = [hall._guides.first + n for n in range(700)]
    return dict(zip(("item-forms", "item-papers"), hall._guides.lives(days), strict=True))


def test_the_simulated_hall_has_papers_for_every_item_and_they_become_fewer(store, lives, tmp_path):
    store.ingest("items", SOURCES / "items.csv")
    assert len(item_papers()) == 132
    shared = []
    for month in (date(2025, 2, 1), date(2025, 6, 1), date(2026, 11, 1)):
        at = datetime(month.year, month.month, month.day)
        for name, frame in lives.items():
            rows = state_at(name, frame, at)
            entry = store.ingest(name, write(name, rows, tmp_path / f"{name}-{month}.csv"), "hall")
            assert entry.rejected == 0
        with application(store) as app:
            client = app.test_client()
            (row,) = value(client, "papers-shared-rate")
            shared.append((row["numerator"], row["denominator"]))
    assert {n for _, n in shared} == {sum(map(len, item_papers().values()))}
    assert shared[0][0] < shared[1][0] < shared[2][0]
    kinds = dict(lives["item-forms"].group_by("kind").len().iter_rows())
    assert kinds["form"] == kinds["sample"] >= 40
    assert KINDS["item-papers"].small


def test_the_windows_that_ship_are_those_of_the_press_report(store):
    store.ingest("windows", SOURCES / "windows.csv")
    with application(store) as app:
        kinds = {r["kind"]: r["value"] for r in value(app.test_client(), "windows-open", by="kind")}
    assert (kinds["unified"], kinds["utility"], kinds["disclosure"]) == (3, 7, 1)
    assert sum(kinds.values()) == 65


# --- pages ----------------------------------------------------------------------------------------


@pytest.fixture
def guided(store):
    store.ingest("items", ITEMS)
    store.ingest("item-forms", FORMS)
    store.ingest("item-papers", PAPERS)
    with application(store) as app:
        yield app.test_client()


@pytest.mark.parametrize("lang", ["", "/en"])
def test_the_page_of_an_item_has_what_applicants_need(guided, lang):
    page = guided.get(f"{lang}/service/items/a-1").text
    for said in (
        {"": "共3份，其中1份免提交", "/en": "3 papers, 1 of which you need not bring"}[lang],
        documents()["crj-travel.docx"].sha256,
        "/forms/crj-travel-sample.docx",
        {"": "工作日09:00～12:00、13:00～17:00", "/en": "09:00–12:00, 13:00–17:00 on working days"}[
            lang
        ],
    ):
        assert said in page, said
    nothing = guided.get(f"{lang}/service/items/a-3").text
    assert {"": "申请材料", "/en": ">Papers<"}[lang] not in nothing
    assert {"": "暂无可下载的表格", "/en": "No form to download"}[lang] in nothing
    assert guided.get(f"{lang}/service/items/nowhere").status_code == 404


def test_a_file_is_the_one_that_the_list_names(guided):
    got = guided.get("/forms/crj-travel.docx")
    (row,) = guided.get("/api/v1/datasets/item-forms/records?form_no=a-1-form").json["data"]
    assert hashlib.sha256(got.data).hexdigest() == row["sha256"]
    assert "attachment" in got.headers["Content-Disposition"]
    assert guided.get("/forms/..%2Fapp.py").status_code == 404
    assert guided.get("/service/forms/crj-travel").text.count("form-paper") >= 2
    assert guided.get("/en/service/forms/none").status_code == 404


def test_items_are_found_with_few_letters_and_nothing_typed_is_kept(guided):
    answer = guided.get("/service/items?q=jsx")
    assert 'href="/service/items/a-1"' in answer.text
    assert "/service/items/a-2" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert 'href="/en/service/items/a-2"' in guided.get("/en/service/items?q=item+b").text
    services = guided.get("/service/items?kind=service").text
    assert "/service/items/a-3" in services
    assert "/service/items/a-1" not in services
    assert guided.get("/service/items?department=none").status_code == 400
    assert 'href="/service/items/a-1"' in guided.get("/search?q=a-1").text


def test_a_live_view_of_an_item_is_that_of_its_page(guided):
    view = guided.get("/live/service/items/a-1?lang=en")
    assert view.json["guide-title"]["children"] == "Item A"
    assert guided.get("/live/service/items/nowhere").status_code == 404
