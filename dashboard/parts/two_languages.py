"""What one of the two languages needs: Chinese marked on English pages, an English plural."""

from __future__ import annotations

import re
from typing import Any

from dash import html

from dashboard.parts.blocks import extra
from dashboard.words import LANG_TAGS, Lang

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


def working_days(n: int) -> str:
    """1 working day, 2 working days: in English."""
    return f"{n} working day" if n == 1 else f"{n} working days"
