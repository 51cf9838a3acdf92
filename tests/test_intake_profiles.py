"""Profiles: a mistake in one is named with its place and what was meant."""

import pytest

from data.catalog import DATASETS
from data.intake.profile.load import FOLDER, ProfileRefused, load

CASES = 'cases.columns.case_no="a"\ncases.columns.item="b"\n' + (
    'cases.columns.channel="c"\ncases.columns.accepted_at="d"\n'
)


@pytest.fixture
def written(tmp_path):
    def write(text):
        path = tmp_path / "city.toml"
        path.write_text(text, "utf-8")
        return str(path)

    return write


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_every_shipped_profile_is_sound(path):
    assert load(path.stem).name == path.stem


def test_without_a_profile_our_ids_are_the_headers():
    plain = load(None)
    assert plain.datasets.keys() == DATASETS.keys()
    columns = plain.datasets["disclosure-requests"].columns
    assert columns["due_on"] == "due_on"
    assert columns["source_due_on"] == "source_due_on"
    assert columns["void"] == "void"
    assert "used_bucket" not in columns


def test_what_a_profile_leaves_out(written):
    city = load(written(CASES))
    assert (city.name, city.zone.key, city.encoding, city.calendar) == (
        "city",
        "Asia/Shanghai",
        "auto",
        "china",
    )
    assert (city.title.zh, city.title.en) == ("city", "city")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = ", "not valid TOML"),
        ("", "no dataset in it"),
        ("[case.columns]", "'case'; did you mean 'cases'"),
        ("tittle = 'x'\n" + CASES, "'tittle'; did you mean 'title'"),
        ("title = {}\n" + CASES, "title needs"),
        ("zone = 'Asia/Nanchong'\n" + CASES, "'Asia/Nanchong' is no time zone"),
        (
            "encoding = 'utf-16'\n" + CASES,
            "encoding 'utf-16' is not known; one of auto, utf-8, gb18030",
        ),
        ("calendar = 'us'\n" + CASES, "calendar 'us' is not known; one of china, weekdays, none"),
        ("cases = 3", r"\[cases\]: a table is expected"),
        ("[cases]\ncolums = {}", "'colums'; did you mean 'columns'"),
        ("cases.columns = 3", r"\[cases.columns\]: a table is expected"),
        (CASES + "cases.columns.windoe='w'", "no field 'windoe'; did you mean 'window'"),
        (CASES + "cases.columns.used_bucket='w'", "no field 'used_bucket'"),
        (CASES + "cases.columns.window=''", "window: the header is empty"),
        (CASES + "cases.columns.window={a='w'}", r"window: \{ join ="),
        (CASES + "cases.columns.window=[1]", "window: a list such as"),
        (CASES + "cases.header_row=0", "header_row: a row from 1"),
        (CASES + "cases.sheets=3", "sheets: a list such as"),
        (CASES + "[[cases.rules]]\ncompleted_at='x'", "rules. 1 when: a table"),
        (CASES + "[[cases.rules]]\nwhen={s='x'}\nclosed='x'", "no field 'closed'"),
        (CASES + "cases.formats.accepted_at='%H:%M'", "'%H:%M' does not name a day"),
        (CASES + "cases.formats.accepted_at='%Q'", "'%Q' cannot be read"),
        (CASES + "cases.formats.accepted_at='%Y-%m-%d %H:%M:%S.%f'", "fractions of a second"),
        (CASES + "cases.formats.accepted_at=[1]", "a list such as"),
        (CASES + "cases.formats.item='%Y-%m-%d'", "item is no date or time"),
        (CASES + "cases.codes.channel.x='onlin'", "no code 'onlin'; did you mean 'online'"),
        (CASES + "cases.codes.channel.x='carrier pigeon'", "one of hall, online"),
        (CASES + "cases.codes.void.x='maybe'", "neither true nor false"),
        (CASES + "cases.codes.legal_days.x='ten'", "'ten' is no number"),
        (CASES + "cases.constants.outcome='done'", "no code 'done'"),
        (CASES + "cases.defaults.legal_days='ten'", "'ten' is no number"),
        (CASES + "cases.constants.item='x'", "item has both a column and a constant"),
        (CASES + "cases.labels.channel='x'", "channel refers to no list"),
        (CASES + "cases.lenient=['outcom']", "lenient: 'outcom'"),
        (CASES + "cases.lenient='channel'", "a list such as"),
        ("cases.columns.item='b'", r"case_no \(办件编号\) is required"),
        (
            "cases.columns.case_no='a'\ncases.columns.item='b'\ncases.columns.channel='c'",
            r"accepted_on \(受理日期\) is required",
        ),
    ],
)
def test_a_mistake_is_named(written, text, said):
    with pytest.raises(ProfileRefused, match=said):
        load(written(text))


def test_an_unknown_profile_is_told_from_the_shipped_ones():
    with pytest.raises(ProfileRefused, match=r"no profile 'nyc31'; did you mean 'nyc311'\?"):
        load("nyc31")
    with pytest.raises(ProfileRefused, match="shipped: barcelona-iris, hall, montreal311, nyc311"):
        load("there/is/none.toml")


def test_all_mistakes_are_named_at_once(written):
    text = "zone='Mars'\ntittle='x'\ncases.columns.item='a'\nevaluations.columns.score='b'\n"
    with pytest.raises(ProfileRefused) as refusal:
        load(written(text))
    for said in ("'Mars'", "'tittle'", "case_no", "channel", "accepted_on", "evaluation_no"):
        assert said in str(refusal.value)


def test_a_misspelt_field_hides_no_other_mistake(written):
    text = (
        "cases.columns.case_n='a'\ncases.codes.channel.x='nope'\ncases.formats.accepted_at='%Q'\n"
    )
    with pytest.raises(ProfileRefused) as refusal:
        load(written(text))
    for said in ("'case_n'; did you mean 'case_no'", "no code 'nope'", "format '%Q'"):
        assert said in str(refusal.value)


def test_a_profile_may_begin_with_a_mark(written):
    assert load(written("\ufeff" + CASES)).name == "city"


@pytest.mark.parametrize(("language", "zh", "en"), [("en", "x", "x"), ("zh", "x", "x")])
def test_a_title_in_one_language_serves_for_both(written, language, zh, en):
    title = load(written(f"title.{language}='x'\n" + CASES)).title
    assert (title.zh, title.en) == (zh, en)


def test_another_zone_without_a_calendar_is_remarked_on(written):
    zone = "zone='Europe/London'\n"
    elsewhere = load(written(zone + CASES))
    assert "Europe/London" in elsewhere.notes[0]
    assert elsewhere.calendar == "none"
    assert load(written(zone + "calendar='none'\n" + CASES)).notes == ()
    assert load(written(zone + "calendar='china'\n" + CASES)).calendar == "china"
    assert (load(written(CASES)).notes, load(written(CASES)).calendar) == ((), "china")
    assert load(written("zone='Asia/Urumqi'\n" + CASES)).calendar == "china"
