"""Where nodes stand."""

from __future__ import annotations

from math import dist
from typing import Any

from communique.analysis.discourse_network import build_network
from communique.analysis.layout import spring_positions
from communique.analysis.network import Network
from communique.analysis.options import NetworkOptions

CAMPS = {"A": True, "B": True, "C": True, "D": False, "E": False, "F": False}


def network(type_: str = "onemode", camps: dict[str, bool] | None = None, **options: Any) -> Network:
    rows = [
        {"document_id": f"{who}{issue}", "date": "2014-01-01", "organization": who, "concept": issue, "agreement": agrees}
        for who, agrees in (CAMPS if camps is None else camps).items()
        for issue in ("truce", "arms")
    ]
    found = build_network(rows, NetworkOptions(type=type_, aggregation="subtract", **options))
    assert isinstance(found, Network)
    return found


def test_a_seed_gives_the_same_places() -> None:
    assert spring_positions(network(), seed=3) == spring_positions(network(), seed=3)
    assert spring_positions(network(), seed=3) != spring_positions(network(), seed=4)


def test_places_fill_the_paper() -> None:
    places = spring_positions(network()).values()
    for axis in (0, 1):
        values = [p[axis] for p in places]
        assert (min(values), max(values)) == (0.0, 1.0)


def test_those_who_agree_stand_nearer() -> None:
    places = spring_positions(network())
    within = [dist(places[a], places[b]) for a, b in ("AB", "AC", "BC", "DE", "DF", "EF")]
    between = [dist(places[a], places[b]) for a in "ABC" for b in "DEF"]
    assert sum(within) / 6 < sum(between) / 9


def test_two_modes_have_places_of_their_own_also_for_one_name() -> None:
    places = spring_positions(network("twomode", {"truce": True, "B": False}))
    assert set(places) == {"organization:truce", "organization:B", "concept:truce", "concept:arms"}


def test_nodes_without_ties_stand_in_a_row_below() -> None:
    rows = [
        {"document_id": who, "date": "2014-01-01", "organization": who, "concept": issue, "agreement": True}
        for who, issue in (("A", "truce"), ("B", "truce"), ("C", "arms"), ("D", "aid"))
    ]
    found = build_network(rows, NetworkOptions(type="onemode", aggregation="congruence"))
    assert isinstance(found, Network)
    places = spring_positions(found)
    assert places["C"][1] == places["D"][1] == 1.0
    assert places["C"][0] != places["D"][0]
    assert max(places["A"][1], places["B"][1]) < 0.9


def test_an_empty_network_has_no_places() -> None:
    assert spring_positions(network(exclude={"organization": frozenset(CAMPS)})) == {}
