"""A codebook and a stance reader in, warnings out: issues whose texts overlap, or whose two sides are not told apart.

Each text is put into a holder's mouth and read against every issue: support must read as support of its own issue and
oppose as its opposition; what reads as a stance on another issue too would be coded twice. No reports are needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from communique.model.codebook import Codebook
from communique.models.stance_input import LABELS, MARK, NEITHER, StanceInput

Floats = npt.NDArray[np.float32]
Read = Callable[[Sequence[StanceInput]], Floats]
Embed = Callable[[Sequence[str]], Floats]
SURE = 0.5  # a side that the reader gives less is not told apart
OVERLAPPING = 0.8  # a stance on another issue that the reader gives at least this
NEAR = 0.6  # a cosine of texts; the reader is used to issues that a sentence bears on, and sees stances on others too easily


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning about an issue: `one-sided` or `overlap` (then with the other issue), with the reader's probability."""

    kind: str
    issue: str
    other: str | None
    probability: float
    message: str

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {name: getattr(self, name) for name in self.__slots__}


def check_codebook(codebook: Codebook, read: Read, embed: Embed) -> list[Warned]:
    """The warnings of a codebook, one-sided issues first, then overlaps by falling probability.

    Args:
        read: `StanceReader.read`, or anything that gives probabilities in the order of `LABELS`.
        embed: `Retriever.embed`, or anything that gives unit vectors of texts.
    """
    issues = codebook.issues
    inputs = [
        StanceInput(f"{MARK}: {text}", issue.support, issue.oppose)
        for spoken in issues
        for text in (spoken.support, spoken.oppose)
        for issue in issues
    ]
    p = read(inputs).reshape(len(issues), 2, len(issues), len(LABELS))
    vectors = embed([text for issue in issues for text in (issue.support, issue.oppose)])
    nearness = (vectors @ vectors.T).reshape(len(issues), 2, len(issues), 2).max(axis=(1, 3))
    overlaps = sorted(_overlaps(codebook, p, nearness), key=lambda w: -w.probability)
    return [*_one_sided(codebook, p), *overlaps]


def _one_sided(codebook: Codebook, p: Floats) -> Iterator[Warned]:
    for i, issue in enumerate(codebook.issues):
        for side in (0, 1):
            sure = float(p[i, side, i, side])
            if sure < SURE:
                name = LABELS[side]
                what = (
                    f"issue {issue.id!r}: its own {name} text is not read as {name} ({sure:.2f}); word the two sides as opposites"
                )
                yield Warned("one-sided", issue.id, None, round(sure, 3), what)


def _overlaps(codebook: Codebook, p: Floats, nearness: Floats) -> Iterator[Warned]:
    """A pair of issues that are about the like is told once, with the stronger of its readings."""
    issues = codebook.issues
    for i in range(len(issues)):
        for j in range(i + 1, len(issues)):
            readings = [(float(1 - p[a, side, b, NEITHER]), a, b, side) for a, b in ((i, j), (j, i)) for side in (0, 1)]
            strength, a, b, side = max(readings)
            if strength >= OVERLAPPING and nearness[a, b] >= NEAR:
                stance = LABELS[int(p[a, side, b, :2].argmax())]
                what = (
                    f"issues {issues[a].id!r} and {issues[b].id!r} overlap: whoever says the {LABELS[side]} text of the first "
                    f"is read as {stance} on the second ({strength:.2f}); narrow one of them or join them"
                )
                yield Warned("overlap", issues[a].id, issues[b].id, round(strength, 3), what)
