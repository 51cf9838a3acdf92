"""A published day: whole or not there, never changed, checked byte by byte, and what it says is what was said."""

from __future__ import annotations

import base64
import csv
import gzip
import hashlib
import io
import json
import shutil
import subprocess
import time
from dataclasses import replace

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from api.publish import record_files, value_files
from api.publish.publish import AlreadyPublished, publish
from commands import cli
from data.answers.names import of_dimension
from data.answers.reading import Overtaken
from data.catalog import INDICATORS, OWNERS, PUBLISHED, PUBLISHED_INDICATORS
from data.hall import hall, today
from data.intake.ingest import beat
from data.publish import folder, formulas, frozen_values, revisions, signature, stamp_request
from data.publish import manifest as manifests
from data.publish.expressions import fields_of
from data.publish.manifest import Damaged
from data.publish.verification import verify
from data.store.engines import reader
from tests.contracts import for_each
from tests.hall_data import application

FEW = (
    "cases-accepted", "cases-in-progress", "on-time-rate", "handling-days-median", "ratings",
    "active-rating-rate", "zero-handling-items", "promised-speed-up", "enterprise-visits",
)  # fmt: skip
FIRST, SECOND, THIRD = "2026-11-24", "2026-11-25", "2026-11-26"


@pytest.fixture
def place(store, tmp_path, monkeypatch):
    """Where days are published in a test; no key, and a few indicators, of every kind of file."""
    monkeypatch.setenv("DATABASE_URL", store.url)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    few = {id: PUBLISHED_INDICATORS[id] for id in FEW}
    for module in ("value_files", "publish"):
        monkeypatch.setattr(f"api.publish.{module}.PUBLISHED_INDICATORS", few)
    return tmp_path / "hall-published"


@pytest.fixture
def at(store, clock, place):
    """Publish at ten on a day; gives the folder."""

    def published(day):
        clock(f"{day}T20:00:00+08:00")
        engine = reader(store.url)
        try:
            return publish(engine).published.folder
        finally:
            engine.dispose()

    return published


def case(number, accepted, completed=None, due="2026-12-31", department="kjj", recorded=None):
    return {
        "case_no": number, "item": "kjj-01", "department": department, "channel": "hall",
        "accepted_on": accepted, "due_on": due, "completed_on": completed or "",
        "recorded_at": f"{recorded or completed or accepted}T12:00:00",
    }  # fmt: skip


def months(count=4):
    """Cases of some months before December 2026, ten of each."""
    for i in range(count):
        month = f"2026-{11 - i:02}"
        for n in range(10):
            yield case(f"{month}-{n}", f"{month}-{n + 1:02}", f"{month}-{n + 3:02}")


