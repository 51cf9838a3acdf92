"""What comes as a short list, as a file: the catalogue's two, and counts per value of a field."""

from __future__ import annotations

from typing import Any, Literal

from flask import Response

from api.answer import answers
from api.answer.moment import moment
from api.files import download
from api.formats import FileOptions
from data.catalog import DATASETS
from data.definitions import Field, Text
from data.questions import Claims, Facets

_ID = Field("id", "text", Text("编号", "Id"))
_TITLE = Field("title", "text", Text("名称", "Title"))
TITLES = {
    "indicators": Text("指标口径", "Indicators"),
    "datasets": Text("数据目录", "Datasets"),
}
# What a table can show of a definition; its addresses and what nests deeper are in the JSON.
COLUMNS = {
    "indicators": (
        _ID,
        _TITLE,
        Field("formula", "text", Text("口径", "Formula")),
        Field("unit", "text", Text("单位", "Unit")),
        Field("favourable", "text", Text("指标方向（正向、负向）", "Favourable")),
        Field("dataset", "text", Text("数据集", "Dataset")),
        Field("dated", "text", Text("统计日期依据", "Dated by")),
        Field("stock", "boolean", Text("时点数", "Stock")),
        Field("interval", "text", Text("95%区间", "95 % interval")),
        Field("reference", "text", Text("依据", "Reference")),
        Field("dimensions", "text", Text("维度", "Dimensions")),
    ),
    "datasets": (
        _ID,
        _TITLE,
        Field("description", "text", Text("说明", "Description")),
        Field("key", "text", Text("主键", "Key")),
        Field("reference", "boolean", Text("基础名录", "Reference list")),
        Field("cadence", "text", Text("更新频率", "Updated")),
        Field("publisher", "text", Text("发布机构", "Publisher")),
        Field("licence", "text", Text("许可", "Licence")),
        Field("indicators", "text", Text("指标", "Indicators")),
    ),
}

HOURS_TITLE = Text("逐时办件量", "Cases by hour")
HOURS = (
    Field("day", "date", Text("日期", "Day")),
    Field("hour", "integer", Text("时段", "Hour")),
    Field("completed", "integer", Text("办结", "Completed")),
    Field("usual", "number", Text("常日办结", "Usually completed")),
    Field("accepted", "integer", Text("受理", "Accepted")),
    Field("partial", "boolean", Text("未满", "Partial")),
)


def catalogue_file(
    kind: Literal["indicators", "datasets"],
    entries: list[dict[str, Any]],
    lang: str,
    suffix: str,
    options: FileOptions,
) -> Response:
    """All `indicators` or `datasets` in the language asked for; several ids in a cell as a,b."""
    columns, etag = COLUMNS[kind], download.etag_of(kind, suffix, options, lang)
    rows = [{column.id: _cell(entry[column.id]) for column in columns} for entry in entries]
    return download.list_file(kind, kind, TITLES[kind], columns, rows, suffix, options, etag)


def _cell(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    return ",".join(one["id"] if isinstance(one, dict) else one for one in value)


def facets_file(query: Facets, lang: str, suffix: str, options: FileOptions) -> Response:
    """How many records have each value of a field, with its name."""
    etag = download.etag_of(query, suffix, options, lang)
    dataset = DATASETS[query.dataset]
    field = dataset.field(query.field)
    columns = (
        Field("value", "text", field.title),
        Field("label", "text", Text(f"{field.title.zh}名称", f"{field.title.en} (name)")),
        Field("count", "integer", Text("记录数", "Records")),
    )
    title = Text(f"{dataset.title.zh}：{field.title.zh}", f"{dataset.title.en}: {field.title.en}")
    rows = answers.answer(query, lang)["data"]
    name = f"{query.dataset}-{query.field}"
    return download.list_file("facets", name, title, columns, rows, suffix, options, etag)


def hours_file(data: dict[str, Any], suffix: str, options: FileOptions) -> Response:
    """A day hour by hour, from the data of the live answer."""
    etag = download.etag_of("hours", data["day"], suffix, options, moment("minute"))
    rows = [{"day": data["day"], **hour} for hour in data["hours"]]
    return download.list_file("hours", "hours", HOURS_TITLE, HOURS, rows, suffix, options, etag)


CLAIMS_TITLE = Text("公开报道数字核对", "Reported figures and their recount")
CLAIMS = (
    Field("claim", "text", Text("编号", "Claim")),
    Field("title", "text", Text("数字名称", "What is reported")),
    Field("source", "text", Text("出处", "Source")),
    Field("published_on", "date", Text("发布日期", "Published on")),
    Field("from", "date", Text("时期起", "Period from")),
    Field("to", "date", Text("时期止", "Period to")),
    Field("period_note", "text", Text("时期说明", "Note on the period")),
    Field("indicator", "text", Text("对应指标", "Indicator")),
    Field("filter", "text", Text("筛选条件", "Filter")),
    Field("comparator", "text", Text("比较方式", "Comparator")),
    Field("reported", "number", Text("报道的数", "Reported")),
    Field("unit", "text", Text("单位", "Unit")),
    Field("verdict", "text", Text("核对结果", "Verdict")),
    Field("reason", "text", Text("原因编码", "Reason")),
    Field("why", "text", Text("说明", "Why")),
    Field("value", "number", Text("重算的数", "Recomputed")),
    Field("numerator", "number", Text("分子", "Numerator")),
    Field("denominator", "number", Text("分母", "Denominator")),
    Field("considered", "number", Text("同期全部", "All of the period")),
    Field("outside", "number", Text("不在分母内", "Outside the denominator")),
)


def claims_file(lang: str, suffix: str, options: FileOptions) -> Response:
    """The reported figures with the recount of the same period."""
    etag = download.etag_of("claims", suffix, options, lang)
    rows = [one | (one["recomputed"] or {}) for one in answers.answer(Claims(), lang)["data"]]
    return download.list_file("claims", "claims", CLAIMS_TITLE, CLAIMS, rows, suffix, options, etag)
