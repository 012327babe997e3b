"""The optional reader over a large language model, set up from the settings. Off unless `--llm URL` is given."""

from __future__ import annotations

from communique.coding import llm
from communique.coding.llm_cache import default_cache_dir
from communique.errors import UsageError
from communique.model.ports import Coder
from communique.settings import Settings


def make_llm_coders(settings: Settings) -> tuple[Coder, ...]:
    """The coders that ask a large language model instead of the shipped readers.

    Raises:
        UsageError: no model is named, the prices are none, or text would leave the machine without `--allow-network`.
        MissingExtra: httpx is not installed.
    """
    if not settings.llm_model or settings.workers > 1:
        raise UsageError("--llm needs --llm-model NAME, and one worker: its report of tokens and cost is kept in one process")
    options = llm.LlmOptions(
        base_url=settings.llm_url or "",
        model=settings.llm_model,
        api_key_env=settings.llm_key_env,
        allow_network=settings.allow_network,
        cache_dir=default_cache_dir(),
        timeout_seconds=settings.llm_timeout_seconds,
        prices=_prices(settings.llm_prices) if settings.llm_prices is not None else None,
        on_failure="quarantine",
    )
    return tuple(llm.make_llm_coders(options))


def _prices(text: str) -> llm.Prices:
    """Prices of a million tokens from `IN,OUT` or `IN,OUT,CURRENCY`."""
    numbers, currency = text.split(",")[:2], text.split(",")[2:]
    try:
        values = [float(number) for number in numbers]
    except ValueError:
        values = []
    if len(values) != 2 or len(currency) > 1 or not all(0 <= value < 1e9 for value in values):
        raise UsageError(
            f"--llm-prices {text[:40]!r}: expected what a million tokens cost, in and out: 0.15,0.60 or 0.15,0.60,EUR"
        )
    return llm.Prices(values[0], values[1], *(c.strip() for c in currency))
