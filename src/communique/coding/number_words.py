"""Numbers written out: "two million", "a dozen", "half a million", "two lakh". Vague ones ("hundreds") are none."""

from __future__ import annotations

import re
from functools import cache

# Each word that multiplies the number before it. A lakh of crores is the product; an unknown one makes no number.
SCALES = {
    "hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "dozen": 12, "lakh": 10**5, "lac": 10**5, "crore": 10**7, "milliard": 10**9,
}  # fmt: skip
_OWN = ("dozen", "trillion", "lakh", "lac", "crore", "milliard")  # unknown to the library that reads the other words
_UNITS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
    "|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
)
_PLAIN = "|".join(s for s in SCALES if s not in _OWN)
_LARGE = "thousand|million|billion|trillion|lakh|crore|milliard"
_TIMES = rf"(?:[\s-](?:{'|'.join(s for s in _OWN if s != 'dozen')})s?\b)"
_COMPOSED = (
    rf"(?:(?:{_UNITS}|an?(?=[\s-](?:{_PLAIN})\b))(?:[\s-](?:and[\s-](?=(?:{_UNITS})\b))?(?:{_UNITS}|(?:{_PLAIN})s?)\b)*{_TIMES}*"
    rf"|an?{_TIMES}+)"
)
_DOZEN = rf"(?:(?:(?:an?\s)?half[\s-](?:a[\s-])?|an?\s)dozen|(?:{_UNITS})[\s-]dozens?)"
_PART = r"(?:(?:an?|one)[\s-])?(?:half|quarter)(?:[\s-]|\sof\s)(?:an?[\s-])?"
_PARTS_OF = r"(?:(?:an?|one)[\s-]third|two[\s-]thirds|three[\s-]quarters?)[\s-]of[\s-]a[\s-]"
_PART_OF = rf"(?:{_PART}|{_PARTS_OF})(?:{_LARGE})"
_AND_A_HALF = rf"(?:{_UNITS})[\s-]and[\s-]a[\s-]half[\s-](?:{_LARGE})|an?\s(?:{_LARGE})\sand\sa\shalf"
_POINT = rf"(?:{_UNITS})[\s-]point[\s-](?:{_UNITS})[\s-](?:{_LARGE})"

# A regular expression for a whole number in words; plurals ("dozens", "millions") are vague and do not match by themselves.
WORD_NUMBER = rf"\b(?:{_DOZEN}|{_PART_OF}|{_AND_A_HALF}|{_POINT}|{_COMPOSED})(?![\w])"

# a third of a million is no exact number: three digits
_PARTS = {"half": 0.5, "third": 0.333, "thirds": 0.667, "quarter": 0.25}
_SPACE = re.compile(r"[\s-]+")
_AND = re.compile(r"\band\b")
_AND_HALF = re.compile(r"\band a half\b")


@cache
def word_value(words: str) -> int | None:
    """The value of a number in words; None where they make no number.

    Example:
        >>> [word_value(w) for w in ("Two million", "a half-dozen", "two dozen", "a hundred and five", "a quarter of a million")]
        [2000000, 6, 24, 105, 250000]
        >>> [word_value(w) for w in ("two and a half lakh", "half a crore", "two point five million")]
        [250000, 5000000, 2500000]
    """
    named = _SPACE.sub(" ", words.lower()).split()
    times = 1
    while named and named[-1].removesuffix("s") in _OWN:
        times *= SCALES[named.pop().removesuffix("s")]
    if times > 1 and named in ([], ["a"], ["an"]):
        return times
    value = _value(" ".join(named))
    return None if value is None else round(value * times)


def _value(plain: str) -> float | None:
    """The value of words without a dozen or a lakh: "two and a half", "half a", "two million", "two point five million"."""
    scale = SCALES.get(plain.split()[-1], 1) if plain else 1
    if _AND_HALF.search(plain):
        *number, last = _AND_HALF.sub("", plain).split() or [""]
        scale = SCALES.get(last, 1)
        whole = _parse(" ".join([*number, last]))
        return whole and whole + scale / 2
    if plain.startswith("three quarter"):
        return 0.75 * scale
    part = next((_PARTS[word] for word in plain.split() if word in _PARTS), None)
    if part is not None:
        return part * scale
    if " point " in plain:
        whole, tenths = (_parse(side.removesuffix(plain.split()[-1]) if scale > 1 else side) for side in plain.split(" point "))
        return None if whole is None or tenths is None else float(f"{whole}.{tenths}") * scale
    return _parse(plain)


def _parse(words: str) -> int | None:
    from text_to_num import text2num

    try:
        return int(text2num(_AND.sub(" ", re.sub(r"^an? ", "one ", words)), "en"))
    except ValueError:
        return None
