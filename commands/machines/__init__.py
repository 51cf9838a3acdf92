"""`mcp`: other people's programs ask a site by the Model Context Protocol, over standard input and output."""

from __future__ import annotations

from importlib.util import find_spec

import click

from data.hall import hall

LANGS = ("zh", "en")
# Beside what the site itself runs on.
REQUIREMENTS = "requirements-mcp.txt"


def _site() -> str:
    """The site's public address where it has one, else that of `serve` on this machine."""
    from api.documents import public_address

    return hall().address if public_address.is_set() else "http://127.0.0.1:8050"


@click.command("mcp")
@click.option("--site", metavar="URL", help="the site to ask; default: `address` of hall.toml")
@click.option(
    "--lang", type=click.Choice(LANGS), help="of titles and errors; default: that of the hall"
)
def mcp(site: str | None, lang: str | None) -> None:
    """Answer an assistant's questions (MCP, over standard input and output) from a site's open data.

    Read-only. Each tool is an address of the API, asked over HTTP: its limits and refusals are the site's.
    """
    if find_spec("mcp") is None:
        raise click.ClickException(
            f"the package mcp is not installed: pip install --require-hashes -r {REQUIREMENTS}"
        )
    from commands.machines import server
    from commands.machines.site import NoAddress, Site

    try:
        asked = Site(site or _site())
    except NoAddress as error:
        raise click.UsageError(f"--site {error}") from None
    server.run(asked, lang or hall().language)


__all__ = ["mcp"]
