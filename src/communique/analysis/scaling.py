"""Actors on one or two dimensions by what they support and oppose: an ideal-point model with intervals.

An actor i supports issue j with probability logit^-1(discrimination_j . position_i - difficulty_j). Positions have a
standard normal prior, the rest a normal one of standard deviation 2. The estimate is the mode of the posterior, found
from seeded starts; intervals come from the curvature there. DNA samples the same kind of model by MCMC.

Source: Clinton, Jackman and Rivers 2004; Leifeld, rDNA `dna_scale1dbin`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit
from scipy.stats import norm

from communique.analysis.discourse_network import Counted, count_cells
from communique.analysis.frame import Rows
from communique.analysis.options import NetworkOptions
from communique.analysis.projection import Floats
from communique.errors import BadTable, UsageError

PRIOR_SD = 2.0
MAX_PARAMETERS = 3_000  # beyond, the curvature is not inverted and there are no intervals
DATA = ("binary", "counts")


@dataclass(frozen=True)
class ScalingResult(Rows):
    """Positions of actors and what the issues tell about them.

    Args:
        actors, issues: labels of variable 1 and 2 that had enough statements; `dropped` has the others.
        positions, position_errors: one row an actor, one column a dimension; axes by falling variance.
        discrimination, difficulty: one row an issue: how much it separates, and how hard it is to support.
        log_posterior: of the best start; `n_best` starts of `n_starts` reached it.
    """

    actors: tuple[str, ...]
    issues: tuple[str, ...]
    dropped: tuple[str, ...]
    positions: Floats = field(repr=False)
    position_errors: Floats = field(repr=False)
    discrimination: Floats = field(repr=False)
    difficulty: Floats = field(repr=False)
    log_posterior: float
    parameters: dict[str, Any]
    seed: int
    n_starts: int
    n_best: int
    counted: Counted = field(repr=False)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each actor: position, standard error and interval by dimension, and statements used."""
        z = float(norm.ppf(0.5 + self.parameters["level"] / 2))
        n_statements = dict(zip(self.counted.row_labels, self.counted.cells.linear.sum(axis=1).tolist(), strict=True))
        out = []
        for n, label in enumerate(self.actors):
            row: dict[str, Any] = {"label": label}
            for d in range(self.positions.shape[1]):
                at, error = float(self.positions[n, d]), float(self.position_errors[n, d])
                x = f"x{d + 1}"
                row |= {x: at, f"{x}_error": error, f"{x}_low": at - z * error, f"{x}_high": at + z * error}
            out.append({**row, "n_statements": int(n_statements[label])})
        return out

    def issue_rows(self) -> list[dict[str, Any]]:
        """Each issue: discrimination by dimension, and difficulty."""
        return [
            {"label": label, **{f"discrimination{d + 1}": float(v) for d, v in enumerate(a)}, "difficulty": float(b)}
            for label, a, b in zip(self.issues, self.discrimination, self.difficulty, strict=True)
        ]

    def statements(self, actor: str, issue: str | None = None) -> list[dict[str, str]]:
        """The statements behind an actor's position, on one issue or on all."""
        table, options, rows = self.counted.table, self.counted.options, self.counted.statement_numbers
        wanted = np.ones(len(rows), dtype=np.bool_)
        for variable, value in ((options.variable1, actor), (options.variable2, issue)):
            if value is not None:
                column = table.column(variable)
                wanted &= column.codes[rows] == column.labels.index(value)
        return table.rows(rows[wanted])


