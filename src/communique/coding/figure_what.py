"""What a figure is a number of, in a few words: "Syrian refugees in Turkey", "dollars of aid", "people killed".

In: a candidate in its reading. Out: words of the sentence, put in order; no word is added but the currency.
"""

from __future__ import annotations

from collections.abc import Sequence

from communique.coding.figure_candidate import Candidate
from communique.coding.figure_words import DONE_TO_WEAPONS, HARM, OTHERS
from communique.model.reading import Reading, Sentence, Token

_LONGEST = 12  # tokens
_PLACE = frozenset(["in", "at", "aboard", "from", "near", "across", "on", "into", "to", "by", "since", "during"])
_STOP_POS = frozenset(["VERB", "AUX", "PUNCT", "SCONJ", "CCONJ", "PRON", "PART"])
_PARTICIPLES = {
    "lose": "lost", "flee": "fled", "shoot": "shot", "slay": "slain", "bury": "buried", "hang": "hanged", "die": "dead",
    "death": "dead", "dead": "dead", "strike": "struck", "hurt": "hurt", "beat": "beaten", "stab": "stabbed", "trap": "trapped",
    "quit": "quit",
}  # fmt: skip
_NO_TIME = frozenset(["DATE", "TIME"])


def describe(reading: Reading, sentence: Sentence, candidate: Candidate) -> str:
    """The counted noun with what belongs to it, then what was done to it, then where."""
    tokens = reading.tokens
    noun = _phrase(tokens, sentence, candidate.last + 1)
    if candidate.quantity.currency:
        return f"{candidate.quantity.currency} {noun or _verb_of(tokens, candidate)}".strip()
    if not noun and candidate.unit is not None:
        noun = tokens[candidate.unit].text
    done = _participle(tokens, candidate)
    is_bare = candidate.unit is None or tokens[candidate.unit].lemma.lower() in HARM | OTHERS
    if is_bare and not _is_of_weapons(tokens, candidate) and (done or candidate.family in ("people", "as before")):
        noun = f"people {noun}".strip()
    place = _place(tokens, sentence, candidate)
    words = [noun, "" if done in noun.split() else done, "" if place and place in noun else place]
    return " ".join(w for w in words if w) or _verb_of(tokens, candidate) or candidate.family


def _is_of_weapons(tokens: Sequence[Token], candidate: Candidate) -> bool:
    """Whether the verb tells that weapons are counted: "intercepted 130"."""
    return candidate.verb is not None and tokens[candidate.verb].lemma.lower() in DONE_TO_WEAPONS


def _phrase(tokens: Sequence[Token], sentence: Sentence, first: int) -> str:
    """The words from `first` to the end of the noun phrase, prepositional phrases included."""
    phrase: list[Token] = []
    seen_noun = False
    for i in range(first, min(first + _LONGEST, sentence.last)):
        token = tokens[i]
        if token.text in ("-", "+") and not phrase:
            continue
        modifies = token.dep in ("amod", "punct") or token.tag == "POS" or (token.tag in ("VBN", "VBG") and not seen_noun)
        joins = token.pos == "CCONJ" and bool(phrase) and not seen_noun and i + 1 < sentence.last and tokens[i + 1].pos == "ADJ"
        if token.pos in _STOP_POS and not (modifies or joins):
            break
        if (token.pos == "PUNCT" and token.text != "-") or token.pos in ("NUM", "SYM") or (not phrase and token.pos == "DET"):
            break
        seen_noun = seen_noun or token.pos in ("NOUN", "PROPN")
        phrase.append(token)
    while phrase and phrase[-1].pos in ("ADP", "DET", "ADV", "PUNCT"):
        phrase.pop()
    return " ".join(t.text for t in phrase).replace(" - ", "-").replace(" 's", "'s")


def _participle(tokens: Sequence[Token], candidate: Candidate) -> str:
    verb = candidate.verb
    if verb is None or tokens[verb].lemma.lower() not in HARM:
        return ""
    lemma = tokens[verb].lemma.lower()
    if lemma in _PARTICIPLES:
        return _PARTICIPLES[lemma]
    if tokens[verb].tag in ("VBN", "VBD"):
        return tokens[verb].text.lower()
    if tokens[verb].pos != "VERB":
        return ""
    return lemma + ("d" if lemma.endswith("e") else "ed")


def _place(tokens: Sequence[Token], sentence: Sentence, candidate: Candidate) -> str:
    """The first prepositional phrase after the verb, or after the noun, unless it is a time."""
    verb, unit = candidate.verb, candidate.unit
    start = max(i for i in (verb, unit, candidate.last) if i is not None) + 1
    if start >= sentence.last or tokens[start].text not in _PLACE:
        return ""
    words = [tokens[start].text]
    for i in range(start + 1, min(start + 7, sentence.last)):
        token = tokens[i]
        if token.ent in _NO_TIME or token.pos in _STOP_POS or token.pos == "ADP":
            break
        words.append(token.text)
    is_named = len(words) > 1 and tokens[start + len(words) - 1].pos in ("NOUN", "PROPN")
    return " ".join(words) if is_named else ""


def _verb_of(tokens: Sequence[Token], candidate: Candidate) -> str:
    """The verb, where it says something."""
    return tokens[candidate.verb].text.lower() if candidate.verb is not None and tokens[candidate.verb].pos == "VERB" else ""
