"""How pages and scenes ask: a question gives the API's document in the page's language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from api.answer import answers

# Asks a question and gets the API's document in the page's language: `{"data", "meta", "links"}`.
Ask = Callable[[answers.Query], dict[str, Any]]
