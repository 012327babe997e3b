"""A pipeline without models, for tests of what runs around it: every number of a text becomes a figure."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence

from communique.model.codebook import Codebook
from communique.model.document import Document
from communique.model.record import Bound, Figure, Record
from communique.runner.pipeline import Pipeline, Result


class NumberPipeline(Pipeline):
    """Makes a figure of each number, after a pause; `version` stands in the rows."""

    def __init__(self, *, version: str = "1", pause_seconds: float = 0.0) -> None:
        super().__init__((), ())
        self.version = version
        self.pause_seconds = pause_seconds
        self.n_read = 0

    @property
    def makers(self) -> dict[str, str]:
        return {"numbers": self.version}

    def read(self, documents: Sequence[Document], codebooks: Sequence[Codebook | None]) -> list[Result]:
        self.n_read += len(documents)
        time.sleep(self.pause_seconds)
        return [Result(Record(figures=tuple(self._figures(d.text))), (), {}) for d in documents]

    def _figures(self, text: str) -> list[Figure]:
        return [
            Figure(
                value=int(m[0]),
                bound=Bound.EXACT,
                what="things",
                source=None,
                evidence=m[0],
                start=m.start(),
                end=m.end(),
                confidence=0.5,
                maker=f"numbers@{self.version}",
            )
            for m in re.finditer(r"[0-9]{1,12}", text)
        ]
