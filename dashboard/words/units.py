"""Numbers with what they count: 3个工作日 · 3 working days. In Chinese nothing stands between."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.words.language import Lang
from dashboard.words.numbers import MISSING, number
from data.definitions import Text


@dataclass(frozen=True)
class Unit:
    """`zh` as it follows a number; in English the word for one and the word for several."""

    zh: str
    one: str
    many: str

    def __getitem__(self, lang: Lang) -> str:
        """The unit beside a number that stands in large figures by itself."""
        return self.zh if lang == "zh" else self.many


CASES = Unit("件", "case", "cases")
REQUESTS = Unit("件", "request", "requests")
RATINGS = Unit("条", "rating", "ratings")
WORKING_DAYS = Unit("个工作日", "working day", "working days")
DAYS = Unit("天", "day", "days")
PER_CENT = Text("%", "%")
# Used days come in halves: 0 is the same visit, and whatever else ends in its half day.
HALF_DAY = Text("半日内", "within half a day")
# Those of a disclosure request are whole: 0 is the day of receipt.
SAME_DAY = Text("当日", "the same day")


# `stars`, `cases`: what ends otherwise in the singular; `per 100`, `yuan` and `%` are the same for one.
_ENDINGS = {"ries": "ry", "sses": "ss", "people": "person", "s": ""}
_OF_THE_LAST_BUT = {"half days of windows": "half day of a window"}


def counted(value: float | None, unit: Unit, lang: Lang) -> str:
    """A number with its unit; `—` alone where there is no number."""
    if value is None:
        return MISSING
    if lang == "zh":
        return f"{number(value)}{unit.zh}"
    return numbered(value, unit.one, unit.many)


def numbered(n: float | None, one: str, many: str) -> str:
    """A number with the English noun that goes with it, where the Chinese sentence has none: 1 month."""
    return f"{number(n)} {plural(n, one, many)}"


def plural(n: float | None, one: str, many: str) -> str:
    """The English word that goes with a number: 1 was, 2 were. With the number itself see `numbered`."""
    return one if n == 1 else many


def singular(many: str) -> str:
    """The English word for one of what the catalogue counts: businesses → business, working days → working day."""
    if many in _OF_THE_LAST_BUT:
        return _OF_THE_LAST_BUT[many]
    for ending, one in _ENDINGS.items():
        if many.endswith(ending):
            return many.removesuffix(ending) + one
    return many


def of_catalogue(word: Text) -> Unit:
    """What the catalogue counts, as it goes with a number: `word` is the plural, see `Dataset.counted`."""
    return Unit(word.zh, singular(word.en), word.en)


def unit_of(value: float | None, unit: Unit, lang: Lang) -> str:
    """The unit of a number that stands apart from it in large figures: 1 visit, 2 visits."""
    return unit.zh if lang == "zh" else plural(value, unit.one, unit.many)


def days_used(value: float | None, lang: Lang, least: Text = HALF_DAY) -> str:
    """Working days used, with their unit; 0 as what it is: 半日内 · 2.5个工作日."""
    return least[lang] if value == 0 else counted(value, WORKING_DAYS, lang)
