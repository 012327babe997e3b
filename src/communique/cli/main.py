"""The command `communique`: one file for each family of commands; this one joins them and turns errors into exit codes.

Exit status: 0 done; 1 done, but some documents were quarantined (or findings, for commands that check); 2 the command
stopped: wrong usage, an unreadable codebook, a store or an output that cannot be used; 130 Ctrl-C, 143 SIGTERM. stdout is
data, stderr is for people.
"""

from __future__ import annotations

import importlib
import io
import logging
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from communique.errors import CommuniqueError

# Before numpy is loaded: documents are read in parallel by processes (--workers), not by threads within each.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

FAMILIES = ("reading", "judging", "keeping", "actors", "codebook", "positions", "analysing", "measuring")

log = logging.getLogger("communique")


class _Terminated(KeyboardInterrupt):
    """Asked to end by a signal, as `kill`, `timeout` and batch systems do: what Ctrl-C stops, it stops."""


@contextmanager
def _ended_by_sigterm() -> Iterator[None]:
    """Raise where SIGTERM arrives, once; while what it stops is put in order, another is left alone."""

    def end(*_: object) -> NoReturn:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        raise _Terminated

    if signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:  # ignored, or taken by a program that calls us
        yield
        return
    signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


class _Commands(TyperGroup):
    """All commands. What stops one is told here, before Typer gives it a status without a word, as it does with Ctrl-C."""

    def invoke(self, ctx: Any) -> Any:
        with _told_to_people():
            return super().invoke(ctx)


app = typer.Typer(
    name="communique",
    cls=_Commands,
    help="Reads news reports on diplomacy and keeps the record: who said what, where the sides agree, what they promised.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _print_version(value: bool) -> None:
    if value:
        print(metadata.version("communique"))
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Log what happens, to stderr.")] = False,
) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    log.handlers[:] = [handler]  # only ours: libraries warn of what the reader itself reports
    log.setLevel(logging.INFO if verbose else logging.ERROR)
    log.propagate = False
    logging.getLogger().addHandler(logging.NullHandler())


for _family in FAMILIES:
    importlib.import_module(f"communique.cli.{_family}").register(app)


@contextmanager
def _told_to_people() -> Iterator[None]:
    """Turn what stops a command, a full disk behind standard output too, into a sentence on stderr and a status."""
    try:
        try:
            yield
        finally:
            sys.stdout.flush()  # here, for at the end of the program nobody could tell what went wrong
    except CommuniqueError as err:
        _stop(2, str(err))
    except BrokenPipeError:  # the reader of our output has gone, as `head` does
        _stop(0)
    except OSError as err:
        log.info("stopped by the system", exc_info=True)
        _stop(2, f"{err.filename or 'standard input or output'} cannot be read or written ({err.strerror or err})")
    except KeyboardInterrupt as err:
        status = 128 + (signal.SIGTERM if isinstance(err, _Terminated) else signal.SIGINT)
        _stop(status, "stopped; what was committed stays, run the same command again to go on")


def _stop(status: int, message: str = "") -> NoReturn:
    """End with a status; what standard output could not take is let go, else Python would try it again."""
    if message:
        print(f"communique: {message}", file=sys.stderr)
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise SystemExit(status) from None


def main() -> None:
    """Run the command line; errors of the package end with their message on stderr and status 2.

    Half of a surrogate pair, which some reports hold and UTF-8 does not, is printed as `\\ud800`: in JSON it is itself.
    """
    if sys.stdout is None:  # it was closed: whoever called wants none
        sys.stdout = io.StringIO()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    with _ended_by_sigterm(), _told_to_people():
        app()


if __name__ == "__main__":
    main()
