"""Any time can be chosen on an indicator's page, and everything on it is then of that time."""

from __future__ import annotations

from datetime import date
from html import unescape

from data.answers.whole_periods import finest_by, widened
from data.catalog import PUBLISHED_INDICATORS, owner
from tests.contracts import for_each, no_finer

# One of each kind of measure and of each finest grain.
KINDS = {
    (type(one.measure), owner(one).grain): id for id, one in reversed(PUBLISHED_INDICATORS.items())
}
ASKED = "from=2026-09-10&to=2026-10-20"


@for_each("indicator", KINDS.values())
def test_a_page_takes_any_time_and_says_its_value(client, indicator):
    page = client.get(f"/en/indicators/{indicator}?{ASKED}&grain=month")
    if PUBLISHED_INDICATORS[
        indicator
    ].of_list:  # a list as it is now has no time: named and left out
        assert page.status_code == 303
        return
    assert page.status_code == 200
    text = unescape(page.text)
    definition = PUBLISHED_INDICATORS[indicator]
    finest = finest_by(owner(definition), definition.dimensions)
    first, last = widened(date(2026, 9, 10), date(2026, 10, 20), finest)
    asked = f"from={first}&to={last}"
    assert f"/indicators/{indicator}/values.csv?{asked}" in text.replace("&grain=month", "")
    assert f"/indicators/{indicator}/rows?{asked}" in text
    grain = no_finer(indicator, "month")
    whole = client.get(f"/api/v1/indicators/{indicator}/values?{asked}&grain=total&lang=en").json[
        "data"
    ]
    if whole and isinstance(whole[0]["value"], int) and PUBLISHED_INDICATORS[indicator].is_count:
        assert f">{whole[0]['value']:,}<" in text
    series = client.get(f"/api/v1/indicators/{indicator}/values?{asked}&grain={grain}").json["data"]
    assert all(f">{row['period']}<" in text for row in series)


def test_without_a_time_the_page_is_of_all_there_is(client):
    text = unescape(client.get("/indicators/cases-completed").text)
    assert "/indicators/cases-completed/values.csv?grain=month&labels=zh" in text
    assert "/indicators/cases-completed/rows" in text
