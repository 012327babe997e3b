"""The command `communique`: one file for each family of commands; this one joins them and turns errors into exit codes.

Exit status: 0 done; 1 done, but some documents were quarantined (or findings, for commands that check); 2 the command
stopped: wrong usage, an unreadable codebook, a store that cannot be used. stdout is data, stderr is for people.
"""

from __future__ import annotations

import importlib
import io
import logging
import os
import sys
from importlib import metadata
from typing import Annotated

import typer

from communique.errors import CommuniqueError

# Before numpy is loaded: documents are read in parallel by processes (--workers), not by threads within each.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

FAMILIES = ("reading", "judging", "keeping", "actors", "codebook", "positions", "analysing", "measuring")

app = typer.Typer(
    name="communique",
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
    ours = logging.getLogger("communique")  # only ours: libraries warn of what the reader itself reports
    ours.handlers[:] = [handler]
    ours.setLevel(logging.INFO if verbose else logging.ERROR)
    ours.propagate = False
    logging.getLogger().addHandler(logging.NullHandler())


for _family in FAMILIES:
    importlib.import_module(f"communique.cli.{_family}").register(app)


def main() -> None:
    """Run the command line; errors of the package end with their message on stderr and status 2.

    Half of a surrogate pair, which some reports hold and UTF-8 does not, is printed as `\\ud800`: in JSON it is itself.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        app()
    except CommuniqueError as err:
        print(f"communique: {err}", file=sys.stderr)
        raise SystemExit(2) from err
    except BrokenPipeError:  # the reader of our output has gone, as `head` does
        sys.stderr.close()
        raise SystemExit(0) from None
    except KeyboardInterrupt:
        print("communique: stopped; what was committed stays, run the same command again to go on", file=sys.stderr)
        raise SystemExit(130) from None


if __name__ == "__main__":
    main()
