"""Numbers written out: "two million", "a dozen", "half a million", "twenty-five". Vague ones ("hundreds") are none."""

from __future__ import annotations

import re
from functools import cache

_UNITS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
    "|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
)
_SCALES = "hundred|thousand|million|billion|trillion"
_COMPOSED = rf"(?:{_UNITS}|an?(?=[\s-](?:{_SCALES})\b))(?:[\s-](?:and[\s-](?=(?:{_UNITS})\b))?(?:{_UNITS}|{_SCALES})\b)*"
_DOZEN = rf"(?:(?:an?\s)?half[\s-](?:a\s)?|an?\s|(?:{_UNITS})[\s-])dozen"
_PART = r"(?:(?:an?|one)[\s-])?(?:half|quarter)(?:[\s-]|\sof\s)(?:an?\s)?"
_PARTS_OF = r"(?:(?:an?|one)[\s-]third|two[\s-]thirds|three[\s-]quarters)\sof\sa\s"
_PART_OF = rf"(?:{_PART}|{_PARTS_OF})(?:thousand|million|billion|trillion)"
_LARGE = "million|billion|trillion"
_AND_A_HALF = rf"(?:{_UNITS})[\s-]and[\s-]a[\s-]half[\s-](?:{_LARGE})|an?\s(?:{_LARGE})\sand\sa\shalf"

# A regular expression for a whole number in words; plurals ("dozens", "millions") are vague and do not match.
WORD_NUMBER = rf"\b(?:{_DOZEN}|{_PART_OF}|{_AND_A_HALF}|{_COMPOSED})(?![\w])"

# a third of a million is no exact number: three digits
_PARTS = {"half": 0.5, "third": 0.333, "thirds": 0.667, "quarter": 0.25, "quarters": 0.75}
_SPACE = re.compile(r"[\s-]+")
_AND = re.compile(r"\band\b")


@cache
def word_value(words: str) -> int | None:
    """The value of a number in words; None where they make no number.

    Example:
        >>> [word_value(w) for w in ("Two million", "a half-dozen", "two dozen", "a hundred and five", "a quarter of a million")]
        [2000000, 6, 24, 105, 250000]
    """
    plain = _SPACE.sub(" ", words.lower()).strip()
    if plain.endswith("dozen"):
        head = plain[: -len("dozen")].strip()
        times = 1 if head in ("", "a", "an") else _parse(head)
        return 6 if "half" in head.split() else times and 12 * times
    if " and a half" in plain:
        number, scale = re.sub(r"^an? ", "one ", plain.replace(" and a half", "")).rsplit(" ", 1)
        whole, one = _parse(f"{number} {scale}"), _parse(f"one {scale}")
        return whole and one and whole + one // 2
    part = next((_PARTS[word] for word in plain.split() if word in _PARTS), None)
    if part is not None:
        whole = _parse("one " + plain.split()[-1])
        return whole and round(part * whole)
    return _parse(re.sub(r"^an? ", "one ", plain))


def _parse(words: str) -> int | None:
    from text_to_num import text2num

    try:
        return int(text2num(_AND.sub(" ", words), "en"))
    except ValueError:
        return None
