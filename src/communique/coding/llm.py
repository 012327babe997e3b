"""An optional reader over any OpenAI-compatible endpoint: readings and codebooks in, rows of one kind out.

It makes the same rows as the shipped coders and stands under the same law: a row whose evidence is not a literal span of the
document is dropped and counted. Off unless asked for; needs the extra `llm`. What it sends, keeps and costs: docs/llm.md.
"""

from __future__ import annotations

import logging
import re
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial

from communique.coding.llm_client import Answer, LlmClient, LlmOptions, NoAnswer, Prices
from communique.coding.llm_prompt import KINDS, Schema, make_messages, make_schema
from communique.coding.llm_rows import Source, make_rows, parse_rows
from communique.errors import BadDocument, BadInput, UsageError
from communique.model.codebook import Codebook
from communique.model.document import Document, Span, ZoneKind
from communique.model.reading import Reading
from communique.model.record import Row

__all__ = ["LlmCoder", "LlmOptions", "LlmReport", "Prices", "make_llm_coders"]

log = logging.getLogger(__name__)

CONFIDENCE = 0.5  # of every row: what a model says about its own certainty is not calibrated, so it is not asked
TRIES = 2  # of a question whose answer is not JSON or not of the schema; the second goes with another seed
ON_FAILURE = ("warn", "quarantine")
EMPTY_LINE = re.compile(r"\n\s*\n")


@dataclass
class LlmReport:
    """What the questions of a call came to. Several coders and threads may fill one report.

    `dropped` counts rows by reason: `not literal`, `too long`, `invalid`, `twice`. Tokens are those that were paid for now:
    answers from the cache cost none.
    """

    prices: Prices | None = None
    n_asked: int = 0
    n_cached: int = 0
    n_retries: int = 0
    n_malformed: int = 0
    n_failed: int = 0
    n_unmetered: int = 0  # answers of which the endpoint tells no tokens
    n_failed_on_end: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    warnings: list[str] = field(default_factory=list)
    is_cache_warned: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def cost(self) -> float | None:
        """What the tokens cost; None without prices."""
        if self.prices is None:
            return None
        paid = self.prompt_tokens * self.prices.input_per_million + self.completion_tokens * self.prices.output_per_million
        return paid / 1_000_000

    def add_answer(self, answer: Answer, *, is_malformed: bool) -> None:
        """Count one answer."""
        with self._lock:
            self.n_retries += answer.n_retries
            self.n_malformed += is_malformed
            if answer.is_cached:
                self.n_cached += 1
                return
            self.n_asked += 1
            self.n_unmetered += answer.prompt_tokens is None or answer.completion_tokens is None
            self.prompt_tokens += answer.prompt_tokens or 0
            self.completion_tokens += answer.completion_tokens or 0

    def add_dropped(self, dropped: Counter[str]) -> None:
        """Count the rows of one answer that were dropped."""
        with self._lock:
            self.dropped.update(dropped)

    def add_failure(self, err: NoAnswer) -> None:
        """Count one question without an answer."""
        with self._lock:
            self.n_failed += 1
            self.n_failed_on_end += 1
            self.n_retries += err.n_retries

    def add_success(self) -> None:
        """Note that the endpoint answers."""
        with self._lock:
            self.n_failed_on_end = 0

    def warn_of_cache(self, warning: str) -> None:
        """Warn that answers cannot be kept; once is enough."""
        with self._lock:
            if not self.is_cache_warned:
                self.is_cache_warned = True
                self.warnings.append(warning)

    def lines(self) -> list[str]:
        """The report for a person, one line for each matter; the warnings are not among them."""
        asked = f"LLM: {self.n_asked} answers, {self.n_cached} more from the cache, {self.n_retries} retries"
        out = [f"{asked}, {self.n_malformed} malformed, {self.n_failed} failed"]
        price = "no prices given" if self.cost is None or self.prices is None else f"{self.cost:.4f} {self.prices.currency}"
        unmetered = f", {self.n_unmetered} answers without a count" if self.n_unmetered else ""
        out.append(f"LLM tokens: {self.prompt_tokens} in, {self.completion_tokens} out ({price}){unmetered}")
        if self.dropped:
            out.append("LLM rows dropped: " + ", ".join(f"{n} {reason}" for reason, n in sorted(self.dropped.items())))
        return out


