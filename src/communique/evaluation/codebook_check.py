"""A codebook and a stance reader in, warnings out: issues whose texts overlap, or whose two sides are not told apart.

Each text is put into a holder's mouth and read against its own issue and those that are about the like: support must read as
support of its own issue and oppose as its opposition; what reads as a stance on another issue too would be coded twice. No
reports are needed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from communique.model.codebook import Codebook, Issue
from communique.models.stance_input import LABELS, MARK, NEITHER, StanceInput

Floats = npt.NDArray[np.float32]
Read = Callable[[Sequence[StanceInput]], Floats]
Embed = Callable[[Sequence[str]], Floats]
SURE = 0.5  # a side that the reader gives less is not told apart
OVERLAPPING = 0.8  # a stance on another issue that the reader gives at least this
NEAR = 0.6  # a cosine of texts; the reader is used to issues that a sentence bears on, and sees stances on others too easily


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning about an issue: `one-sided` or `overlap` (then with the other issue), with the reader's probability.

    `n_more` counts the overlaps of the two issues with others that are not told, as each issue's worst is.
    """

    kind: str
    issue: str
    other: str | None
    probability: float
    message: str
    n_more: int = 0

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {name: getattr(self, name) for name in self.__slots__}


def check_codebook(
    codebook: Codebook, read: Read, embed: Embed, *, watch: Callable[[Iterable[Issue]], Iterable[Issue]] = iter
) -> list[Warned]:
    """The warnings of a codebook, one-sided issues first, then each issue's worst overlap by falling probability.

    Args:
        read: `StanceReader.read`, or anything that gives probabilities in the order of `LABELS`.
        embed: `Retriever.embed`, or anything that gives unit vectors of texts.
        watch: passes the issues on while they are read, to show how far it is.
    """
    issues = codebook.issues
    vectors = embed([text for issue in issues for text in (issue.support, issue.oppose)])
    is_near = (vectors @ vectors.T).reshape(len(issues), 2, len(issues), 2).max(axis=(1, 3)) >= NEAR
    np.fill_diagonal(is_near, True)
    p = np.zeros((len(issues), 2, len(issues), len(LABELS)), dtype=np.float32)
    p[..., NEITHER] = 1
    for i, spoken in enumerate(watch(issues)):
        others = np.flatnonzero(is_near[i])
        texts = (spoken.support, spoken.oppose)
        inputs = [StanceInput(f"{MARK}: {text}", issues[j].support, issues[j].oppose) for text in texts for j in others]
        p[i][:, others] = read(inputs).reshape(2, len(others), len(LABELS))
    return [*_one_sided(codebook, p), *_worst(list(_overlaps(codebook, p)))]


def _worst(overlaps: Sequence[Warned]) -> list[Warned]:
    """The strongest overlap of each issue, which may be that of two; the others are counted."""
    ranked = sorted(overlaps, key=lambda w: -w.probability)
    n_of = Counter(issue for w in ranked for issue in (w.issue, w.other))
    told: set[str | None] = set()
    out = []
    for w in ranked:
        if {w.issue, w.other} <= told:
            continue
        told |= {w.issue, w.other}
        n_more = n_of[w.issue] + n_of[w.other] - 2
        more = f"; more overlaps of the two: {n_more}" if n_more else ""
        out.append(replace(w, message=w.message + more, n_more=n_more))
    return out


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


def _overlaps(codebook: Codebook, p: Floats) -> Iterator[Warned]:
    """A pair of issues that are about the like is told once, with the stronger of its readings."""
    issues = codebook.issues
    for i in range(len(issues)):
        for j in range(i + 1, len(issues)):
            if same := _sides(issues[i]) & _sides(issues[j]):
                what = f"issues {issues[i].id!r} and {issues[j].id!r} overlap: both have the text {min(same)!r}; join them"
                yield Warned("overlap", issues[i].id, issues[j].id, 1.0, what)
                continue
            readings = [(float(1 - p[a, side, b, NEITHER]), a, b, side) for a, b in ((i, j), (j, i)) for side in (0, 1)]
            strength, a, b, side = max(readings)
            if strength >= OVERLAPPING:
                stance = LABELS[int(p[a, side, b, :2].argmax())]
                what = (
                    f"issues {issues[a].id!r} and {issues[b].id!r} overlap: whoever says the {LABELS[side]} text of the first "
                    f"is read as {stance} on the second ({strength:.2f}); narrow one of them or join them"
                )
                yield Warned("overlap", issues[a].id, issues[b].id, round(strength, 3), what)


def _sides(issue: Issue) -> set[str]:
    return {issue.support.casefold(), issue.oppose.casefold()}
