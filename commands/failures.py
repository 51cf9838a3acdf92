"""What a command says when the machine fails it: one line, and exit code 1."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec

import click
from sqlalchemy.exc import DatabaseError

P = ParamSpec("P")


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


def or_said(work: Callable[P, None]) -> Callable[P, None]:
    """The same, but what the machine fails is said once in a line, and whoever repeats it goes on."""
    said = ""

    def repeated(*args: P.args, **kwargs: P.kwargs) -> None:
        nonlocal said
        try:
            work(*args, **kwargs)
            said = ""
        except Exception as error:
            if not isinstance(error, _kinds()):
                raise
            if _line(error) != said:
                said = _line(error)
                click.echo(said, err=True)

    return repeated
