"""From units and issues to statements: which pairs are read, which are kept, and what stands in a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from communique.coding.decision import (
    EVIDENCE,
    Thresholds,
    agree_on_sides,
    choose_stances,
    holder_key,
    join_evidence,
    keep_clauses,
)
from communique.coding.retrieval import Retriever
from communique.coding.screening import SIGNS
from communique.coding.stance import StanceReader
from communique.coding.statement import StatementCoder
from communique.errors import MissingModel, UsageError
from communique.model.codebook import Codebook, Issue
from communique.model.document import Document, Span
from communique.model.reading import Reading, Sentence
from communique.model.record import Attribution, Mode, Stance
from communique.models.odds import log_odds
from communique.models.stance_input import OPPOSE, SUPPORT, StanceInput

BOOK = Codebook(
    "fish",
    "Fishing",
    (
        Issue("quota", "Quotas", "Quotas should fall.", "Quotas should rise."),
        Issue("boats", "Boats", "Boats may come.", "Boats must go."),
    ),
)
TEXT = "Norway said quotas must fall. Norway said boats must leave."
SETTINGS: dict[str, Any] = {
    "weights": dict.fromkeys(EVIDENCE, 0.0) | {"reader": 1.0},
    "intercept": 0.0,
    "worth": {"weights": dict.fromkeys(SIGNS, 0.0), "intercept": 0.0},
    "conditional": 0.5,
    "lean": 0.0,
    "pull": 0.0,
    "relevance": 0.1,
    "max_issues": 2,
    "uses": {
        "precise": {"worth": 0.1, "least": 0.95, "beside": 0.95, "again": 1.0},
        "balanced": {"worth": 0.1, "least": 0.5, "beside": 0.2, "again": 0.3},
        "broad": {"worth": 0.1, "least": 0.05, "beside": 0.05, "again": 0.3},
    },
}


class HandReader(StanceReader):
    """Gives the probabilities that the test says for each text that supports, and notes what it is asked."""

    class Files:
        id = "hand-1"

    files = Files()  # type: ignore[assignment]
    thresholds = SETTINGS

    def __init__(self, answers: dict[str, list[float]]) -> None:
        super().__init__("nowhere")
        self.answers, self.asked = answers, []  # type: tuple[dict[str, list[float]], list[StanceInput]]
        self.sides: list[int] = []  # asked for when a single text was read

    def read(self, inputs: Sequence[StanceInput]) -> np.ndarray[Any, np.dtype[np.float32]]:
        self.asked += inputs
        rows = [self.answers.get(i.support, [0.0, 0.0, 1.0, 0.0]) for i in inputs]
        return np.array(rows, dtype=np.float32).reshape(-1, 4)

    def read_sides(self, inputs: Sequence[StanceInput], sides: Sequence[int]) -> np.ndarray[Any, np.dtype[np.float32]]:
        self.sides += sides
        return self.read(inputs)


class HandRetriever(Retriever):
    """Finds an issue relevant where its label's word stands in the sentence."""

    def relevance(self, sentences: Sequence[str], codebook: Codebook) -> np.ndarray[Any, np.dtype[np.float32]]:
        hits = [[0.8 if i.label.lower() in s else 0.0 for i in codebook.issues] for s in sentences]
        return np.array(hits, dtype=np.float32)


def reading(text: str = TEXT) -> Reading:
    attributions, sentences = [], []
    for start in (0, 30):
        end = text.index(".", start) + 1
        sentences.append(Sentence(start, end, 0, 0, 0))
        attributions.append(
            Attribution(
                start=start,
                end=end,
                confidence=0.9,
                maker="test@1",
                source=(Span(start, start + 6),),
                cue=(Span(start + 7, start + 11),),
                content=(Span(start + 12, end - 1),),
                actor="Norway",
                party="NOR",
            )
        )
    return Reading(Document("d", text), sentences=tuple(sentences), attributions=tuple(attributions))


def coder(answers: dict[str, list[float]], use: str = "balanced") -> StatementCoder:
    return StatementCoder(use=use, reader=HandReader(answers), retriever=HandRetriever())


BOTH = {"Quotas should fall.": [0.9, 0.05, 0.05, 0.0], "Boats may come.": [0.1, 0.7, 0.2, 0.0]}


