"""Numbers in digits: groups of three with a comma, a point, a gap or none, decimals, fractions, and the scales behind them.

In: a run of digits in its text. Out: its value; none where the run makes no number or may be one of two.
"""

from __future__ import annotations

import re
import unicodedata

from communique.coding.number_words import SCALES as WORD_SCALES

SCALES = WORD_SCALES | {
    "k": 1_000, "mn": 10**6, "mln": 10**6, "mil": 10**6, "m": 10**6, "bn": 10**9, "bil": 10**9, "b": 10**9,
    "tn": 10**12, "trn": 10**12,
}  # fmt: skip
_VAGUE = ("hundred", "thousand", "dozen")  # whose plural tells no number: "in 2014 hundreds of people"
_SCALE_WORD = rf"(?:{'|'.join(_VAGUE)}|(?:{'|'.join(s for s in WORD_SCALES if s not in _VAGUE)})s?)"
SCALE = rf"{_SCALE_WORD}(?:[\s-]{_SCALE_WORD})?|mln|mn|mil|bn|bil|trn|tn|[mbk](?![a-z])"
# a word that multiplies, by how much no table says: the number before it is none
UNKNOWN_SCALE = re.compile(
    rf"[\s-]?(?:[a-z]*illi(?:on|ard)s?|(?:{'|'.join(_VAGUE)})s|Mrd|Mio|mio|mld|MM|mm|(?:(?:kh)?arab|score)(?=\s[a-z]))(?!\w)"
)
MONTH = (  # as it is written: no marines, marchers or separatists, and nothing that may be
    r"(?-i:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?"
    r"|Dec(?:ember)?)\.?"
)
GAP = "[ \u00a0\u2007\u2009\u202f]"  # between groups of three digits
_VULGAR = "[½¼¾⅓⅔⅛⅜⅝⅞]"
_RATIO = r"[1-9]/[2-9](?![\d/])"
DIGITS = (  # a whole run of digits, whether it makes a number or not
    rf"\d{{1,3}}(?:{GAP}\d{{3}})+(?!{GAP}?\d)(?:[.,]\d{{1,2}}(?!\d))?"
    rf"|\d+[\s-]and[\s-]a[\s-]half(?=[\s-]{_SCALE_WORD})|(?:\d+[\s-]?)?{_VULGAR}|(?:\d+[\s-])?{_RATIO}|\d+(?:[.,'’]\d+)*"
)

# How a run of digits is a number: the separator of its groups, and the mark of its decimals.
_ENGLISH = re.compile(r"(?:\d+|\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})+,\d{3})(?:\.\d+)?")  # 1,250,000.5; in India 12,50,000
_SWISS = re.compile(r"\d{1,3}(?:['’]\d{3})+(?:\.\d+)?")
# 1.250.000 or 1.250,50, but no address 170.149.168.130
_CONTINENTAL = re.compile(r"\d{1,3}(?:\.\d{3}){2}(?:,\d+)?|\d{1,3}(?:\.\d{3})+\.000|\d{1,3}(?:\.\d{3})+,\d{1,2}")
_SPACED = re.compile(rf"\d{{1,3}}(?:{GAP}\d{{3}})+(?:[.,]\d+)?")
_DECIMAL_COMMA = re.compile(r"\d+,\d{1,2}")  # 1,5 million: with a scale only
_ONE_POINT = re.compile(r"[1-9]\d{0,2}\.\d{3}")  # 120.000 people, or 3.125 million
_FRACTIONAL = re.compile(rf"(?:(?P<whole>\d+)[\s-]?)?(?P<part>{_VULGAR}|{_RATIO}|and[\s-]a[\s-]half)")
_SCALED_LATER = re.compile(rf"\s?(?:-|–|—|to|or|and)\s?\d[\d.,]*[\s-]?(?:{SCALE})(?!\w)", re.I)  # 1,5 to 2 million
# What is counted by ones, not measured: no "1.125 to the dollar", no "1.500 tons"
_COUNTED_BY_ONES = re.compile(
    r"(?:\s?(?:-|–|—|to|or|and)\s?\d{1,3}\.\d{3})?\s(?!(?:against|an?|and|as|at|by|for|from|in|of|on|or|per|than|the|to|versus|with"
    r"|barrels?|cents?|grams?|gallons?|kg|kilos?|kilograms?|lit(?:er|re)s?|ounces?|points?|pounds?|tons?|tonnes?)\b)[a-z]{3}",
    re.I,
)
# of the 12 300 were killed; on the Apollo 11 200 men; but not the first word of a sentence, "About", and no "on 5 March"
_PART_OR_NAME = re.compile(r"\b[Oo]f\s(?:the|its|his|their|those|these)\s$|(?<=\s)(?<!\d\s)[A-Z][\w-]*\s$")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_OWN_BEHIND = re.compile(r"-[a-z]|s\b|\s[A-Z]{2}")
_AIRLINER = re.compile(r" 7[0-8]7$")
_MONTH_BEFORE = re.compile(rf"(?<!\d\s)\b{MONTH}\s$")


