"""Texts in two languages, and lists of codes that have them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """A text in both languages; neither may be empty."""

    zh: str
    en: str

    def __post_init__(self) -> None:
        if not self.zh.strip() or not self.en.strip():
            raise ValueError(f"a text needs both languages, got zh={self.zh!r} en={self.en!r}")

    def __getitem__(self, lang: str) -> str:
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True)
class Code:
    """One value of a closed code list, e.g. channel `online` = 网上."""

    id: str
    title: Text


def codes(**titles: tuple[str, str]) -> tuple[Code, ...]:
    """A code list from `id=(zh, en)` pairs, in the order given."""
    return tuple(Code(id, Text(*words)) for id, words in titles.items())


_REPEATED_MOST = 80


def shortened(value: str) -> str:
    """What somebody wrote, to be repeated to them: enough of it to know it by."""
    return value if len(value) <= _REPEATED_MOST else f"{value[:_REPEATED_MOST]}…"
