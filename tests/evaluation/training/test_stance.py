"""Rows that the stance reader's teacher and student learn from; the training itself needs PyTorch and is not run here."""

from __future__ import annotations

from typing import Any

from communique.evaluation.training.stance import Data, rows_again, student_rows
from communique.evaluation.training.stance_rows import gold_rows, mark_holder, near_pairs


def pair(label: str = "neither", relevance: float = 0.4, sentence: int = 0, issue: str = "quota") -> dict[str, Any]:
    return {
        "article": "a",
        "codebook": "fish",
        "sentence": sentence,
        "passage": "[holder] said quotas must fall.",
        "issue": issue,
        "support": f"{issue} yes",
        "oppose": f"{issue} no",
        "label": label,
        "rule": "cited",
        "is_near": False,
        "relevance": relevance,
    }


def test_only_the_three_most_relevant_issues_of_a_sentence_are_near() -> None:
    pairs = [pair(relevance=r, issue=f"i{r}") for r in (0.9, 0.5, 0.4, 0.3, 0.02)]
    pairs += [pair(relevance=0.02, sentence=1), pair(relevance=0.06, sentence=1)]
    assert [(p["sentence"], p["relevance"]) for p in near_pairs(pairs)[0]] == [(0, 0.9), (0, 0.5), (0, 0.4), (1, 0.06)]


def test_a_stance_gives_a_row_for_each_text_with_the_label_turned() -> None:
    rows = gold_rows([pair("support"), pair("conditional", issue="boats")], 1, n_other=5)
    assert {(r.text, r.label) for r in rows} == {
        ("quota yes", "support"),
        ("quota no", "oppose"),
        ("boats yes", "conditional"),
        ("boats no", "conditional"),
    }


def test_the_students_rows_are_the_same_each_time() -> None:
    data = Data([], [], [pair("oppose"), *(pair(sentence=k) for k in range(1, 9))], [], [pair(sentence=k) for k in range(30)])
    rows = student_rows(data)
    assert rows == student_rows(data)
    assert {r.label for r in rows if r.origin == "more"} == {""}
    assert sum(r.origin == "gold" and r.label == "neither" for r in rows) == 8
    assert {(r.text, r.label) for r in rows if r.label in ("support", "oppose")} == {
        ("quota yes", "oppose"),
        ("quota no", "support"),
    }


def test_all_coded_articles_are_read_again_with_one_text_a_stance() -> None:
    coded = [pair("oppose", sentence=k, issue=f"c{k}") for k in range(10)] + [pair(sentence=k) for k in range(40, 60)]
    data = Data([], [], [pair("support")], [], [], coded)
    rows = rows_again(data)
    assert rows == rows_again(data)
    sided = [r for r in rows if r.label != "neither"]
    assert len(sided) == 11
    assert all((r.label == "oppose") == r.text.endswith("yes") for r in sided if r.text[0] == "c")
    assert len(rows) - len(sided) == 7  # 0.7 of eleven, of the pairs near enough to be read


def test_holders_are_marked_by_any_of_their_names() -> None:
    assert mark_holder("Berg said Norway objects.", "Ida Berg") == ("[holder] said Norway objects.", True)
    assert mark_holder("The port is closed.", "Ida Berg") == ("The port is closed.", False)