def test_statements_of_a_document() -> None:
    (rows,) = coder(BOTH).code([reading()], [BOOK])
    assert [(r.actor, r.party, r.issue, r.stance, r.mode) for r in rows] == [
        ("Norway", "NOR", "quota", Stance.SUPPORT, Mode.INDIRECT),
        ("Norway", "NOR", "boats", Stance.OPPOSE, Mode.INDIRECT),
    ]
    assert [r.evidence for r in rows] == ["Norway said quotas must fall", "Norway said boats must leave"]
    assert all(TEXT[r.start : r.end] == r.evidence for r in rows)
    assert {r.maker for r in rows} == {"communique.statement@4+hand-1"}
    assert {r.codebook for r in rows} == {"fish"}
    assert [r.confidence for r in rows] == [0.95, 0.8]


def test_only_relevant_pairs_are_read_and_the_holder_is_masked() -> None:
    one = coder(BOTH)
    one.code([reading()], [BOOK])
    assert [(i.passage, i.support) for i in one.reader.asked] == [  # type: ignore[attr-defined]
        ("[holder] said quotas must fall.", "Quotas should fall."),
        ("[holder] said quotas must fall. || [holder] said boats must leave.", "Boats may come."),
    ]


def test_weaker_clauses_of_a_sure_position_are_kept_too() -> None:
    same = Codebook("fish", "Fishing", (BOOK.issues[0],))
    text = "Norway said quotas must fall. Norway said quotas are many."
    answers = {"Norway said quotas are many": [0.3, 0.05, 0.65, 0.0]}

    class ByClause(HandReader):
        def read(self, inputs: Sequence[StanceInput]) -> np.ndarray[Any, np.dtype[np.float32]]:
            is_weak = ["many" in i.passage.rpartition("||")[2] for i in inputs]
            rows = [next(iter(answers.values())) if weak else BOTH["Quotas should fall."] for weak in is_weak]
            return np.array(rows, dtype=np.float32)

    def rows_of(use: str) -> list[str]:
        one = StatementCoder(use=use, reader=ByClause({}), retriever=HandRetriever())
        return [r.evidence for r in one.code([reading(text)], [same])[0]]

    assert rows_of("balanced") == ["Norway said quotas must fall", "Norway said quotas are many"]
    assert rows_of("precise") == []


class ByWord(HandReader):
    """Reads a clause by the first of some words that stands in it."""

    def read(self, inputs: Sequence[StanceInput]) -> np.ndarray[Any, np.dtype[np.float32]]:
        self.asked += inputs
        own = [i.passage.rpartition("||")[2] for i in inputs]
        rows = [next((row for word, row in self.answers.items() if word in text), [0.0, 0.0, 1.0, 0.0]) for text in own]
        return np.array(rows, dtype=np.float32).reshape(-1, 4)


FALL, GO, FEW, COLD, RISE = "must fall", "must go", "too few", "cold", "should rise"
READ_AGAIN = {
    FALL: [0.9, 0.05, 0.05, 0.0],
    GO: [0.05, 0.9, 0.05, 0.0],
    FEW: [0.4, 0.05, 0.55, 0.0],  # to the same effect
    COLD: [0.1, 0.05, 0.85, 0.0],  # hardly a stance
    RISE: [0.05, 0.6, 0.35, 0.0],  # a stance that the holder is not known for
}


class Faint(HandRetriever):
    """Finds the second sentence of a document hardly relevant to the first issue."""

    def relevance(self, sentences: Sequence[str], codebook: Codebook) -> np.ndarray[Any, np.dtype[np.float32]]:
        return np.array([[0.8], [0.2]], dtype=np.float32)


def read_again(second: str, use: str = "balanced", first: str = FALL) -> tuple[list[str], int, list[int]]:
    """The evidence of a document whose second clause was not worth reading, how many pairs were read, and by which side alone."""
    settings = {
        **SETTINGS,
        "worth": {"weights": SETTINGS["worth"]["weights"] | {"relevance": 1.0}, "intercept": 0.0},
        "uses": {name: {**own, "worth": 0.5} for name, own in SETTINGS["uses"].items()},
    }
    reader = ByWord(READ_AGAIN)
    reader.thresholds = settings
    one = StatementCoder(use=use, reader=reader, retriever=Faint())
    text = f"Norway said quotas {first}. Norway said quotas {second}."
    rows = one.code([reading(text)], [Codebook("fish", "Fishing", (BOOK.issues[0],))])[0]
    return [r.evidence for r in rows], len(reader.asked), reader.sides


