"""An index in memory: what is searched for by its name, and how near an entry is to what was typed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz

from api.search.questions import Questions, questions
from api.search.spelling import Pinyin, grams, is_han, normal, pinyin, words
from data.definitions import Text

# How near an entry is, from 0 to 100, by how it matches a word of the query.
SAME, CODE, BEGINS, INSIDE = 100.0, 95.0, 85.0, 70.0
CODED, SPELT, INITIALS, ABBREVIATED, PAIRS, TEXT = 65.0, 60.0, 55.0, 45.0, 40.0, 25.0
# Of a word's pairs of characters so many must be in a name; of a mistyped word so much must agree.
_PAIRS_LEAST, _ALIKE_LEAST = 0.5, 75.0
# One character of three may be another one: 好平率 for 好评率.
_ALIKE_HAN = 65.0
# A part of a name in pinyin: shorter ones are in many.
_ALIKE_PINYIN, _PINYIN_LEAST = 85.0, 6
# An abbreviation is spread over at most so many characters for each of its own: 社保 in 社会保险.
_SPREAD_MOST = 3
# Shorter words have too many that are nearly like them.
_TYPED_LEAST = 3


@dataclass(frozen=True)
class Entry:
    """Something that is found by its name.

    `id` names it within its `kind`; `names` are other names; `text` is what is said about it. What
    answers a question has the wordings in which it is `asked`.
    """

    kind: str
    id: str
    title: Text
    names: tuple[str, ...] = ()
    text: Text | None = None
    asked: tuple[str, ...] = ()


@dataclass(frozen=True)
class Match:
    """An entry with how near it is to what was typed; `guessed` if only nearly so."""

    entry: Entry
    score: float
    guessed: bool = False


@dataclass(frozen=True)
class _Prepared:
    """An entry in the form in which it is compared."""

    entry: Entry

    @cached_property
    def titles(self) -> tuple[str, ...]:
        title = self.entry.title
        return tuple(normal(name) for name in (title.zh, title.en, *self.entry.names) if name)

    @cached_property
    def text(self) -> str:
        text = self.entry.text
        return normal(f"{text.zh} {text.en}") if text else ""

    @cached_property
    def spelt(self) -> tuple[Pinyin, ...]:
        return tuple(pinyin(name) for name in (self.entry.title.zh, *self.entry.names) if is_han(name))  # fmt: skip

    @cached_property
    def grams(self) -> set[str]:
        return {gram for title in self.titles for gram in grams(title)}


class Index:
    """All entries there are, as of one version of the data."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._each = [_Prepared(entry) for entry in entries]
        self._with: dict[str, set[int]] = defaultdict(set)
        for number, one in enumerate(self._each):
            for gram in one.grams | grams(one.text):
                self._with[gram].add(number)

    def ask(self, typed: str) -> list[Match]:
        """The entries that may answer a question, the nearest first: one that certainly does, or
        none, and those that are guessed."""
        asked = self._asked
        return [
            Match(asked[one.number], one.score * 100, guessed=not one.certain)
            for one in self._questions.ask(typed)
        ]

    @cached_property
    def _asked(self) -> list[Entry]:
        return [one.entry for one in self._each if one.entry.asked]

    @cached_property
    def _questions(self) -> Questions:
        return questions(tuple(entry.asked for entry in self._asked))

    def search(self, typed: str) -> list[Match]:
        """What matches all words of a query, the nearest first; where nothing does, what nearly does."""
        terms = normal(typed).split()[:_TERMS_MOST]
        if not terms:
            return []
        matches = self._matches(terms, guessing=False)
        return matches or self._matches(terms, guessing=True)

    def _matches(self, terms: list[str], guessing: bool) -> list[Match]:
        numbers = None if guessing else self._candidates(terms)
        matches = []
        for number in range(len(self._each)) if numbers is None else sorted(numbers):
            one = self._each[number]
            score = _guess(terms, one) if guessing else _score(terms, one)
            if score > 0:
                matches.append(Match(one.entry, score, guessing))
        return sorted(matches, key=lambda match: (-match.score, len(match.entry.title.zh)))

    def _candidates(self, terms: list[str]) -> set[int] | None:
        """The entries that can match, by the characters of the first Chinese word; None: all can."""
        chinese = next((term for term in terms if is_han(term)), None)
        if chinese is None:
            return None
        single = [self._with.get(one, set()) for one in chinese if is_han(one)]
        pairs = [gram for gram in grams(chinese) if len(gram) == 2]
        times = Counter(number for pair in pairs for number in self._with.get(pair, ()))
        partly = {number for number, n in times.items() if n >= _PAIRS_LEAST * len(pairs)}
        return set.intersection(*single) | partly


