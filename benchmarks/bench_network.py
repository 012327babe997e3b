"""Time and memory of a one-mode congruence network, average, duplicates per document, from 10^4 to 10^6 statements.

Each figure is one JSON object on a line; a plain SciPy product of the same matrices is timed in the same run.
The table is made up, with a fixed seed, and is in memory before the clock starts.
"""

from __future__ import annotations

import json
import resource
import sys
import time
import tracemalloc
from collections.abc import Callable
from typing import Any

import numpy as np
from scipy import sparse

from communique.analysis.discourse_network import build_network
from communique.analysis.options import NetworkOptions
from communique.analysis.table import StatementTable, table_from_rows

SEED = 20130618
N_ORGANIZATIONS, N_CONCEPTS = 221, 80
STATEMENTS_A_DOCUMENT = 12
SIZES = (10_000, 20_000, 100_000, 1_000_000)
OPTIONS = NetworkOptions(type="onemode", aggregation="congruence", normalization="average", duplicates="document")


def make_table(n: int) -> StatementTable:
    """Statements of skewed frequency over ten years, as rows of text."""
    rng = np.random.default_rng(SEED)
    organizations, concepts = (rng.choice(size, n, p=falling(size)) for size in (N_ORGANIZATIONS, N_CONCEPTS))
    agreement = rng.random(n) < 0.6
    documents = np.sort(rng.integers(0, max(n // STATEMENTS_A_DOCUMENT, 1), n))
    days = np.datetime64("2004-01-01") + (documents * 3650 // max(int(documents.max()), 1)).astype("timedelta64[D]")
    columns = zip(*(c.tolist() for c in (documents, days.astype(str), organizations, concepts, agreement)), strict=True)
    return table_from_rows(
        {"document_id": d, "date": day, "organization": f"o{o:03d}", "concept": f"c{c:02d}", "agreement": bool(a)}
        for d, day, o, c, a in columns
    )


def falling(n: int) -> Any:
    """Chances that fall with the rank, as those of actors in the news do."""
    chances = 1 / np.arange(1, n + 1) ** 0.8
    return chances / chances.sum()


def plain_product(table: StatementTable) -> Any:
    """The least that any program must do: one incidence matrix, one product, no filter, no normalization."""
    organizations, concepts = table.column("organization"), table.column("concept")
    agreement = table.column("agreement")
    where = (organizations.codes, concepts.codes * 2 + agreement.codes)
    shape = (len(organizations.labels), len(concepts.labels) * 2)
    matrix = sparse.coo_array((np.ones(len(table)), where), shape=shape).tocsr()
    return matrix @ matrix.T


def emit(name: str, value: float, unit: str, context: str) -> None:
    print(json.dumps({"name": name, "value": round(value, 4), "unit": unit, "context": context}))


def timed(call: Callable[[], Any], repeats: int) -> float:
    best = float("inf")
    for _ in range(repeats):
        began = time.perf_counter()
        call()
        best = min(best, time.perf_counter() - began)
    return best


def measure(n: int) -> None:
    table = make_table(n)
    context = f"{n} statements, {N_ORGANIZATIONS} organizations, {N_CONCEPTS} concepts, congruence, average, per document"
    peak_before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    first = timed(lambda: build_network(table, OPTIONS), 1)  # nothing cached yet
    emit("network.onemode.seconds", first, "s", context + ", first call, table loaded")
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak_before) / 1024
    emit("network.onemode.peak_above_loaded", grown, "MB", context + ", growth of the resident peak")
    tracemalloc.start()
    build_network(table, OPTIONS)
    emit("network.onemode.traced_peak", tracemalloc.get_traced_memory()[1] / 1024**2, "MB", context + ", tracemalloc")
    tracemalloc.stop()
    repeats = 3 if n <= 100_000 else 1
    plain = timed(lambda: plain_product(table), repeats)
    emit("network.plain_product.seconds", plain, "s", f"{n} statements, SciPy product of the same matrix alone")


def main(sizes: list[int]) -> None:
    build_network(make_table(100), OPTIONS)  # imports and first-use costs are not what is measured
    for n in sizes:
        measure(n)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or list(SIZES))
