"""Batches: order kept, and one bad document never stops the others."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from communique.errors import BadDocument, MissingModel
from communique.model.codebook import Codebook
from communique.model.document import Document, Quarantined
from communique.model.record import Record
from communique.runner.batch import read_all
from communique.runner.pipeline import Pipeline, Result
from communique.settings import Settings


class Stub(Pipeline):
    """A pipeline that fails on some texts."""

    def __init__(self, error: type[Exception] = ValueError) -> None:
        super().__init__((), ())
        self.error = error
        self.sizes: list[int] = []

    def read(self, documents: Sequence[Document], codebooks: Sequence[Codebook | None]) -> list[Result]:
        self.sizes.append(len(documents))
        if any("bad" in d.text for d in documents):
            raise self.error("cannot read this")
        return [Result(Record(), (), {}) for _ in documents]


def documents(*texts: str) -> list[tuple[Document, None]]:
    return [(Document(str(i), text), None) for i, text in enumerate(texts)]


def test_the_document_at_fault_is_quarantined_and_the_others_are_read() -> None:
    outcomes = list(read_all(documents("good", "bad", "good"), Settings(), Stub()))
    kinds = [type(o[2]).__name__ for o in outcomes if isinstance(o, tuple)]
    assert kinds == ["Result", "Quarantined", "Result"]
    fault = outcomes[1][2]  # type: ignore[index]
    assert isinstance(fault, Quarantined)
    assert fault.document_id == "1"
    assert "ValueError: cannot read this" in fault.reason


def test_a_step_may_set_a_document_aside_with_its_own_word_and_whole_reason() -> None:
    class Aside(Stub):
        def read(self, documents, codebooks):  # type: ignore[no-untyped-def]
            found = super().read(documents, codebooks)
            return [
                BadDocument(d.id, "x" * 300, code="llm") if d.text == "aside" else r
                for d, r in zip(documents, found, strict=True)
            ]

    stub = Aside()
    outcomes = list(read_all(documents("good", "aside", "good"), Settings(), stub))
    assert [o[2] for o in outcomes if isinstance(o, tuple)][1] == Quarantined("1", "x" * 300, code="llm")
    assert stub.sizes == [3]  # read once


def test_a_document_that_fails_by_name_keeps_its_word() -> None:
    class Named(Stub):
        def read(self, documents, codebooks):  # type: ignore[no-untyped-def]
            for d in documents:
                if d.text == "bad":
                    raise BadDocument(d.id, "y" * 300, code="empty")
            return super().read(documents, codebooks)

    outcomes = list(read_all(documents("good", "bad"), Settings(), Named()))
    assert outcomes[1][2] == Quarantined("1", "y" * 300, code="empty")  # type: ignore[index]


def test_quarantined_input_keeps_its_place() -> None:
    items = [*documents("a"), Quarantined("q", "no text"), *documents("b")]
    outcomes = list(read_all(items, Settings(), Stub()))
    assert [o.document_id if isinstance(o, Quarantined) else o[0].text for o in outcomes] == ["a", "q", "b"]


def test_a_missing_model_stops_the_run() -> None:
    with pytest.raises(MissingModel):
        list(read_all(documents("bad"), Settings(), Stub(MissingModel)))


def test_a_batch_closes_at_its_size_and_at_its_length() -> None:
    stub = Stub()
    list(read_all(documents(*["x"] * 5), Settings(batch_documents=2), stub))
    assert stub.sizes == [2, 2, 1]
    stub = Stub()
    list(read_all(documents("x" * 250_000, "y", "z"), Settings(batch_documents=16), stub))
    assert stub.sizes == [1, 2]
