"""Numbers and dates are put into words in one room, and Chinese is set one way."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard import words
from dashboard.words.plotted import hover
from data.catalog import DATASETS

ROOT = Path(__file__).parents[1]
DASHBOARD = ROOT / "dashboard"
ROOM = DASHBOARD / "words"
# What is no number for people: (file, what the source does) → what it is instead.
NOT_FOR_PEOPLE = {
    ("pages/disclosure/ask.py", ":02d"): "the id of a row of the annual report",
    ("pages/disclosure/receipt_number.py", "{2 * LONGEST}"): "a bound in a pattern",
    ("pages/proof/printed_figure.py", ":04d"): "the name of a period, as the API takes it",
    ("pages/proof/printed_figure.py", ":02d"): "the name of a period, as the API takes it",
    ("pages/proof/printed_figure.py", "round(…, digits)"): "what somebody has typed, as a number",
    ("parts/bars.py", ":.2f"): "the length of a bar, read by a stylesheet",
    ("parts/drawings/svg.py", ":.1f"): "a place in a drawing, read by the browser",
    ("serve/live_views.py", ":.1f"): "seconds in a header, read by the poller",
    ("serve/routes.py", ":g"): "the clock's speed, a part of a key",
    ("serve/document.py", ":g"): "the clock's speed, an attribute",
}
# `{name:,}` for str.format, `%{y:,}` for plotly, `%.2f` for the old operator.
SPEC = re.compile(r"\{\w+:[^}\s]+\}|%[-+ 0-9.]*[dfge]\b")
HAN = "\u3400-\u9fff"
SPACED = re.compile(rf"[{HAN}] [0-9%]|[0-9%] [{HAN}]|[0-9] %")
JS_NUMBERS = re.compile(r"toLocaleString|toFixed|toPrecision|Intl\.|d3\.format")


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(DASHBOARD.rglob("*.py")):
        if ROOM not in path.parents:
            name = path.relative_to(DASHBOARD).as_posix()
            yield name, ast.parse(path.read_text("utf-8"))


def docstrings(tree: ast.AST) -> set[int]:
    """The constants that are statements by themselves: for those who read the source."""
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def _is_raw(value: ast.expr) -> bool:
    """Whether what is put into a text is a number as it comes: a count, a sum, a difference."""
    match value:
        case ast.Call(func=ast.Name(id="len" | "sum" | "min" | "max" | "abs" | "int" | "round")):
            return True
        case ast.BinOp(op=ast.Sub() | ast.Mult() | ast.Div()) | ast.UnaryOp(op=ast.USub()):
            return True
    return False


def formatted(tree: ast.Module) -> Iterator[str]:
    """How a module formats numbers, one entry for each place."""
    prose = docstrings(tree)
    for node in ast.walk(tree):
        match node:
            case ast.FormattedValue(format_spec=ast.JoinedStr() as spec):
                yield ":" + ast.unparse(spec)[2:-1]
            case ast.FormattedValue(value=value) if _is_raw(value):
                yield "{" + ast.unparse(value) + "}"
            case ast.Call(func=ast.Name(id="format")):
                yield "format()"
            case ast.Call(func=ast.Name(id="round"), args=[_, _]):
                yield "round(…, digits)"
            case ast.Call(func=ast.Attribute(attr="strftime")):
                yield "strftime"
            case ast.BinOp(left=ast.Constant(value=str()), op=ast.Mod()):
                yield "%"
            case ast.Constant(value=str() as text) if id(node) not in prose and SPEC.search(text):
                yield text
            case ast.Dict(keys=keys, values=values):
                written_out = {
                    key.value: value.value
                    for key, value in zip(keys, values, strict=True)
                    if isinstance(key, ast.Constant) and isinstance(value, ast.Constant)
                }
                yield from {"tickformat", "hoverformat"} & written_out.keys()


def test_no_other_room_formats_a_number():
    places = {(name, how) for name, tree in modules() for how in formatted(tree)}
    assert places == NOT_FOR_PEOPLE.keys()


@pytest.mark.parametrize(
    "line",
    [
        "f'{n:,}'",
        "f'{n:.2f}%'",
        "f'{at:%H:%M}'",
        "f'{len(rows)} rows'",
        "f'{-left} over'",
        "format(n, ',')",
        "'{n:,} cases'.format(n=3)",
        "round(n, 2)",
        "'%d' % n",
        "{'hovertemplate': '%{y:,}'}",
        "{'tickformat': '.0%'}",
    ],
)
def test_each_way_to_format_a_number_is_seen(line: str):
    assert list(formatted(ast.parse(f"x = {line}")))


def test_no_script_of_ours_formats_a_number():
    ours = {path.name: path.read_text("utf-8") for path in (ROOT / "assets").glob("*.js")}
    assert ours
    assert [name for name, text in ours.items() if JS_NUMBERS.search(text)] == []


def written(tree: ast.Module) -> Iterator[str]:
    """The texts of a module, with a digit for whatever is put into them."""
    prose = docstrings(tree)
    inside = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for part in ast.walk(node)
        if part is not node
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and id(node) not in inside:
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else "0" for part in node.values
            )
        elif isinstance(node, ast.Constant) and id(node) not in inside | prose:
            yield str(node.value)


def test_nothing_stands_between_a_digit_and_a_han_character():
    spaced = {
        (str(path.relative_to(ROOT)), text)
        for path in DASHBOARD.rglob("*.py")
        for text in written(ast.parse(path.read_text("utf-8")))
        if SPACED.search(text)
    }
    assert spaced == set()


def test_a_number_and_its_unit_follow_one_rule():
    assert words.counted(1234, words.CASES, "zh") == "1,234件"
    assert words.counted(1, words.WORKING_DAYS, "en") == "1 working day"
    assert words.counted(2.5, words.WORKING_DAYS, "en") == "2.5 working days"
    assert words.counted(None, words.CASES, "zh") == words.MISSING
    assert hover("件").startswith("%{customdata} · %{y:,.2~f}件")
    assert hover("cases").startswith("%{customdata} · %{y:,.2~f} cases")


def test_an_interval_is_widened_never_narrowed():
    assert words.interval((0.986049, 0.987301), "zh") == "98.60%～98.74%"
    assert words.interval((0.986049, 0.987301), "en") == "98.60–98.74%"
    assert words.interval((0.0, 1.0), "zh") == "0.00%～100.00%"


def test_ratings_are_counted_by_one_word():
    """条, as the national standard counts them: what else is said before or after 评价 is a slip."""
    ratings = DATASETS["evaluations"]
    assert ratings.counted.zh == words.RATINGS.zh == "条"
    for indicator in ratings.indicators:
        assert ratings.unit_of(indicator).zh in {"条", "%", "星", "工作日"}, indicator.id
    other = re.compile(
        r"[0-9}][份件次](默认)?(评价|差评|好评)|(评价|差评)[^，。；\"]{0,9}[0-9}][份件次]|份数"
    )
    papers = ROOT / "data/catalog/reform"  # papers are counted in 份
    texts = [p for room in ("data", "api", "dashboard") for p in (ROOT / room).rglob("*.py")]
    texts += [*(ROOT / "docs").rglob("*.md"), ROOT / "README.zh-CN.md"]
    slips = [
        f"{path.name}: {line.strip()}"
        for path in texts
        if papers not in path.parents
        for line in path.read_text("utf-8").splitlines()
        if other.search(line)
    ]
    assert slips == []
