#!/usr/bin/env python3
"""Check a published day of an Open Hall without trusting the hall: one file, standard library only.

    python verify.py https://hall.example.org              the newest published day, downloaded
    python verify.py https://hall.example.org --date 2026-11-29
    python verify.py FOLDER                                a day, or a folder of days, that lies here
    python verify.py FOLDER --indicator on-time-rate --period 2025-09
                                                           (of a site, only the files behind it are downloaded)

本程序只用Python标准库，不引用本项目的任何代码：下载一个发布日，离线核对每个文件的哈希、清单链和
签名，再按其中的定义，由公布的记录重算公布的每一个数；不能重算的，逐一列明原因。

What it does, in this order:

1. **Bytes.** Every file is there, as long as the manifest says and with its SHA-256. Of a file in which one
   byte was changed it says which: line, byte, what it was, what it is.
2. **Chain and signature.** Each manifest names the hash of the one before; Ed25519 by RFC 8032, written out below.
3. **Numbers.** Each line of each indicator is computed again from the records, from this file's own reading
   of the formulas in `definitions.json`, and compared: value, numerator, denominator, reason, whether the
   period is partial. A line too many and a line too few are differences too.
4. **Annual reports and bulletins.** Each cell of tables 3 and 4 is counted again by the rules in `rules.json`, each
   number of each edition of the monthly bulletin is held against the one computed.
5. **What cannot be computed again** is named, with why. Of a dataset without records the published cells
   are held against each other: parts against totals, months against years.

What it does not prove: that the records are true or complete; with keys from the snapshot itself, who signed.

Exit codes: 0 all as published and equal; 1 something differs, and it was named; 2 nothing could be
checked (no snapshot, no network, a format of another version); 64 a wrong call.

The format is described in docs/snapshots.md. Licence: Apache 2.0.
"""

from __future__ import annotations

import argparse
import base64
import csv
import gzip
import hashlib
import io
import json
import math
import operator
import re
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import compress, repeat
from pathlib import Path
from typing import Any, NamedTuple

FORMAT = "open-hall-snapshot/1"
GOOD, DIFFERS, UNCHECKED, WRONG_CALL = 0, 1, 2, 64
csv.field_size_limit(1 << 28)


class Unchecked(Exception):  # noqa: N818 - says what is the case
    """Nothing can be checked: there is no snapshot, or none of this format."""


class Damaged(Unchecked):
    """What was named in the report keeps the rest from being read."""


# --- 1. Ed25519 (RFC 8032, section 5.1) -------------------------------------------------------------
#
# A point (x, y) of the curve −x² + y² = 1 + d·x²·y² over the integers modulo p is held as (X, Y, Z, T) with
# x = X/Z, y = Y/Z, x·y = T/Z, so that adding needs no division. Verifying handles no secret: that
# Python's integers take more or less time tells nobody anything.

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]


def add(a: Point, b: Point) -> Point:
    """The sum of two points (5.1.4)."""
    s = (a[1] - a[0]) * (b[1] - b[0]) % P
    t = (a[1] + a[0]) * (b[1] + b[0]) % P
    u = 2 * a[3] * b[3] * D % P
    v = 2 * a[2] * b[2] % P
    e, f, g, h = t - s, v - u, v + u, t + s
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(n: int, point: Point) -> Point:
    """A point added n times, by doubling."""
    total: Point = (0, 1, 1, 0)
    while n:
        if n & 1:
            total = add(total, point)
        point, n = add(point, point), n >> 1
    return total


def decoded(text: bytes) -> Point | None:
    """The point of 32 bytes (5.1.3): y, and in the highest bit whether x is odd. None: there is no such."""
    number = int.from_bytes(text, "little")
    odd, y = number >> 255, number & (1 << 255) - 1
    if len(text) != 32 or y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_1 % P
    if (x * x - square) % P or (not x and odd):
        return None
    if x & 1 != odd:
        x = P - x
    return x, y, 1, x * y % P


