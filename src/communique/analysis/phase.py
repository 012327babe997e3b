"""Phases of a debate: windows whose networks are alike form a state; where the state changes is a transition.

Networks of all windows on the same nodes -> distances (scaled to 0..1) -> groups of windows by several methods and
numbers of groups -> the grouping of highest modularity in the graph of similarities -> states by date, and a map.

Source: Leifeld, rDNA `dna_phaseTransitions`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import numpy as np

from communique.analysis import clustering
from communique.analysis.clustering import Groups
from communique.analysis.discourse_network import build_network
from communique.analysis.frame import Rows
from communique.analysis.mds import MdsResult, scale_distances
from communique.analysis.network import Network
from communique.analysis.options import NetworkOptions
from communique.analysis.projection import Floats
from communique.analysis.spectrum import distance_matrix
from communique.errors import UsageError

DISTANCES = ("absdiff", "spectral")
MIN_WINDOWS = 3


@dataclass(frozen=True)
class PhaseResult(Rows):
    """The states of a series of networks.

    Args:
        states: the state of each window, numbered from 1 in order of appearance.
        method, n_states: the grouping chosen.
        modularity: of the grouping chosen, in the graph of similarities; `tried` has all.
        distances: between windows, from 0 to 1.
        map: a two-dimensional nonmetric map of the windows, with its stress.
        networks: the networks, with the statements behind each.
    """

    dates: tuple[datetime, ...]
    states: tuple[int, ...]
    method: str
    n_states: int
    modularity: float
    tried: list[dict[str, Any]] = field(repr=False)
    parameters: dict[str, Any]
    seed: int
    distances: Floats = field(repr=False)
    map: MdsResult = field(repr=False)
    networks: list[Network] = field(repr=False)

    @property
    def transitions(self) -> list[dict[str, Any]]:
        """Where the state changes: the first window of the new state, both states, and the distance from the window before."""
        return [
            {
                "date": self.dates[n].isoformat(),
                "from_state": self.states[n - 1],
                "to_state": self.states[n],
                "distance": float(self.distances[n - 1, n]),
            }
            for n in range(1, len(self.states))
            if self.states[n] != self.states[n - 1]
        ]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each window: date, state, statements, place on the map."""
        return [
            {
                "date": date.isoformat(),
                "state": state,
                "n_statements": network.n_statements,
                "x1": float(point[0]),
                "x2": float(point[1]),
            }
            for date, state, network, point in zip(self.dates, self.states, self.networks, self.map.coordinates, strict=True)
        ]

    def statements(self, n: int) -> list[dict[str, str]]:
        """The statements of window n."""
        network = self.networks[n]
        return network.table.rows(network.statement_numbers)


def find_phases(
    table: Any,
    options: NetworkOptions,
    *,
    distance: str = "absdiff",
    k_min: int = 2,
    k_max: int = 6,
    is_normalized: bool = True,
    seed: int = 0,
) -> PhaseResult:
    """The phases of a debate.

    Args:
        options: networks with a window; isolates are kept, so that all have the same nodes.
        distance: `absdiff` sums the differences of weights, `spectral` compares Laplacian spectra.
        is_normalized: divide each network by its sum first, so that busy times do not differ for being busy.

    Raises:
        UsageError: no window, an unknown distance, a spectral distance of two-mode networks, or fewer than 3 windows.
    """
    if options.window is None:
        raise UsageError("phases need a series of networks: set a window, such as days:90")
    if distance not in DISTANCES or (distance == "spectral" and options.type == "twomode"):
        raise UsageError(f"distance {distance!r}: it can be absdiff, or spectral for one-mode networks")
    if not 2 <= k_min <= k_max:
        raise UsageError(f"from {k_min} to {k_max} states: at least 2, and not fewer at most than at least")
    networks = build_network(table, replace(options, isolates=True))
    assert isinstance(networks, list)
    if len(networks) < MIN_WINDOWS:
        raise UsageError(f"{len(networks)} windows of {options.window} fit into the range; phases need {MIN_WINDOWS} or more")
    matrices = [_scaled(n.to_array(), dna=options.is_dna) if is_normalized else n.to_array() for n in networks]
    distances = distance_matrix(matrices, distance, dna=options.is_dna)
    distances = distances / (distances.max() or 1.0)
    tried = _all_groupings(distances, k_min, min(k_max, len(networks) - 1), seed)
    name, groups, score = max(tried, key=lambda found: round(found[2], 12))
    dates = tuple(network.middle for network in networks)
    parameters = {"distance": distance, "k_min": k_min, "k_max": k_max, "is_normalized": is_normalized, **options.to_json()}
    return PhaseResult(
        dates,
        tuple((groups + 1).tolist()),
        name,
        int(groups.max()) + 1,
        score,
        [{"method": n, "n_states": int(g.max()) + 1, "modularity": s} for n, g, s in tried],
        parameters,
        seed,
        distances,
        scale_distances(distances, [date.isoformat() for date in dates]),
        networks,
    )


def _scaled(matrix: Floats, *, dna: bool) -> Floats:
    """Divided by the sum of sizes; DNA divides by the sum, which signed weights may bring near 0."""
    total = float(matrix.sum() if dna else np.abs(matrix).sum())
    return matrix / total if total else matrix


def _all_groupings(distances: Floats, k_min: int, k_max: int, seed: int) -> list[tuple[str, Groups, float]]:
    alike = 1 - distances
    np.fill_diagonal(alike, 0.0)
    found: list[tuple[str, Groups]] = []
    for k in range(min(k_min, k_max), k_max + 1):
        found += [(tree, clustering.hierarchical(distances, tree, k)) for tree in clustering.TREES]
        found.append(("k_means", clustering.k_means(distances, k, seed)))
        found.append(("k_medoids", clustering.k_medoids(distances, k)))
        found.append(("spectral", clustering.spectral_groups(np.exp(-(distances**2)), k, seed)))
    found.append(("concor", clustering.concor(alike)))
    for name, method in clustering.FREE_METHODS.items():
        if name == "label_propagation" or (name == "edge_betweenness" and clustering.is_too_dense(alike)):
            continue
        found.append((name, method(alike, seed)))
    return [(name, groups, clustering.modularity(alike, groups)) for name, groups in found]
