"""Pages, live views and what they load, as any HTTP client sees them."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from api.formats import FORMATS
from dashboard import site_map
from dashboard.asking.address import Place, from_token, read
from dashboard.serve import head, menu, static_files
from dashboard.words import LANG_TAGS
from tests.fake_answers import EMPTY, LIVE, Answers, installed, pages

ROOT = Path(__file__).parents[1]
# Those that are made of the live answer, whose numbers are prepared here; all pages are gone through
# in tests/test_accessibility.py.
PLACES = [Place(path, lang) for path in ("", "screen") for lang in ("zh", "en")]
PATHS = [place.path for place in PLACES]
CJK = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")


@pytest.fixture
def answers(monkeypatch) -> Answers:
    return installed(monkeypatch)


@pytest.fixture
def client(answers) -> Iterator[FlaskClient]:
    with pages().test_client(use_cookies=True) as opened:
        yield opened


def text_of(markup: str) -> str:
    """What a reader sees: the page without its tags, scripts and settings."""
    body = re.sub(r"(?s)<(script|style|title|code)\b.*?</\1>", " ", markup)
    return re.sub(r"<[^>]+>", " ", body)


def components(node):
    """Every component of a layout in JSON."""
    if isinstance(node, list):
        for child in node:
            yield from components(child)
    elif isinstance(node, dict) and "props" in node:
        yield node
        yield from components(node["props"].get("children"))


@pytest.mark.parametrize("path", PATHS)
def test_a_page_can_be_read_without_scripts(client, path):
    page = client.get(path)
    assert page.status_code == 200
    assert page.mimetype == "text/html"
    assert "1,846" in text_of(page.text)
    assert "99.83" in text_of(page.text)


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_protected_and_sets_no_cookie(client, path):
    page = client.get(path)
    policy = page.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    assert "Set-Cookie" not in page.headers
    assert not re.search(r"<script(?![^>]* src=)(?![^>]*application/json)", page.text)


@pytest.mark.parametrize("path", PATHS)
def test_a_page_tells_nothing_about_the_machine(client, path):
    assert not re.search(r"python_version|3\.\d+\.\d+ \(|dash_version|_mcp", client.get(path).text)


@pytest.mark.parametrize("path", ["/nope", "/en/nope", "/screen/x", "/en", "/index.php"])
def test_an_unknown_address_is_a_real_404_with_a_way_on(client, path):
    page = client.get(path)
    if page.status_code == 308:  # /en → /en/
        assert page.headers["Location"].endswith("/")
        return
    assert page.status_code == 404
    assert 'href="/api/v1"' in page.text
    assert page.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path",
    ["/volumes", "/en/volumes", "/indicators/on-time-rate", "/screen"],
)  # fmt: skip
@pytest.mark.parametrize("query", ["", "?period=year&x=a%2Fb"])
def test_a_slash_at_the_end_leads_to_the_address_without_it(client, path, query):
    answer = client.get(f"{path}/{query}")
    assert (answer.status_code, answer.headers["Location"]) == (308, f"{path}{query}")


@pytest.mark.parametrize("path", ["/nope/", "/en/nope/", "/volumes//x/"])  # fmt: skip
def test_a_slash_at_the_end_of_an_unknown_address_leads_nowhere_else(client, path):
    answer = client.get(path)
    if answer.status_code == 308:  # slashes in the middle are merged first
        assert answer.headers["Location"].startswith(("/", "http://localhost/"))
        answer = client.get(answer.headers["Location"])
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/_dash",
        "/_dash/",
        "/_dash/x/y",
        "/_dash/_dash-layout",
        "/_dash/_reload-hash",
        "/_dash/_favicon.ico",
        "/_dash/assets/hall.css",
        "/_dash/_dash-component-suites/dash/dcc/async-graph.js",
        "/_dash/!!/_dash-layout",
        "/_dash/L25vcGU/_dash-layout",
    ],
)
def test_dash_itself_is_out_of_reach(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"output":"x.children","inputs":[],"changedPropIds":[]}', b"\x00"]
)
@pytest.mark.parametrize(
    "path", ["/_dash/_dash-update-component", "/_dash/Lw/_dash-update-component"]
)
def test_a_forged_callback_is_refused(client, path, body):
    answer = client.post(path, data=body, content_type="application/json")
    assert answer.status_code in (400, 404)
    assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize("place", PLACES)
def test_the_layout_carries_every_live_property(client, place):
    layout = client.get(f"/_dash/{place.token}/_dash-layout").json
    view = client.get(f"/live/{site_map.PAGES[place.page].live}?lang={place.lang}").json
    found = {}
    for component in components(layout):
        if "id" in component["props"]:
            assert component["props"]["id"] not in found
            found[component["props"]["id"]] = component["props"]
    for id, props in view.items():
        drawn = found[id] | {"children": found[id].get("tree", found[id].get("children"))}
        assert plain({name: drawn.get(name) for name in props}) == plain(props), id


def plain(node):
    """What is drawn, whether as components or as parts: tag, attributes and a list of what is inside."""
    if isinstance(node, list):
        return [plain(one) for one in node]
    if not isinstance(node, dict):
        return node
    if "namespace" not in node:
        return {name: _listed(v) if name == "children" else plain(v) for name, v in node.items()}
    props = node["props"] | node["props"].get("own", {})
    props.pop("own", None)
    inside = _listed(props.pop("tree", props.pop("children", None)))
    return props.pop("element", node["type"].lower()), plain(props), inside


def _listed(inside):
    return [plain(one) for one in (inside if isinstance(inside, list) else [inside])]


@pytest.mark.parametrize("place", PLACES)
def test_a_place_is_found_again_by_its_token(place):
    assert from_token(place.token) == place


@pytest.mark.parametrize("path", [p.path for p in PLACES if p.lang == "en"])
@pytest.mark.parametrize("data", [LIVE, EMPTY, LIVE | {"is_today": False}, LIVE | {"open": False}])
def test_english_pages_have_no_chinese_but_the_way_to_it(client, answers, path, data):
    answers.live = data
    assert CJK.findall(text_of(client.get(path).text).replace("中文", "")) == []


@pytest.mark.parametrize("path", [p.path for p in PLACES if p.lang == "zh"])
@pytest.mark.parametrize("data", [LIVE, EMPTY, LIVE | {"is_today": False}, LIVE | {"open": False}])
def test_chinese_pages_have_no_english_but_the_way_to_it(client, answers, path, data):
    answers.live = data
    latin = set(re.findall(r"[A-Za-z]{2,}", text_of(client.get(path).text)))
    commands = {"python", "app", "py", "ingest", "cases", "FILE", "csv", "demo"}
    assert latin - commands <= {
        "English",
        "JSON",
        "api",
        "PNG",
        "SVG",
        "example",
        "invalid",
        *("CC", "BY"),  # the name of a licence
        *(f.label for f in FORMATS.values()),
    }


@pytest.mark.parametrize("path", PATHS)
def test_the_language_of_a_page_is_marked(client, path):
    lang = "en" if path.startswith("/en/") else "zh"
    assert f'<html lang="{LANG_TAGS[lang]}"' in client.get(path).text


def test_the_menu_leads_only_to_pages(client):
    for place in PLACES:
        for href in set(re.findall(r'href="(/[^"]*)"', client.get(place.path).text)):
            if not href.startswith(("/api/", "/assets/", "/_dash/", "/oembed?")):
                assert site_map.find(read(href.partition("#")[0])), href


# --- live views -----------------------------------------------------------------------------------


@pytest.mark.parametrize("view", ["today", "screen"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_view_that_is_known_is_not_sent_again(client, answers, view, lang):
    url = f"/live/{view}?lang={lang}"
    first = client.get(url)
    again = client.get(url, headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    assert again.data == b""
    for answer in (first, again):
        assert answer.headers["Cache-Control"] == "no-cache"
        assert float(answer.headers["X-Heartbeat-Age"]) == pytest.approx(2, abs=1)
        assert answer.headers["X-Build"] == static_files.build()
        assert answer.headers["X-Hall-Time"]
    answers.change(completed=1847)
    changed = client.get(url, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert "1,847" in changed.text


@pytest.mark.usefixtures("clock")  # a minute that ends meanwhile is another view
def test_any_number_of_readers_cost_one_computation(client, answers):
    menu.view(answers.answer)
    of_menu, answers.asked = answers.asked, 0
    for _ in range(20):
        client.get("/live/today")
        client.get("/")
    once = answers.asked // 2  # the page and the view that keeps it up to date
    assert answers.asked == 2 * once
    # The day, its windows, the list of windows, the requests due first and what their departments are called for short,
    # whether there are questions and answers; of the hall now its floors, tickets, waits and appointments; and what
    # the menu leads to.
    assert once == 10 + of_menu
    answers.change(completed=1850)
    for _ in range(20):
        client.get("/live/today")
    assert answers.asked == 3 * once


def test_a_form_has_a_tag_of_its_own_but_is_known_by_any(client):
    plain = client.get("/live/today", headers={"Accept-Encoding": "identity"})
    small = client.get("/live/today", headers={"Accept-Encoding": "br"})
    assert small.headers["Content-Encoding"] == "br"
    assert plain.headers["ETag"] != small.headers["ETag"]
    again = client.get(
        "/live/today", headers={"Accept-Encoding": "br", "If-None-Match": plain.headers["ETag"]}
    )
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("url", "parameter"),
    [
        ("/live/today?utm=1", "utm"),
        ("/live/today?lang=fr", "lang"),
        ("/live/today?lang=zh&lang=zh", "lang"),
        ("/live/today?lang=", "lang"),
    ],
)
def test_unknown_repeated_and_bad_parameters_are_refused_before_anything(
    client, answers, url, parameter
):
    answer = client.get(url)
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"
    assert answer.json["errors"][0]["parameter"] == parameter
    assert answers.asked == 0


@pytest.mark.parametrize(("age", "state"), [(2, "live"), (61, "stale"), (None, "empty")])
def test_the_first_paint_knows_whether_intake_is_alive(client, answers, age, state):
    answers.heartbeat_age = age
    assert f'data-state="{state}"' in client.get("/").text
    assert client.get("/live/today").headers["X-Heartbeat-Age"] == (
        "" if age is None else f"{age:.1f}"
    )


# --- figures and files ----------------------------------------------------------------------------


def graphs(node):
    return [c["props"] for c in components(node) if c["type"] == "Graph"]


@pytest.mark.parametrize("place", [p for p in PLACES if site_map.PAGES[p.page].charts])
def test_figures_use_only_traces_that_the_bundle_can_draw(client, place):
    bundle = (ROOT / "assets/vendor/plotly-cartesian.min.js").read_text("utf-8")
    drawn = graphs(client.get(f"/_dash/{place.token}/_dash-layout").json)
    assert drawn
    for graph in drawn:
        assert graph["config"]["showSendToCloud"] is False
        assert graph["config"]["displayModeBar"] is False
        for trace in graph["figure"]["data"]:
            assert re.search(rf'moduleType:"trace",name:"{trace["type"]}"', bundle), trace["type"]


def test_files_are_compressed_and_kept_for_good(client):
    page = client.get("/").text
    urls = set(re.findall(r'(?:src|href)="(/assets/[^"]+)"', page))
    for url in urls | {static_files.url("plotly.js")}:
        plain = client.get(url, headers={"Accept-Encoding": "identity"})
        small = client.get(url, headers={"Accept-Encoding": "gzip, br"})
        assert small.headers["Content-Encoding"] == "br"
        assert "immutable" in small.headers["Cache-Control"]
        assert len(small.data) < len(plain.data)
    assert client.get("/assets/0000000000000000/hall.css").status_code == 404


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip"])
def test_no_request_waits_for_the_slow_way_to_compress_a_file(monkeypatch, coding):
    """That takes seconds of a thread; who starts the site does it before (`prepare`)."""
    monkeypatch.setattr(static_files.content_coding, "packed", pytest.fail)
    assert len(static_files.packed(b"not made at a start" * 1_000, coding)) < 1_000


def test_the_page_loads_less_than_it_may(client):
    """First load at most 750 kB, with everything that the page and its graphs ask for."""
    page = client.get("/", headers={"Accept-Encoding": "br"})
    total = len(page.data)
    urls = set(re.findall(r'(?:src|href)="(/assets/[^"]+)"', client.get("/").text))
    # Asked for when the page has been drawn, so that they do not delay that.
    urls |= {
        static_files.url(name) for name in (*head.CHART_SCRIPTS, "async-graph.js", head.PLOTLY)
    }
    for url in urls:
        total += len(client.get(url, headers={"Accept-Encoding": "br"}).data)
    for name in ("_dash-layout", "_dash-dependencies"):
        total += len(client.get(f"/_dash/Lw/{name}", headers={"Accept-Encoding": "br"}).data)
    assert total < 750_000


def test_the_wall_needs_no_plotly(client):
    assert "plotly" not in "".join(re.findall(r'src="([^"]+)"', client.get("/screen").text))


def test_the_code_on_the_wall_leads_to_the_page(client):
    src = re.search(r'src="(/qr/[^"]+\.svg)"', client.get("/screen").text)
    assert src
    drawn = client.get(src.group(1))
    assert drawn.mimetype == "image/svg+xml"
    assert drawn.text.startswith("<svg")
    assert client.get("/qr/L25vcGU.svg").status_code == 404


def test_dashs_settings_are_json_that_cannot_end_the_script(client):
    told = re.search(r'<script id="_dash-config"[^>]*>(.*?)</script>', client.get("/").text)
    assert told
    config = json.loads(told.group(1))
    assert config["plotlyjs_url"].startswith("/assets/")
    assert config["serve_locally"] is False


@pytest.mark.parametrize("path", ["/nope", "/en/volumes?measure=nope"])
@pytest.mark.parametrize("demo", [True, False])
def test_a_page_that_has_nothing_to_show_still_says_that_the_hall_is_simulated(
    client, answers, path, demo
):
    answers.meta["demo"] = demo
    banner = re.search(r'<p [^>]*class="banner"[^>]*>', client.get(path).text)
    assert banner
    assert ("hidden" in banner[0]) != demo
