"""A store that is older than the catalogue keeps up when a command opens it."""

from sqlalchemy import text

from data.intake.ingest import rebuild
from data.rollups.writer import writer
from data.store.engines import transaction
from tests.hall_data import Store, fill, sample


def test_a_sum_that_the_store_does_not_know_is_counted_from_the_rows(sample_copy, tmp_path):
    store = sample_copy(tmp_path)
    with store.engine.connect() as connection, transaction(connection):
        before = connection.execute(text("select * from cases__accepted_on__channel")).fetchall()
        connection.execute(text("drop table cases__accepted_on__channel"))
        connection.execute(
            text("delete from settings where name = 'rollup:cases__accepted_on__channel'")
        )
    with writer(store.url).connect() as connection:
        after = connection.execute(text("select * from cases__accepted_on__channel")).fetchall()
    assert before
    assert after == before


def test_a_sum_counted_by_another_formula_is_counted_anew(sample_copy, tmp_path):
    store = sample_copy(tmp_path)
    with store.engine.connect() as connection, transaction(connection):
        connection.execute(
            text("update cases__completed_on set on_time_rate__n = on_time_rate__n + 7")
        )
        connection.execute(
            text("update settings set value = 'old' where name = 'rollup:cases__completed_on'")
        )
    assert not any(rebuild(writer(store.url)).values())


def test_an_indicator_that_the_store_does_not_know_is_counted_by_day_and_by_block(
    sample_copy, tmp_path
):
    store = sample_copy(tmp_path)
    before = store.content()
    with store.engine.connect() as connection, transaction(connection):
        for table in ("evaluations__rated_on", "evaluations__rated_on__blocks"):
            connection.execute(text(f"alter table {table} drop column bad_ratings_pending__n"))
        connection.execute(
            text("update settings set value = 'old' where name = 'rollup:evaluations__rated_on'")
        )
    writer(store.url).dispose()
    assert store.content() == before


def test_a_field_that_the_store_does_not_know_becomes_an_empty_column(sample_copy, tmp_path):
    store = sample_copy(tmp_path)
    with store.engine.connect() as connection, transaction(connection):
        connection.execute(text("alter table cases drop column due_reason"))
    with writer(store.url).connect() as connection:
        rows = connection.execute(text("select count(*), count(due_reason) from cases")).one()
    assert rows[0] > 0
    assert rows[1] == 0


def test_a_store_whose_columns_came_in_another_order_takes_a_first_load(tmp_path):
    """A first load is copied by the columns' places, which an added column changes."""
    plain, upgraded = Store(tmp_path, "plain"), Store(tmp_path, "upgraded")
    with upgraded.engine.connect() as connection, transaction(connection):
        connection.execute(text("drop index cases_item"))
        for column in ("item", "due_reason"):
            connection.execute(text(f"alter table cases drop column {column}"))
        connection.execute(text("alter table cases add column no_longer_kept text"))
    writer(upgraded.url).dispose()
    for store in (plain, upgraded):
        fill(store, sample())
    assert upgraded.content() == plain.content()


def test_cases_that_a_notice_or_stops_came_to_get_their_hours_and_half_days_back(tmp_path):
    """An earlier release computed them anew by the clock of UTC."""
    fresh, old = Store(tmp_path, "fresh"), Store(tmp_path, "old")
    rows = [
        {"case_no": "A", "item": "i", "channel": "hall", "accepted_at": "2026-11-02T09:10:00+08:00",
         "completed_at": "2026-11-05T16:10:00+08:00"},
    ]  # fmt: skip
    for store in (fresh, old):
        fill(store, {"cases": rows})
    with old.engine.connect() as connection, transaction(connection):
        connection.execute(
            text("update cases set accepted_hour = 1, completed_hour = 8, used_days = 3")
        )
        connection.execute(text("delete from settings where name = 'derivation:cases'"))
    writer(old.url).dispose()
    assert old.content() == fresh.content()


def test_an_older_case_of_a_source_without_a_calendar_gets_no_days_by_a_notice(tmp_path):
    """Before, cases did not say so: they lack what the years of the package would have given."""
    store = Store(tmp_path)
    rows = [{"case_no": "A", "item": "i", "channel": "hall", "accepted_on": "2024-11-21",
             "completed_on": "2024-11-29"}]  # fmt: skip
    fill(store, {"cases": [*rows, rows[0] | {"case_no": "B"}]})
    with store.engine.connect() as connection, transaction(connection):
        connection.execute(text("update cases set used_days = null where case_no like '%A'"))
        connection.execute(text("delete from settings where name = 'fill:cases.calendar'"))
    writer(store.url).dispose()
    notice = "date,kind,notice\n2024-10-01,holiday,N\n2024-11-23,workday,N\n2024,complete,N\n"
    store.ingest("calendar", notice)
    assert [row["used_days"] for row in store.rows("cases")] == [None, 7]


def test_requests_of_an_earlier_release_are_closed_answered_and_counted_by_the_rules_of_now(
    tmp_path,
):
    """Before, one column had the day of an answer and of an end without one."""
    fresh, old = Store(tmp_path, "fresh"), Store(tmp_path, "old")
    dates = {"applicant_kind": "person", "received_on": "2026-10-12", "answered_on": "2026-10-30"}
    rows = [dates | {"request_no": code, "outcome": code} for code in ("r03", "r21", "r23")]
    rows.append({"request_no": "asked", "applicant_kind": "person", "received_on": "2026-10-12"})
    asked = [{"request_no": "asked", "kind": "agency_asked", "on": "2026-10-13"}]
    for store in (fresh, old):
        fill(store, {"disclosure-requests": rows, "disclosure-events": asked})
    with old.engine.connect() as connection, transaction(connection):
        connection.execute(text("drop index disclosure_requests_closed_on"))
        connection.execute(
            text("update disclosure_requests set answered_on = closed_on, due_on = null")
        )
        for column in ("closed_on", "source_answered_on", "source_closed_on", "calendar"):
            connection.execute(text(f"alter table disclosure_requests drop column {column}"))
        connection.execute(text("delete from settings where name like 'derivation:%'"))
    writer(old.url).dispose()
    assert old.content() == fresh.content()
