"""How far a network falls into camps: agreement within groups of equal size, conflict between them.

Two measures, of one partition that is searched for by the best swap until none helps, from seeded starts:
`camps`, from -1 to 1, is (congruence within - between + conflict between - within) / (all congruence + all conflict);
`dna` is the normalized Q of DNA, which measures departure from an even spread.

Source: Leifeld, rDNA `dna_polarization`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from communique.analysis.discourse_network import build_network
from communique.analysis.frame import Rows
from communique.analysis.network import Network
from communique.analysis.options import NetworkOptions
from communique.analysis.projection import Floats
from communique.errors import UsageError

Groups = NDArray[np.int64]
MIN_GAIN = 1e-9  # of the largest term: less is the noise of additions


@dataclass(frozen=True)
class PolarizationResult(Rows):
    """A partition into groups of equal size and how polarized it is.

    Args:
        score: the measure, normalized. `raw` is DNA's unnormalized Q for the measure `dna`, else the same as `score`.
        groups: the group of each label, from 0; the group of the first label is 0.
        n_best: how many of the starts reached the best score (to 1e-9): few means a rugged surface.
        congruence, conflict: the networks behind it; their `statements` show what each tie rests on.
    """

    score: float
    raw: float
    measure: str
    groups: dict[str, int]
    n_groups: int
    n_starts: int
    n_best: int
    seed: int
    congruence: Network = field(repr=False)
    conflict: Network = field(repr=False)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each label, its group, and its ties: agreement and conflict with its own group and with the others."""
        labels = list(self.groups)
        own = np.array([self.groups[label] for label in labels])
        same = own[:, None] == own[None, :]
        c, f = self.congruence.to_array(), self.conflict.to_array()
        sums = [(c * same).sum(1), (c * ~same).sum(1), (f * same).sum(1), (f * ~same).sum(1)]
        names = ("congruence_within", "congruence_between", "conflict_within", "conflict_between")
        return [
            {"label": label, "group": int(own[n]), **{name: float(s[n]) for name, s in zip(names, sums, strict=True)}}
            for n, label in enumerate(labels)
        ]

    def statements(self, one: str, two: str) -> list[dict[str, str]]:
        """The statements behind the ties of two labels."""
        return self.congruence.statements(one, two)


def polarization(
    table: Any, options: NetworkOptions | None = None, *, n_groups: int = 2, n_starts: int = 20, seed: int = 0
) -> PolarizationResult | list[PolarizationResult]:
    """The polarization of a network, or with a window of each network of the series.

    Args:
        options: variables, qualifier, filters and window; type, aggregation are set here, normalization is `average`
            unless another is given. `compat="dna"` takes DNA's measure.

    Raises:
        UsageError: fewer than two groups or starts.
    """
    if n_groups < 2 or n_starts < 1:
        raise UsageError(f"{n_groups} groups from {n_starts} starts: take two groups or more and one start or more")
    given = options or NetworkOptions(duplicates="document")
    normalization = given.normalization if given.type == "onemode" else "average"
    base = replace(given, type="onemode", aggregation="congruence", normalization=normalization)
    agree = build_network(table, base)
    differ = build_network(table, replace(base, aggregation="conflict"))
    search = _Search("dna" if given.is_dna else "camps", n_groups, n_starts, seed)
    if isinstance(agree, Network) and isinstance(differ, Network):
        return _partitioned(agree, differ, search)
    assert isinstance(agree, list)
    assert isinstance(differ, list)
    return [_partitioned(one, two, search) for one, two in zip(agree, differ, strict=True)]


@dataclass(frozen=True, slots=True)
class _Search:
    measure: str
    n_groups: int
    n_starts: int
    seed: int


