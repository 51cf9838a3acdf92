"""Bootstrap's stylesheet without what no page uses: `python -m tools.bootstrap` writes it anew.

What it is cut from is the whole `bootstrap.min.css` of the npm package, kept beside the tests. It
stays in a cascade layer of its own, so that any rule of `hall.css` comes before any of Bootstrap's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import tinycss2

ROOT = Path(__file__).resolve().parent.parent
WHOLE = ROOT / "tests" / "vendor" / "bootstrap.min.css"
TRIMMED = ROOT / "assets" / "vendor" / "bootstrap.css"
# The classes that pages bear; `tests/test_bootstrap.py` finds one that is missing here. What has no
# class at all (Bootstrap's "reboot" of the bare elements) stays out: `hall.css` says that.
USED = frozenset(
    {
        "container", "row", "align-items-end", "col-6", "col-12", "col-sm-3",
        "col-lg", "col-lg-4", "col-lg-5", "col-lg-6", "col-lg-7", "col-lg-8", "col-xl", "col-xl-auto",
        "nav", "nav-item", "nav-link",
        "form-label", "form-control", "form-select",
        "btn", "btn-primary",
        "table",
    }
)  # fmt: skip
HEAD = (
    "/*! Bootstrap 5.3.6, MIT, Copyright 2011-2025 The Bootstrap Authors (LICENSE.bootstrap);"
    " cut by tools/bootstrap.py to what pages use. */\n"
)
_VARIABLE = re.compile(r"(--bs-[\w-]+)\s*:")
_TAKEN = re.compile(r"var\((--bs-[\w-]+)")


def classes(tokens: Iterable[Any]) -> Iterator[str]:
    """The classes of a selector, those inside `:not(…)` left out."""
    before = None
    for token in tokens:
        if token.type == "ident" and before is not None and before == ".":
            yield token.value
        before = token.value if token.type == "literal" else None


def _selectors(prelude: list[Any]) -> Iterator[list[Any]]:
    selector: list[Any] = []
    for token in prelude:
        if token == ",":
            yield selector
            selector = []
        else:
            selector.append(token)
    yield selector


def _is_used(selector: list[Any]) -> bool:
    borne = set(classes(selector))
    return bool(borne) and borne <= USED


def _rules(rules: list[Any]) -> list[str]:
    """The rules that are used, as text; a block that becomes empty goes."""
    written = []
    for rule in rules:
        if rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports"):
            inside = _rules(tinycss2.parse_blocks_contents(rule.content))
            if inside:
                condition = tinycss2.serialize(rule.prelude)
                written.append(f"@{rule.at_keyword}{condition}{{{''.join(inside)}}}")
        elif rule.type == "qualified-rule":
            selectors = [tinycss2.serialize(s) for s in _selectors(rule.prelude) if _is_used(s)]
            if selectors:
                written.append(f"{','.join(selectors)}{{{tinycss2.serialize(rule.content)}}}")
    return written


def _variables(rules: list[Any], text: str) -> str:
    """Of `:root`, the variables that the text takes, and those that these take."""
    root = next(
        tinycss2.serialize(rule.content)
        for rule in rules
        if rule.type == "qualified-rule" and ":root" in tinycss2.serialize(rule.prelude)
    )
    declared = {
        name[1]: declaration
        for declaration in root.split(";")
        if (name := _VARIABLE.match(declaration))
    }
    used, unresolved = set(), set(_TAKEN.findall(text))
    while unresolved:
        used |= unresolved
        unresolved = {n for w in used & declared.keys() for n in _TAKEN.findall(declared[w])} - used
    return ";".join(declaration for name, declaration in declared.items() if name in used)


def trimmed(whole: str) -> str:
    """The stylesheet with the rules for `USED` alone."""
    rules = tinycss2.parse_stylesheet(whole, skip_comments=True, skip_whitespace=True)
    text = "\n".join(_rules(rules))
    return f"{HEAD}@layer bootstrap{{\n:root{{{_variables(rules, text)}}}\n{text}\n}}\n"


if __name__ == "__main__":
    TRIMMED.write_text(trimmed(WHOLE.read_text("utf-8")), "utf-8")
