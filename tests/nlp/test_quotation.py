"""Quotations: every kind of mark, nested, over paragraphs, lost or mixed marks, and what is no quotation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.model.paragraph import split_paragraphs
from communique.model.reading import Quotation
from communique.nlp.quotation import find_quotations


def find(text: str) -> tuple[Quotation, ...]:
    return find_quotations(text, split_paragraphs(text))


def inners(text: str) -> list[str]:
    return [q.inner.of(text) for q in find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # one kind of mark each
        ('"We will go," he said.', ["We will go,"]),
        ("“We will go,” he said.", ["We will go,"]),
        ("‘We will go,’ he said.", ["We will go,"]),
        ("'We will go,' he said.", ["We will go,"]),
        ("«We will go», he said.", ["We will go"]),
        ("« We will go », he said.", ["We will go"]),
        ("»We will go«, he said.", ["We will go"]),
        ("„We will go“, he said.", ["We will go"]),
        ("„We will go”, he said.", ["We will go"]),
        ("``We will go,'' he said.", ["We will go,"]),
        ("''We will go,'' he said.", ["We will go,"]),
        ("″We will go,″ he said.", ["We will go,"]),
        ("The 12″ pipe burst. ″We will go,″ he said.", ["We will go,"]),
        ("＂We will go,＂ he said.", ["We will go,"]),
        ("「We 『hope』 to go」, he said.", ["We 『hope』 to go", "hope"]),
        # inner punctuation stays, whatever it is
        ('"Why?" she asked. "No!"', ["Why?", "No!"]),
        ('He called it "a mistake".', ["a mistake"]),
        # nested, both ways
        ("“He told me ‘never’ and left,” she said.", ["He told me ‘never’ and left,", "never"]),
        ("\"He told me 'never' and left,\" she said.", ["He told me 'never' and left,", "never"]),
        ("'He told me \"never\" and left,' she said.", ['He told me "never" and left,', "never"]),
        ("‘He told me “never” and left,’ she said.", ["He told me “never” and left,", "never"]),
        ("“They shouted, ‘Go home!’” she said.", ["They shouted, ‘Go home!’", "Go home!"]),
        ("\"'Never,' was the answer,\" she said.", ["'Never,' was the answer,", "Never,"]),
        ('"He said "no" to me," she said.', ['He said "no" to me,', "no"]),
        # apostrophes are no marks
        ("The ministers' plan isn't Russia's.", []),
        ("‘The ministers’ plan isn’t ours,’ he said.", ["The ministers’ plan isn’t ours,"]),
        ("'The ministers' plan isn't ours,' he said.", ["The ministers' plan isn't ours,"]),
        ("\"The ministers' plan isn't ours,\" he said.", ["The ministers' plan isn't ours,"]),
        ("In the '90s and the ’80s they met.", []),
        ("Rock 'n' roll and 'em all, 'til dawn.", []),
        ("“Get ’em out,” he said.", ["Get ’em out,"]),
        ("The Joneses' and the Smiths' house.", []),
        # feet and inches
        ('He is 6\'2" tall and "very calm".', ["very calm"]),
        ("A wall of 10' 6\" was built.", []),
        # mixed forms and wrong forms
        ('“We will go," he said.', ["We will go,"]),
        ('"We will go,” he said.', ["We will go,"]),
        ("“We will go,“ he said. “Now.“", ["We will go,", "Now."]),
        ("”We will go,” he said.", ["We will go,"]),
        ("It will not be “normal’ soon, he said.", ["normal"]),
        ("\"We will go,'' he said.", ["We will go,"]),
        # spaces on the wrong side, or none
        ('He said," We will go."', ["We will go."]),
        ('"We will go now,"he said.', ["We will go now,"]),
        ('The plan—"a gift"—was refused.', ["a gift"]),
        ('The ("so he says") plan.', ["so he says"]),
        # lost marks
        ('"We will go, he said. "It is late."', ["We will go, he said.", "It is late."]),
        ('"It is late," he said, and so we left early."', ["It is late,"]),
        ('He called it "a mistake and left. The envoy stayed.', ["a mistake and left."]),
        ('He said: "It was a mistake. We regret it.', ["It was a mistake. We regret it."]),
        # nothing inside
        ('He wrote "" and "..." twice.', []),
        ("", []),
    ],
)
def test_inner_words(text: str, expected: list[str]) -> None:
    assert inners(text) == expected


def test_outer_holds_the_marks() -> None:
    text = "Then ``yes,'' she said."
    [quotation] = find(text)
    assert quotation.outer.of(text) == "``yes,''"


def test_depth_counts_from_the_outside() -> None:
    assert [q.depth for q in find("“A ‘b “c” d’ e,” and “f”.")] == [1, 2, 3, 1]


def test_depth_of_a_quotation_that_follows_a_lost_mark_is_one() -> None:
    assert [q.depth for q in find('"We will go, he said. "It is late."')] == [1, 1]


@pytest.mark.parametrize(("opening", "closing"), [("“", "”"), ('"', '"'), ("‘", "’"), ("'", "'"), ("«", "»")])
def test_quotation_over_three_paragraphs(opening: str, closing: str) -> None:
    text = f"{opening}One is lost.\n\n{opening}Two are lost.\n\n{opening}All is lost,{closing} he said.\n\nNobody spoke."
    assert [(q.inner.of(text), q.continues) for q in find(text)] == [
        ("One is lost.", False),
        ("Two are lost.", True),
        ("All is lost,", True),
    ]


def test_second_paragraph_without_its_mark_continues_up_to_the_closing_one() -> None:
    text = '"One is lost.\n\nTwo are lost," he said. "Three."'
    assert [(q.inner.of(text), q.continues) for q in find(text)] == [
        ("One is lost.", False),
        ("Two are lost,", True),
        ("Three.", False),
    ]


def test_paragraphs_of_a_quotation_that_were_run_together() -> None:
    text = '"One is lost. "Two are lost. "All is lost," he said. She saw "a loss".'
    assert [(q.inner.of(text), q.continues) for q in find(text)] == [
        ("One is lost.", False),
        ("Two are lost.", True),
        ("All is lost,", True),
        ("a loss", False),
    ]
    assert not any(q.continues for q in find('He said "one is lost. "Two are lost," he said.'))


def test_unclosed_mark_stops_at_the_end_of_its_paragraph() -> None:
    text = "“One is lost, he said.\n\nNobody spoke for a while.\n\n“Two,” she said."
    assert inners(text) == ["One is lost, he said.", "Two,"]
    assert not any(q.continues for q in find(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He called it “a grave mistake” twice.", [True]),
        ("Officials spoke of an “obstacle” to peace.", [True]),
        ("The so-called “red line” was crossed.", [False]),
        ("An operation code-named “Northern Light” began.", [False]),
        ("She is the author of the memoir “A Long Winter.”", [False]),
        ("The film “Winter” was shown.", [False]),
        ("His book, “The Price of Peace,” was sold out.", [False]),
        ("Ivan “Bear” Petrov was arrested.", [False]),
        ("The crowd chanted “Death To Tyrants” for hours.", [True]),
        ("“Russia Today,” he said, is wrong.", [False]),
        ("A commentary called “The Long Winter of the North” came out.", [False]),
        ("The tanker “Winter” was hit.", [False]),
        ("“Since September 11, 2001,” he said, nothing happened.", [True]),
        ("He said: “Never Again”.", [True]),
        ("“Thank you,” Merkel said.", [True]),
    ],
)
def test_scare_quotes_and_titles_are_told_from_speech(text: str, expected: list[bool]) -> None:
    assert [q.is_speech for q in find(text)] == expected


MANGLED = st.text(st.sampled_from("\"“”‘’'«»„`aA1 .,\n—(\u200b\ud800s"), max_size=80) | st.text(max_size=60)


@given(MANGLED)
def test_spans_are_in_bounds_and_inner_within_outer(text: str) -> None:
    paragraphs = split_paragraphs(text)
    quotations = find_quotations(text, paragraphs)
    assert [q.outer.start for q in quotations] == sorted(q.outer.start for q in quotations)
    for q in quotations:
        assert q.outer.covers(q.inner)
        assert 0 <= q.inner.start < q.inner.end <= len(text)
        assert any(p.covers(q.outer) for p in paragraphs)
        assert q.inner.of(text) == q.inner.of(text).strip()
        assert q.depth >= 1


@given(MANGLED)
def test_quotations_nest_or_are_apart(text: str) -> None:
    quotations = find(text)
    for i, a in enumerate(quotations):
        for b in quotations[i + 1 :]:
            assert not a.outer.overlaps(b.outer) or a.inner.covers(b.outer)


def test_long_runs_of_marks_take_no_time() -> None:
    for mark in "\"“'‘":
        find(mark * 20_000)
        find(f" {mark}a" * 20_000)
