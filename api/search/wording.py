"""What a question is about: its words without those that every question has, in characters and sound."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

from api.search.spelling import is_han, normal, syllables, words

# What is said around a matter when one asks for it: what is left is the matter.
_AROUND = (
    "请问一下 请问 想请问 我想问 想问 问一下 咨询一下 你好 您好 麻烦 我想要 我想 我要 我的 我们 我 你们 你 您 "
    "弄 带 怎么办理 怎样办理 如何办理 怎么办 怎样办 如何办 怎么弄 怎么样 怎么 怎样 如何 咋个 咋办 咋 为什么 "
    "是什么 什么 哪里 哪儿 在哪 去哪 哪些 哪个 多少 能不能 可不可以 可以 是不是 有没有 需要 应该 "
    "办理 大概 大约 现在 一下 一个 这个 那个 吗 呢 吧 啊 呀 嘛 了 的 要 想 把 给 去 在 是 有 办 能"
)
_STOP_HAN = re.compile("|".join(sorted(map(re.escape, _AROUND.split()), key=len, reverse=True)))
# How something is asked for, which does not tell matters apart.
_ASIDE = frozenset(
    [
        "材料",
        "手续",
        "流程",
        "条件",
        "多久",
        "多长",
        "几天",
        "时间",
        "资料",
        "东西",
        "带什",
        "申请",
        "请问",
        "多少",
        "证件",
    ]
)
ASIDE = 0.35
_STOP_ENGLISH = frozenset(
    [
        "a",
        "an",
        "the",
        "to",
        "of",
        "for",
        "in",
        "on",
        "at",
        "by",
        "with",
        "from",
        "and",
        "or",
        "is",
        "are",
        "be",
        "do",
        "does",
        "did",
        "can",
        "could",
        "would",
        "should",
        "will",
        "i",
        "me",
        "my",
        "we",
        "our",
        "you",
        "your",
        "it",
        "its",
        "how",
        "what",
        "where",
        "when",
        "which",
        "who",
        "why",
        "there",
        "this",
        "that",
        "get",
        "have",
        "has",
        "need",
        "want",
        "please",
        "tell",
        "much",
        "many",
        "long",
        "take",
        "as",
        "if",
        "not",
    ]
)
_ENDINGS = re.compile(r"(?<=[a-z]{3})(ations?|ings?|ers?|ed|es|s|al)$")
# Longer words that are no pinyin are no initials either.
_INITIALS_MOST = 6


def matter(text: str) -> list[str]:
    """The Chinese stretches of a text, normal and without what stands around the matter."""
    kept = _STOP_HAN.sub(" ", normal(text))
    return re.findall(r"[\u3400-\u9fff]+", kept)


def characters(text: str) -> dict[str, float]:
    """The characters and pairs of the matter, each with its weight."""
    weights: dict[str, float] = {}
    for part in matter(text):
        weights |= dict.fromkeys(part, SINGLE)
        weights |= {pair: ASIDE if pair in _ASIDE else 1.0 for pair in _pairs(part)}
    return weights


def telling(text: str) -> set[str]:
    """What of the matter tells it apart from others: its pairs, and characters that stand alone."""
    parts = matter(text)
    pairs = {pair for part in parts for pair in _pairs(part)} - _ASIDE
    return pairs | {part for part in parts if len(part) == 1}


def sounds(text: str) -> dict[str, float]:
    """The same by the sound of the characters: a word typed with another of the same sound is that."""
    return of_syllables([syllables(part) for part in matter(text)])


def of_syllables(parts: Iterable[list[str]]) -> dict[str, float]:
    weights: dict[str, float] = {}
    for part in parts:
        weights |= dict.fromkeys(part, SINGLE / 2)
        weights |= {
            f"{a} {b}": ASIDE if f"{a} {b}" in _aside_sounds() else 1.0 for a, b in pairwise(part)
        }
    return weights


# A character alone is in many words.
SINGLE = 0.3


def english(text: str) -> dict[str, float]:
    """The words of an English text without those that every question has, by their stem."""
    return {stem(word): 1.0 for word in words(normal(text)) if word not in _STOP_ENGLISH}


def stem(word: str) -> str:
    return _ENDINGS.sub("", word) if len(word) > 4 else word


def initials(text: str) -> list[str]:
    """The first letters of the syllables of each stretch of the matter."""
    return ["".join(one[0] for one in syllables(part)) for part in matter(text)]


def _pairs(part: str) -> list[str]:
    return [part[i : i + 2] for i in range(len(part) - 1)]


@cache
def _aside_sounds() -> frozenset[str]:
    return frozenset(" ".join(syllables(word)) for word in _ASIDE)


@cache
def around_syllables() -> frozenset[str]:
    """The syllables of the words around a matter."""
    return frozenset(syllables(_AROUND))


@cache
def _around_sounds() -> re.Pattern[str]:
    """The words around a matter, as they are typed in pinyin."""
    spelt = {" ".join(syllables(word)) for word in _AROUND.split() if len(word) > 1} | {"ma", "ne"}
    each = "|".join(sorted(map(re.escape, spelt), key=len, reverse=True))
    return re.compile(rf"(?<!\S)(?:{each})(?!\S)")


def spoken(letters: list[str], known: frozenset[str]) -> tuple[list[list[str]], list[str]]:
    """Words typed in pinyin: their syllables, without what stands around the matter; and the words
    that are no syllables, which may be initials."""
    parts: list[str] = []
    others: list[str] = []
    for word in letters:
        split = _split(word, known)
        if split:
            parts += split
        else:
            others.append(word)
            parts.append("|")
    text = _around_sounds().sub("|", " ".join(parts))
    stretches = [stretch.split() for stretch in text.split("|")]
    return [stretch for stretch in stretches if stretch], [
        word for word in others if len(word) <= _INITIALS_MOST and not is_han(word)
    ]


def _split(word: str, known: frozenset[str]) -> list[str] | None:
    """A word as syllables, in as few as can be; None where it is none."""
    best: list[list[str] | None] = [[]]
    for end in range(1, len(word) + 1):
        choices = [
            [*before, word[start:end]]
            for start in range(max(0, end - 6), end)
            if (before := best[start]) is not None and word[start:end] in known
        ]
        best.append(min(choices, key=len) if choices else None)
    return best[-1]
