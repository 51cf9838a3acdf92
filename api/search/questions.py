"""Which entry of the knowledge base answers a question, and whether that is certain.

A question and the wordings of an entry are compared by what they share, each thing weighing the more
the fewer entries have it; what no entry has weighs most, so that a question about something else is
answered by none. Compared are Chinese characters and their pairs, their sound (typing errors are
mostly of the same sound), pinyin and its initials, and English words with their typing errors.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from rapidfuzz import fuzz, process

from api.search import wording
from api.search.spelling import is_han, normal, words

Weights = Mapping[str, float]
# How much of the question an entry must cover, and how near it must be, to answer it as certain; and
# by how much more than the next entry.
COVERED, NEAR_ENOUGH, AHEAD = 0.74, 0.60, 0.12
# What is offered as perhaps meant; so many at most.
PERHAPS, OFFERED = 0.22, 4
_OF_QUESTION = 0.65
_BY_SOUND, _MISTYPED = 0.94, 0.85
_ALIKE, _ALIKE_LEAST = 80.0, 5
# Initials say little: two letters are never certain.
_INITIALS_LEAST, _FEW_INITIALS = 2, 0.6


@dataclass(frozen=True)
class Answered:
    """The number of an entry, how near it is (0–1), and whether it certainly answers the question."""

    number: int
    score: float
    certain: bool


class Field:
    """One way of comparing: what each wording of each entry has of it."""

    def __init__(self, wordings: Sequence[Sequence[str]], of: Callable[[str], Weights]) -> None:
        self.wordings = [[set(of(one)) for one in each] for each in wordings]
        self.entries = [set().union(*each) for each in self.wordings]
        among = Counter(thing for entry in self.entries for thing in entry)
        most = log(1 + 2 * len(wordings))
        self.rare = {thing: log(1 + len(wordings) / n) for thing, n in among.items()}
        self.unknown = most

    def weight(self, things: Iterable[str], weights: Weights) -> float:
        return sum(weights.get(t, 1.0) * self.rare.get(t, self.unknown) for t in things)

    def scores(self, question: Weights) -> list[tuple[float, float]]:
        """For each entry: how near it is, and how much of the question it covers."""
        whole = self.weight(question, question)
        if not whole:
            return [(0.0, 0.0)] * len(self.entries)
        asked = set(question)
        scores = []
        for entry, each in zip(self.entries, self.wordings, strict=True):
            covered = self.weight(asked & entry, question) / whole
            near = 0.0
            if covered:
                near = max(self._near(asked, one, question) for one in each)
            scores.append((_OF_QUESTION * covered + (1 - _OF_QUESTION) * near, covered))
        return scores

    def lacks(self, number: int, telling: Iterable[str]) -> bool:
        """Whether other entries have something of the question that this one has not: a passport that is
        lost is no matter of the entry on how to get one."""
        return any(one in self.rare and one not in self.entries[number] for one in telling)

    def _near(self, asked: set[str], one: set[str], question: Weights) -> float:
        """How much of a wording and of the question is the same, of both together."""
        same = self.weight(asked & one, question)
        return same / self.weight(asked | one, question) if same else 0.0


class Questions:
    """The entries of the knowledge base by all wordings of each."""

    def __init__(self, wordings: Sequence[Sequence[str]]) -> None:
        chinese = [[one for one in each if is_han(one)] for each in wordings]
        other = [[one for one in each if not is_han(one)] for each in wordings]
        self._characters = Field(chinese, wording.characters)
        self._sounds = Field(chinese, wording.sounds)
        self._english = Field(other, wording.english)
        spelt = {part for thing in self._sounds.rare for part in thing.split(" ")}
        self._syllables = frozenset(spelt) | wording.around_syllables()
        self._initials = [
            [letters for one in each for letters in wording.initials(one)] for each in chinese
        ]
        self._count = len(wordings)

    def ask(self, typed: str) -> list[Answered]:
        """The entries that may answer a question, the nearest first; at most the first is certain."""
        scores = self._han(typed) if is_han(typed) else self._latin(typed)
        order = sorted(range(self._count), key=lambda n: -scores[n][0])
        ranked = [n for n in order if scores[n][0] >= PERHAPS][: OFFERED + 1]
        return [
            Answered(n, scores[n][0], place == 0 and self._certain(typed, scores, order))
            for place, n in enumerate(ranked)
        ]

    def _certain(self, typed: str, scores: list[tuple[float, float]], order: list[int]) -> bool:
        score, covered = scores[order[0]]
        ahead = score - scores[order[1]][0] if len(order) > 1 else score
        if covered < COVERED or score < NEAR_ENOUGH or ahead < AHEAD:
            return False
        if is_han(typed):
            telling = wording.telling(typed)
            # One character is in many questions: 谁 is no complaint.
            return any(len(signs) > 1 for signs in telling) and not self._characters.lacks(
                order[0], telling
            )
        return not self._english.lacks(order[0], wording.english(typed))

    def _han(self, typed: str) -> list[tuple[float, float]]:
        by_sign = self._characters.scores(wording.characters(typed))
        by_sound = self._sounds.scores(wording.sounds(typed))
        lower = [(near * _BY_SOUND, covered * _BY_SOUND) for near, covered in by_sound]
        return [max(a, b) for a, b in zip(by_sign, lower, strict=True)]

    def _latin(self, typed: str) -> list[tuple[float, float]]:
        letters = words(normal(typed))
        english = self._english.scores(self._spelt_right(typed))
        spoken, others = wording.spoken(letters, self._syllables)
        pinyin = self._pinyin(spoken, others)
        return [max(a, b) for a, b in zip(english, pinyin, strict=True)]

    def _spelt_right(self, typed: str) -> dict[str, float]:
        """The English words, one that nobody uses as the nearest that somebody does."""
        known = list(self._english.rare)
        right: dict[str, float] = {}
        for word in wording.english(typed):
            near = None
            if word not in self._english.rare and len(word) >= _ALIKE_LEAST:
                near = process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=_ALIKE)
            right[near[0] if near else word] = _MISTYPED if near else 1.0
        return right

    def _pinyin(self, spoken: list[list[str]], others: list[str]) -> list[tuple[float, float]]:
        field, question = self._sounds, wording.of_syllables(spoken)
        scores = field.scores(question) if question else [(0.0, 0.0)] * self._count
        if not others:
            return scores
        whole = field.weight(question, question)
        extra = [0.0] * self._count
        for word in others:
            having = [n for n in range(self._count) if self._has_initials(n, word)]
            rare = log(1 + self._count / len(having)) if having else field.unknown
            whole += rare
            for n in having:
                extra[n] += rare if len(word) > _INITIALS_LEAST else rare * _FEW_INITIALS
        own = field.weight(question, question)
        return [
            ((near * own + more) / whole, (covered * own + more) / whole)
            for (near, covered), more in zip(scores, extra, strict=True)
        ]

    def _has_initials(self, number: int, word: str) -> bool:
        """Whether a wording begins with a name of these initials."""
        return len(word) >= _INITIALS_LEAST and any(
            letters.startswith(word) for letters in self._initials[number]
        )


@lru_cache(maxsize=2)
def questions(wordings: tuple[tuple[str, ...], ...]) -> Questions:
    """Those of a knowledge base, made once for as long as its wordings stay as they are."""
    return Questions(wordings)
