"""The one module that speaks HTTP: messages and a JSON Schema in, the endpoint's answer and its tokens out.

Loopback addresses need no permission, since the text stays on the machine; any other address is refused unless
`allow_network` is given. Redirections are never followed and loopback calls never go through a proxy, so that a text
cannot leave by a side door. `httpx` is loaded on first use.
"""

from __future__ import annotations

import ipaddress
import json
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from communique.coding.llm_cache import AnswerCache
from communique.errors import MissingExtra, UsageError

if TYPE_CHECKING:
    import httpx

PATH = "/chat/completions"
MAX_ANSWER_BYTES = 8_000_000
LONGEST_WAIT_SECONDS = 60.0  # between two tries, whatever the endpoint asks for
RETRIED = frozenset({408, 409, 425, 429})  # and everything from 500 on
HOPELESS = {
    401: "it refuses the key; set the environment variable that api_key_env names",
    403: "it refuses the key; set the environment variable that api_key_env names",
    404: "it has no such path or model; check the address and the name of the model",
}


@dataclass(frozen=True, slots=True)
class Prices:
    """What an endpoint asks for a million tokens; without prices no cost is shown."""

    input_per_million: float
    output_per_million: float
    currency: str = "USD"


@dataclass(frozen=True, slots=True)
class LlmOptions:
    """What the LLM reader can be told.

    Args:
        base_url: the endpoint, with or without `/v1`: `http://localhost:8080`, `https://llm.example.org/v1`.
        model: the name that the endpoint knows the model by.
        api_key_env: the environment variable that holds the key; None sends none.
        allow_network: whether texts may be sent to an address that is not this machine.
        cache_dir: where answers are kept; None keeps none. It holds the texts that were sent.
        timeout_seconds: for one whole answer.
        max_retries: after the first try, when the endpoint is busy, fails or is too slow.
        prices: per million tokens.
        seed: sent with each question.
        max_tokens: the longest answer.
        max_chars: of a text in one question; a longer text is asked about in parts.
        concurrency: questions that are open at once.
        on_failure: a document that cannot be read gets no rows and a warning (`warn`), or a `BadDocument` in place of
            its rows, so that a run sets it aside and a later one reads it (`quarantine`).
        give_up_after: failed documents on end after which the endpoint counts as down.
    """

    base_url: str
    model: str
    api_key_env: str | None = None
    allow_network: bool = False
    cache_dir: Path | None = None
    timeout_seconds: float = 120.0
    max_retries: int = 4
    prices: Prices | None = None
    seed: int = 0
    max_tokens: int = 8_000
    max_chars: int = 24_000
    concurrency: int = 4
    on_failure: str = "warn"
    give_up_after: int = 10


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the text of the message, its tokens (None if the endpoint does not say), and how it came.

    `problem` says why the text is of no use, though it was paid for: it was cut, or the model refuses.
    """

    content: str
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    is_cached: bool = False
    n_retries: int = 0
    problem: str = ""


class NoAnswer(Exception):
    """One question got no usable answer; the reason is for a person. Caught by the reader, never raised out of it."""

    def __init__(self, reason: str, *, n_retries: int = 0) -> None:
        super().__init__(reason)
        self.n_retries = n_retries


class _Again(Exception):
    """The endpoint may answer if asked again, after `wait_seconds` if it says so."""

    def __init__(self, reason: str, wait_seconds: float | None = None) -> None:
        super().__init__(reason)
        self.wait_seconds = wait_seconds


class LlmClient:
    """Asks an OpenAI-compatible endpoint. One client serves several threads.

    Raises:
        MissingExtra: `httpx` is not installed.
        UsageError: the address is none, or not on this machine and `allow_network` is not given; or there is no key.
    """

    def __init__(self, options: LlmOptions, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self.options = options
        self.url = find_endpoint(options.base_url, allow_network=options.allow_network)
        self._sleep = sleep
        self.cache = AnswerCache(options.cache_dir) if options.cache_dir is not None else None
        self._http = _load_httpx().Client(
            timeout=options.timeout_seconds,
            follow_redirects=False,
            trust_env=not is_loopback(self.url),  # no proxy for this machine
            headers=_make_headers(options.api_key_env),
        )

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def ask(
        self, messages: Sequence[Mapping[str, str]], schema: Mapping[str, Any], *, name: str = "rows", attempt: int = 0
    ) -> Answer:
        """The answer to a question, from the cache if it was asked before.

        Args:
            messages: `role` and `content` of each.
            schema: what the answer has to look like.
            name: of the schema.
            attempt: 0, or how often the same question got an answer that was of no use: another seed is sent.

        Raises:
            NoAnswer: the endpoint did not answer in time or after all retries.
            UsageError: the endpoint refuses every question: the key, the path or the model is wrong.
        """
        body = self._make_body(messages, schema, name, attempt)
        found = self.cache.find(self.url, body) if self.cache else None
        if found is not None:
            return Answer(str(found["content"]), is_cached=True)
        return self._ask_again(body)

    def keep(
        self, messages: Sequence[Mapping[str, str]], schema: Mapping[str, Any], answer: Answer, *, name: str, attempt: int
    ) -> None:
        """Put an answer that turned out well into the cache."""
        if self.cache and not answer.is_cached:
            usage = {"prompt_tokens": answer.prompt_tokens, "completion_tokens": answer.completion_tokens}
            body = self._make_body(messages, schema, name, attempt)
            self.cache.keep(self.url, body, {"content": answer.content, "usage": usage})

    def _make_body(
        self, messages: Sequence[Mapping[str, str]], schema: Mapping[str, Any], name: str, attempt: int
    ) -> dict[str, Any]:
        return {
            "model": self.options.model,
            "messages": [dict(m) for m in messages],
            "response_format": {"type": "json_schema", "json_schema": {"name": name, "strict": True, "schema": dict(schema)}},
            "temperature": 0,
            "seed": self.options.seed + attempt,
            "max_tokens": self.options.max_tokens,
        }

    def _ask_again(self, body: Mapping[str, Any]) -> Answer:
        for n_retries in range(self.options.max_retries + 1):
            try:
                return _read_answer(self._post(body), n_retries)
            except _Again as err:
                if n_retries == self.options.max_retries:
                    raise NoAnswer(f"{err} ({n_retries + 1} tries)", n_retries=n_retries) from err
                wait = 2.0**n_retries if err.wait_seconds is None else err.wait_seconds
                self._sleep(min(max(wait, 0.0), LONGEST_WAIT_SECONDS))
        raise NoAnswer("max_retries is below 0")

    def _post(self, body: Mapping[str, Any]) -> bytes:
        """The body of a good answer.

        Raises:
            _Again: busy, failing, too slow, or not there.
            NoAnswer: this question is refused.
            UsageError: every question is.
        """
        httpx = _load_httpx()
        deadline = time.monotonic() + self.options.timeout_seconds
        try:
            with self._http.stream("POST", self.url, content=json.dumps(body).encode()) as response:
                data = _read_within(response, deadline)
                self._check(response, data)
                return data
        except httpx.TimeoutException as err:
            raise _Again(f"no answer within {self.options.timeout_seconds:g} seconds") from err
        except httpx.HTTPError as err:
            raise _Again(f"the endpoint cannot be reached ({type(err).__name__})") from err

    def _check(self, response: httpx.Response, data: bytes) -> None:
        status = response.status_code
        if status in RETRIED or status >= 500:
            raise _Again(f"the endpoint answers {status}", find_wait(response.headers.get("retry-after")))
        if status in HOPELESS:
            raise UsageError(f"{self.url} answers {status} for the model {self.options.model!r}: {HOPELESS[status]}")
        if status != 200:
            raise NoAnswer(f"the endpoint refuses the question with {status}: {_reason_of(data)}")


def find_endpoint(base_url: str, *, allow_network: bool) -> str:
    """The address that questions go to.

    Raises:
        UsageError: the address is none, or not on this machine and `allow_network` is not given.

    Example:
        >>> find_endpoint("http://127.0.0.1:8080", allow_network=False)
        'http://127.0.0.1:8080/v1/chat/completions'
        >>> find_endpoint("https://llm.example.org/v1", allow_network=False)
        Traceback (most recent call last):
        ...
        communique.errors.UsageError: https://llm.example.org/v1 is not on this machine: ... --allow-network
    """
    httpx = _load_httpx()
    try:
        url = httpx.URL(base_url.strip())
    except (httpx.InvalidURL, TypeError) as err:
        raise UsageError(f"{base_url[:100]!r} is no address of an endpoint; expected one like http://localhost:8080/v1") from err
    if url.scheme not in ("http", "https") or not url.host:
        raise UsageError(f"{base_url[:100]!r} is no address of an endpoint; expected one like http://localhost:8080/v1")
    if not allow_network and not is_loopback(str(url)):
        raise UsageError(
            f"{base_url[:100]} is not on this machine: the texts of the reports would be sent there; "
            "if that is allowed, add --allow-network"
        )
    path = url.path.rstrip("/")
    if not path.endswith(PATH):
        path = (path or "/v1") + PATH
    return str(url.copy_with(path=path))


def is_loopback(url: str) -> bool:
    """Whether an address is this machine: `localhost`, `127.…`, `::1`. Names are not looked up.

    Example:
        >>> [is_loopback(u) for u in ("http://[::1]:80/", "http://127.0.0.1.example.org/", "http://localhost@example.org/")]
        [True, False, False]
    """
    host = _load_httpx().URL(url).host
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def find_wait(value: str | None) -> float | None:
    """The seconds that a `Retry-After` header asks for, as a number or as a date; None if it says neither.

    Example:
        >>> find_wait("2"), find_wait("soon"), find_wait("Wed, 21 Oct 2015 07:28:00 GMT")
        (2.0, None, 0.0)
    """
    if value is None:
        return None
    if value.strip().isdigit():
        return float(value)
    try:
        at = parsedate_to_datetime(value)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (at - datetime.now(UTC)).total_seconds())


def _read_within(response: httpx.Response, deadline: float) -> bytes:
    """The whole body; the time is counted over all of it, since an endpoint may go on dripping for ever."""
    data = bytearray()
    for chunk in response.iter_bytes():
        data += chunk
        if len(data) > MAX_ANSWER_BYTES:
            raise NoAnswer(f"the answer is longer than {MAX_ANSWER_BYTES} bytes")
        if time.monotonic() > deadline:
            raise _Again("the answer did not end in time")
    return bytes(data)


def _read_answer(data: bytes, n_retries: int) -> Answer:
    try:
        found = json.loads(data)
        choice = found["choices"][0]
        message, usage = choice["message"], found.get("usage")
        content, refusal = message.get("content"), message.get("refusal")
        is_cut = choice.get("finish_reason") == "length"
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as err:
        raise NoAnswer("the endpoint's answer is not a chat completion", n_retries=n_retries) from err
    problem = "" if isinstance(content, str) else f"the model refuses: {str(refusal or 'no content')[:100]}"
    if is_cut:
        problem = "the answer was cut at its longest length; raise max_tokens or lower max_chars"
    tokens = _count(usage, "prompt_tokens"), _count(usage, "completion_tokens")
    return Answer(str(content or ""), *tokens, n_retries=n_retries, problem=problem)


def _count(usage: Any, name: str) -> int | None:
    value = usage.get(name) if isinstance(usage, dict) else None
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _reason_of(data: bytes) -> str:
    """What an error body says; it may repeat the text, so it is cut."""
    try:
        found = json.loads(data)
        return str(found["error"]["message"])[:100]
    except (ValueError, KeyError, TypeError, RecursionError):
        return data[:100].decode("utf-8", "replace")


def _make_headers(api_key_env: str | None) -> dict[str, str]:
    headers = {"Content-Type": "application/json"}
    if api_key_env is None:
        return headers
    key = os.environ.get(api_key_env, "").strip()
    if not key:
        raise UsageError(f"the environment variable {api_key_env} holds no key for the endpoint; set it, or name another one")
    return {**headers, "Authorization": f"Bearer {key}"}


def _load_httpx() -> Any:
    try:
        import httpx
    except ImportError as err:
        raise MissingExtra("the LLM reader needs httpx: pip install 'communique[llm]'") from err
    return httpx
