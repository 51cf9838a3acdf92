"""Numbers of other systems are hashed under the installation's key before anything is stored."""

import re

import pytest

from data.intake.ingest import ingest_file
from data.intake.profile.load import ProfileRefused, load
from data.rollups.writer import writer
from data.rules.keyed_hash import keyed_hash
from data.settings import record_key
from tests.hall_data import Store

KEY = record_key()
RATING = {"evaluation_no": "PJ-2026-0001", "score": 5, "rated_on": "2026-11-20"}
HASHED = keyed_hash(KEY, "evaluation_no", "PJ-2026-0001")


@pytest.fixture
def store(tmp_path):
    made = Store(tmp_path)
    yield made
    made.close()


def numbers(store, dataset="evaluations", field="evaluation_no"):
    return [row[field] for row in store.rows(dataset)]


def test_a_hash_is_of_letters_and_tells_kinds_and_keys_apart():
    hashes = {
        keyed_hash(key, kind, "1") for key in (b"a", b"b") for kind in ("case_no", "evaluation_no")
    }
    assert len(hashes) == 4
    assert all(re.fullmatch("[a-p]{20}", text) for text in hashes)


def test_a_rating_is_kept_under_its_hash_and_known_again(store):
    assert store.ingest("evaluations", [RATING]).accepted == 1
    assert store.ingest("evaluations", [RATING]).duplicate == 1
    assert store.ingest("evaluations", [RATING | {"score": 1}]).accepted == 1
    assert numbers(store) == [HASHED]
    content = repr(store.content())
    assert "PJ-2026-0001" not in content


def test_a_withdrawn_rating_is_found_by_its_hash(store):
    store.ingest("evaluations", [RATING])
    store.ingest("evaluations", [RATING | {"void": "true"}])
    assert numbers(store) == []
    assert store.sql("select key from withdrawn") == [(HASHED,)]


def test_a_profile_has_the_numbers_of_cases_hashed(store, tmp_path):
    profile = tmp_path / "internal.toml"
    profile.write_text(
        'name = "internal"\n[cases]\nkeyed = ["case_no"]\n'
        '[cases.columns]\ncase_no = "no"\nitem = "item"\naccepted_on = "on"\n'
        '[cases.constants]\nchannel = "hall"\n'
    )
    rows = [{"no": 13800138000 + n, "item": "x", "on": "2026-11-20"} for n in range(3)]
    assert store.ingest("cases", rows, str(profile)).accepted == 3
    expected = {keyed_hash(KEY, "case_no", str(row["no"])) for row in rows}
    assert set(numbers(store, "cases", "case_no")) == expected


def test_what_is_no_number_cannot_be_hashed(tmp_path):
    profile = tmp_path / "wrong.toml"
    profile.write_text(
        '[cases]\nkeyed = ["item"]\n[cases.columns]\ncase_no = "no"\nitem = "item"\n'
    )
    with pytest.raises(ProfileRefused, match="keyed: 'item' is no field with a record's number"):
        load(str(profile))


def test_a_store_of_before_is_hashed_once(store):
    store.ingest("evaluations", [RATING, RATING | {"evaluation_no": "PJ-2"}])
    store.ingest("evaluations", [RATING | {"evaluation_no": "PJ-2", "void": "true"}])
    second = keyed_hash(KEY, "evaluation_no", "PJ-2")
    with store.engine.begin() as connection:  # as it was
        for table, column in (("evaluations", "evaluation_no"), ("withdrawn", "key")):
            for hashed, number in ((HASHED, "PJ-2026-0001"), (second, "PJ-2")):
                connection.exec_driver_sql(
                    f"update {table} set {column} = ? where {column} = ?", (number, hashed)
                )
        connection.exec_driver_sql("delete from settings where name = 'record-key'")
    for _ in range(2):
        writer(store.url).dispose()
        assert numbers(store) == [HASHED]
        assert store.sql("select key from withdrawn") == [(second,)]
    assert store.ingest("evaluations", [RATING]).duplicate == 1


def test_another_key_is_refused_before_it_doubles_every_record(store, monkeypatch):
    store.ingest("evaluations", [RATING])
    monkeypatch.setenv("RECORD_KEY", "another")
    entry = ingest_file(store.engine, "evaluations", store.file([RATING]), load(None))
    assert "hashed under another key" in (entry.refused or "")
    assert numbers(store) == [HASHED]


def test_a_key_is_made_once_for_its_owner_alone(tmp_path, monkeypatch):
    monkeypatch.delenv("RECORD_KEY")
    key = record_key(tmp_path)
    assert record_key(tmp_path) == key
    assert (tmp_path / "record.key").stat().st_mode & 0o077 == 0
    (tmp_path / "record.key").write_text("")
    with pytest.raises(ValueError, match="is empty"):
        record_key(tmp_path)
