"""Partitions of the nodes of a weighted graph by several methods, and how alike partitions are.

A partition is an array of group numbers from 0. Each method takes the positive weights only, is deterministic for a
seed, and is written with NumPy, SciPy and networkx.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.cluster.vq import kmeans2
from scipy.spatial.distance import squareform

from communique.analysis.projection import Floats

Groups = NDArray[np.int64]
Tree = Literal["single", "average", "complete", "ward"]
TREES: tuple[Tree, ...] = ("single", "average", "complete", "ward")
MAX_BETWEENNESS_TIES = 300  # betweenness is computed anew after every cut: beyond, minutes
WALK_STEPS = 4  # as in the published walktrap
MAX_CONCOR_STEPS = 100


def modularity(weights: Floats, groups: Groups) -> float:
    """Weighted modularity of a partition: ties within groups above what degrees let expect. 0 without ties."""
    total = float(weights.sum())
    if total <= 0:
        return 0.0
    degrees = weights.sum(axis=1)
    same = groups[:, None] == groups[None, :]
    return float(((weights - np.outer(degrees, degrees) / total) * same).sum() / total)


def adjusted_rand(one: Groups, two: Groups) -> float:
    """Agreement of two partitions beyond chance: 1 for the same, about 0 for unrelated ones.

    Source: Hubert and Arabie 1985.
    """
    table = np.zeros((int(one.max(initial=0)) + 1, int(two.max(initial=0)) + 1))
    np.add.at(table, (one, two), 1)
    both, rows, columns = _pairs(table), _pairs(table.sum(axis=1)), _pairs(table.sum(axis=0))
    expected = rows * columns / max(len(one) * (len(one) - 1) / 2, 1)
    highest = (rows + columns) / 2
    return 1.0 if highest == expected else (both - expected) / (highest - expected)


def _pairs(sizes: Floats) -> float:
    return float((sizes * (sizes - 1) / 2).sum())


def numbered(groups: Iterable[Any], n: int | None = None) -> Groups:
    """Group numbers in order of first appearance; `groups` is an array of numbers, or sets of node numbers with `n`."""
    if n is None:
        given = np.asarray(list(groups))
    else:
        given = np.zeros(n, dtype=np.int64)
        for number, members in enumerate(groups):
            given[list(members)] = number
    if not len(given):
        return np.zeros(0, dtype=np.int64)
    _, first, inverse = np.unique(given, return_index=True, return_inverse=True)
    return np.asarray(np.argsort(np.argsort(first))[inverse], dtype=np.int64)


def hierarchical(distances: Floats, method: Tree, k: int) -> Groups:
    """`k` groups by cutting a tree: single, complete, average or ward."""
    if len(distances) < 2:
        return np.zeros(len(distances), dtype=np.int64)
    tree = linkage(squareform(distances, checks=False), method=method)
    return numbered(fcluster(tree, k, criterion="maxclust"))


def k_means(points: Floats, k: int, seed: int) -> Groups:
    """`k` groups of points, the best of ten seeded starts."""
    k = min(k, len(np.unique(points, axis=0)))
    best, least = np.zeros(len(points), dtype=np.int64), np.inf
    for start in range(10):
        centers, groups = kmeans2(points, k, minit="++", rng=np.random.default_rng([seed, start]), missing="warn")
        spread = float(((points - centers[groups]) ** 2).sum())
        if spread < least - 1e-12:
            best, least = groups.astype(np.int64), spread
    return numbered(best)


def k_medoids(distances: Floats, k: int) -> Groups:
    """`k` groups around members (PAM): greedy start, then swaps while they help."""
    n = len(distances)
    medoids = [int(distances.sum(axis=1).argmin())] if n else []
    while len(medoids) < min(k, n):
        near = distances[:, medoids].min(axis=1)
        gains = np.maximum(near[:, None] - distances, 0).sum(axis=0)
        gains[medoids] = -1
        medoids.append(int(gains.argmax()))
    cost = float(distances[:, medoids].min(axis=1).sum()) if n else 0.0
    while True:
        trials = [(m, c) for m in range(len(medoids)) for c in range(n) if c not in medoids]
        costs = [float(distances[:, [*medoids[:m], c, *medoids[m + 1 :]]].min(axis=1).sum()) for m, c in trials]
        if not costs or min(costs) >= cost - 1e-12:
            break
        m, c = trials[int(np.argmin(costs))]
        medoids[m], cost = c, min(costs)
    return numbered(distances[:, medoids].argmin(axis=1)) if n else np.zeros(0, dtype=np.int64)


def spectral_groups(weights: Floats, k: int, seed: int) -> Groups:
    """`k` groups by k-means on the leading vectors of the normalized Laplacian, rows of length 1."""
    degrees = np.maximum(weights.sum(axis=1), 1e-12)
    scaled = weights / np.sqrt(np.outer(degrees, degrees))
    _, vectors = np.linalg.eigh(scaled)
    top = vectors[:, -k:]
    return k_means(top / np.maximum(np.linalg.norm(top, axis=1, keepdims=True), 1e-12), k, seed)


def concor(profiles: Floats) -> Groups:
    """Two groups by correlating profiles, then correlations, until they are 1 or -1.

    Source: Breiger, Boorman and Arabie 1975.
    """
    current = profiles
    for _ in range(MAX_CONCOR_STEPS):
        with np.errstate(divide="ignore", invalid="ignore"):
            current = np.atleast_2d(np.nan_to_num(np.corrcoef(current)))
        if np.all(np.abs(np.abs(current) - 1) < 1e-9):
            break
    return numbered(np.asarray(current[0] > 0, dtype=np.int64)) if len(profiles) else numbered([])


def leading_eigenvector(weights: Floats) -> Groups:
    """Split by the sign of the leading vector of the modularity matrix while that raises modularity.

    Source: Newman 2006.
    """
    groups = np.zeros(len(weights), dtype=np.int64)
    total = float(weights.sum())
    if total <= 0:
        return numbered(np.arange(len(weights)))
    degrees = weights.sum(axis=1)
    gain = weights - np.outer(degrees, degrees) / total
    todo = [0]
    while todo:
        group = todo.pop()
        members = np.flatnonzero(groups == group)
        part = gain[np.ix_(members, members)]
        part = part - np.diag(part.sum(axis=1))
        values, vectors = np.linalg.eigh(part)
        positive = vectors[:, -1] > 0
        sign = np.where(positive, 1.0, -1.0)
        if values[-1] <= 1e-9 or not 0 < positive.sum() < len(members) or float(sign @ part @ sign) <= 1e-9:
            continue
        new = int(groups.max()) + 1
        groups[members[positive]] = new
        todo += [group, new]
    return numbered(groups)


def walktrap(weights: Floats) -> Groups:
    """Ward's tree on where short random walks from each node end, cut where modularity is highest.

    Source: Pons and Latapy 2006; here the tree may also join nodes without a tie between them.
    """
    n = len(weights)
    if n < 2:
        return np.zeros(n, dtype=np.int64)
    loops = weights + np.diag(np.where(weights.sum(axis=1) > 0, weights.max(axis=1), 1.0))
    degrees = loops.sum(axis=1)
    walks = np.linalg.matrix_power(loops / degrees[:, None], WALK_STEPS) / np.sqrt(degrees)[None, :]
    tree = linkage(walks, method="ward")
    cuts = [numbered(fcluster(tree, k, criterion="maxclust")) for k in range(1, n + 1)]
    return max(cuts, key=lambda cut: modularity(weights, cut))


def _graph(weights: Floats) -> Any:
    import networkx

    return networkx.from_numpy_array(weights)


def louvain(weights: Floats, seed: int) -> Groups:
    """Local moves and merging, seeded (Blondel and others 2008)."""
    import networkx

    return numbered(networkx.community.louvain_communities(_graph(weights), weight="weight", seed=seed), len(weights))


def fast_greedy(weights: Floats) -> Groups:
    """Merge the pair of groups that raises modularity most (Clauset, Newman and Moore 2004)."""
    import networkx

    if weights.sum() <= 0:
        return numbered(np.arange(len(weights)))
    found = networkx.community.greedy_modularity_communities(_graph(weights), weight="weight")
    return numbered(found, len(weights))


def label_propagation(weights: Floats, seed: int) -> Groups:
    """Each node takes the label most of its ties have, in seeded random order (Raghavan and others 2007)."""
    import networkx

    found = networkx.community.asyn_lpa_communities(_graph(weights), weight="weight", seed=seed)
    return numbered(found, len(weights))


def edge_betweenness(weights: Floats) -> Groups:
    """Cut the tie most shortest paths cross, again and again; the cut of highest modularity (Girvan and Newman 2002)."""
    import networkx

    graph = _graph(weights)
    for _, _, data in graph.edges(data=True):
        data["length"] = 1 / data["weight"]

    def most_crossed(part: Any) -> Any:
        crossed = networkx.edge_betweenness_centrality(part, weight="length")
        return max(sorted(crossed), key=lambda edge: round(crossed[edge], 12))

    best = numbered(networkx.connected_components(graph), len(weights))
    if graph.number_of_edges() == 0:
        return best
    for found in networkx.community.girvan_newman(graph, most_valuable_edge=most_crossed):
        cut = numbered(found, len(weights))
        if modularity(weights, cut) > modularity(weights, best) + 1e-12:
            best = cut
    return best


def is_too_dense(weights: Floats) -> bool:
    """Whether `edge_betweenness` would take minutes."""
    return int(np.count_nonzero(np.triu(weights, 1))) > MAX_BETWEENNESS_TIES


FREE_METHODS: dict[str, Callable[[Floats, int], Groups]] = {
    "louvain": louvain,
    "fast_greedy": lambda weights, seed: fast_greedy(weights),
    "walktrap": lambda weights, seed: walktrap(weights),
    "leading_eigenvector": lambda weights, seed: leading_eigenvector(weights),
    "label_propagation": label_propagation,
    "edge_betweenness": lambda weights, seed: edge_betweenness(weights),
}
"""Methods that choose the number of groups themselves: weights and seed to groups."""