class LlmCoder:
    """Makes the rows of one kind by asking an endpoint about each report.

    Args:
        options: the endpoint and what may be done with it.
        makes: `statements`, `alignments`, `meetings`, `commitments` or `figures`.
        client: for coders that share one; made from the options if None.
        report: for coders that share one.

    Raises:
        MissingExtra: `httpx` is not installed.
        UsageError: the address is not on this machine and `allow_network` is not given; or another option cannot be.
    """

    name = "communique.llm"
    version = "1"

    def __init__(
        self,
        options: LlmOptions,
        makes: str = "statements",
        *,
        client: LlmClient | None = None,
        report: LlmReport | None = None,
    ) -> None:
        _check(options, makes)
        self.options = options
        self.makes = makes
        self.client = client or LlmClient(options)
        self.report = report or LlmReport(options.prices)
        self._given_up: UsageError | None = None  # why nothing more is asked in this call

    @property
    def maker(self) -> str:
        """What stands in each row: name, version and model."""
        return f"{self.name}@{self.version}+{self.options.model}"

    def code(self, readings: Sequence[Reading], codebooks: Sequence[Codebook | None]) -> list[list[Row] | BadDocument]:
        """The rows of each reading, in order of the text. Statements need a codebook; without one nothing is sent.

        Where a document got no answer and `on_failure` is `quarantine`, a `BadDocument` that says why stands for its rows.

        Raises:
            UsageError: the endpoint refuses every question, or seems to be down.
        """
        pairs = list(zip(readings, codebooks, strict=True))
        self._given_up = None
        with ThreadPoolExecutor(max_workers=self.options.concurrency) as pool:
            futures = [pool.submit(self._code_one, reading, codebook) for reading, codebook in pairs]
            try:
                return [future.result() for future in futures]
            except BaseException:
                pool.shutdown(wait=True, cancel_futures=True)
                raise

    def _code_one(self, reading: Reading, codebook: Codebook | None) -> list[Row] | BadDocument:
        document = reading.document
        if self.makes == "statements":
            if codebook is None:
                return []
            codebook = replace(codebook, issues=tuple(i for i in codebook.issues if codebook.codes(i.id)))
            if not codebook.issues:
                return []
        if self._given_up:
            raise self._given_up
        rows: list[Row] = []
        try:
            for spans in find_passages(document, self.options.max_chars, reading.paragraphs):
                rows += self._ask(document, codebook, spans)
        except NoAnswer as err:
            return self._fail(document, err)
        self.report.add_success()
        return rows

    def _ask(self, document: Document, codebook: Codebook | None, spans: Sequence[Span]) -> list[Row]:
        """The rows of one stretch of a document.

        Raises:
            NoAnswer: none came, or none that can be used.
        """
        messages = make_messages(self.makes, document, "\n\n".join(s.of(document.text) for s in spans), codebook)
        schema = make_schema(self.makes, codebook)
        source = Source(document.text, spans, codebook, self.maker, CONFIDENCE)
        for attempt in range(TRIES):
            answer = self.client.ask(messages, schema, name=self.makes, attempt=attempt)
            found = None if answer.problem else parse_rows(answer.content)
            self.report.add_answer(answer, is_malformed=found is None)
            if answer.problem:
                raise NoAnswer(answer.problem)
            if found is not None:
                self._keep(messages, schema, answer, attempt)
                rows, dropped = make_rows(self.makes, found, source)
                self.report.add_dropped(dropped)
                return rows
        raise NoAnswer("the answers are not the JSON that was asked for; use a model with structured outputs")

    def _keep(self, messages: Sequence[dict[str, str]], schema: Schema, answer: Answer, attempt: int) -> None:
        """Keep an answer; one that is paid for is used also when the disk is full."""
        try:
            self.client.keep(messages, schema, answer, name=self.makes, attempt=attempt)
        except BadInput as err:
            log.warning("%s", err)
            self.report.warn_of_cache(str(err))

    def _fail(self, document: Document, err: NoAnswer) -> list[Row] | BadDocument:
        self.report.add_failure(err)
        fault = BadDocument(document.id, f"no {self.makes} from {self.options.model}: {err}", code="llm")
        log.warning("%s", fault)
        if self.report.n_failed_on_end >= self.options.give_up_after:
            self._given_up = UsageError(
                f"{self.client.url} failed for {self.report.n_failed_on_end} documents on end, the last with: {err}; "
                "see whether it is up, then run again: answers in the cache are not asked for again"
            )
            raise self._given_up from err
        if self.options.on_failure == "quarantine":
            return fault
        self.report.warnings.append(str(fault))
        return []


