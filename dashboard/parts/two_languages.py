"""What one of the two languages needs: Chinese marked on English pages, a capital letter."""

from __future__ import annotations

import re
from typing import Any

from dash import html

from dashboard.parts.blocks import extra
from dashboard.words import LANG_TAGS, Lang
from data.definitions import Text

_CHINESE = re.compile(
    r"([\u3000-\u303f\u3400-\u9fff\uff00-\uffef][\u3000-\u9fff\uff00-\uffef0-9 ]*)"
)


def marked(text: str | None, lang: Lang) -> Any:
    """The text; on an English page its Chinese parts say that they are Chinese."""
    if not text or lang == "zh" or not _CHINESE.search(text):
        return text
    parts = [part for part in _CHINESE.split(text) if part]
    return [
        html.Span(part, **extra({"lang": LANG_TAGS["zh"]})) if _CHINESE.fullmatch(part) else part
        for part in parts
    ]


def sentence(text: str) -> str:
    """The text as a sentence or a heading begins; `str.capitalize` would take other capitals away."""
    return text[:1].upper() + text[1:]


def hinted(said: str, hint: str, lang: Lang) -> list[Any]:
    """What is said, and what can be done with it on a screen: not on paper, nor in a picture or a frame."""
    return [said, html.Span(Text(hint, f" {hint}")[lang], className="hint")]
