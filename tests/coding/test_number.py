"""Quantities in running text: values, bounds, currencies, ranges, and numbers that count nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.coding.number import find_quantities
from communique.coding.number_words import word_value


def read(text: str) -> list[tuple[float | int, str]]:
    return [(q.value, q.bound.value) for q in find_quantities(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("350 were injured", [(350, "exact")]),
        ("12,500 troops", [(12_500, "exact")]),
        ("1.2 million people", [(1_200_000, "exact")]),
        ("1.5m people", [(1_500_000, "exact")]),
        ("$1.2bn in aid", [(1_200_000_000, "exact")]),
        ("a US$3-billion loan", [(3_000_000_000, "exact")]),
        ("£40m and €2 billion", [(40_000_000, "exact"), (2_000_000_000, "exact")]),
        ("$5 million dollars", [(5_000_000, "exact")]),
        ("two million refugees", [(2_000_000, "exact")]),
        ("two hundred and five soldiers", [(205, "exact")]),
        ("twenty-five men", [(25, "exact")]),
        ("a dozen guards, half a dozen cars, two dozen tanks", [(12, "exact"), (6, "exact"), (24, "exact")]),
        ("1,400 Marines, 300 separatists, 40 marchers and 12 may be dead", [(n, "exact") for n in (1_400, 300, 40, 12)]),
        ("The city declared 12 dead; Russia's 12 soldiers", [(12, "exact"), (12, "exact")]),
        ("two in ten days", [(2, "exact")]),
        ("half a million people and a quarter of a million homes", [(500_000, "exact"), (250_000, "exact")]),
        ("a half-dozen guards, half-dozen cars, two-dozen tanks", [(6, "exact"), (6, "exact"), (24, "exact")]),
        ("a half-million people, three-quarters of a million homes", [(500_000, "exact"), (750_000, "exact")]),
        ("a third of a million people and two thirds of a billion", [(333_000, "exact"), (667_000_000, "exact")]),
        ("two and a half million people, a million and a half homes", [(2_500_000, "exact"), (1_500_000, "exact")]),
        ("NZ$5m and $US3m", [(5_000_000, "exact"), (3_000_000, "exact")]),
        ("20 kilograms of uranium and 30kg of explosives", [(20, "exact"), (30, "exact")]),
        ("children under the age of 12 and 46 were wounded", [(46, "exact")]),
        ("300kg (661 pounds) of uranium", [(300, "exact")]),
        ("661 pounds (300 kilograms) of uranium", [(661, "exact")]),
        ("flown to Washington (300 tons of gas)", [(300, "exact")]),
        ("about 40 tons, or about 88,000 pounds, of gas", [(40, "about")]),
        ("10 000 refugees, 1 250 000 people and 4 500 men", [(10_000, "exact"), (1_250_000, "exact"), (4_500, "exact")]),
        ("10\u00a0000 refugees, 10\u2009500 men and 1\u202f200 cars", [(10_000, "exact"), (10_500, "exact"), (1_200, "exact")]),
        ("in 2013 300 people died", [(300, "exact")]),
        ("on March 5 200 people died", [(200, "exact")]),
        ("on 5 March 10 500 people came", [(10_500, "exact")]),
        ("it bought 19 500-pound bombs and 96 737 MAX 8 jets", [(19, "exact"), (96, "exact")]),
        ("120.000 refugees, 1.200 Syrians and 1.250.000 people", [(120_000, "exact"), (1_200, "exact"), (1_250_000, "exact")]),
        ("€1.250.000 and 3.125 million dollars", [(1_250_000, "exact"), (3_125_000, "exact")]),
        ("1,5 million people and 2,75 billion euros", [(1_500_000, "exact"), (2_750_000_000, "exact")]),
        ("10'000 francs", [(10_000, "exact")]),
        ("Rs 500 crore, 2 lakh people and 2.5 lakh men", [(5 * 10**9, "exact"), (200_000, "exact"), (250_000, "exact")]),
        ("Rs 1,50,000 crore and Rs 2 lakh crore", [(1_500_000_000_000, "exact"), (2_000_000_000_000, "exact")]),
        ("two lakh people, a crore, two and a half lakh", [(200_000, "exact"), (10_000_000, "exact"), (250_000, "exact")]),
        ("1.5 milliard euros, 3 hundred thousand people", [(1_500_000_000, "exact"), (300_000, "exact")]),
        ("2.5 millions people and two millions men", [(2_500_000, "exact"), (2_000_000, "exact")]),
        (
            "2 1/2 million people, 3½ million men, ½ billion euros",
            [(2_500_000, "exact"), (3_500_000, "exact"), (5 * 10**8, "exact")],
        ),
        ("half-a-million people, a half-a-million men", [(500_000, "exact"), (500_000, "exact")]),
        ("two point five million people", [(2_500_000, "exact")]),
        ("1 and a half million people", [(1_500_000, "exact")]),
        ("they sent 1500 soldiers; in 2000 people fled; about 1850 people died", [(1_500, "exact"), (1_850, "about")]),
        ("a trillion dollars, half a trillion euros", [(10**12, "exact"), (5 * 10**11, "exact")]),
        ("three-quarters-of-a-million people", [(750_000, "exact")]),
        ("in June 300 people died, in June two men died, on 5 March 12 men died", [(300, "exact"), (2, "exact"), (12, "exact")]),
    ],
)
def test_values(text: str, expected: list[tuple[float, str]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("at least 93 people", "at least"),
        ("no fewer than 93 people", "at least"),
        ("93 or more people", "at least"),
        ("more than 93 people", "more than"),
        ("over 93 people", "more than"),
        ("in excess of 93 people", "more than"),
        ("just over 93 people", "more than"),
        ("93+ people", "more than"),
        ("the $93 million-plus plan", "more than"),
        ("a deficit that tops $93 million", "more than"),
        ("up to 93 people", "less than"),
        ("as many as 93 people", "less than"),
        ("fewer than 93 people", "less than"),
        ("no more than 93 people", "less than"),
        ("93 people or less", "less than"),
        ("93 foreign soldiers or more were sent", "at least"),
        ("93 people at least were killed", "at least"),
        ("93 people, at least, were killed", "at least"),
        ("93 people, perhaps more, were killed", "at least"),
        ("93 men at most", "less than"),
        ("93 men at the very most", "less than"),
        ("93 people or so", "about"),
        ("more or less 93 people", "about"),
        ("93 people were killed at least", "exact"),
        ("the toll rose beyond 93", "more than"),
        ("the number crossed 93,000", "more than"),
        ("they crossed the 93,000 mark", "more than"),
        ("they went beyond the 93 men sent before", "exact"),
        ("the toll is past 93", "more than"),
        ("approx. 93 people", "about"),
        ("on the order of 93 people", "about"),
        (">93 people", "more than"),
        ("≥ 93 people", "at least"),
        ("≤ 93 people", "less than"),
        ("nearly 93 people", "about"),
        ("revenue neared $93 million", "about"),
        ("an estimated 93 people", "about"),
        ("some 93 people", "about"),
        ("93-odd people", "about"),
        ("perhaps 93 people", "about"),
        ("perhaps more than 93 people", "more than"),
        ("93 or thereabouts", "about"),
        ("just shy of 93 people", "about"),
        ("more than a million people", "more than"),
        ("all 93 people", "exact"),
        ("another 93 people", "exact"),
    ],
)
def test_bounds(text: str, bound: str) -> None:
    assert [b for _, b in read(text)] == [bound]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("40 to 50 tanks", 40, 50),
        ("25,000-30,000 men", 25_000, 30_000),
        ("between 40 and 50 tanks", 40, 50),
        ("$30 to $45 million", 30_000_000, 45_000_000),
        ("two to three thousand fighters", 2_000, 3_000),
        ("five or six bombs", 5, 6),
        ("from 2,000 to 3,000 in the north", 2_000, 3_000),
        ("anywhere from 2,000 to 3,000 men went up", 2_000, 3_000),
        ("between 10.000 and 12.000 people", 10_000, 12_000),
        ("10 000 to 12 000 people", 10_000, 12_000),
        ("1,5 to 2 million people", 1_500_000, 2_000_000),
        ("three to four hundred men", 300, 400),
        ("one to two hundred thousand men", 100_000, 200_000),
        ("fifty to two hundred thousand men", 50_000, 200_000),
        ("two or three dozen men", 24, 36),
        ("two- to three-thousand men", 2_000, 3_000),
    ],
)
def test_range_takes_its_lower_end(text: str, low: int, high: int) -> None:
    [quantity] = find_quantities(text)
    assert (quantity.value, quantity.upper, quantity.bound.value) == (low, high, "at least")


def test_a_rise_is_two_quantities() -> None:
    assert [v for v, _ in read("rose from 5,000 to 10,000")] == [5_000, 10_000]
    assert [v for v, _ in read("rose from $7 million in 1994 to $25 million")] == [7_000_000, 25_000_000]
    assert [v for v, _ in read("fell from 900 in 2011 to 300 last year")] == [900, 300]
    assert [v for v, _ in read("the force grew in two months from 2,000 to 3,000")] == [2_000, 3_000]
    assert [v for v, _ in read("rose from 2 to 3 million people")] == [2_000_000, 3_000_000]
    assert [v for v, _ in read("rose through June 2009 to 2,109,700")] == [2_109_700]
    assert read("rose from 6 to 7 percent") == []


def test_a_number_that_may_be_two_is_none() -> None:
    """Rather no row than a wrong one."""
    for text in (
        "of the 12 300 were killed", "Of the 12 300 were killed", "the crew of Apollo 11 200 came",
        "12.500 dollars", "1.500 tons of gas",
        "1.125 to the dollar", "1,5 people", "5 quadrillion dollars", "$5MM", "5 Mrd euros",
        "in 2014 millions of people", "5 thousands people",
        "Rs 5 arab for the dam", "the address 170.149.168.130", "the 7/7 attacks", "$35,8000",
    ):  # fmt: skip
        assert read(text) == [], text


def test_bound_before_a_range_wins() -> None:
    assert read("about 40 to 50 tanks") == [(40, "about")]


@pytest.mark.parametrize(
    "text",
    [
        "on July 22, 2013, on Sept. 5 and on 5 March",
        "since 2011",
        "the Taepodong-12 missile",
        "Slideshow (3 Images)",
        "between 2004 and 2008",
        "at 3:30 p.m. or 11 am",
        "a 58-year-old man, aged 58, children ages 6, between the ages of 10 and 20 years",
        "23 percent, 4% and 5.5 per cent",
        "an S-300, a Su-24 and an F-16",
        "resolution 2118 and Article 5",
        "the 21st time, the third man",
        "20 kilometers and 12 miles away",
        "for 12 years and two months",
        "won 3-2",
        "hundreds, dozens and millions of people",
        "the P5+1 talks",
        "4. Fault lines",
        "the late 1990s",
        "one in five Germans, 1 out of every 100, eight in ten voters, two in 5 Koreans",
        "H.R. 45, S. 2644 and Art. 50; by 432 votes to 202; on Radio 4",
        "sons aged 6 and 2, anyone 18 or older, those younger than 30",
        "closed at 20,234.87",
        "(12) Why did it take weeks?",
        "a Boeing 737-800, its 737 MAX 8 jets and SEAL Team 6",
        "children under 18",
        "a 19-ton truck, a 300-pound man, a 20-kilogram bomb, 16-wheel trucks and a 21-gun salute",
        "ranges between approximately 300 and 3,400 miles",
        "20 times as likely",
        "Copyright 2018 NPR and NPR 2018",
        "a 105 mm gun and a 9 mm pistol",
        "a four-star general, six-figure sums, one-on-one talks and a two-time winner",
        "",
    ],
)
def test_numbers_that_count_nothing_are_left_out(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("$5", "dollars"),
        ("A$5", "Australian dollars"),
        ("5 million euros", "euros"),
        ("£5", "pounds"),
        ("5 men", None),
        ("20 pounds of explosives", None),
        ("weighs some 20 pounds", None),
        ("20 pounds (9 kg) of gas", None),
        ("a fine of 20 Syrian pounds", "pounds"),
        ("500 million USD", "dollars"),
        ("5 million Swedish kronor", "kronor"),
        ("a half-billion dollars", "dollars"),
        ("a trillion-dollar budget", "dollars"),
        ("1.2 trillion won in aid", "won"),
        ("a 500 billion-won plan", "won"),
        ("5 million South Korean won", "won"),
        ("the party with 5 million won the vote", None),
        ("AED 5 billion", "dirhams"),
        ("CHF 60 million", "francs"),
        ("60 million CHF in aid", "francs"),
        ("SR 500 million", "riyals"),
        ("KD 10 million", "dinars"),
        ("NOK 1,500", "kroner"),
        ("500 crore INR", "rupees"),
        ("5 million €", "euros"),
        ("₦5bn", "naira"),
        ("N50 billion", "naira"),
        ("5 million rubles", "roubles"),
        ("5 million Australian dollars", "Australian dollars"),
        ("5 million Jamaican dollars", "dollars"),
        ("300 million UAE dirhams", "dirhams"),
        ("5 million Swedish crowns", "crowns"),
        ("R1.2bn", "rand"),
        ("20,000 Nigerian naira", "naira"),
        ("they try 5 million men", None),
    ],
)
def test_currency(text: str, currency: str | None) -> None:
    assert [q.currency for q in find_quantities(text)] == [currency]


def test_lead_holds_the_words_of_the_bound() -> None:
    text = "They lost more than 40 tanks."
    [quantity] = find_quantities(text)
    assert text[quantity.lead : quantity.end] == "more than 40"


def test_words_that_make_no_number_have_no_value() -> None:
    assert word_value("a plan") is None
    assert not word_value("two dozens of")


@given(st.text(st.sampled_from("0123456789.,$-– abcdefmnot\u00a0%+()"), max_size=60) | st.text(max_size=60))
def test_spans_are_in_order_and_in_bounds(text: str) -> None:
    end = 0
    for quantity in find_quantities(text):
        assert end <= quantity.start < quantity.end <= len(text)
        assert 0 <= quantity.lead <= quantity.start
        assert quantity.value >= 0
        end = quantity.end


@given(st.integers(min_value=10, max_value=999_999))
def test_digits_with_separators_give_their_value(number: int) -> None:
    assert [q.value for q in find_quantities(f"They counted {number:,} refugees")] == [number]
