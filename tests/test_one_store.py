"""A web process and its store: which one an answer is of, and what is said while there is none."""

import shutil
import threading
from contextlib import ExitStack

import pytest
from click.testing import CliRunner

import app
from api import store_watch
from api.answer import answers
from commands import cli
from data.rollups.writer import writer
from data.store import identity
from data.store.engines import transaction
from tests.hall_data import Store, application

CASE = {"item": "i", "channel": "hall", "accepted_on": "2026-11-20"}
LIVE, VALUES = "/api/v1/live", "/api/v1/indicators/cases-accepted/values?grain=total"
RECORDS, LIST = "/api/v1/datasets/cases/records", "/api/v1/datasets/items/records?fields=item"
PAGES = ("/", "/en/volumes", "/screen")
PROGRAMS = ("/api/v1", LIVE, VALUES, RECORDS, f"{RECORDS}.csv", "/live/today", "/feeds/data.atom")


def cases(*numbers, **more):
    return [{"case_no": n, **CASE, **more} for n in numbers]


def run(*arguments):
    result = CliRunner().invoke(cli, [str(a) for a in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture
def filled(store):
    store.ingest("cases", cases("A", "B"))
    return store


@pytest.fixture
def open_site():
    """An application on a store; a further one takes the process over."""
    with ExitStack() as running:
        yield lambda store: running.enter_context(application(store)).test_client()


def close(store):
    """All of a store in its one file."""
    with store.engine.connect() as connection:
        connection.exec_driver_sql("pragma wal_checkpoint(truncate)")
    store.close()


def total(client):
    return client.get(VALUES).json["data"][0]["value"]


# --- a store that is not there --------------------------------------------------------------------


@pytest.fixture
def waiting(tmp_path, clock):
    """A site whose store is not there yet, in a folder that is not there either."""
    url = f"sqlite:///{tmp_path / 'later' / 'hall.sqlite'}"
    before, answers._service = answers._service, None
    client = app.create_app(url, tmp_path / "later").test_client()
    yield client, url, tmp_path
    answers._running().watch.close()
    answers._service = before


def test_no_number_is_given_and_nothing_made_while_there_is_no_store(waiting):
    client, _, folder = waiting
    for path in PROGRAMS:
        answer = client.get(path)
        assert (answer.status_code, answer.mimetype) == (503, "application/problem+json"), path
        assert answer.headers["Retry-After"]
    for path in PAGES:
        answer = client.get(path)
        assert (answer.status_code, answer.mimetype) == (503, "text/html"), path
        assert answer.headers["Content-Security-Policy"]
        words = "cannot be read" if path.startswith("/en") else "暂时无法读取"
        assert words in answer.text
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200
    assert list(folder.rglob("*.sqlite*")) == []


def test_a_store_that_appears_is_answered_from(waiting):
    client, url, _ = waiting
    assert client.get(LIVE).status_code == 503
    run("init", "--database", url)
    answers.refresh()
    for path in (*PROGRAMS, *PAGES, "/readyz"):
        assert client.get(path).status_code == 200, path


def test_a_store_of_another_release_is_neither_answered_from_nor_changed(filled, open_site):
    with filled.engine.connect() as connection, transaction(connection):
        connection.exec_driver_sql("update settings set value='x' where name like 'rollup:cases%'")
    before = filled.content()
    client = open_site(filled)
    assert client.get(VALUES).status_code == 503
    assert filled.content() == before
    writer(filled.url).dispose()
    answers.refresh()
    assert total(client) == 2


# --- a store that is moved, replaced, damaged -----------------------------------------------------


def test_while_the_store_is_away_old_answers_say_their_age_and_live_ones_are_refused(
    filled, open_site
):
    client = open_site(filled)
    kept, page = client.get(VALUES), client.get("/")
    assert client.get(LIVE).status_code == page.status_code == 200
    away = filled.path.rename(filled.path.with_name("away"))
    answers.refresh()
    stale = client.get(VALUES)
    assert (stale.status_code, stale.data) == (200, kept.data)
    assert "Age" in stale.headers
    for path in (LIVE, "/live/today", "/", f"{VALUES}&from=2026-01-01", "/readyz"):
        assert client.get(path).status_code == 503, path
    assert not filled.path.exists()
    away.rename(filled.path)
    answers.refresh()
    for path in (LIVE, "/", "/readyz", VALUES):
        assert client.get(path).status_code == 200, path
    assert "Age" not in client.get(VALUES).headers


def test_another_store_in_its_place_is_noticed_and_nothing_of_the_first_is_sent(
    filled, open_site, tmp_path
):
    """Both at the same data version, with other numbers and other lists."""
    other = Store(tmp_path / "..", f"other-{tmp_path.name}")
    other.ingest("cases", cases("A", "B", "C", item="j"))
    assert other.version() == filled.version()
    client = open_site(filled)
    before = {path: client.get(path) for path in (VALUES, RECORDS, LIST, "/")}
    assert total(client) == 2
    close(filled)
    close(other)
    other.path.replace(filled.path)
    answers.refresh()
    assert total(client) == 3
    for path, first in before.items():
        now = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (now.status_code, now.headers.get("Age")) == (200, None), path
        assert now.data != first.data, path
    assert client.get("/api/v1/indicators/cases-accepted/values?item=j").status_code == 200
    assert client.get("/api/v1/indicators/cases-accepted/values?item=i").status_code == 400
    # With the first one's answers still cached in the folder, its successor away sends none of them.
    filled.path.unlink()
    answers.refresh()
    assert client.get(VALUES).json["data"][0]["value"] == 3


def test_a_copy_that_went_on_by_itself_shares_no_answer_with_the_first(filled, open_site):
    """Put back by hand, without `restore`: its next commit has a number given out before."""
    close(filled)
    copy = shutil.copy(filled.path, filled.path.with_name("copy"))
    filled.engine = writer(filled.url)
    filled.ingest("cases", cases("C"))
    client = open_site(filled)
    seen, version = client.get(VALUES), filled.version()
    close(filled)
    shutil.move(copy, filled.path)
    filled.engine = writer(filled.url)
    filled.ingest("cases", cases("C", "D"))
    answers.refresh()
    assert filled.version() == version
    assert total(client) == 4
    again = client.get(VALUES, headers={"If-None-Match": seen.headers["ETag"]})
    assert again.status_code == 200


def test_two_stores_under_one_folder_keep_their_answers_apart(filled, open_site, tmp_path):
    other = Store(tmp_path, "second")
    other.ingest("cases", cases("A"))
    assert other.version() == filled.version()
    tag = open_site(filled).get(VALUES).headers["ETag"]
    answer = open_site(other).get(VALUES, headers={"If-None-Match": tag})
    assert answer.json["data"][0]["value"] == 1


def test_a_writer_does_not_write_into_a_file_that_has_been_replaced(filled, tmp_path):
    with filled.engine.connect():
        pass
    close_copy = shutil.copy(filled.path, tmp_path / "copy")
    filled.sql("pragma wal_checkpoint(truncate)")
    shutil.copy(filled.path, close_copy)
    for leftover in ("-wal", "-shm"):
        filled.path.with_name(filled.path.name + leftover).unlink(missing_ok=True)
    shutil.move(close_copy, filled.path)
    filled.ingest("cases", cases("C"))
    other = writer(filled.url)
    with other.connect() as connection:
        assert connection.exec_driver_sql("select count(*) from cases").scalar() == 3


def test_a_writer_begins_no_store_where_one_has_been_moved_away(filled):
    filled.sql("select 1")
    filled.path.rename(filled.path.with_name("away"))
    with pytest.raises(Exception, match="unable to open"):
        filled.ingest("cases", cases("C"))
    assert not filled.path.exists()


@pytest.mark.parametrize("first_page", [0, 1, 12])
def test_overwritten_pages_are_said(filled, open_site, first_page):
    filled.ingest("cases", cases(*(f"N{n}" for n in range(2_000))))
    client = open_site(filled)
    assert client.get("/readyz").status_code == 200
    filled.sql("pragma wal_checkpoint(truncate)")
    with filled.path.open("rb+") as file:
        file.seek(4096 * first_page)
        file.write(b"\xa5" * 4096 * 40)
    answers._service.watch.probe()
    assert client.get("/readyz").status_code == 503
    for path in (VALUES, f"{RECORDS}?limit=7"):
        assert client.get(path).status_code == 503, path


def test_a_damaged_page_that_a_question_meets_ends_readiness(filled, open_site):
    client = open_site(filled)
    error = answers.UNREADABLE[1]("select", {}, Exception("database disk image is malformed"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("api.documents.dispatch.document", lambda *_: (_ for _ in ()).throw(error))
        assert client.get(f"{RECORDS}?limit=3").status_code == 503
    assert client.get("/readyz").status_code == 503
    close(filled)
    shutil.copy(filled.path, filled.path.with_name("copy"))
    filled.path.with_name("copy").replace(filled.path)
    assert client.get("/readyz").status_code == 200


# --- who looks ------------------------------------------------------------------------------------


@pytest.mark.parametrize("error", [RuntimeError("whatever"), MemoryError(), KeyError("newest")])
def test_the_watching_thread_survives_any_error(filled, open_site, monkeypatch, error):
    client = open_site(filled)
    thread = answers._service.watch._thread

    def fail(*_):
        raise error

    with monkeypatch.context() as failing:
        failing.setattr(store_watch, "changes", fail)
        assert answers.refresh().reachable is False
        thread.join(3 * store_watch.POLL_SECONDS)
        assert thread.is_alive()
        assert client.get("/readyz").status_code == client.get(LIVE).status_code == 503
    filled.ingest("cases", cases("C"))
    answers.refresh()
    assert client.get("/readyz").status_code == 200
    assert total(client) == 3


def test_a_process_whose_store_nobody_looks_at_is_not_ready_and_gives_no_old_number(
    filled, open_site, monkeypatch
):
    client = open_site(filled)
    assert total(client) == 2
    watch = answers._service.watch
    watch._stopped.set()
    watch._thread.join()
    filled.ingest("cases", cases("C"))
    watch._looked_at -= store_watch.LOOK_HOLDS_SECONDS + 1
    assert client.get("/readyz").status_code == 503
    assert total(client) == 3


def test_a_look_that_does_not_end_holds_nobody_up(filled, open_site, monkeypatch):
    client = open_site(filled)
    monkeypatch.setattr(store_watch, "LOOK_HOLDS_SECONDS", 0.1)
    with answers._service.watch._lock:
        assert client.get("/readyz").status_code == 503


def test_no_look_waits_for_a_probe_that_takes_long(filled, open_site, monkeypatch):
    """As on a busy machine, or with a database far away."""
    client, watch = open_site(filled), answers._service.watch
    began, ended = threading.Event(), threading.Event()

    def slow(_):
        began.set()
        assert ended.wait(30)

    monkeypatch.setattr(store_watch, "probe", slow)
    prober = threading.Thread(target=watch.probe)
    prober.start()
    assert began.wait(30)
    try:
        filled.ingest("cases", cases("LATER"))
        monkeypatch.setattr(
            store_watch, "LOOK_HOLDS_SECONDS", 0.01
        )  # whoever asks looks by himself
        assert total(client) == 3
        assert client.get("/readyz").status_code == 200
    finally:
        ended.set()
        prober.join()


@pytest.mark.usefixtures("_sample")
def test_the_shared_sample_is_looked_at_anew_before_each_test(request):
    watch = answers._running().watch
    watch._lose(OSError("the test before made the looks of every watch fail"))
    assert request.getfixturevalue("client").get(LIVE).status_code == 200


# --- identity -------------------------------------------------------------------------------------


def test_every_store_has_a_name_and_every_commit_that_changes_something_another(store, tmp_path):
    def mark(one):
        with one.engine.connect() as connection:
            return identity.stored_mark(connection)

    seen = [mark(store)]
    for numbers in (["A"], ["A"], ["B"]):
        store.ingest("cases", cases(*numbers))
        seen.append(mark(store))
    assert len({one.past for one in seen}) == 1
    assert seen[1] == seen[2]
    assert len({one.state for one in seen}) == 3
    engine = writer(f"sqlite:///{tmp_path / 'fresh.sqlite'}")
    with engine.connect() as connection:
        assert identity.stored_mark(connection).past != seen[0].past
