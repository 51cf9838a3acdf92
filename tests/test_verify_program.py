"""`verify.py`: one file that knows nothing of ours recomputes a published day, and names what was changed."""

from __future__ import annotations

import ast
import csv
import gzip
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner

import verify
from api.answer import answers
from api.publish.publish import publish
from commands import cli
from dashboard import site_map
from dashboard.asking import item_pages
from dashboard.asking.parameters import filled
from dashboard.pages.bulletin.month import FOLDER as BULLETINS
from dashboard.wall import screen
from dashboard.wall.scenes import SCENES
from data.catalog import PUBLISHED_INDICATORS
from data.forms import forms
from data.measures import difference
from data.measures import quantile as quantiles
from data.publish import manifest as manifests
from data.questions import Checks, Page, Query, Records, Values
from data.settings import ROOT
from data.store.engines import reader
from tests.hall_data import Store, application

PROGRAM = ROOT / "verify.py"
# Of every kind of measure, settled and not, of lists, of months only, and one under disclosure control.
FEW = (
    "cases-accepted", "cases-completed", "cases-in-progress", "cases-overdue", "on-time-rate",
    "on-time-rate-due", "handling-days-median", "actual-speed-up", "zero-handling-items",
    "promised-speed-up", "ratings", "active-rating-rate", "unrated-rate", "staff", "temporary-staff",
    "temporary-share", "survey-share-hall", "good-rating-rate", "survey-gap", "enterprise-visits",
    "patrol-findings", "box-letters", "distinct-windows-commended", "appointments",
)  # fmt: skip
DAY = "2026-11-24"


def run(*words):
    """The program as a stranger runs it: nothing of the project can be imported."""
    command = [sys.executable, "-I", str(PROGRAM), *map(str, words), "--lang", "en"]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")


