"""Numbers in running text: digits and words, scales, currencies, ranges, and the words that bound them.

In: a text. Out: quantities in order, each with its value and what bounds it. Which of them belong on the record is
decided in `communique.coding.figure`. Dates, clock times, ordinals, percentages, ages, model names and scores are no
quantities and are left out here where their form tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import prod

from communique.coding.number_currency import CURRENCIES, CURRENCY_AFTER, SIGN
from communique.coding.number_digits import (
    DIGITS,
    MONTH,
    SCALE,
    SCALES,
    UNKNOWN_SCALE,
    find_first_of_two,
    number_of_digits,
    scale_words,
    scaled,
)
from communique.coding.number_words import WORD_NUMBER, word_value
from communique.model.record import Bound

_ATOM = re.compile(
    rf"(?<![\w.,/])(?P<sign>{SIGN})?\s?(?<![\d.])"
    rf"(?:(?P<digits>{DIGITS})(?:[\s-]?(?P<scale>{SCALE})(?!\w))?|(?P<words>{WORD_NUMBER}))",
    re.I,
)
_WEIGHED = re.compile(r"\bweigh(?:s|ed|ing|t)?\s(?:\w+\s){0,3}$", re.I)  # weighs some 400 pounds: no money
_METRIC = r"(?<![a-z])(?:kg|kilo(?:gram)?s?|ton(?:ne)?s?)"
_POUNDS = r"(?<![a-z])(?:pounds?|lbs?)"
_WEIGHT = re.compile(rf"\s?(?:{_METRIC}|{_POUNDS})\b", re.I)
_AFTER_WEIGHT = re.compile(rf"(?:{_METRIC}|{_POUNDS})(?:\s?[(\[]|,?\sor\s)(?:about\s)?$", re.I)  # 300 kilograms (661 pounds)
_IN_KILOGRAMS = re.compile(rf"\s?[(\[](?:about\s)?[\d,.]+\s?{_METRIC}\b", re.I)
_RANGE = re.compile(r"\s?(?:-|–|—|(?:-\s)?to|or)\s?|\sand\s", re.I)
_FROM = re.compile(r"(?<!anywhere )\bfrom\s(?:about\s|around\s|roughly\s)?$", re.I)
_TO = re.compile(r"\sto\s(?:about\s|just\s|only\s)?\d[\d.,]*\b")
_CHANGE = re.compile(  # rose from … to …: two figures; from … to … without such a word is a range
    r"\b(?:ris(?:e|es|en|ing)|rose|gr[eo]w(?:n|s|ing|th)?|increas\w+|climb\w*|jump\w*|soar\w*|surg\w+|expan[ds]\w*|sw[eo]ll\w*"
    r"|doubl\w+|tripl\w+|quadrupl\w+|boost\w*|rais\w+|lift\w*|go(?:es|ing|ne)?|went|up|upgrad\w+|mov(?:e[ds]?|ing)|shift\w*"
    r"|chang\w+|hik(?:e[ds]?|ing)|revis\w+|balloon\w*|mount(?:s|ed|ing)?|spik\w+|leap\w*|shoot\w*|shot|edg(?:es|ed|ing)|inch(?:es|ed|ing)"
    r"|tick(?:s|ed|ing)?|creep\w*|crept|advanc\w+|widen\w*|accelerat\w+|br(?:ing|ings|inging|ought)|t(?:akes?|aking|ook)|extend\w*"
    r"|strengthen\w*|multipl\w+)\b[^.;:!?]{,100}$",
    re.I,
)
_BETWEEN = re.compile(r"\bbetween\s(?:about\s|around\s|roughly\s|approximately\s|some\s|an estimated\s)?$", re.I)

_IN = re.compile(rf"\b(?:in|since|{MONTH})\s$", re.I)  # from $7m in 1994 to $25m: the year begins no range
_AFTER_MONTH = re.compile(rf"(?<!\s\d\s)(?<!\s\d\d\s)\b{MONTH}\s$", re.I)  # on March 5, but on 5 March 12 people died
_NOT_AFTER = re.compile(  # what comes before a number that is a date, a name or a place in a list
    r"(?:\bthe\syear\s|\b(?:No|Nos|number|numbers|page|chapter|article|section|resolution|paragraph|part|phase|flight|route"
    r"|highway|channel|day|group|team|figure|chart|title|type|model|level|line|item|step|version|unit|room|gate"
    r"|age[ds]?|ages?\s(?:of|from)|grade|radio|votes\sto)\.?\s|(?-i:(?<![\w.])(?:Art|Sec|H\.R|S)\.)\s"
    r"|\b(?:aged|ages(?:\sof)?)\s(?:\d{1,2},?\s(?:and\s)?)+|\b(?:older|younger)\sthan\s"
    r"|\b(?:adults|anyone|boys|children|girls|men|minors|people|those|women)\s(?:aged\s)?(?:over|under)\s"
    r"|[#§]\s?|\b[A-Z][A-Za-z]{0,14}-)$",
    re.I,
)
_NOT_BEFORE = re.compile(  # what follows a number that is no quantity of anything countable
    rf"\s?(?:%|per\s?cent\b|percent\b|pc\b|percentage\b|degrees?\b|°)|(?:st|nd|rd|th|s)\b"
    rf"|\s(?:of\s)?{MONTH}(?!\w)|:\d\d|\s?[ap]\.?m\b|\s?(?:GMT|ET|EST|EDT|BST|UTC|CET)\b|[/.]\d"
    r"|-(?:year|month|day|week|hour|minute|ton|tonne|kg|kilo|kilogram|page|room|pound|wheel|point|store?y|seat|lane|digit|gun|step|way)s?\b"
    r"|\s(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|decades?|centuries|nights?|times)\b"
    r"|[\s-]?(?:km|kms|kilomet(?:er|re)s?|mm|cm|calib(?:er|re)s?|mi|miles?|met(?:er|re)s?|feet|foot|ft|inch(?:es)?|yards?|acres?|hectares?"
    r"|square|sq|knots|mph|kph|nautical|light)\b"
    r"|\s(?:or|and)\s(?:older|over|younger|under)\b"
    r"|['’]\d|-\d|\s?(?:x|×)\s?\d|\s?(?:points?|votes?\sto)\b|\s(?:Images|Photos|Comments|Shares)\b",
    re.I,
)
_ATTRIBUTE = re.compile(r"-(?!(?:odd|or|plus|some|strong)\b)[a-z]", re.I)  # a four-star general, six-figure sums
_MAKER = re.compile(r"\b(?:Boeing|Airbus|Antonov|Embraer|Ilyushin|Sukhoi|Tupolev)(?:\sCo\.?)?\s$")
_MODEL = re.compile(r"\b[A-Z]{2,}\s$")  # MAX 8: the name of a product
_AIRLINER = re.compile(r"7[0-8]7(?=\s(?:MAX|Max|jet|plane|aircraft)\b)")
_CAPITALS = re.compile(r"\s[A-Z]{2,}\b")
_ODDS = re.compile(r"\b(?:one|1)\s(?:in|out\sof)\s(?:every\s)?$", re.I)  # one in five: a share, no number of people
_IN_ODDS = re.compile(r"\s(?:in|out\sof)\s(?:every\s)?(?:\d|(?:two|three|four|five|six|seven|eight|nine|ten|twenty)\b)", re.I)
_IN_TEN = re.compile(
    r"\s(?:in|out\sof)\s(?:every\s)?(?:5|10|five|ten)\s(?!(?:year|month|week|day|hour|minute)s\b)", re.I
)  # eight in ten voters
_OF_TEN = re.compile(r"\b(?:\d|two|three|four|five|six|seven|eight|nine)\s(?:in|out\sof)\s(?:every\s)?$", re.I)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_KILOGRAMS = re.compile(r"(?:kgs?|lbs?)\b")
_BEFORE_YEAR = re.compile(
    r"\b(?:after|and|autumn|before|by|during|early|fall|for|from|in|late|mid|of|since|spring|summer|the|till|to|until|winter)[\s-]$",
    re.I,
)
_PEOPLE_OR_WEAPONS = re.compile(
    r"\s(?:[a-z-]+\s){0,2}?(?:people|men|women|children|civilians|demonstrators|families|fighters|homes|migrants|militants|missiles"
    r"|officers|policemen|prisoners|protesters|rebels|refugees|residents|rockets|soldiers|students|tanks|troops|workers)\b"
)
_AFTER_SCORE = re.compile(r"\d[-–:+]$")
_LIST_NUMBER = re.compile(r"(?:^|[\n\r])\s*(?:\d{1,2}[.)]|\(\d{1,2}\))(?:\s|$)")

# tried in this order: "no fewer than" before "fewer than", "no more than" before "more than"
_BOUND_WORDS: dict[Bound, tuple[str, ...]] = {
    Bound.AT_LEAST: ("at least", "(?:no|not) (?:fewer|less) than", "a minimum of", "minimum", "≥"),
    Bound.LESS_THAN: (
        "up to", "as many as", "as much as", "at most", "[<≤]", "(?:no|not|any) more than", "(?:fewer|less|lower|smaller) than",
        "under", "below", "a maximum of", "maximum", "within", "capped at", "not exceed(?:ing)?",
    ),
    Bound.MORE_THAN: (
        "(?:well |far |slightly |just |a little |much )?(?:more than|over|above)", "in excess of", "exceed(?:s|ed|ing)?",
        "upwards? of", "(?:sur)?pass(?:es|ed|ing)?", "top(?:s|ped|ping)", "north of", "greater than", "higher than",
        ">", "beyond(?! the)", "(?:cross|breach)(?:es|ed|ing)?(?! the)", "(?<!the )(?<!half )past(?! the)",
    ),
    Bound.ABOUT: (
        "about", "around", "roughly", "approximately", "some", "nearly", "almost", "close to", "circa", "just under",
        "near(?:s|ed|ing)?", "(?:an |the |is |was |at )?estimated(?: at)?", "just short of", "approaching", "close on",
        "getting on for", "an average of", "in the region of", "or so", "virtually", "~", "perhaps", "maybe", "possibly",
        "something like", "more or less", "approx\\.?", "ca?\\.", "est\\.", "[io]n the (?:order|range) of", "(?:just )?shy of",
    ),
}  # fmt: skip
_LINK = r"(?:\s(?:an?|the|another|additional|estimated|roughly|about))?[\s~]*$"
_LEFT = tuple((bound, re.compile(rf"(?:\b|(?=[~<>≤≥]))(?:{'|'.join(w)}){_LINK}", re.I)) for bound, w in _BOUND_WORDS.items())
_MARK = re.compile(r"[\s-](?:mark|milestone|threshold|level)\b", re.I)  # crossed the 500,000 mark
_PASSED = re.compile(r"\b(?:beyond|breach(?:es|ed|ing)?|cross(?:es|ed|ing)?|past|through)\sthe\s$", re.I)
# What may stand behind the noun too: "1,200 soldiers or more", "300 men at most", "50 people, perhaps more, were killed"
_NOUN = (
    r"(?P<noun>(?:\s(?!(?:and|are|as|at|but|by|for|from|had|has|have|if|in|is|more|of|on|or|than|that|to|was|were|which|while|who"
    r"|will|with)\b)[a-z][\w'’-]*){0,3})"
)
_NO_NUMBER = rf"\b(?!\s(?:{SIGN}|\d|an?\b|{WORD_NUMBER}))"  # killed 50 people at least 12 of whom
_PERHAPS = (
    r"(?:,?\s(?:and|or|if)|,)\s(?:(?:perhaps|possibly|probably|maybe|not|likely)\s)?(?:many\s|far\s)?more(?=\s?(?:[,.;:)—–]|$))"
)
_RIGHT: tuple[tuple[Bound, re.Pattern[str]], ...] = (
    (Bound.AT_LEAST, re.compile(rf"{_NOUN}(?:\sor more\b|,?\sat (?:the )?(?:very )?least{_NO_NUMBER}|{_PERHAPS})", re.I)),
    (Bound.MORE_THAN, re.compile(r"\s?\+|[\s-]plus\b|\s(?:\w+\s)?(?:and counting|and more)\b", re.I)),
    (Bound.LESS_THAN, re.compile(rf"{_NOUN}(?:\sor (?:fewer|less)\b|,?\sat (?:the )?(?:very )?most{_NO_NUMBER})", re.I)),
    (Bound.ABOUT, re.compile(r"[\s-](?:odd|ish|some(?=\s[a-z]))\b", re.I)),
    (Bound.ABOUT, re.compile(rf"{_NOUN}\sor (?:so|thereabouts)\b", re.I)),
)
_CONTEXT_CHARS = 40
_LAST_DAY = 31
_TEN = 10  # so many hundreds at most: "three to four hundred"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text: where, its value (the lower end of a range), its bound, its currency if it is money.

    `lead` is where the words begin that bound it ("more than"). `is_words` tells numbers written out.
    """

    start: int
    end: int
    lead: int
    value: float | int
    bound: Bound
    currency: str | None = None
    upper: float | int | None = None
    is_words: bool = False


