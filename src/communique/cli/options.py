"""The options that several commands share, declared once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Paths = Annotated[
    list[str],
    typer.Argument(help="Files or folders: text, HTML, Word, PDF, tables, JSON Lines, feeds, also .gz; - is standard input."),
]
StorePath = Annotated[Path, typer.Option("--store", "-s", help="The store, one SQLite file.", envvar="COMMUNIQUE_STORE")]
CodebookPath = Annotated[str | None, typer.Option("--codebook", help="A codebook (YAML), or `auto`: each line names its own.")]
CodebookFolder = Annotated[str | None, typer.Option("--codebooks", help="The folder of codebooks, with --codebook auto.")]
Mapping = Annotated[list[str] | None, typer.Option("--map", help="Other names of fields: text=content,published=date.")]
Workers = Annotated[int | None, typer.Option("--workers", min=1, help="Processes that read.")]
Model = Annotated[str | None, typer.Option("--model", help="Another spaCy model than the pinned one: a package or a folder.")]
Use = Annotated[str | None, typer.Option("--use", help="How sure a statement must be: precise, balanced or broad.")]
Coder = Annotated[
    str | None, typer.Option("--coder", help="Who judges; default: the name of the user.", envvar="COMMUNIQUE_CODER")
]
Note = Annotated[str | None, typer.Option("--note", help="Why, for the log.")]
AsOf = Annotated[str | None, typer.Option("--as-of", help="The record as it stood then (ISO date or time).")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Since = Annotated[str | None, typer.Option("--since", help="From this date on (ISO).")]
Until = Annotated[str | None, typer.Option("--until", help="Up to and with this date (ISO).")]
Tuned = Annotated[str | None, typer.Option("--tuned", help="A folder that `communique train` wrote.")]
Offices = Annotated[
    str | None, typer.Option("--offices", help="Who held which office: a table that `actors offices` printed (csv or jsonl).")
]
LlmUrl = Annotated[str | None, typer.Option("--llm", help="An OpenAI-compatible endpoint that codes instead; off by default.")]
LlmModel = Annotated[str | None, typer.Option("--llm-model", help="The model that the endpoint is asked for.")]
LlmKey = Annotated[str | None, typer.Option("--llm-key-env", help="The environment variable that holds its key.")]
LlmPrices = Annotated[
    str | None,
    typer.Option("--llm-prices", help="What a million tokens cost, in and out, to show the cost: 0.15,0.60 or 0.15,0.60,EUR."),
]
LlmTimeout = Annotated[int | None, typer.Option("--llm-timeout", min=1, help="Seconds for one whole answer; default: 120.")]
AllowNetwork = Annotated[bool, typer.Option("--allow-network", help="Let text go to an address that is not this machine.")]
