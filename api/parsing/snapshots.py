"""What is asked of published days: which revisions."""

from __future__ import annotations

from api.documents.links import PAGE_MOST
from api.parsing.parameter import Parameter, Parameters
from api.parsing.parameters import CSV, LANG, Takes, is_file, only
from api.parsing.value_types import one_of, positive
from data.catalog import PUBLISHED_INDICATORS
from data.definitions import Text

_INDICATOR = Parameter(
    "indicator", Text("只列这项指标的更正", "of this indicator only"), one_of(PUBLISHED_INDICATORS)
)
_OF = Parameter(
    "indicator",
    Text("哪项指标", "which indicator"),
    one_of(PUBLISHED_INDICATORS),
    missing=Text("请写明指标", "name the indicator"),
    example=next(iter(PUBLISHED_INDICATORS)),
)
_LIMIT = Parameter(
    "limit",
    Text(
        "最多返回的行数，不写为100行；文件为全部", "rows at most, 100 if not given; a file has all"
    ),
    positive(PAGE_MOST),
    example=5,
)
_AS_JSON, _AS_FILE = Parameters(_INDICATOR, _LIMIT, LANG), Parameters(_INDICATOR, LANG, *CSV)
REVISIONS: Takes = lambda subject, suffix: _AS_FILE if is_file(suffix) else _AS_JSON  # noqa: E731
TRIANGLE: Takes = only(_OF, LANG)