_Y = 4 * pow(5, -1, P) % P
BASE = decoded(_Y.to_bytes(32, "little")) or (0, 1, 1, 0)


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether a signature (64 bytes) of a message is by the holder of a public key (32 bytes; 5.1.7)."""
    a, r = decoded(public), decoded(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or len(signature) != 64 or s >= ORDER:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little")
    left, right = times(s, BASE), add(r, times(k % ORDER, a))
    same_x = (left[0] * right[2] - right[0] * left[2]) % P == 0
    return same_x and (left[1] * right[2] - right[1] * left[2]) % P == 0


# --- 2. Bytes: hashes, and which byte was changed ---------------------------------------------------
#
# A hash tells that a file is another one, not where. So the manifest has two more numbers of each file, its
# `parity`: modulo the prime 2³¹ − 1 the sum of all bytes, and the sum of each byte times its place (1, 2, …).
# If one byte is off by e at place i, the first is off by e and the second by i·e: that gives i and e, as in a
# Reed–Solomon code. Put back, the hash must fit, or more than one byte was changed.

PRIME = 2**31 - 1


def parity(content: bytes) -> tuple[int, int]:
    """The sum of all bytes, and of all bytes times their place from 1 on, modulo 2³¹ − 1."""
    places = sum(map(operator.mul, range(1, len(content) + 1), content))
    return sum(content) % PRIME, places % PRIME


@dataclass(frozen=True)
class Changed:
    """A byte that is not as it was published: its place from 1 on, and both values."""

    place: int
    expected: int
    actual: int
    mended: bytes


def changed_byte(content: bytes, expected: Iterable[int], sha256: str) -> Changed | None:
    """The one byte that was changed; None if it was not one, or is none."""
    e, by_place = (
        (now - then) % PRIME for now, then in zip(parity(content), expected, strict=True)
    )
    if not e:
        return None
    place = by_place * pow(e, -1, PRIME) % PRIME
    off = e if e < 256 else e - PRIME
    if not 1 <= place <= len(content) or not 0 <= content[place - 1] - off < 256:
        return None
    was = content[place - 1] - off
    mended = content[: place - 1] + bytes([was]) + content[place:]
    if hashlib.sha256(mended).hexdigest() != sha256:
        return None
    return Changed(place, was, content[place - 1], mended)


def unpacked(content: bytes) -> bytes:
    """What a packed file holds, as far as it can be read at all."""
    reader, text = zlib.decompressobj(-15), b""
    try:
        for at in range(
            10, len(content), 4096
        ):  # after the header, which Python's gzip writes in ten bytes
            text += reader.decompress(content[at : at + 4096])
    except zlib.error:
        pass
    return text


def where(name: str, content: bytes, change: Changed) -> str:
    """The line of a change, as it was and as it is; of what is packed, in the text inside."""
    then, now = change.mended, content
    if name.endswith(".gz"):
        then, now = unpacked(then), unpacked(now)
    elif name.endswith(".parquet"):
        return say(f"字节{change.place}", f"byte {change.place}") + _bytes(change)
    same = next((i for i, (a, b) in enumerate(zip(then, now, strict=False)) if a != b), None)
    if same is None:
        if len(then) == len(now):  # in the frame of a packed file: no line is another one
            return say(f"字节{change.place}", f"byte {change.place}") + _bytes(change)
        same = min(len(then), len(now))
    line = then[:same].count(b"\n") + 1
    was, found = (_line(text, same) for text in (then, now))
    return (
        say(f"第{line}行，字节{change.place}", f"line {line}, byte {change.place}")
        + _bytes(change)
        + say(f"：应为“{was}”，实为“{found}”", f": expected “{was}”, actual “{found}”")
    )  # fmt: skip


def _bytes(change: Changed) -> str:
    return f" (0x{change.expected:02x} → 0x{change.actual:02x})"


def _line(text: bytes, at: int) -> str:
    start, end = text.rfind(b"\n", 0, at) + 1, text.find(b"\n", at)
    line = text[start : end if end >= 0 else len(text)].decode("utf-8", "replace").strip()
    return line if len(line) <= 160 else f"{line[:160]}…"


# --- 3. Where a snapshot comes from -------------------------------------------------------------------


class Site:
    """The published days of a hall over HTTP; what is fetched is written into a folder."""

    def __init__(self, address: str) -> None:
        self.root = f"{address.rstrip('/')}/api/v1/snapshots"

    def get(self, path: str) -> bytes | None:
        """What lies under a path; None where nothing does. Waits when the site asks to."""
        request = urllib.request.Request(f"{self.root}{path}", headers={"User-Agent": "verify.py"})
        for _ in range(60):
            try:
                with urllib.request.urlopen(request, timeout=60) as answer:
                    return answer.read()
            except urllib.error.HTTPError as error:
                if error.code == 404:
                    return None
                if error.code not in (429, 503):
                    raise Unchecked(f"{request.full_url}: {error}") from None
                time.sleep(min(int(error.headers.get("Retry-After") or 1), 30))
            except (OSError, ValueError) as error:
                raise Unchecked(f"{request.full_url}: {error}") from None
        raise Unchecked(f"{request.full_url}: 429")

    def fetch(self, date: str | None, into: Path, only: str | None = None) -> Path:
        """A day (the newest) with its files, beside the manifests of the days before. Its folder.

        `only`: an indicator; of the files then those that it is computed from.
        """
        listed = json.loads(self.get("") or b"{}").get("data") or []
        days = sorted(one["date"] for one in listed)
        if not days:
            raise Unchecked(say("该站点没有发布日", "this site has no published day"))
        chosen = date or days[-1]
        if chosen not in days:
            raise Unchecked(
                say(f"没有{chosen}，只有：", f"no {chosen}; there are ") + ", ".join(days)
            )
        for day in days[: days.index(chosen) + 1]:
            for name in ("manifest.json", "manifest.sig", "manifest.parity", "keys.json"):
                self._save(f"/{day}/{name}", into / day / name)
        files = read_manifest(into / chosen)["files"]
        if only:
            self._save(f"/{chosen}/definitions.json", into / chosen / "definitions.json")
            wanted = files_of(into / chosen / "definitions.json", only)
            files = [one for one in files if wanted(one)]
        with ThreadPoolExecutor(4) as pool:
            jobs = [
                pool.submit(self._save, f"/{chosen}/{one['stored']}", into / chosen / one["stored"])
                for one in files
            ]
            for done, job in enumerate(jobs, 1):
                try:
                    job.result()
                except Unchecked:
                    pool.shutdown(wait=False, cancel_futures=True)  # the others would fail alike
                    raise
                progress(say(f"下载{done}/{len(jobs)}", f"downloaded {done}/{len(jobs)}"))
        return into / chosen

    def _save(self, path: str, to: Path) -> None:
        content = self.get(path)
        if content is not None:
            to.parent.mkdir(parents=True, exist_ok=True)
            to.write_bytes(content)


def files_of(definitions: Path, only: str) -> Callable[[dict[str, Any]], bool]:
    """Whether a file is one that an indicator is computed from: its values, the rows behind it, what describes them."""
    try:
        document = json.loads(definitions.read_bytes())
        indicators = {one["id"]: one for one in document["indicators"]}
        datasets = {one["id"]: one for one in document["datasets"]}
    except (OSError, ValueError, KeyError, TypeError):
        return lambda _: True  # what is wrong with it is told when it is checked
    ids, left = set(), [only]
    while left:
        id = left.pop()
        if id in indicators and id not in ids:
            ids.add(id)
            formula = indicators[id]["formula"]
            left += [formula[side] for side in ("of", "over") if isinstance(formula.get(side), str)]
    own = {id for id, dataset in datasets.items() if ids & set(dataset["indicators"])}
    own |= {
        field["refers"] for id in own for field in datasets[id]["fields"] if field.get("refers")
    }
    about = ("definitions", "calendar", "rules", "keys", "bulletin")

    def is_wanted(file: dict[str, Any]) -> bool:
        rows = file["kind"] in ("records", "cells") and file["media_type"] == "text/csv"
        held = file["kind"] == "values" and file["dataset"] in own
        values = held and (file["indicator"] in ids or not datasets[file["dataset"]]["records"])
        return file["kind"] in about or values or (rows and file["dataset"] in own)

    return is_wanted


_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*")


def read_manifest(day: Path) -> dict[str, Any]:
    """The manifest of a day. Raises `Unchecked` for what is none, or names files outside its folder."""
    path = day / "manifest.json"
    try:
        manifest = json.loads(path.read_bytes())
        if manifest["format"] != FORMAT:
            raise Unchecked(f"{path}: {manifest['format']!r}, {say('应为', 'not')} {FORMAT!r}")
        names = [one[name] for one in manifest["files"] for name in ("path", "stored")]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Unchecked(f"{path}: {error}") from None
    for name in names:
        if not _NAME.fullmatch(name):
            raise Unchecked(f"{path}: {name!r}")
    return manifest


# --- 4. A day as it lies: files, chain, signature ------------------------------------------------------


@dataclass
class Report:
    """What was found, printed as it is found."""

    wrong: int = 0
    equal: int = 0
    different: int = 0
    sums: int = 0
    shown: int = 20

    def fault(self, text: str) -> None:
        """Something is not as it was published."""
        self.wrong += 1
        print(f"✗ {text}", flush=True)

    def differs(self, text: str) -> None:
        """A number is another one; the first of many are printed."""
        self.different += 1
        if self.different <= self.shown:
            print(f"✗ {text}", flush=True)


def check_files(
    day: Path,
    manifest: dict[str, Any],
    report: Report,
    wanted: Callable[[dict[str, Any]], bool] = lambda _: True,
) -> int:
    """Each file against the manifest, and the folder against the list.

    `wanted`: which files have to be there. Returns how many of the others are not: of one indicator only
    those behind it are downloaded, and what was not cannot be checked.
    """
    absent = 0
    gone = (day / "removed.txt").exists()
    named = {
        "manifest.json",
        "manifest.sig",
        "manifest.tsq",
        "manifest.tsr",
        "manifest.parity",
        "removed.txt",
    }
    for one in manifest["files"]:
        name, path = one["stored"], day / one["stored"]
        named.add(name)
        if not path.exists():
            absent += not wanted(one)
            if wanted(one) and not (gone and one["kind"] == "records"):
                report.fault(f"{name}: " + say("缺失", "it is not there"))
            continue
        content = path.read_bytes()
        check_file(name, content, one["sha256"], one.get("parity"), report)
    for path in sorted(day.rglob("*")):
        if path.is_file() and (name := path.relative_to(day).as_posix()) not in named:
            report.fault(f"{name}: " + say("清单中没有这个文件", "the manifest does not name it"))
    return absent


def check_file(
    name: str, content: bytes, sha256: str, expected: Iterable[int] | None, report: Report
) -> bool:
    """A file against its hash; if it is another one, the byte that was changed."""
    actual = hashlib.sha256(content).hexdigest()
    if actual == sha256:
        return True
    change = changed_byte(content, expected, sha256) if expected else None
    if change:
        report.fault(f"{name}: {where(name, content, change)}")
    else:
        what = say("改动不止一个字节", "more than one byte was changed")
        report.fault(
            f"{name}: SHA-256 {say('应为', 'expected')} {sha256}, {say('实为', 'actual')} {actual}; {what}"
        )
    return False


def check_manifest(
    day: Path, before: tuple[str, str] | None, trusted: Path | None, report: Report
) -> tuple[str, str]:
    """The manifest's bytes, its signature and its place in the chain. Returns its date and hash, for the next day.

    Three things tell whether it is as it was made: the signature, the request for a time stamp, which has its hash,
    and its parity, which says which byte was changed. So it can be told which of them is at fault.
    """
    path = day / "manifest.json"
    content = path.read_bytes() if path.exists() else b""
    digest = hashlib.sha256(content).hexdigest()
    fault = check_signature(day, content, trusted)
    requested = day / "manifest.tsq"
    is_stamped = requested.exists() and bytes.fromhex(digest) in requested.read_bytes()
    is_right = is_stamped or (fault is None and (day / "manifest.sig").exists())
    mended = _mended_manifest(day, content, digest, is_right, report)
    if fault:
        name = "manifest.sig" if is_right else "manifest.json"
        report.fault(f"{day.name} {name}: {fault}")
    if fault is None and requested.exists() and not is_stamped:
        report.fault(
            f"{day.name} manifest.tsq: "
            + say("不是对这份清单的申请", "is no request for this manifest")
        )
    try:
        manifest = read_manifest(day)
    except Unchecked as error:
        if not mended:
            report.fault(str(error))
        raise Damaged(str(error)) from None
    previous = manifest["previous"]
    if before and (previous is None or (previous["date"], previous["manifest_sha256"]) != before):
        named = f"{previous['date']} {previous['manifest_sha256']}" if previous else "—"
        report.fault(
            f"{manifest['date']} manifest.json: "
            + say(
                "清单链断开：前一日的清单应为",
                "the chain is broken: the manifest before, expected ",
            )
            + f"{named}, {say('实为', 'actual')} {before[0]} {before[1]}"
        )
    return manifest["date"], digest


def _mended_manifest(
    day: Path, content: bytes, digest: str, is_right: bool, report: Report
) -> bool:
    """Whether the manifest is another one than when its parity was written; says which byte, or which file."""
    path = day / "manifest.parity"
    if not path.exists():
        return False
    try:
        first, second, sha256 = path.read_text("ascii").split()
        expected = int(first), int(second)
    except ValueError:
        report.fault(
            f"{day.name} manifest.parity: " + say("第1行不是校验数", "line 1 is no parity")
        )
        return False
    if digest == sha256 and parity(content) == expected:
        return False
    if is_right:
        said = f"{' '.join(map(str, parity(content)))} {digest}"
        text = f"{first} {second} {sha256}"
        report.fault(
            f"{day.name} manifest.parity: "
            + say(f"第1行应为“{said}”，实为“{text}”", f"line 1, expected “{said}”, actual “{text}”")
        )
        return False
    return not check_file("manifest.json", content, sha256, expected, report)


def check_signature(day: Path, content: bytes, trusted: Path | None) -> str | None:
    """What is wrong with a manifest's signature; None where it fits, or where there is none to be."""
    path = day / "manifest.sig"
    named = re.search(rb'"key": "([0-9a-f]{16})"', content)
    if not path.exists():
        print(f"  {day.name}: " + say("没有签名", "not signed"))
        return (
            say("写明了密钥，却没有签名", "it names a key, and there is no signature")
            if named
            else None
        )
    try:
        keys = {
            one["id"]: one
            for one in json.loads((trusted or day / "keys.json").read_bytes())["keys"]
        }
        publics = {id: base64.b64decode(one["public"], validate=True) for id, one in keys.items()}
    except (OSError, ValueError, KeyError, TypeError) as error:
        return say(f"密钥读不出：{error}", f"the keys cannot be read: {error}")
    try:
        signature = base64.b64decode(path.read_bytes().strip(), validate=True)
    except (OSError, ValueError) as error:
        return say(f"第1行不是签名：{error}", f"line 1 is no signature: {error}")
    if fault := next(_faults_of(keys, publics), None):
        return fault
    id = named.group(1).decode() if named else ""
    if id not in publics:
        return say(f"没有密钥{id}", f"there is no key {id!r}")
    if not is_signed(publics[id], content, signature):
        return say(
            f"第1行：密钥{id}没有这样签署这份清单",
            f"line 1: the manifest was not signed so by key {id}",
        )
    source = say("密钥另行取得", "key had from elsewhere") if trusted else say(
        "密钥取自本快照：只证明签名后未改动，不证明由谁签署",
        "key from the snapshot itself: that proves nothing was changed since, not who signed",
    )  # fmt: skip
    print(f"  {day.name}: " + say(f"由{id}签署（{source}）", f"signed by {id} ({source})"))
    return None


def _faults_of(keys: dict[str, Any], publics: dict[str, bytes]) -> Iterator[str]:
    """Keys that are not what their id says, or that the key before does not vouch for."""
    for id, public in publics.items():
        if hashlib.sha256(public).hexdigest()[:16] != id:
            yield say(f"密钥{id}与其编号不符", f"key {id} is not what its id says")
        by = keys[id].get("previous")
        vouched = base64.b64decode(keys[id].get("vouched") or "")
        if by in publics and not is_signed(publics[by], b"open-hall key " + public, vouched):
            yield say(f"密钥{by}没有为{id}担保", f"key {by} does not vouch for {id}")


# --- 5. Periods ---------------------------------------------------------------------------------------
#
# Days are numbers (`date.toordinal`) from here on: they are compared, subtracted and counted in millions.

DAY_GRAINS_MOST = 5 * 366


class Period(NamedTuple):
    """A period by name, with its first and last day."""

    name: str
    first: int
    last: int


def start_of(day: int, grain: str) -> int:
    """The first day of the week (from Monday), month, quarter or year that a day lies in."""
    on = date.fromordinal(day)
    if grain == "week":
        return day - on.weekday()
    if grain == "month":
        return on.replace(day=1).toordinal()
    if grain == "quarter":
        return on.replace(month=on.month - (on.month - 1) % 3, day=1).toordinal()
    if grain == "year":
        return on.replace(month=1, day=1).toordinal()
    return day


