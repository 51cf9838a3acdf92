"""Writes into the READMEs what is derived: the table of all headers of the `hall` profile."""

from __future__ import annotations

import sys
from pathlib import Path

from data.catalog import DATASETS
from data.intake.profile.load import load

ROOT = Path(__file__).resolve().parent.parent
FILES = ("README.md", "README.zh-CN.md")
BEGIN, END = "<!-- headers: begin -->", "<!-- headers: end -->"


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


def renewed(text: str, lang: str) -> str:
    """The text with the table between its marks made anew."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{headers(lang)}\n{END}{after}"


def main() -> int:
    """Write the tables; with --check only say whether they are as they should be."""
    stale = []
    for name in FILES:
        path = ROOT / name
        text = path.read_text("utf-8")
        new = renewed(text, "zh" if "zh" in name else "en")
        if new != text:
            stale.append(name)
            if "--check" not in sys.argv:
                path.write_text(new, "utf-8")
    if stale:
        print("renewed" if "--check" not in sys.argv else "out of date: make readme", *stale)
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
