"""Quantities of a sentence with what they count and the signs by which the scorer tells figures from other numbers.

In: a sentence of a reading. Out: candidates in order. Nothing here decides; offsets are those of the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from communique.coding.figure_unit import (
    MARKS,
    NP_REACH,
    OF_VERB,
    SUBJECT,
    family_of,
    find_unit,
    find_unit_of_number,
    is_in_name,
    is_put_again,
)
from communique.coding.figure_words import (
    DEATHS,
    DONE_TO_WEAPONS,
    FIRED,
    HARM,
    KIN,
    LAWMAKERS,
    MOVE,
    OFFICE_HOLDERS,
    OTHERS,
    WEAPONS,
)
from communique.coding.number import Quantity, find_quantities
from communique.model.reading import Reading, Sentence, Token

_TOLL_REACH = 14  # "the number of deaths near the border has risen to 37"
_AGE = re.compile(r"[A-Z][\w’'.-]+,\s$")
_HYPOTHETICAL = frozenset(["if", "would", "could", "might", "whether", "imagine", "suppose"])
_POPULATION = re.compile(r"\b(?:population|country|nation|city|town|crowd|force|army|total) of\s$", re.I)
_PLACE = r"\b(?:city|country|island|nation|province|region|state|territory|town|valley|village)"
_OF_PLACE = re.compile(rf"{_PLACE}\s(?P<link>of|with)\s$", re.I)
_INHABITANTS = re.compile(r"\s(?:inhabitants|residents|citizens|souls)\b", re.I)
_PEOPLE_OR_END = re.compile(r"\speople\b|(?!\s?[\w-])", re.I)
_SIZES = (("one", 1), ("two", 2), ("few", 12), ("tens", 99), ("hundreds", 999))
_COUNTED = frozenset(
    ["refugee", "troop", "soldier", "migrant", "civilian", "people", "prisoner", "hostage", "body", "population"]
)
_CONVERTED = re.compile(r"(?:\s?[(\[]|,)\s?(?:(?:or|that\sis|equivalent\sto|worth)\s)?")  # £330bn (about $382bn)
PRICE = 10_000  # less money than that is what a ticket or a meal costs
_COMPARED = re.compile(r"[\s,]+(?:(?:(?:down|up)\sto|to|while|plus|and|or|compared\s(?:to|with))\s(?:only\s|another\s)?)")
_VOTERS = (("office holders", OFFICE_HOLDERS), ("lawmakers", LAWMAKERS))
_NO_COUNT = frozenset(["DATE", "TIME", "PERCENT", "ORDINAL", "PRODUCT", "FAC", "LAW", "EVENT", "WORK_OF_ART"])
_DEFINITE = frozenset(["the", "these", "those", "both", "all"])


@dataclass(frozen=True, slots=True)
class Candidate:
    """A quantity, the tokens that hold it, the noun it counts, the verb it depends on, and its features.

    `first` to `last` are the tokens of the number, `unit` the index of the counted noun or None, `verb` the index of
    the governing verb or None; indices are those of `Reading.tokens`.
    """

    quantity: Quantity
    first: int
    last: int
    unit: int | None
    verb: int | None
    family: str  # "money", "people", "weapon", "mass", "state", "other" or "none"
    features: tuple[str, ...]


def find_candidates(reading: Reading, sentence: Sentence) -> list[Candidate]:
    """The candidates of one sentence.

    A number without a noun of its own ("and wounded 55") takes the family of the one before it, or the noun of the next
    one that it is compared with.
    """
    text = reading.document.text[sentence.start : sentence.end]
    if not _may_hold_number(text):
        return []
    found: list[Candidate] = []
    quantities = [_shift(local, sentence.start) for local in find_quantities(text)]
    for quantity, following in zip_longest(quantities, quantities[1:]):
        span = _token_range(reading.tokens, sentence, quantity)
        whole = reading.document.text
        if span is None or (not quantity.currency and is_in_name(reading.tokens, sentence, span[0])):
            continue
        if not _is_converted(whole, quantity, found) and not _is_population(whole, quantity):
            unit = None if quantity.currency else _find_own_or_shared_unit(reading, sentence, quantity, span, following)
            found.append(_describe(reading, sentence, quantity, span, unit, found))
    return found


_NUMBER_SIGN = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    r"|hundred|thousand|million|billion|trillion|dozen)\b",
    re.I,
)


def _may_hold_number(text: str) -> bool:
    return _NUMBER_SIGN.search(text) is not None


def _shift(quantity: Quantity, by: int) -> Quantity:
    return replace(quantity, start=quantity.start + by, end=quantity.end + by, lead=quantity.lead + by)


def _is_population(text: str, quantity: Quantity) -> bool:
    """Whether the number tells how large a place is: "a nation of nearly 80 million people", "a town with 2,000 residents"."""
    place = _OF_PLACE.search(text, max(0, quantity.lead - 40), quantity.lead)
    if place is None:
        return False
    is_of = place.group("link").lower() == "of"
    return bool(_INHABITANTS.match(text, quantity.end) or (is_of and _PEOPLE_OR_END.match(text, quantity.end)))


def _is_converted(text: str, quantity: Quantity, before: Sequence[Candidate]) -> bool:
    """Whether the amount is the one before it in another currency: £330bn ($382bn)."""
    if not before or not quantity.currency or not before[-1].quantity.currency:
        return False
    between = text[before[-1].quantity.end : quantity.lead]
    return _CONVERTED.fullmatch(between) is not None and before[-1].quantity.currency != quantity.currency


def _find_own_or_shared_unit(
    reading: Reading, sentence: Sentence, quantity: Quantity, span: tuple[int, int], following: Quantity | None
) -> int | None:
    """The noun that a number counts, be it said with the next number only: "from 6,000 down to 2,200 soldiers"."""
    unit = find_unit(reading.tokens, sentence, span[1])
    if unit is not None and reading.tokens[unit].lemma.lower() in MARKS:
        unit = None
    if unit is None:
        unit = find_unit_of_number(reading.tokens, sentence, span)
    if unit is not None or following is None or following.currency:
        return unit
    if not _COMPARED.fullmatch(reading.document.text, quantity.end, following.lead):
        return None
    shared = _token_range(reading.tokens, sentence, following)
    return find_unit(reading.tokens, sentence, shared[1]) if shared else None


def _token_range(tokens: Sequence[Token], sentence: Sentence, quantity: Quantity) -> tuple[int, int] | None:
    inside = [
        i for i in range(sentence.first, sentence.last) if tokens[i].start < quantity.end and tokens[i].end > quantity.start
    ]
    return (inside[0], inside[-1]) if inside else None


def _describe(
    reading: Reading, sentence: Sentence, quantity: Quantity, span: tuple[int, int], unit: int | None, before: Sequence[Candidate]
) -> Candidate:
    tokens = reading.tokens
    is_strength = reading.document.text.startswith("-strong", quantity.end)  # an 18-strong team
    family = "money" if quantity.currency else "people" if is_strength else family_of(tokens, sentence, unit)
    verb = _find_clause_of_harm(tokens, sentence, unit)
    verb = find_verb(tokens, sentence, span[0]) if verb is None else verb
    if family == "none" and (
        _is_harmed(tokens, span[0], verb)
        or is_put_again(tokens, sentence, span[0])
        or ((not quantity.is_words or tokens[span[0]].dep in SUBJECT) and _names_kind(tokens, sentence, span[0], before))
    ):
        family = "as before"
    elif family == "none" and before and before[-1].family in ("other", "state"):
        family = "other"
    candidate = Candidate(quantity, *span, unit, verb, family, ())
    return replace(candidate, features=tuple(_features(reading, sentence, candidate, before)))


def _names_kind(tokens: Sequence[Token], sentence: Sentence, first: int, before: Sequence[Candidate]) -> bool:
    """Whether what is counted stands before the number: "the toll at 600", "killed 20 men and wounded 55", "voters (300)"."""
    if before and before[-1].family in ("people", "weapon", "as before"):
        return True
    start = max(sentence.first, first - _TOLL_REACH)
    words = [t.lemma.lower() for t in tokens[start:first]]
    if DEATHS & set(words) or (WEAPONS | _COUNTED) & set(words[-NP_REACH:]):
        return True
    back = range(first - 1, start - 1, -1)
    at = next((i for i in back if tokens[i].pos not in ("PUNCT", "ADV") and words[i - start] != "about"), first)
    return tokens[at].tag == "NNS" and family_of(tokens, sentence, at) == "people"


def _is_of_toll(tokens: Sequence[Token], sentence: Sentence, first: int) -> bool:
    """Whether a number says how high a toll is, even if the parser takes it for a date: "the death toll rose from 30 to 41"."""
    words = {t.lemma.lower() for t in tokens[max(sentence.first, first - _TOLL_REACH) : first]}
    return bool(words & DEATHS) and tokens[first - 1].text in ("from", "to", "at")


def _is_harmed(tokens: Sequence[Token], first: int, verb: int | None) -> bool:
    """Whether the number itself is subject or object of a verb of harm: "killing 12", "11 had died", "intercepted 130"."""
    return tokens[first].dep in OF_VERB and tokens[first].head == verb and tokens[verb].lemma.lower() in HARM | DONE_TO_WEAPONS


def find_verb(tokens: Sequence[Token], sentence: Sentence, index: int) -> int | None:
    """The nearest verb, or noun of an event ("the deaths of"), above a token."""
    seen = {index}
    while tokens[index].head not in seen and sentence.first <= tokens[index].head < sentence.last:
        index = tokens[index].head
        seen.add(index)
        if tokens[index].pos in ("VERB", "AUX") or tokens[index].lemma.lower() in HARM:
            return index
    return None


def _find_clause_of_harm(tokens: Sequence[Token], sentence: Sentence, unit: int | None) -> int | None:
    """The verb of harm that says more of a noun: "two people who died", "three cartoonists killed in the attack"."""
    if unit is None:
        return None
    after = range(unit + 1, min(unit + 1 + NP_REACH, sentence.last))
    said = (i for i in after if tokens[i].head == unit and tokens[i].dep in ("relcl", "acl"))
    return next((i for i in said if tokens[i].lemma.lower() in HARM), None)


def _features(reading: Reading, sentence: Sentence, c: Candidate, before: Sequence[Candidate]) -> Iterator[str]:
    tokens, q = reading.tokens, c.quantity
    yield f"family={c.family}"
    size = _size(q)
    yield f"size={size}"
    yield f"{c.family}&{'small' if size in ('one', 'two', 'few') else 'large'}"
    if q.is_words:
        yield "words"
        yield f"words&{c.family}"
    is_bounded = q.lead < q.start or q.bound.value != "exact"
    if is_bounded:
        yield "bounded"
    verb = tokens[c.verb].lemma.lower() if c.verb is not None else ""
    kind = "harm" if verb in HARM else "move" if verb in MOVE else "be" if verb in ("be", "have") else "other"
    yield f"verb={kind}"
    yield f"verb={kind}&{c.family}"
    if c.family == "weapon" and verb in FIRED:
        yield f"fired&{'small' if size in ('one', 'two', 'few') else 'large'}"
    if c.unit is not None and not is_bounded and kind != "harm":  # a count of votes or seats
        noun = tokens[c.unit].lemma.lower().removesuffix("s")
        yield from (name for name, words in _VOTERS if noun in words)
    if q.currency and q.value < PRICE:
        yield "price"
    if {t.lemma.lower() for t in tokens[sentence.first : sentence.last]} & (HARM | DEATHS):
        yield f"harm near&{c.family}&{'small' if size in ('one', 'two', 'few') else 'large'}"
    yield from _context_features(reading, sentence, c, before)


def _is_definite(tokens: Sequence[Token], sentence: Sentence, first: int) -> bool:
    """Whether the number is of things known before: "the two", "the other 14", "these last five"."""
    at = first - 1
    while at > sentence.first and tokens[at].pos == "ADJ":
        at -= 1
    return at >= sentence.first and tokens[at].lemma.lower() in _DEFINITE


def _belongs_to_somebody(tokens: Sequence[Token], sentence: Sentence, first: int) -> bool:
    """Whether a relative stands just before: "her husband and three children", "a mother of two children"."""
    return any(t.lemma.lower() in KIN or t.tag == "PRP$" for t in tokens[max(sentence.first, first - 5) : first])


def _size(quantity: Quantity) -> str:
    return next((name for name, most in _SIZES if quantity.value <= most), "many")


def _context_features(reading: Reading, sentence: Sentence, c: Candidate, before: Sequence[Candidate]) -> Iterator[str]:
    tokens, text, q = reading.tokens, reading.document.text, c.quantity
    previous = tokens[c.first - 1] if c.first > sentence.first else None
    following = tokens[c.last + 1] if c.last + 1 < sentence.last else None
    is_mark = following is not None and following.lemma.lower() in MARKS  # "the" is that of "the 500,000 mark"
    if _is_definite(tokens, sentence, c.first) and not is_mark:
        yield f"definite&{'small' if q.value <= 12 else 'large'}"
    if previous is not None and previous.tag in ("PRP$", "POS"):
        yield "possessive"
    if c.unit is not None and tokens[c.unit].lemma.lower() in KIN and _belongs_to_somebody(tokens, sentence, c.first):
        yield "kin"
    if following is not None and following.text in ("-", "–") and text[q.end : q.end + 1] in ("-", "–"):
        yield "hyphen" + ("&money" if q.currency else "")
    if following is not None and following.text.lower() in ("of", "in"):
        yield f"partitive&{'small' if q.value <= 12 else 'large'}"
    if tokens[c.first].ent in _NO_COUNT and not _is_of_toll(tokens, sentence, c.first):
        yield f"ent={tokens[c.first].ent}"
    if _AGE.search(text[max(sentence.start, q.start - 30) : q.start]) and text[q.end : q.end + 1] in (",", ".", ")"):
        yield "age"
    if _POPULATION.search(text[max(sentence.start, q.lead - 30) : q.lead]):
        yield "population"
    if any(tokens[i].lemma.lower() in _HYPOTHETICAL for i in range(sentence.first, c.first)):
        yield "hypothetical"
    if any(t.lemma.lower() in OTHERS | HARM for t in tokens[c.last + 1 : min(c.last + 7, sentence.last)]):
        yield f"harm follows&{c.family}"