@pytest.fixture
def published(sampled: Store, tmp_path, monkeypatch):
    """The sample, published and signed; of few indicators, unless another test asks for more."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    shutil.copy(sampled.path, tmp_path / "hall.sqlite")
    store = Store(tmp_path)
    monkeypatch.setenv("DATABASE_URL", store.url)

    def made(ids=FEW):
        chosen = {id: PUBLISHED_INDICATORS[id] for id in ids}
        for module in ("value_files", "publish", "contents"):
            monkeypatch.setattr(f"api.publish.{module}.PUBLISHED_INDICATORS", chosen)
        CliRunner().invoke(cli, ["keys"], catch_exceptions=False)
        engine = reader(store.url)
        try:
            return publish(engine).published.folder
        finally:
            engine.dispose()

    yield made
    store.close()


@pytest.fixture
def said(capsys):
    """The same in this process, which is quicker: exit code and what was printed."""

    def run_here(*words):
        code = verify.main([*map(str, words), "--lang", "en"])
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    return run_here


def equal_of(text):
    found = re.search(r"Numbers: (\d+) equal, (\d+) different, (\d+) not", text)
    assert found, text
    return tuple(map(int, found.groups()))


# --- the parts ------------------------------------------------------------------------------------

# RFC 8032, section 7.1: public key, message, signature of tests 1, 2, 3 and SHA(abc).
VECTORS = (
    ("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
     "d25bf5f0595bbe24655141438e7a100b"),
    ("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
     "387b2eaeb4302aeeb00d291612bb0c00"),
    ("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
     "4a7c15e9716ed28dc027beceea1ec40a"),
    ("ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
     "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
     "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
     "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e030"
     "3dca179c138ac17ad9bef1177331a704"),
)  # fmt: skip


@pytest.mark.parametrize(("public", "message", "signature"), VECTORS)
def test_signatures_of_the_standard_are_accepted_and_no_others(public, message, signature):
    key, text, signed = (bytes.fromhex(one) for one in (public, message, signature))
    assert verify.is_signed(key, text, signed)
    assert not verify.is_signed(key, text + b"x", signed)
    for at in (0, 31, 32, 63):
        other = bytearray(signed)
        other[at] ^= 1
        assert not verify.is_signed(key, text, bytes(other))
    # The same number again, plus the group's order: no second form of a signature is taken.
    s = int.from_bytes(signed[32:], "little") + verify.ORDER
    assert not verify.is_signed(key, text, signed[:32] + s.to_bytes(32, "little"))


def test_the_parity_is_that_of_the_publication_and_finds_any_one_byte():
    content = bytes(range(256)) * 5
    assert verify.parity(content) == manifests.parity_of(content) != verify.parity(content[::-1])
    digest = manifests.sha256(content)
    for place, value in ((1, 9), (700, 0), (1280, 254)):
        other = content[: place - 1] + bytes([value]) + content[place:]
        found = verify.changed_byte(other, manifests.parity_of(content), digest)
        assert found
        assert (found.place, found.expected, found.actual) == (place, content[place - 1], value)
    assert verify.changed_byte(b"\7\7" + content[2:], manifests.parity_of(content), digest) is None


def test_differences_in_points_have_the_digits_that_are_published():
    """Beyond them 97.5 % less 87.5 % is 9.999999999999998, and two that are equal would differ."""
    assert verify.DIGITS_OF_POINTS == difference._DIGITS


def test_it_imports_nothing_but_the_standard_library():
    tree = ast.walk(ast.parse(PROGRAM.read_text("utf-8")))
    names = {a.name for node in tree if isinstance(node, ast.Import) for a in node.names}
    tree = ast.walk(ast.parse(PROGRAM.read_text("utf-8")))
    names |= {node.module or "" for node in tree if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names
    result = run("--help")
    assert result.returncode == 0
    assert "Exit codes" in result.stdout


# --- a published day --------------------------------------------------------------------------------


def test_every_number_is_recomputed_and_what_cannot_be_is_named(published):
    result = run(published())
    equal, different, left = equal_of(result.stdout)
    assert (result.returncode, different) == (0, 0), result.stdout
    assert equal > 10_000
    assert left > 0
    for named in ("curve by hour", "field window is not published", "only its table of cells"):
        assert named in result.stdout
    # What rests on the day that is running is not counted as equal.
    assert re.search(r"rows of the running day.*ratings", result.stdout)


@pytest.mark.full
def test_every_number_of_every_indicator_is_recomputed(published):
    result = run(published(tuple(PUBLISHED_INDICATORS)))
    equal, different, _ = equal_of(result.stdout)
    assert (result.returncode, different) == (0, 0), result.stdout
    assert equal > 100_000


def test_another_rule_of_ours_is_another_number_of_its_own(published, said, monkeypatch):
    """It does not echo: were the median taken otherwise here, it would say so."""
    monkeypatch.setattr(quantiles, "quantile", lambda histogram, q: max(histogram))
    code, text = said(published(("handling-days-median",)))
    assert code == 1
    assert re.search(r"indicators/handling-days-median.csv: line \d+: .*value published", text)


def test_one_number_is_printed_with_what_it_is_made_of(published, said):
    day = published(("on-time-rate",))
    with gzip.open(day / "indicators/on-time-rate.csv.gz", "rt", encoding="utf-8") as file:
        (line,) = [
            one
            for one in csv.DictReader(file)
            if (one["period"], one["dimension"]) == ("2026-10", "")
        ]
    _, text = said(day, "--indicator", "on-time-rate", "--period", "2026-10")
    assert f"{line['value']} = {line['numerator']} ÷ {line['denominator']}" in text


def flip(path: Path, at: int):
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.unlink()
    path.write_bytes(bytes(content))


CHANGED = (
    ("datasets/cases/all.csv.gz", "line"),
    ("datasets/cases/all.parquet", "byte"),
    ("datasets/enterprise-visits/cells.csv.gz", "line"),
    ("indicators/on-time-rate.csv.gz", "line"),
    ("definitions.json", "line"),
    ("calendar.csv", "line"),
    ("rules.json", "line"),
    ("keys.json", "line"),
    ("manifest.json", "line"),
    ("manifest.sig", "line"),
    ("manifest.parity", "line"),
)


def test_one_byte_changed_in_any_kind_of_file_is_named_with_its_line(published, said, tmp_path):
    day = published(("on-time-rate", "enterprise-visits"))
    for name, placed in CHANGED:
        copy = tmp_path / "copy" / DAY
        shutil.copytree(day, copy)
        flip(copy / name, (copy / name).stat().st_size // 2)
        code, text = said(copy)
        (fault,) = [one for one in text.splitlines() if one.startswith("✗") and name in one][:1]
        assert code == 1, name
        assert placed in fault, fault
        shutil.rmtree(copy)


def test_any_byte_changed_in_a_signature_is_named_with_its_line(published, monkeypatch):
    """Some changes leave Base64, some leave what is no Base64 at all: both are of line 1."""
    monkeypatch.setattr(verify, "_lang", "en")
    day = published(("on-time-rate",))
    content, path = (day / "manifest.json").read_bytes(), day / "manifest.sig"
    signed = path.read_bytes()
    assert verify.check_signature(day, content, None) is None
    for at in range(len(signed.strip())):
        for byte in {signed[at] ^ 1, ord("!")}:
            path.unlink()
            path.write_bytes(signed[:at] + bytes([byte]) + signed[at + 1 :])
            assert "line 1" in (verify.check_signature(day, content, None) or "nothing"), (at, byte)


def test_a_changed_digit_is_shown_as_it_was(published, said):
    day = published(("on-time-rate",))
    path = day / "calendar.csv"
    lines = path.read_bytes().splitlines(keepends=True)
    was = lines[4]
    lines[4] = was.replace(b"200", b"201", 1)
    assert lines[4] != was
    path.unlink()
    path.write_bytes(b"".join(lines))
    _, text = said(day)
    assert "calendar.csv: line 5" in text
    assert f"expected “{was.decode().strip()}”" in text


def test_numbers_that_were_changed_with_all_hashes_made_to_fit_are_found(published, said):
    """A hall that would flatter itself changes a value and writes the manifest anew."""
    day = published(("on-time-rate",))
    path = day / "indicators/on-time-rate.csv.gz"
    text = gzip.decompress(path.read_bytes()).decode()
    lines = text.splitlines(keepends=True)
    at = next(i for i, line in enumerate(lines) if line.startswith("month,,2026-10"))
    cells = lines[at].split(",")
    cells[7] = "1.0"
    lines[at] = ",".join(cells)
    path.unlink()
    path.write_bytes(gzip.compress("".join(lines).encode(), mtime=0))
    _, text = said(day, "--show", "100")
    assert f"line {at + 1}: month 2026-10: value published 1.0" in text


def test_a_broken_chain_and_a_wrong_call_are_told(published, said, tmp_path):
    day = published(("on-time-rate",))
    other = tmp_path / "days" / "2026-11-25"
    shutil.copytree(day, other)
    shutil.copytree(day, other.with_name(DAY))
    assert "the chain is broken" in said(other.parent)[1]
    code, text = said(tmp_path / "nowhere")
    assert (code, "no published day" in text) == (2, True)
    assert said()[0] == 64
    code, text = said(day, "--indicator", "no-such")
    assert (code, "no-such" in text) == (2, True)


def test_a_stranger_downloads_a_day_and_the_program_from_the_site(published, serve, tmp_path):
    published(("on-time-rate",))
    with application(Store(tmp_path)) as site:
        client = site.test_client()
        assert client.get("/verify.py").data == PROGRAM.read_bytes()
        page = client.get("/en/verify?indicator=on-time-rate&from=2026-10-01&to=2026-10-31").text
        assert "--indicator on-time-rate --period 2026-10 --lang en" in page
        assert "verify.py" in client.get("/data").text
        result = run(serve(site), "--indicator", "on-time-rate", "--save", tmp_path / "saved")
    assert result.returncode == 0, result.stdout + result.stderr
    assert "signed by" in result.stdout
    assert equal_of(result.stdout)[0] > 1_000
    assert (tmp_path / "saved" / DAY / "manifest.json").exists()
    # And again without the site: what was not downloaded is no fault, what is needed and gone is one.
    again = run(tmp_path / "saved", "--indicator", "on-time-rate")
    assert again.returncode == 0, again.stdout + again.stderr
    assert "more files are not here" in again.stdout
    assert equal_of(again.stdout) == equal_of(result.stdout)
    values = tmp_path / "saved" / DAY / "indicators" / "on-time-rate.csv.gz"
    values.unlink()
    assert (
        "on-time-rate.csv.gz: it is not there"
        in run(tmp_path / "saved", "--indicator", "on-time-rate").stdout
    )


# --- every page -----------------------------------------------------------------------------------

DOCUMENT = (ROOT / "docs/snapshots.md").read_text("utf-8")
# What pages ask: each kind of question stands in the table of docs/snapshots.md, covered or not and why.
KINDS = dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", DOCUMENT, re.MULTILINE))


@pytest.fixture
def described(sampled: Store, client, tmp_path):
    """What the sample's published day would say of its indicators, without its numbers."""
    from api.publish import contents

    engine = reader(sampled.url)
    with engine.connect() as connection:
        (tmp_path / "definitions.json").write_bytes(contents.definitions_json(connection))
        (tmp_path / "calendar.csv").write_bytes(contents.calendar_csv(connection)[0])
    engine.dispose()
    names = ("definitions.json", "calendar.csv")
    files = [{"path": name, "stored": name} for name in names]
    manifest = {"format": manifests.FORMAT, "date": DAY, "files": files}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    return verify.Snapshot(tmp_path)