@pytest.mark.parametrize(
    ("second", "use", "first", "n_rows", "n_read", "sides"),
    [
        (FEW, "balanced", FALL, 2, 2, [SUPPORT]),
        (COLD, "balanced", FALL, 1, 2, [SUPPORT]),
        (RISE, "balanced", FALL, 1, 2, [SUPPORT]),
        (RISE, "balanced", GO, 2, 2, [OPPOSE]),  # by the text of the side that the holder takes
        (FALL, "balanced", COLD, 0, 1, []),  # no position stands, so nothing is read again
        (FEW, "precise", FALL, 1, 1, []),
    ],
)
def test_further_clauses_of_a_position_that_stands_are_read(
    second: str, use: str, first: str, n_rows: int, n_read: int, sides: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SETTINGS["uses"]["precise"], "least", 0.9)
    rows, n, asked = read_again(second, use, first)
    assert (len(rows), n, asked) == (n_rows, n_read, sides)


@pytest.mark.parametrize(("use", "n_read"), [("precise", 1), ("balanced", 2)])
def test_precise_use_reads_fewer_pairs(use: str, n_read: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SETTINGS["worth"], "weights", SETTINGS["worth"]["weights"] | {"relevance": 1.0})
    monkeypatch.setitem(SETTINGS["uses"]["precise"], "worth", 0.5)
    reader = ByWord({})
    one = StatementCoder(use=use, reader=reader, retriever=Faint())
    one.code(
        [reading("Norway said quotas must fall. Norway said boats must leave.")], [Codebook("fish", "Fishing", (BOOK.issues[0],))]
    )
    assert len(reader.asked) == n_read


@pytest.mark.parametrize(("use", "n"), [("precise", 0), ("balanced", 2), ("broad", 2)])
def test_use_sets_how_sure_a_statement_must_be(use: str, n: int) -> None:
    answers = {**BOTH, "Quotas should fall.": [0.6, 0.05, 0.35, 0.0]}
    (rows,) = coder(answers, use).code([reading()], [BOOK])
    assert len(rows) == n


def test_no_codebook_no_statements_and_order_is_kept() -> None:
    found = coder(BOTH).code([reading(), reading(), Reading(Document("e", ""))], [None, BOOK, BOOK])
    assert [len(rows) for rows in found] == [0, 2, 0]


def test_unknown_use_is_refused() -> None:
    with pytest.raises(UsageError, match="no use 'sure'"):
        StatementCoder(use="sure")
    with pytest.raises(UsageError, match="no use 'sure'"):
        Thresholds.from_json(SETTINGS, "sure")


def test_incomplete_thresholds_are_a_missing_model() -> None:
    with pytest.raises(MissingModel, match="worth"):
        Thresholds.from_json({}, "balanced")
    with pytest.raises(MissingModel, match="weights"):
        Thresholds.from_json({key: value for key, value in SETTINGS.items() if key != "weights"}, "balanced")


def test_what_a_party_says_elsewhere_is_evidence() -> None:
    probabilities = np.array([[0.5, 0.0, 0.5, 0.0], [0.9, 0.0, 0.1, 0.0], [0.5, 0.0, 0.5, 0.0]], dtype=np.float32)
    places = [(0, "NOR", 0), (1, "NOR", 0), (1, "ISL", 0)]
    found = join_evidence(probabilities, np.full(3, 0.5), [0, 1, 2], ["cited"] * 3, [0.9] * 3, places)
    elsewhere = found[:, EVIDENCE.index("elsewhere")]
    assert elsewhere[0] == pytest.approx(float(log_odds(0.9)), abs=1e-4)
    assert elsewhere[1] == pytest.approx(0.0, abs=1e-4)
    assert elsewhere[2] == pytest.approx(float(log_odds(0.0)))
    assert found[:, EVIDENCE.index("rank")].tolist() == [0, 1, 2]
    assert found[:, EVIDENCE.index("rivalled")].tolist() == [0, 1, 1]
    assert found[:, EVIDENCE.index("rival")] == pytest.approx([0.0, -float(log_odds(0.9)), float(log_odds(0.9))], abs=1e-4)


def test_those_cited_together_are_no_rivals() -> None:
    probabilities = np.array([[0.5, 0.0, 0.5, 0.0], [0.9, 0.0, 0.1, 0.0], [0.5, 0.0, 0.5, 0.0]], dtype=np.float32)
    places = [(0, "NOR", 0), (0, "ISL", 0), (0, "DNK", 0)]
    found = join_evidence(probabilities, np.full(3, 0.5), [0] * 3, ["cited"] * 3, [0.9] * 3, places, [4, 4, -1])
    rivals = found[:, EVIDENCE.index("rival")]
    assert rivals == pytest.approx([0.0, -float(log_odds(0.9)), float(log_odds(0.9))], abs=1e-4)
    alone = join_evidence(probabilities[:2], np.full(2, 0.5), [0] * 2, ["cited"] * 2, [0.9] * 2, places[:2], [4, 4])
    assert alone[:, EVIDENCE.index("rivalled")].tolist() == [0, 0]


