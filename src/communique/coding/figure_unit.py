"""The noun that a number counts, and what kind of thing that is: people, weapons, a mass of something, states, other.

In: the tokens of a sentence and where the number stands. Out: the index of the noun, or None; its kind in a word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from communique.coding.figure_words import (
    DEATHS,
    HARM,
    JOBLESS,
    MASS_UNITS,
    OTHERS,
    PEOPLE,
    PEOPLE_ENDING,
    STATES,
    WEAPON_MASS,
    WEAPONS,
)
from communique.model.reading import Sentence, Token

NP_REACH = 8  # tokens from the number to the noun it counts: "local and international journalists"
SUBJECT = frozenset(["nsubj", "nsubjpass"])
OF_VERB = frozenset(["dobj", "obj"]) | SUBJECT
_NP_POS = frozenset(["ADJ", "NOUN", "PROPN", "ADV", "NUM", "PUNCT", "CCONJ"])
_PHRASE_END = frozenset(["CCONJ", "SCONJ", "ADP", "VERB", "AUX"])
_DESCRIBING = frozenset(["compound", "nmod", "amod", "npadvmod", "poss"])
_NUMBER_REACH = 2  # tokens from a number to "number of"
_MAX_CLIMB = 5  # steps up the parse from a number to the verb that has "the number of" as its subject or object
_MASS_REACH = 9  # tokens from kilograms to what they are kilograms of
_WEAPON_UNITS = frozenset(["battery", "piece", "system", "unit"])
_OF_PLANES = re.compile(r"jet|stealth|[A-Z][A-Za-z]{0,2}-?\d{1,3}[A-Z]?")
_ROUND_REACH = 4  # tokens from "fired" to the rounds
_TOTALS = frozenset(["number", "total"])
_ANY_NUMBER = frozenset(["count", "figure", "number", "total"])
MARKS = frozenset(["mark", "milestone", "threshold"])  # passed the one million mark: not what is counted
_NO_NAME = frozenset(["GPE", "NORP", "LOC", "DATE", "TIME"])  # sold Taiwan 66 jets; on Monday 12 tanks
_IN_NAME = re.compile(r"\d{1,4}(?:[A-Z]\w{0,2})?")
_BEHIND_NAME = 3  # tokens from the number in a name to the weapon: "Fateh 110 ballistic missiles"


def find_unit(tokens: Sequence[Token], sentence: Sentence, last: int) -> int | None:
    """The noun that a number counts: the last one of the noun phrase that follows; None if a verb or clause comes first.

    A noun that only describes another leads to it: "20,000 combat-ready troops", "5,000 theater nuclear weapons".
    """
    found = _first_unit(tokens, sentence, last)
    return None if found is None else _described(tokens, sentence, found, last)


def _described(tokens: Sequence[Token], sentence: Sentence, index: int, last: int) -> int:
    """The noun that a noun describes, by the parse, if it stands near enough to the number; else the noun itself."""
    at = index
    while tokens[at].dep in _DESCRIBING and at < tokens[at].head < min(last + 1 + NP_REACH, sentence.last):
        at = tokens[at].head
    return at if tokens[at].pos in ("NOUN", "PROPN") else index


def _first_unit(tokens: Sequence[Token], sentence: Sentence, last: int) -> int | None:
    best = None
    for i in range(last + 1, min(last + 1 + NP_REACH, sentence.last)):
        token = tokens[i]
        if best is not None and token.ent in ("DATE", "TIME"):
            break  # "owns 30 weapons today"
        is_named = token.lemma.lower() in OTHERS | JOBLESS and best is None and token.pos != "VERB"
        if token.pos in ("NOUN", "PROPN") or is_named:
            best = i
        elif best is None and token.ent == "NORP" and _stands_alone(tokens, sentence, i):
            return i  # "two French and a Swiss"
        elif is_in_name(tokens, sentence, i):
            continue
        elif best is not None and not (token.pos == "ADJ" and tokens[best].pos == "ADJ"):
            break  # "four more nuclear tests" are tests
        elif i == last + 1 and token.text == "out" and tokens[i + 1].text == "of":
            continue  # "327 out of 535 members"
        elif i == last + 1 and (token.text == "," or token.pos == "CCONJ"):
            break  # "reached 6.5 million, or 10 percent", "killed seven and injured dozens"
        elif token.tag == "PRP$" and tokens[i - 1].text == "of":
            continue
        elif token.text in ("of", "the", "these", "those") and best is None and token.dep in ("prep", "det"):
            if not (token.text == "of" or tokens[i - 1].text == "of"):
                break
        elif token.tag in ("VBN", "VBG") and token.dep == "amod" and token.head > i:
            continue
        elif token.pos not in _NP_POS or (token.pos == "PUNCT" and token.text not in ("-", "–", ",", '"', "'")):
            return i if token.lemma.lower() in HARM | OTHERS and tokens[i - 1].pos != "CCONJ" else None
    return best


def is_in_name(tokens: Sequence[Token], sentence: Sentence, i: int) -> bool:
    """Whether a number is part of a weapon's name and no count: "14 Leopard 2 tanks", "fired Shahab 3 missiles".

    It is if the parser names both together, or if a count or the name's place in the noun phrase tells.
    """
    if i - 1 < sentence.first or tokens[i - 1].pos != "PROPN" or tokens[i - 1].ent in _NO_NAME:
        return False
    if not _IN_NAME.fullmatch(tokens[i].text) or tokens[i].start != tokens[i - 1].end + 1:
        return False
    following = range(i + 1, min(i + 1 + _BEHIND_NAME, sentence.last))
    noun = next((n for n in following if tokens[n].pos == "NOUN" and tokens[n].dep not in _DESCRIBING), None)
    if noun is None or any(tokens[n].pos not in ("ADJ", "NOUN", "PUNCT") for n in range(i + 1, noun)):
        return False
    if family_of(tokens, sentence, noun) != "weapon":
        return False
    start = i - 1
    while start > sentence.first and tokens[start - 1].pos == "PROPN":
        start -= 1
    before = tokens[start - 1] if start > sentence.first else None
    is_entity = (
        tokens[i].ent not in ("", "CARDINAL", "QUANTITY") and tokens[i].ent == tokens[i - 1].ent and not tokens[i].starts_ent
    )
    is_counted = before is not None and before.pos == "NUM"
    is_described = tokens[i - 1].dep in _DESCRIBING and tokens[i - 1].head == noun and before is not None and before.pos != "ADP"
    return is_entity or is_counted or is_described


def _stands_alone(tokens: Sequence[Token], sentence: Sentence, i: int) -> bool:
    """Whether a word ends its noun phrase: "two French and a Swiss", not "two French soldiers", "two French and Swiss men"."""
    if i + 2 < sentence.last and tokens[i + 1].pos == "CCONJ" and tokens[i + 2].ent == "NORP":
        return False
    return i + 1 == sentence.last or tokens[i + 1].pos in _PHRASE_END or tokens[i + 1].text in (",", ".", ";", ")")


def find_unit_of_number(tokens: Sequence[Token], sentence: Sentence, span: tuple[int, int]) -> int | None:
    """The noun that a sentence gives a number of without putting it behind: "brought to 28 the number of senators".

    Or "the number of dead stands at 37", "put the number of dead at 37", "protesters numbering 200".
    """
    following = range(span[1] + 1, min(span[1] + 1 + _NUMBER_REACH, sentence.last))
    word = next((i for i in following if tokens[i].lemma.lower() == "number"), None)
    at, n_steps = span[0], 0
    while word is None and n_steps < _MAX_CLIMB and tokens[at].head != at:
        at, n_steps = tokens[at].head, n_steps + 1
        if n_steps == 1 and tokens[at].pos == "VERB" and tokens[at].lemma.lower() in _TOTALS:
            return _subject_of(tokens, sentence, at)
        above = (i for i in range(sentence.first, span[0]) if tokens[i].head == at and tokens[i].dep in OF_VERB)
        word = next((i for i in above if tokens[i].lemma.lower() == "number"), None)
    if word is None or word + 1 >= sentence.last or tokens[word + 1].text != "of":
        return None
    return find_unit(tokens, sentence, word + 1)


def find_put(tokens: Sequence[Token], sentence: Sentence, number: int) -> int | None:
    """The verb of "puts the toll at 22" above a number, or above the noun that it counts: "at 22 people"."""
    at = number
    for _ in range(_MAX_CLIMB):
        if tokens[at].text == "at" and tokens[at].dep == "prep":
            above = tokens[at].head
            is_put = sentence.first <= above < sentence.last and tokens[above].lemma.lower() == "put"
            return above if is_put else None
        if tokens[at].head == at or tokens[at].pos == "VERB":
            return None
        at = tokens[at].head
    return None


def is_put_again(tokens: Sequence[Token], sentence: Sentence, number: int) -> bool:
    """Whether a number stands for one given before: "the rebels put | the number at 22", not "the number of boats at 22"."""
    put = find_put(tokens, sentence, number)
    if put is None:
        return False
    objects = [i for i in range(sentence.first, sentence.last) if tokens[i].head == put and tokens[i].dep == "dobj"]
    return any(tokens[i].lemma.lower() in _ANY_NUMBER and tokens[i + 1].text == "at" for i in objects)


def _subject_of(tokens: Sequence[Token], sentence: Sentence, verb: int) -> int | None:
    """The noun that a verb is said of: its subject, else the noun before it ("airstrikes, now numbering")."""
    own = (i for i in range(sentence.first, verb) if tokens[i].head == verb and tokens[i].dep in SUBJECT)
    before = next((i for i in range(verb - 1, sentence.first - 1, -1) if tokens[i].pos not in ("PUNCT", "ADV", "AUX")), None)
    return next(own, before if before is not None and tokens[before].pos in ("NOUN", "PROPN") else None)


def family_of(tokens: Sequence[Token], sentence: Sentence, unit: int | None) -> str:
    """What kind of thing a noun is: people, weapons, a mass of something, states, other; "none" without a noun."""
    if unit is None:
        return "none"
    lemma = tokens[unit].lemma.lower().lstrip("-")
    if lemma in MASS_UNITS:
        around = tokens[max(sentence.first, unit - _MASS_REACH) : min(unit + _MASS_REACH, sentence.last)]
        return "mass" if {t.lemma.lower() for t in around} & WEAPON_MASS else "other"
    if lemma in WEAPONS or tokens[unit].text.rstrip("s").lower() in WEAPONS or _is_of_weapon(tokens, unit):
        return "weapon"
    if lemma in STATES:
        return "state"
    if lemma == "body" and tokens[unit - 1].lemma.lower() == "member":
        return "other"  # a 450-member body
    text = tokens[unit].text.lower()
    words = {lemma, text, text.removesuffix("s")}  # the parser's "injure" is "injured", its "corps" are "corpses"
    # "three million perished" and "35,000 fled", where the parser sees a noun
    is_harmed = text == "fled" or (text.endswith("ed") and text.removesuffix("ed") in HARM)
    is_people = words & PEOPLE or words & OTHERS or lemma in DEATHS or PEOPLE_ENDING.fullmatch(lemma) or is_harmed
    return "people" if is_people or tokens[unit].ent == "NORP" or tokens[unit].tag == "NNPS" else "other"


def _is_of_weapon(tokens: Sequence[Token], unit: int) -> bool:
    """Whether the noun counts weapons: "artillery pieces", "F-22 stealth fighters", "fired 500 rounds"."""
    lemma = tokens[unit].lemma.lower()
    if lemma == "round":
        return any(t.lemma.lower() == "fire" for t in tokens[max(0, unit - _ROUND_REACH) : unit])
    if lemma == "fighter":
        return any(_OF_PLANES.fullmatch(t.text) and t.pos != "NUM" for t in tokens[max(0, unit - 3) : unit])
    return lemma in _WEAPON_UNITS and unit > 0 and tokens[unit - 1].lemma.lower() in WEAPONS
