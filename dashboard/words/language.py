"""The two languages of the pages."""

from __future__ import annotations

from typing import Literal

Lang = Literal["zh", "en"]
LANG_TAGS = {"zh": "zh-CN", "en": "en"}
