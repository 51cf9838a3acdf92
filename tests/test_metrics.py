"""What Prometheus reads: counted, of whoever may read it, and all that alarms and boards ask for."""

import gc
import json
import logging
import re
import weakref
from pathlib import Path
from types import SimpleNamespace

import pytest
from prometheus_client.parser import text_string_to_metric_families

from api.http import measured
from data.intake.ingest import beat
from tests.hall_data import application

yaml = pytest.importorskip("yaml")

ROOT = Path(__file__).resolve().parents[1]
DEPLOY, RUNBOOK = ROOT / "deploy" / "prometheus", ROOT / "docs" / "on-call.md"
RULES = [
    rule
    for group in yaml.safe_load((DEPLOY / "alerts.yml").read_text("utf-8"))["groups"]
    for rule in group["rules"]
]
ELSEWHERE = {"REMOTE_ADDR": "192.0.2.7"}


@pytest.fixture
def watched(store):
    store.ingest("cases", "case_no,item,channel,accepted_on\nA,i,hall,2026-11-20\n")
    with application(store) as server:
        yield server


def samples(client, **more):
    """The metrics by name and labels."""
    answer = client.get("/metrics", **more)
    assert answer.status_code == 200
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def test_what_counts_holds_no_application(store):
    store.ingest("cases", "case_no,item,channel,accepted_on\nA,i,hall,2026-11-20\n")
    with application(store) as server:
        assert server.test_client().get("/api/v1/live").status_code == 200
        gone = weakref.ref(server)
    del server
    gc.collect()
    assert gone() is None


def test_requests_are_counted_by_kind_and_class_of_status_and_by_nothing_else(watched):
    client = watched.test_client()
    measured.flush()
    before = samples(client)
    for path in (
        "/",
        "/en/volumes?item=secret",
        "/none",
        "/api/v1/live",
        "/api/v1/none",
        "/live/today",
    ):
        client.get(path)
    measured.flush()
    after = samples(client)

    def more(kind, status):
        name = f'open_hall_requests_total{{kind="{kind}",status="{status}"}}'
        return after.get(name, 0) - before.get(name, 0)

    assert (more("page", "2xx"), more("page", "4xx")) == (1, 2)  # no such item, no such page
    assert (more("api", "2xx"), more("api", "4xx")) == (1, 1)
    assert more("live", "2xx") == 1
    assert not any("secret" in name or "volumes" in name for name in after)
    moved = [name for name in after if after[name] != before.get(name, 0)]
    kinds = {m[1] for name in moved if (m := re.search(r'kind="([^"]*)"', name))}
    assert kinds <= {"page", "api", "live", "metrics", "healthz", "readyz", "assets", "feeds"}


def test_the_numbers_are_those_of_the_status(watched):
    client = watched.test_client()
    status = client.get("/api/v1/status").json["data"]
    read = samples(client)
    assert read["open_hall_ready"] == 1
    assert read["open_hall_data_version"] == status["data_version"]
    rows = {one["dataset"]: one["rows"] for one in status["datasets"] if one["rows"] is not None}
    assert rows["cases"] == 1
    assert {id: read[f'open_hall_dataset_rows{{dataset="{id}"}}'] for id in rows} == rows


def test_only_this_machine_and_who_has_the_token_may_read(watched, monkeypatch):
    client = watched.test_client()

    def status(**more):
        return client.get("/metrics", **more).status_code

    assert status() == 200
    assert status(environ_base=ELSEWHERE) == 403
    for name in ("X-Forwarded-For", "X-Real-IP", "Forwarded", "Via"):
        assert status(headers={name: "127.0.0.1"}) == 403
    assert status(environ_base=ELSEWHERE, headers={"Authorization": "Bearer "}) == 403
    monkeypatch.setenv("METRICS_TOKEN", "word")
    assert status(environ_base=ELSEWHERE) == 403
    assert status(environ_base=ELSEWHERE, headers={"Authorization": "Bearer wor"}) == 403
    assert status(environ_base=ELSEWHERE, headers={"Authorization": "Bearer word"}) == 200


