"""Questions answered from the knowledge base: right first, never wrong as certain, kept by nobody."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from api.search import tally
from api.search.index import Entry, Index
from data.definitions import Text
from demo.lives.guidance.knowledge_base import entries
from tests.hall_data import REFERENCE, SOURCES, Store, application

ASK, PAGE = "/api/v1/ask", "/service/ask"
# Half of the questions were written before anything was tried, half when nothing was changed any more.
HALVES = Path(__file__).parent / "questions"


def base() -> Index:
    rows = [row for row in entries() if row["retired_after"] is None]
    return Index(
        Entry(
            "question",
            row["faq"],
            Text(row["title_zh"], row["title_en"]),
            asked=(
                row["title_zh"],
                row["title_en"],
                *f"{row['similar_zh']}｜{row['similar_en']}".split("｜"),
            ),
        )
        for row in rows
    )


def half(name: str) -> list[tuple[str, str]]:
    """Questions with the entry that answers them, or "" where none does."""
    with (HALVES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [(row["asked"], row["faq"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize(("name", "least"), [("first", 0.96), ("late", 0.88)])
def test_of_fifty_questions_most_are_right_first_and_none_is_wrong_as_certain(
    name: str, least: float
) -> None:
    """Right: the entry comes first; of what no entry answers, none is given as certain."""
    index, questions = base(), half(name)
    right, wrong = 0, []
    for asked, faq in questions:
        first = next(iter(index.ask(asked)), None)
        certain = first is not None and not first.guessed
        right += (first is not None and first.entry.id == faq) if faq else not certain
        if certain and first and first.entry.id != faq:
            wrong.append((asked, first.entry.id))
    assert len(questions) == 50
    assert sum(not faq for _, faq in questions) == 15
    assert wrong == []
    assert right >= least * len(questions), right


@pytest.mark.parametrize(
    ("typed", "faq"),
    [
        ("居住证怎么办", "K54"),
        ("居住正怎么办", "K54"),  # another character of the same sound
        ("juzhuzheng", "K54"),
        ("ju zhu zheng zenme ban li", "K54"),
        ("JZZ", "K54"),
        ("renew my drivng licence", "K59"),
        ("ＨＯＷ do I renew my driving licence？", "K59"),
    ],
)
def test_characters_sounds_pinyin_initials_and_english_lead_to_the_same(
    typed: str, faq: str
) -> None:
    first = base().ask(typed)[0]
    assert first.entry.id == faq
    assert not first.guessed


@pytest.mark.parametrize("typed", ["", "？！", "请问怎么办理呢", "how do I", "zzzz", "9876"])
def test_what_asks_for_nothing_is_answered_by_nothing(typed: str) -> None:
    assert not any(not match.guessed for match in base().ask(typed))


@pytest.mark.parametrize(
    "typed",
    [
        "港澳通行证丢了怎么补办",
        "居住证可以代办吗",
        "护照丢了怎么办",
        "公积金怎么开户",
        "driving licence for foreigners",
    ],
)
def test_a_thing_that_has_an_entry_is_not_answered_as_certain_where_another_matter_is_asked(
    typed: str,
) -> None:
    assert all(match.guessed for match in base().ask(typed))


def test_two_letters_are_never_certain() -> None:
    assert all(match.guessed for match in base().ask("sb"))


# --- over HTTP ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, Store]]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("HALL_NOW", "2026-11-24T10:42:00+08:00")
        store = Store(tmp_path_factory.mktemp("asked"))
        for name in REFERENCE:
            store.ingest(name, SOURCES / f"{name}.csv")
        store.ingest("faqs", [_entry(row) for row in entries()])
        case = {"case_no": "A-1", "item": "gaj-05", "channel": "hall", "accepted_on": "2026-11-20"}
        store.ingest("cases", [case])
        with application(store) as server:
            yield server.test_client(), store
        store.close()


def _entry(row: dict[str, Any]) -> dict[str, Any]:
    texts = {name: value for name, value in row.items() if not name.endswith("_after")}
    retired = "2026-11-24" if row["retired_after"] else None
    return texts | {"live_from": "2026-01-01", "retired_on": retired, "reviewed_on": "2026-06-01"}


def test_an_answer_comes_with_its_items_its_basis_and_who_answers_instead(asked: Any) -> None:
    client, _ = asked
    data = client.get(ASK, query_string={"q": "怎么办居住证"}).json["data"]
    assert data["certain"]
    assert data["answer"]["basis"] == "居住证暂行条例第二条、第十条"
    assert [item["title"] for item in data["answer"]["items"]] == ["居住证申领"]
    assert [item["promised_days"] for item in data["answer"]["items"]] == [3]
    assert data["answer"]["department_label"] == "市公安局"
    assert data["person"]["hotline"] == "12345"
    urls = [data["answer"]["url"], *(item["url"] for item in data["answer"]["items"])]
    assert {client.get(url).status_code for url in urls} == {200}


def test_without_a_certain_answer_there_is_none_and_what_is_near_is_offered_as_such(
    asked: Any,
) -> None:
    client, _ = asked
    data = client.get(ASK, query_string={"q": "公积金怎么缴存", "lang": "en"}).json["data"]
    assert (data["certain"], data["answer"]) == (False, None)
    assert {"K48", "K49"} <= {one["faq"] for one in data["near"]}
    text = client.get(PAGE, query_string={"q": "公积金怎么缴存"}).text
    assert "没有确定的答案" in text
    assert "knowledge base" not in text
    none = client.get(f"/en{PAGE}", query_string={"q": "how do I get married"}).text
    assert "has no answer to this question" in none
    assert 'href="tel:12345"' in none


def test_an_item_is_met_by_what_people_call_it_and_leads_on_to_questions(asked: Any) -> None:
    client, _ = asked
    items = client.get("/api/v1/search?q=换驾照&kind=item").json["data"]
    assert [item["id"] for item in items][:1] == ["jjzd-03"]
    page = client.get("/service/items/jjzd-03").text
    assert 'href="/service/ask?faq=K59"' in page
    assert 'href="tel:12345"' in page
    search = client.get("/search", query_string={"q": "换驾照"}).text
    assert f'href="/service/ask?q={quote("换驾照")}"' in search


@pytest.mark.parametrize(("prefix", "title"), [("", "居住证怎样办？"), ("/en", "How do I get a residence permit?")])  # fmt: skip
def test_the_page_answers_without_scripts_and_its_links_lead_somewhere(
    asked: Any, prefix: str, title: str
) -> None:
    client, _ = asked
    text = unescape(client.get(f"{prefix}{PAGE}", query_string={"q": "jzz"}).text)
    main = text[text.index("<main") : text.index("</main>")]
    assert title in main
    promise = ": the hall promises 3 working days" if prefix else "：本厅承诺3个工作日"
    assert f"</a>{promise}" in main  # the answer itself says what the law allows
    assert 'method="get"' in main
    assert text.count("<script") == 1  # the one for the theme
    links = set(re.findall(r'href="(/[^"#]*)', main))
    assert links
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_all_questions_are_listed_by_topic_and_a_retired_one_answers_no_more(asked: Any) -> None:
    client, _ = asked
    listed = unescape(client.get(PAGE).text)
    live = [row for row in entries() if row["retired_after"] is None]
    assert all(row["title_zh"] in listed for row in live)
    assert "企业名称预先核准怎样办理" not in listed
    assert "企业名称预先核准怎样办？" not in listed
    assert "没有这个问题的答案" in client.get(f"{PAGE}?faq=K67").text
    found = client.get("/api/v1/search?q=居住证&kind=question").json["data"]
    assert [one["id"] for one in found][:1] == ["K54"]


@pytest.mark.parametrize("query", ["", "?q=", f"?q={'x' * 101}", "?q=a&q=b", "?q=a&limit=1"])
def test_what_cannot_be_asked_is_refused(asked: Any, query: str) -> None:
    assert asked[0].get(ASK + query).status_code == 400


def test_what_is_typed_is_written_as_text(asked: Any) -> None:
    text = asked[0].get(PAGE, query_string={"q": "<script>alert(1)</script>"}).text
    assert "<script>alert" not in text


# --- counting -------------------------------------------------------------------------------------


def test_nothing_is_counted_unless_a_folder_is_named(
    asked: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ASK_COUNTS", raising=False)
    monkeypatch.setattr(tally, "_tally", None)
    asked[0].get(ASK, query_string={"q": "怎么办居住证"})
    assert tally._tally is None


def test_counts_of_all_processes_are_one_export_that_intake_takes(
    asked: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two processes, three questions, one of them without an answer and two outside hours."""
    client, store = asked
    monkeypatch.setenv("ASK_COUNTS", str(tmp_path))
    first = tally.Tally()
    monkeypatch.setattr(tally, "_tally", first)
    monkeypatch.setattr(tally.Tally, "go_on", lambda self, to: None)
    client.get(ASK, query_string={"q": "怎么办居住证"})
    monkeypatch.setenv("HALL_NOW", "2026-11-24T20:00:00+08:00")
    second = tally.Tally()
    monkeypatch.setattr(tally, "_tally", second)
    client.get(PAGE, query_string={"q": "怎么办居住证"})
    client.get(PAGE, query_string={"q": "结婚登记要带什么"})
    at = datetime.fromisoformat("2026-11-24T20:30:00+08:00")
    for one in (first, second, first):
        one.write(tmp_path, at)
    (export,) = tmp_path.glob("*.csv")
    monkeypatch.setenv("HALL_NOW", "2026-11-24T20:31:00+08:00")
    entry = store.ingest("faq-answers-daily", export, "hall")
    assert (entry.accepted, entry.rejected) == (2, 0), entry.refused
    counted = {
        row["faq"]: (row["asked"], row["answered_by_machine"], row["out_of_hours"])
        for row in store.rows("faq-answers-daily")
    }
    assert counted == {"K54": (2, 2, 1), "unmatched": (1, 0, 1)}
    written = [f.read_text("utf-8") for f in tmp_path.rglob("*") if f.is_file()]
    assert len(written) == 3
    assert not any("居住证" in text or "结婚" in text for text in written)


