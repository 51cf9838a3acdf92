"""A page of sections: what has no data is not there, not even as a 0; the menu follows."""

import re
from typing import Any

import pytest
from dash import html

from api.answer import answers
from dashboard.asking.address import Place
from dashboard.pages.reform import page as reform
from dashboard.parts import sections
from dashboard.parts.sections import Section
from dashboard.serve import menu, prerender
from data.catalog import DATASETS
from data.definitions import Text
from tests.hall_data import application

CASE = {"case_no": "A", "item": "x", "channel": "hall", "accepted_on": "2026-11-20"}
NUMBERS = Text("办件", "Cases"), Text("评价", "Ratings")


def made(id: str, title: Text, dataset: str) -> Section:
    """A section that says how many years it has numbers of."""

    def view(ask: Any, lang: str, arguments: Any) -> dict[str, Any]:
        n = len(ask(answers.Records(dataset))["data"])
        return {f"{id}-f-title": {"children": f"{title[lang]}:{n}"}}

    def layout(place: Place, view: Any) -> list[Any]:
        return [html.P(view[f"{id}-f-title"]["children"], id=f"{id}-f-title")]

    return Section(id, title, (dataset,), view, layout, (f"{id}-f",))


PAGE = sections.page_of(
    "work",
    Text("工作", "Work"),
    (made("of-cases", NUMBERS[0], "cases"), made("of-ratings", NUMBERS[1], "evaluations")),
    Text("工作。", "Work."),
)


def drawn(lang: Any, ids: bool = True) -> str:
    view = PAGE.view(lambda query: answers.answer(query, lang), lang, {})
    return prerender.html(PAGE.layout(Place("work", lang), view), ids=ids)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_section_without_data_is_not_there(store, lang):
    store.ingest("cases", [CASE])
    with application(store):
        page, without_scripts = drawn(lang), drawn(lang, ids=False)
        assert PAGE.listed
        assert PAGE.listed(answers.answer)
    title = NUMBERS[0][lang]
    assert f'<a href="#of-cases">{title}</a><span class="said">{title}:1</span>' in page
    assert re.search(r'<h2 id="of-cases"', page)
    assert re.search(r'<h2 id="of-cases"', without_scripts)
    assert NUMBERS[1][lang] not in page
    assert "ratings" not in page
    assert 'data-held="of-cases"' in page


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_page_without_a_section_says_so_and_is_in_no_menu(store, lang):
    with application(store) as server:
        page = drawn(lang)
        assert PAGE.listed
        assert not PAGE.listed(answers.answer)
        address = Place("reform", lang).path
        client = server.test_client()
        answer = client.get(address)
        assert answer.status_code == 200
        word = {"zh": "提速增效", "en": "Reform"}[lang]
        assert (
            f'href="{address}">{word}<'
            not in client.get(Place("search", lang, (("q", word),)).url).text.partition("<main")[2]
        )
        for path in (address, Place("", lang).path, "/nothing-here"):
            shown = client.get(path).text
            assert re.search(r'<div[^>]* hidden[^>]*><a[^>]*href="[^"]*/reform"', shown), path
    assert not re.search("<(h2|li)", page)
    none = {"zh": "工作的数据尚未入库", "en": "No data on work has been reported yet"}[lang]
    assert none in page
    assert not re.search(r"\d", re.sub(r"<[^>]+>", "", page))
    reform_says = {"zh": "提速增效的数据尚未入库", "en": "No data on reform has been reported"}[
        lang
    ]
    assert reform_says in answer.text


def test_every_section_names_datasets_and_figures_that_there_are():
    for section in reform.SECTIONS:
        assert set(section.needs) <= set(DATASETS)
        assert section.figures


def test_the_wall_has_no_menu():
    from dashboard.site_map import PAGES

    assert menu.view(answers.answer, PAGES["screen"]) == {}
