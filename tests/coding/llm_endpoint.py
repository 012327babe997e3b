"""An endpoint for the tests of the LLM reader, and what it is told to answer."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from communique.coding.llm import LlmCoder, LlmOptions
from communique.coding.llm_client import LlmClient
from communique.model.codebook import Codebook, Issue
from communique.model.document import Document
from communique.model.reading import Reading

BOOK = Codebook("fish", "Fishing", (Issue("quota", "Quotas", "Quotas should fall.", "Quotas should rise."),))
TEXT = (
    "Minister Liv Berg said on Monday that\nquotas must fall. Iceland and Norway agree on nets. "
    "Berg will meet Jón Falk in Bergen on 3 May. Norway promised to pay by June. At least 40 boats were lost."
)
SAID = {
    "actor": "Liv Berg",
    "party": "NOR",
    "issue": "quota",
    "stance": "support",
    "mode": "indirect",
    "evidence": "said on Monday that quotas must fall",
}


@dataclass
class Server:
    """A scripted endpoint: each request takes the next script; the last one goes on answering."""

    scripts: list[Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    url: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)


@contextmanager
def open_endpoint() -> Iterator[Server]:
    """An endpoint on a free port of this machine."""
    state = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with state.lock:
                script = state.scripts[min(len(state.asked), len(state.scripts) - 1)]
                state.asked.append(body)
                state.paths.append(self.path)
                state.headers.append(dict(self.headers))
            with contextlib.suppress(OSError):  # the client went away
                script(self)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    state.url = f"http://127.0.0.1:{http.server_port}"
    thread = threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield state
    finally:
        http.shutdown()
        http.server_close()
        thread.join()


def send(handler: BaseHTTPRequestHandler, data: bytes, status: int = 200, **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(data)))
    handler.end_headers()
    handler.wfile.write(data)


def say(content: Any, *, usage: Any = (100, 20), finish: str = "stop") -> Callable[[BaseHTTPRequestHandler], None]:
    """Answers with a chat completion; `content` is made JSON unless it is a text."""
    text = content if isinstance(content, str) or content is None else json.dumps(content)
    body: dict[str, Any] = {"choices": [{"message": {"content": text}, "finish_reason": finish}]}
    if usage:
        body["usage"] = {"prompt_tokens": usage[0], "completion_tokens": usage[1]}
    return lambda handler: send(handler, json.dumps(body).encode())


def rows(*items: Any) -> Callable[[BaseHTTPRequestHandler], None]:
    return say({"rows": list(items)})


def fail(status: int, **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    return lambda handler: send(handler, b'{"error": {"message": "not now"}}', status, **headers)


def wait(seconds: float) -> Callable[[BaseHTTPRequestHandler], None]:
    def slowly(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(seconds)
        rows()(handler)

    return slowly


def drip(handler: BaseHTTPRequestHandler) -> None:
    """Goes on sending a byte at a time, each in time."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(40):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


def coder(server: Server, makes: str = "statements", waits: list[float] | None = None, **options: Any) -> LlmCoder:
    told = LlmOptions(server.url, "small-1", **{"timeout_seconds": 5.0, "max_retries": 2, **options})
    slept: list[float] = [] if waits is None else waits
    return LlmCoder(told, makes, client=LlmClient(told, sleep=slept.append))


def read(one: LlmCoder, text: str = TEXT, codebook: Codebook | None = BOOK, **document: Any) -> list[Any]:
    (found,) = one.code([Reading(Document("d1", text, **document))], [codebook])
    return found