def number_of_digits(text: str, match: re.Match[str], *, is_money: bool) -> float | None:
    """The value of the run of digits of a match; None where it makes no number, or may be one of two.

    A comma and one or two digits are a decimal if a scale follows ("1,5 million"). A point and three digits are thousands where
    people or things are counted and no scale follows ("120.000 refugees"); of money they may be either.
    """
    digits, end = match.group("digits"), match.end()
    fraction = _FRACTIONAL.fullmatch(digits)
    if fraction:
        part = _part(fraction.group("part"))
        return int(fraction.group("whole") or 0) + part if part < 1 else None
    scale = match.group("scale")
    is_scaled = scale is not None or _SCALED_LATER.match(text, end) is not None
    if scale and scale.endswith("s") and _YEAR.fullmatch(digits):
        return None  # in 2014 millions of people
    if _ONE_POINT.fullmatch(digits) and not is_scaled:
        return float(digits.replace(".", "")) if not is_money and _COUNTED_BY_ONES.match(text, end) else None
    if _ENGLISH.fullmatch(digits) or _SWISS.fullmatch(digits):
        return float(re.sub(r"[,'’]", "", digits))
    if _CONTINENTAL.fullmatch(digits) or (is_scaled and _DECIMAL_COMMA.fullmatch(digits)):
        return float(digits.replace(".", "").replace(",", "."))
    is_one = _SPACED.fullmatch(digits) and not (_is_parted(digits) and _PART_OR_NAME.search(text, 0, match.start("digits")))
    return float(re.sub(GAP, "", digits).replace(",", ".")) if is_one else None


def _part(fraction: str) -> float:
    """The value of ½, 1/2 or "and a half"."""
    if fraction.endswith("half"):
        return 0.5
    if "/" not in fraction:
        return unicodedata.numeric(fraction)
    upper, lower = fraction.split("/")
    return int(upper) / int(lower)


def _is_parted(digits: str) -> bool:
    """Whether groups may be two numbers: a plain space parts them, and the second begins with no 0."""
    return " " in digits and not re.split(GAP, digits)[1].startswith("0")


def find_first_of_two(text: str, match: re.Match[str]) -> int | None:
    """Where the first of two numbers ends that only look like groups of one; None if they are one, or nobody can tell.

    They are two after the name of a month ("on March 5 200 people"), and if a word belongs to the second alone
    ("19 500-pound bombs", "96 737 jets").
    """
    digits = match.group("digits") or ""
    if not _SPACED.fullmatch(digits) or not _is_parted(digits):
        return None
    is_two = _MONTH_BEFORE.search(text, 0, match.start("digits")) or _OWN_BEHIND.match(text, match.end("digits"))
    return match.start("digits") + digits.index(" ") if is_two or _AIRLINER.search(digits) else None


def scaled(number: float, scale: str | None) -> float | int:
    """A number times the scale behind it, "million" or "lakh crore"."""
    for word in scale_words(scale or ""):
        number *= SCALES[word]
    number = round(number, 2)
    return int(number) if float(number).is_integer() else number


def scale_words(words: str) -> list[str]:
    """The scales named in some words, each without the plural's s."""
    named = (word if word in SCALES else word.removesuffix("s") for word in re.findall(r"[a-z]+", words.lower()))
    return [word for word in named if word in SCALES]