def find_quantities(text: str) -> list[Quantity]:
    """The quantities of a text, in order, ranges as one.

    Example:
        >>> [(q.value, q.bound.value) for q in find_quantities("over 350 injured, up to two million euros, 40 to 50 tanks")]
        [(350, 'more than'), (2000000, 'less than'), (40, 'at least')]
    """
    atoms = list(_iter_atoms(text))
    found: list[Quantity] = []
    i = 0
    while i < len(atoms):
        quantity, i = _join_range(text, atoms, i)
        if not _is_excluded(text, quantity):
            found.append(_with_bound(text, quantity))
    return found


def _iter_atoms(text: str) -> Iterator[Quantity]:
    for match in _iter_matches(text):
        sign, scale, words = match.group("sign", "scale", "words")
        start = match.start("sign") if sign else match.start("words" if words else "digits")
        end = match.end()
        if _WEIGHT.match(text, end) and _AFTER_WEIGHT.search(text[max(0, start - _CONTEXT_CHARS) : start]):
            continue
        if scale and not sign and _is_unit(scale, text[match.end("digits")]):
            scale = None
            end = match.end("digits") if text[match.end("digits")].isspace() else end
        currency, end = _currency(text, start, end, sign)
        value = word_value(words) if words else number_of_digits(text, match, is_money=currency is not None)
        if value is not None and not UNKNOWN_SCALE.match(text, match.end()):
            yield Quantity(start, end, start, scaled(value, scale), Bound.EXACT, currency, None, bool(words))