@pytest.mark.slow
def test_what_hangs_on_a_condition_is_conditional_and_the_condition_is_not() -> None:
    from communique.nlp.parse import Parser

    text = "Norway said it will cut its quotas if the boats go."
    (plain,) = Parser().annotate([Reading(Document("d", text))])
    (of_two, _) = reading(text + " Norway said no.").attributions
    told = replace(plain, attributions=(replace(of_two, content=(Span(12, len(text) - 1),)),))
    (rows,) = coder(BOTH).code([told], [BOOK])
    assert {(r.issue, r.stance) for r in rows} == {("quota", Stance.CONDITIONAL), ("boats", Stance.OPPOSE)}


@pytest.mark.parametrize(
    ("row", "expected"),
    [([0.5, 0.2, 0.3, 0.0], 0), ([0.2, 0.3, 0.5, 0.0], 1), ([0.2, 0.1, 0.4, 0.3], 3), ([0.3, 0.1, 0.4, 0.2], 0)],
)
def test_stance_is_the_likelier_side_unless_conditional(row: list[float], expected: int) -> None:
    assert choose_stances(np.array([row], dtype=np.float32), conditional=0.5, lean=0.0) == [expected]


def test_what_hardly_favours_support_is_opposition_under_a_lean() -> None:
    probabilities = np.array([[0.42, 0.38, 0.2, 0.0], [0.6, 0.2, 0.2, 0.0]], dtype=np.float32)
    assert choose_stances(probabilities, conditional=0.5, lean=0.0) == [0, 0]
    assert choose_stances(probabilities, conditional=0.5, lean=-0.5) == [1, 0]


SIDED = [[0.42, 0.48, 0.1, 0.0], [0.8, 0.1, 0.1, 0.0], [0.7, 0.1, 0.1, 0.1]]


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ([(0, "NOR", 0), (1, "NOR", 0), (2, "NOR", 0)], [0, 0, 0]),  # one clause read against two
        ([(0, "NOR", 0), (1, "ISL", 0), (2, "ISL", 0)], [1, 0, 0]),  # of another holder
        ([(0, "NOR", 0), (1, "NOR", 1), (2, "NOR", 1)], [1, 0, 0]),  # on another issue
    ],
)
def test_a_holders_clauses_on_an_issue_tell_the_side_together(places: list[tuple[int, str, int]], expected: list[int]) -> None:
    read = np.array(SIDED, dtype=np.float32)
    found = agree_on_sides(read, places, lean=0.0, pull=1.0)
    assert choose_stances(found, conditional=0.5, lean=0.0) == expected
    assert found[:, 2:] == pytest.approx(read[:, 2:])
    assert found.sum(axis=1) == pytest.approx(read.sum(axis=1), abs=1e-6)


def test_a_sure_clause_keeps_its_side_against_another() -> None:
    read = np.array([[0.02, 0.9, 0.08, 0.0], [0.9, 0.02, 0.08, 0.0]], dtype=np.float32)
    places = [(0, "NOR", 0), (1, "NOR", 0)]
    assert choose_stances(agree_on_sides(read, places, lean=0.0, pull=1.0), conditional=0.5, lean=0.0) == [1, 0]
    assert agree_on_sides(read, places, lean=0.0, pull=0.0) == pytest.approx(read, abs=1e-3)


def test_clauses_of_one_party_are_joined_and_of_other_persons_not() -> None:
    assert holder_key("Ida Berg", "NOR") == holder_key("Norway", "NOR")
    assert holder_key("Ida Berg", "OTHER") != holder_key("Per Lie", "OTHER")


@pytest.mark.parametrize(
    ("scores", "positions", "kept"),
    [
        ([0.6, 0.3, 0.1], "aaa", [True, True, False]),
        ([0.4, 0.3], "aa", [False, False]),
        ([0.6, 0.3], "ab", [True, False]),
        ([], "", []),
    ],
)
def test_a_position_is_as_sure_as_its_surest_clause(scores: list[float], positions: str, kept: list[bool]) -> None:
    assert keep_clauses(scores, list(positions), least=0.5, beside=0.2) == kept
