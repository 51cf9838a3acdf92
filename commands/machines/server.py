"""The tools over the Model Context Protocol: listed, called, refused as the site refuses."""

from __future__ import annotations

import json
from typing import Any

import anyio
import mcp_types as types
from mcp.server import Server
from mcp.server.stdio import stdio_server

from api.openapi.document import VERSION
from commands.machines import tools
from commands.machines.site import Refusal, Site
from commands.machines.verifiable import completed
from data.definitions import Text
from data.hall import hall

_INSTRUCTIONS = Text(
    "政务服务大厅的公开数据，只读。先用 search 或 indicators 找到指标，再用 values 取数、proof 取得核验方法。"
    "引用比率时写明分母（样本数）、口径、数据版本（meta.data_version）和核验页（verify）。null 不是0，原因见 reason；"
    "sample 为 few 的样本不足，不写成比率；95%区间重叠的不分高低。被拒绝的请求注明哪个参数有误、可以怎样写。",
    "Open data of a government service hall, read-only. Find an indicator by `search` or `indicators`, take its numbers "
    "by `values`, and how they are checked by `proof`. With a rate give its denominator (N), its definition, the data "
    "version (meta.data_version) and the page that verifies it (`verify`). null is not 0, `reason` says why; where "
    "`sample` is `few` there are too few for a rate; where 95% intervals overlap nothing has an order. What is refused "
    "names the parameter and what would do.",
)


def server(site: Site, lang: str) -> Server[Any]:
    """A server of one site's tools, whose titles, answers and refusals are in `lang` unless a call asks otherwise."""
    known = tools.tools()

    async def list_tools(context: Any, request: Any) -> types.ListToolsResult:
        del context, request
        return types.ListToolsResult(tools=[_described(tool, lang) for tool in known.values()])

    async def call_tool(context: Any, request: types.CallToolRequestParams) -> types.CallToolResult:
        del context
        tool = known.get(request.name)
        if tool is None:
            names = ", ".join(known)
            return _result({"title": f"no tool {request.name!r}; there are {names}"}, is_error=True)
        arguments = {"lang": lang, **(request.arguments or {})}
        try:
            return _result(await anyio.to_thread.run_sync(_ask, site, tool, arguments))
        except Refusal as refusal:
            return _result(refusal.problem, is_error=True)

    return Server(
        "open-hall",
        version=VERSION,
        title=hall().name[lang],
        instructions=_INSTRUCTIONS[lang],
        website_url=site.address,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def run(site: Site, lang: str) -> None:
    """Answer on standard input and output until they are closed."""

    async def serve() -> None:
        one = server(site, lang)
        async with stdio_server() as (incoming, outgoing):
            await one.run(incoming, outgoing, one.create_initialization_options())

    anyio.run(serve)


def _ask(site: Site, tool: tools.Tool, arguments: dict[str, Any]) -> dict[str, Any]:
    if "lang" not in {parameter.name for parameter in tool.parameters()}:
        arguments = {name: value for name, value in arguments.items() if name != "lang"}
    answer = site.get(*tool.address(arguments))
    return completed(site, tool.name, arguments, answer, str(arguments.get("lang", "zh")))


def _described(tool: tools.Tool, lang: str) -> types.Tool:
    return types.Tool(
        name=tool.name,
        description=tool.endpoint.gives[lang],
        input_schema=tool.schema(lang),
        annotations=types.ToolAnnotations(
            read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=True
        ),
    )


def _result(document: dict[str, Any], is_error: bool = False) -> types.CallToolResult:
    text = json.dumps(document, ensure_ascii=False)
    return types.CallToolResult(
        content=[types.TextContent(text=text)], structured_content=document, is_error=is_error
    )