def _iter_matches(text: str) -> Iterator[re.Match[str]]:
    """The numbers as they are written, two of them apart where a space parts them: "on March 5 200 people died"."""
    at = 0
    while match := _ATOM.search(text, at):
        cut = find_first_of_two(text, match)
        at = cut or match.end()
        first = _ATOM.match(text, match.start(), cut) if cut else match
        if first:
            yield first


def _is_unit(scale: str, gap: str) -> bool:
    """Whether a letter behind a number that is no money is a unit, or nothing known: "5 m", "5b"."""
    return scale.lower() == "b" or (scale.lower() in ("m", "k") and gap.isspace())


def _currency(text: str, start: int, end: int, sign: str | None) -> tuple[str | None, int]:
    """The currency of a number by its sign or by the word behind it, and where the amount ends."""
    currency = CURRENCIES[sign.lower()] if sign else None
    after = CURRENCY_AFTER.match(text, end)
    if after is None:
        return currency, end
    named = next(group.lower() for group in after.groups() if group)
    is_pounds = not sign and named in ("pound", "pounds")
    if is_pounds and (_WEIGHED.search(text, 0, start) or _IN_KILOGRAMS.match(text, after.end())):
        return None, end
    whole = text[end : after.end()].strip(" -").lower()
    said = CURRENCIES.get(whole, CURRENCIES.get(named, named))
    return currency or said, after.end()  # "$5 million dollars" says it twice


