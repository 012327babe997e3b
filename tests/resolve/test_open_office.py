"""Whose an unnamed office is, when its own words give no state."""

from __future__ import annotations

import pytest

from .conftest import Resolve
from .test_actor import mention_of

OFFICES = [
    # an office that the report gives with its state before
    ("Iran waited. French officials met in Paris. Iran objected to Iranian losses. Officials noted it.", "Officials", "FRA"),
    # who speaks for a state tells as much as its name
    (
        "Iran waited. Iranian ships came to Iran. American President Adam Roe saw Iran again. Roe waited, aides thought.",
        "aides",
        "USA",
    ),
    # a role that is mostly one state's
    ("Russia acted. Russian banks pay for a law Congress passed last year to punish Russia.", "Congress", "USA-CONGRESS"),
    # where a government, a ministry or the officials of a capital are
    ("Russia waited for Russian gas. The Foreign Ministry in Berlin objected.", "Ministry", "DEU"),
    ("Iran waited. The U.S. must deal with a new government in Egypt.", "government", "EGY"),
    ("The U.S. called the U.S. envoy. Officials in Pyongyang objected.", "Officials", "PRK"),
    ("The U.S. called the U.S. envoy. Officials in South Korea and China objected.", "Officials", "KOR"),
    ("The U.S. waited. A senior commander in Iran's Revolutionary Guards objected to America.", "commander", "IRN"),
    ("Iran and Iranians waited. A senior Trump administration official met Iran.", "official", "USA"),
    ("Iran and Iranians waited. Iran was told of it by a government official.", "official", "IRN"),
    ("Iran waited. Few world leaders visited Iran.", "leaders", "OTHER"),
    ("Iran and the U.S. waited. Authorities in Gibraltar freed the ship.", "Authorities", "GIB"),
    ("The U.S. waited. The head of Iran's Quds force objected.", "head", "IRN"),
    ("Russian President Anton Roe left. NATO punished Roe's government for the U.K. attack.", "government", "RUS"),
    ("The U.S. called the U.S. envoy home to America. Troops in Norway waited.", "Troops", "USA"),
    ("The U.S. waited. America called Egypt's first freely elected president.", "president", "EGY"),
]


@pytest.mark.parametrize(("text", "words", "party"), OFFICES)
def test_unnamed_office_is_of_the_state_that_the_report_points_to(resolve: Resolve, text: str, words: str, party: str) -> None:
    assert mention_of(resolve(text), words).party == party


def test_the_place_of_an_office_that_has_its_state_is_no_part_of_its_name(resolve: Resolve) -> None:
    assert (
        mention_of(resolve("Norway waited. China's foreign ministry in Beijing objected."), "ministry").actor
        == "China's foreign ministry"
    )
