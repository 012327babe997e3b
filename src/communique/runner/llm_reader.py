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
        UsageError: no model is named, or text would leave the machine without `--allow-network`.
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
        on_failure="quarantine",
    )
    return tuple(llm.make_llm_coders(options))
