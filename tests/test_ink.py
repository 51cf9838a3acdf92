"""Three inks and one scale of type: what stylesheets and charts may use, and that it can be seen."""

import re
from pathlib import Path

import pytest

from dashboard.parts import charts

ROOT = Path(__file__).parents[1]
SITE = (
    "hall.css", "explore.css", "drawings.css", "strips.css", "disclosure.css", "data.css", "docs.css", "ask.css",
)  # fmt: skip
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|rgba?\([^)]*\)|hsla?\([^)]*\)")
TEXT = ("ink", "quiet", "slate", "kept", "late", "link", "soon")
# Past the limit, bad (levels 1 and 2 of ratings), or stale.
MEANT_LATE = r"late|over|bad|stale|silent|level-[12]|fault|failed|invalid|errors|^\.graph"
MEANT_KEPT = r"kept|on_time|identities|^\.graph"
MARKS = (*TEXT, "slate-2", "slate-3", "usual")


def css(name: str) -> str:
    return re.sub(r"(?s)/\*.*?\*/", "", (ROOT / "assets" / name).read_text("utf-8"))


def variables(theme: str) -> dict[str, str]:
    """Every colour that the site declares, as it is in a theme (light, dark)."""
    pairs = r"--([a-z0-9-]+): var\(--light, (#[0-9a-f]{6})\) var\(--dark, (#[0-9a-f]{6})\);"
    declared = re.findall(pairs, css("hall.css"))
    return {name: light if theme == "light" else dark for name, light, dark in declared}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(weight * p for weight, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_ink_can_be_read_on_its_ground(theme):
    """Text 4.5:1 on the page and on raised grounds, marks 3:1 on the page (WCAG 1.4.3, 1.4.11)."""
    ink = variables(theme)
    for name in TEXT:
        for ground in ("ground", "raised"):
            assert contrast(ink[name], ink[ground]) >= 4.5, (name, ground)
    for name in MARKS:
        assert contrast(ink[name], ink["ground"]) >= 3, name
    assert contrast(ink["banner-ink"], ink["banner"]) >= 4.5


@pytest.mark.parametrize("name", SITE)
def test_a_colour_is_stated_once(name):
    """A stylesheet has colours in its declarations only; `#000` of a mask is no colour."""
    rules = [line for line in css(name).splitlines() if not re.match(r"\s*(-webkit-)?mask:", line)]
    used = [
        line
        for line in rules
        if COLOUR.search(line)
        and not re.match(r"\s*--[a-z0-9-]+:", line)
        and not re.match(r"\.graph (\[style|pattern)", line)
    ]
    assert used == []


def test_charts_use_the_inks_of_the_page_and_the_page_maps_each():
    """What a chart is drawn in is a light colour of the page, which the dark theme replaces."""
    light, rules = variables("light"), css("hall.css")
    for path in (
        p for room in ("parts", "pages") for p in (ROOT / "dashboard" / room).rglob("*.py")
    ):
        for colour in re.findall(r'"(#[0-9a-fA-F]{6})"', path.read_text("utf-8")):
            assert colour in light.values(), (path.name, colour)
    over = charts.layout()["hoverlabel"]
    drawn = {
        over["bgcolor"],
        over["font"]["color"],
        charts.SLATE,
        charts.KEPT,
        charts.LATE,
        charts.USUAL,
        charts.INK,
        charts.QUIET,
    }
    for colour in drawn | set(charts.RAMP.values()):
        rgb = ", ".join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))
        name = next(name for name, value in light.items() if value == colour)
        assert re.search(rf'fill: rgb\({rgb}\)"\] {{ fill: var\(--{name}\)', rules), colour


@pytest.mark.parametrize("name", SITE)
def test_type_has_the_sizes_of_the_scale(name):
    """Sizes are named; beside them only the root's, a share of the text's around, print's points,
    what a place sets for the strips in it, and a drawing's own units, which grow with it."""
    scale = re.compile(r"var\(--(small|text|lead|title|figure|hero|hero-day|type|drawn, 13px)\)")
    for size in re.findall(r"font-size: ([^;]+);", css(name)):
        assert scale.search(size) or re.fullmatch(r"1[68]px|\.9375em|inherit|[\d.]+pt", size), size


@pytest.mark.parametrize(("ink", "meant"), [("kept", MEANT_KEPT), ("late", MEANT_LATE)])
def test_jade_and_vermilion_are_only_where_they_are_meant(ink, meant):
    for name in (
        "hall.css",
        "explore.css",
        "drawings.css",
        "strips.css",
        "disclosure.css",
        "docs.css",
    ):
        for selector in re.findall(rf"([^{{}};]+)\{{[^{{}}]*var\(--{ink}\)", css(name)):
            assert re.search(meant, selector.strip()), selector


def test_kept_and_late_are_told_apart_without_colour():
    """In grey they are one, so no chart of these pages has both, and parts of a bar never touch."""
    for theme in ("light", "dark"):
        assert contrast(variables(theme)["kept"], variables(theme)["late"]) < 1.5
    for room in ("today", "volumes", "satisfaction"):
        for path in (ROOT / "dashboard" / "pages" / room).glob("*.py"):
            drawn = re.findall(r"\b(?:charts\.)?(KEPT|LATE)\b(?! =)", path.read_text("utf-8"))
            assert not {"KEPT", "LATE"} <= set(drawn), path.name
    assert re.search(r"\.whole \{[^}]*gap: 2px", css("drawings.css"))
    assert "border" in re.search(r"\.part--open \{([^}]*)", css("drawings.css")).group(1)
