"""The parts of `/data` about what is published for good: snapshots, one a day, and what was corrected since."""

from __future__ import annotations

from datetime import date
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from api.documents import links
from api.documents.published.snapshots import SnapshotDocument, newest_days, newest_revisions
from dashboard import words
from dashboard.parts import blocks
from dashboard.parts.blocks import View
from dashboard.words import Lang
from data.catalog import PUBLISHED_INDICATORS
from data.definitions import Text

TITLE = Text("每日快照", "Daily snapshots")
LEAD = Text(
    "每份快照固定当日的全部公开数据、数值和口径，逐个文件附 SHA-256，一经发布不再改动；每份清单写有上一份清单的散列值，"
    "前后相连。相连证明次序，不证明时间。",
    "A snapshot freezes all public data, numbers and definitions of a day; each file has its SHA-256, and none is "
    "changed after. Each manifest names the hash of the one before. That proves their order, not the time.",
)
PROGRAM = Text(
    "用verify.py（一个文件，只需Python）可下载任何一份，离线核对并重算全部数值：",
    "With verify.py (one file, nothing but Python) anybody downloads one, checks it offline and computes all numbers again: ",
)
NONE = Text("尚未发布快照。", "No snapshot has been published yet.")
HEADS = {
    "zh": ("日期", "文件数", "大小", "更正", "签名", "清单"),
    "en": ("Date", "Files", "Size", "Corrections", "Signed", "Manifest"),
}
SIGNED, UNSIGNED = Text("已签名", "signed"), Text("未签名", "not signed")
REVISIONS = Text("数据更正", "Corrections")
REVISIONS_LEAD = Text(
    "已结束时期的数值，如与此前公布的不同，逐项列出；未说明原因的照实注明。",
    "Where a number of a period that was over differs from what was published before, it is listed; so is a "
    "correction of which nobody stated the reason.",
)
NO_REVISIONS = Text(
    "各份快照之间，已结束时期的数值均无更正。",
    "Between the snapshots no number of a period that was over was corrected.",
)
REVISED = {
    "zh": ("指标", "时期", "代码", "字段", "原为", "更正为", "原因", "更正于"),
    "en": ("Indicator", "Period", "Code", "Field", "Was", "Is", "Reason", "Corrected on"),
}
_FIELDS = {
    "value": Text("数值", "value"),
    "numerator": Text("分子", "numerator"),
    "denominator": Text("分母", "denominator"),
    "reason": Text("缺值原因", "why missing"),
}
# How many are on the page; all are in the files.
_DAYS, _REVISIONS = 10, 20


def view(lang: Lang) -> View:
    days = newest_days(_DAYS)
    revisions, total = newest_revisions(_REVISIONS, lang)
    listed = _days(days, lang) if days else html.P(NONE[lang])
    corrected: list[Any] = [_revisions(revisions, lang)] if revisions else []
    if len(days) > 1 and not revisions:
        corrected = [html.P(NO_REVISIONS[lang])]
    if total > len(revisions):
        n, of = words.number(len(revisions)), words.number(total)
        cut = Text(f"共{of}项，以上为最近{n}项。", f"The newest {n} of {of}.")
        corrected.append(html.P(cut[lang]))
    return {"snapshots": {"children": listed}, "revisions": {"children": corrected}}


def _table(heads: tuple[str, ...], rows: list[html.Tr]) -> html.Div:
    head = html.Thead(html.Tr([html.Th(text, scope="col") for text in heads]))
    return html.Div(dbc.Table([head, html.Tbody(rows)]), className="contents")


def _days(days: list[SnapshotDocument], lang: Lang) -> html.Div:
    return _table(HEADS[lang], [_day(one, lang) for one in days])


def _day(one: SnapshotDocument, lang: Lang) -> html.Tr:
    signed = (SIGNED if one["key"] else UNSIGNED)[lang]
    manifest = html.A("manifest.json", href=one["links"]["self"])
    files, corrected = words.number(one["files"]), words.number(one["revisions"])
    return html.Tr(
        [
            html.Th(words.day(date.fromisoformat(one["date"]), lang), scope="row"),
            html.Td(Text(f"{files}个文件", words.numbered(one["files"], "file", "files"))[lang]),
            html.Td(words.file_size(one["bytes"])),
            html.Td(Text(f"更正{corrected}处", f"{corrected} corrected")[lang]),
            html.Td([signed, html.Span(one["key"], className="note")] if one["key"] else signed),
            html.Td(manifest, className="links"),
        ]
    )


def _revisions(rows: list[dict[str, Any]], lang: Lang) -> html.Div:
    return _table(REVISED[lang], [_revision(row, lang) for row in rows])


def _revision(row: dict[str, Any], lang: Lang) -> html.Tr:
    known = PUBLISHED_INDICATORS.get(row["indicator"])
    name = known.title[lang] if known else row["indicator"]
    texts = (
        row["period"], row["code"] or "—", _FIELDS[row["field"]][lang], row["old"] or "—",
        row["new"] or "—", row["reason_text"], row["corrected"],
    )  # fmt: skip
    return html.Tr([html.Th(name, scope="row"), *(html.Td(text) for text in texts)])


def layout(v: View, lang: Lang) -> list[Any]:
    return [
        html.H2(TITLE[lang], id="daily-snapshots"),
        html.P([LEAD[lang], " ", html.A("JSON", href=links.SNAPSHOTS)]),
        html.P([PROGRAM[lang], html.A("verify.py", href=links.VERIFY_PROGRAM)]),
        blocks.live(html.Div, "snapshots", v),
        html.H2(REVISIONS[lang], id="corrections"),
        html.P(
            [
                REVISIONS_LEAD[lang], " ",
                html.A("CSV", href=f"{links.REVISIONS}.csv"), " ",
                html.A("corrections.atom", href=links.CORRECTIONS_FEED),
            ]
        ),
        blocks.live(html.Div, "revisions", v),
    ]  # fmt: skip
