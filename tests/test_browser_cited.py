"""What a reader takes along from a figure, in a browser: its picture, its frame, its print."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dashboard.asking.address import Place
from tests.browsing import charts_drawn, complaints, expect, opened

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
PAPER = 673
"""178 mm in CSS pixels."""


def saved(page: Page, figure: str, form: str, folder: Path) -> bytes:
    shown = page.locator(f'[data-figure="{figure}"]')
    if not shown.locator(".cite[open]").count():
        shown.locator(".cite summary").click()
    with page.expect_download() as coming:
        shown.locator(f'[data-save="{form}"]').click()
    kept = folder / coming.value.suggested_filename
    coming.value.save_as(kept)
    assert re.fullmatch(rf"{figure}-v\d+\.{form}", kept.name)
    return kept.read_bytes()


def size_of(png: bytes) -> tuple[int, int]:
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


def words_of(svg: str) -> str:
    """The texts of a card, joined as they stand, without the blanks at which lines end."""
    return re.sub(r"\s", "", unescape("".join(re.findall(r"<text[^>]*>([^<]*)", svg))))


@pytest.mark.parametrize(
    ("place", "address", "figure", "marks"),
    [
        # Seven days are others tomorrow: what is kept names the days.
        (
            Place("volumes", "zh", (("period", "7d"),)),
            "/volumes?from=2026-11-18&to=2026-11-24",
            "volumes-series",
            "point",
        ),
        (Place("volumes", "en"), "/en/volumes", "volumes-year", "<rect"),
        (Place("disclosure", "zh"), "/disclosure", "strips", "<rect"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_saved_picture_cites_itself(sample_site, page, tmp_path, place, address, figure, marks):
    """A chart of Plotly's, a drawing, and a list laid out in HTML; on a dark screen and a phone's."""
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 800, "height": 800})
    opened(page, f"{sample_site}{place.url}")
    charts_drawn(page)
    here = page.locator(f'[data-figure="{figure}"]')
    title = here.locator("figcaption h2").text_content()
    assert size_of(saved(page, figure, "png", tmp_path)) == (1200, 675)
    card = saved(page, figure, "svg", tmp_path).decode()
    assert re.search(r'<svg[^>]* width="1200" height="675"', card)
    said = words_of(card)
    version = page.locator("#paper-version").text_content()
    for text in (
        title,
        here.locator(".source").text_content(),
        ("数据版本" if place.lang == "zh" else "Data version") + version,
        f"{sample_site.partition('://')[2]}{address}",
        "知识共享" if place.lang == "zh" else "Creative Commons",
        "2026-11-24" if figure != "strips" else "2026年11月23日",
    ):
        assert re.sub(r"\s", "", text) in said, text
    assert card.count(marks) > 6
    # The code of the address, and the light theme's ground.
    assert 'fill="#ffffff"' in card
    assert "#0b1b2b" in card
    assert "var(--" not in card
    assert "foreignObject" not in card


def test_a_saved_drawing_has_its_numbers_before_its_bars_and_no_other_marks(
    sample_site, page, tmp_path
):
    """An edge drawn after the letters hides them; the shade of a box that scrolls is no hatching."""
    page.set_viewport_size({"width": 360, "height": 800})
    opened(page, f"{sample_site}/volumes")
    charts_drawn(page)
    card = saved(page, "volumes-week", "svg", tmp_path).decode()
    edged = re.findall(r'<text[^>]*style="([^"]*)"', card)
    assert any("stroke-width: 5px" in style for style in edged)
    assert all("paint-order: stroke" in style for style in edged if "stroke-width: 5px" in style)
    assert 'stroke="#3f5b6d" stroke-width="1.6"' not in card


def test_what_can_be_clicked_is_said_on_the_screen_alone(sample_site, page, tmp_path):
    """Neither a saved picture, nor paper, nor a frame on another's page has squares that lead on."""
    opened(page, f"{sample_site}/volumes")
    charts_drawn(page)
    said = page.locator('[data-figure="volumes-year"] figcaption p')
    expect(said).to_contain_text("点一格看当天")
    card = saved(page, "volumes-year", "svg", tmp_path).decode()
    assert "颜色越浓" in words_of(card)
    assert "点一格" not in card
    page.emulate_media(media="print")
    assert "点一格" not in said.inner_text()
    page.emulate_media(media="screen")
    opened(page, f"{sample_site}/embed/volumes/year")
    assert "颜色越浓" in page.locator("figcaption p").inner_text()
    assert "点一格" not in page.locator("figcaption p").inner_text()


