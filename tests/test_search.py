"""Searching by name, in Chinese, pinyin and English; and that nothing typed is kept anywhere."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from api.search.entries import KINDS
from api.search.index import Entry, Index
from data.catalog import PUBLISHED, PUBLISHED_INDICATORS
from data.definitions import Text
from tests.contracts import for_each
from tests.hall_data import SOURCES, Store, application

AT, ASK = "/api/v1/search", "/api/v1/ask"


def entry(zh: str, en: str, id: str = "x", *names: str) -> Entry:
    return Entry("item", id, Text(zh, en), names)


LIST = (
    entry("社会保险参保登记", "Enrolment in social insurance", "sbj-01"),
    entry("社会团体成立登记", "Registration of associations", "mzj-01"),
    entry("户口迁移", "Move of a household", "gaj-09"),
    entry("设置大型户外广告审批", "Permit for outdoor advertising", "cgj-02"),
    entry("按时办结率", "Completed on time", "on-time-rate"),
    entry("主动评价好评率", "Share of good ratings", "good-rating-rate"),
    entry("超期在办", "Cases overdue", "cases-overdue"),
    entry("市人力资源和社会保障局", "Human Resources", "rsj", "市人社局"),
)


def found(typed: str) -> list[str]:
    return [match.entry.title.zh for match in Index(LIST).search(typed)]


@for_each(
    ("typed", "first"),
    [
        ("社保", "社会保险参保登记"),  # an abbreviation: its characters in their order
        ("户口", "户口迁移"),  # two characters
        ("户", "户口迁移"),
        ("sb", "社会保险参保登记"),  # the initials of its pinyin, and of its code
        ("hkqy", "户口迁移"),
        ("hukou", "户口迁移"),
        ("shehuibaoxian", "社会保险参保登记"),
        ("SHEHUI", "社会保险参保登记"),
        ("ＣＡＳＥＳ overdue", "超期在办"),
        ("人社局", "市人力资源和社会保障局"),  # another name
        ("rsj", "市人力资源和社会保障局"),  # its code
        ("参保 登记", "社会保险参保登记"),  # all words
        ("household", "户口迁移"),
        ("按时办结", "按时办结率"),
    ],
)
def test_what_has_a_name_is_found_by_it(typed, first):
    assert found(typed)[0] == first


@for_each(
    ("typed", "near"),
    [("好平率", "主动评价好评率"), ("overdeu", "超期在办"), ("shehuibaoxain", "社会保险参保登记")],
)
def test_where_nothing_is_called_so_what_is_nearly_so_is_marked_as_guessed(typed, near):
    matches = Index(LIST).search(typed)
    assert matches[0].entry.title.zh == near
    assert all(match.guessed for match in matches)


@for_each("typed", ["", "   ", "？！", "社保 户口", "zz", "ik", "口户"])
def test_what_nothing_is_called_finds_nothing(typed):
    """Syllables are found from their beginning, and all words of a query are wanted."""
    assert found(typed) == []


@for_each("id", [*PUBLISHED_INDICATORS, *PUBLISHED])
def test_everything_in_the_catalogue_is_found_first_by_its_id_and_by_its_title(client, id):
    one = PUBLISHED_INDICATORS.get(id) or PUBLISHED[id]
    for typed, lang in ((id, "zh"), (one.title.zh, "zh"), (one.title.en, "en")):
        data = client.get(AT, query_string={"q": typed, "lang": lang, "limit": 100}).json["data"]
        best = [match for match in data if match["score"] >= min(95, data[0]["score"])]
        assert id in [match["id"] for match in best], typed


def test_items_and_departments_are_found_as_they_are_in_the_store(store: Store):
    store.ingest("departments", SOURCES / "departments.csv")
    with application(store) as server:
        client = server.test_client()

        def titles(typed: str) -> list[str]:
            return [one["title"] for one in client.get(AT, query_string={"q": typed}).json["data"]]

        assert "市社会保险事业管理局" in titles("社保")
        assert "户口迁移" not in titles("户口")
        store.ingest(
            "items", [{"item": "gaj-90", "title_zh": "户口迁移", "title_en": "Move of a household", "department": "gaj", "kind": "service"}],
        )  # fmt: skip
        from api.answer import answers

        answers.refresh()
        assert titles("户口") == ["户口迁移"]


# --- over HTTP ------------------------------------------------------------------------------------


def test_the_answer_says_what_each_match_is_and_where(client: Any):
    document = client.get(AT, query_string={"q": "社保", "limit": 2}).json
    assert document["meta"]["count"] == 2
    assert document["meta"]["total"] > 2
    assert document["meta"]["truncated"]
    for match in document["data"]:
        assert match["kind"] in KINDS
        assert client.get(match["url"]).status_code == 200
    only = client.get(AT, query_string={"q": "社保", "kind": "item"}).json["data"]
    assert {match["kind"] for match in only} == {"item"}


@for_each("query", ["", "?q=", f"?q={'x' * 101}", "?q=a&kind=page", "?q=a&limit=0", "?q=a&q=b"])
def test_what_cannot_be_searched_for_is_refused(client, query):
    assert client.get(AT + query).status_code == 400


@pytest.mark.parametrize(("lang", "title"), [("", "社会保险参保登记"), ("/en", "Enrolment in social insurance")])  # fmt: skip
def test_the_page_works_without_scripts_and_its_links_lead_somewhere(client, lang, title):
    page = client.get(f"{lang}/search", query_string={"q": "sb"})
    text = unescape(page.text)
    assert title in text
    assert 'method="get"' in text
    assert 'value="sb"' in text
    assert text.count("<script") == 1  # the one for the theme
    main = text[text.index("<main") : text.index("</main>")]
    links = set(re.findall(r'href="([^"#]+)', main))
    assert links
    assert {client.get(link).status_code for link in links} == {200}


def test_an_empty_search_shows_what_can_be_typed(client):
    text = client.get("/search").text
    assert "例如" in text
    assert "未找到相符的内容" in client.get("/search?q=zzzzzz").text


def test_what_is_typed_is_written_as_text(client):
    text = client.get("/search", query_string={"q": "<script>alert(1)</script>"}).text
    assert "<script>alert" not in text


@for_each("path", [AT, "/search", "/en/search", ASK, "/service/ask", "/en/service/ask"])
def test_nothing_typed_is_kept(client, path, sampled):
    """Not by caches on the way, the edge, the answers' files, or the address that a browser names."""
    word = "zhonghaiyousi"
    server = client.application
    answer = client.get(path, query_string={"q": word, "lang": "zh"})
    answer = answer if answer.status_code == 200 else client.get(path, query_string={"q": word})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers
    kept = server.extensions["edge"].store
    assert word not in repr(vars(kept))
    folder = Path(sampled.folder)
    holding = [f for f in folder.rglob("*") if f.is_file() and word.encode() in f.read_bytes()]
    assert holding == []
    if path not in (AT, ASK):
        assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_a_search_has_no_live_view_and_no_layout(client):
    assert client.get("/live/search?lang=zh&q=a").status_code == 404


def test_the_recipe_for_nginx_keeps_no_search_and_logs_none():
    recipe = (Path(__file__).parents[1] / "deploy" / "nginx.conf").read_text("utf-8")
    (place,) = re.findall(r"location ~ (\S*search\S*) \{(.*?)\n    \}", recipe, re.S)
    for path in ("/search", "/en/search", "/hall/search", AT, ASK, "/service/ask"):
        assert re.search(place[0], path)
    assert "access_log off" in place[1]
    assert "proxy_cache" not in place[1]


def test_the_only_copy_of_a_page_has_its_ids(client):
    """The link that skips to the content leads to it, also where Dash draws no second copy."""
    for path in ("/search", "/no-such-page"):
        text = client.get(path).text
        assert 'href="#main"' in text
        assert text.count('id="main"') == 1
