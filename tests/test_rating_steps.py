"""Numbers of the running day's ratings move in steps: what waits is in the store and leaves no trace."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from commands import cli
from commands.watching import StoreIntake
from data.catalog import DATASETS
from data.definitions import Steps
from data.hall import hall
from data.intake.ingest import beat, rebuild
from data.intake.profile.load import load
from data.rollups.renewal.rekey import SETTING
from data.rollups.writer import writer
from data.rules.keyed_hash import keyed_hash
from data.settings import record_key
from data.store.engines import transaction
from data.store.tables import LEFT_WAITING, WAITING
from tests.hall_data import Store, application

TODAY, NEXT = "2026-11-24", "2026-11-25"
PLACE = {"department": "scjg", "window": "W01", "channel": "hall"}
Row = dict[str, Any]
CASE = {"case_no": "C", "item": "i", "accepted_on": TODAY} | PLACE


def rating(n: int, **more: Any) -> Row:
    return {"evaluation_no": f"E{n}", "score": 5, "rated_on": TODAY} | PLACE | more


def at(clock: Any, time: str, day: str = TODAY) -> None:
    clock(f"{day}T{time}:00+08:00")


def released(store: Store) -> int:
    return store.sql("select count(*) from evaluations")[0][0]


def waiting(store: Store) -> int:
    return store.sql("select count(*) from evaluations__waiting")[0][0]


def begun(store: Store, clock: Any) -> None:
    """A day on which one rating has been seen to wait in the step from 10:30."""
    at(clock, "10:42")
    store.ingest("evaluations", [rating(0)])


def test_a_step_comes_on_the_quarter_hour_with_ten_new_ones_and_leaves_ten(
    store: Store, clock: Any
) -> None:
    begun(store, clock)
    entry = store.ingest("evaluations", [rating(n) for n in range(1, 19)])
    assert (entry.accepted, entry.waiting, entry.data_version) == (18, 19, 0)
    at(clock, "10:45")
    assert beat(store.engine) == []
    assert store.ingest("evaluations", [rating(19), rating(20)]).waiting == 21
    for time in ("10:46", "10:59"):
        at(clock, time)
        assert beat(store.engine) == []
    at(clock, "11:00")
    (step,) = beat(store.engine)
    assert (step.released, step.waiting, step.data_version) == (11, 10, 1)
    assert store.version() == 1
    assert not any(rebuild(store.engine).values())
    at(clock, "00:00", NEXT)
    (step,) = beat(store.engine)
    assert (step.released, step.waiting) == (10, 0)
    assert (released(store), store.version()) == (21, 2)
    assert not any(rebuild(store.engine).values())


def test_any_batch_brings_a_step_that_is_due(store: Store, clock: Any) -> None:
    begun(store, clock)
    store.ingest("evaluations", [rating(n) for n in range(1, 25)])
    at(clock, "10:50")
    store.ingest("cases", [CASE])
    assert (released(store), waiting(store)) == (15, 10)
    # What of a later day comes in with the end of the one before waits itself.
    clock(f"{NEXT}T09:00:00+08:00")
    store.ingest("evaluations", [rating(99, rated_on=NEXT)])
    assert (released(store), waiting(store)) == (25, 1)


def test_between_two_steps_lie_fifteen_minutes_whenever_rows_come(store: Store, clock: Any) -> None:
    at(clock, "10:59")
    store.ingest("evaluations", [rating(n) for n in range(30)])
    assert (released(store), waiting(store)) == (20, 10)
    store.ingest("evaluations", [rating(n) for n in range(30, 60)])
    for time in ("11:00", "11:14"):
        at(clock, time)
        assert beat(store.engine) == []
    at(clock, "11:15")
    (step,) = beat(store.engine)
    assert (step.released, step.waiting) == (30, 10)
    at(clock, "23:59")
    store.ingest("evaluations", [rating(n) for n in range(60, 90)])
    assert (released(store), waiting(store)) == (80, 10)
    at(clock, "00:00", NEXT)
    assert [step.released for step in beat(store.engine)] == [10]


def test_versions_that_wait_are_decided_as_stored_ones_are(store: Store, clock: Any) -> None:
    begun(store, clock)
    store.ingest("evaluations", [rating(n, recorded_at=f"{TODAY}T10:00:00") for n in range(1, 25)])
    again = store.ingest("evaluations", [rating(1, recorded_at=f"{TODAY}T10:00:00")])
    assert (again.duplicate, again.conflict) == (1, 0)
    other = store.ingest("evaluations", [rating(1, score=1, recorded_at=f"{TODAY}T10:00:00")])
    assert (other.duplicate, other.conflict) == (1, 1)
    older = store.ingest("evaluations", [rating(1, score=1, recorded_at=f"{TODAY}T09:00:00")])
    assert (older.duplicate, older.conflict) == (1, 0)
    newer = store.ingest("evaluations", [rating(1, score=2, recorded_at=f"{TODAY}T10:30:00")])
    assert (newer.accepted, newer.waiting) == (1, 25)
    at(clock, "10:45")
    beat(store.engine)
    assert store.record("evaluations", "E1")["score"] == 2


def test_a_correction_of_a_rating_that_is_public_waits_too(store: Store, clock: Any) -> None:
    begun(store, clock)
    store.ingest("evaluations", [rating(n) for n in range(1, 25)])
    at(clock, "10:45")
    beat(store.engine)
    version = store.version()
    store.ingest("evaluations", [rating(1, score=1), rating(2, void="true")])
    store.ingest("evaluations", [rating(3, rated_on="2026-11-23")])
    store.ingest("evaluations", [rating(4, score=1), rating(4, score=2)])
    at(clock, "11:15")
    assert beat(store.engine) == []
    assert store.version() == version
    assert {store.record("evaluations", f"E{n}")["score"] for n in (1, 2, 3, 4)} == {5}
    store.ingest("evaluations", [rating(n) for n in range(30, 40)])
    at(clock, "11:30")
    (step,) = beat(store.engine)
    assert (step.released, step.waiting, step.data_version) == (14, 10, version + 1)
    assert [store.record("evaluations", f"E{n}")["score"] for n in (1, 3, 4)] == [1, 5, 2]
    assert not any(rebuild(store.engine).values())


def test_a_withdrawn_record_is_kept_whole_whether_it_was_public_or_not(
    store: Store, clock: Any
) -> None:
    begun(store, clock)
    store.ingest("evaluations", [rating(n) for n in range(1, 25)])
    at(clock, "10:45")
    beat(store.engine)
    store.ingest("evaluations", [rating(1, score=3)])
    batch = store.ingest("evaluations", [rating(n, void="true") for n in (1, 2, 24)])
    assert store.ingest("evaluations", [rating(24, void="true")]).duplicate == 1
    store.ingest("evaluations", [rating(23, void="true")])
    store.ingest("evaluations", [rating(23, score=4)])
    at(clock, "00:00", NEXT)
    beat(store.engine)
    kept = store.sql("select key, record, batch from withdrawn")
    scores = {key: json.loads(record)["score"] for key, record, _ in kept}
    assert scores == {number(n): score for n, score in ((1, 3), (2, 5), (24, 5))}
    assert len({of for *_, of in kept}) == 1
    assert batch.accepted == 3
    assert (released(store), store.record("evaluations", "E23")["score"]) == (22, 4)
    assert not any(rebuild(store.engine).values())
    # As if nothing had waited: the same lines on the day after.
    at_once = Store(store.folder, "at-once")
    at_once.ingest("evaluations", [rating(n) for n in range(25)])
    at_once.ingest("evaluations", [rating(1, score=3), rating(23, score=4)])
    at_once.ingest("evaluations", [rating(n, void="true") for n in (1, 2, 24)])
    assert at_once.rows("evaluations") == [
        row | {"row_id": other["row_id"]}
        for row, other in zip(store.rows("evaluations"), at_once.rows("evaluations"), strict=True)
    ]
    at_once.close()


def number(n: int) -> str:
    return keyed_hash(record_key(), "evaluation_no", f"E{n}")


def test_whatever_is_loaded_first_the_store_is_the_same_in_the_end(
    tmp_path: Path, clock: Any
) -> None:
    """With a window that is on no list, a correction, another day's ratings and a day's holidays."""
    batches = (
        [rating(n) for n in range(30)],
        [rating(n, window="W77") for n in range(30, 55)] + [rating(99, rated_on="2026-11-20")],
        [rating(n, score=1, recorded_at=f"{TODAY}T10:00:00") for n in (3, 40, 99)],
    )
    contents = set()
    for n, order in enumerate(permutations(range(3))):
        store = Store(tmp_path, f"hall{n}")
        for k, of in enumerate(order):
            at(clock, f"1{k}:20")
            rows = (
                batches[of]
                if of == 2
                else [{"recorded_at": f"{TODAY}T09:00:00"} | r for r in batches[of]]
            )
            store.ingest("evaluations", rows)
            beat(store.engine)
        at(clock, "00:00", NEXT)
        beat(store.engine)
        assert waiting(store) == 0
        content = store.content(without=("batches", "settings"))
        contents.add(repr(content))
        store.close()
    assert len(contents) == 1


def test_a_notice_that_comes_meanwhile_counts_for_what_waits(store: Store, clock: Any) -> None:
    clock("2027-12-28T10:00:00+08:00")
    late = {"score": 1, "rated_on": "2027-12-28"}
    store.ingest("evaluations", [rating(1) | late])
    assert waiting(store) == 1
    with store.engine.connect() as connection, transaction(connection):
        connection.exec_driver_sql("insert into calendar_years values (2027), (2028)")
    clock("2027-12-29T00:00:01+08:00")
    beat(store.engine)
    assert store.record("evaluations", "E1")["rectify_due_on"] is not None


def test_a_code_that_no_list_has_comes_into_its_list_with_the_rating(
    store: Store, clock: Any
) -> None:
    begun(store, clock)
    known = set(store.sql("select window from windows"))
    store.ingest(
        "evaluations", [rating(1, window="W88"), rating(2, window="W89", rated_on="2026-11-20")]
    )
    # The day's first window has been waiting since 10:30.
    assert set(store.sql("select window from windows")) - known == {("W89",)}
    at(clock, "00:00", NEXT)
    beat(store.engine)
    assert set(store.sql("select window from windows")) - known == {("W01",), ("W88",), ("W89",)}
    assert store.sql("select * from waiting_codes") == []


def test_what_waits_outlives_a_crash_a_backup_and_an_upgrade(
    store: Store, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(store, clock)
    store.ingest("evaluations", [rating(n) for n in range(1, 25)])
    at(clock, "10:45")
    with monkeypatch.context() as patch:  # the machine fails in the middle of the step
        patch.setattr("data.intake.write.release.renew", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            beat(store.engine)
    assert (released(store), waiting(store), store.version()) == (0, 25, 0)
    copy = store.folder / "copy.sqlite"
    for arguments in (["backup", str(copy)], ["restore", str(copy)], ["rebuild"]):
        result = CliRunner().invoke(cli, [*arguments, "--database", store.url])
        assert result.exit_code == 0, result.output
    with store.engine.connect() as connection, transaction(connection):
        # A store of an earlier release: without a column, and with numbers as their source has them.
        connection.exec_driver_sql("alter table evaluations__waiting drop column set_aside")
        connection.exec_driver_sql("delete from settings where name = 'fill:evaluations.set_aside'")
        connection.exec_driver_sql("delete from settings where name = ?", (SETTING,))
        connection.exec_driver_sql(
            "update evaluations__waiting set evaluation_no = 'E' || (row_id - 1)"
        )
    writer(store.url).dispose()
    assert waiting(store) == 25
    (step,) = beat(store.engine)
    assert (step.released, step.waiting) == (15, 10)
    assert store.record("evaluations", "E1")["set_aside"] == 0
    assert not any(rebuild(store.engine).values())


# Everything that is said of ratings, of all datasets, or in a picture of the day.
ADDRESSES = (
    "/api/v1/live",
    "/api/v1/status",
    "/api/v1/datasets",
    "/api/v1/datasets/evaluations",
    "/api/v1/datasets/evaluations/records?count=exact",
    "/api/v1/datasets/evaluations/records.csv",
    "/api/v1/datasets/evaluations/facets?field=verified",
    "/api/v1/datasets/windows/records?limit=1000",
    "/api/v1/indicators/ratings/values?grain=day",
    "/api/v1/indicators/ratings/values?grain=day&by=score",
    "/api/v1/indicators/ratings/values?grain=total",
    "/api/v1/indicators/ratings/values?by=window",
    "/api/v1/indicators/good-rating-rate/values?grain=day",
    "/api/v1/indicators/bad-ratings-pending/values?grain=day",
    "/api/v1/indicators/ratings/rows",
    "/catalog.jsonld",
    "/datapackage.json",
    "/feeds/data.atom",
    "/satisfaction",
    "/screen",
    "/",
)
_ALIVE = ("heartbeat", "heartbeat_age_seconds", "seconds_out_of_date")


def published(client: Any) -> dict[str, bytes]:
    """What each address says, but for how long ago intake was heard of."""
    bodies = {}
    for address in ADDRESSES:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.get_data(as_text=True)[:300])
        body = answer.get_data()
        if address == "/api/v1/status":
            status = answer.json["data"]
            for part in (status, *status["datasets"]):
                for name in _ALIVE:
                    part.pop(name, None)
            body = json.dumps(status).encode()
        bodies[address] = body
    return bodies


def test_a_rating_that_waits_leaves_no_trace(store: Store, clock: Any) -> None:
    begun(store, clock)
    store.ingest("cases", [CASE])
    store.ingest("evaluations", [rating(n) for n in range(1, 25)])
    store.ingest("evaluations", [rating(90, rated_on="2026-11-20")])
    at(clock, "11:00")
    beat(store.engine)
    with application(store) as server:
        client = server.test_client()
        before = published(client)
        assert b"data_version" in before["/api/v1/live"]
        store.ingest("evaluations", [rating(50 + n, score=1, window="W66") for n in range(9)])
        store.ingest("evaluations", [rating(1, score=1), rating(2, void="true")])
        after = published(client)
        assert [address for address in ADDRESSES if before[address] != after[address]] == []
        store.ingest("evaluations", [rating(70)])
        at(clock, "11:15")
        beat(store.engine)
        live = client.get("/api/v1/live").json["data"]
        assert live["ratings"] == 24
        shown = {one["dataset"]: one["as_of"] for one in live["datasets"]}
        assert shown["evaluations"] == f"{TODAY}T11:15:00+08:00"


def test_before_the_first_step_there_is_no_number_of_the_day(store: Store, clock: Any) -> None:
    store.ingest("cases", [CASE])
    store.ingest("evaluations", [rating(90, rated_on="2026-11-20"), rating(1)])
    with application(store) as server:
        client: Any = server.test_client()
        live = client.get("/api/v1/live").json["data"]
        assert (live["day"], live["ratings"], live["scores"]) == (TODAY, None, [])
        assert live["good"]["denominator"] is live["bad"]["n"] is None
        assert "今天的评价尚未公布" in client.get("/").get_data(as_text=True)
        earlier = client.get("/api/v1/live?day=2026-11-20").json["data"]
        assert earlier["ratings"] == 1


def test_the_commands_say_how_many_wait(store: Store, clock: Any, capsys: Any) -> None:
    begun(store, clock)
    path = store.file([rating(n) for n in range(1, 25)])
    run = CliRunner().invoke(cli, ["ingest", "evaluations", str(path), "--database", store.url])
    assert json.loads(run.output)["waiting"] == 25
    cases = store.file([CASE])
    run = CliRunner().invoke(cli, ["ingest", "cases", str(cases), "--database", store.url])
    assert "waiting" not in json.loads(run.output)
    at(clock, "10:45")
    StoreIntake(store.engine, load(None)).beat()
    said = json.loads(capsys.readouterr().out)
    assert said == {"dataset": "evaluations", "released": 15, "waiting": 10, "data_version": 2}


def test_steps_are_refused_where_they_would_hide_nothing() -> None:
    ratings, steps = DATASETS["evaluations"], Steps("rating_step_minutes", "rating_step_least")
    assert {steps.minutes, steps.least} <= set(hall().thresholds)
    assert set(WAITING) == {id for id, dataset in DATASETS.items() if dataset.steps}
    with pytest.raises(ValueError, match="its rows tell at once"):
        replace(ratings, next_day=None)
    with pytest.raises(ValueError, match="which is not late"):
        replace(ratings, max_age_seconds=3600)
    with pytest.raises(ValueError, match="has no day"):
        replace(ratings, next_day="replied_on")
    with pytest.raises(ValueError, match="no number is of the day"):
        replace(ratings, indicators=(), identities=())


# --- a dataset that has lost its steps ------------------------------------------------------------


def left_waiting(store: Store, *rows: Row) -> None:
    """What a release with steps of cases would have left; a column has come since."""
    table = LEFT_WAITING["cases"]
    blank = {column.name: None for column in table.columns if column.name != "row_id"}
    with store.engine.connect() as connection, transaction(connection):
        table.create(connection)
        for row in rows:
            connection.execute(table.insert().values(blank | {"__void": False, "__batch": 1} | row))
        connection.exec_driver_sql("alter table cases__waiting drop column due_reason")


def test_what_a_dataset_without_steps_has_left_waiting_is_released_and_its_table_goes(
    store: Store, clock: Any
) -> None:
    at(clock, "10:42")
    (fresh, gone) = (
        {"case_no": no, "item": "i", "channel": "hall", "accepted_on": date(2026, 11, 24)}
        for no in ("fresh", "gone")
    )
    store.ingest("cases", [CASE | {"case_no": "gone"}])
    left_waiting(store, fresh, gone | {"__void": True})
    (said,) = beat(store.engine)
    assert (said.dataset, said.released, said.waiting) == ("cases", 2, 0)
    assert [row["case_no"] for row in store.rows("cases")] == ["fresh"]
    assert not store.sql("select 1 from sqlite_master where name = 'cases__waiting'")
    assert not any(rebuild(store.engine).values())
    assert beat(store.engine) == []


def test_what_comes_after_a_row_left_waiting_is_newer(store: Store, clock: Any) -> None:
    at(clock, "10:42")
    left = {"case_no": "C", "item": "i", "channel": "online", "accepted_on": date(2026, 11, 24)}
    left_waiting(store, left)
    store.ingest("cases", [CASE])
    assert [row["channel"] for row in store.rows("cases")] == ["hall"]
    assert not any(rebuild(store.engine).values())
