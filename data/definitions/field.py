"""Fields: the columns of a dataset."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from data.definitions.text import Code, Text

FieldType = Literal["text", "code", "integer", "number", "date", "instant", "boolean"]
Precision = Literal["second", "day", "month"]
PublishedType = FieldType | Literal["month"]
_FINEST: dict[str, Precision] = {"date": "day", "instant": "second"}


@dataclass(frozen=True)
class Field:
    """One column of a dataset.

    `refers` names the reference dataset whose key the values are (labels come from there); `codes` is
    a closed list. `published=False` keeps a column in the store and out of every answer. `derived`
    columns are computed at intake when the source does not give them, `computed` ones whatever it
    gives; with `always` every row gets a value. A date that is `scheduled` may lie in the future: a due date.

    `precision` is how finely a date or an instant is published, where that is coarser than it is
    stored: an instant to the `day` as the beginning of its day, either to the `month` as the month's
    name, `2026-09`. More would tell which rating belongs to which case.

    `header` is the column's head in the exports of a hall's own systems (profile `hall`), `label` the
    head of the column with the names of what it refers to; `words` are what those systems write for
    our values, where that is not the codes' Chinese titles.

    `blanks` of a number names the code field that says why there is none: a source's cell with one of
    that field's words in place of a number fills it.

    A value of `several` codes has any number of them, as a,b in the order of their ids.

    A `keyed` number is replaced by its keyed hash before anything is stored: with the number itself, a
    record could be looked up in another system.
    """

    id: str
    type: FieldType
    title: Text
    codes: tuple[Code, ...] = ()
    refers: str | None = None
    required: bool = False
    published: bool = True
    derived: bool = False
    computed: bool = False
    always: bool = False
    precision: Precision | None = None
    scheduled: bool = False
    indexed: bool = False
    keyed: bool = False
    several: bool = False
    minimum: float | None = None
    maximum: float | None = None
    unit: Text | None = None
    note: Text | None = None
    header: str | None = None
    label: str | None = None
    blanks: str | None = None
    words: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if self.codes and self.type != "code":
            raise ValueError(f"field {self.id}: a code list needs type 'code', not {self.type!r}")
        if self.precision and self.type not in _FINEST:
            raise ValueError(f"field {self.id}: only a date or an instant has a precision")
        if self.precision == "second" and self.type == "date":
            raise ValueError(f"field {self.id}: a date is known to the day")
        if self.scheduled and self.type not in ("date", "instant"):
            raise ValueError(f"field {self.id}: only a date can be scheduled")
        if self.keyed and (self.type != "text" or self.refers):
            raise ValueError(f"field {self.id}: only a number in a text field can be keyed")
        if self.several and not (self.codes and self.computed):
            raise ValueError(f"field {self.id}: only computed codes can be several in a value")
        if self.label and not self.refers:
            raise ValueError(f"field {self.id}: it refers to no list, so it has no label")
        ids = [code.id for code in self.codes]
        if len(ids) != len(set(ids)):
            raise ValueError(f"field {self.id}: a code occurs twice in {ids}")

    @property
    def coarse(self) -> bool:
        """Whether less is published than is stored."""
        return self.precision not in (None, _FINEST.get(self.type))

    @property
    def published_type(self) -> PublishedType:
        """The type of its values as answers give them."""
        return "month" if self.precision == "month" else self.type

    @property
    def pattern(self) -> str:
        """What a value of several codes matches as a whole."""
        one = "|".join(code.id for code in self.codes)
        return f"^({one})(,({one}))*$"

    @property
    def source_words(self) -> dict[str, str]:
        """What the hall's own systems write → our value; of a yes or no 是 and 否."""
        if self.type == "boolean":
            return {"是": "true", "否": "false"}
        return dict(self.words) or {code.title.zh: code.id for code in self.codes}
