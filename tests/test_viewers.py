"""The crowd of `make crowd` does what screens do, and counts what goes wrong."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tools.bench import viewers


class Site:
    """Answers in turn as it is told, and holds what was asked."""

    def __init__(self, *answers: bytes) -> None:
        self.answers, self.asked = list(answers), []

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while self.answers:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            self.asked.append((writer.get_extra_info("peername")[0], head))
            writer.write(self.answers.pop(0))
            if self.answers and self.answers[0] == b"":
                break
        self.answers = self.answers[1:]
        writer.close()


def answer(status: str, *headers: str, body: bytes = b"") -> bytes:
    lines = [f"HTTP/1.1 {status}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


FRESH = "X-Heartbeat-Age: 1.0"
VIEW = answer("200 OK", 'ETag: "a"', FRESH, "Transfer-Encoding: chunked", body=b"2\r\n{}\r\n0\r\n\r\n")  # fmt: skip
SAME = answer("304 Not Modified", FRESH)
LONG = answer("200 OK", 'ETag: "b"', "X-Heartbeat-Age: 61", "Content-Length: 2", body=b"{}")
REFUSED = answer("429 Too Many", "Content-Length: 0")


def watched(site: Site, monkeypatch: pytest.MonkeyPatch, seconds: float) -> viewers.Tally:
    monkeypatch.setattr(viewers, "EVERY", 0.02)
    tally = viewers.Tally()

    async def run() -> None:
        server = await asyncio.start_server(site, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        viewer = viewers.Viewer(300, port, "/live/today?lang=zh", tally)
        watching = asyncio.create_task(viewer.watch(time.monotonic() + seconds))
        while not watching.done() and site.answers:
            await asyncio.sleep(0.01)
        watching.cancel()
        server.close()

    # Beside the loop that a browser's tests keep in this thread.
    with ThreadPoolExecutor(1) as elsewhere:
        elsewhere.submit(asyncio.run, run()).result()
    return tally


def test_a_viewer_polls_with_its_etag_on_one_connection_and_opens_another_where_that_is_closed(
    monkeypatch,
):
    site = Site(VIEW, SAME, b"", SAME, SAME)
    tally = watched(site, monkeypatch, 20)
    assert (tally.statuses[200], tally.statuses[304] >= 2) == (1, True)
    assert (tally.wrong, tally.connections) == ({}, 2)
    assert {address for address, _ in site.asked} == {"127.1.1.51"}
    assert ["If-None-Match" in head for _, head in site.asked] == [False, True, True, True]
    assert 'If-None-Match: "a"\r\n' in site.asked[1][1]


def test_what_a_screen_would_not_show_as_live_is_wrong(monkeypatch):
    tally = watched(Site(LONG, REFUSED, SAME, SAME), monkeypatch, 20)
    assert tally.wrong == {"stale": 1, "status 429": 1}