def scale_actors(
    table: Any,
    options: NetworkOptions | None = None,
    *,
    dimensions: int = 1,
    data: str = "binary",
    min_statements: int = 2,
    negative: str | None = None,
    n_starts: int = 5,
    seed: int = 0,
    level: float = 0.95,
) -> ScalingResult:
    """Place actors on one or two dimensions.

    Args:
        options: variables, boolean qualifier, filters; by default duplicates per document.
        data: `binary` takes 1 where an actor only supports an issue, 0 where it only opposes, and nothing where both;
            `counts` takes how many statements support out of all.
        min_statements: an actor or issue with fewer cells is dropped, again until all have as many.
        negative: an actor that is to have a negative first coordinate; otherwise that falls to who supports least.

    Raises:
        UsageError: the qualifier is not boolean, or a value is not allowed.
        BadTable: fewer than two actors or issues have enough statements.
    """
    if dimensions not in (1, 2) or data not in DATA or not 0 < level < 1 or n_starts < 1:
        raise UsageError("dimensions can be 1 or 2, data binary or counts, level between 0 and 1, n_starts 1 or more")
    given = options or NetworkOptions(duplicates="document")
    counted = count_cells(table, replace(given, type="twomode", aggregation="combine", normalization="none"))
    if counted.cells.levels.kind != "boolean":
        raise UsageError(f"scaling needs a boolean qualifier; {given.qualifier!r} is {counted.cells.levels.kind}")
    k, n = _trials(counted, data)
    rows, columns = _enough(n, min_statements)
    if len(rows) < 2 or len(columns) < 2:
        raise BadTable(
            f"{counted.table.name}: {len(rows)} actors and {len(columns)} issues have {min_statements} cells or more; "
            "scaling needs two of each: lower min_statements or give more statements"
        )
    model = _Model(k[np.ix_(rows, columns)], n[np.ix_(rows, columns)], dimensions)
    parameters = {"dimensions": dimensions, "data": data, "min_statements": min_statements, "negative": negative, "level": level}
    return _result(counted, (rows, columns), model, model.fit(n_starts, seed), parameters)


def _result(
    counted: Counted,
    kept: tuple[NDArray[np.int64], NDArray[np.int64]],
    model: _Model,
    found: _Fit,
    parameters: dict[str, Any],
) -> ScalingResult:
    """The fit with labels, turned and oriented."""
    sides = (counted.row_labels, counted.column_labels)
    actors, issues = (tuple(labels[i] for i in places) for labels, places in zip(sides, kept, strict=True))
    dropped = [label for labels, used in zip(sides, (actors, issues), strict=True) for label in labels if label not in set(used)]
    position, discrimination, difficulty, errors = model.turned(found.x)
    sign = _sign(position[:, 0], model, actors, parameters["negative"])
    position[:, 0] *= sign
    discrimination[:, 0] *= sign
    return ScalingResult(
        actors,
        issues,
        tuple(dropped),
        position,
        errors,
        discrimination,
        difficulty,
        -found.fun,
        parameters,
        found.seed,
        found.n_starts,
        found.n_best,
        counted,
    )


def _trials(counted: Counted, data: str) -> tuple[Floats, Floats]:
    """Successes and trials by actor and issue."""
    dense = counted.cells.linear.toarray().reshape(len(counted.row_labels), len(counted.column_labels), 2)
    against, support = dense[:, :, 0], dense[:, :, 1]
    if data == "counts":
        return support, support + against
    clear = (support > 0) != (against > 0)
    return (clear & (support > 0)).astype(np.float64), clear.astype(np.float64)