def _join_range(text: str, atoms: list[Quantity], i: int) -> tuple[Quantity, int]:
    """The quantity at `i`, together with the next one where the two are the ends of a range; and the index after it."""
    first = atoms[i]
    if i + 1 == len(atoms):
        return first, i + 1
    second = atoms[i + 1]
    link = text[first.end : second.start]
    before = text[max(0, first.start - _CONTEXT_CHARS) : first.start]
    if not _RANGE.fullmatch(link) or (" and " in link.lower() and not _BETWEEN.search(before)):
        return first, i + 1
    if _IN.search(before) and _YEAR.fullmatch(text, first.start, first.end):
        return first, i + 1
    low = first.value
    factors = _shared_scales(text, first, second)
    is_change = _FROM.search(before) is not None and _CHANGE.search(text, 0, first.start) is not None
    fitting = (low * factor for factor in factors if low * factor < second.value or (is_change and low < second.value))
    low = next(fitting, low)
    low = int(low) if float(low).is_integer() else low
    if is_change:
        return replace(first, value=low, currency=first.currency or (second.currency if factors else None)), i + 1
    if not low < second.value or (first.currency and second.currency and first.currency != second.currency):
        return first, i + 1
    currency = first.currency or second.currency
    return replace(second, start=first.start, lead=first.start, value=low, upper=second.value, currency=currency), i + 2


