"""How wrong the reader is, measured, and what that does to an interval.

A reader's error is a table of counts from a scored set: how often a row read as one stance was truly another, or no
statement at all. An interval draws, again and again: the error rates (for the scored set is small), the true stances
behind what was read, and the position behind the true stances. What the reader misses is not in it: that is no
matter of the rows at hand.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from communique.analysis.coded import STANCES
from communique.analysis.projection import Floats
from communique.errors import UsageError

TRUTHS = (*STANCES, "none")
PRIOR = 0.5  # Jeffreys
N_DRAWS = 4_000


@dataclass(frozen=True, slots=True)
class ReaderError:
    """Counts by what was read and what was true.

    Args:
        counts: for each stance read, the number of times each of support, oppose, conditional or none was true.
        source: where they were measured, for a note under a figure.

    Raises:
        UsageError: a name is none of these, or a count is negative.

    Example:
        >>> ReaderError({"support": {"support": 90, "oppose": 4, "none": 6}}).table()[0].tolist()
        [90.0, 4.0, 0.0, 6.0]
    """

    counts: Mapping[str, Mapping[str, float]]
    source: str = ""

    def __post_init__(self) -> None:
        for read, row in self.counts.items():
            bad = [truth for truth, count in row.items() if truth not in TRUTHS or count < 0]
            if read not in STANCES or bad:
                raise UsageError(
                    f"a reader's error has rows {', '.join(STANCES)} and columns {', '.join(TRUTHS)}, counts of 0 or more; "
                    f"not {read!r}: {bad[0] if bad else 'that row'!r}"
                )

    def table(self) -> Floats:
        """The counts, one row a stance read, columns support, oppose, conditional, none."""
        return np.array([[float(self.counts.get(read, {}).get(truth, 0)) for truth in TRUTHS] for read in STANCES])

    def draw(self, rng: np.random.Generator, n: int) -> Floats:
        """`n` draws of the share of each truth behind each stance read, of shape (n, 3, 4).

        A stance without counts is taken as read: nothing was measured about it.
        """
        table = self.table()
        out = np.zeros((n, len(STANCES), len(TRUTHS)))
        for read, row in enumerate(table):
            if row.sum() > 0:
                out[:, read] = rng.dirichlet(row + PRIOR / len(TRUTHS), size=n)
            else:
                out[:, read, read] = 1.0
        return out


def draw_stances(counts: Floats, n_torn: int, error: ReaderError | None, *, seed: int, key: str, n: int = N_DRAWS) -> Floats:
    """Draws of the shares of support, oppose and conditional behind what was read, of shape (n, 3).

    Args:
        counts: how many units (documents, clusters) were read as each.
        n_torn: units with as much support as opposition: each draw gives them a side by a coin.
        error: None leaves only sampling.
        key: what the draws are for: others are independent of them, but for the reader's error, which is one for all.
    """
    rng = np.random.default_rng([seed, zlib.crc32(key.encode("utf-8", "surrogatepass"))])
    read = np.tile(counts.astype(np.int64), (n, 1))
    heads = rng.binomial(n_torn, 0.5, size=n)
    read[:, 0] += heads
    read[:, 1] += n_torn - heads
    truth = read.astype(np.float64)
    if error is not None:
        rates = error.draw(np.random.default_rng(seed), n)
        behind = [rng.multinomial(read[:, k], rates[:, k])[:, : len(STANCES)] for k in range(len(STANCES))]
        truth = np.sum(behind, axis=0).astype(np.float64)
    gammas = rng.standard_gamma(truth + PRIOR)
    return np.asarray(gammas / gammas.sum(axis=1, keepdims=True), dtype=np.float64)


def interval(values: Floats, level: float, point: float | None = None) -> tuple[float, float]:
    """The central interval of draws, stretched to hold the value as read: a share of 1 has an interval up to 1."""
    low, high = (float(v) for v in np.quantile(values, [(1 - level) / 2, (1 + level) / 2]))
    return (low, high) if point is None else (min(low, point), max(high, point))
