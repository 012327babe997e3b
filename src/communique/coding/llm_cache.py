"""Answers of an endpoint on disk, by the hash of what was asked where. A file is whole or absent.

The files hold the texts that were sent, so they are readable by their owner only. Keys of endpoints are never in them.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from communique.errors import BadInput


class AnswerCache:
    """A folder of answers, one file each. Several processes may share it.

    Raises:
        BadInput: the folder cannot be made.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as err:
            raise BadInput(f"{folder}: the folder for answers cannot be made ({err.strerror}); name another one") from err

    def path_of(self, endpoint: str, body: Mapping[str, Any]) -> Path:
        """The file that the answer to this question stands in, or would stand in."""
        asked = json.dumps([endpoint, body], sort_keys=True, ensure_ascii=True)
        key = hashlib.sha256(asked.encode()).hexdigest()
        return self.folder / key[:2] / f"{key}.json"

    def find(self, endpoint: str, body: Mapping[str, Any]) -> dict[str, Any] | None:
        """The answer kept for a question, None if there is none or its file is damaged."""
        try:
            found = json.loads(self.path_of(endpoint, body).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        answer = found.get("answer") if isinstance(found, dict) else None
        return answer if isinstance(answer, dict) and isinstance(answer.get("content"), str) else None

    def keep(self, endpoint: str, body: Mapping[str, Any], answer: Mapping[str, Any]) -> None:
        """Keep an answer with its question.

        Raises:
            BadInput: it cannot be written.
        """
        path = self.path_of(endpoint, body)
        text = json.dumps({"endpoint": endpoint, "asked": body, "answer": answer}, ensure_ascii=True)
        try:
            path.parent.mkdir(mode=0o700, exist_ok=True)
            handle, part = tempfile.mkstemp(dir=path.parent, suffix=".part")  # mkstemp: readable by the owner only
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                out.write(text)
            os.replace(part, path)
        except OSError as err:
            raise BadInput(f"{path}: the answer cannot be kept ({err.strerror}); free space or name another folder") from err


def default_cache_dir(environ: Mapping[str, str] = os.environ) -> Path:
    """Where answers are kept unless told otherwise: under `XDG_CACHE_HOME`, or `.cache` in the home folder.

    Example:
        >>> default_cache_dir({"XDG_CACHE_HOME": "/var/tmp/mine"}).as_posix()
        '/var/tmp/mine/communique/llm'
    """
    base = environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "communique" / "llm"
