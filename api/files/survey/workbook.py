"""One round of a survey as a workbook to be printed on A4: what is stated of it, all shares with their places."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from api.documents import public_address
from api.files.printed.book import PrintedBook
from api.files.survey.evidence import DATASET, GAP, OWN, SHARE_HALL, Evidence, Placed
from data.catalog import DATASETS, INDICATORS
from data.definitions import Text
from data.hall import hall

_ABOUT, _SHARES = Text("说明", "About"), Text("满意率和名次", "Shares and ranks")
_BESIDE, _QUESTIONS = (
    Text("与好差评对照", "Beside the ratings"),
    Text("其他问题", "Other questions"),
)
_LOW, _HIGH = Text("95%区间下限", "95% interval, low"), Text("95%区间上限", "95% interval, high")
_SHARE, _PLACE, _TIES = (
    Text("满意率", "Satisfied, share"),
    Text("按答卷数的位次", "Place by answers"),
    Text("满意率相同的其他部门数", "Others with the same share"),
)
_BEST, _WORST = (
    Text("区间容许的最前位次", "Best place open"),
    Text("区间容许的最后位次", "Worst place open"),
)
_NOT_STATED = Text("未公布", "not stated")
_WHAT, _TOP, _BOTTOM = (
    Text("来源", "Source"),
    Text("分子", "Numerator"),
    Text("分母", "Denominator"),
)
_VERSION, _AT = Text("数据版本", "Data version"), Text("地址", "Address")
_DEMO = Text("演示数据，不是真实调查", "Demonstration, no real survey")
_STATED = (
    "survey", "conducted_by", "population", "method", "wording", "scale", "from_on", "to_on", "published_on",
    "sample_n", "responses", "satisfied", "share_satisfied", "mean", "rank", "ties", "of", "file_sha256",
)  # fmt: skip
_COUNTS = ("responses", "satisfied", "share_satisfied", "mean", "rank", "ties", "of")


def workbook(found: Evidence, lang: str, address: str) -> bytes:
    """XLSX of a round. Shares are formulas over the counts; `address`: the path of its page."""
    target = io.BytesIO()
    with Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        # The same round gives the same bytes.
        book.set_properties({"created": datetime.fromisoformat(f"{found.about['to_on']}T00:00:00")})
        made = _Book(book, found, lang)
        made.about(address)
        made.shares()
        made.beside()
        made.questions()
    return target.getvalue()


class _Book(PrintedBook):
    def __init__(self, book: Workbook, found: Evidence, lang: str) -> None:
        super().__init__(book, lang)
        self.found = found

    def _sheet(self, name: Text, heads: list[str]) -> Worksheet:
        sheet = self.book.add_worksheet(name[self.lang])
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.set_column(0, 0, 28)
        sheet.set_column(1, 12, 13)
        for at, head in enumerate(heads):
            sheet.write_string(0, at, head, self.head)
        if heads:
            sheet.repeat_rows(0)
        return sheet

    def _cell(self, sheet: Worksheet, row: int, column: int, value: Any, missing: str = "") -> None:
        if value is None:
            sheet.write_string(row, column, missing, self.text)
        elif isinstance(value, int | float):
            sheet.write_number(row, column, value, self.number)
        else:
            sheet.write_string(row, column, str(value), self.text)

    def about(self, address: str) -> None:
        """What is stated of the round and of this hall's result, each by its field's title."""
        found, lang, field = self.found, self.lang, DATASETS[DATASET].field
        sheet = self._sheet(_ABOUT, [])
        sheet.set_column(1, 1, 90)
        sheet.write_string(
            0, 0, f"{hall().name[lang]} · {DATASETS[DATASET].title[lang]}", self.bold
        )
        at = 2
        for id in _STATED:
            name = f"{id}_{lang}" if f"{id}_{lang}" in found.about else id
            value = found.about[name]
            if id in _COUNTS and found.about["rated"] != "hall":
                continue  # the counts of another department than this hall are in the table
            sheet.write_string(at, 0, field(name).title[lang], self.text)
            self._cell(sheet, at, 1, value, _NOT_STATED[lang])
            at += 1
        origin = public_address.address() if public_address.is_set() else ""
        lines = [(_VERSION, str(found.meta["data_version"])), (_AT, origin + address)]
        lines += [(_DEMO, "")] if found.meta["demo"] else []
        for title, value in lines:
            sheet.write_string(at, 0, title[lang], self.text)
            sheet.write_string(at, 1, value, self.text)
            at += 1

    def shares(self) -> None:
        """A line for each department; those of too few answers, or without a count, have no place."""
        found, lang, field = self.found, self.lang, DATASETS[DATASET].field
        stated = [field(id).title[lang] for id in ("satisfied", "responses")]
        published = [field(id).title[lang] for id in ("rank", "ties", "of")]
        worked = [text[lang] for text in (_SHARE, _LOW, _HIGH, _PLACE, _TIES, _BEST, _WORST)]
        sheet = self._sheet(
            _SHARES, [field("department").title[lang], *stated, *worked, *published]
        )
        for at, one in enumerate(found.placed, start=1):
            self._stated(sheet, at, one.record)
            self._worked(sheet, at, one)
        for at, record in enumerate(found.few, start=len(found.placed) + 1):
            self._stated(sheet, at, record)

    def _stated(self, sheet: Worksheet, at: int, record: Any) -> None:
        name = self.found.names.get(record["department"], record["department"])
        sheet.write_string(at, 0, name, self.text)
        for column, id in ((1, "satisfied"), (2, "responses"), (10, "rank"), (11, "ties"), (12, "of")):  # fmt: skip
            missing = _NOT_STATED[self.lang] if id == "of" and record["rank"] else ""
            self._cell(sheet, at, column, record[id], missing)

    def _worked(self, sheet: Worksheet, at: int, one: Placed) -> None:
        share = one.share["numerator"] / one.share["denominator"]
        sheet.write_formula(at, 3, f"=B{at + 1}/C{at + 1}", self.per_cent, share)  # pyright: ignore[reportArgumentType]
        sheet.write_number(at, 4, one.interval[0], self.per_cent)
        sheet.write_number(at, 5, one.interval[1], self.per_cent)
        for column, value in enumerate((one.place, one.ties, one.best, one.worst), start=6):
            sheet.write_number(at, column, value, self.number)

    def beside(self) -> None:
        """The hall's share in the survey, that of its own ratings of the same days, and the gap."""
        found, lang = self.found, self.lang
        heads = [text[lang] for text in (_WHAT, _TOP, _BOTTOM, _SHARE, _LOW, _HIGH)]
        sheet, mine = self._sheet(_BESIDE, heads), found.hall
        rows = [(SHARE_HALL, mine.share, mine.interval)] if mine else []
        if found.own:
            rows.append((OWN, dict(found.own), (found.own["low"], found.own["high"])))
        for at, (id, row, bounds) in enumerate(rows, start=1):
            sheet.write_string(at, 0, INDICATORS[id].title[lang], self.text)
            sheet.write_number(at, 1, row["numerator"], self.number)
            sheet.write_number(at, 2, row["denominator"], self.number)
            value = row["numerator"] / row["denominator"]
            sheet.write_formula(at, 3, f"=B{at + 1}/C{at + 1}", self.per_cent, value)  # pyright: ignore[reportArgumentType]
            for column, bound in enumerate(bounds, start=4):
                sheet.write_number(at, column, bound, self.per_cent)
        if found.gap is not None:
            sheet.write_string(len(rows) + 1, 0, INDICATORS[GAP].title[lang], self.text)
            sheet.write_formula(len(rows) + 1, 3, "=(D2-D3)*100", self.number, found.gap)  # pyright: ignore[reportArgumentType]
        sheet.write_string(len(rows) + 3, 0, INDICATORS[GAP].formula[lang])

    def questions(self) -> None:
        """Results of other questions, as stated; no sheet where there are none."""
        if not self.found.questions:
            return
        field = DATASETS[DATASET].field
        ids = ("question", "department", "satisfied", "responses", "share_satisfied", "mean", "rank", "ties", "of")  # fmt: skip
        sheet = self._sheet(_QUESTIONS, [field(id).title[self.lang] for id in ids])
        titles = {code.id: code.title[self.lang] for code in field("question").codes}
        for at, record in enumerate(self.found.questions, start=1):
            named = {
                "question": titles[record["question"]],
                "department": self.found.names.get(record["department"], record["department"]),
            }
            for column, id in enumerate(ids):
                self._cell(sheet, at, column, named.get(id, record[id]))
