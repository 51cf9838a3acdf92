"""Questions about the store, as frozen values. What answers them: `data.answers.values`, `data.answers.records`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from data.definitions import Text

# Why rows are missing: those of the running day come tomorrow.
ROWS_TOMORROW = "rows-tomorrow"
# A filter: dimension or field → any of these codes.
Where = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Values:
    """An indicator's values per period, broken down by at most two dimensions.

    Without `from_` and `to`: all the time that the data covers. `where` keeps rows by dimension.
    `shape`: a list of `rows`, or a `grid` of periods by codes. `as_published`: as the hall published
    them on that day, not as they are now.
    """

    indicator: str
    from_: date | None = None
    to: date | None = None
    grain: str = "month"
    by: tuple[str, ...] = ()
    where: Where = ()
    shape: str = "rows"
    as_published: date | None = None


@dataclass(frozen=True)
class Page:
    """Which rows of a list: at most `limit` (None = all) after the row that `after` names."""

    limit: int | None = 100
    after: tuple[object, int | str] | None = None
    sort: str | None = None
    descending: bool = False


@dataclass(frozen=True)
class Proof:
    """The records behind a value: of the denominator (all that were considered) or the numerator."""

    indicator: str
    part: str = "numerator"
    from_: date | None = None
    to: date | None = None
    where: Where = ()
    fields: tuple[str, ...] = ()
    page: Page = Page()


@dataclass(frozen=True)
class Records:
    """The records of a dataset. `ranges`: field, lowest, highest value (inclusive; None = open).

    Rows without a value in a field of `or_missing` are taken whatever the field's range.
    """

    dataset: str
    where: Where = ()
    ranges: tuple[tuple[str, object | None, object | None], ...] = ()
    fields: tuple[str, ...] = ()
    page: Page = Page()
    exact: bool = False
    or_missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Facets:
    """How many records of a dataset have each value of a field."""

    dataset: str
    field: str
    where: Where = ()
    ranges: tuple[tuple[str, object | None, object | None], ...] = ()
    or_missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Live:
    """The wall's numbers of a day; None = today or, without data of today, the newest day."""

    day: date | None = None


@dataclass(frozen=True)
class OpenRequests:
    """Open disclosure requests as strips of working days, what is due first coming first.

    `request` names one, open or answered. `standing` (see `data.disclosure.strips.STANDINGS`) and
    `department` keep some; `limit` keeps the first (None = all).
    """

    request: str | None = None
    department: tuple[str, ...] = ()
    standing: tuple[str, ...] = ()
    limit: int | None = None


@dataclass(frozen=True)
class Deadline:
    """The count of a case day by day: of a stored `request`, or of one typed in.

    `events`: pairs of kind (`data.rules.disclosure.KINDS`) and date. `correction_limit_on`: the limit
    that the correction notice sets. `asked_on` None = today.
    """

    request: str | None = None
    received_on: date | None = None
    events: tuple[tuple[str, date], ...] = ()
    extension_days: int = 0
    answered_on: date | None = None
    correction_limit_on: date | None = None
    asked_on: date | None = None


@dataclass(frozen=True)
class AnnualReport:
    """The annual disclosure report of a year, of the city or of one department."""

    year: int
    department: str | None = None


@dataclass(frozen=True)
class Checks:
    """The identities that datasets declare among their indicators, month by month.

    With `quality` what is asked of the records as well: late entry, silent departments, and the like.
    """

    quality: bool = False


@dataclass(frozen=True)
class Claims:
    """The reported figures, each held against what the records of the same period give."""


@dataclass(frozen=True)
class Sample:
    """An audit sample: of the records dated `dated` from `from_` to `to` the `n` with the smallest tickets.

    A ticket is SHA-256 of the `seed`, a comma and the record's key: whoever has both draws the same
    records. `stratify`: a field by whose values the n are shared out. `snapshot`: the published day whose
    rows are drawn from; "": those in force now.
    """

    dataset: str
    dated: str
    from_: date | None
    to: date | None
    n: int
    seed: str
    stratify: str = ""
    snapshot: str = ""


Query = (
    Claims
    | Sample
    | Values
    | Proof
    | Records
    | Facets
    | Live
    | OpenRequests
    | Deadline
    | AnnualReport
    | Checks
)


class Unanswerable(ValueError):  # noqa: N818 - says what is the case
    """A question that cannot be asked; `parameter` is the one at fault, `allowed` what would do."""

    def __init__(self, parameter: str, message: Text, allowed: tuple[str, ...] = ()) -> None:
        super().__init__(message.en)
        self.parameter, self.message, self.allowed = parameter, message, allowed


class Unknown(Unanswerable):
    """What the question is about does not exist (a request, a year): `parameter` names which."""


class Withheld(Unanswerable):
    """A question about single rows of a dataset of which only numbers leave."""


class TooCostly(Exception):  # noqa: N818 - says what is the case
    """A question that would take longer than an answer may."""


class TooLarge(TooCostly):
    """A question whose answer would have `cells` values, more than the `most` that one may have."""

    def __init__(self, cells: int, most: int) -> None:
        super().__init__(f"{cells} values are more than {most}")
        self.cells, self.most = cells, most


class Busy(Exception):  # noqa: N818 - says what is the case
    """As much work of this kind is under way as there are places for: to be asked again soon."""
