"""What the grammar of an alignment adds to the sentence reader: who is only spoken of, and a relation turned round.

"Iran and Oman hold the same view on Yemen" is an alignment of two; "there are no differences between Paris
and Berlin" says that they agree, "Poland parted company with its partners" that they do not.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from communique.coding.clause import children, governors, last_token
from communique.coding.telling import Telling
from communique.model.reading import Mention, Reading

_ON = frozenset(["about", "concerning", "on", "over", "regarding"])
_AIMED = frozenset(["assault", "attack", "complain", "complaint"])  # on or about whom they differ
_PROPOSES = frozenset(["nominate", "propose", "recommend", "see", "suggest"])
_ADDRESSES = frozenset(
    {"accuse", "appeal", "ask", "beg", "blame", "call", "condemn", "criticise", "criticize", "demand", "denounce", "exhort"}
    | {"implore", "order", "press", "push", "rebuke", "request", "tell", "thank", "urge", "warn"}
)
_JOINS = frozenset(["agree", "ally", "cooperate", "join", "share", "side", "stand", "unite", "work"])
_OPPOSES = frozenset(["condemn", "criticise", "criticize", "decry", "denounce", "oppose", "reject"])
_NOT_FINITE = frozenset(["acl", "advcl", "pcomp", "xcomp"])
_DIFFERENCES = frozenset(
    {
        "difference",
        "disagreement",
        "discord",
        "dispute",
        "divergence",
        "friction",
        "odd",
        "odds",
        "quarrel",
        "rift",
        "row",
        "split",
    }
    | {"differ", "disagree", "diverge"}
)
_NONE = frozenset(["longer", "no", "not", "n't", "never", "without"])
_PASSED = frozenset(["at", "be", "have", "of", "report", "there", "any"])  # between a difference and what denies it
_PARTED = re.compile(r"\bpart(?:s|ed|ing)? (?:company|ways)\b", re.I)


def is_topic(reading: Reading, telling: Telling, mention: Mention) -> bool:
    """Whether a name stands in the words for the topic: "agree on sanctions on Iran"."""
    at = last_token(reading, telling.sentence, mention)
    if at is None:
        return False
    above = [reading.tokens[i] for i in governors(reading.tokens, at)]
    on = [t for t in above if t.text.lower() in _ON and t.pos in ("ADP", "SCONJ")]
    return any(reading.tokens[t.head].lemma.lower() not in _AIMED for t in on)


def is_bystander(reading: Reading, telling: Telling, mention: Mention, relation: str) -> bool:
    """Whether a name is only spoken of by those who agree or differ.

    It stands in the words for the topic, names whom they propose for something or to whom they would do it ("to isolate Iran"),
    or, where they agree, whom they urge, thank or blame, and who stands in what they jointly say.
    """
    at = last_token(reading, telling.sentence, mention)
    if at is None:
        return False
    tokens = reading.tokens
    first = _first_conjunct(reading, at)
    token, above = tokens[first], tokens[tokens[first].head]
    if token.dep in ("nsubj", "dobj") and above.dep == "ccomp" and _lemma(reading, above.head) in _PROPOSES:
        return True
    if token.dep == "dobj" and above.tag in ("VB", "VBG") and above.dep in _NOT_FINITE:
        return True
    if is_topic(reading, telling, mention):
        return True
    return relation == "agree" and is_addressed(reading, telling, mention)


def is_addressed(reading: Reading, telling: Telling, mention: Mention) -> bool:
    """Whether a name is whom somebody urges, thanks or blames: "called on Norway and Sweden"."""
    at = last_token(reading, telling.sentence, mention)
    if at is None:
        return False
    tokens = reading.tokens
    token = tokens[_first_conjunct(reading, at)]
    above = tokens[token.head]
    if token.dep == "nsubj" and above.tag == "VB" and above.dep in ("advcl", "ccomp", "xcomp"):
        return _lemma(reading, above.head) in _ADDRESSES  # "called for Norway to pay"
    if token.dep == "pobj" and above.text.lower() in ("for", "on", "to", "upon"):
        return _lemma(reading, above.head) in _ADDRESSES
    return token.dep in ("dobj", "dative") and above.lemma.lower() in _ADDRESSES


def camps(reading: Reading, telling: Telling, parties: Sequence[str]) -> dict[int, tuple[str, ...]]:
    """The groups of two or more parties that are together the subject of a verb, by the verb.

    "Norway and Sweden sent ships, a move that Iran and Iraq condemned" has two.
    """
    tokens = reading.tokens
    found: dict[int, list[str]] = {}
    for mention in telling.mentions:
        at = last_token(reading, telling.sentence, mention)
        if at is not None and mention.party in parties and mention.party != "OTHER":
            first = _first_conjunct(reading, at)
            if tokens[first].dep == "nsubj":
                found.setdefault(tokens[first].head, []).append(mention.party)
    groups: dict[int, tuple[str, ...]] = {}
    for verb, named in found.items():
        group = tuple(dict.fromkeys(named))
        if len(group) > 1 and not any(set(group) & set(known) for known in groups.values()):
            groups[verb] = group
    return groups


def is_in_what_they_say(reading: Reading, telling: Telling, mention: Mention, verbs: Collection[int]) -> bool:
    """Whether a name stands in what others say or agree on, the verbs of which are given, and not after "with"."""
    at = last_token(reading, telling.sentence, mention)
    below = at
    for i in governors(reading.tokens, at) if at is not None else ():
        if i in verbs:
            return below is not None and reading.tokens[below].dep in ("ccomp", "xcomp")
        if reading.tokens[i].text.lower() == "with" and _lemma(reading, reading.tokens[i].head) in _JOINS:
            return False
        below = i
    return False


def _lemma(reading: Reading, index: int) -> str:
    return reading.tokens[index].lemma.lower()


def _first_conjunct(reading: Reading, index: int) -> int:
    """The word that stands in the sentence for all that is joined to it: "Algeria" of "Algeria and Togo"."""
    while reading.tokens[index].dep in ("conj", "appos") and reading.tokens[index].head < index:
        index = reading.tokens[index].head
    return index


def turned(reading: Reading, telling: Telling, relation: str, groups: Collection[int] = ()) -> str:
    """The relation of a sentence, turned round where it denies a difference, tells of parting in words of company, or where one
    of two camps, whose verbs are given, opposes."""
    if relation == "differ":
        return "agree" if _denies_difference(reading, telling) else relation
    opposes = len(groups) > 1 and any(_lemma(reading, verb) in _OPPOSES for verb in groups)
    return "differ" if opposes or _PARTED.search(telling.text) else relation


def _denies_difference(reading: Reading, telling: Telling) -> bool:
    """Whether all words of difference in a sentence are denied: "no rift", "do not differ", "denied that they disagree"."""
    inside = range(telling.sentence.first, telling.sentence.last)
    words = [i for i in inside if reading.tokens[i].lemma.lower() in _DIFFERENCES]
    return bool(words) and all(_is_denied(reading, telling, i) for i in words)


def _is_denied(reading: Reading, telling: Telling, index: int) -> bool:
    tokens = reading.tokens
    for i in governors(tokens, index):
        below = (tokens[k] for k in children(tokens, telling.sentence, i))
        if tokens[i].lemma.lower() == "deny" or any(t.text.lower() in _NONE and t.dep in ("neg", "det", "advmod") for t in below):
            return True
        if i != index and tokens[i].lemma.lower() not in _PASSED:
            return False
    return False
