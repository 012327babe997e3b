"""Options: aliases, and complaints that say what is allowed."""

from __future__ import annotations

from typing import Any

import pytest

from communique.analysis.options import NetworkOptions, parse_exclude
from communique.analysis.table import parse_date
from communique.errors import UsageError


def test_dna_words_are_accepted() -> None:
    options = NetworkOptions(normalization="no", duplicates="acrossrange", kernel="no", window="no", compat="none")
    assert (options.normalization, options.duplicates) == ("none", "range")
    assert (options.kernel, options.window, options.compat) == (None, None, None)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"type": "threemode"}, "it can be onemode, twomode"),
        ({"type": "onemode", "aggregation": "combine"}, "a onemode network is 'combine'; it can be ignore, subtract"),
        ({"normalization": "jaccard"}, "it can be none, activity, prominence"),
        ({"duplicates": "day"}, "it can be include, document, week, month, year, range, cluster"),
        ({"qualifier": None, "aggregation": "subtract"}, "needs a qualifier"),
        ({"qualifier": "concept"}, "also a variable of the network"),
        ({"variable1": "x", "variable2": "x"}, "name two variables"),
        ({"window": "days"}, "such as days:30"),
        ({"window": "days:0"}, "such as days:30"),
        ({"kernel": "uniform"}, "a kernel needs a window"),
        ({"kernel": "cubic", "window": "days:3"}, "it can be uniform, triangular, epanechnikov, gaussian"),
        ({"kernel": "uniform", "window": "events:3"}, "a unit of time"),
        ({"indent": True}, "indent goes with a kernel"),
        ({"start": "2013"}, "a day such as 2013-06-18"),
        ({"start": "18.6.2013"}, "a day such as 2013-06-18"),
        ({"start": "2013-06-18", "end": "2013-06-17"}, "is after end"),
        ({"invert": {"person"}}, "invert names person"),
        ({"dna_locale": "fr_FR"}, "it can be en, en_US, en_GB"),
        ({"compat": "rdna"}, "it can be dna"),
    ],
)
def test_a_bad_option_says_what_is_allowed(given: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError) as caught:
        NetworkOptions(**given)
    assert message in str(caught.value)


def test_an_end_day_is_the_whole_day() -> None:
    assert NetworkOptions(end="2013-06-18").end_seconds == parse_date("2013-06-18T23:59:59")
    assert NetworkOptions(end="2013-06-18T10:00").end_seconds == parse_date("2013-06-18T10:00:00")


def test_exclusions_gather_by_variable() -> None:
    assert parse_exclude(["a=1", "a=2=3", "b="]) == {"a": {"1", "2=3"}, "b": {""}}
    with pytest.raises(UsageError, match="VARIABLE=VALUE"):
        parse_exclude(["a"])
