"""The wall: what someone standing in the hall reads from 5 m away in four seconds.

Its scenes are all in the page and in one live view, so a poll costs one request whichever is
shown; `assets/wall.js` turns them. No plotly here: bars are boxes sized by the stylesheet, so that
type and bars scale together from 1080p to 4K and to portrait, and hours of running leave nothing
behind.
"""

from __future__ import annotations

from datetime import datetime

from dash import html

from api.answer.answers import Live
from api.documents import public_address
from dashboard import words
from dashboard.asking.address import QR, Place
from dashboard.asking.ask import Ask
from dashboard.asking.parameters import Arguments, choice
from dashboard.parts import blocks, notes
from dashboard.parts.blocks import View
from dashboard.parts.page import Page
from dashboard.wall import hour
from dashboard.wall.scenes import SCENES, Scene, short, turns
from dashboard.words import Lang
from data.definitions import Text
from data.hall import hall

TITLE = Text("大屏", "Wall")
SCAN = Text("扫码或输入", "Scan or type")
STALE = Text("数据没有更新", "not updating")
DEMO = Text("演示数据", "Simulated data")
PAUSED = Text("已暂停 · 按空格继续", "Paused · press space")
PAUSE = Text("暂停轮换", "Pause the rotation")
TURN = Text("画面", "Scenes")

PARAMETERS = (
    # One scene for good, on a screen of its own.
    choice("scene", {scene.id: scene.title for scene in SCENES}),
    # `on` turns the scenes even on a machine that asks for less motion; `off` begins paused.
    choice("rotate", {"on": Text("轮播", "Turning"), "off": Text("不轮播", "Still")}),
)


def view(ask: Ask, lang: Lang, arguments: Arguments) -> View:
    """Everything on the wall that changes with the data, of all scenes."""
    document = ask(Live())
    live, meta = document["data"], document["meta"]
    now = datetime.fromisoformat(live["now"]).date()
    status, version = hour.status(live, lang), words.version(meta["data_version"])
    # *Today* says the same in its largest type while the windows are to open.
    kind = "status status--said" if hour.face(live) in hour.WAITING else "status"
    shown: View = {
        "wall-demo": {"children": DEMO[lang], "hidden": not meta["demo"]},
        "wall-date": {"children": words.long_day(now, lang)},
        "wall-status": {"children": status, "hidden": not status, "className": kind},
        **{
            f"wall-as-of-{scene.id}": {
                "children": notes.written_as_of(document, lang, scene.dataset, brief=True)
            }
            for scene in SCENES
        },
        "wall-version": {"children": Text(f"版本{version}", f"version {version}")[lang]},
    }
    for scene in SCENES:
        shown |= scene.view(ask, document, lang)
    return shown


def layout(place: Place, v: View) -> html.Main:
    """The wall with its scenes; the one that is shown first is named on `<main>`."""
    lang = place.lang
    order = turns()
    first = dict(place.query).get("scene", order[0])
    return html.Main(
        [
            _head(v, lang),
            blocks.live(html.P, "wall-status", v),
            *(scene.layout(v, lang) for scene in SCENES),
            _foot(place, v),
        ],
        id="main",
        **blocks.extra({"data-first": first, "data-turns": " ".join(order)}),
    )


def _of(scene: Scene) -> dict[str, str]:
    """Marks what belongs to one scene, and is seen with it alone."""
    return {"data-of": scene.id}


def _head(v: View, lang: Lang) -> html.Header:
    titles = [html.Span(scene.title[lang], **blocks.extra(_of(scene))) for scene in SCENES]
    return html.Header(
        [
            html.H1(hall().name[lang]),
            html.P(titles, className="page"),
            blocks.live(html.P, "wall-demo", v, className="demo"),
            html.P(" ", className="clock", **blocks.extra({"data-clock": ""})),
            blocks.live(html.P, "wall-date", v, className="date"),
        ]
    )


def _turning(lang: Lang) -> html.Div:
    """A dot for each scene, and the sign that they stand still."""
    dots = [
        html.Button(
            type="button",
            className="dot",
            **blocks.extra({"data-to": scene.id, "aria-label": scene.title[lang]}),
        )
        for scene in SCENES
        if scene.id in turns()
    ]
    pause = html.Button(
        type="button",
        className="pause",
        **blocks.extra({"data-pause": "", "aria-label": PAUSE[lang], "aria-pressed": "false"}),
    )
    paused = html.Span(PAUSED[lang], className="paused")
    return html.Div(
        [html.Div(dots, className="dots-of-scenes"), pause, paused],
        className="turning",
        role="group",
        **blocks.extra({"aria-label": TURN[lang]}),
    )


def _as_of(scene: Scene, v: View) -> html.Span:
    """How recent the scene's own data is."""
    of = blocks.extra(_of(scene))
    return blocks.live(html.Span, f"wall-as-of-{scene.id}", v, className="as-of", **of)


def _address(place: Place, scene: Scene) -> str:
    """The short address as one types it; its path alone while the site has no public address."""
    path = place.elsewhere(short(scene)).path
    site = public_address.address() if public_address.is_set() else ""
    return site.partition("://")[2] + path


def _foot(place: Place, v: View) -> html.Footer:
    lang = place.lang
    codes = [
        html.Img(
            src=f"{QR}{place.elsewhere(short(scene)).token}.svg",
            alt=f"{scene.title[lang]}: {SCAN[lang]}",
            className="qr",
            **blocks.extra(_of(scene)),
        )
        for scene in SCENES
    ]
    addresses = [
        html.Strong(_address(place, scene), className="address", **blocks.extra(_of(scene)))
        for scene in SCENES
    ]
    return html.Footer(
        [
            html.P(
                [
                    *(_as_of(scene, v) for scene in SCENES),
                    html.Span(STALE[lang], className="stale-words"),
                    blocks.live(html.Span, "wall-version", v),
                ]
            ),
            _turning(lang),
            html.P([html.Span(SCAN[lang]), *addresses], className="scan"),
            *codes,
        ]
    )


PAGE = Page(
    "screen",
    TITLE,
    "screen",
    view,
    layout,
    parameters=PARAMETERS,
    wall=True,
    charts=False,
    menu=False,
    styles=("drawings.css", "strips.css", "scenes.css"),
)
