"""Check that LibreOffice opens the CSV and XLSX of a running site with nothing lost.

`python -m tools.peers [ADDRESS]`: downloads reference lists and cases, converts each without a screen
to CSV, and compares with the JSON of the same query, Chinese included. Not a test, since few machines
that run tests have LibreOffice.
"""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.request import urlopen

ADDRESS = "http://127.0.0.1:8050"
LISTS = {
    "departments": "department,title_zh,title_en,listed",
    "items": "item,title_zh,kind,legal_days,promised_days",
    "cases": "case_no,channel,accepted_on,due_on,used_days,completed_on_site",
}
ROWS = 500
# Comma, quotes where needed, UTF-8; the last three: cells as they are stored, formulas as results.
_TO_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false"
# How it is to take a CSV: comma, UTF-8, no guessing of languages.
_FROM_CSV = "--infilter=Text - txt - csv (StarCalc):44,34,76,1"


def main() -> int:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        print("LibreOffice is not installed here", file=sys.stderr)
        return 2
    address = sys.argv[1] if len(sys.argv) > 1 else ADDRESS
    wrong = 0
    for dataset, fields in LISTS.items():
        at = f"{address}/api/v1/datasets/{dataset}/records"
        query = f"limit={ROWS}&fields={fields}"
        with urlopen(f"{at}?{query}") as answer:
            expected = [
                [_text(value) for value in row.values()] for row in json.load(answer)["data"]
            ]
        for suffix in ("csv", "xlsx"):
            rows = _converted(office, f"{at}.{suffix}?{query}", suffix)
            same = rows == [fields.split(","), *expected]
            wrong += not same
            chinese = sum(
                "\u4e00" <= letter <= "\u9fff" for row in rows for c in row for letter in c
            )
            verdict = "the same" if same else f"DIFFERS: {_first(rows[1:], expected)}"
            print(
                f"{dataset}.{suffix}: {len(rows) - 1} rows, {chinese} Chinese characters: {verdict}"
            )
    return 1 if wrong else 0


def _converted(office: str, url: str, suffix: str) -> list[list[str]]:
    """A file as LibreOffice understands it, written by it as CSV."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        source, out = folder / f"list.{suffix}", folder / "out"
        with urlopen(url) as answer:
            source.write_bytes(answer.read())
        command = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
        command += [_FROM_CSV] if suffix == "csv" else []
        command += ["--convert-to", _TO_CSV, "--outdir", str(out), str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        (written,) = out.glob("*.csv")
        with written.open(encoding="utf-8-sig", newline="") as file:
            return [[_plain(cell) for cell in row] for row in csv.reader(file)]


def _text(value: Any) -> str:
    if value is None:
        return ""
    return _plain(str(value))


def _plain(cell: str) -> str:
    """Numbers and truth values are spelt in their own way by each program."""
    if cell.lower() in ("true", "false"):
        return cell.lower()
    try:
        return f"{float(cell):g}"
    except ValueError:
        return cell


def _first(rows: list[list[str]], expected: list[list[str]]) -> str:
    pairs = zip(rows, expected, strict=False)
    return next((f"{a} for {b}" for a, b in pairs if a != b), "another number of rows")


if __name__ == "__main__":
    sys.exit(main())
