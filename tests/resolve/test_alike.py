"""Which actors may be one: names that differ in spelling or in what they leave out, and those that must stay apart."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.resolve.alike import WHYS, Namesake, find_alike, why_same
from communique.resolve.same_name import name_words, names_nobody

SAME = [
    ("Bashar al-Assad", "Bashar Assad", "spelling"),
    ("François Hollande", "Francois Hollande", "spelling"),
    ("John Roe", "JOHN ROE", "spelling"),
    ("Kim Jong-un", "Kim Jong Un", "spelling"),
    ("Andrej Kowalsky", "Andrej Kowalski", "spelling"),
    ("Serhij Qasimi", "Serhii Qasimi", "spelling"),
    ("Sergei Lavrov", "Sergey Lavrov", "listed name"),
    ("Chuck Schumer", "Charles Schumer", "listed name"),
    ("Jane Q. Poe", "Jane Poe", "part left out"),
    ("John Roe Jr.", "John Roe", "part left out"),
    ("J. Poelstra", "Jane Poelstra", "initial"),
    ("Bill Poelstra", "William Poelstra", "nickname"),
]
APART = [
    ("George W. Bush", "George H.W. Bush"),
    ("John Roe Jr.", "John Roe Sr."),
    ("Kate Clark", "Katherine Clerk"),
    ("Jane Poe", "John Poe"),
    ("Raul Castro", "Fidel Castro"),
    ("Hamid Roe", "Jamid Roe"),
]


def person(name: str, n_documents: int = 1, party: str = "NOR") -> Namesake:
    return Namesake(f"{name}|{party}", name, party, n_documents, is_person=True)


def other(name: str, n_documents: int = 1) -> Namesake:
    return Namesake(name, name, "NOR", n_documents, is_person=False)


def told(*actors: Namesake, **options: object) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(g.into.name, [(o.name, why) for o, why in g.others]) for g in find_alike(actors, **options)]  # type: ignore[arg-type]


@pytest.mark.parametrize(("one", "two", "why"), SAME)
def test_may_be_one(one: str, two: str, why: str) -> None:
    assert told(person(one, 2), person(two)) == [(one, [(two, why)])]
    assert why in WHYS


@pytest.mark.parametrize(("one", "two"), APART)
def test_stay_apart(one: str, two: str) -> None:
    assert told(person(one), person(two)) == []


def test_a_last_name_goes_with_the_only_one_who_has_it() -> None:
    assert told(person("Roe", 9), person("Jane Roe")) == [("Jane Roe", [("Roe", "last name")])]
    assert told(person("Roe", 9), person("Jane Roe"), person("Peter Roe")) == []


def test_a_family_name_may_stand_first() -> None:
    found = told(person("Xi", party="CHN"), person("Xi Jinping", party="CHN"))
    assert found == [("Xi Jinping", [("Xi", "last name")])]
    assert told(person("Jinping", party="CHN"), person("Xi Jinping", party="CHN")) == []


def test_a_name_between_two_persons_goes_with_neither() -> None:
    assert told(person("George Bushe", 5), person("George W. Bushe"), person("George H. Bushe")) == []


def test_of_a_chain_where_two_cannot_be_one_all_spelled_alike_still_are() -> None:
    found = told(person("George Bushe"), person("GEORGE BUSHE"), person("George W. Bushe"), person("George H. Bushe"))
    assert found == [("George Bushe", [("GEORGE BUSHE", "spelling")])]


def test_parties_are_not_mixed() -> None:
    assert told(person("Jane Roe"), person("JANE ROE", party="SWE")) == []


def test_bodies_and_descriptions_only_by_capitals_and_marks() -> None:
    assert told(other("officials", 2), other("Officials")) == [("officials", [("Officials", "spelling")])]
    assert told(other("Reports"), other("reports")) == [("reports", [("Reports", "spelling")])]
    assert told(other("Bank of Norway"), other("Norway"), other("The Bank")) == []
    assert told(person("senior spokesman"), person("spokesman"), person("Press Spokesman")) == []


def test_words_that_name_nobody_are_no_actors() -> None:
    assert told(other("we"), other("We"), other("Some"), other("some")) == []
    assert [w for w in ("We", "I", "who", "seven", "officials", "US", "WHO") if names_nobody(w)] == ["We", "I", "who", "seven"]


def test_what_a_person_has_split_stays_split() -> None:
    roe, poe = person("Jane Roe", 3), person("JANE ROE")
    assert told(roe, poe, parted={(poe.id, roe.id)}) == []
    assert told(roe, poe, parted={(roe.id, poe.id)}) == [("Jane Roe", [("JANE ROE", "spelling")])]
    third = person("Jane Q. Roe", 9)
    assert told(roe, poe, third, parted={(poe.id, roe.id)}) == [("Jane Q. Roe", [("Jane Roe", "part left out")])]


NAMES = st.lists(st.sampled_from(["Jane", "J.", "John", "Q.", "van", "Roe", "Row", "Poe", "Jr."]), min_size=1, max_size=4)


@given(st.lists(NAMES.map(" ".join), min_size=2, max_size=9, unique=True), st.randoms(use_true_random=False))
def test_groups_share_nobody_and_no_order_matters(names: list[str], chance: random.Random) -> None:
    actors = [person(name, n) for n, name in enumerate(names)]
    found = find_alike(actors)
    ids = [a.id for g in found for a in (g.into, *(o for o, _ in g.others))]
    assert len(ids) == len(set(ids))
    assert {why for g in found for _, why in g.others} <= set(WHYS)
    chance.shuffle(actors)
    assert find_alike(actors) == found


@given(NAMES, NAMES)
def test_likeness_goes_both_ways(one: list[str], two: list[str]) -> None:
    a, b = name_words(" ".join(one)), name_words(" ".join(two))
    if a != b and len(a) > 1 and len(b) > 1:
        assert why_same(a, b) == why_same(b, a)
