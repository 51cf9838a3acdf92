"""`/metrics`: how the service is doing, for Prometheus; to whoever is on this machine or has the token."""

from __future__ import annotations

import hmac
import os
from collections.abc import Iterator
from ipaddress import ip_address

from flask import Response, request
from prometheus_client import CollectorRegistry, generate_latest, multiprocess
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from api.answer import answers
from api.http import measured
from api.http.rate_limits import FORWARDED
from api.openapi.endpoint import Call
from api.routes.service import Freshness, status_of

MEDIA = "text/plain"
_WRITTEN = "text/plain; version=0.0.4; charset=utf-8"
# What proxies add beside X-Forwarded-For, which `api.http.rate_limits` takes off the request.
_BY_PROXIES = ("Forwarded", "X-Real-IP", "Via")
_HEADERS = {"Cache-Control": "no-store"}
REFUSED = "for this machine, or with the token in METRICS_TOKEN (Authorization: Bearer)\n"


def metrics(call: Call) -> Response:
    """The metrics of all processes; 403 for others."""
    if not _may_read():
        return Response(REFUSED, 403, mimetype=MEDIA, headers=_HEADERS)
    return Response(generate_latest(_registry()), content_type=_WRITTEN, headers=_HEADERS)


def _may_read() -> bool:
    token = os.environ.get("METRICS_TOKEN", "")
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(given.encode(), token.encode()):
        return True
    # Who comes through a proxy is not on this machine, whatever the address says.
    if request.environ.get(FORWARDED) or any(name in request.headers for name in _BY_PROXIES):
        return False
    try:
        return ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False


def _registry() -> CollectorRegistry:
    """What all processes have counted, and how the store is."""
    every = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        multiprocess.MultiProcessCollector(every)
    else:
        every.register(_Own())
    every.register(_Store())
    return every


class _Own(Collector):
    """What this process alone has counted."""

    def collect(self) -> Iterator[Metric]:
        yield from measured.REGISTRY.collect()


class _Store(Collector):
    """What `/api/v1/status` says, as numbers; nothing of it while the store cannot be read."""

    def collect(self) -> Iterator[Metric]:
        unready = answers.unready()
        yield _gauge("open_hall_ready", "Whether what is answered now is of the store as it is", unready is None)  # fmt: skip
        if unready is not None:
            return
        status = status_of(answers.engine(), answers.state(), "en")
        yield _gauge("open_hall_data_version", "Grows with each batch", status["data_version"])
        if (age := status["heartbeat_age_seconds"]) is not None:
            yield _gauge("open_hall_heartbeat_age_seconds", "Since intake was last alive", age)
        yield _gauge("open_hall_intake_alive", "Whether intake is alive", status["intake_alive"])
        yield from _of_datasets(status["datasets"])


def _of_datasets(datasets: list[Freshness]) -> Iterator[Metric]:
    for name, member, text in (
        ("age_seconds", "seconds_out_of_date", "Since the newest event"),
        ("age_limit_seconds", "max_age_expected", "How old the newest event may be"),
        ("stale", "stale", "Whether the newest event is older than it may be"),
        ("rows", "rows", "Records"),
        ("rejected_lines", "rejected_rows", "Lines that intake refused, since the store was made"),
    ):
        family = GaugeMetricFamily(f"open_hall_dataset_{name}", text, labels=("dataset",))
        for one in datasets:
            if (value := one[member]) is not None:
                family.add_metric([one["dataset"]], float(value))
        yield family


def _gauge(name: str, text: str, value: float) -> Metric:
    return GaugeMetricFamily(name, text, value=float(value))
