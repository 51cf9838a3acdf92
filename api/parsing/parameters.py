"""The parameters that many addresses take, and how those of an address are said.

Those of indicators, of datasets and of disclosure requests stand with the questions made of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from api.documents.links import PAGE_MOST
from api.formats import FORMATS, FileOptions
from api.parsing.parameter import Given, Parameter, Parameters, choice
from api.parsing.value_types import DAY, positive
from data.definitions import Text

# What the path names ("" where it names nothing) and the suffix → the parameters.
Takes = Callable[[Any, str], Parameters]

PAGE_DEFAULT = 100
ROWS_MOST = 999_999_999

LANG = choice("lang", Text("名称与提示的语言", "language of labels and errors"), ("zh", "en"), "zh")
FROM = Parameter("from", Text("起始日期（含）", "first day, included"), DAY)
TO = Parameter("to", Text("截止日期（含）", "last day, included"), DAY)
LIMIT = Parameter(
    "limit",
    Text(
        f"最多返回的行数；JSON 每页至多{PAGE_MOST}行，不写为{PAGE_DEFAULT}行；文件缺省为全部",
        f"rows at most; JSON: up to {PAGE_MOST} a page, {PAGE_DEFAULT} if not given; "
        "files: everything if not given",
    ),
    positive(PAGE_MOST),
    example=5,
)
ROWS_LIMIT = Parameter(
    "limit",
    Text("最多返回的行数；缺省为全部", "rows at most; everything if not given"),
    positive(ROWS_MOST),
    example=5,
)
_TITLED = [form.label for form in FORMATS.values() if form.titled]
_HEADER = Text(
    f"{'、'.join(_TITLED)} 的表头：字段名、中文或英文；不写则随 labels，没有 labels 为字段名",
    f"header of {', '.join(_TITLED)}: ids, Chinese or English; "
    "if not given, in the language of labels, and without labels ids",
)
_LABELS = Text(
    "文件名称列的语言：每个编码列之后加一列名称",
    "a column with names in this language beside each column of codes; of files only",
)
_BOM = Text("CSV 是否以字节顺序标记开头", "whether a CSV begins with a byte-order mark")
CSV = (choice("header", _HEADER, ("id", "zh", "en")), choice("bom", _BOM, ("0", "1"), "1"))
LABELS = choice("labels", _LABELS, ("zh", "en"))
_WHICH_DAY = Text("日期，缺省为最新一日", "which day; the newest if not given")
SHOWN_DAY = Parameter("day", _WHICH_DAY, DAY)


def only(*each: Parameter) -> Takes:
    """The same parameters whatever the path names."""
    parameters = Parameters(*each)
    return lambda subject, suffix: parameters


def is_file(suffix: str) -> bool:
    """Whether an answer under this suffix is a file, which gives everything unless it is limited."""
    return suffix not in ("", "json")


def written(suffix: str) -> tuple[Parameter, ...]:
    """How a list is written: JSON has its names by `lang`, a file beside its codes as well."""
    return (*CSV, LABELS) if is_file(suffix) else CSV


# Of what has nothing to choose but the language; of lists, which can be a file as well; of files.
LANGUAGE = only(LANG)
FILE = only(LANG, *CSV, LABELS)
LIST: Takes = lambda subject, suffix: Parameters(LANG, *written(suffix))  # noqa: E731
HOURS: Takes = lambda subject, suffix: Parameters(LANG, SHOWN_DAY, *written(suffix))  # noqa: E731


def file_options(given: Given) -> FileOptions:
    labels = given.get("labels")
    return FileOptions(given["header"] or labels or "id", given["bom"] == "1", labels)
