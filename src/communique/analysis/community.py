"""Coalitions in a one-mode network: partitions by several methods, their modularity, and how far the methods agree.

Methods that choose the number of groups work on the positive ties; methods that are told it work on Jaccard distances
of what the nodes state, or on the ties. One method's groups are an artefact until another finds them too: `agreement`.

Source: Leifeld, rDNA `dna_multiclust`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from communique.analysis import clustering
from communique.analysis.clustering import TREES, Groups
from communique.analysis.discourse_network import build_network
from communique.analysis.frame import Rows
from communique.analysis.network import Network
from communique.analysis.options import NetworkOptions
from communique.analysis.projection import Floats
from communique.errors import UsageError

TOLD_METHODS = (*TREES, "k_means", "k_medoids", "concor")
METHODS = (*clustering.FREE_METHODS, *TOLD_METHODS)


@dataclass(frozen=True)
class CommunityResult(Rows):
    """Partitions of the labels of a network.

    Args:
        best: the method of highest modularity; the first listed of equals.
        partitions: by method, the group of each label.
        modularity: by method, on the positive ties.
        agreement: by pair of methods, the adjusted Rand index.
        n_groups: the number asked for; 0 let the methods choose.
        skipped: methods left out, and why.
    """

    best: str
    partitions: dict[str, dict[str, int]]
    modularity: dict[str, float]
    agreement: dict[tuple[str, str], float]
    n_groups: int
    seed: int
    skipped: dict[str, str]
    network: Network = field(repr=False)

    @property
    def groups(self) -> dict[str, int]:
        """The groups of the best method."""
        return self.partitions[self.best]

    @property
    def mean_agreement(self) -> float:
        """How far the methods agree on the whole: the mean adjusted Rand index of all pairs; 1 with one method."""
        return float(np.mean(list(self.agreement.values()))) if self.agreement else 1.0

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each label with its group by every method, and the share of methods' pairs of groups it keeps company in."""
        together = self.co_membership()
        best = np.array(list(self.groups.values()))
        out = []
        for n, label in enumerate(self.network.labels):
            mates = (best == best[n]) & (np.arange(len(best)) != n)
            support = float(together[n, mates].mean()) if mates.any() else 1.0
            groups = {method: partition[label] for method, partition in self.partitions.items()}
            out.append({"label": label, "group": int(best[n]), "support": support, **groups})
        return out

    def co_membership(self) -> Floats:
        """For each pair of labels, the share of methods that put both in one group."""
        arrays = [np.array(list(partition.values())) for partition in self.partitions.values()]
        together = [np.asarray(a[:, None] == a[None, :], dtype=np.float64) for a in arrays]
        return np.asarray(np.mean(together, axis=0), dtype=np.float64)

    def statements(self, one: str, two: str) -> list[dict[str, str]]:
        """The statements behind the tie of two labels."""
        return self.network.statements(one, two)


def find_communities(
    table: Any,
    options: NetworkOptions | None = None,
    *,
    n_groups: int = 0,
    methods: Sequence[str] = METHODS,
    seed: int = 0,
) -> CommunityResult | list[CommunityResult]:
    """The coalitions of a network, or with a window of each network of the series.

    Args:
        options: a one-mode network; by default subtract, average, duplicates per document.
        n_groups: how many groups; 0 lets the methods choose, those that must be told leave it to modularity (2 to 6).

    Raises:
        UsageError: an unknown method, a two-mode network, or `n_groups` of 1.
    """
    options = options or NetworkOptions(type="onemode", aggregation="subtract", normalization="average", duplicates="document")
    unknown = [method for method in methods if method not in METHODS]
    if unknown or not methods:
        raise UsageError(f"no method {unknown[0] if unknown else ''!r}; the methods are {', '.join(METHODS)}")
    if options.type != "onemode" or options.kernel or n_groups == 1 or n_groups < 0:
        raise UsageError("communities need a one-mode network without kernel, and n_groups of 0 (free) or 2 and more")
    networks = build_network(table, options)
    profiles = build_network(table, _profile_options(options))
    if isinstance(networks, Network) and isinstance(profiles, Network):
        return _Search(networks, profiles, n_groups, seed).run(methods)
    assert isinstance(networks, list)
    assert isinstance(profiles, list)
    return [_Search(one, two, n_groups, seed).run(methods) for one, two in zip(networks, profiles, strict=True)]


