"""How words are written and spelt: one form for all letters, and the pinyin of Chinese names."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_HAN = re.compile(r"[\u3400-\u9fff]")
# Looked ahead at, so that each begins with the second of the one before.
_PAIR = re.compile(r"(?=([\u3400-\u9fff]{2}))")
_LATIN = re.compile(r"[0-9a-z]+")


def normal(text: str) -> str:
    """In lower case and half width; other signs are blanks."""
    written = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub(r"[^0-9a-z\u3400-\u9fff]+", " ", written).split())


def is_han(text: str) -> bool:
    return bool(_HAN.search(text))


def words(text: str) -> list[str]:
    """The words of a normal text that are in Latin letters or digits."""
    return _LATIN.findall(text)


def grams(text: str) -> set[str]:
    """The single Han characters of a normal text, and the pairs that stand beside each other."""
    return {*_HAN.findall(text), *_PAIR.findall(text)}


@dataclass(frozen=True)
class Pinyin:
    """A name in pinyin: `full` without tones or gaps, `initials`, and where its syllables begin."""

    full: str
    initials: str
    begins: frozenset[int]


def syllables(text: str) -> list[str]:
    """How a normal text is said, a syllable each; of nothing that was said is a copy kept."""
    # The dictionaries take a while to load: not before somebody searches.
    from pypinyin import lazy_pinyin

    return [s for s in lazy_pinyin(text.replace(" ", "")) if s]


@lru_cache(maxsize=20_000)
def pinyin(title: str) -> Pinyin:
    """The pinyin of a title (of a list or the catalogue; never of what a reader types)."""
    each = syllables(normal(title))
    begins, at = set(), 0
    for syllable in each:
        begins.add(at)
        at += len(syllable)
    initials = "".join(syllable[0] for syllable in each)
    return Pinyin("".join(each), initials, frozenset(begins))