def lines(day, path):
    with gzip.open(day / f"{path}.gz", "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def findings(at):
    return {(one.date, one.file) for day in verify(at) for one in day.findings}


# --- what is in it --------------------------------------------------------------------------------


def test_a_file_has_the_rows_and_the_hashes_that_the_manifest_names(store, at):
    store.ingest("cases", months())
    day = at(FIRST)
    manifest = manifests.parsed((day / "manifest.json").read_bytes())
    one = manifest.file("datasets/cases/all.csv")
    assert one
    assert one.rows == 40
    stored = (day / one.stored).read_bytes()
    content = gzip.decompress(stored)
    assert hashlib.sha256(stored).hexdigest() == one.sha256
    assert hashlib.sha256(content).hexdigest() == one.content_sha256
    rows = list(csv.DictReader(io.StringIO(content.decode())))
    assert [r["case_no"] for r in rows][:2] == ["2026-11-0", "2026-11-1"]
    table = pq.read_table(day / "datasets/cases/all.parquet")
    assert table.num_rows == 40
    assert [str(d) for d in table["accepted_on"].to_pylist()] == [r["accepted_on"] for r in rows]
    assert {p.name for p in day.iterdir()} >= {"definitions.json", "calendar.csv", "rules.json"}


def test_no_field_that_is_not_public_and_no_row_of_a_controlled_dataset_is_in_a_file(store, at):
    store.ingest("cases", months())
    day = at(FIRST)
    for dataset in PUBLISHED.values():
        there = sorted((day / "datasets" / dataset.id).glob("*.csv.gz"))
        if not dataset.records:
            assert [path.name for path in there] == ["cells.csv.gz"], dataset.id
            continue
        for path in there:
            with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
                assert next(csv.reader(file)) == [f.id for f in dataset.public_fields]


def test_ratings_of_the_running_day_come_with_the_day_after(store, at, clock):
    rating = {
        "evaluation_no": "E1", "department": "kjj", "score": 5, "is_default": "false",
        "rated_at": f"{FIRST}T09:00:00+08:00",
    }  # fmt: skip
    store.ingest("evaluations", [rating])
    assert lines(at(FIRST), "datasets/evaluations/all.csv") == []
    clock(f"{SECOND}T08:00:00+08:00")
    beat(store.engine)  # what waited for a step of the numbers is counted once the day is over
    assert len(lines(at(SECOND), "datasets/evaluations/all.csv")) == 1


def test_values_are_those_that_the_api_gives(store, at):
    store.ingest("cases", months())
    day = at(FIRST)
    frozen = lines(day, "indicators/on-time-rate.csv")
    with application(store) as server:
        _same(server.test_client(), frozen)


def _same(client, frozen):
    for grain, by in (("day", ""), ("week", ""), ("month", "department"), ("total", "")):
        query = f"grain={grain}&by={by}" if by else f"grain={grain}"
        live = client.get(f"/api/v1/indicators/on-time-rate/values?{query}").json["data"]
        ours = [one for one in frozen if (one["grain"], one["dimension"]) == (grain, by)]
        assert [(o["period"], o["code"], o["value"], o["numerator"]) for o in ours] == [
            (
                v["period"], v.get(by, ""), "" if v["value"] is None else repr(v["value"]),
                "" if v["numerator"] is None else str(v["numerator"]),
            )
            for v in live
        ]  # fmt: skip


# --- the next day -----------------------------------------------------------------------------------


@pytest.fixture
def by_month(monkeypatch):
    monkeypatch.setattr(record_files, "ROWS_OF_ONE_FILE", 10)


def test_months_that_nothing_touched_are_linked_and_a_correction_is_said(store, at, by_month):
    store.ingest("cases", months())
    first = at(FIRST)
    store.ingest("cases", [case("2026-09-3", "2026-09-04", "2026-09-09", recorded=FIRST)])
    second = at(SECOND)
    manifest = manifests.parsed((second / "manifest.json").read_bytes())
    name = "datasets/cases/{}.csv.gz"
    for month in ("2026-08", "2026-10"):
        assert (first / name.format(month)).samefile(second / name.format(month))
    assert not (first / name.format("2026-09")).samefile(second / name.format("2026-09"))
    assert manifest.rewritten == [{"path": "datasets/cases/2026-09.csv", "reason": "rows-changed"}]
    since = {f.path: f.since for f in manifest.files}
    assert since["datasets/cases/2026-10.csv"] == FIRST
    assert since["datasets/cases/2026-09.csv"] == SECOND


def test_a_day_made_from_the_day_before_is_the_same_as_one_made_anew(
    store, at, by_month, place, clock
):
    store.ingest("cases", months())
    at(FIRST)
    clock(f"{SECOND}T18:00:00+08:00")
    store.ingest("cases", [case("late", "2026-08-20", "2026-11-24", recorded=FIRST)])
    store.ingest("cases", [case("2026-10-2", "2026-10-03", recorded=FIRST, department="rsj")])
    store.ingest("cases", [{**case("2026-08-1", "2026-08-02", recorded=FIRST), "void": "true"}])
    store.ingest("cases", [case("new", SECOND, SECOND)])
    incremental = at(SECOND)
    made = {f.path: f.content_sha256 for f in folder.read(incremental).manifest.files}
    for day in (FIRST, SECOND):
        (place / day).rename(place.parent / day)
    anew = {f.path: f.content_sha256 for f in folder.read(at(SECOND)).manifest.files}
    assert made.pop("revisions.csv") != anew.pop("revisions.csv")
    assert made == anew


def test_a_day_is_published_once(store, at):
    store.ingest("cases", months(1))
    at(FIRST)
    with pytest.raises(AlreadyPublished, match="never changed"):
        at(FIRST)


def test_a_day_that_breaks_off_is_no_day(store, at, place, monkeypatch):
    store.ingest("cases", months(1))

    def fail(*_):
        raise OSError("no space left")

    monkeypatch.setattr(value_files.ValueFiles, "write", fail)
    with pytest.raises(OSError, match="no space"):
        at(FIRST)
    assert list(place.iterdir()) == []


def test_a_state_that_is_overtaken_makes_no_day_and_hangs_nobody(store, clock, place, monkeypatch):
    store.ingest("cases", months(1))
    monkeypatch.setattr("api.publish.publish._HELD_SECONDS", 0.01)
    engine = reader(store.url)

    def meanwhile(_):
        time.sleep(0.1)
        store.ingest("cases", [case("meanwhile", "2026-11-20")])

    with pytest.raises(Overtaken):
        publish(engine, meanwhile)
    engine.dispose()
    assert list(place.iterdir()) == []


def test_records_of_old_days_go_and_their_numbers_stay(store, at, place, monkeypatch):
    """`publication.days` of hall.toml: how long the records of a day are kept."""
    store.ingest("cases", months(1))
    kept = replace(hall(), published_days=1)
    monkeypatch.setattr("api.publish.publish.hall", lambda: kept)
    days = [at(day) for day in (FIRST, SECOND, THIRD)]
    records = "datasets/cases/all.csv.gz"
    assert [(day / records).exists() for day in days] == [False, True, True]
    assert all((day / "indicators/on-time-rate.csv.gz").exists() for day in days)
    assert findings(place) == set()  # the chain holds, and what was removed is no damage
    first, *_ = folder.published()
    assert (first.date, first.removed) == (FIRST, THIRD)
    with application(store) as server:
        client = server.test_client()
        assert client.get(f"/api/v1/snapshots/{FIRST}/datasets/cases/all.csv").status_code == 404
        path = f"/api/v1/indicators/cases-accepted/values?as_published={FIRST}"
        assert client.get(path).json["data"]
        sample = "/api/v1/audit/sample?seed=abc&n=3&snapshot="
        gone = client.get(f"{sample}{FIRST}")
        assert gone.status_code == 400
        assert gone.json["errors"][0]["allowed"] == [THIRD, SECOND]


def test_a_sample_of_a_published_day_is_the_same_after_a_correction(store, at, clock, place):
    """Two people with one seed draw the same, though one comes when the records are others."""
    store.ingest("cases", months(2))
    clock(f"{FIRST}T18:00:00+08:00")
    query = "/api/v1/audit/sample?seed=abc&n=6&from=2026-10-01&to=2026-11-30&stratify=channel"
    with application(store) as server:
        then = server.test_client().get(query).json["data"]
    at(FIRST)
    clock(f"{SECOND}T18:00:00+08:00")
    store.ingest("cases", [{**case("2026-10-2", "2026-10-03", recorded=SECOND), "void": "true"}])
    store.ingest("cases", [case(f"late-{i}", "2026-10-20", recorded=SECOND) for i in range(20)])
    with application(store) as server:
        client = server.test_client()
        now = client.get(query).json["data"]
        frozen = client.get(f"{query}&snapshot={FIRST}").json["data"]
    assert (then["population"], now["population"], frozen["population"]) == (20, 39, 20)
    assert frozen["records"] == then["records"] != now["records"]
    assert frozen["strata"] == then["strata"]
    assert frozen["snapshot"] == FIRST


# --- verification -----------------------------------------------------------------------------------


def flip(path, at=-3):
    """Change one bit of a file, which is then no link to another any more."""
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.unlink()
    path.write_bytes(bytes(content))


def test_one_flipped_bit_in_any_file_is_found_and_named(store, at, tmp_path, place):
    CliRunner().invoke(cli, ["keys"], catch_exceptions=False)
    store.ingest("cases", months(2))
    day = at(FIRST)
    assert findings(place) == set()
    names = [p.relative_to(day).as_posix() for p in day.rglob("*") if p.is_file()]
    unsigned = {manifests.STAMP_REQUEST}  # made of the manifest, proves nothing by itself
    for name in sorted(set(names) - unsigned):
        copy = tmp_path / "copy"
        shutil.copytree(day, copy)
        flip(copy / name)
        found = {file for _, file in findings(copy)}
        expected = {"manifest.json", "manifest.sig"} if name == "manifest.json" else {name}
        assert found & expected, f"{name}: {found}"
        shutil.rmtree(copy)


def test_a_missing_file_one_too_many_and_a_broken_chain_are_named(store, at, place):
    store.ingest("cases", months(1))
    first, second = at(FIRST), at(SECOND)
    (second / "rules.json").unlink()
    (second / "more.txt").write_text("?")
    document = json.loads((first / "manifest.json").read_text("utf-8"))
    document["licence"] = "another"
    (first / "manifest.json").write_text(json.dumps(document), "utf-8")
    assert findings(place) == {
        (FIRST, "manifest.parity"),
        (SECOND, "rules.json"), (SECOND, "more.txt"), (SECOND, "manifest.json"),
    }  # fmt: skip


def test_a_manifest_cannot_name_a_file_elsewhere():
    for path in ("../secret", "/etc/passwd", "a/../../b", "a//b", "", ".hidden"):
        file = {"path": path, "stored": path, "kind": "x", "media_type": "x", "bytes": 0, "sha256": "",
                "content_bytes": 0, "content_sha256": "", "since": FIRST}  # fmt: skip
        document = {
            "format": manifests.FORMAT, "date": FIRST, "published_at": "", "data_version": 1,
            "as_of": None, "demo": False, "publisher": {}, "licence": "", "previous": None,
            "key": None, "state": "", "datasets": {}, "indicators": {}, "files": [file],
        }  # fmt: skip
        with pytest.raises(Damaged, match="no name of a file"):
            manifests.parsed(json.dumps(document).encode())


def test_a_half_written_day_is_not_listed_and_the_log_says_so(store, at, place, caplog):
    store.ingest("cases", months(1))
    at(FIRST)
    second = at(SECOND)
    flipped = second / "definitions.json"
    content = flipped.read_bytes()
    flipped.unlink()
    flipped.write_bytes(content[:-5])
    (second / "manifest.json").touch()
    assert [day.date for day in folder.published()] == [FIRST]
    assert "definitions.json" in caplog.text


# --- keys ---------------------------------------------------------------------------------------------


def test_a_new_key_is_vouched_for_and_both_are_checked_offline(store, at, place):
    store.ingest("cases", months(1))
    runner = CliRunner()
    runner.invoke(cli, ["keys"], catch_exceptions=False)
    at(FIRST)
    runner.invoke(cli, ["keys", "--rotate"], catch_exceptions=False)
    at(SECOND)
    old, new = signature.public_keys()
    days = list(verify(place))
    assert [day.key for day in days] == [old.id, new.id]
    assert all(day.findings == () for day in days)
    assert old.until
    assert new.previous == old.id
    private = signature.folder() / signature.PRIVATE
    assert private.stat().st_mode & 0o077 == 0
    # Known from elsewhere, another hall's keys sign nothing here.
    other = signature.PublicKey(new.id, base64.b64encode(bytes(32)).decode(), FIRST)
    assert {f.file for d in verify(place / SECOND, [other]) for f in d.findings} >= {"keys.json"}


def test_the_key_lies_outside_the_project(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(signature.ROOT))
    result = CliRunner().invoke(cli, ["keys"])
    assert result.exit_code == 1
    assert "in the project" in result.output


def test_without_a_key_a_day_is_published_and_said_to_be_unsigned(store, clock, place, monkeypatch):
    store.ingest("cases", months(1))
    result = CliRunner().invoke(cli, ["publish", "--database", store.url])
    assert result.exit_code == 0, result.output
    assert "not signed" in result.output
    again = CliRunner().invoke(cli, ["publish", "--database", store.url])
    assert again.exit_code == 1
    assert "never changed" in again.output
    checked = CliRunner().invoke(cli, ["verify"])
    assert checked.exit_code == 0
    assert "not signed: as written" in checked.output


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not here")
def test_openssl_reads_the_request_for_a_time_stamp(tmp_path):
    path = tmp_path / "manifest.tsq"
    path.write_bytes(stamp_request.request(b"content"))
    read = subprocess.run(
        ["openssl", "ts", "-query", "-in", path, "-text"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    digest = hashlib.sha256(b"content").hexdigest()
    dumped = "".join(
        row.partition(" - ")[2][:48].replace(" ", "").replace("-", "")
        for row in read.splitlines() if " - " in row
    )  # fmt: skip
    assert digest in dumped
    assert "sha256" in read.lower()


# --- over HTTP ------------------------------------------------------------------------------------------


@pytest.fixture
def client(store, at):
    store.ingest("cases", months())
    at(FIRST)
    with application(store) as server:
        yield server.test_client()


FILES = f"/api/v1/snapshots/{FIRST}"


def test_a_file_is_immutable_named_by_its_digest_and_given_in_parts(client, place):
    path = f"{FILES}/datasets/cases/all.csv"
    plain = client.get(path)
    packed = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["Content-Encoding"] == "gzip"
    for answer in (plain, packed, client.get(f"{path}.gz")):
        digest = base64.b64encode(hashlib.sha256(answer.data).digest()).decode()
        assert answer.headers["Repr-Digest"] == f"sha-256=:{digest}:"
        assert "immutable" in answer.headers["Cache-Control"]
        again = client.get(
            answer.request.path, headers={"If-None-Match": answer.headers["ETag"],
            "Accept-Encoding": answer.headers.get("Content-Encoding", "identity")},
        )  # fmt: skip
        assert again.status_code == 304
    part = client.get(f"{path}.gz", headers={"Range": "bytes=10-19"})
    assert part.status_code == 206
    assert part.data == client.get(f"{path}.gz").data[10:20]
    head = client.head(path)
    assert head.data == b""
    assert int(head.headers["Content-Length"]) == len(plain.data)


def test_a_file_that_is_sent_or_broken_off_gives_its_place_back(client):
    """There are few, so that slow readers take no more: a day has hundreds of files."""
    path = f"{FILES}/datasets/cases/all.csv"
    for _ in range(40):
        client.get(path, headers={"Accept-Encoding": "gzip"}).close()
        client.get(f"{path}.gz", headers={"Range": "bytes=0-9"}).close()
        client.get(path).close()
        client.head(path).close()
    assert client.get(f"{FILES}/manifest.json").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "..%2f..%2fhall.sqlite",
        "%2e%2e/%2e%2e/hall.sqlite",
        "datasets/..%2f..%2f..%2fconfig",
        "config",
    ],
)
def test_nothing_outside_is_given(client, path):
    assert client.get(f"{FILES}/{path}").status_code == 404


def test_the_newest_is_led_to_and_an_unknown_day_names_those_there_are(client):
    latest = client.get("/api/v1/snapshots/latest/manifest.json")
    assert (latest.status_code, latest.headers["Location"]) == (302, f"{FILES}/manifest.json")
    unknown = client.get("/api/v1/snapshots/2020-01-01/manifest.json")
    assert unknown.status_code == 404
    assert unknown.json["errors"][0]["allowed"] == [FIRST]
    listed = client.get("/api/v1/snapshots").json["data"]
    assert [one["date"] for one in listed] == [FIRST]
    assert listed[0]["key"] is None
    assert listed[0]["manifest_sha256"] in client.get("/feeds/data.atom").text
    assert "manifest.json" in client.get("/data").text
    assert all(client.get(link).status_code == 200 for link in listed[0]["links"].values())


# --- revisions, and as published --------------------------------------------------------------------------


@given(st.data())
def test_reading_only_the_lines_that_differ_finds_the_same_changes(data):
    cell = st.sampled_from(["", "1", "2", "a,b", 'a"b', "两\r\n行"])
    codes = st.lists(st.sampled_from(["x", "y", "a,b", "z"]), unique=True)
    old, new = (
        [
            ["month", "d", "2026-01", "2026-01-01", "2026-01-31", "false", code]
            + [data.draw(cell) for _ in range(4)]
            for code in data.draw(codes)
        ]
        for _ in range(2)
    )
    written = [frozen_values.written(lines) for lines in (old, new)]
    whole = revisions.changed(*map(frozen_values.read, written))
    assert list(revisions.changed(*revisions.unlike(*written))) == list(whole)


def test_a_corrected_value_is_a_revision_and_what_grows_is_none(store, at, client, place, clock):
    clock(f"{SECOND}T18:00:00+08:00")
    store.ingest("cases", [case("late", "2026-08-20", "2026-11-24", recorded=SECOND)])
    store.ingest("cases", [case("new", SECOND, SECOND)])
    at(SECOND)
    answer = client.get("/api/v1/revisions?indicator=cases-accepted&limit=1000").json
    month = [
        r for r in answer["data"]
        if (r["grain"], r["dimension"], r["field"]) == ("month", None, "value")
    ]  # fmt: skip
    assert [(r["period"], r["old"], r["new"]) for r in month] == [("2026-08", "10", "11")]
    assert month[0]["reason"] == "not-stated"
    assert (month[0]["first_published"], month[0]["corrected"]) == (FIRST, SECOND)
    triangle = client.get("/api/v1/revisions/triangle?indicator=cases-accepted").json["data"]
    assert [(v["published"], v["value"]) for v in triangle if v["period"] == "2026-08"] == [
        (FIRST, 10), (SECOND, 11),
    ]  # fmt: skip
    file = client.get("/api/v1/revisions.csv?indicator=cases-accepted&bom=0").text
    assert len(file.splitlines()) == answer["meta"]["total"] + 1
    assert "受理量" in client.get("/feeds/corrections.atom").text
    # A reason that the hall states.
    (place / "reasons.csv").write_text(f"date,indicator,reason\n{THIRD},*,late-entry\n", "utf-8")
    clock(f"{THIRD}T18:00:00+08:00")
    store.ingest("cases", [case("later", "2026-08-21", "2026-11-25", recorded=THIRD)])
    at(THIRD)
    stated = client.get("/api/v1/revisions?indicator=cases-accepted").json["data"]
    assert {r["reason"] for r in stated if r["corrected"] == THIRD} == {"late-entry"}
    # Whoever supervises sees it first, the day that nobody explains in the ink of what is late.
    page = html.fromstring(client.get("/en/supervision/overview").text)
    told = {
        li.text_content(): li.get("class")
        for li in page.xpath("//ul/li[contains(., 'Cases accepted')]")
    }
    explained = next(text for text in told if "entered late" in text)
    bare = next(text for text in told if "no reason stated" in text)
    assert "August 2026 from 10 cases to 11 cases" in bare
    assert "August 2026 from 11 cases to 12 cases" in explained
    assert (told[bare], told[explained]) == ("late", None)


def test_values_as_published_stay_what_they_were(store, at, client, clock):
    path = "/api/v1/indicators/cases-accepted/values"
    before = client.get(f"{path}?grain=month&by=department&department=kjj").json["data"]
    clock(f"{SECOND}T18:00:00+08:00")
    store.ingest("cases", [case("late", "2026-08-20", "2026-11-24", recorded=SECOND)])
    at(SECOND)
    query = f"grain=month&by=department&department=kjj&as_published={FIRST}"
    then = client.get(f"{path}?{query}").json
    assert then["data"] == before
    assert then["meta"]["as_published"] == FIRST
    now = client.get(f"{path}?grain=month&by=department&department=kjj").json["data"]
    assert now != before
    refused = client.get(f"{path}?as_published=2020-01-01")
    assert refused.status_code == 400
    assert refused.json["errors"][0]["allowed"] == [SECOND, FIRST]
    assert client.get(f"{path}?grain=day&by=department&as_published={FIRST}").status_code == 400
    assert client.get(f"{path}?from=2026-08-02&as_published={FIRST}").status_code == 400


# --- definitions ------------------------------------------------------------------------------------------


@for_each("id", PUBLISHED_INDICATORS)
def test_every_formula_can_be_written_as_data(id):
    indicator = INDICATORS[id]
    tree = formulas.formula(indicator)
    json.dumps(tree)
    known = {f.id for f in OWNERS[id].fields}
    assert fields_of(tree) <= known
    assert list(frozen_values.blocks(indicator))
    assert set(formulas.hidden(indicator)) <= {"unpublished", "coarse"}


def test_definitions_name_codes_and_columns_of_every_dimension(store, at):
    store.ingest("cases", months(1))
    document = json.loads((at(FIRST) / "definitions.json").read_text("utf-8"))
    assert {i["id"] for i in document["indicators"]} == set(PUBLISHED_INDICATORS)
    on_time = next(i for i in document["indicators"] if i["id"] == "on-time-rate")
    assert on_time["formula"]["of"] == {
        "op": "le",
        "of": [{"op": "field", "name": "completed_on"}, {"op": "field", "name": "due_on"}],
    }
    with reader(store.url).connect() as connection:
        codes = list(of_dimension(connection, OWNERS["on-time-rate"], "channel"))
    assert next(d for d in on_time["dimensions"] if d["id"] == "channel")["codes"] == codes
    assert today().isoformat() == FIRST