def _profile_options(options: NetworkOptions) -> NetworkOptions:
    aggregation = "combine" if options.qualifier else "ignore"
    return replace(options, type="twomode", aggregation=aggregation, normalization="none")


class _Search:
    """All methods on one network."""

    def __init__(self, network: Network, profiles: Network, n_groups: int, seed: int) -> None:
        self.network, self.n_groups, self.seed = network, n_groups, seed
        weights = network.to_array()
        self.weights = np.where(weights > 0, weights, 0.0)
        self.profiles = _aligned(profiles, network.labels)
        self.distances = jaccard_distances(self.profiles)

    def run(self, methods: Sequence[str]) -> CommunityResult:
        """Every method that can be asked, their modularities and agreements."""
        found: dict[str, Groups] = {}
        skipped: dict[str, str] = {}
        for method in methods:
            reason = self._reason_to_skip(method)
            if reason:
                skipped[method] = reason
            else:
                found[method] = self._partition(method)
        if not found:
            raise UsageError("; ".join(f"{method}: {reason}" for method, reason in skipped.items()))
        scores = {method: clustering.modularity(self.weights, groups) for method, groups in found.items()}
        names = list(found)
        agreement = {
            (one, two): clustering.adjusted_rand(found[one], found[two]) for n, one in enumerate(names) for two in names[n + 1 :]
        }
        best = max(names, key=lambda name: round(scores[name], 12))
        partitions = {m: dict(zip(self.network.labels, groups.tolist(), strict=True)) for m, groups in found.items()}
        return CommunityResult(best, partitions, scores, agreement, self.n_groups, self.seed, skipped, self.network)

    def _reason_to_skip(self, method: str) -> str:
        if method == "edge_betweenness" and clustering.is_too_dense(self.weights):
            return f"takes minutes for more than {clustering.MAX_BETWEENNESS_TIES} ties"
        if method == "concor" and self.n_groups not in (0, 2):
            return "makes two groups"
        if method in clustering.FREE_METHODS and self.n_groups:
            return "chooses the number of groups itself"
        return ""

    def _partition(self, method: str) -> Groups:
        if method in clustering.FREE_METHODS:
            return clustering.FREE_METHODS[method](self.weights, self.seed)
        if method == "concor":
            return clustering.concor(self.weights)
        sizes = [self.n_groups] if self.n_groups else range(2, min(6, max(len(self.weights) - 1, 2)) + 1)
        cuts = [self._told(method, k) for k in sizes]
        return max(cuts, key=lambda cut: round(clustering.modularity(self.weights, cut), 12))

    def _told(self, method: str, k: int) -> Groups:
        for tree in TREES:
            if method == tree:
                return clustering.hierarchical(self.distances, tree, k)
        if method == "k_means":
            return clustering.k_means(self.profiles, k, self.seed)
        return clustering.k_medoids(self.distances, k)


def _aligned(profiles: Network, labels: tuple[str, ...]) -> Floats:
    """Presence of each (variable 2, level) by label, in the order of the labels of the one-mode network."""
    codes = profiles.to_array().astype(np.int64)
    place = {label: n for n, label in enumerate(profiles.row_labels)}
    codes = codes[[place[label] for label in labels]] if labels else codes
    n_bits = int(codes.max(initial=1)).bit_length()
    return np.concatenate([(codes >> bit & 1) for bit in range(n_bits)], axis=1).astype(np.float64)


def jaccard_distances(present: Floats) -> Floats:
    """1 - what two rows share / what either has, of rows of 0 and 1; 0 for two empty rows and on the diagonal."""
    shared = present @ present.T
    sizes = present.sum(axis=1)
    either = sizes[:, None] + sizes[None, :] - shared
    out = 1 - np.divide(shared, either, out=np.ones_like(shared), where=either > 0)
    np.fill_diagonal(out, 0.0)
    return np.asarray(out, dtype=np.float64)
