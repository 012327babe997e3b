"""The chain of steps: each step finds what it reads already written."""

from __future__ import annotations

from dataclasses import fields, replace

from communique.model.document import Document
from communique.model.reading import Reading
from communique.model.record import KINDS, Bound, Figure
from communique.plugins import iter_plugins, load_plugin
from communique.runner.pipeline import ANNOTATORS, CODERS, Pipeline


def test_every_step_is_an_installed_plug_in() -> None:
    assert set(ANNOTATORS) <= set(iter_plugins("communique.annotators"))
    assert set(CODERS) <= set(iter_plugins("communique.coders"))


def test_each_step_reads_only_what_an_earlier_one_writes() -> None:
    known = {f.name for f in fields(Reading)}
    written: set[str] = {"document"}
    for name in ANNOTATORS:
        step = load_plugin("communique.annotators", name)
        assert set(step.reads) <= written, f"{name} reads {set(step.reads) - written} before it is written"
        assert set(step.writes) <= known
        written |= set(step.writes)


def test_every_kind_of_row_has_exactly_one_maker() -> None:
    made = [load_plugin("communique.coders", name).makes for name in CODERS]
    assert sorted([*made, "attributions", "quotes"]) == sorted(KINDS)


class Shout:
    """Stands in for a parser: notes the text it was given."""

    name, version, reads, writes = "shout", "1", (), ("paragraphs",)

    def annotate(self, readings):  # type: ignore[no-untyped-def]
        return [replace(r, paragraphs=()) for r in readings]


class CountDigits:
    """Stands in for a coder: one literal row, and one that is not."""

    name, version, makes = "digits", "1", "figures"

    def code(self, readings, codebooks):  # type: ignore[no-untyped-def]
        def row(evidence: str) -> Figure:
            return Figure(
                value=3, bound=Bound.EXACT, what="x", source=None, evidence=evidence, start=0, end=1, confidence=1, maker="d@1"
            )

        return [[row("3"), row("invented")] for _ in readings]


def test_rows_that_are_not_literal_never_leave_the_pipeline() -> None:
    pipeline = Pipeline((Shout(),), (CountDigits(),))
    (result,) = pipeline.read([Document("d", "3 men")], [None])
    assert [row.evidence for row in result.record.figures] == ["3"]
    assert result.n_dropped == {"figures": 1}
    assert set(pipeline.cpu_seconds) == {"shout", "digits"}