def _partitioned(agree: Network, differ: Network, search: _Search) -> PolarizationResult:
    measure, n_groups = search.measure, search.n_groups
    c, f = agree.to_array(), differ.to_array()
    n = len(agree.labels)
    sizes = np.bincount(np.arange(n) % n_groups, minlength=n_groups)
    terms = _dna_terms(c, f, sizes) if measure == "dna" else _camp_terms(c, f, n_groups)
    rng = np.random.default_rng(search.seed)
    found = [_climb(rng.permutation(np.arange(n) % n_groups), terms) for _ in range(search.n_starts)]
    values = np.array([value for _, value in found])
    groups = _from_zero(found[int(values.argmax())][0])
    total = float(c.sum() + f.sum())
    best = float(values.max())
    scale = (2 * total if measure == "dna" else total) or 1.0
    return PolarizationResult(
        best / scale,
        best / 2 if measure == "dna" else best / scale,
        measure,
        dict(zip(agree.labels, groups.tolist(), strict=True)),
        n_groups,
        search.n_starts,
        int((values >= best - 1e-9).sum()),
        search.seed,
        agree,
        differ,
    )


def _camp_terms(c: Floats, f: Floats, n_groups: int) -> Floats:
    """What each ordered pair adds if the first is in group g and the second in group h."""
    same = np.eye(n_groups)[:, :, None, None]
    return np.asarray((2 * same - 1) * (c - f), dtype=np.float64)


def _dna_terms(c: Floats, f: Floats, sizes: Groups) -> Floats:
    n = len(c)
    k = len(sizes)
    within = float((sizes * (sizes - 1)).sum())
    between = float(n * (n - 1)) - within
    out = np.zeros((k, k, n, n))
    for g in range(k):
        for h in range(k):
            if g == h:
                expected = (sizes[g] * (sizes[g] - 1) / within) * (c.sum() / within) if within else 0.0
                out[g, h] = np.abs(c - expected) + np.abs(f)
            else:
                expected = (sizes[g] * sizes[h] / between) * (f.sum() / between) if between else 0.0
                out[g, h] = np.abs(c) + np.abs(f - expected)
            np.fill_diagonal(out[g, h], 0.0)
    return out


def _climb(groups: Groups, terms: Floats) -> tuple[Groups, float]:
    """Swap the best pair of members of two groups until no swap helps; the sizes of groups never change."""
    k = len(terms)
    groups = groups.copy()
    everyone = np.arange(len(groups))
    least = MIN_GAIN * max(1.0, float(np.abs(terms).max(initial=0.0)))
    while True:
        members = [np.flatnonzero(groups == g) for g in range(k)]
        value = np.stack([sum(terms[g, h][:, members[h]].sum(axis=1) for h in range(k)) for g in range(k)], axis=1)
        best_gain, swap = least, None
        for g in range(k):
            for h in range(g + 1, k):
                gain = _swap_gains(value, terms, g, h, members)
                if gain.size and float(gain.max()) > best_gain:
                    best_gain = float(gain.max())
                    i, j = np.unravel_index(int(gain.argmax()), gain.shape)
                    swap = members[g][i], members[h][j]
        if swap is None:
            return groups, float(value[everyone, groups].sum())
        groups[list(swap)] = groups[list(swap[::-1])]


def _swap_gains(value: Floats, terms: Floats, g: int, h: int, members: list[Groups]) -> Floats:
    """What swapping i of group g with j of group h adds, for all such pairs."""
    i, j = members[g][:, None], members[h][None, :]
    before = value[i, g] + value[j, h] - terms[g, h][i, j]
    after = value[i, h] - terms[h, h][i, j] + value[j, g] - terms[g, g][j, i] + terms[h, g][i, j]
    return np.asarray(after - before, dtype=np.float64)


def _from_zero(groups: Groups) -> Groups:
    """Numbered in order of first appearance, so that the same partition has the same numbers."""
    _, first, inverse = np.unique(groups, return_index=True, return_inverse=True)
    rank = np.argsort(np.argsort(first))
    return np.asarray(rank[inverse], dtype=np.int64)