def _enough(n: Floats, least: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    rows, columns = np.arange(n.shape[0]), np.arange(n.shape[1])
    while True:
        seen = n[np.ix_(rows, columns)] > 0
        keep_rows, keep_columns = seen.sum(axis=1) >= least, seen.sum(axis=0) >= least
        if keep_rows.all() and keep_columns.all():
            return rows, columns
        rows, columns = rows[keep_rows], columns[keep_columns]


def _sign(first: Floats, model: _Model, actors: tuple[str, ...], negative: str | None) -> float:
    if negative is not None:
        if negative not in actors:
            raise UsageError(f"negative={negative[:60]!r} is not among the {len(actors)} actors that are scaled")
        return -1.0 if first[actors.index(negative)] > 0 else 1.0
    share = model.k.sum(axis=1) / model.n.sum(axis=1)
    together = float(((share - share.mean()) * first).sum())
    return -1.0 if together < -1e-12 else 1.0


@dataclass(frozen=True, slots=True)
class _Fit:
    x: Floats
    fun: float
    n_best: int
    n_starts: int
    seed: int


class _Model:
    """The posterior of positions, discriminations and difficulties, in one vector of parameters."""

    def __init__(self, k: Floats, n: Floats, dimensions: int) -> None:
        self.k, self.n, self.d = k, n, dimensions
        self.n_actors, self.n_issues = n.shape

    def split(self, x: Floats) -> tuple[Floats, Floats, Floats]:
        """Positions, discriminations and difficulties."""
        a, m = self.n_actors * self.d, self.n_issues * self.d
        return x[:a].reshape(-1, self.d), x[a : a + m].reshape(-1, self.d), x[a + m :]

    def cost(self, x: Floats) -> tuple[float, Floats]:
        """The negative log posterior, up to a constant, and its gradient."""
        t, a, b = self.split(x)
        eta = t @ a.T - b
        loss = float((self.n * np.logaddexp(0, eta) - self.k * eta).sum())
        prior = float((t**2).sum()) / 2 + float((a**2).sum() + (b**2).sum()) / (2 * PRIOR_SD**2)
        rest = self.k - self.n * expit(eta)
        gradient = (-rest @ a + t, -rest.T @ t + a / PRIOR_SD**2, rest.sum(axis=0) + b / PRIOR_SD**2)
        return loss + prior, np.concatenate([part.ravel() for part in gradient])

    def fit(self, n_starts: int, seed: int) -> _Fit:
        """The best of a start from the data and seeded random ones."""
        rng = np.random.default_rng(seed)
        signed = np.where(self.n > 0, 2 * self.k - self.n, 0)
        left, _, right = np.linalg.svd(signed - signed.mean(), full_matrices=False)
        size = (self.n_actors + self.n_issues) * self.d + self.n_issues
        width = min(self.d, left.shape[1])
        t, a = np.zeros((self.n_actors, self.d)), np.zeros((self.n_issues, self.d))
        t[:, :width], a[:, :width] = left[:, :width] * 2, right[:width].T * 2
        starts = [np.concatenate([t.ravel(), a.ravel(), np.zeros(self.n_issues)])]
        starts += [rng.normal(size=size) for _ in range(n_starts - 1)]
        found = [minimize(self.cost, x, jac=True, method="L-BFGS-B", options={"maxiter": 5_000}) for x in starts]
        costs = np.array([result.fun for result in found])
        best = int(costs.argmin())
        n_best = int((costs <= costs[best] + 1e-4).sum())
        return _Fit(np.asarray(found[best].x), float(costs[best]), n_best, n_starts, seed)

    def turned(self, x: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """Positions on principal axes, with the issues turned alike, and the positions' standard errors."""
        t, a, b = self.split(x)
        _, _, axes = np.linalg.svd(t - t.mean(axis=0), full_matrices=False)
        errors = self._errors(x, axes)
        return t @ axes.T, a @ axes.T, b.copy(), errors

    def _errors(self, x: Floats, axes: Floats) -> Floats:
        if len(x) > MAX_PARAMETERS:
            return np.full((self.n_actors, self.d), np.nan)
        values, vectors = np.linalg.eigh(self.curvature(x))
        inverse = np.where(values > 1e-8, 1 / np.maximum(values, 1e-8), 0.0)
        covariance = (vectors * inverse) @ vectors.T
        blocks = [covariance[i * self.d : (i + 1) * self.d, i * self.d : (i + 1) * self.d] for i in range(self.n_actors)]
        return np.array([np.sqrt(np.maximum(np.diag(axes @ block @ axes.T), 0)) for block in blocks])

    def curvature(self, x: Floats) -> Floats:
        """The second derivatives of the cost."""
        t, a, b = self.split(x)
        d, rows, issues = self.d, self.n_actors, self.n_issues
        share = expit(t @ a.T - b)
        weight, rest = self.n * share * (1 - share), self.k - self.n * share
        out = np.zeros((len(x), len(x)))
        at_a, at_b = rows * d, (rows + issues) * d
        tt = np.einsum("ij,jd,je->ide", weight, a, a) + np.eye(d)
        aa = np.einsum("ij,id,ie->jde", weight, t, t) + np.eye(d) / PRIOR_SD**2
        ta = np.einsum("ij,jd,ie->idje", weight, a, t) - np.einsum("ij,de->idje", rest, np.eye(d))
        for i in range(rows):
            out[i * d : (i + 1) * d, i * d : (i + 1) * d] = tt[i]
        for j in range(issues):
            out[at_a + j * d : at_a + (j + 1) * d, at_a + j * d : at_a + (j + 1) * d] = aa[j]
        out[:at_a, at_a:at_b] = ta.reshape(rows * d, issues * d)
        out[:at_a, at_b:] = -np.einsum("ij,jd->idj", weight, a).reshape(rows * d, issues)
        ab = -np.einsum("ij,id->jd", weight, t)
        for j in range(issues):
            out[at_a + j * d : at_a + (j + 1) * d, at_b + j] = ab[j]
        out[at_b:, at_b:] = np.diag(weight.sum(axis=0) + 1 / PRIOR_SD**2)
        upper = np.triu(out, 1)
        return np.asarray(np.triu(out) + upper.T, dtype=np.float64)
