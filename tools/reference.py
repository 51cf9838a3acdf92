"""Writes docs/reference.md: commands, addresses, parameters, file formats and kinds of measure."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from api.formats import FORMATS
from api.openapi.endpoint import Endpoint
from api.parsing.parameter import Parameter
from api.parsing.parameters import CSV, LANG
from api.routes.endpoints import ENDPOINTS
from api.routes.endpoints.tags import TAGS
from commands import cli
from data.catalog import DATASETS
from data.measures import KINDS

ROOT = Path(__file__).resolve().parent.parent
PATH = ROOT / "docs" / "reference.md"
# Described once.
_COMMON = (LANG, *CSV)
HEAD = """# Reference
<!-- Written by `make readme` from the code; edits here are lost. -->

What there is, in one place. Settings are in [operations](operations.md), examples in
[clients](clients.md), the words in the [glossary](glossary.md). Fields, codes and indicators are described
where they are asked for: `/data`, `/indicators`, `/api/v1/dictionary.csv`; the headers of the hall's own
exports are [listed too](headers.md). `/api/docs` has the same as below with exact types, to be tried.
"""


def text() -> str:
    """The whole page."""
    parts = (_commands(), _endpoints(), _formats(), _measures())
    return "\n".join([HEAD, *(line for part in parts for line in part)])


def _commands() -> Iterator[str]:
    yield "## Commands\n`python app.py COMMAND`\n"
    context = click.Context(cli)
    for name in cli.list_commands(context):
        command = cli.commands[name]
        arguments = [p for p in command.params if isinstance(p, click.Argument)]
        yield f"### {' '.join([name, *(p.make_metavar(context) for p in arguments)])}"
        yield f"{inspect.cleandoc(command.help or '')}\n"
        options = [p for p in command.params if isinstance(p, click.Option)]
        yield from (f"- `{_named(option)}` {option.help}{_default(option)}" for option in options)
        yield ""


def _named(option: click.Option) -> str:
    names = "/".join([*option.opts, *option.secondary_opts])
    return names if option.is_flag else f"{names} {option.metavar or option.type.name.upper()}"


def _default(option: click.Option) -> str:
    return f" (default {option.default})" if option.show_default and not option.is_flag else ""


def _endpoints() -> Iterator[str]:
    yield "## Addresses"
    yield "All are GET. A dataset's fields and an indicator's dimensions are parameters, too. Most take:\n"
    yield from (f"- `{p.name}`: {p.text.en}" for p in _COMMON)
    yield ""
    for tag in [*TAGS, ""]:
        yield f"### {TAGS[tag].en if tag else 'datasets'}"
        for endpoint in ENDPOINTS:
            if endpoint.tag == tag:
                forms = "".join(f" `.{suffix}`" for suffix in endpoint.formats)
                yield f"- `{endpoint.path}`{forms}<br>{endpoint.gives.en}"
                yield from (f"  - `{p.name}`: {p.text.en}" for p in _parameters(endpoint))
        yield ""


def _parameters(endpoint: Endpoint) -> Iterator[Parameter]:
    """What an address takes under all its suffixes and ids, but for what is of one dataset."""
    own = {d.id for dataset in DATASETS.values() for d in dataset.dimensions}
    own |= {field.id for dataset in DATASETS.values() for field in dataset.fields}
    by_name: dict[str, Parameter] = {}
    for id in endpoint.each or ("",):
        for suffix in endpoint.suffixes:
            by_name |= {p.name: p for p in endpoint.takes(id, suffix)}
    # Those of disclosure requests have a meaning of their own, and no dataset in their path.
    wide = "{id}" not in endpoint.path
    usual = {parameter.name for parameter in _COMMON}
    listed = (p for p in by_name.values() if p.name not in usual)
    return (p for p in listed if wide or p.name.partition("__")[0] not in own)


def _formats() -> Iterator[str]:
    yield "## File formats\n"
    yield "| suffix | what it is | media type | lists | rows at most |\n|---|---|---|---|---|"
    for suffix, form in FORMATS.items():
        most = f"{form.rows_most:,}" if form.rows_most else "any number"
        kinds = ", ".join(form.kinds)
        yield f"| `.{suffix}` | {form.title.en} | `{form.media_type}` | {kinds} | {most} |"
    yield ""


def _measures() -> Iterator[str]:
    yield "## Kinds of measure\nWhat an indicator in `data/catalog/` can be, and what its number can be in.\n"
    for kind in KINDS:
        yield f"- **{kind.__name__}**: {' '.join((inspect.getdoc(kind) or '').split())} In {', '.join(kind.units)}."
    yield ""


def main() -> int:
    """Write the page; with --check only say whether it is as it should be."""
    new = text()
    if PATH.exists() and PATH.read_text("utf-8") == new:
        return 0
    if "--check" in sys.argv:
        print("out of date: make readme", PATH.name)
        return 1
    PATH.write_text(new, "utf-8")
    print("renewed", PATH.name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
