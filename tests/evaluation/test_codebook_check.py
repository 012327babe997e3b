"""Warnings about a codebook, with a reader made by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt

from communique.evaluation.codebook_check import check_codebook
from communique.model.codebook import Codebook, Issue
from communique.models.stance_input import StanceInput

BOOK = Codebook(
    "fish",
    "Fishing",
    (
        Issue("quota", "Quotas", "Quotas should fall.", "Quotas should rise."),
        Issue("catch", "Catches", "Catches should fall.", "Catches should rise."),
        Issue("port", "Port", "The port should be built.", "The port should not be built."),
    ),
)


def reader(more: dict[tuple[str, str], list[float]]) -> Callable[[Sequence[StanceInput]], npt.NDArray[np.float32]]:
    """Reads every text right on its own issue and as neither on others, but for `more` by (spoken, support text)."""

    def one(i: StanceInput) -> list[float]:
        spoken = i.passage.removeprefix("[holder]: ")
        if (spoken, i.support) in more:
            return more[spoken, i.support]
        if spoken == i.support:
            return [0.9, 0.0, 0.1, 0.0]
        return [0.0, 0.9, 0.1, 0.0] if spoken == i.oppose else [0.05, 0.05, 0.9, 0.0]

    return lambda inputs: np.array([one(i) for i in inputs], dtype=np.float32)


def near(texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """Every text about the same."""
    return np.ones((len(texts), 1), dtype=np.float32)


def test_issues_about_other_things_do_not_overlap() -> None:
    more = {("Quotas should fall.", "Catches should fall."): [0.9, 0.0, 0.1, 0.0]}
    far = np.eye(6, dtype=np.float32)
    assert check_codebook(BOOK, reader(more), lambda texts: far[: len(texts)]) == []
    assert [w.kind for w in check_codebook(BOOK, reader(more), near)] == ["overlap"]


def test_good_codebook_has_no_warnings() -> None:
    assert check_codebook(BOOK, reader({}), near) == []


def test_overlap_is_told_once_with_its_stronger_reading() -> None:
    more = {
        ("Quotas should fall.", "Catches should fall."): [0.85, 0.0, 0.15, 0.0],
        ("Catches should rise.", "Quotas should fall."): [0.0, 0.95, 0.05, 0.0],
    }
    (found,) = check_codebook(BOOK, reader(more), near)
    assert (found.kind, found.issue, found.other, found.probability) == ("overlap", "catch", "quota", 0.95)
    assert "the oppose text of the first is read as oppose on the second (0.95)" in found.message


def test_side_that_is_not_told_apart_comes_first() -> None:
    more = {
        ("The port should not be built.", "The port should be built."): [0.6, 0.3, 0.1, 0.0],
        ("Quotas should fall.", "Catches should fall."): [0.85, 0.0, 0.15, 0.0],
    }
    found = check_codebook(BOOK, reader(more), near)
    assert [(w.kind, w.issue) for w in found] == [("one-sided", "port"), ("overlap", "quota")]
    assert found[0].to_json()["probability"] == 0.3


def test_issues_with_one_text_overlap_whatever_the_reader_says() -> None:
    twin = Issue("cod", "Cod", "quotas should rise.", "Let them be.")
    (found,) = check_codebook(Codebook("fish", "Fishing", (*BOOK.issues, twin)), lambda inputs: reader({})(inputs), near)
    assert (found.kind, found.issue, found.other, found.probability) == ("overlap", "quota", "cod", 1.0)
    assert "both have the text 'quotas should rise.'" in found.message


def test_each_issue_is_told_with_its_worst_overlap_and_the_rest_is_counted() -> None:
    names = "abcdefgh"
    book = Codebook("x", "X", tuple(Issue(n, n, f"{n} yes", f"{n} no") for n in names))
    strength = {pair: 0.8 + 0.2 * k / 28 for k, pair in enumerate(combinations(names, 2))}
    more = {(f"{a} yes", f"{b} yes"): [p, 0.0, 1 - p, 0.0] for (a, b), p in strength.items()}
    found = check_codebook(book, reader(more), near)
    assert [(w.issue, w.other) for w in found] == [
        ("g", "h"),
        ("f", "h"),
        ("e", "h"),
        ("d", "h"),
        ("c", "h"),
        ("b", "h"),
        ("a", "h"),
    ]
    assert {w.n_more for w in found} == {12}
    assert "more overlaps of the two: 12" in found[0].message


def test_only_issues_about_the_like_are_read_against_each_other_and_all_are_watched() -> None:
    asked, seen = [], []

    def read(inputs: Sequence[StanceInput]) -> npt.NDArray[np.float32]:
        asked.extend(inputs)
        return reader({})(inputs)

    def watch(issues: Iterable[Issue]) -> Iterator[Issue]:
        for issue in issues:
            seen.append(issue.id)
            yield issue

    check_codebook(BOOK, read, lambda texts: np.eye(6, dtype=np.float32)[: len(texts)], watch=watch)
    assert (len(asked), seen) == (6, ["quota", "catch", "port"])
