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
# Last words of names: "the department" after "the State Department".
ENDINGS = frozenset({"authority", "bureau", "coalition", "command", "council", "court", "department", "foundation", "fund"})
BODIES_OF = {"alliance": "NATO", "bloc": "EU"}  # the body that reports call so
STATES = frozenset({"country", "kingdom", "nation"})
FIRMS = frozenset({"company", "firm"})  # outlets are firms too
KINGDOMS = frozenset({"BHR", "BTN", "GBR", "JOR", "KHM", "MAR", "SAU", "SWZ", "THA", "TON"})  # those that reports call so
MAX_CALL = 4  # tokens of "the Sunni militant group" before the noun
SPEECH = word_list("speech_verbs")
PARTS = frozenset({"nsubj", "nsubjpass", "poss"})


def calls_somebody(scene: Scene, i: int) -> bool:
    """Whether the token and "the" before it call somebody named before: "the group said", not "the group of states said"."""
    token, tokens = scene.tokens[i], scene.tokens
    word = token.text.lower()
    is_ending = word in ENDINGS | BODIES_OF.keys()
    if (token.tag != "NN" and not (is_ending and token.tag == "NNP")) or not (is_ending or word in BODIES | OUTLETS | STATES):
        return False
    first = first_of_call(scene, i)
    if tokens[first].text.lower() != "the" or (word not in BODIES and first < i - 1):
        return False
    if word in STATES and tokens[token.head].lemma.lower() not in SPEECH:
        return False
    return token.dep in PARTS and not any(c > i and tokens[c].dep in ("prep", "appos") for c in scene.children[i])


def first_of_call(scene: Scene, i: int) -> int:
    """The article of "the group" and "the militant group"; the token itself where there is none, or a state is named."""
    tokens = scene.tokens
    for k in range(i - 1, max(i - MAX_CALL, -1), -1):
        if tokens[k].text.lower() == "the":
            return k
        if (
            tokens[k].head != i
            or tokens[k].dep not in ("amod", "compound")
            or tokens[k].tag == "NNP"
            or scene.name_at[k] is not None
        ):
            break
    return i


def may_be_called(actor: Actor, word: str, *, is_outlet: bool) -> bool:
    """Whether the word may mean the actor."""
    is_name = actor.rule == "table" and actor.name.split()[-1][:1].isupper()
    is_many = actor.is_plural and not is_name  # "they" may be Hamas, which is one group all the same
    if is_many or not actor.name[:1].isupper():
        return False
    if word in BODIES_OF:
        return actor.kind is MentionKind.BODY and actor.party == BODIES_OF[word]
    if word in ENDINGS:
        return actor.name.rpartition(" ")[2].lower() == word
    if word in STATES:
        return actor.kind is MentionKind.STATE and (word != "kingdom" or actor.party in KINGDOMS)
    is_fit = actor.party == "OTHER" if word in FIRMS else is_outlet is (word in OUTLETS)
    return actor.kind in (MentionKind.GROUP, MentionKind.BODY) and is_fit
