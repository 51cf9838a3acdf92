"""Every page, in both languages and themes, and the wall: for everybody, in one language, and safe.

Goes over `dashboard.pages`, so a page that joins later is looked at too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from api.formats import FORMATS
from dashboard import site_map, words
from dashboard.asking.address import Place
from dashboard.serve import live_views
from dashboard.wall.scenes import SCENES
from tests.browsing import (
    charts_drawn,
    charts_fit,
    complaints,
    complaints_in_both_themes,
    expect,
    opened,
)
from tests.contracts import one_in, some
from tests.laid_out import faults

if TYPE_CHECKING:
    from playwright.sync_api import Page

TESTS = Path(__file__).parent
BUNDLE = TESTS.parent / "assets" / "vendor" / "plotly-cartesian.min.js"
CJK = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+")

# Pages that are alike have one layout: one of them is looked at.
KINDS = {(page.like or page.path): page for page in reversed(list(site_map.PAGES.values()))}
PLACES = [Place(page.path, lang) for page in reversed(KINDS.values()) for lang in ("zh", "en")]
SITE = [place for place in PLACES if not site_map.PAGES[place.page].wall]
WIDE, TALL = (1920, 1080), (1080, 1920)


def named(place: Place) -> str:
    return place.url


@pytest.fixture
def address(sample_site: str, monkeypatch) -> str:
    """The site on three months of a small hall, with intake alive."""
    monkeypatch.setattr(live_views, "heartbeat_age", lambda: 1.0)
    return sample_site


def resized(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})


def drawn(page: Page, url: str, size: tuple[int, int] = (1280, 900)) -> None:
    """Open a page in the light theme, drawn by Dash, with everything folded out."""
    page.emulate_media(color_scheme="light")
    resized(page, size)
    page.add_init_script(
        "window.broken = [];"
        "document.addEventListener('securitypolicyviolation',"
        "  e => window.broken.push(e.violatedDirective + ' ' + e.blockedURI));"
    )
    opened(page, url)
    charts_drawn(page)
    page.evaluate("document.querySelectorAll('#page details').forEach(d => { d.open = true; })")


@pytest.mark.browser
@pytest.mark.parametrize("place", one_in(7, SITE), ids=named)
def test_a_page_is_for_everybody_and_keeps_to_its_policy(address: str, page: Page, place: Place):
    """One opening for all of it. Console errors and requests elsewhere fail the `page` fixture."""
    drawn(page, address + place.path)
    if place.lang == "zh":  # the order of what is on a page is the same in both languages
        the_tab_key_reaches_everything_in_order_and_shows_where_it_is(page)
    for figure in page.locator("#page figure:has(.graph)").all():
        assert figure.locator("figcaption").inner_text().strip()
        assert figure.locator("[role=img]").first.get_attribute("aria-label")
        assert figure.locator("details table tbody tr").count() >= 1
    assert complaints_in_both_themes(page) == []
    if page.locator(".graph").count():
        page.hover(".graph")
    keeps_to_its_policy(page)
    fits_every_width(page)
    if place.lang == "zh":
        prints_on_a4(page)


def fits_every_width(page: Page) -> None:
    page.mouse.move(0, 0)  # nothing hovers over a chart, and no skip link is in sight
    page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    for width in (1920, 1024, 768, 360):
        resized(page, (width, 900))
        charts_fit(page)
        # As it is opened: the link to the content is shown while it has the focus, over the name.
        page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
        page.mouse.move(0, 0)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert faults(page) == [], width


def keeps_to_its_policy(page: Page) -> None:
    assert page.locator(".modebar-btn").count() == 0
    assert page.evaluate("window.broken") == []
    assert page.context.cookies() == []


@pytest.mark.browser
@pytest.mark.parametrize("place", one_in(2, (p for p in PLACES if p not in SITE)), ids=named)
def test_the_wall_is_for_everybody_in_every_scene(address: str, page: Page, place: Place):
    drawn(page, f"{address}{place.path}?rotate=off", WIDE)
    the_tab_key_reaches_everything_in_order_and_shows_where_it_is(page)
    for scene in SCENES:
        page.locator(f"#page [data-to={scene.id}]").press("Enter")
        expect(page.locator("html")).to_have_attribute("data-scene", scene.id)
        for size in (WIDE, TALL):
            resized(page, size)
            assert complaints(page) == [], (scene.id, size)
    keeps_to_its_policy(page)


@pytest.mark.browser
@pytest.mark.parametrize("place", one_in(2, [Place("", "zh"), Place("screen", "zh")]), ids=named)
def test_axe_finds_nothing_while_the_data_is_old(
    address: str, page: Page, place: Place, monkeypatch
):
    monkeypatch.setattr(live_views, "heartbeat_age", lambda: 3600.0)
    drawn(page, address + place.path)
    expect(page.locator("html")).to_have_attribute("data-state", "stale")
    assert complaints_in_both_themes(page) == []


# --- keyboard --------------------------------------------------------------------------------------

TABBABLE = """[...document.querySelectorAll('#page a[href], #page button, #page summary, #page input,'
    + '#page select, #page [tabindex]')].filter(e => e.tabIndex >= 0 && !e.disabled
    && e.getClientRects().length && getComputedStyle(e).visibility !== 'hidden'
    && !(e.type === 'radio' && !e.checked))"""


def the_tab_key_reaches_everything_in_order_and_shows_where_it_is(page: Page) -> None:
    expected = page.evaluate(f"{TABBABLE}.length")
    assert expected
    reached, unseen = [], []
    for _ in range(min(expected, 60) * 4):  # a date is a stop for year, month, day and its picker
        page.keyboard.press("Tab")
        at, seen = page.evaluate(f"""(() => {{
            const all = {TABBABLE}, here = document.activeElement;
            const style = getComputedStyle(here);
            return [all.indexOf(here), style.outlineStyle !== 'none' && style.outlineWidth !== '0px'];
        }})()""")
        if reached and at in (reached[-1], -1):
            continue
        if len(reached) == min(expected, 60):
            break
        reached.append(at)
        if not seen:
            unseen.append(at)
    assert len(reached) == min(expected, 60)
    assert reached == list(range(len(reached)))
    assert unseen == []


@pytest.mark.browser
@pytest.mark.parametrize("place", [Place("", "zh"), Place("", "en")], ids=named)
def test_a_reader_without_a_pointer_skips_to_the_content_and_opens_a_table(
    address: str, page: Page, place: Place
):
    drawn(page, address + place.path)
    page.evaluate("document.querySelectorAll('#page details').forEach(d => { d.open = false; })")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "SUMMARY":
            break
    page.keyboard.press("Enter")
    expect(page.locator("#page details[open] table")).to_be_visible()


# --- print -----------------------------------------------------------------------------------------


def prints_on_a4(page: Page) -> None:
    """Dark on white whatever the screen's theme, no menu, nothing cut off at the right."""
    page.emulate_media(color_scheme="dark", media="print")
    wide = 210 - 2 * 16  # millimetres inside the margins
    page.set_viewport_size({"width": round(wide / 25.4 * 96), "height": 1000})
    page.wait_for_timeout(200)
    ground, ink = page.evaluate(
        "[getComputedStyle(document.documentElement).backgroundColor"
        "   === 'rgba(0, 0, 0, 0)' ? getComputedStyle(document.body).backgroundColor"
        "   : getComputedStyle(document.documentElement).backgroundColor,"
        " getComputedStyle(document.body).color]"
    )
    assert brightness(ground) > 240
    assert brightness(ink) < 80
    expect(page.locator(".top nav")).to_be_hidden()
    expect(page.locator("[data-theme-switch]")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    printed = page.pdf(format="A4", print_background=False)
    assert printed.startswith(b"%PDF")


def brightness(colour: str) -> float:
    channels = [float(n) for n in re.findall(r"[\d.]+", colour)]
    if len(channels) == 4 and channels[3] == 0:  # nothing painted is the paper's white
        return 255.0
    return sum(channels[:3]) / 3


# --- language --------------------------------------------------------------------------------------

# What is read of a component beside its children, of a graph, and of a list of choices.
SPOKEN = ("title", "alt", "aria-label", "placeholder", "label")
# On Chinese pages: formats, names of standards, of parameters, and marks of a citation (GB/T 7714).
# Addresses, codes and what a code is said to mean (`stopped = 暂停计算`) are the same everywhere.
TYPED = re.compile(r"https?://\S+|/[\w./{}?=&-]+|[\w.]+@\S+|[\w-]+(?= = )|[\w-]*[\d_.=-][\w.=-]*")
LATIN = re.compile(
    rf"^({'|'.join(form.label for form in FORMATS.values())}|JSON|Parquet|BibTeX|DCAT|API|OpenAPI|Atom|SHA|UTF|GB|ISO|URL|ETag|HTTP|GET"
    r"|README|Excel|Python|pandas|curl|Wilson|WCAG|A4|N|P90|PDF|RFC|Frictionless|schema|org|null"
    r"|PNG|SVG|CPPCC|CC|BY|AA|Data|Package|DS|OL|limit|id|lang|bom|utf)$"
)


def texts(node: Any, tongue: str) -> Iterator[str]:
    """Every text of a layout that is read in the page's language."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, list):
        for child in node:
            yield from texts(child, tongue)
    elif isinstance(node, dict) and "props" in node:
        props = node["props"] | node["props"].get("own", {})  # of a part of many elements
        other = props.get("lang", tongue) != tongue
        if other or props.get("element", node["type"].lower()) in ("code", "pre"):
            return
        for name in SPOKEN:
            if isinstance(props.get(name), str):
                yield props[name]
        for option in props.get("options") or []:
            yield from [option["label"], *(o["label"] for o in option.get("options") or [])]
        if "figure" in props:
            yield from of_figure(props["figure"])
        yield from texts(props.get("children"), tongue)
        yield from texts(props.get("tree"), tongue)


def of_figure(node: Any, key: str = "") -> Iterator[str]:
    """The texts of a figure: titles, labels, categories, what is shown on hover."""
    if isinstance(node, dict):
        for name, child in node.items():
            if name not in ("type", "mode", "color", "family", "colorscale", "hoverinfo", "xref"):
                yield from of_figure(child, name)
    elif isinstance(node, list):
        for child in node:
            yield from of_figure(child, key)
    elif isinstance(node, str) and key in (
        "text", "x", "y", "labels", "ticktext", "name", "hovertext", "customdata", "hovertemplate",
        "ticksuffix", "title",
    ):  # fmt: skip
        # %{y:,} is a place for a number, <extra></extra> markup.
        yield re.sub(r"%\{[^}]*\}|<[^>]*>", " ", node)


def spoken(client: Any, place: Place) -> list[str]:
    layout = client.get(f"/_dash/{place.token}/_dash-layout").json
    return [text for text in texts(layout, words.LANG_TAGS[place.lang]) if text.strip()]


@pytest.mark.parametrize("lang", [pytest.param("zh", marks=pytest.mark.full), "en"])
def test_a_page_speaks_one_language(client, subtests, lang: words.Lang):
    """An English page marks what is Chinese: the way to the Chinese page, and what exists in
    Chinese only. On a Chinese page names of formats and standards, links and what is to be typed
    are the same as everywhere."""
    foreign = latin_words if lang == "zh" else chinese_texts
    for path in some(site_map.PAGES, 6):
        with subtests.test(path=path):
            assert foreign(spoken(client, Place(path, lang))) == set()


def chinese_texts(spoken_texts: list[str]) -> set[str]:
    return {text for text in spoken_texts if CJK.search(text)}


def latin_words(spoken_texts: list[str]) -> set[str]:
    return {
        word
        for text in spoken_texts
        for word in re.findall(r"[A-Za-z]{2,}", TYPED.sub(" ", text))
        if not LATIN.match(word)
    }


def test_figures_use_only_traces_that_the_bundle_can_draw(client, subtests):
    """A partial bundle draws an unknown trace as a scatter without a word."""
    for place in some(PLACES, 3):
        layout = client.get(f"/_dash/{place.token}/_dash-layout").json
        for graph in graphs(layout):
            with subtests.test(page=place.url):
                assert graph["config"]["showSendToCloud"] is False
                kinds = {trace["type"] for trace in graph["figure"]["data"]}
                unknown = {
                    kind for kind in kinds if f'moduleType:"trace",name:"{kind}"' not in bundle()
                }
                assert unknown == set()


@cache
def bundle() -> str:
    return BUNDLE.read_text("utf-8")


def graphs(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, list):
        for child in node:
            yield from graphs(child)
    elif isinstance(node, dict) and "props" in node:
        if node["type"] == "Graph":
            yield node["props"]
        yield from graphs(node["props"].get("children"))
