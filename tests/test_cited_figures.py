"""Every figure can be found again: under it stands what saves and embeds it, and each page is told of.

A contract over all pages: what a figure says by itself is what its page says.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from flask.testing import FlaskClient

from api.answer import answers
from dashboard import site_map
from dashboard.asking.address import LANGS, Place, from_token, read
from dashboard.parts.cited import cite
from dashboard.serve.cited import cards, drawing, previews
from data.hall import hall
from tests.contracts import some
from tests.hall_data import Store, application, sample
from tests.test_dashboard_pages import components

KINDS = {(page.like or page.path): page for page in reversed(list(site_map.PAGES.values()))}
WITH_FIGURES = [page for page in KINDS.values() if page.figures]
ADDRESS = "https://data.hall.example"
CHOICES = {"volumes": (("period", "7d"),), "satisfaction": (("period", "30d"),)}


@pytest.fixture
def named(sampled: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    """Asks the site on the sample, which has been given its public address."""
    known = replace(hall(), address=ADDRESS)
    for place in ("api.documents.public_address.hall", "data.hall.hall"):
        monkeypatch.setattr(place, lambda: known)
    with application(sampled) as server:
        yield server.test_client()


def places() -> Iterator[tuple[Any, Place]]:
    for page in WITH_FIGURES:
        for query in {(), CHOICES.get(page.path, ())}:
            yield page, Place(page.path, "en" if query else "zh", query)


def live(client: FlaskClient, page: Any, place: Place, figure: str = "", **more: str) -> dict:
    query = urlencode([*place.query, ("lang", place.lang), *more.items()])
    answer = client.get(f"/live/{page.live}{figure and '/' + figure}?{query}")
    assert answer.status_code == 200, (place, figure, answer.text)
    return answer.json or {}


def tags(text: str) -> dict[str, str]:
    pairs = re.findall(r'<meta property="([^"]+)" content="([^"]*)">', text)
    return {name: html.unescape(value) for name, value in pairs}


def snippets(view: dict, id: str) -> list[str]:
    """The addresses of the frames that stand under a figure."""
    return [
        html.unescape(address)
        for address in re.findall(r'iframe src=\\"([^"\\]+)', json.dumps(view[f"{id}-cite"]))
    ]


def test_every_figure_of_a_page_is_named_by_it_and_can_be_saved_and_embedded(client, subtests):
    for page in KINDS.values():
        if page.wall:
            continue
        place = Place(page.path, "zh")
        layout = client.get(f"/_dash/{place.token}/_dash-layout").json
        drawn = [
            c["props"]["data-figure"] for c in components(layout) if "data-figure" in c["props"]
        ]
        under = json.dumps(layout).count('"className": "cite"')
        with subtests.test(page=page.path):
            assert sorted(drawn) == sorted(page.figures)
            assert under == len(drawn)
            assert json.dumps(layout).count('"data-save": "png"') == len(drawn)


def test_a_figure_by_itself_says_what_its_page_says(client, subtests):
    for page, place in some(places(), 3):
        whole = live(client, page, place)
        for id in page.figures:
            name = cite.name_of(id, page.live)
            there = cite.place_of(place, name)
            with subtests.test(figure=there.url):
                answer = client.get(there.url)
                assert answer.status_code == 200
                alone = live(client, page, place, name)
                own = {key for key in alone if key.startswith(f"{id}-")} - {f"{id}-cite"}
                assert {f"{id}-rows", f"{id}-title"} & own or id == "strips"
                assert {key: alone[key] for key in own} == {key: whole[key] for key in own}
                assert snippets(whole, id)[0] == f"https://example.invalid{there.url}"
                value = whole[f"{id}-as-of"]["data-value"]
                assert value, "a figure says something in a line"


def test_only_a_figure_by_itself_can_be_framed(client):
    for path in [*(p.path for _, p in places()), "/about", "/screen", "/nope", "/volumes?period=x"]:
        assert "frame-ancestors 'none'" in client.get(path).headers["Content-Security-Policy"]
    for path in ["/embed/volumes/year", "/en/embed/hours", "/embed/nope", "/embed/volumes/nope"]:
        answer = client.get(path)
        assert answer.headers["Content-Security-Policy"].endswith("frame-ancestors *")
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert answer.status_code == (404 if "nope" in path else 200)


# --- then and now ---------------------------------------------------------------------------------


def test_a_frame_of_a_moment_says_then_and_now(store: Store):
    for dataset, rows in sample().items():
        if dataset in ("cases", "calendar"):
            store.ingest(dataset, rows)
    with application(store) as server:
        client = server.test_client()
        page, place = site_map.PAGES["volumes"], Place("volumes", "zh")
        moving, pinned = snippets(live(client, page, place), "volumes-series")
        given = dict(parse_qsl(urlsplit(pinned).query))
        assert "?" not in moving
        before = live(client, page, place, "series", **given)["embed-then"]["children"]
        assert before.startswith("与引用时")
        assert before.endswith(given["value"])
        forged = given | {"value": "近30天办结1件"}
        said = live(client, page, place, "series", **forged)["embed-then"]["children"]
        assert "不是本站所出" in said
        assert forged["value"] not in said
        case = next(c for c in sample()["cases"] if str(c["completed_at"])[:10] == "2026-11-20")
        more = [{**case, "case_no": f"{case['case_no']}-{i}"} for i in range(90)]
        taken = store.ingest("cases", more)
        assert taken.accepted == 90, taken
        answers.refresh()
        now = live(client, page, place)["volumes-series-as-of"]["data-value"]
        after = live(client, page, place, "series", **given)["embed-then"]["children"]
        assert given["value"] != now
        assert after == f"引用时（数据版本{given['version']}）：{given['value']}；现在：{now}"


# --- oEmbed ---------------------------------------------------------------------------------------


def oembed(client: FlaskClient, url: str, **more: str) -> Any:
    return client.get(f"/oembed?{urlencode({'url': url, **more})}")


def test_the_frame_of_each_page_is_told_by_its_address(named, subtests):
    for _page, place in places():
        with subtests.test(page=place.url):
            head = named.get(place.url).text
            link = re.search(r'type="application/json\+oembed" href="([^"]+)"', head)
            assert link
            href = html.unescape(link[1])
            assert href.startswith(f"{ADDRESS}/oembed?")
            told = named.get(href.removeprefix(ADDRESS))
            assert told.status_code == 200
            assert told.mimetype == "application/json"
            assert told.headers["Access-Control-Allow-Origin"] == "*"
            said = told.json
            assert (said["version"], said["type"]) == ("1.0", "rich")
            assert {"html", "width", "height"} <= said.keys()
            src = html.unescape(re.search(r'src="([^"]+)"', said["html"])[1])
            assert src.startswith(ADDRESS)
            assert named.get(src.removeprefix(ADDRESS)).status_code == 200


@pytest.mark.parametrize(
    ("url", "more", "status"),
    [
        (f"{ADDRESS}/volumes", {"format": "xml"}, 501),
        (f"{ADDRESS}/nope", {}, 404),
        (f"{ADDRESS}/about", {}, 404),
        (f"{ADDRESS}/volumes?period=never", {}, 404),
        ("https://elsewhere.example/volumes", {}, 404),
        (f"{ADDRESS}/volumes", {"maxwidth": "wide"}, 400),
        (f"{ADDRESS}/volumes", {"maxwidth": "000001" + "0" * 5_000}, 400),
        ("", {}, 400),
    ],
)
def test_what_cannot_be_embedded_is_a_problem(named, url, more, status):
    answer = oembed(named, url, **more)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")


def test_a_frame_is_no_larger_than_there_is_room(named):
    said = oembed(named, f"{ADDRESS}/embed/volumes/year", maxwidth="320", maxheight="300").json
    assert (said["width"], said["height"]) == (320, 300)
    assert 'width="320" height="300"' in said["html"]


# --- links elsewhere --------------------------------------------------------------------------------


def test_each_page_says_what_a_link_to_it_shows(named, subtests):
    for page in some(KINDS.values(), 3):
        for lang in LANGS:
            place = Place(page.path, lang)
            told = tags(named.get(place.url).text)
            with subtests.test(page=place.url):
                if page.wall:
                    assert told == {}
                    continue
                assert told["og:url"] == f"{ADDRESS}{place.url}"
                assert told["og:title"]
                assert told["og:description"]
                assert told["twitter:card"]
                assert "og:image" not in told, "no picture has been drawn"


def test_the_title_of_a_link_is_what_is_found(named):
    assert re.search(r"16件", tags(named.get("/").text)["og:title"])
    assert "60 cases" in tags(named.get("/en/volumes").text)["og:title"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(previews, "FOLDER", tmp_path)
    return tmp_path / "previews"


@pytest.mark.usefixtures("chinese_font")
def test_a_picture_is_named_when_it_is_there_and_of_the_page_as_it_opens(
    named, folder, monkeypatch
):
    few = {path: site_map.PAGES[path] for path in ("", "volumes")}
    monkeypatch.setattr(drawing, "PAGES", few)
    with named.application.app_context():
        assert drawing.draw_all("2026-11-24") == 4
    assert drawing.is_drawn("2026-11-24")
    image = tags(named.get("/volumes").text)["og:image"]
    assert image.startswith(f"{ADDRESS}/previews/volumes-zh-2026-11-24-")
    picture = named.get(image.removeprefix(ADDRESS))
    assert (picture.status_code, picture.mimetype) == (200, "image/png")
    assert "immutable" in picture.headers["Cache-Control"]
    width, height = (int.from_bytes(picture.data[at : at + 4], "big") for at in (16, 20))
    assert (width, height) == (cards.WIDTH, cards.HEIGHT)
    assert "og:image" not in tags(named.get("/volumes?period=7d").text)
    for day in range(1, 9):
        previews.keep("volumes", "zh", f"2026-12-0{day}", picture.data)
    assert len([name for name in folder.iterdir() if "volumes-zh" in name.name]) == 7
    newest = previews.path_of("volumes", "zh")
    assert newest is not None
    assert "2026-12-08" in newest
    assert named.get(newest).status_code == 200
    assert named.get("/previews/volumes-zh-2026-12-09-000000000000.png").status_code == 404


def test_without_a_font_for_chinese_no_boxes_are_drawn(folder, monkeypatch):
    monkeypatch.setattr(cards, "chinese_font", lambda weight: None)
    cards._font.cache_clear()
    try:
        with pytest.raises(cards.NoFont):
            cards.draw(cards.Card("Hall", "办结60件", (), "zh"))
        assert cards.draw(cards.Card("Hall", "60 cases", ("Data",), "en"))
    finally:
        cards._font.cache_clear()


# --- paper --------------------------------------------------------------------------------------------


# 近30天 are others when the paper is read: it has the days themselves.
PRINTED = {
    "/volumes": "/volumes?from=2026-10-26&to=2026-11-24",
    "/en/volumes?period=7d": "/en/volumes?from=2026-11-18&to=2026-11-24",
    "/satisfaction": "/satisfaction?from=2026-08-27&to=2026-11-24",
    "/en/satisfaction?period=30d": "/en/satisfaction?from=2026-10-26&to=2026-11-24",
}


def test_paper_leads_back_to_the_very_view(named, subtests):
    assert set(PRINTED) < {place.url for _, place in places()}
    for page, place in [*places(), (site_map.PAGES["about"], Place("about", "en"))]:
        view = live(named, page, place)
        code = json.dumps(view["paper-qr"])
        token = re.search(r"/qr/([^.]+)\.svg", code)[1]
        with subtests.test(page=place.url):
            printed = str(PRINTED.get(place.url, place.url))
            assert from_token(token) == read(printed)
            assert named.get(f"/qr/{token}.svg").status_code == 200
            assert view["paper-address"]["children"] == f"data.hall.example{printed}"
            assert live(named, page, read(printed))["paper-address"] == view["paper-address"]
            assert view["paper-version"]["children"] == view["foot-version"]["children"]
            assert "00:00" not in view["paper-as-of"]["children"]
            assert re.fullmatch(r"2026-11-\d\d( \d\d:\d\d)?", view["paper-as-of"]["children"])
