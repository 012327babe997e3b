"""Write docs/cli.md, the reference of the command line, from the commands themselves. `--check` only compares.

python tools/make_cli_reference.py [--check]
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import typer

PAGE = Path(__file__).resolve().parents[1] / "docs" / "cli.md"
HEAD = """# The command line

Every command with its options, as `--help` prints them. Exit status: 0 done; 1 done, but some documents were quarantined
(or, for commands that check, something was found); 2 the command stopped, stderr says why; 130 and 143 it was stopped
with Ctrl-C or SIGTERM, and what was committed stays. Data goes to stdout, what is for a person to stderr. An id or a name that
the store does not know is refused with those that it knows. This page is made by `python tools/make_cli_reference.py`.
"""


def make_reference() -> str:
    """The text of the page."""
    from communique.cli.main import app

    return HEAD + _section(typer.main.get_command(app), "communique")


def _section(command: Any, path: str) -> str:
    if subcommands := getattr(command, "commands", None):
        return "".join(_section(sub, f"{path} {name}") for name, sub in subcommands.items())
    context = command.context_class(command, info_name=path, terminal_width=100, max_content_width=100)
    return f"\n## {path}\n\n```\n{command.get_help(context).strip()}\n```\n"


if __name__ == "__main__":
    text = make_reference()
    if "--check" in sys.argv:
        sys.exit(0 if PAGE.exists() and PAGE.read_text(encoding="utf-8") == text else "docs/cli.md is out of date")
    PAGE.write_text(text, encoding="utf-8")
