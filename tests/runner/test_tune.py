"""From judgements in a store to a tuning, with a reader and a resolver made by hand."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from communique.coding.decision import EVIDENCE
from communique.coding.retrieval import Retriever
from communique.coding.screening import SIGNS
from communique.coding.stance import StanceReader
from communique.coding.statement import StatementCoder
from communique.errors import StoreError, UsageError
from communique.evaluation.tuning import NO, UNKNOWN, YES
from communique.model.codebook import Codebook, Issue
from communique.model.document import Document, Span, Zone, ZoneKind
from communique.model.reading import Reading, Sentence
from communique.model.record import Attribution
from communique.models.stance_input import LABELS, StanceInput
from communique.models.tuning import read_tuning
from communique.runner.pipeline import Pipeline
from communique.runner.read import Codebooks
from communique.runner.run import run_documents
from communique.runner.tune import Judged, Place, label_pairs, read_judged, train_codebook
from communique.settings import Settings
from communique.store.store import open_store

BOOK = Codebook(
    "fish",
    "Fishing",
    (
        Issue("quota", "quotas", "Quotas should fall.", "Quotas should rise."),
        Issue("boats", "boats", "Boats may come.", "Boats must go."),
    ),
    "f" * 64,
)
SENTENCE = re.compile(r"(?P<who>\w+) (?P<cue>said) (?P<what>[^.]+)\.")
PARTIES = {"Norway": "NOR", "Iceland": "ISL"}


class HandReader(StanceReader):
    """Takes everything for a clear support."""

    class Files:
        id = "hand-1"

    files = Files()  # type: ignore[assignment]
    thresholds = {  # noqa: RUF012
        "weights": dict.fromkeys(EVIDENCE, 0.0) | {"reader": 1.0},
        "intercept": 0.0,
        "conditional": 0.5,
        "lean": 0.0,
        "pull": 0.0,
        "relevance": 0.1,
        "max_issues": 2,
        "worth": {"weights": dict.fromkeys(SIGNS, 0.0), "intercept": 0.0},
        "uses": {
            use: {"worth": 0.1, "least": least, "beside": least, "again": 1.0}
            for use, least in {"precise": 0.95, "balanced": 0.5, "broad": 0.05}.items()
        },
    }

    def read(self, inputs: Sequence[StanceInput]) -> Any:
        return np.array([[0.7, 0.05, 0.2, 0.05]] * len(inputs), dtype=np.float32).reshape(-1, 4)


class HandRetriever(Retriever):
    """An issue is relevant where its label stands in the sentence."""

    def relevance(self, sentences: Sequence[str], codebook: Codebook) -> Any:
        return np.array([[0.8 if i.label in s else 0.0 for i in codebook.issues] for s in sentences], dtype=np.float32)


class HandAnnotator:
    """`X said Y.` is a sentence with an attribution."""

    name, version, reads, writes = "hand", "1", (), ("sentences", "attributions")

    def annotate(self, readings: Sequence[Reading]) -> list[Reading]:
        return [self._annotate(r) for r in readings]

    def _annotate(self, reading: Reading) -> Reading:
        found = list(SENTENCE.finditer(reading.document.text))
        return replace(
            reading,
            sentences=tuple(Sentence(m.start(), m.end(), 0, 0, 0) for m in found),
            attributions=tuple(
                Attribution(
                    start=m.start(),
                    end=m.end(),
                    confidence=0.9,
                    maker="hand@1",
                    source=(Span(*m.span("who")),),
                    cue=(Span(*m.span("cue")),),
                    content=(Span(*m.span("what")),),
                    actor=m["who"],
                    party=PARTIES[m["who"]],
                )
                for m in found
            ),
        )


def pipeline() -> Pipeline:
    coder = StatementCoder(reader=HandReader("nowhere"), retriever=HandRetriever())
    return Pipeline((HandAnnotator(),), (coder,))  # type: ignore[arg-type]


def make_store(path: Path, n: int = 8, *, pipeline: Callable[[], Pipeline] = pipeline) -> str:
    documents = []
    for k in range(n):
        text = "".join(
            f"{who} said {what} {n} times {k}. "
            for n in range(2)
            for who in PARTIES
            for what in ("that quotas must fall", "that boats came")
        )
        documents.append(Document(f"d{k}", text, zones=(Zone(ZoneKind.BODY, 0, len(text)),)))
    run_documents(documents, Codebooks(one=BOOK), Settings(), store_path=str(path), pipeline=pipeline())
    return str(path)


def judge(path: str, *, n_left: int = 0) -> None:
    """Accept what is said of quotas, reject what is said of boats, and leave the last documents alone."""
    with open_store(path, coder="ada") as store:
        rows = list(store.iter_rows("statements"))
        keys = list(dict.fromkeys(r.document_id for r in rows))
        judged = keys[: len(keys) - n_left]
        for row in rows:
            if row.document_id in judged:
                store.judge(row.id, "accept" if row.row.issue == "quota" else "reject")  # type: ignore[attr-defined]


class WeakReader(HandReader):
    """Is sure of what is said first and less so of the rest, which stands beside it."""

    thresholds = HandReader.thresholds | {
        "uses": {"balanced": {"worth": 0.1, "least": 0.5, "beside": 0.05, "again": 1.0}},
    }

    def read(self, inputs: Sequence[StanceInput]) -> Any:
        weak, sure = [0.2, 0.02, 0.75, 0.03], [0.7, 0.05, 0.2, 0.05]
        return np.array([weak if "1 times" in str(i) else sure for i in inputs], dtype=np.float32).reshape(-1, 4)


def test_the_figure_before_is_that_of_the_rows_that_were_judged(tmp_path: Path) -> None:
    coder = StatementCoder(reader=WeakReader("nowhere"), retriever=HandRetriever())
    weak = Pipeline((HandAnnotator(),), (coder,))  # type: ignore[arg-type]
    path = make_store(tmp_path / "record.db", pipeline=lambda: weak)
    with open_store(path, coder="ada") as store:
        assert min(row.row.confidence for row in store.iter_rows("statements")) < 0.5  # a clause that stands beside a surer one
    judge(path)
    result, _ = train_codebook(path, "fish", pipeline=weak)
    assert (result.n_statements, result.n_none) == (32, 32)
    assert result.before == pytest.approx(2 / 3)  # half of 64 rows are right, and all that is right is found


def test_rejections_hold_an_issue_back_and_the_gain_is_saved(tmp_path: Path) -> None:
    path = make_store(tmp_path / "record.db")
    judge(path)
    result, folder = train_codebook(path, "fish", pipeline=pipeline())
    assert (result.n_documents, result.n_statements, result.n_none) == (8, 32, 32)
    assert result.before == pytest.approx(2 / 3)
    assert result.after == 1.0
    assert folder == tmp_path / "record.fish.tuned"
    saved = read_tuning(folder)
    assert saved == result.tuning
    assert (saved.codebook, saved.model) == ("fish", "hand-1")
    assert saved.issues["boats"] < saved.issues["quota"]
    words = (folder / "tuning.json").read_text()
    assert "Norway" not in words
    assert "must fall" not in words
    assert json.loads(words)["facts"]["is_gain"] is True


def test_without_a_gain_nothing_is_saved_unless_forced(tmp_path: Path) -> None:
    path = make_store(tmp_path / "record.db")
    with open_store(path, coder="ada") as store:
        for k, row in enumerate(list(store.iter_rows("statements"))):
            store.judge(row.id, "reject" if k % 4 == 0 else "accept")
    result, folder = train_codebook(path, "fish", pipeline=pipeline(), out=tmp_path / "tuned")
    if not result.is_gain:
        assert folder is None
        assert not (tmp_path / "tuned").exists()
    result, folder = train_codebook(path, "fish", pipeline=pipeline(), out=tmp_path / "tuned", force=True)
    assert folder == tmp_path / "tuned"
    assert read_tuning(folder) == result.tuning


def test_documents_that_nobody_judged_are_left_out(tmp_path: Path) -> None:
    path = make_store(tmp_path / "record.db")
    judge(path, n_left=2)
    with open_store(path) as store:
        assert len(read_judged(store, "fish")) == 6
        assert read_judged(store, "other") == {}


def test_corrected_added_and_undone_judgements(tmp_path: Path) -> None:
    path = make_store(tmp_path / "record.db", 1)
    with open_store(path, coder="ada") as store:
        first, second, *_ = list(store.iter_rows("statements"))
        store.judge(first.id, "correct", fields={"stance": "oppose", "issue": "boats"})
        store.judge(second.id, "reject")
        store.undo()
        added = {"actor": "Iceland", "party": "ISL", "issue": "quota", "stance": "oppose", "mode": "act"}
        store.add(
            "statements",
            "d0",
            {**added, "evidence": "times 0. Iceland said"[:15]} | {"start": 0, "end": 6, "evidence": "Norway"},
            codebook=BOOK,
        )
        (judged,) = read_judged(store, "fish").values()
    assert sorted((p.issue, p.stance) for p in judged.kept) == [("boats", "oppose"), ("quota", "oppose")]
    assert [(p.issue, p.stance, p.start) for p in judged.refused] == [("quota", "support", first.row.start)]
    assert judged.n_unjudged == 7


def test_unknown_codebook_store_and_too_few_judgements(tmp_path: Path) -> None:
    path = make_store(tmp_path / "record.db")
    with pytest.raises(UsageError, match="no codebook 'whales'; it has fish"):
        train_codebook(path, "whales", pipeline=pipeline())
    with pytest.raises(UsageError, match="too few judgements"):
        train_codebook(path, "fish", pipeline=pipeline())
    with pytest.raises(StoreError):
        train_codebook(str(tmp_path / "none.db"), "fish", pipeline=pipeline())


def place(start: int, end: int, **other: str) -> Place:
    given = {"actor": "Norway", "party": "NOR", "issue": "quota", "stance": ""}
    return Place(start, end, **{**given, **other})


SUPPORT = LABELS.index("support")


@pytest.mark.parametrize(
    ("pairs", "judged", "labels", "n_unreached"),
    [
        pytest.param([place(0, 50)], Judged(kept=[place(0, 40, stance="support")]), [YES], 0, id="near enough"),
        pytest.param([place(0, 50)], Judged(kept=[place(60, 90, stance="support")]), [NO], 1, id="elsewhere"),
        pytest.param([place(0, 50)], Judged(kept=[place(0, 50, stance="support", issue="boats")]), [NO], 1, id="other issue"),
        pytest.param([place(0, 50)], Judged(kept=[place(0, 50, stance="support", party="ISL")]), [NO], 1, id="other party"),
        pytest.param(
            [place(0, 50, actor="Jonas Dahl"), place(0, 50, actor="Norway")],
            Judged(kept=[place(0, 50, stance="support")]),
            [NO, YES],
            0,
            id="the same actor first",
        ),
        pytest.param(
            [place(0, 50), place(60, 90), place(100, 150)],
            Judged(kept=[place(0, 50, stance="support")], refused=[place(60, 90)], n_unjudged=1),
            [YES, NO, UNKNOWN],
            0,
            id="judged in part",
        ),
        pytest.param(
            [place(0, 50)],
            Judged(kept=[place(0, 50, stance="support"), place(2, 50, stance="oppose")]),
            [YES],
            1,
            id="one pair stands for one statement",
        ),
        pytest.param(
            [place(0, 50)],
            Judged(kept=[place(0, 50, stance="support")], refused=[place(0, 50, stance="oppose")]),
            [YES],
            0,
            id="corrected stance",
        ),
    ],
)
def test_labels_of_pairs(pairs: list[Place], judged: Judged, labels: list[int], n_unreached: int) -> None:
    found, stances, missed = label_pairs(pairs, judged)
    assert found.tolist() == labels
    assert [s != -1 for s in stances] == [label == YES for label in labels]
    assert missed == n_unreached
