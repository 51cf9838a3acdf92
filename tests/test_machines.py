"""Programs that read text or speak MCP: what they are led to is there, and is the API's own."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import anyio
import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from api.documents import public_address
from commands import cli
from dashboard.site_map import PAGES
from data.catalog import PUBLISHED, PUBLISHED_INDICATORS

mcp = pytest.importorskip("mcp", reason="pip install --require-hashes -r requirements-mcp.txt")
ROOT = Path(__file__).parents[1]
MONTHS = {"id": "on-time-rate", "from": "2026-09-01", "to": "2026-10-31", "by": ["department"]}


@pytest.fixture
def address(client: FlaskClient, serve: Callable[[Any], str]) -> str:
    return serve(client.application)


def talk(server: Any, conversation: Callable[[Any], Any]) -> Any:
    """What a conversation of the package's own client with a server gives."""

    async def run() -> Any:
        async with mcp.Client(server, read_timeout_seconds=60) as client:
            return await conversation(client)

    return anyio.run(run)


def called(server: Any, tool: str, arguments: dict[str, Any]) -> tuple[bool, Any]:
    async def call(client: Any) -> Any:
        return await client.call_tool(tool, arguments)

    result = talk(server, call)
    assert json.loads(result.content[0].text) == result.structured_content
    return result.is_error, result.structured_content


def server(address: str, lang: str = "en") -> Any:
    from commands.machines.server import server as made
    from commands.machines.site import Site

    return made(Site(address), lang)


# --- llms.txt -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("path", "lang"), [("/llms.txt", "zh"), ("/en/llms.txt", "en")])
def test_llms_txt_leads_to_everything_and_nowhere_else(client: FlaskClient, path, lang):
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "text/plain")
    links = re.findall(r"^- \[(.+?)\]\((\S+)\)(?:: .+)?$", answer.text, re.MULTILINE)
    titles = [title for title, _ in links]
    for named in (PUBLISHED, PUBLISHED_INDICATORS):
        assert not {one.title[lang] for one in named.values()} - set(titles)
    assert not {page.title[lang] for page in PAGES.values() if not page.like} - set(titles)
    paths = [f"{u.path}?{u.query}".rstrip("?") for u in (urlsplit(at) for _, at in links)]
    # Of those that are many of a kind some are enough: the contracts of the catalogue ask for all.
    asked = [at for at in paths if not re.search("/(datasets|indicators)/[^/]+[?]", at)]
    assert len(asked) > 45
    # In the sample nothing is published, nor is there a report of its year.
    wrong = {at: client.get(at).status_code for at in asked}
    assert {at: s for at, s in wrong.items() if s != 200} == {}


def test_llms_txt_names_the_public_address_and_refuses_parameters(client, monkeypatch):
    monkeypatch.setattr(public_address, "address", lambda: "https://data.example.org")
    assert "](https://data.example.org/en/verify)" in client.get("/en/llms.txt").text
    refused = client.get("/llms.txt?lang=en")
    assert (refused.status_code, refused.json["errors"][0]["parameter"]) == (400, "lang")


# --- MCP ----------------------------------------------------------------------------------------


def test_tools_are_what_the_api_answers_and_say_that_they_only_read(address: str):
    async def listed(client: Any) -> Any:
        return (await client.list_tools()).tools

    known = {tool.name: tool for tool in talk(server(address), listed)}
    assert {"search", "indicators", "values", "rows", "proof", "records", "claims"} <= set(known)
    assert not {"metrics", "healthz", "docs", "dcat"} & set(known)
    assert all(t.annotations.read_only_hint and t.description for t in known.values())
    schema = known["values"].input_schema
    assert schema["required"] == ["id"]
    assert "header" not in schema["properties"]  # of files
    assert known["disclosure_deadline"].input_schema["additionalProperties"] is False


def test_a_value_comes_with_n_definition_version_and_the_page_that_verifies_it(
    address: str, client: FlaskClient
):
    failed, answer = called(server(address), "values", MONTHS)
    own = client.get(
        "/api/v1/indicators/on-time-rate/values?from=2026-09-01&to=2026-10-31&by=department&lang=en"
    ).json
    assert not failed
    rows = [{k: v for k, v in row.items() if k != "verify"} for row in answer["data"]]
    assert rows == own["data"]
    assert answer["meta"]["data_version"] == own["meta"]["data_version"]
    assert answer["definition"]["formula"] == PUBLISHED_INDICATORS["on-time-rate"].formula.en
    row = next(r for r in answer["data"] if r["denominator"] and r["denominator"] > 30)
    assert row["verify"].startswith(f"{address}/en/verify?indicator=on-time-rate&from=2026-")
    assert f"&version={own['meta']['data_version']}" in row["verify"]
    page = client.get(row["verify"].removeprefix(address))
    assert page.status_code == 200
    for part in ("numerator", "denominator"):
        assert f"{row[part]:,}" in page.text
    assert answer["links"]["definition"] == f"{address}/api/v1/indicators/on-time-rate"


@pytest.mark.parametrize(
    ("tool", "arguments", "named"),
    [
        ("values", {"id": "on-time-rat"}, "on-time-rate"),
        ("values", {"id": "on-time-rate", "from": "yesterday"}, "from"),
        ("values", {"id": "on-time-rate", "colour": "red"}, "colour"),
        ("records", {"id": "cases", "limit": 5000}, "limit"),
        ("facets", {"id": "cases"}, "field"),
        ("values", {"id": "../../status"}, "../../status"),
        ("nothing", {}, "nothing"),
    ],
)
def test_what_the_api_refuses_is_refused_in_its_own_words(address, tool, arguments, named):
    failed, problem = called(server(address), tool, arguments)
    assert failed
    assert named in json.dumps(problem)


def test_every_tool_answers_its_own_example(address: str, client: FlaskClient):
    from commands.machines.tools import tools

    for name, tool in tools().items():
        id = tool.ids[0] if tool.ids else ""
        arguments = {p.name: p.first_try for p in tool.parameters() if p.example is not None}
        if tool.inside:
            arguments[tool.inside] = id or tool.endpoint.inside.first_try
        failed, answer = called(server(address), name, arguments)
        assert not failed, (name, answer)


def test_a_site_that_is_away_or_no_site_is_said(serve: Callable[[Any], str]):
    failed, problem = called(server("http://127.0.0.1:9"), "status", {})
    assert failed
    assert "cannot be reached" in problem["title"]

    def other(environ: Any, start: Any) -> list[bytes]:
        start("200 OK", [("Content-Type", "text/html")])
        return [b"<p>hello"]

    failed, problem = called(server(serve(other)), "status", {})
    assert failed
    assert "no site of this kind" in problem["title"]


def test_the_command_speaks_over_its_standard_streams(address: str):
    command = mcp.StdioServerParameters(
        command=sys.executable, args=[str(ROOT / "app.py"), "mcp", "--site", address], cwd=ROOT,
        env={"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"},
    )  # fmt: skip
    failed, answer = called(command, "values", {"id": "cases-completed", "grain": "total"})
    assert not failed
    assert answer["definition"]["title"] == PUBLISHED_INDICATORS["cases-completed"].title.zh
    assert answer["data"][0]["verify"].startswith(f"{address}/verify?")


@pytest.mark.parametrize("site", ["data.example.org", "ftp://data.example.org", "https://"])
def test_an_address_of_no_site_is_a_wrong_call(site: str):
    done = CliRunner().invoke(cli, ["mcp", "--site", site])
    assert done.exit_code == 64
    assert "such as https://data.example.org" in done.output
