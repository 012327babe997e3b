"""A made-up debate of two camps, for the analyses that should find them."""

from __future__ import annotations

from typing import Any

import numpy as np


def camp_rows(seed: int = 1, *, n_actors: int = 8, n_issues: int = 6, error: float = 0.05) -> list[dict[str, Any]]:
    """Actors a0, a2 … support all issues, a1, a3 … oppose them, but for a share of errors; one document a month."""
    rng = np.random.default_rng(seed)
    rows = []
    for n in range(n_actors * n_issues * 3):
        actor, issue = n % n_actors, int(rng.integers(0, n_issues))
        supports = (actor % 2 == 0) != (rng.random() < error)
        month = 1 + n * 12 // (n_actors * n_issues * 3)
        rows.append(
            {
                "document_id": f"d{n}", "date": f"2013-{month:02d}-10", "organization": f"a{actor}",
                "concept": f"i{issue}", "agreement": bool(supports),
            }
        )  # fmt: skip
    return rows
