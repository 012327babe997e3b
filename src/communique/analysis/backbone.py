"""Which issues carry a network and which are redundant: the backbone keeps the spectrum of the whole.

The loss of a set B of values of variable 2 is the spectral distance between the network of all statements and that of
the statements whose value is in B, on the same nodes.

Source: Leifeld, rDNA `dna_backbone`: nested, penalized and fixed-size backbones.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from communique.analysis import projection
from communique.analysis.discourse_network import Counted, count_cells
from communique.analysis.frame import Rows
from communique.analysis.options import NetworkOptions
from communique.analysis.projection import Cells, Floats
from communique.analysis.spectrum import spectral_distance, spectrum
from communique.analysis.table import StatementTable
from communique.errors import UsageError

Mask = NDArray[np.bool_]
SAME_LOSS = 1e-12  # two losses this close are a tie: they differ by the order of additions only
DEFAULT_OPTIONS = NetworkOptions(type="onemode", aggregation="subtract", normalization="average", duplicates="document")


@dataclass(frozen=True)
class BackboneResult(Rows):
    """A backbone and the redundant rest.

    Args:
        method: `nested`, `penalty` or `fixed`.
        backbone, redundant: values of variable 2, sorted. A nested result has no single backbone: see `backbone_of`.
        backbone_loss, redundant_loss: spectral distance of each part's network from the whole.
        parameters: what the method was told; `seed` is None where nothing is random.
        steps: nested: one dictionary for each value dropped; annealing: one for each iteration.
    """

    method: str
    backbone: tuple[str, ...]
    redundant: tuple[str, ...]
    backbone_loss: float
    redundant_loss: float
    parameters: dict[str, Any]
    seed: int | None
    steps: list[dict[str, Any]] = field(repr=False)
    counted: Counted = field(repr=False)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Nested: the values in the order they are dropped, with losses. Otherwise each value and whether it is kept."""
        if self.method == "nested":
            return self.steps
        kept = set(self.backbone)
        return [{"value": v, "in_backbone": v in kept} for v in self.counted.column_labels]

    def backbone_of(self, size: int) -> tuple[str, ...]:
        """The `size` values that a nested backbone drops last."""
        if self.method != "nested":
            raise UsageError(f"a {self.method} backbone has one size: {len(self.backbone)}")
        return tuple(sorted(step["value"] for step in self.steps[len(self.steps) - size :])) if size else ()

    def statements(self, value: str) -> list[dict[str, str]]:
        """The statements that the value of variable 2 stands for."""
        column = self.counted.table.column(self.counted.options.variable2)
        rows = self.counted.statement_numbers
        return self.counted.table.rows(rows[column.codes[rows] == column.labels.index(value)])


def nested_backbone(table: StatementTable | Any, options: NetworkOptions = DEFAULT_OPTIONS) -> BackboneResult:
    """Drop, again and again, the value whose removal costs least; values that tie go together.

    Raises:
        UsageError: the options are not those of a single one-mode network.
    """
    losses = _Losses(table, options)
    present = np.ones(losses.size, dtype=np.bool_)
    steps: list[dict[str, Any]] = []
    while present.any():
        places = np.flatnonzero(present)
        costs = np.array([losses.loss(_without(present, place)) for place in places.tolist()])
        least = float(costs.min())
        for place in places[costs <= least + SAME_LOSS][::-1].tolist():
            left = _without(present, place)
            n_left = losses.n_statements(_without_only(present, places, place))
            present = left
            steps.append(
                {
                    "step": len(steps) + 1,
                    "value": losses.counted.column_labels[place],
                    "backbone_loss": least,
                    "redundant_loss": losses.loss(~present),
                    "n_statements": n_left,
                }
            )
    return BackboneResult("nested", (), losses.counted.column_labels, math.nan, 0.0, {}, None, steps, losses.counted)


def _without(present: Mask, place: int) -> Mask:
    left = present.copy()
    left[place] = False
    return left


def _without_only(present: Mask, places: NDArray[np.int64], place: int) -> Mask:
    """The set of the step without one value, also when others that tie have gone already."""
    left = present.copy()
    left[places] = True
    left[place] = False
    return left