@pytest.mark.parametrize("width", [360, 1280])
def test_a_saved_table_has_its_heads_and_its_rows(sample_site, page, tmp_path, width):
    """Laid out at the card's width, whatever the window's; rows that have no room are counted."""
    page.set_viewport_size({"width": width, "height": 800})
    opened(page, f"{sample_site}/supervision")
    figure = page.locator('[data-figure="alert-rules-table"]')
    heads, rows = figure.locator("thead th"), figure.locator("tbody tr")
    assert rows.count() > 3
    assert size_of(saved(page, "alert-rules-table", "png", tmp_path)) == (1200, 675)
    card = saved(page, "alert-rules-table", "svg", tmp_path).decode()
    said = words_of(card)
    left = re.search(r"图中为(\d+)行的前(\d+)行", said)
    shown = int(left[2]) if left else rows.count()
    assert not left or (int(left[1]) == rows.count() and shown > 2)
    for head in heads.all_text_contents():
        assert re.sub(r"\s", "", head) in said, head
    for i in range(rows.count()):
        cells = rows.nth(i).locator("th, td").all_text_contents()
        there = all(re.sub(r"\s", "", cell) in said for cell in cells)
        assert there or i >= shown, cells
    # Nothing is drawn beyond the edges of the card: 1,104 units between its margins.
    scale = float(re.findall(r"scale\(([\d.]+)\)", card)[-1])
    inside = card.partition("scale(")[2]
    places = [float(x) for x in re.findall(r'<text x="([\d.]+)"', inside.partition("</g>")[0])]
    assert min(places) >= 0
    assert max(places) * scale < 1104


def test_without_scripts_nothing_offers_to_save(sample_site, browser):
    with browser.new_context(java_script_enabled=False) as plain:
        page = plain.new_page()
        page.goto(f"{sample_site}/volumes")
        page.locator(".cite summary").first.click()
        assert page.locator("[data-save]:visible").count() == 0
        assert "保存" not in page.locator(".cite summary").first.inner_text()
        assert page.locator(".snippet:visible").count() == 2


def test_what_saves_is_fetched_when_it_is_asked_for(sample_site, page, tmp_path):
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url.rpartition("/")[2]))
    opened(page, f"{sample_site}/volumes")
    assert not any(
        "saves.js" in name or (name.endswith(".svg") and "icon" not in name) for name in fetched
    )
    saved(page, "volumes-year", "svg", tmp_path)
    assert "saves.js" in fetched


@pytest.mark.parametrize("path", ["/embed/volumes/series", "/en/embed/disclosure/strips"])
def test_a_figure_by_itself_is_light_and_fits_its_frame(sample_site, page, path):
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 600, "height": 400})
    opened(page, f"{sample_site}{path}")
    charts_drawn(page)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("document.documentElement.scrollWidth") <= 600
    assert complaints(page) == []
    if "series" in path:
        assert page.evaluate("document.documentElement.scrollHeight") <= 400
        expect(page.locator(".embed-foot a").first).to_have_attribute("href", "/volumes")


def test_on_paper_no_number_is_parted_from_its_name(sample_site, page):
    """Nor does what only leads on stand there."""
    opened(page, f"{sample_site}/")
    page.emulate_media(media="print")
    parted = page.evaluate(
        "[...document.querySelectorAll('.figures')].map(e => getComputedStyle(e).breakInside)"
    )
    assert parted
    assert set(parted) == {"avoid"}
    assert page.locator("#ask-link").is_hidden()


def test_a_print_cuts_no_chart_and_says_where_it_is_from(sample_site, page):
    place = Place("volumes", "zh", (("measure", "accepted"),))
    page.set_viewport_size({"width": 1280, "height": 800})
    opened(page, f"{sample_site}{place.url}")
    charts_drawn(page)
    bars = "document.querySelectorAll('[data-figure=volumes-series] .point').length"
    on_screen = page.evaluate(bars)
    # As in a print: the event, then the paper's rules.
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": PAPER, "height": 1000})
    wide = page.evaluate(
        "[...document.querySelectorAll('.graph .main-svg')].map(s => s.getBoundingClientRect().right)"
    )
    assert wide
    assert max(wide) <= PAPER + 1
    assert page.evaluate(bars) == on_screen > 20
    below = page.evaluate(
        "[...document.querySelectorAll('.picture:has(.main-svg)')].map(p => p.querySelector('.main-svg')"
        ".getBoundingClientRect().bottom - p.getBoundingClientRect().bottom)"
    )
    assert max(below) < 1.5  # what stands under a chart is not printed over its last line
    days = (("from", "2026-10-26"), ("to", "2026-11-24"))
    printed = Place("volumes", "zh", (*days, *place.query)).url
    expect(page.locator(".paper-address")).to_have_text(
        f"{sample_site.partition('://')[2]}{printed}"
    )
    expect(page.locator(".paper-qr img")).to_be_visible()
    expect(page.locator(".paper-state")).to_contain_text("2026-11-24")
    sheet = page.evaluate("[...document.styleSheets].pop().ownerNode.textContent")
    assert printed in sheet
    assert "数据版本" in sheet
    origins = page.locator("[data-figure] .origin")
    for i in range(origins.count()):
        expect(origins.nth(i)).to_be_visible()
    assert page.locator(".under .links:visible, .cite:visible, .top nav:visible").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 1280, "height": 800})
    drawn = page.locator("[data-figure=volumes-series] .main-svg").first
    expect(drawn).not_to_have_attribute("width", str(PAPER - 1))
    assert page.pdf(format="A4").startswith(b"%PDF")
