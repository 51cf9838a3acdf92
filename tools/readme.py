"""Writes into the papers what is derived: all headers of the `hall` profile, and the settings there are."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

from data.catalog import DATASETS
from data.intake.profile.load import load

ROOT = Path(__file__).resolve().parent.parent
FILES = ("README.md", "README.zh-CN.md")
# The tables of a paper, by the name that their marks have.
TABLES = {
    **dict.fromkeys(FILES, ("profile settings", "hall settings")),
    **dict.fromkeys(("docs/headers.md", "docs/headers.zh-CN.md"), ("headers",)),
    "docs/operations.md": ("hall settings",),
}
SETTINGS = ROOT / "docs" / "settings.toml"


def headers(lang: str) -> str:
    """A Markdown table per dataset: our field, the header in the file, what it is."""
    lines = []
    heads = ("字段", "表头", "含义") if lang == "zh" else ("field", "header", "what it is")
    for dataset, mapping in load("hall").datasets.items():
        definition = DATASETS[dataset]
        titles = {field.id: field.title[lang] for field in definition.fields}
        titles["void"] = "是＝作废" if lang == "zh" else "是 = withdrawn"
        lines += [
            "",
            f"**{dataset}** {definition.title[lang]}",
            "",
            "| " + " | ".join(heads) + " |",
            "|---|---|---|",
        ]
        lines += [
            f"| `{field}` | {header} | {titles[field]} |"
            for field, header in mapping.columns.items()
        ]
    return "\n".join([*lines, ""])


def settings(kind: str, lang: str) -> str:
    """A Markdown table of what can be set in a `profile` or of the `hall`, and what each does."""
    heads = {
        "profile": {"zh": ("配置里写", "含义"), "en": ("in a profile", "what it says")},
        "hall": {"zh": ("`hall.toml` 里写", "含义"), "en": ("in `hall.toml`", "what it does")},
    }[kind][lang]
    described = tomllib.loads(SETTINGS.read_text("utf-8"))[kind]
    rows = [f"| {one['setting']} | {one[lang]} |" for one in described]
    return "\n".join([f"| {heads[0]} | {heads[1]} |", "|---|---|", *rows])


_WRITTEN: dict[str, Callable[[str], str]] = {
    "headers": headers,
    "profile settings": lambda lang: settings("profile", lang),
    "hall settings": lambda lang: settings("hall", lang),
}


def renewed(name: str, text: str) -> str:
    """The text of a paper with the tables between its marks made anew."""
    for table in TABLES[name]:
        begin, end = f"<!-- {table}: begin -->", f"<!-- {table}: end -->"
        before, _, rest = text.partition(begin)
        _, _, after = rest.partition(end)
        written = _WRITTEN[table]("zh" if "zh" in name else "en")
        text = f"{before}{begin}\n{written}\n{end}{after}"
    return text


def main() -> int:
    """Write the tables; with --check only say whether they are as they should be."""
    stale = []
    for name in TABLES:
        path = ROOT / name
        text = path.read_text("utf-8")
        new = renewed(name, text)
        if new != text:
            stale.append(name)
            if "--check" not in sys.argv:
                path.write_text(new, "utf-8")
    if stale:
        print("renewed" if "--check" not in sys.argv else "out of date: make readme", *stale)
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