def make_llm_coders(options: LlmOptions, kinds: Sequence[str] = KINDS) -> tuple[LlmCoder, ...]:
    """A coder for each kind; all share one client and one report (`coders[0].report`).

    Raises:
        MissingExtra: `httpx` is not installed.
        UsageError: an option or a kind cannot be.
    """
    for kind in kinds:
        _check(options, kind)
    make = partial(LlmCoder, options, client=LlmClient(options), report=LlmReport(options.prices))
    return tuple(make(kind) for kind in kinds)


def _check(options: LlmOptions, kind: str) -> None:
    if kind not in KINDS:
        raise UsageError(f"the LLM reader makes no {kind[:40]!r}; it makes {', '.join(KINDS)}")
    if options.on_failure not in ON_FAILURE:
        raise UsageError(f"on_failure={options.on_failure[:40]!r} is unknown; it is one of {', '.join(ON_FAILURE)}")
    if not options.model.strip():
        raise UsageError("the LLM reader needs the name of a model: --llm-model NAME")
    least = {"concurrency": 1, "max_chars": 1, "max_tokens": 1, "give_up_after": 1, "max_retries": 0}
    for name, number in least.items():
        if getattr(options, name) < number:
            raise UsageError(f"{name}={getattr(options, name)} is too small; it is at least {number}")


def find_passages(document: Document, max_chars: int, paragraphs: Sequence[Span] = ()) -> list[list[Span]]:
    """The body of a document in stretches of at most `max_chars`: one list of spans for each question, in order.

    A body that is longer is cut between paragraphs (without any, at empty lines); a paragraph that is longer still at the
    end of a line, at a space, or anywhere.

    Example:
        >>> find_passages(Document("d", "One two.\\n\\nThree.\\n"), 11)
        [[Span(start=0, end=10)], [Span(start=10, end=17)]]
    """
    text = document.text
    bodies = [z.span for z in document.zones if z.kind == ZoneKind.BODY] if document.zones else [Span(0, len(text))]
    starts = sorted({p.start for p in paragraphs} or {m.end() for m in EMPTY_LINE.finditer(text)})
    out: list[list[Span]] = []
    room = 0
    for piece in (p for body in bodies for p in _pieces(text, body, starts, max_chars) if p.of(text).strip()):
        length = piece.end - piece.start
        if not out or length > room:
            out.append([])
            room = max_chars
        room -= length
        last = out[-1][-1] if out[-1] else None
        if last is not None and last.end == piece.start:
            out[-1][-1] = Span(last.start, piece.end)  # side by side: an evidence may cross the border
        else:
            out[-1].append(piece)
    return out


def _pieces(text: str, body: Span, starts: Sequence[int], max_chars: int) -> Iterator[Span]:
    """The paragraphs of a body with the break after each, no piece longer than `max_chars`."""
    borders = [*(s for s in starts if body.start < s < body.end), body.end]
    start = body.start
    for border in borders:
        while border - start > max_chars:
            low, high = start + max_chars // 2, start + max_chars
            at = text.rfind("\n", low, high)
            at = at if at >= 0 else text.rfind(" ", low, high)
            end = at + 1 if at >= 0 else high
            yield Span(start, end)
            start = end
        yield Span(start, border)
        start = border
