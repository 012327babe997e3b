"""What a figure is a number of, in a few words: "Syrian refugees in Turkey", "dollars of aid", "people killed".

In: a candidate in its reading. Out: words of the sentence, put in order; no word is added but the currency.
"""

from __future__ import annotations

from collections.abc import Sequence

from communique.coding.figure_candidate import Candidate
from communique.coding.figure_unit import MARKS, SUBJECT, is_in_name
from communique.coding.figure_words import DONE_TO_WEAPONS, HARM, OTHERS
from communique.model.reading import Reading, Sentence, Token

_LONGEST = 12  # tokens
_UNKNOWN = ("none", "as before")
_BRACKETS = ("[", "]")
_LIGHT = frozenset(
    ["be", "do", "get", "give", "have", "make", "say", "see", "take"]
)  # verbs that tell nothing of what is counted
_MORE = frozenset(["additional", "further", "more", "other"])
_PLACE = frozenset(["in", "at", "aboard", "from", "near", "across", "on", "into", "to", "by", "since", "during"])
_STOP_POS = frozenset(["VERB", "AUX", "PUNCT", "SCONJ", "CCONJ", "PRON", "PART"])
_PARTICIPLES = {
    "lose": "lost", "flee": "fled", "shoot": "shot", "slay": "slain", "bury": "buried", "hang": "hanged", "die": "dead",
    "death": "dead", "dead": "dead", "strike": "struck", "hurt": "hurt", "beat": "beaten", "stab": "stabbed", "trap": "trapped",
    "quit": "quit",
}  # fmt: skip
_NO_TIME = frozenset(["DATE", "TIME"])


def describe(reading: Reading, sentence: Sentence, candidate: Candidate) -> str:
    """The counted noun with what belongs to it, what was done to it, and where: "members of the crew killed in the port"."""
    tokens = reading.tokens
    first = candidate.last + 1
    if not candidate.quantity.currency:  # three of the members: members
        first = next((i for i in range(first, sentence.last) if tokens[i].text != "of" and not _is_article_of(tokens, i)), first)
    phrase = _phrase(tokens, sentence, first)
    if candidate.quantity.currency:
        return f"{candidate.quantity.currency} {_join(phrase) or _verb_of(tokens, candidate)}".strip()
    at = next((i for i, t in enumerate(phrase) if _leads_to_place(phrase, i)), len(phrase))
    named, where = phrase[:at], _join(phrase[at:])
    noun, done = _join(named), _participle(tokens, candidate)
    is_bare = candidate.unit is None or tokens[candidate.unit].lemma.lower() in HARM | OTHERS
    if is_bare and not _is_of_weapons(tokens, candidate) and (done or candidate.family in ("people", "as before")):
        done = next((t.text for t in named if t.lemma.lower() in HARM and t.text.endswith("ed")), done)  # and 55 wounded
        if not done and candidate.unit is not None:  # the number of deaths has risen to 37
            done = _PARTICIPLES.get(tokens[candidate.unit].lemma.lower(), "")
        said = HARM | OTHERS | _MORE if done else _MORE
        noun = f"people {_join([t for t in named if t.lemma.lower() not in said])}".strip()
    elif not noun and candidate.unit is not None:
        noun = tokens[candidate.unit].text
    place = _place(tokens, sentence, candidate)
    words = [noun, "" if done in noun.split() else done, where, "" if place and place in f"{noun} {where}" else place]
    return " ".join(w for w in words if w) or _verb_of(tokens, candidate) or _subject(tokens, sentence, candidate)


def _leads_to_place(phrase: Sequence[Token], i: int) -> bool:
    """Whether the words that tell where begin there: "soldiers | in the port", not "surface-to-air", "migrants from Oslo"."""
    is_place = phrase[i].pos == "ADP" and phrase[i].text in _PLACE and phrase[i].text != "from"
    return is_place and i > 0 and phrase[i - 1].text != "-"


def _is_of_weapons(tokens: Sequence[Token], candidate: Candidate) -> bool:
    """Whether the verb tells that weapons are counted: "intercepted 130"."""
    return candidate.verb is not None and tokens[candidate.verb].lemma.lower() in DONE_TO_WEAPONS


