"""A draft of a codebook: it reads as YAML, asks for what is missing by line, and is a codebook once the sides are written."""

from __future__ import annotations

import pytest

from communique.coding.codebook import parse_codebook
from communique.errors import BadCodebook
from communique.evaluation.codebook_draft import draft_codebook
from communique.evaluation.codebook_suggest import Content, Suggested

COD = Suggested(("quotas", "cod", "fleets"), 12, 7, (Content("a.txt", 'the "cod: #1"\nquo\x07tas - too high'),))
DAM = Suggested(("dam", "river"), 3, 2, ())


def finished(draft: str) -> str:
    """The draft with its blank sides written."""
    return draft.replace("support:  #", "support: It should be.  #").replace("oppose:  #", "oppose: It must not be.  #")


def test_blank_sides_are_told_by_line() -> None:
    with pytest.raises(BadCodebook) as told:
        parse_codebook(draft_codebook([COD, DAM]).encode(), "draft.yaml")
    lines = draft_codebook([COD, DAM]).splitlines()
    blank = [i for i, line in enumerate(lines, 1) if line.strip().startswith(("support:", "oppose:"))]
    assert [p.split(": nothing")[0] for p in told.value.problems] == [
        f"draft.yaml:{line}: issues[{i // 2}].{side}"
        for i, (line, side) in enumerate(zip(blank, ("support", "oppose") * 2, strict=True))
    ]


def test_finished_draft_is_a_codebook() -> None:
    codebook = parse_codebook(finished(draft_codebook([COD, DAM], "my draft")).encode(), "draft.yaml")
    assert codebook.id == "my-draft"
    assert [(i.id, i.label, i.keywords) for i in codebook.issues] == [
        ("quotas-cod", "quotas, cod, fleets", ("quotas", "cod", "fleets")),
        ("dam-river", "dam, river", ("dam", "river")),
    ]


def test_examples_stay_in_one_comment_line() -> None:
    (line,) = [line for line in draft_codebook([COD]).splitlines() if "a.txt" in line]
    assert line == '  #   the "cod: #1" quotas - too high  (a.txt)'


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ([("dam", "river"), ("dam", "river", "flood")], ["dam-river", "dam-river-2"]),
        ([("düne", "öl")], ["d-ne-l"]),
        ([("дамба",), ()], ["issue-1", "issue-2"]),
    ],
)
def test_ids_are_distinct_and_valid(words: list[tuple[str, ...]], ids: list[str]) -> None:
    draft = finished(draft_codebook([Suggested(w, 2, 2, ()) for w in words]))
    assert [i.id for i in parse_codebook(draft.encode(), "draft.yaml").issues] == ids