def period_of(day: int, grain: str) -> Period:
    """The period that a day lies in."""
    first = start_of(day, grain)
    on = date.fromordinal(first)
    if grain == "day":
        return Period(on.isoformat(), first, first)
    if grain == "week":
        year, week, _ = on.isocalendar()
        return Period(f"{year}-W{week:02}", first, first + 6)
    months = {"month": 1, "quarter": 3, "year": 12}[grain]
    after = on.year * 12 + on.month - 1 + months
    last = date(after // 12, after % 12 + 1, 1).toordinal() - 1
    name = {
        "month": f"{on:%Y-%m}",
        "quarter": f"{on.year}-Q{(on.month + 2) // 3}",
        "year": str(on.year),
    }
    return Period(name[grain], first, last)


def periods(first: int, last: int, grain: str) -> list[Period]:
    """The periods that meet the days from first to last, each whole; the total ends where they do."""
    if grain == "total":
        return [Period("total", first, last)]
    found, day = [], first
    while day <= last:
        found.append(period_of(day, grain))
        day = found[-1].last + 1
    return found


def months_before(day: int, months: int) -> int:
    """The first day of the months that end on a day."""
    after = date.fromordinal(day + 1)
    month = after.year * 12 + after.month - 1 - months
    longest = period_of(date(month // 12, month % 12 + 1, 1).toordinal(), "month").last
    return min(date(month // 12, month % 12 + 1, 1).toordinal() + after.day - 1, longest)


@lru_cache(1 << 16)
def ordinal(text: str) -> int:
    """The number of a day, `2026-11-29`; of a month, `2026-11`, that of its first day."""
    return date.fromisoformat(text if len(text) > 7 else f"{text}-01").toordinal()


def iso(day: int) -> str:
    return date.fromordinal(day).isoformat()


# --- 6. Rows, and expressions over them -----------------------------------------------------------------
#
# A dataset is held by column. An expression gives a column too: of numbers, texts, or of True, False and None,
# as SQL has them: a comparison with a missing value is unknown (None), and what is unknown is not counted.

Node = dict[str, Any]
Column = list[Any]


def cell(text: str) -> str | None:
    """A text as it was before it was neutralised for spreadsheets; empty is missing."""
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") else text or None


READERS: dict[str, Callable[[str], Any]] = {
    "date": lambda text: ordinal(text) if text else None,
    "month": lambda text: ordinal(text) if text else None,
    "integer": lambda text: int(text) if text else None,
    "number": lambda text: float(text) if text else None,
    "boolean": lambda text: text == "true" if text else None,
}


class Rows:
    """The rows of a dataset, of those columns that some formula or dimension looks at."""

    def __init__(self, fields: dict[str, str], wanted: set[str]) -> None:
        self.types = {name: kind for name, kind in fields.items() if name in wanted}
        self.columns: dict[str, Column] = {name: [] for name in self.types}
        self.n = 0
        self._codes: dict[str, Column] = {}
        self._known: dict[str, Column] = {}
        self._keys: dict[tuple[str, str | None, str | None], tuple[array[int], Column]] = {}
        self._sums: dict[str, dict[tuple[int, str, Any], Number]] = {}

    def read(self, content: bytes) -> None:
        """The rows of one more file."""
        lines = csv.reader(io.StringIO(content.decode("utf-8"), newline=""))
        header = next(lines)
        by_name = dict(zip(header, zip(*lines, strict=True), strict=False))
        for name, kind in self.types.items():
            reader, texts = READERS.get(kind, cell), by_name.get(name, ())
            seen = {text: reader(text) for text in set(texts)}
            self.columns[name] += map(seen.__getitem__, texts)
        self.n += len(next(iter(by_name.values()), ()))

    def codes(self, name: str) -> Column:
        """A column as codes of a dimension: text, `none` where the row has no value."""
        if name not in self._codes:
            spelt = {value: code_of(value) for value in set(self.columns[name])}
            self._codes[name] = [spelt[value] for value in self.columns[name]]
        return self._codes[name]

    def keys(self, dated: str, column: str | None, value: str | None) -> tuple[array[int], Column]:
        """Of each row one number for its day, code and value together, and what the numbers stand for.

        Numbers are counted several times as fast as tuples. Rows without the date have −1.
        """
        at = dated, column, value
        if at not in self._keys:
            codes = self.codes(column) if column else [""] * self.n
            values = self.columns[value] if value else [None] * self.n
            places: dict[tuple[int, str, Any], int] = {}
            known = places.setdefault
            numbers = array(
                "q",
                (
                    -1 if key[0] is None else known(key, len(places))
                    for key in zip(self.columns[dated], codes, values, strict=True)
                ),
            )
            self._keys[at] = numbers, list(places)
        return self._keys[at]

    def by_day(
        self,
        dated: str,
        where: Node | None,
        amount: Node | str | None,
        column: str | None,
        value: str | None,
    ) -> dict[tuple[int, str, Any], Number]:
        """(day, code, value) → how many rows, or Σ of their amount."""  # fmt: skip
        at = json.dumps([dated, where, amount, column, value])
        if at not in self._sums:
            numbers, names = self.keys(dated, column, value)
            test = self.of(where) if where else repeat(True)
            if amount is None:
                summed: dict[int, Number] = dict(Counter(compress(numbers, test)))
            else:
                summed = defaultdict(int)
                amounts = self.columns[amount] if isinstance(amount, str) else self.of(amount)
                for number, n, t in zip(numbers, amounts, test, strict=False):
                    if t:
                        summed[number] += n
            summed.pop(-1, None)
            self._sums[at] = {names[number]: n for number, n in summed.items()}
        return self._sums[at]

    def forget(self) -> None:
        """Let go of what was computed for one indicator."""
        self._known.clear()
        self._sums.clear()

    def of(self, node: Node) -> Column:
        """The column of an expression."""
        key = json.dumps(node)
        if key not in self._known:
            self._known[key] = self._computed(node)
        return self._known[key]

    def _computed(self, node: Node) -> Column:
        op = node["op"]
        if op == "field":
            return self.columns[node["name"]]
        if op == "value":
            return [node["value"]] * self.n
        if op == "case":
            result = self.of(node["else"]) if node.get("else") else [None] * self.n
            for when in reversed(node["when"]):
                test, then = self.of(when["if"]), self.of(when["then"])
                result = [a if t is True else b for t, a, b in zip(test, then, result, strict=True)]
            return result
        if op in ("in", "not_in"):
            return self._among(node)
        if op == "like":
            return self._like(node)
        sides = [self.of(one) for one in self._dated(node["of"])]
        if op in ("and", "or"):
            return [OPERATORS[op](values) for values in zip(*sides, strict=True)]
        if op in UNARY:
            apply = UNARY[op]
            return [None if a is None else apply(a) for a in sides[0]]
        if op in ("is", "is_not"):
            same = op == "is"
            return [
                (a == b if b is not None else a is None) is same
                for a, b in zip(*sides, strict=True)
            ]
        if op not in BINARY or len(sides) != 2:
            raise Unchecked(f"definitions.json: {op!r} {say('没有说明', 'is not described')}")
        apply = BINARY[op]
        return [
            None if a is None or b is None else apply(a, b) for a, b in zip(*sides, strict=True)
        ]

    def _dated(self, nodes: list[Node]) -> list[Node]:
        """Dates written in a formula as numbers, where they stand beside a column of dates."""
        dates = any(
            n["op"] == "field" and self.types.get(n["name"]) in ("date", "month") for n in nodes
        )
        return [
            {"op": "value", "value": ordinal(n["value"])}
            if dates and n["op"] == "value" and isinstance(n["value"], str) else n
            for n in nodes
        ]  # fmt: skip

    def _among(self, node: Node) -> Column:
        left, listed = node["of"]
        first, *values = self._dated([left, *listed["of"]])
        among, wanted = {one["value"] for one in values}, node["op"] == "in"
        return [None if a is None else (a in among) is wanted for a in self.of(first)]

    def _like(self, node: Node) -> Column:
        left, right = node["of"]
        pattern = re.compile(
            ".*".join(map(re.escape, right["value"].split("%"))), re.DOTALL | re.IGNORECASE
        )
        return [None if a is None else pattern.fullmatch(a) is not None for a in self.of(left)]


def code_of(value: Any) -> str:
    if value is None:
        return "none"
    return str(int(value)) if isinstance(value, bool) else str(value)


def _and(values: tuple[Any, ...]) -> bool | None:
    if False in values:
        return False
    return None if None in values else True


def _or(values: tuple[Any, ...]) -> bool | None:
    if True in values:
        return True
    return None if None in values else False


OPERATORS: dict[str, Callable[[tuple[Any, ...]], bool | None]] = {"and": _and, "or": _or}
UNARY: dict[str, Callable[[Any], Any]] = {"not": operator.not_, "neg": operator.neg, "true": bool}
BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "eq": operator.eq, "ne": operator.ne, "lt": operator.lt, "le": operator.le, "gt": operator.gt,
    "ge": operator.ge, "add": operator.add, "sub": operator.sub, "mul": operator.mul,
    "div": lambda a, b: a / b if b else None,
}  # fmt: skip


def both(*conditions: Node | None) -> Node | None:
    """Rows for which all hold; None is no condition."""
    some = [one for one in conditions if one]
    return {"op": "and", "of": some} if len(some) > 1 else some[0] if some else None


def stated(*amounts: Node) -> Node | None:
    """Rows that have all of these amounts."""
    null = {"op": "value", "value": None}
    return both(*({"op": "is_not", "of": [one, null]} for one in amounts if one["op"] != "value"))


def fields_of(node: Any, tested: bool = False) -> Iterator[tuple[str, bool]]:
    """The fields that a formula looks at; with each whether it only asks if there is a value."""
    if isinstance(node, list):
        for one in node:
            yield from fields_of(one, tested)
    elif isinstance(node, dict):
        if node.get("op") == "field":
            yield node["name"], tested
        null = node.get("op") in ("is", "is_not") and node["of"][1].get("value", 0) is None
        for one in node.values():
            if isinstance(one, dict | list):
                yield from fields_of(one, null)


# --- 7. The day's data -----------------------------------------------------------------------------------


class Span(NamedTuple):
    """The days that an indicator's values are about."""

    first: int
    last: int


class Snapshot:
    """A published day: its definitions, and the rows of each dataset once they are needed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest = read_manifest(folder)
        self.today = ordinal(self.manifest["date"])
        self.month_begins = start_of(self.today, "month")
        definitions = json.loads(self.content("definitions.json"))
        self.indicators: dict[str, Node] = {one["id"]: one for one in definitions["indicators"]}
        self.datasets: dict[str, Node] = {one["id"]: one for one in definitions["datasets"]}
        self.fields = {
            id: {one["id"]: one for one in dataset["fields"]}
            for id, dataset in self.datasets.items()
        }
        self.own = {i: id for id, dataset in self.datasets.items() for i in dataset["indicators"]}
        days = csv.DictReader(io.StringIO(self.content("calendar.csv").decode()))
        self.workdays = {ordinal(one["date"]): one["workday"] == "true" for one in days}
        self.rules: Node = json.loads(self.content("rules.json")) if self.file("rules.json") else {}
        self.editions = editions_of(self)
        # What bulletins have of an indicator by a dimension ("": the hall), until it is held against the rows.
        self.printed = printed_in(self.editions)
        self._rows: dict[str, Rows] = {}

    def file(self, path: str) -> dict[str, Any] | None:
        """A file's entry in the manifest, by its name unpacked."""
        return next((one for one in self.manifest["files"] if one["path"] == path), None)

    def content(self, path: str) -> bytes:
        """What a file has, unpacked."""
        one = self.file(path)
        try:
            content = (self.folder / (one or {})["stored"]).read_bytes()
            return gzip.decompress(content) if (one or {})["stored"].endswith(".gz") else content
        except (OSError, KeyError, EOFError, zlib.error) as error:
            raise Unchecked(f"{path}: {error}") from None

    def rows(self, dataset: str) -> Rows:
        """The rows of a dataset."""
        if dataset not in self._rows:
            fields = {name: one["type"] for name, one in self.fields[dataset].items()}
            rows = self._rows[dataset] = Rows(fields, self._wanted(dataset))
            for one in self.manifest["files"]:
                if (
                    one["kind"] == "records"
                    and one["dataset"] == dataset
                    and one["media_type"] == "text/csv"
                ):
                    rows.read(self.content(one["path"]))
        return self._rows[dataset]

    def _wanted(self, dataset: str) -> set[str]:
        """The columns of a dataset that something looks at."""
        names = {"listed", *self.datasets[dataset]["key"], *self.datasets[dataset]["newest"]}
        if expects := self.datasets[dataset]["expects"]:
            names.add(expects["reporter"])
        for id, indicator in self.indicators.items():
            if self.own[id] == dataset:
                names |= {name for name, _ in fields_of(indicator["formula"])}
                names |= named_fields(indicator["formula"]) | dates_of(indicator["formula"])
                names |= {one["column"] for one in indicator["dimensions"]}
        for table in ((self.rules.get("annual_report") or {}).get("tables") or {}).values():
            if table["dataset"] == dataset:
                names |= {table[name] for name in _OF_ROWS} | {ORGAN}
        for edition in self.editions:
            for number in edition.quality:
                if number["source"].get("late") == dataset:
                    names |= {number["source"]["dated"], "recorded_at"}
        return names

    def span(self, indicator: Node) -> Span | None:
        """The days from the first event to the last, as far as an indicator is about them."""
        dataset = self.datasets[indicator["dataset"]]
        covered = self.manifest["datasets"][dataset["id"]]["covered"]
        if not covered:
            return None
        first, last = map(ordinal, covered)
        if indicator["formula"]["matured"] or (indicator["stock"] and dataset["kept_up"]):
            last = (
                self.today
            )  # what is written ahead comes without a batch, what a list holds stays
        if control := dataset["control"]:
            waited = start_of(self.today - control["wait_days"], control["finest"]) - 1
            first = start_of(first, control["finest"])
            last = min(period_of(last, control["finest"]).last, waited)
        if any(
            self.fields[dataset["id"]].get(name, {}).get("scheduled") for name in dataset["newest"]
        ):
            last = min(last, self.today)
        return Span(first, last) if first <= last else None

    def whole(self, indicator: Node, grain: str, span: Span) -> tuple[int, int]:
        """Between these days a period is whole; beyond them it is cut, or still running."""
        dataset, yesterday = self.datasets[indicator["dataset"]], self.today - 1
        if grain == "total" or dataset["kept_up"]:
            return 0, yesterday
        # What is dated by the first of a month is of all of it.
        return span.first, min(period_of(span.last, dataset["grain"]).last, yesterday)


def named_fields(formula: Node) -> set[str]:
    """The fields that a formula names by their id, beside those in its expressions."""
    names = {formula.get("weight"), formula.get("reporter")}
    if formula["kind"] in ("Quantile", "DistinctCount"):
        names.add(formula["of"])
    return {name for name in names if name}


def dates_of(formula: Node) -> set[str]:
    """The dates by which rows fall into periods."""
    flows = [formula.get("inflow"), formula.get("outflow"), formula]
    return {one["dated"] for one in flows if one and one["dated"]}


# --- 8. Kinds of measure: how a formula gives a value ------------------------------------------------------

Number = int | float


class Cell(NamedTuple):
    """A published value: itself, what it is a ratio of, and why it is missing."""

    value: Number | None
    numerator: Number | None = None
    denominator: Number | None = None
    reason: str | None = None


Cells = Callable[[Period, str], Cell]
DERIVED = ("Ratio", "Remainder", "Difference")
# Percentage points are published so: what a difference of two fractions has beyond is noise of the machine.
DIGITS_OF_POINTS = 9


def divided(numerator: Number, denominator: Number) -> Cell:
    """A ratio; over nothing it has no value."""
    if not denominator:
        return Cell(None, numerator, denominator, "no-data")
    return Cell(numerator / denominator, numerator, denominator)


def quantile(histogram: dict[Number, Number], q: float) -> Number:
    """The smallest value with at least q·N rows not above it."""
    needed, below = q * sum(histogram.values()), 0
    for value in sorted(histogram):
        below += histogram[value]
        if below >= needed:
            return value
    return max(histogram)


class Answer:
    """One indicator by one dimension (None: the hall) at one grain. `codes`: those that have rows."""

    def __init__(
        self, day: Snapshot, indicator: Node, grain: str, by: str | None, span: Span
    ) -> None:
        self.day, self.indicator, self.grain, self.by, self.span = day, indicator, grain, by, span
        self.formula = indicator["formula"]
        self.codes: set[str] = set()
        self.cells: Cells = getattr(self, f"_{self.formula['kind'].lower()}")()

    # What is summed.

    @property
    def dataset(self) -> str:
        return self.day.own[self.indicator["id"]]

    @property
    def end(self) -> int:
        """The last day that the last period is about; the total goes on until today."""
        if self.grain == "total":
            return max(self.span.last, self.day.today)
        return period_of(self.span.last, self.grain).last

    @property
    def counted_to(self) -> int:
        """The last day whose rows count: of settled ones yesterday, of those written ahead today."""
        if self.formula["settled"]:
            return min(self.end, self.day.today - 1)
        return min(self.end, self.day.today) if self.formula["matured"] else self.end

    @property
    def counted_from(self) -> int:
        """The first day whose rows count; where only their month is published, the first of that."""
        fields = self.day.fields[self.dataset]
        coarse = any(fields[name]["type"] == "month" for name in dates_of(self.formula))
        return start_of(self.span.first, "month") if coarse else self.span.first

    def start(self, period: Period) -> int:
        return 0 if self.grain == "total" else period.first

    def by_day(
        self,
        dated: str,
        where: Node | None,
        amount: Node | str | None = None,
        value: str | None = None,
        lag: int = 0,
        whole: bool = False,
    ) -> dict[tuple[int, str, Any], Number]:
        """(day, code, value of a field) → how many rows, or Σ of their amount; `whole`: all codes together."""  # fmt: skip
        column = None if whole or self.by is None else self._column()
        rows = self.day.rows(self.dataset)
        summed = rows.by_day(dated, where, amount, column, value)
        if not lag:
            return summed
        return {(day + lag, code, value): n for (day, code, value), n in summed.items()}

    def _column(self) -> str:
        return next(one["column"] for one in self.indicator["dimensions"] if one["id"] == self.by)

    def sums(
        self, dated: str | None, where: Node | None, amount: Node | None = None
    ) -> dict[tuple[int, str], Number]:
        """(start of a period, code) → how many rows, or Σ of their amount."""
        if dated is None:
            return self._of_list(where, amount)
        periods: dict[tuple[int, str], Number] = defaultdict(int)
        for (start, code, _), n in self._in_periods(self.by_day(dated, where, amount)):
            periods[start, code] += n
        return periods

    def _of_list(self, where: Node | None, amount: Node | None) -> dict[tuple[int, str], Number]:
        """The same of a list, which has no periods."""
        rows = self.day.rows(self.dataset)
        codes = rows.codes(self._column()) if self.by else [""] * rows.n
        test = rows.of(where) if where else [True] * rows.n
        amounts = rows.of(amount) if amount else [1] * rows.n
        total: dict[tuple[int, str], Number] = {(0, code): 0 for code in codes}
        for code, t, n in zip(codes, test, amounts, strict=True):
            total[0, code] += (n or 0) if t is True else 0
        self.codes |= set(codes)
        return total

    def _in_periods(
        self, by_day: dict[tuple[int, str, Any], Number]
    ) -> Iterator[tuple[tuple[int, str, Any], Number]]:
        first, last, grain = self.counted_from, self.counted_to, self.grain
        starts: dict[int, int] = {}
        for (day, code, value), n in by_day.items():
            if first <= day <= last:
                if day not in starts:
                    starts[day] = 0 if grain == "total" else start_of(day, grain)
                self.codes.add(code)
                yield (starts[day], code, value), n

    def other(self, id: str) -> Cells:
        """Another indicator, asked for the same periods."""
        answer = Answer(self.day, self.day.indicators[id], self.grain, self.by, self.span)
        self.codes |= answer.codes
        return answer.cells

    # The kinds.

    def _count(self) -> Cells:
        sums = self.sums(self.formula["dated"], self.formula.get("where"))
        return lambda period, code: Cell(sums.get((self.start(period), code), 0))

    def _sum(self) -> Cells:
        of = self.formula["of"]
        sums = self.sums(self.formula["dated"], both(self.formula.get("among"), stated(of)), of)
        return lambda period, code: Cell(sums.get((self.start(period), code), 0))

    def _share(self) -> Cells:
        dated, among = self.formula["dated"], self.formula.get("among")
        top = self.sums(dated, both(among, self.formula["of"]))
        below = self.sums(dated, among)
        return self._quotient(top, below)

    def _total(self) -> Cells:
        dated, of, over = self.formula["dated"], self.formula["of"], self.formula["over"]
        among = both(self.formula.get("among"), stated(of, over))
        return self._quotient(self.sums(dated, among, of), self.sums(dated, among, over))

    def _quotient(
        self, top: dict[tuple[int, str], Number], below: dict[tuple[int, str], Number]
    ) -> Cells:
        def cells(period: Period, code: str) -> Cell:
            at = self.start(period), code
            return divided(top.get(at, 0), below.get(at, 0))

        return cells

    def _quantile(self) -> Cells:
        of, weight = self.formula["of"], self.formula.get("weight")
        needs = stated(
            {"op": "field", "name": of}, *([{"op": "field", "name": weight}] if weight else [])
        )
        by_day = self.by_day(
            self.formula["dated"], both(self.formula.get("among"), needs), weight, of
        )
        histograms: dict[tuple[int, str], dict[Number, Number]] = {}
        for (start, code, value), n in self._in_periods(by_day):
            at = histograms.setdefault((start, code), {})
            at[value] = at.get(value, 0) + n

        def cells(period: Period, code: str) -> Cell:
            histogram = histograms.get((self.start(period), code), {})
            n = sum(histogram.values())
            return (
                Cell(quantile(histogram, self.formula["q"]), None, n)
                if n
                else Cell(None, None, None, "no-data")
            )

        return cells

    def _distinctcount(self) -> Cells:
        of = self.formula["of"]
        needs = stated({"op": "field", "name": of})
        different: dict[tuple[int, str], set[Any]] = defaultdict(set)
        by_day = self.by_day(
            self.formula["dated"], both(self.formula.get("where"), needs), value=of
        )
        for (start, code, value), _ in self._in_periods(by_day):
            different[start, code].add(value)
        return lambda period, code: Cell(len(different.get((self.start(period), code), ())))

    def _stock(self) -> Cells:
        moves: dict[str, list[tuple[int, Number]]] = defaultdict(list)
        for name, sign in (("inflow", 1), ("outflow", -1)):
            if flow := self.formula.get(name):
                of = flow.get("of")
                needs = both(flow.get("where"), stated(of) if of else None)
                for (day, code, _), n in self.by_day(
                    flow["dated"], needs, of, lag=flow["lag"]
                ).items():
                    moves[code].append((day, sign * n))
        self.codes |= {
            code
            for code, some in moves.items()
            if any(d <= min(self.end, self.day.today) for d, _ in some)
        }
        levels = {code: _running(sorted(some)) for code, some in moves.items()}

        def cells(period: Period, code: str) -> Cell:
            return Cell(
                levels[code](min(self._period_end(period), self.day.today)) if code in levels else 0
            )

        return cells

    def _period_end(self, period: Period) -> int:
        return self.end if self.grain == "total" else period.last

    def _level(self) -> Cells:
        of, reporter, dated = (self.formula[name] for name in ("of", "reporter", "dated"))
        needs = stated(of)
        newest: dict[tuple[int, Any], int] = {}
        for day, _, who in self.by_day(dated, needs, value=reporter, whole=True):
            if self.counted_from <= day <= self.counted_to:
                start = 0 if self.grain == "total" else start_of(day, self.grain)
                newest[start, who] = max(day, newest.get((start, who), 0))
        levels: dict[int, dict[str, Number]] = {start: {} for start, _ in newest}
        for (day, code, who), n in self.by_day(dated, needs, of, reporter).items():
            start = 0 if self.grain == "total" else start_of(day, self.grain)
            if newest.get((start, who)) == day:
                levels[start][code] = levels[start].get(code, 0) + n
                self.codes.add(code)

        def cells(period: Period, code: str) -> Cell:
            at = levels.get(self.start(period))
            return Cell(None, None, None, "not-reported") if at is None else Cell(at.get(code, 0))

        return cells

    def _unused(self) -> Cells:
        counted = self.day.indicators[self.formula["of"]]
        asked = Answer(self.day, counted, "day", self.formula["by"], self.span)
        met = asked.by_day(counted["formula"]["dated"], counted["formula"].get("where"))
        column = asked._column()
        listed = self.day.rows(self.day.fields[counted["dataset"]][column]["refers"])
        (key,) = self.day.datasets[self.day.fields[counted["dataset"]][column]["refers"]]["key"]
        members = {
            code
            for code, on in zip(listed.columns[key], listed.columns["listed"], strict=True)
            if on
        }
        months = self.formula["months"]

        def cells(period: Period, _: str) -> Cell:
            end = min(period.last, self.span.last)
            first = months_before(end, months)
            if first < self.span.first:
                return Cell(None, None, None, "history-too-short")
            return Cell(len(members - {code for day, code, _ in met if first <= day <= end}))

        return cells

    def _ratio(self) -> Cells:
        def ratio(of: Number, over: Number) -> Cell:
            cell = divided(of, over)
            return (
                cell
                if cell.value is None
                else cell._replace(value=cell.value * self.formula["per"])
            )

        return self._of_two(ratio, lambda of, over: (of, over))

    def _remainder(self) -> Cells:
        def remainder(of: Number, over: Number) -> Cell:
            if not over or of > over:
                return Cell(None, None, over, "no-data")
            return Cell((over - of) / over, over - of, over)

        return self._of_two(remainder, lambda _, over: (None, over))

    def _difference(self) -> Cells:
        def difference(of: Number, over: Number) -> Cell:
            if self.formula["unit"] == "percentage_points":
                return Cell(round(100 * (of - over), DIGITS_OF_POINTS))
            return Cell(of - over)

        return self._of_two(difference, lambda _, __: (None, None))

    def _of_two(
        self, made: Callable[[Number, Number], Cell], beside: Callable[[Any, Any], tuple[Any, Any]]
    ) -> Cells:
        first, second = self.other(self.formula["of"]), self.other(self.formula["over"])

        def cells(period: Period, code: str) -> Cell:
            of, over = first(period, code), second(period, code)
            if of.value is None or over.value is None:
                return Cell(
                    None, *beside(of.value, over.value), of.reason or over.reason or "no-data"
                )
            return made(of.value, over.value)

        return cells


def _running(moves: list[tuple[int, Number]]) -> Callable[[int], Number]:
    """The level at the end of a day, from moves in the order of their days."""
    at, level = 0, 0

    def until(day: int) -> Number:
        nonlocal at, level
        if at and moves[at - 1][0] > day:
            at, level = 0, 0
        while at < len(moves) and moves[at][0] <= day:
            level += moves[at][1]
            at += 1
        return level

    return until


# --- 9. Who had to report and did not -------------------------------------------------------------------


class Reports:
    """Of a dataset in which reports are expected: whether all that was due of some time never came."""

    def __init__(self, day: Snapshot, indicator: Node, span: Span) -> None:
        dataset = day.datasets[indicator["dataset"]]
        expects, dated = dataset["expects"], indicator["formula"]["dated"]
        self.field, self.among = expects["reporter"], bool(expects["among"])
        self.by = {one["id"] for one in indicator["dimensions"] if one["column"] == self.field}
        rows = day.rows(dataset["id"])
        every = expects["every"]
        due = (
            periods(span.first, min(span.last, day.today), every) if span.first <= day.today else []
        )
        self.due = [
            one for one in due if not expects["workdays"] or day.workdays.get(one.first, False)
        ]
        self.made: dict[int, set[str]] = defaultdict(set)
        for on, who in zip(rows.columns[dated], rows.columns[self.field], strict=True):
            if on is not None and who is not None:
                self.made[start_of(on, every)].add(who)
        self.reporters = set(expects["among"] or self._all(day, dataset["id"]))

    def _all(self, day: Snapshot, dataset: str) -> list[str]:
        """All who have to report: the codes of the field, or those on the list that it refers to."""
        described = day.fields[dataset][self.field]
        if described.get("codes"):
            return [one["id"] for one in described["codes"]]
        rows, (key, *_) = day.rows(described["refers"]), day.datasets[described["refers"]]["key"]
        return [
            code for code, on in zip(rows.columns[key], rows.columns["listed"], strict=True) if on
        ]

    def silent(self, period: Period, by: str | None, code: str) -> bool:
        """Whether of all that was due from those that a cell is about nothing came."""
        about = {code} if by in self.by else set()
        if self.among and not (about and about <= self.reporters):
            return False
        due = [one for one in self.due if period.first <= one.last and one.first <= period.last]
        return bool(due) and all(
            (about or self.reporters).isdisjoint(self.made[one.first]) for one in due
        )


# --- 10. What cannot be computed again, and why -------------------------------------------------------------


def limit(day: Snapshot, id: str, grain: str, by: str | None) -> str | None:
    """Why no value of an indicator at a grain, by a dimension, follows from the published rows; None: they do."""
    indicator = day.indicators[id]
    formula, dataset = indicator["formula"], day.datasets[indicator["dataset"]]
    if not day.datasets[day.own[id]]["records"]:
        return say(
            "逐条记录不公布，只有公布的数表",
            "its records are not published, only its table of cells",
        )
    if formula["kind"] in DERIVED:
        sides = (limit(day, formula[side], grain, by) for side in ("of", "over"))
        return next((why for why in sides if why), None)
    if formula["kind"] == "Unused":
        return limit(day, formula["of"], "day", formula["by"])
    fields = day.fields[day.own[id]]
    looked_at = {*fields_of(formula), *((n, False) for n in named_fields(formula))}
    dates = dates_of(formula)
    for name in sorted({name for name, _ in looked_at} | dates):
        if name not in fields:
            return say(f"字段{name}不公布", f"field {name} is not published")
    for name, only_tested in sorted(looked_at):
        if fields[name]["type"] == "month" and not only_tested:
            return say(f"字段{name}只公布到月", f"field {name} is published to the month only")
    if any(fields[name]["type"] == "month" for name in dates):
        lag = any((formula.get(flow) or {}).get("lag") for flow in ("inflow", "outflow"))
        if grain in ("day", "week") or lag:
            return say(
                "日期只公布到月，日、周的数不能重算",
                "its date is published to the month: no days and weeks",
            )
    if by:
        dimension = next(one for one in indicator["dimensions"] if one["id"] == by)
        if dimension["hall_wide"]:
            return say(
                f"“{by}”的曲线由不公布的时刻算出",
                f"the curve by {by} is of times of day, which are not published",
            )
        if dimension["column"] not in fields:
            return say(f"维度{by}的字段不公布", f"the field of dimension {by} is not published")
    return "" if dataset["records"] else None


def is_running(day: Snapshot, id: str, period: Period) -> bool:
    """Whether a period is of rows that are not, or not to the day, among those published today."""
    indicator = day.indicators[id]
    formula = indicator["formula"]
    if formula["kind"] in DERIVED:
        return any(is_running(day, formula[side], period) for side in ("of", "over"))
    if formula["kind"] == "Unused" or period.last < day.month_begins:
        return False
    fields, dataset = day.fields[day.own[id]], day.datasets[day.own[id]]
    dates = [fields[name] for name in dates_of(formula) if fields[name]["type"] == "month"]
    cut = formula["settled"] or formula["matured"] or any(one["scheduled"] for one in dates)
    return bool(dates) and (cut or dataset["next_day"] is not None)


def is_cut(day: Snapshot, id: str, period: Period) -> bool:
    """Whether a number of two begins within a month of which the one's rows tell no day."""
    indicator = day.indicators[id]
    formula, span = indicator["formula"], day.span(indicator)
    if formula["kind"] not in DERIVED or span is None or period.first > span.first:
        return False
    sides = [day.indicators[formula[side]] for side in ("of", "over")]
    coarse = any(
        day.fields[day.own[one["id"]]].get(name, {}).get("type") == "month"
        for one in sides
        for name in dates_of(one["formula"])
    )
    return coarse and span.first != start_of(span.first, "month")


RUNNING = (
    "当日的行次日才公布，或日期只公布到月：正在进行的月、季、年和总计不能重算",
    "rows of the running day come the day after, or dates are published to the month: no running period",
)


# --- 11. Every published number ------------------------------------------------------------------------------

Line = dict[str, str]
NUMBERS = ("value", "numerator", "denominator")


class Values:
    """The published values of one indicator, computed again and compared."""

    def __init__(
        self, day: Snapshot, id: str, report: Report, left: Counter[tuple[str, str]]
    ) -> None:
        self.day, self.id, self.report, self.left = day, id, report, left
        self.indicator = day.indicators[id]
        self.path = f"indicators/{id}.csv"
        self.formula = self.indicator["formula"]
        self.of_list = self.formula["dated"] is None and self.formula["kind"] in (
            "Count",
            "Sum",
            "Share",
            "Total",
        )
        self.lines: dict[tuple[str, str], list[tuple[int, Line]]] = defaultdict(list)
        content = io.StringIO(day.content(self.path).decode(), newline="")
        for number, line in enumerate(csv.DictReader(content), 2):
            self.lines[line["grain"], line["dimension"]].append((number, line))

    def check(self) -> None:
        """Each block of lines: a grain, hall-wide or by a dimension."""
        blocks = {(grain, "".join(by)) for grain, *by in self.indicator["published_by"]}
        for block in sorted(set(self.lines) - blocks):
            self._differs(
                self.lines[block][0][0], say("定义中没有这一组", "no such block is defined")
            )
        for grain, by in sorted(blocks, key=lambda one: (one[1], one[0])):
            lines = self.lines[grain, by]
            printed = self.day.printed.pop((self.id, by), []) if grain == "month" else []
            if why := limit(self.day, self.id, grain, by or None):
                for one in printed:
                    self._of_edition(one, self._line(lines, one), why)
                self.left[
                    f"{self.id} × {by}"
                    if by and not limit(self.day, self.id, grain, None)
                    else self.id,
                    why,
                ] += len(lines)
                continue
            self._block(grain, by or None, lines, printed)
        self.day.rows(self.day.own[self.id]).forget()

    def _block(
        self, grain: str, by: str | None, lines: list[tuple[int, Line]], printed: list[Printed]
    ) -> None:
        day, indicator = self.day, self.indicator
        span = Span(0, 0) if self.of_list else day.span(indicator)
        if span is None:
            for number, _ in lines:
                self._differs(
                    number, say("没有数据，不应有数", "there is no data, so there is no value")
                )
            return
        answer = Answer(day, indicator, grain, by, span)
        reports = self._reports(span)
        oldest = span.last - DAY_GRAINS_MOST if grain == "day" else 0
        expected = [one for one in periods(span.first, span.last, grain) if one.last >= oldest]
        if self.of_list:
            expected = [Period("", 0, 0)]
        whole = day.whole(indicator, grain, span)
        due = self._codes(by, answer.codes)
        given = {(line["period"], line["code"]): (number, line) for number, line in lines}
        for period in expected:
            # A code that is on no list may have a line of zeros, or none.
            here = (
                [*due, *sorted({c for p, c in given if p == period.name} - set(due))]
                if by
                else [""]
            )
            for code in here:
                cell = answer.cells(period, code)
                if reports and reports.silent(period, by, code):
                    cell = Cell(None, None, None, "not-reported")
                partial = not self.of_list and (period.first < whole[0] or period.last > whole[1])
                self._compare(
                    grain, by, period, code, cell, partial, given.pop((period.name, code), None)
                )
        for number, _ in given.values():
            self._differs(number, say("这一行不应有", "there is no such value"))
        for one in printed:
            period = of_month(one.month)
            cell = NOT_COVERED
            if period.last >= span.first and period.first <= span.last:
                cell = answer.cells(period, one.code)
                if reports and reports.silent(period, by, one.code):
                    cell = Cell(None, None, None, "not-reported")
            running = is_running(day, self.id, period) or is_cut(day, self.id, period)
            self._of_edition(one, cell, say(*RUNNING) if running else None)

    def _line(self, lines: list[tuple[int, Line]], one: Printed) -> Cell:
        """What is published of a month, where it is not computed: as a cell."""
        line = next(
            (li for _, li in lines if (li["period"], li["code"]) == (one.month, one.code)), None
        )
        if line is None:
            return NOT_COVERED
        value, numerator, denominator = (
            float(line[name]) if line[name] else None for name in NUMBERS
        )
        return Cell(value, numerator, denominator, line["reason"] or None)

    def _of_edition(self, one: Printed, cell: Cell, why: str | None) -> None:
        """A cell of a bulletin. `why`: it is not computed from rows, and `cell` is what is published."""
        bounds = bounds_of(self.indicator, cell)
        if bounds is None and "low" in one.cell:
            self.left[
                self.id,
                say(
                    "区间上下限按精确法（Clopper–Pearson、泊松）算出，这里不重算",
                    "exact bounds (Clopper–Pearson, Poisson) are not computed here",
                ),
            ] += 1
        one.hold(self.id, cell, bounds, self.day, self.report, self.left, why)

    def _reports(self, span: Span) -> Reports | None:
        expects = self.day.datasets[self.indicator["dataset"]]["expects"]
        return (
            Reports(self.day, self.indicator, span) if expects and self.formula["dated"] else None
        )

    def _codes(self, by: str | None, occurring: set[str]) -> list[str]:
        """The codes that have a line: all on the list, and `none` and those on no list where rows have them."""
        if by is None:
            return [""]
        if self.of_list:
            return sorted(occurring)
        listed = next(one["codes"] for one in self.indicator["dimensions"] if one["id"] == by)
        return [code for code in listed if code != "none"]

    def _compare(
        self, grain: str, by: str | None, period: Period, code: str, cell: Cell, partial: bool,
        given: tuple[int, Line] | None,
    ) -> None:  # fmt: skip
        what = f"{grain} {period.name} {by or ''} {code}".strip()
        if given is None:
            self._differs(
                None,
                f"{what}: {say('缺少这一行，应为', 'the line is not there; expected')} {shown(cell)}",
            )
            return
        number, line = given
        if not self.of_list and (
            is_running(self.day, self.id, period) or is_cut(self.day, self.id, period)
        ):
            self.left[self.id, say(*RUNNING)] += 1
            return
        ends = (
            ("", "") if self.of_list or grain == "total" else (iso(period.first), iso(period.last))
        )
        wanted = {
            "partial": "true" if partial else "false",
            "from": ends[0],
            "to": ends[1],
            "reason": cell.reason or "",
        }
        wrong = [name for name, text in wanted.items() if line[name] != text]
        wrong += [name for name in NUMBERS if not same(line[name], getattr(cell, name))]
        if not wrong:
            self.report.equal += 1
            return
        for name in wrong:
            computed = wanted.get(name) if name in wanted else getattr(cell, name)
            self._differs(
                number,
                f"{what}: {name} {say('公布为', 'published')} {line[name] or '—'}{say('，', ', ')}"
                f"{say('重算为', 'recomputed')} {'—' if computed in (None, '') else computed}",
            )

    def _differs(self, number: int | None, what: str) -> None:
        line = say(f"第{number}行", f"line {number}") + ": " if number else ""
        self.report.differs(f"{self.path}: {line}{what}")


def same(text: str, number: Number | None) -> bool:
    """Whether a published number is the one computed: to twelve digits, since sums of fractions round."""
    if text == "" or number is None:
        return text == "" and number is None
    try:
        return math.isclose(float(text), number, rel_tol=1e-12, abs_tol=1e-12)
    except ValueError:
        return False


def shown(cell: Cell) -> str:
    parts = [f"{name} {n}" for name, n in zip(NUMBERS, cell[:3], strict=True) if n is not None]
    return ", ".join(parts) or cell.reason or "—"


def check_cells(day: Snapshot, dataset: str, report: Report) -> None:
    """A dataset of which only numbers are published: its table, and whether its numbers agree with each other.

    The table has the lines of the indicators' own files. A ratio is its numerator over its denominator; a quarter,
    year or total of counts is the sum of what it is made of, where nothing of it is withheld.
    """
    path = f"datasets/{dataset}/cells.csv"
    lines = list(csv.DictReader(io.StringIO(day.content(path).decode(), newline="")))
    by_indicator: dict[str, list[tuple[int, Line]]] = defaultdict(list)
    for number, line in enumerate(lines, 2):
        by_indicator[line.pop("indicator")].append((number, line))
    for id in (one for one in day.datasets[dataset]["indicators"] if one in day.indicators):
        own = list(
            csv.DictReader(io.StringIO(day.content(f"indicators/{id}.csv").decode(), newline=""))
        )
        theirs = by_indicator.pop(id, [])
        if len(own) != len(theirs):
            report.differs(
                f"{path}: {id}: {len(theirs)} {say('行，应为', 'lines, not')} {len(own)}"
            )
        for (number, line), other in zip(theirs, own, strict=False):
            if line != other:
                report.differs(
                    f"{path}: {say(f'第{number}行', f'line {number}')}: {id}: {say('与指标文件不同', 'not as in its own file')}"
                )
            elif why := _disagrees(day.indicators[id], line):
                report.differs(f"{path}: {say(f'第{number}行', f'line {number}')}: {id}: {why}")
            else:
                report.equal += 1
        check_parts(day.indicators[id], [(n, line) for n, line in theirs], path, report)
    for id in by_indicator:
        report.differs(f"{path}: {id}: {say('不是该数据集的指标', 'no indicator of the dataset')}")


def _disagrees(indicator: Node, line: Line) -> str | None:
    """Why the members of a published cell do not go together; None where they do."""
    if line["reason"]:
        return (
            None
            if not line["value"]
            else say("有数又有缺数原因", "a value, and a reason for there being none")
        )
    if indicator["formula"]["kind"] in ("Share", "Total") and line["value"]:
        cell = divided(float(line["numerator"]), float(line["denominator"]))
        if not same(line["value"], cell.value):
            return f"{line['numerator']} ÷ {line['denominator']} = {cell.value}, {say('公布为', 'published')} {line['value']}"
    return None


# Of these kinds the named numbers of all codes of a dimension add up to those of the hall; of the first
# line those of months and quarters to those of the year as well.
_OVER_TIME = {
    "Count": ("value",),
    "Sum": ("value",),
    "Share": NUMBERS[1:],
    "Total": NUMBERS[1:],
    "Quantile": NUMBERS[2:],
}
_ADD_UP = {**_OVER_TIME, "Stock": ("value",), "Level": ("value",)}
# Of these no part is less than nothing, so that the known ones cannot be more than the total.
_NOT_NEGATIVE = ("Count", "Share", "Quantile")


def check_parts(indicator: Node, lines: list[tuple[int, Line]], path: str, report: Report) -> None:
    """Whether the parts of each published total add up to it; where some are withheld, the known ones do not exceed it."""
    kind, grains = indicator["formula"]["kind"], ("month", "quarter", "year", "total")
    blocks: dict[tuple[str, str, str], list[Line]] = defaultdict(list)
    spans: dict[tuple[str, str, str], list[Line]] = defaultdict(list)
    finest = next((g for g in grains if any(line["grain"] == g for _, line in lines)), None)
    for _, line in lines:
        if line["dimension"]:
            blocks[line["dimension"], line["grain"], line["period"]].append(line)
        if line["grain"] == finest:
            spans[line["dimension"], line["code"], ""].append(line)
    for number, line in lines:
        at = f"{path}: {say(f'第{number}行', f'line {number}')}: {indicator['id']}: {line['grain']} {line['period']}"
        if not line["dimension"]:
            for (name, *period), parts in blocks.items():
                if period == [line["grain"], line["period"]]:
                    _hold_parts(kind, _ADD_UP, line, parts, f"{at} × {name}", report)
        if line["grain"] != finest and line["grain"] in grains:
            inside = [
                one for one in spans[line["dimension"], line["code"], ""]
                if line["grain"] == "total" or line["from"] <= one["from"] <= line["to"]
            ]  # fmt: skip
            code = f"{line['dimension']} {line['code']}".strip()
            _hold_parts(kind, _OVER_TIME, line, inside, f"{at} {code} ({finest})", report)


def _hold_parts(
    kind: str, adding: dict[str, tuple[str, ...]], whole: Line, parts: list[Line], at: str, report: Report
) -> None:  # fmt: skip
    for name in adding.get(kind, ()):
        if not whole[name] or not parts:
            continue  # a total that is withheld tells nothing of its parts
        known = [float(one[name]) for one in parts if one[name]]
        hidden = any(not one[name] and one["reason"] != "no-data" for one in parts)
        total, added = float(whole[name]), math.fsum(known)
        if hidden and kind not in _NOT_NEGATIVE:
            continue
        close = math.isclose(total, added, rel_tol=1e-9, abs_tol=1e-9)
        report.sums += 1
        if not close and (not hidden or added > total):
            what = (
                say("已公布的各部分之和", "its published parts are")
                if hidden
                else say("各部分之和", "its parts are")
            )
            report.differs(f"{at}: {name} {total:g}, {what} {added:g}")


def check_covered(day: Snapshot, report: Report) -> None:
    """The first and last day of each dataset whose rows tell them to the day."""
    for id, dataset in day.datasets.items():
        said, fields = day.manifest["datasets"][id]["covered"], day.fields[id]
        dated = {
            name
            for i in day.indicators.values()
            if day.own[i["id"]] == id
            for name in dates_of(i["formula"])
        } & set(dataset["newest"])
        if not dataset["records"] or dataset["next_day"] or dataset["listed_from"] or not dated:
            continue
        if any(fields.get(name, {}).get("type") != "date" for name in dated):
            continue
        days = {on for name in dated for on in day.rows(id).columns[name] if on is not None}
        found = [iso(min(days)), iso(max(days))] if days else None
        if found != said:
            report.differs(
                f"manifest.json: {id}: covered {say('应为', 'expected')} {found}, {say('实为', 'actual')} {said}"
            )


# --- 12. Annual reports --------------------------------------------------------------------------------------
#
# Tables 3 and 4 of the official format. A rule says by which of its dates a row is counted: `in-year` (the date
# `by` lies in the year), `open-before` (begun before the year and not ended before it), `open-at-end` (begun by its
# last day and not ended by then), `during` (begun by its last day and not ended before it). The last day of the year that is
# running is today. `codes`: only rows with one of these. The total counts rows of any code, and of none.

ORGAN = "department"
_OF_ROWS = ("begins", "ends", "row_field", "column_field")
_COUNTED = ("in-year begins", "in-year ends", "open-before", "open-at-end", "during")
Counted = dict[str, Counter[tuple[Any, Any, str]]]


def counted_rows(day: Snapshot, table: Node, year: int) -> Counted:
    """Department ("": all) → (code of the row, of the column, how it is counted) → rows."""
    first, last = date(year, 1, 1).toordinal(), min(date(year, 12, 31).toordinal(), day.today)
    columns = day.rows(table["dataset"]).columns
    fields = [columns[name] for name in (*(table[of] for of in _OF_ROWS), ORGAN)]
    counted: Counted = defaultdict(Counter)
    counted[""] = Counter()
    for begins, ends, row, column, organ in zip(*fields, strict=True):
        is_begun = begins is not None and begins <= last
        holds = (
            begins is not None and first <= begins <= last,
            ends is not None and first <= ends <= last,
            begins is not None and begins < first and (ends is None or ends >= first),
            is_begun and (ends is None or ends > last),
            is_begun and (ends is None or ends >= first),
        )
        for how in compress(_COUNTED, holds):
            counted[""][row, column, how] += 1
            if organ is not None:
                counted[organ][row, column, how] += 1
    for organ in {one for one in columns[ORGAN] if one is not None}:
        counted[organ]  # of one with rows there is a report, if all its cells are 0
    return counted


def counted_cell(counted: Counter[tuple[Any, Any, str]], row: Node, column: Node) -> int:
    """A cell, by the rules of its row and its column."""
    rule = {**row, **column}
    how = f"{rule['counted']} {rule['by']}" if rule["counted"] == "in-year" else rule["counted"]
    if how not in _COUNTED:
        raise Unchecked(f"rules.json: {how!r} {say('没有说明', 'is not described')}")
    return sum(
        n for (of_row, of_column, by), n in counted.items()
        if by == how and of_row in row.get("codes", (of_row,)) and of_column in column.get("codes", (of_column,))
    )  # fmt: skip


def check_reports(day: Snapshot, report: Report, left: Counter[tuple[str, str]]) -> None:
    """Each cell of each annual report, of the hall and of each department with rows."""
    rules = day.rules.get("annual_report")
    if not rules:
        return
    covered = day.manifest["datasets"][rules["tables"]["3"]["dataset"]]["covered"]
    if not covered:
        return
    since = rules["records_complete_from"] or covered[0]
    for year in range(int(since[:4]), date.fromordinal(day.today).year + 1):
        path = f"annual-reports/{year}.csv"
        if day.file(path) is None:
            report.differs(
                f"{path}: {say('缺少这一年的报告', 'the report of the year is not there')}"
            )
            continue
        given = {}
        for number, line in enumerate(
            csv.DictReader(io.StringIO(day.content(path).decode(), newline="")), 2
        ):
            given[line["department"], line["table"], line["row"], line["column"]] = number, line
        for key, expected in _report_cells(day, rules, year, since):
            number, line = given.pop(key, (None, None))
            _hold_cell(path, key, number, line, expected, since, year, report, left)
        for key, (number, _) in given.items():
            report.differs(
                f"{path}: {say(f'第{number}行', f'line {number}')}: {' '.join(key)}: {say('这一格不应有', 'there is no such cell')}"
            )


ReportKey = tuple[str, str, str, str]


def _report_cells(
    day: Snapshot, rules: Node, year: int, since: str
) -> Iterator[tuple[ReportKey, int | None]]:
    """Each cell that a year's report has; None: what was open when the records begin is not known."""
    form = next(one for one in rules["forms"] if one["until"] is None or year <= one["until"])
    tables = {id: counted_rows(day, table, year) for id, table in rules["tables"].items()}
    organs = sorted({organ for of in tables.values() for organ in of})
    for organ in organs:
        for id, table in rules["tables"].items():
            counted = tables[id].get(organ, Counter())
            for row, rule in (table.get("rows") or form["rows"]).items():
                unknown = rule.get("counted") == "open-before" and since > f"{year}-01-01"
                for column, of in table["columns"].items():
                    yield (
                        (organ, id, row, column),
                        None if unknown else counted_cell(counted, rule, of),
                    )


def _hold_cell(
    path: str, key: ReportKey, number: int | None, line: Line | None, expected: int | None, since: str, year: int,
    report: Report, left: Counter[tuple[str, str]],
) -> None:  # fmt: skip
    at = f"{path}: {say(f'第{number}行', f'line {number}')}: {' '.join(key).strip()}"
    if line is None:
        report.differs(
            f"{path}: {' '.join(key).strip()}: {say('缺少这一格，应为', 'the cell is not there; expected')} {expected}"
        )
    elif line["reason"] == "carried-in" and since > f"{year - 1}-01-01":
        left[f"{path} {key[2]}", say(
            "上年结转取自上一年度公布的年报，记录中没有", "carried over as the report of the year before has it: not on record"
        )] += 1  # fmt: skip
    elif (line["value"], line["reason"]) != (
        ("", "not-covered") if expected is None else (str(expected), "")
    ):
        report.differs(
            f"{at}: {say('公布为', 'published')} {line['value'] or line['reason'] or '—'}{say('，', ', ')}{say('重算为', 'recomputed')} "
            f"{'—' if expected is None else expected}"
        )
    else:
        report.equal += 1


# --- 13. Bulletins ---------------------------------------------------------------------------------------------
#
# An edition is kept as it was published. One of this very state of the data has to have today's numbers; of an
# earlier one, what is otherwise is named: rows may have come or been corrected since.

_EDITION = re.compile(rb'\{"sha256":"([0-9a-f]{64})","edition":(.*)\}\n', re.DOTALL)
NOT_COVERED = Cell(None, None, None, "not-covered")


class Edition(NamedTuple):
    """An edition of a month's bulletin."""

    path: str
    sha256: str
    content: Node

    @property
    def quality(self) -> list[Node]:
        """The numbers that are no indicator's: identities, late entries, missing reports."""
        return [one for one in self.numbers if one.get("source")]

    @property
    def numbers(self) -> list[Node]:
        return [
            number
            for section in self.content["bulletin"]["sections"]
            for table in section["tables"]
            for row in table["rows"]
            for number in row["numbers"]
        ]

    @property
    def months(self) -> list[str]:
        return [one["month"] for one in self.content["bulletin"]["months"]]


class Printed(NamedTuple):
    """A cell of an edition: of a month, and of a code ("": the hall)."""

    edition: Edition
    month: str
    code: str
    cell: Node

    def hold(
        self, id: str, cell: Cell, bounds: tuple[float, float] | None, day: Snapshot, report: Report,
        left: Counter[tuple[str, str]], why: str | None = None,
    ) -> None:  # fmt: skip
        """Count it as equal, different, or named with why it is not computed."""
        computed = {
            **dict(zip(NUMBERS, cell[:3], strict=True)),
            **dict(zip(("low", "high"), bounds or (), strict=False)),
        }
        wrong = [
            name for name, n in computed.items()
            if not same("" if self.cell.get(name) is None else repr(self.cell[name]), n)
        ]  # fmt: skip
        if (self.cell.get("reason") or "") != (cell.reason or ""):
            wrong.append("reason")
        if not wrong:
            if why:
                left[id, why] += 1
            else:
                report.equal += 1
            return
        then, now = (
            ", ".join(f"{of.get(name)}" for name in wrong)
            for of in (self.cell, {**computed, "reason": cell.reason})
        )
        what = f"{id} {self.month} {self.code}".strip()
        made = self.edition.content["data_version"]
        if made == day.manifest["data_version"]:
            report.differs(
                f"{self.edition.path}: {what}: {'/'.join(wrong)} {say('公布为', 'published')} {then}{say('，', ', ')}{say('重算为', 'recomputed')} {now}"
            )
            return
        name = self.edition.path.rpartition("/")[2]
        left[f"{what}: {then} → {now}", say(
            f"{name}出于数据版本{made}，此后记录有补录或更正", f"{name} is of data version {made}: rows came or were corrected since"
        )] += 1  # fmt: skip


def of_month(name: str) -> Period:
    return period_of(ordinal(name), "month")


def editions_of(day: Snapshot) -> list[Edition]:
    """The editions of a day, in the order of month and number. Raises `Unchecked` for what is none."""
    editions = []
    for one in day.manifest["files"]:
        if one.get("kind") == "bulletin":
            content = day.content(one["path"])
            if not (parts := _EDITION.fullmatch(content)):
                raise Unchecked(
                    f"{one['path']}: {say('不是通报的一版', 'it is no edition of a bulletin')}"
                )
            if hashlib.sha256(parts[2]).hexdigest().encode() != parts[1]:
                raise Unchecked(
                    f"{one['path']}: {say('与其自身的哈希不符', 'it is not what its own hash says')}"
                )
            editions.append(
                Edition(one["path"], hashlib.sha256(content).hexdigest(), json.loads(parts[2]))
            )
    return sorted(editions, key=lambda one: (one.content["month"], one.content["number"]))


def printed_in(editions: list[Edition]) -> dict[tuple[str, str], list[Printed]]:
    """(indicator, dimension) → the cells of all editions."""
    printed: dict[tuple[str, str], list[Printed]] = defaultdict(list)
    for edition in editions:
        for number in edition.numbers:
            if number["indicator"]:
                by, code = next(iter(number["where"].items()), ("", ""))
                for month, cell in zip(edition.months, number["cells"], strict=True):
                    printed[number["indicator"], by].append(Printed(edition, month, code, cell))
    return dict(printed)


def bounds_of(indicator: Node, cell: Cell) -> tuple[float, float] | None:
    """The 95 % bounds of a share (Wilson 1927); None where it has none, or they are made otherwise."""
    k, n = cell.numerator, cell.denominator
    if indicator.get("interval") != "wilson" or k is None or not n or not 0 <= k <= n:
        return None
    z = 1.959964
    share, spread = k / n, z * z / n
    centre = (share + spread / 2) / (1 + spread)
    half = z * math.sqrt(share * (1 - share) / n + spread / (4 * n)) / (1 + spread)
    return (0.0 if k == 0 else max(centre - half, 0.0)), (
        1.0 if k == n else min(centre + half, 1.0)
    )


def check_quality(day: Snapshot, report: Report, left: Counter[tuple[str, str]]) -> None:
    """The chain of editions, and of each what it says of the data's quality."""
    before: Edition | None = None
    for edition in day.editions:
        follows = before if before and before.content["month"] == edition.content["month"] else None
        if edition.content["previous"] != (follows.sha256 if follows else None):
            report.fault(
                f"{edition.path}: {say('前一版不是它所写的那一版', 'the edition before is not the one that it names')}"
            )
        before = edition
        for number in edition.quality:
            for month, given in zip(edition.months, number["cells"], strict=True):
                name, cell, why = _quality_cell(day, number["source"], of_month(month))
                printed = Printed(edition, month, "", given)
                if why:
                    left[name, why] += 1
                else:
                    printed.hold(name, cell, None, day, report, left)


def _quality_cell(day: Snapshot, source: Node, month: Period) -> tuple[str, Cell, str | None]:
    """What is counted, computed; and why it cannot be."""
    none = Cell(None, None, None, "no-data")
    if source.get("checks"):
        held = [one for one in _identities(day, month) if one is not None]
        return "identities", Cell(sum(held), sum(held), len(held)) if held else none, None
    if id := source.get("late"):
        rows, after = day.rows(id).columns, month.last + 1
        of = [
            recorded for on, recorded in zip(rows[source["dated"]], rows["recorded_at"], strict=True)
            if on is not None and month.first <= on <= month.last
        ]  # fmt: skip
        days = [ordinal(one[:10]) if isinstance(one, str) else one for one in of]
        n = sum(one is not None and one >= after for one in days)
        return f"late {id}", Cell(n, n, len(of)) if of else none, None
    return _missing_reports(day, day.indicators[source["reports"]], month, none)


def _identities(day: Snapshot, month: Period) -> Iterator[bool | None]:
    """Of each sum that a dataset declares equal whether it is, by the published values, which were computed before."""
    for dataset in day.datasets.values():
        for identity in dataset["identities"]:
            if not {*identity["left"], *identity["right"]} <= set(day.indicators):
                continue
            sides = [
                [_of_month(day, id, month.name) for id in identity[side]]
                for side in ("left", "right")
            ]
            known = all(n is not None for side in sides for n in side)
            left, right = (sum(n or 0 for n in side) for side in sides)
            yield left == right if known else None


def _of_month(day: Snapshot, id: str, month: str) -> float | None:
    for line in csv.DictReader(
        io.StringIO(day.content(f"indicators/{id}.csv").decode(), newline="")
    ):
        if (line["grain"], line["dimension"], line["period"]) == ("month", "", month):
            return float(line["value"]) if line["value"] else None
    return None


def _missing_reports(
    day: Snapshot, indicator: Node, month: Period, none: Cell
) -> tuple[str, Cell, str | None]:
    """Who of all that had to report did not, and how many reports of theirs are missing."""
    name = f"reports {indicator['dataset']}"
    if why := limit(day, indicator["id"], "month", None):
        return name, none, why
    span = day.span(indicator)
    missing: Counter[str] = Counter()
    if span and span.first <= month.last and span.last >= month.first:
        reports = Reports(
            day, indicator, Span(max(span.first, month.first), min(span.last, month.last))
        )
        for one in reports.due:
            if one.last < day.today:
                missing.update(reports.reporters - reports.made[one.first])
    if not missing and _of_month(day, indicator["id"], month.name) is None:
        return name, none, None
    return name, Cell(len(missing), missing.total(), None), None


# --- 14. The command ------------------------------------------------------------------------------------------

_lang = "zh"


def say(zh: str, en: str) -> str:
    """A text in the language that was asked for."""
    return zh if _lang == "zh" else en


def progress(text: str) -> None:
    """What is being done, on a line that is written over; nothing where nobody looks."""
    if sys.stderr.isatty():
        print(f"\r{text:<60}\r", end="", file=sys.stderr, flush=True)


def check_numbers(day: Snapshot, report: Report, only: str | None) -> Counter[tuple[str, str]]:
    """Every indicator (or one); returns what cannot be computed again: (indicator, why) → numbers."""
    left: Counter[tuple[str, str]] = Counter()
    if only is None:
        check_covered(day, report)
    ids = [only] if only else list(day.indicators)
    for done, id in enumerate(ids, 1):
        progress(say(f"重算{done}/{len(ids)} {id}", f"recomputed {done}/{len(ids)} {id}"))
        Values(day, id, report, left).check()
    for id, dataset in day.datasets.items():
        if not dataset["records"] and (only is None or only in dataset["indicators"]):
            check_cells(day, id, report)
    if only is None:
        progress(say("核对年度报告和通报", "annual reports and bulletins"))
        check_reports(day, report, left)
        check_quality(day, report, left)
        for (id, _), printed in day.printed.items():
            left[
                id,
                say(
                    "通报有、指标现已不按月公布的",
                    "in a bulletin, and no longer published by the month",
                ),
            ] += len(printed)
    return left


def print_number(day: Snapshot, id: str, period: str | None) -> None:
    """The published hall-wide values of an indicator, for who came with one number."""
    indicator = day.indicators[id]
    print(f"\n{indicator['titles'][_lang]} — {indicator['formula_texts'][_lang]}")
    for line in csv.DictReader(
        io.StringIO(day.content(f"indicators/{id}.csv").decode(), newline="")
    ):
        if (
            line["dimension"]
            or (period and line["period"] != period)
            or (not period and line["grain"] not in ("year", "total"))
        ):
            continue
        ratio = f" = {line['numerator']} ÷ {line['denominator']}" if line["numerator"] else ""
        running = say("（尚未结束）", " (running)") if line["partial"] == "true" else ""
        print(f"  {line['period']}{running}: {line['value'] or line['reason']}{ratio}")


def print_left(left: Counter[tuple[str, str]]) -> None:
    """What cannot be computed again, by reason, with the names."""
    if not left:
        return
    print(
        "\n" + say("不能由公布的记录重算：", "Not to be computed again from the published records:")
    )
    by_reason: dict[str, Counter[str]] = defaultdict(Counter)
    for (id, why), n in left.items():
        by_reason[why][id] += n
    for why, ids in sorted(by_reason.items(), key=lambda one: -one[1].total()):
        print(f"  {why}（{ids.total()}）: {', '.join(sorted(ids))}")


def check(asked: argparse.Namespace) -> int:
    """Check what was asked for; the exit code."""
    report = Report(shown=asked.show)
    is_remote = asked.source.startswith(("http://", "https://"))
    with tempfile.TemporaryDirectory(prefix="open-hall-") as temporary:
        if is_remote:
            into = Path(asked.save) if asked.save else Path(temporary)
            newest = Site(asked.source).fetch(asked.date, into, asked.indicator)
            folders = sorted(one for one in into.iterdir() if (one / "manifest.json").exists())
            folders = [one for one in folders if one.name <= newest.name]
        else:
            folders = days_in(Path(asked.source), asked.date)
            newest = folders[-1]
        left: Counter[tuple[str, str]] = Counter()
        try:
            before: tuple[str, str] | None = None
            for folder in folders:
                before = check_manifest(folder, before, asked.keys, report)
                if (
                    not is_remote or folder == newest
                ):  # of the days before, only manifests were fetched
                    print_absent(
                        check_files(
                            folder, read_manifest(folder), report, _wanted(folder, newest, asked)
                        )
                    )
            left = _numbers_of(newest, asked, report)
        except Damaged as error:
            print(say("数未重算：", "No number was computed: ") + str(error))
        print_left(left)
    return summary(report, left)


def _wanted(
    folder: Path, newest: Path, asked: argparse.Namespace
) -> Callable[[dict[str, Any]], bool]:
    """Which files of a day have to be there: of one indicator those that it is computed from, of the newest day."""
    if not asked.indicator:
        return lambda _: True
    if folder != newest:
        return lambda _: False
    return files_of(newest / "definitions.json", asked.indicator)


def print_absent(n: int) -> None:
    """That files which no one asked for were not checked."""
    if n:
        print(
            say(
                f"  另有{n}个文件不在这里，与这个指标无关，没有核对",
                f"  {n} more files are not here; nothing of this indicator is in them, and they were not checked",
            )
        )


def _numbers_of(
    newest: Path, asked: argparse.Namespace, report: Report
) -> Counter[tuple[str, str]]:
    try:
        day = Snapshot(newest)
        if asked.indicator and asked.indicator not in day.indicators:
            raise Unchecked(
                say(f"没有指标{asked.indicator}", f"there is no indicator {asked.indicator}")
            )
        left = check_numbers(day, report, asked.indicator)
        if asked.indicator:
            print_number(day, asked.indicator, asked.period)
        return left
    except (Unchecked, KeyError, ValueError, IndexError, TypeError, AttributeError) as error:
        if not report.wrong:
            raise
        raise Damaged(str(error)) from None  # the file was named; what rests on it is not computed


def days_in(at: Path, date: str | None) -> list[Path]:
    """The days in a folder up to a date, the oldest first; or the one that the folder is."""
    if (at / "manifest.json").exists():
        return [at]
    days = sorted(one for one in at.glob("????-??-??") if (one / "manifest.json").exists())
    days = [one for one in days if date is None or one.name <= date]
    if not days or (date and days[-1].name != date):
        raise Unchecked(f"{at}: " + say("没有发布日", "no published day is there"))
    return days


def summary(report: Report, left: Counter[tuple[str, str]]) -> int:
    """What was found, in one line; the exit code."""
    more = report.different - report.shown
    if more > 0:
        print(say(f"……另有{more}处不同（--show看更多）", f"… {more} more (--show for more)"))
    print(
        "\n" + say(
            f"文件、链、签名：{report.wrong}处不符。数：{report.equal}个相同，{report.different}处不同，"
            f"{left.total()}个不能重算。另核对{report.sums}处部分之和。",
            f"Files, chain, signature: {report.wrong} wrong. Numbers: {report.equal} equal, "
            f"{report.different} different, {left.total()} not to be computed again. Sums of parts: {report.sums} held.",
        )
    )  # fmt: skip
    return DIFFERS if report.wrong or report.different else GOOD


def command(words: list[str]) -> argparse.Namespace:
    """The words of the call."""
    parser = argparse.ArgumentParser(
        prog="verify.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("source", help="a hall's address (https://…), or a folder")
    parser.add_argument("--date", help="the published day, 2026-11-29 (default: the newest)")
    parser.add_argument(
        "--keys", type=Path, help="the hall's keys.json, had from elsewhere than the snapshot"
    )
    parser.add_argument("--indicator", help="only this one, and print its values")
    parser.add_argument(
        "--period", help="of --indicator: 2025, 2025-Q3, 2025-09, 2025-W37 or 2025-09-12"
    )
    parser.add_argument("--save", help="keep what is downloaded in this folder")
    parser.add_argument("--show", type=int, default=20, help="how many differences to print (20)")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh")
    return parser.parse_args(words)


def main(words: list[str]) -> int:
    """Run the command; its exit code."""
    global _lang
    try:
        asked = command(words)
    except SystemExit as stop:
        return WRONG_CALL if stop.code else GOOD
    _lang = asked.lang
    try:
        return check(asked)
    except Unchecked as error:
        print(say("无法核对：", "Nothing could be checked: ") + str(error), file=sys.stderr)
        return UNCHECKED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
