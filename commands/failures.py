"""What a command says when the machine fails it: one line, and exit code 1."""

from __future__ import annotations

from typing import Any

import click
from sqlalchemy.exc import DatabaseError


def _kinds() -> tuple[type[Exception], ...]:
    """A full disk, no right, a store that is away, locked or damaged: by whoever says so first."""
    from adbc_driver_manager import Error  # a batch is staged by it

    return (OSError, DatabaseError, Error)


def _line(error: Exception) -> str:
    reason = str(getattr(error, "orig", None) or error) or type(error).__name__
    return " ".join(reason.split())


class OneLine(click.Group):
    """Commands that end in a line, not in a traceback, where the machine is what fails."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Exception as error:
            if isinstance(error, _kinds()):
                raise click.ClickException(_line(error)) from None
            raise
