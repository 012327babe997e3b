"""Bodies, outlets and states that a report calls by what they are: "the group", "the paper", "the kingdom".

In: a token, or an actor and such a word. Out: whether the word calls somebody here, and whether it may be this actor.
Which of several is meant is told by their salience (`anaphora`).
"""

from __future__ import annotations

from communique.model.reading import MentionKind
from communique.resolve.cast import Actor
from communique.resolve.lexicon import word_list
from communique.resolve.scene import Scene

BODIES = word_list("body_nouns")  # "the group" is the organization named last
OUTLETS = word_list("outlet_nouns")  # "the paper" is the outlet named last
STATES = frozenset({"country", "kingdom", "nation"})
FIRMS = frozenset({"company", "firm"})  # outlets are firms too
KINGDOMS = frozenset({"BHR", "BTN", "GBR", "JOR", "KHM", "MAR", "SAU", "SWZ", "THA", "TON"})  # those that reports call so
SPEECH = word_list("speech_verbs")
PARTS = frozenset({"nsubj", "nsubjpass", "poss"})


def calls_somebody(scene: Scene, i: int) -> bool:
    """Whether the token and "the" before it call somebody named before: "the group said", not "the group of states said"."""
    token, tokens = scene.tokens[i], scene.tokens
    word = token.text.lower()
    if token.tag != "NN" or word not in BODIES | OUTLETS | STATES or i < 1 or tokens[i - 1].text.lower() != "the":
        return False
    if word in STATES and tokens[token.head].lemma.lower() not in SPEECH:
        return False
    return token.dep in PARTS and not any(c > i and tokens[c].dep in ("prep", "appos") for c in scene.children[i])


def may_be_called(actor: Actor, word: str, *, is_outlet: bool) -> bool:
    """Whether the word may mean the actor."""
    if actor.is_plural or not actor.name[:1].isupper():
        return False
    if word in STATES:
        return actor.kind is MentionKind.STATE and (word != "kingdom" or actor.party in KINGDOMS)
    is_fit = is_outlet is (word in OUTLETS) or word in FIRMS
    return actor.kind in (MentionKind.GROUP, MentionKind.BODY) and is_fit