def _phrase(tokens: Sequence[Token], sentence: Sentence, first: int) -> list[Token]:
    """The words from `first` to the end of the noun phrase, prepositional phrases included, times left out."""
    phrase: list[Token] = []
    seen_noun = False
    for i in range(first, min(first + _LONGEST, sentence.last)):
        token = tokens[i]
        if token.text in _BRACKETS or (not phrase and token.text in ("-", "+")):
            continue
        modifies = token.dep in ("amod", "punct") or token.tag == "POS" or (token.tag in ("VBN", "VBG") and not seen_noun)
        joins = token.pos == "CCONJ" and bool(phrase) and not seen_noun and i + 1 < sentence.last and tokens[i + 1].pos == "ADJ"
        if token.pos in _STOP_POS and not (modifies or joins):
            break
        if _ends_phrase(tokens, sentence, i) or (not phrase and (token.pos == "DET" or token.lemma.lower() in MARKS)):
            break
        seen_noun = seen_noun or token.pos in ("NOUN", "PROPN")
        phrase.append(token)
    return _without_loose_end(phrase)


def _is_article_of(tokens: Sequence[Token], i: int) -> bool:
    return tokens[i].pos == "DET" and tokens[i - 1].text == "of"


def _ends_phrase(tokens: Sequence[Token], sentence: Sentence, i: int) -> bool:
    """Whether a token stands in no noun phrase: a mark, a number outside a name, a bound, a time that tells no kind."""
    token = tokens[i]
    if token.text != "-" and not any(c.isalnum() for c in token.text) and token.tag != "POS":
        return True
    if token.pos in ("NUM", "SYM"):
        return not is_in_name(tokens, sentence, i)
    if token.text.lower() in ("least", "most"):
        return i > sentence.first and tokens[i - 1].text.lower() in ("at", "the")
    end = i
    while end < sentence.last and tokens[end].ent in _NO_TIME:
        end += 1
    return end > i and not (end < sentence.last and tokens[end].pos in ("NOUN", "PROPN"))  # the December attack


def _without_loose_end(phrase: list[Token]) -> list[Token]:
    """A phrase without a last preposition that has no noun: "prisoners in the next"."""
    last = next((i for i in range(len(phrase) - 1, -1, -1) if phrase[i].pos == "ADP"), None)
    if last is not None and not any(t.pos in ("NOUN", "PROPN") for t in phrase[last:]):
        return _without_loose_end(phrase[:last])
    while phrase and phrase[-1].pos in ("DET", "ADV", "PUNCT"):
        phrase = phrase[:-1]
    return phrase


def _join(phrase: Sequence[Token]) -> str:
    return _close(" ".join(t.text for t in phrase))


def _close(words: str) -> str:
    """Words parted by the parser as they are written: "Nagorno-Karabakh", "Oslo's port"."""
    return words.replace(" - ", "-").replace(" 's", "'s")


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
        is_hyphen = token.text == "-" and token.start == tokens[i - 1].end  # Nagorno-Karabakh
        is_inside = token.tag == "POS" or is_hyphen
        if token.ent in _NO_TIME or (token.pos in _STOP_POS and not is_inside) or token.pos == "ADP":
            break
        words.append(token.text)
    is_named = len(words) > 1 and tokens[start + len(words) - 1].pos in ("NOUN", "PROPN")
    return _close(" ".join(words)) if is_named else ""


def _verb_of(tokens: Sequence[Token], candidate: Candidate) -> str:
    """The verb, where it says something."""
    verb = tokens[candidate.verb] if candidate.verb is not None else None
    return verb.text.lower() if verb is not None and verb.pos == "VERB" and verb.lemma.lower() not in _LIGHT else ""


def _subject(tokens: Sequence[Token], sentence: Sentence, candidate: Candidate) -> str:
    """What a number is said of where nothing else names it, "the reserves are 300"; else the kind of thing."""
    own = (t for t in tokens[sentence.first : sentence.last] if t.head == candidate.verb and t.dep in SUBJECT and t.pos == "NOUN")
    subject = next(own, None)
    is_said = candidate.verb is not None and tokens[candidate.verb].lemma.lower() == "be" and subject is not None
    return subject.text if is_said and subject else "not named" if candidate.family in _UNKNOWN else candidate.family
