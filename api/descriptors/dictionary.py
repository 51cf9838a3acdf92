"""The data dictionary: one row per published field."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from data.catalog import PUBLISHED
from data.definitions import Dataset, Field, Text

COLUMNS: tuple[tuple[str, Text], ...] = (
    ("dataset", Text("数据集", "Dataset")),
    ("dataset_zh", Text("数据集名称（中文）", "Dataset name (Chinese)")),
    ("dataset_en", Text("数据集名称（英文）", "Dataset name (English)")),
    ("field", Text("字段", "Field")),
    ("title_zh", Text("字段名称（中文）", "Field name (Chinese)")),
    ("title_en", Text("字段名称（英文）", "Field name (English)")),
    ("type", Text("类型", "Type")),
    ("key", Text("主键", "Part of the key")),
    ("required", Text("必填", "Always given")),
    ("codes_zh", Text("编码（中文）", "Codes (Chinese)")),
    ("codes_en", Text("编码（英文）", "Codes (English)")),
    ("refers", Text("引用的清单", "List that it refers to")),
    ("unit_zh", Text("单位（中文）", "Unit (Chinese)")),
    ("unit_en", Text("单位（英文）", "Unit (English)")),
    ("minimum", Text("最小值", "Minimum")),
    ("maximum", Text("最大值", "Maximum")),
    ("note_zh", Text("说明（中文）", "Note (Chinese)")),
    ("note_en", Text("说明（英文）", "Note (English)")),
)


def dictionary(datasets: Iterable[Dataset]) -> list[tuple[Any, ...]]:
    """The rows, in the order of `COLUMNS`. Codes are written `code=title; code=title`."""
    return [_row(dataset, field) for dataset in datasets for field in dataset.public_fields]


def _row(dataset: Dataset, field: Field) -> tuple[Any, ...]:
    return (
        dataset.id, dataset.title.zh, dataset.title.en,
        field.id, field.title.zh, field.title.en, field.published_type,
        field.id in dataset.key, field.required,
        _codes(field, "zh"), _codes(field, "en"), field.refers if field.refers in PUBLISHED else None,
        *_both(field.unit), field.minimum, field.maximum, *_both(field.note),
    )  # fmt: skip


def _codes(field: Field, lang: str) -> str | None:
    return "; ".join(f"{c.id}={c.title[lang]}" for c in field.codes) or None


def _both(text: Text | None) -> tuple[str | None, str | None]:
    return (text.zh, text.en) if text else (None, None)