def test_without_a_store_it_says_that_and_no_more(tmp_path, clock):
    nowhere = SimpleNamespace(url=f"sqlite:///{tmp_path / 'none.sqlite'}", folder=tmp_path)
    with application(nowhere) as server:  # type: ignore[arg-type]
        read = samples(server.test_client())
    assert read["open_hall_ready"] == 0
    assert "open_hall_data_version" not in read


def test_alarms_and_boards_ask_for_what_there_is(watched, store):
    """Each metric that an expression names is told, with the labels by which it is chosen, summed or named."""
    beat(store.engine)
    client = watched.test_client()
    client.get("/")
    measured.flush()
    families = list(text_string_to_metric_families(client.get("/metrics").text))
    labels: dict[str, set[str]] = {}
    for one in (sample for family in families for sample in family.samples):
        labels.setdefault(one.name, set()).update(one.labels)
    board = json.loads((DEPLOY / "grafana.json").read_text("utf-8"))
    panels = board["panels"]
    expressions = [(target["expr"], "") for panel in panels for target in panel["targets"]]
    expressions += [(rule["expr"], rule["annotations"]["summary"]) for rule in RULES]
    for expression, summary in expressions:
        metrics = re.findall(r"\bopen_hall_\w+", expression)
        assert metrics or expression.startswith("up{"), expression
        chosen = {name for part in re.findall(r"\{(.*?)\}", expression) for name in re.findall(r"(\w+)=", part)}  # fmt: skip
        summed = {name for part in re.findall(r"by \((.*?)\)", expression) for name in re.findall(r"\w+", part)}  # fmt: skip
        named = set(re.findall(r"\$labels\.(\w+)", summary))
        for metric in metrics:
            assert metric in labels, expression
            assert chosen | summed | named <= labels[metric], expression
    assert len({panel["title"] for panel in panels}) == len(panels)


def test_each_alarm_has_its_page_and_each_page_its_alarm():
    alarms = [rule["alert"] for rule in RULES]
    pages = re.findall(r"^## (.+)$", RUNBOOK.read_text("utf-8"), re.MULTILINE)
    assert pages == [*alarms, "To correct a published figure"]
    for rule in RULES:
        assert rule["annotations"]["runbook"] == f"docs/on-call.md#{rule['alert'].lower()}"


def test_a_line_of_the_log_has_neither_values_nor_an_address(watched, caplog, monkeypatch):
    monkeypatch.setattr(measured.log, "propagate", True)
    monkeypatch.setattr(measured.log, "handlers", [logging.NullHandler()])
    caplog.set_level(logging.INFO, "open_hall.access")
    monkeypatch.setenv("ACCESS_LOG", "json")
    monkeypatch.setenv("TRUSTED_PROXIES", "127.0.0.1")
    front = measured.put_before(watched.wsgi_app)
    watched.wsgi_app = front
    watched.test_client().get(
        "/api/v1/search?q=secret&lang=en", headers={"X-Forwarded-For": "2001:db8:1:2::3"}
    )
    line = json.loads(caplog.records[-1].getMessage())
    assert line["parameters"] == ["lang", "q"]
    assert (line["path"], line["status"], line["network"]) == (
        "/api/v1/search", 200, "2001:db8:1::/48",
    )  # fmt: skip
    assert "secret" not in caplog.text


@pytest.mark.parametrize("setting", ["yes", "JSON"])
def test_another_word_for_the_log_is_refused(monkeypatch, setting):
    monkeypatch.setenv("ACCESS_LOG", setting)
    with pytest.raises(ValueError, match="neither json nor off"):
        measured.access_log()


@pytest.mark.parametrize(
    ("address", "network"),
    [("203.0.113.77", "203.0.113.0/24"), ("2001:db8::1%eth0", "2001:db8::/48"), ("?", "")],
)
def test_of_an_address_the_log_has_the_network(address, network):
    assert measured.network(address) == network
