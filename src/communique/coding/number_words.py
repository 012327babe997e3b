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
_DOZEN = rf"(?:half\s(?:a\s)?|an?\s|(?:{_UNITS})\s)dozen"
_HALF = r"(?:half|quarter)\s(?:of\s)?an?\s(?:million|billion|thousand)|an?\squarter\sof\sa\s(?:million|billion)"

# A regular expression for a whole number in words; plurals ("dozens", "millions") are vague and do not match.
WORD_NUMBER = rf"\b(?:{_DOZEN}|{_HALF}|{_COMPOSED})(?![\w])"

_SPACE = re.compile(r"[\s-]+")
_AND = re.compile(r"\band\b")


@cache
def word_value(words: str) -> int | None:
    """The value of a number in words; None where they make no number.

    Example:
        >>> [word_value(w) for w in ("Two million", "half a dozen", "two dozen", "a hundred and five", "a quarter of a million")]
        [2000000, 6, 24, 105, 250000]
    """
    plain = _SPACE.sub(" ", words.lower()).strip()
    if plain.endswith("dozen"):
        head = plain[: -len("dozen")].strip()
        times = 1 if head in ("", "a", "an") else _parse(head)
        return 6 if head.startswith("half") else times and 12 * times
    if "half" in plain or "quarter" in plain:
        whole = _parse("one " + plain.split()[-1])
        return whole and whole // (2 if "half" in plain else 4)
    return _parse(re.sub(r"^an? ", "one ", plain))


def _parse(words: str) -> int | None:
    from text_to_num import text2num

    try:
        return int(text2num(_AND.sub(" ", words), "en"))
    except ValueError:
        return None