def _shared_scales(text: str, first: Quantity, second: Quantity) -> list[int]:
    """What may stand once for both ends: `$30 to $45 million`; of "two hundred thousand" all, or the thousand alone."""
    if first.value >= 1_000 or scale_words(text[first.start : first.end]):
        return []
    words = scale_words(text[second.start : second.end])
    thousands = [word for word in words if word != "hundred"]
    whole = words if first.value < _TEN and words[-1:] != ["dozen"] else thousands
    return [prod(SCALES[word] for word in shared) for shared in (whole, thousands) if shared]


def _is_excluded(text: str, quantity: Quantity) -> bool:
    """Whether the form alone shows that the number counts nothing: a date, a time, an ordinal, a name, a score."""
    if quantity.currency:
        return False
    before = text[max(0, quantity.start - _CONTEXT_CHARS) : quantity.start]
    if quantity.value <= _LAST_DAY and not quantity.is_words and _AFTER_MONTH.search(before):
        return True
    other_end = _TO.match(text, quantity.end) if _FROM.search(before) else None  # from 6 to 7 percent
    if _NOT_AFTER.search(before) or _NOT_BEFORE.match(text, other_end.end() if other_end else quantity.end):
        return True
    if _ODDS.search(before) or (quantity.value == 1 and _IN_ODDS.match(text, quantity.end)):
        return True
    if (quantity.value < 10 and _IN_TEN.match(text, quantity.end)) or (quantity.value in (5, 10) and _OF_TEN.search(before)):
        return True
    if not quantity.is_words and (isinstance(quantity.value, float) or _is_model(text, quantity, before)):
        return True
    own = text[quantity.start : quantity.end]
    if quantity.is_words and _ATTRIBUTE.match(text, quantity.end):
        return True
    if (_YEAR.fullmatch(own) and not _is_counted(text, quantity, before)) or (
        quantity.upper is not None and _YEAR.match(own) and _YEAR.search(own, 5)
    ):
        return True
    if _LIST_NUMBER.match(text, max(0, quantity.start - 1)) or (not before and _LIST_NUMBER.match(text)):
        return True
    is_glued = text[quantity.end : quantity.end + 1].isalnum() and not _KILOGRAMS.match(text, quantity.end)
    return bool(_AFTER_SCORE.search(before) or before[-1:].isalnum() or is_glued)


def _is_counted(text: str, quantity: Quantity, before: str) -> bool:
    """Whether digits that might be a year count people or weapons: "sent 1500 soldiers", "about 2,000 men" without its comma."""
    if not _PEOPLE_OR_WEAPONS.match(text, quantity.end) or _BEFORE_YEAR.search(before):
        return False
    return quantity.value % 100 == 0 or any(pattern.search(before) for _, pattern in _LEFT)


def _is_model(text: str, quantity: Quantity, before: str) -> bool:
    """Whether bare digits belong to the name of a product: Boeing 737-800, MAX 8; a headline in capitals names none."""
    if _MAKER.search(before):
        return True
    is_named = quantity.end - quantity.start <= 3 and _MODEL.search(before) and not _CAPITALS.match(text, quantity.end)
    return bool(is_named or _AIRLINER.match(text, quantity.start))


def _with_bound(text: str, quantity: Quantity) -> Quantity:
    before = text[max(0, quantity.start - _CONTEXT_CHARS) : quantity.start]
    for bound, pattern in _LEFT:
        match = pattern.search(before)
        if match:
            return replace(quantity, bound=bound, lead=quantity.start - len(before) + match.start())
    if _MARK.match(text, quantity.end) and _PASSED.search(before):
        return replace(quantity, bound=Bound.MORE_THAN)
    for bound, pattern in _RIGHT:
        match = pattern.match(text, quantity.end)
        if match:
            return replace(quantity, bound=bound, end=match.end() if not match.groupdict().get("noun") else quantity.end)
    return replace(quantity, bound=Bound.AT_LEAST if quantity.upper is not None else Bound.EXACT)