# Pages that show no number of the store, or that wait for what is typed in.
WITHOUT_NUMBERS: set[str] = set()


def pages_and_families():
    """One page of each kind: every page of the site map, one with its like, and one of each family."""
    kinds = {(one.like or one.path): one for one in site_map.PAGES.values()}
    survey = answers.answer(Records("survey-results", page=Page(1)))["data"][0]["survey"]
    entries = {
        item_pages.ITEMS: "fgw-01",
        item_pages.FORMS: next(iter(forms())),
        BULLETINS: "2026-10",
        site_map.SURVEYS: survey,
    }
    assert set(entries) == set(site_map.FAMILIES), "a family of pages that is not walked"
    families = (site_map.of_family(f"{folder}/{entry}") for folder, entry in entries.items())
    return [*kinds.values(), *filter(None, families)]


def test_every_number_on_every_page_is_covered_or_named(client, described, monkeypatch):
    """Pages have numbers from answers alone, so what is asked while one is made is what it shows."""
    verify._lang = "en"
    asked: dict[Query, str] = {}
    pages: dict[str, set[Query]] = {}
    body = answers.body

    def asked_for(query, lang="zh"):
        asked.setdefault(query, path)
        pages[path].add(query)
        return body(query, lang)

    monkeypatch.setattr(answers, "body", asked_for)
    path = "to know what there is"
    pages[path] = set()
    walked = pages_and_families()
    del pages[path]
    asked.clear()
    for page in walked:
        path = page.path
        pages[path] = set()
        for scene in [*(("scene", one.id) for one in SCENES)] if page is screen.PAGE else [None]:
            answers.refresh()  # a busy machine may not have looked at the store for a while
            page.view(answers.answer, "zh", filled(page.parameters, (scene,) if scene else ()))
    assert {path for path, of in pages.items() if not of} == WITHOUT_NUMBERS
    # Sections, the overview, a month's bulletin and all scenes are among them, and ask for more than the hour.
    for path in ("supervision", "supervision/overview", "supervision/bulletin/2026-10", "screen"):
        assert sum(isinstance(one, Values) for one in pages[path]) > 5, path
    assert Checks(quality=True) in pages["supervision/checks"]
    assert {type(one) for one in asked} <= set(get_args(Query))
    kinds: set[str] = set()
    uncovered: dict[str, str] = {}
    for query, path in asked.items():
        kinds.add(type(query).__name__)
        if isinstance(query, Values):
            assert query.indicator in described.indicators, (path, query.indicator)
            names = {*query.by, *(name for name, _ in query.where)}
            for by in names or {None}:
                if why := verify.limit(described, query.indicator, query.grain, by):
                    uncovered[query.indicator] = why
    assert kinds <= set(KINDS), "a kind of question that docs/snapshots.md does not name"
    assert KINDS["Values"].startswith("yes")
    # Most of what is shown follows from the rows; what does not is what privacy keeps back.
    shown = {one.indicator for one in asked if isinstance(one, Values)}
    assert len(shown) > 150
    assert len(set(uncovered) & shown) < len(shown) / 2
    reasons = ("records are not published", "not published", "published to the month")
    for id, why in uncovered.items():
        assert any(one in why for one in reasons), (id, why)