def test_days_that_have_not_changed_are_not_written_again(tmp_path: Path) -> None:
    one = tally.Tally()
    one.add("K01", datetime.fromisoformat("2026-11-20T10:00:00+08:00"), outside=False)
    one.write(tmp_path, datetime.fromisoformat("2026-11-20T11:00:00+08:00"))
    before = {path.name: path.read_bytes() for path in tmp_path.glob("*.csv")}
    one.add("K01", datetime.fromisoformat("2026-11-24T10:00:00+08:00"), outside=False)
    one.write(tmp_path, datetime.fromisoformat("2026-11-24T11:00:00+08:00"))
    after = {path.name: path.read_bytes() for path in tmp_path.glob("*.csv")}
    assert len(after) == 2
    assert before.items() <= after.items()
    assert [path.name for path in (tmp_path / ".counted").iterdir()] == ["2026-11-24"]


# --- on other pages ---------------------------------------------------------------------------------


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_page_of_services_has_the_box_its_numbers_and_what_is_asked_most(
    store: Store, prefix: str
) -> None:
    """Three entries, one of them not looked at for a year; 40 of 50 questions answered."""
    store.ingest("faqs", [_entry(row) for row in entries()[:3]])
    review = {"review_no": "K01-01", "faq": "K01", "reviewed_on": "2025-11-01"}
    store.ingest("faq-reviews", [review, review | {"review_no": "b", "faq": "K02", "reviewed_on": "2026-05-01"}])  # fmt: skip
    line = {"on": "2026-11-20", "channel": "knowledge_base", "out_of_hours": 10}
    store.ingest(
        "faq-answers-daily",
        [
            line | {"faq": "K01", "asked": 41, "answered_by_machine": 40},
            line | {"faq": "unmatched", "asked": 9, "answered_by_machine": 0, "out_of_hours": 9},
        ],
    )
    with application(store) as server:
        client = server.test_client()
        text = unescape(client.get(f"{prefix}/service").text)
        home = client.get(f"{prefix}/").text
    main = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", text[text.index("<main") :]))
    assert "80.00 %" in main
    assert "40 / 50" in main
    title = "Asked most: “When is the hall open?”, 41 questions" if prefix else "问得最多的问题：“大厅几点上班，什么时候开门？”，41次"  # fmt: skip
    assert title in main
    assert ("was due on 1 November 2026" if prefix else "应于2026年11月1日前复核") in main
    assert ("1 entry was not reviewed for 12 months" if prefix else "1条超过12个月未复核") in main
    assert f'action="{prefix}/service/ask"' in text
    assert f'href="{prefix}/service/ask"' in home


def test_without_entries_there_is_no_section_no_zero_and_no_way_to_it(store: Store) -> None:
    with application(store) as server:
        client = server.test_client()
        page, home = client.get("/service").text, client.get("/").text
        asked = client.get(PAGE)
    assert 'id="knowledge-base"' not in page
    (way,) = re.findall(rf'<p([^>]*)><a href="{PAGE}">', home)
    assert way.endswith(" hidden")
    assert asked.status_code == 200
    assert "知识库暂无条目" in asked.text


@pytest.mark.parametrize("typed", ["谁", "你是谁", "怎么"])
def test_one_stray_word_is_not_answered_as_certain(typed: str) -> None:
    assert all(match.guessed for match in base().ask(typed))