def annealed_backbone(
    table: StatementTable | Any,
    options: NetworkOptions = DEFAULT_OPTIONS,
    *,
    penalty: float = 3.5,
    size: int | None = None,
    iterations: int = 10_000,
    seed: int = 0,
) -> BackboneResult:
    """Search a backbone by simulated annealing; the same seed gives the same backbone.

    Args:
        penalty: how much a large backbone costs; not used with `size`.
        size: a backbone of exactly this many values.

    Raises:
        UsageError: `size` is not between 1 and the number of values, there are fewer than two values, or the options
            are not those of a single one-mode network.
    """
    losses = _Losses(table, options)
    if losses.size < 2:
        raise UsageError(f"a backbone needs two values of {options.variable2!r} or more; there are {losses.size}")
    if size is not None and not 1 <= size <= losses.size:
        raise UsageError(f"size is {size}; it can be 1 to {losses.size}, the number of values of {options.variable2!r}")
    rng = np.random.default_rng(seed)
    search = _Annealing(losses, 0.0 if size else penalty, size, rng)
    steps = list(search.run(iterations))
    best = search.best
    names = np.array(losses.counted.column_labels, dtype=object)
    parameters = {"iterations": iterations, **({"size": size} if size else {"penalty": penalty})}
    return BackboneResult(
        "fixed" if size else "penalty",
        tuple(names[best]),
        tuple(names[~best]),
        losses.loss(best),
        losses.loss(~best),
        parameters,
        seed,
        steps,
        losses.counted,
    )


class _Losses:
    """Losses of sets of values, each computed once."""

    def __init__(self, table: Any, options: NetworkOptions) -> None:
        if options.type != "onemode" or options.window:
            raise UsageError("a backbone is that of one one-mode network: type onemode, no window")
        self.options = replace(options, isolates=False)
        self.counted = count_cells(table, self.options)
        self.size = len(self.counted.column_labels)
        self._n_levels = len(self.counted.cells.levels)
        self._by_column = self.counted.cells.linear.tocsc()
        self._known: dict[bytes, float] = {}
        self._whole = spectrum(self._matrix(np.ones(self.size, dtype=np.bool_)), dna=options.is_dna)

    def loss(self, present: Mask) -> float:
        """The spectral distance of the network of these values from the whole."""
        key = np.packbits(present).tobytes()
        if key not in self._known:
            part = spectrum(self._matrix(present), dna=self.options.is_dna)
            self._known[key] = spectral_distance(self._whole, part)
        return self._known[key]

    def n_statements(self, present: Mask) -> int:
        """The statements whose value is in the set."""
        return int(self._by_column[:, np.repeat(present, self._n_levels)].sum())

    def _matrix(self, present: Mask) -> Floats:
        part = self._by_column[:, np.repeat(present, self._n_levels)].tocsr()
        cells = Cells(self.counted.cells.levels, part, part, int(present.sum()))
        if not cells.n_columns:
            return np.zeros((part.shape[0], part.shape[0]))
        ties = projection.without_diagonal(projection.one_mode(cells, self.options.aggregation))
        ties = projection.normalize_one_mode(ties, cells, self.options.normalization)
        return np.asarray(ties.toarray(), dtype=np.float64)


class _Annealing:
    """One search: the current set, the best so far, and the moves between."""

    def __init__(self, losses: _Losses, penalty: float, size: int | None, rng: np.random.Generator) -> None:
        self.losses, self.penalty, self.is_fixed, self.rng = losses, penalty, size is not None, rng
        self.current = np.zeros(losses.size, dtype=np.bool_)
        self.current[rng.choice(losses.size, size or 1, replace=False)] = True
        self.best = self.current.copy()

    def cost(self, present: Mask) -> float:
        """The loss, the smaller the more values the set spares."""
        spared = (self.losses.size - int(present.sum())) / self.losses.size
        return self.losses.loss(present) * math.exp(-self.penalty * spared)

    def run(self, iterations: int) -> Iterator[dict[str, Any]]:
        """Accept what is better; accept what is worse the less often the later."""
        cost = best_cost = self.cost(self.current)
        for t in range(1, iterations + 1):
            temperature = 1 - 1 / (1 + math.exp(5 - 12 * t / iterations))
            candidate = self._moved()
            new = self.cost(candidate)
            chance = 1.0 if new < cost else math.exp(cost - new) * temperature
            accepted = new < cost or self.rng.random() < chance
            if accepted:
                self.current, cost = candidate, new
            if new < best_cost:
                self.best, best_cost = candidate, new
            yield {"t": t, "temperature": temperature, "cost": new, "size": int(candidate.sum()), "accepted": accepted}

    def _moved(self) -> Mask:
        """Add, remove or swap one value; never none and never all."""
        n = int(self.current.sum())
        moves = ["swap"] if 0 < n < self.losses.size else []
        if not self.is_fixed:
            moves += (["add"] if n < self.losses.size - 1 else []) + (["remove"] if n > 1 else [])
        move = str(self.rng.choice(moves)) if moves else ""
        out = self.current.copy()
        if move in ("add", "swap"):
            out[self.rng.choice(np.flatnonzero(~self.current))] = True
        if move in ("remove", "swap"):
            out[self.rng.choice(np.flatnonzero(self.current))] = False
        return out