# More words than these are no longer a name.
_TERMS_MOST = 6


def _score(terms: list[str], one: _Prepared) -> float:
    """How near an entry is to a query: to all of it as it stands, or on the average to its words."""
    scores = [_near(term, one) for term in terms]
    every = sum(scores) / len(scores) if min(scores) > 0 else 0.0
    return max(every, _near(" ".join(terms), one)) if len(terms) > 1 else every


def _guess(terms: list[str], one: _Prepared) -> float:
    scores = [_alike(term, one) for term in terms]
    return sum(scores) / len(scores) if min(scores) > 0 else 0.0


def _near(term: str, one: _Prepared) -> float:
    """How near an entry is to a word, by the best way in which it matches."""
    id = normal(one.entry.id)
    if term == id:
        return CODE
    scores = [CODED] if id.startswith(term) and len(term) > 1 else []
    scores += [_in_title(term, title) for title in one.titles]
    if is_han(term):
        scores += [_abbreviated(term, title) for title in one.titles] + [_pairs(term, one)]
    elif len(term) > 1:
        scores += [_spelt(term, spelt) for spelt in one.spelt]
    if term in one.text if is_han(term) else f" {term} " in f" {one.text} ":
        scores.append(TEXT)
    return max(scores, default=0.0)


def _in_title(term: str, title: str) -> float:
    """A Chinese word anywhere in a name; a Latin one at the beginning of a word."""
    if term == title:
        return SAME
    if title.startswith(term):
        return BEGINS
    inside = term in title if is_han(term) else f" {term}" in title
    return INSIDE if inside else 0.0


def _abbreviated(term: str, title: str) -> float:
    """社保 in 社会保险: all characters in their order, not far from each other."""
    if not 2 <= len(term) <= 4 or title.find(term[0]) < 0:
        return 0.0
    best = 0.0
    for start in (i for i, one in enumerate(title) if one == term[0]):
        at = start
        for one in term[1:]:
            at = title.find(one, at + 1)
            if at < 0:
                break
        else:
            if at - start < _SPREAD_MOST * len(term) - 1:
                best = max(best, ABBREVIATED - (at - start) + (3 if start == 0 else 0))
    return best


def _pairs(term: str, one: _Prepared) -> float:
    """How many of the word's pairs of characters a name has, where not all of it."""
    pairs = {gram for gram in grams(term) if len(gram) == 2}
    if len(pairs) < 2:
        return 0.0
    share = len(pairs & one.grams) / len(pairs)
    return PAIRS * share if share >= _PAIRS_LEAST else 0.0


def _spelt(term: str, spelt: Pinyin) -> float:
    """A word in pinyin: from the beginning of a syllable on, or the initials of syllables."""
    if (at := spelt.initials.find(term)) >= 0:
        return INITIALS + (5 if at == 0 else 0)
    at = spelt.full.find(term)
    while at >= 0:
        if at in spelt.begins:
            return SPELT + (5 if at == 0 else 0)
        at = spelt.full.find(term, at + 1)
    return 0.0


def _alike(term: str, one: _Prepared) -> float:
    """How much of a mistyped word agrees with a name, with one of its words, or with its pinyin."""
    if len(term) < _TYPED_LEAST:
        return 0.0
    if is_han(term):
        alike = max((fuzz.partial_ratio(term, title) for title in one.titles), default=0.0)
        return alike / 2 if alike >= _ALIKE_HAN else 0.0
    names = [*(word for title in one.titles for word in words(title)), one.entry.id]
    alike = max((fuzz.ratio(term, name) for name in names), default=0.0)
    if len(term) >= _PINYIN_LEAST:
        spelt = max((fuzz.partial_ratio(term, name.full) for name in one.spelt), default=0.0)
        alike = max(alike, spelt if spelt >= _ALIKE_PINYIN else 0.0)
    return alike / 2 if alike >= _ALIKE_LEAST else 0.0
