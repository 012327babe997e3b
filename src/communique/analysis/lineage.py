"""Story clusters: reports that print one text, whole or edited, and who printed it first.

1. Texts of the very same words are one from the start.
2. Candidates: MinHash with locality-sensitive hashing (rensa) for texts alike, sampled shingles for a text inside another.
3. Every candidate is compared exactly: the Jaccard index of the five-word shingles, and the containment of the shorter.
4. What is near or inside is joined into clusters; each is named for its canonical report.

Source: Broder, On the resemblance and containment of documents (1997).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np

from communique.analysis.frame import Rows
from communique.analysis.wording import Hashes, hashes_of, runs_of
from communique.errors import UsageError
from communique.model.document import Span

SHINGLE_WORDS = 5
PERMUTATIONS = 128
BANDS = 64  # of two rows: texts alike by a half are missed once in 10^8, by a fifth once in 14
SEED = 1
SAMPLED_BITS = 2  # one shingle in four stands in the index for containment
MOST_PRINTED = 16  # a sampled shingle in more texts than these ties each only to the earliest and to the shortest
MIN_SHARED = 8  # shingles in common: twelve words in a row
NO_HASHES: Hashes = np.zeros(0, dtype=np.uint64)
MIN_INSIDE = 20  # shingles of a text that can be called a part of another


class Printed(NamedTuple):
    """A report as lineage takes it; `spans` are the stretches that count, such as its body, None for all of it."""

    id: str
    text: str
    published: str | None = None
    outlet: str | None = None
    spans: Sequence[Span] | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reports that share wording.

    Args:
        first, second: their ids, the earlier one first.
        jaccard: shared shingles out of those of both, from 0 to 1.
        containment: shared shingles out of those of the shorter, from 0 to 1.
        shorter: the id of the report with fewer shingles.
        relation: `same` words, `near`, the shorter `inside` the longer, or `shares` some wording (and is not joined).
    """

    first: str
    second: str
    jaccard: float
    containment: float
    shorter: str
    relation: str


@dataclass(frozen=True)
class Lineage(Rows):
    """Which reports tell one story in one wording.

    Args:
        clusters: the cluster of each document; its name is the id of its canonical document, the earliest, of one day the
            most complete.
        pairs: what was found to share wording, by ids. Reports already known to be of one cluster are not compared again, so
            that forty copies make 39 pairs.
    """

    clusters: Mapping[str, str] = field(repr=False)
    pairs: tuple[Pair, ...] = field(repr=False)

    @property
    def n_clusters(self) -> int:
        """How many stories there are, a report of its own wording being one."""
        return len(set(self.clusters.values()))

    def members(self, document_id: str) -> tuple[str, ...]:
        """The reports of the cluster a report is in, the canonical one first.

        Raises:
            UsageError: the report was not compared.
        """
        if document_id not in self.clusters:
            raise UsageError(f"{document_id[:100]!r} is not among the {len(self.clusters)} documents compared")
        name = self.clusters[document_id]
        return (name, *sorted(d for d, cluster in self.clusters.items() if cluster == name and d != name))

    def related(self, document_id: str) -> tuple[str, ...]:
        """A report's cluster, and what shares wording with any report of it."""
        own = self.members(document_id)
        near = {d for p in self.pairs if p.first in own or p.second in own for d in (p.first, p.second)}
        return (*own, *sorted(near - set(own)))

    @property
    def rows(self) -> list[dict[str, Any]]:
        """One row a pair."""
        names = Pair.__slots__
        return [{name: getattr(pair, name) for name in names} for pair in self.pairs]


def find_lineage(
    documents: Iterable[Printed | tuple[Any, ...]], *, jaccard: float = 0.5, containment: float = 0.7, part: float = 0.25
) -> Lineage:
    """The story clusters of some reports; the order in which they come plays no part.

    Args:
        documents: `Printed`, or tuples of its fields. Of an id that comes twice the first counts.
        jaccard: from this on two texts are near.
        containment: from this on the shorter text is inside the longer.
        part: a text inside another joins it only if it is at least this part of it: an agency's report in a paper's own
            round-up does not make the round-up a copy.

    Raises:
        UsageError: a threshold is not above 0 and at most 1.

    Example:
        >>> wire = "Ministers of both states met in the capital on Monday and agreed to open the border by June."
        >>> found = find_lineage([("b", wire, "2014-03-02", "Post"), ("a", wire.upper(), "2014-03-03", "Courier")])
        >>> found.clusters, found.pairs[0].relation
        ({'b': 'b', 'a': 'b'}, 'same')
    """
    for name, value in (("jaccard", jaccard), ("containment", containment), ("part", part)):
        if not 0 < value <= 1:
            raise UsageError(f"{name} is {value}; it is above 0 and at most 1")
    by_id: dict[str, _Work] = {}
    for document in (Printed(*d) for d in documents):  # no text is kept: a corpus may be larger than memory
        if document.id not in by_id:
            by_id[document.id] = _Work.of(document)
    works = sorted(by_id.values(), key=lambda w: w.rank)
    stories = _Clusters([w.id for w in works])
    groups = _groups_of_same(works)
    for group in groups:
        for work in group[1:]:
            stories.add(Pair(group[0].id, work.id, 1.0, 1.0, work.id, "same"))
    firsts = [group[0] for group in groups]
    for i, j in _candidates([w.shingles for w in firsts]):
        one, two = firsts[i], firsts[j]
        if not stories.are_one(one.id, two.id) and (pair := _compare(one, two, jaccard, containment, part)):
            stories.add(pair)
    pairs = (p for p in stories.pairs if p.relation != "shares" or not stories.are_one(p.first, p.second))
    return Lineage(stories.canonical(), tuple(sorted(pairs, key=lambda p: (p.first, p.second))))


@dataclass(frozen=True, slots=True, eq=False)
class _Work:
    id: str
    rank: tuple[Any, ...]  # the canonical report of a cluster is the first by it
    shingles: Hashes  # sorted, each once

    @classmethod
    def of(cls, document: Printed) -> _Work:
        stretches = hashes_of(document.text, document.spans)
        found = np.unique(np.concatenate([runs_of(hashes, SHINGLE_WORDS) for hashes in stretches] or [NO_HASHES]))
        published = document.published or "9999"
        return cls(document.id, (published[:10], -sum(map(len, stretches)), published, document.id), found)


def _groups_of_same(works: Iterable[_Work]) -> list[list[_Work]]:
    """Works of the same shingles together; one too short for a shingle stays alone."""
    groups: dict[Any, list[_Work]] = defaultdict(list)
    for work in works:
        groups[work.shingles.tobytes() or work.id].append(work)
    return list(groups.values())


def _candidates(sets: Sequence[Hashes]) -> list[tuple[int, int]]:
    """Pairs of numbers that may share much, the lower first."""
    return sorted(_alike(sets) | _containing(sets))


def _alike(sets: Sequence[Hashes]) -> set[tuple[int, int]]:
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(0.5, PERMUTATIONS, BANDS)
    found: set[tuple[int, int]] = set()
    for n, hashes in enumerate(sets):
        if not len(hashes):
            continue
        sketch = RMinHash(PERMUTATIONS, SEED)
        sketch.update([raw[i : i + 8] for raw in [hashes.tobytes()] for i in range(0, len(raw), 8)])
        found.update((other, n) for other in index.query(sketch))
        index.insert(n, sketch)
    return found


def _containing(sets: Sequence[Hashes]) -> set[tuple[int, int]]:
    """Pairs that share two sampled shingles or more."""
    printed_in: dict[int, list[int]] = defaultdict(list)
    for n, hashes in enumerate(sets):
        for value in hashes[hashes >> np.uint64(64 - SAMPLED_BITS) == 0].tolist():
            printed_in[value].append(n)
    several = (numbers for numbers in printed_in.values() if len(numbers) > 1)
    shared = Counter(pair for numbers in several for pair in _pairs_of(numbers, sets))
    return {pair for pair, n in shared.items() if n > 1}


def _pairs_of(numbers: list[int], sets: Sequence[Hashes]) -> Iterator[tuple[int, int]]:
    if len(numbers) <= MOST_PRINTED:
        return combinations(numbers, 2)
    shortest = min(numbers, key=lambda n: (len(sets[n]), n))
    return ((min(n, m), max(n, m)) for n in numbers for m in {numbers[0], shortest} if n != m)


def _compare(one: _Work, two: _Work, jaccard: float, containment: float, part: float) -> Pair | None:
    """The exact comparison; None if the two share next to nothing."""
    few, many = sorted((one.shingles, two.shingles), key=len)
    small, large = len(few), len(many)
    n_shared = int((many[np.minimum(np.searchsorted(many, few), large - 1)] == few).sum())
    alike, inside = n_shared / (small + large - n_shared), n_shared / small
    if alike >= jaccard:
        relation = "near"
    elif inside >= containment and small >= max(MIN_INSIDE, part * large):
        relation = "inside"
    elif n_shared >= MIN_SHARED:
        relation = "shares"
    else:
        return None
    shorter = one if len(one.shingles) < len(two.shingles) else two
    return Pair(one.id, two.id, alike, inside, shorter.id, relation)


class _Clusters:
    """Disjoint sets of ids; those that come earlier in `ids` name their set."""

    def __init__(self, ids: Sequence[str]) -> None:
        self.ids = ids
        self.pairs: list[Pair] = []
        self._number = {id_: n for n, id_ in enumerate(ids)}
        self._root = list(range(len(ids)))

    def _find(self, id_: str) -> int:
        n = self._number[id_]
        while self._root[n] != n:
            self._root[n] = n = self._root[self._root[n]]
        return n

    def are_one(self, one: str, two: str) -> bool:
        return self._find(one) == self._find(two)

    def add(self, pair: Pair) -> None:
        self.pairs.append(pair)
        if pair.relation != "shares":
            low, high = sorted((self._find(pair.first), self._find(pair.second)))
            self._root[high] = low

    def canonical(self) -> dict[str, str]:
        return {id_: self.ids[self._find(id_)] for id_ in self.ids}


def with_clusters(rows: Iterable[Mapping[str, Any]], lineage: Lineage) -> Iterator[dict[str, Any]]:
    """The rows, each with the `cluster` of its `document_id`: what positions and networks count once.

    Example:
        >>> next(with_clusters([{"document_id": "b"}], Lineage({"b": "a"}, ())))
        {'document_id': 'b', 'cluster': 'a'}
    """
    for row in rows:
        yield {**row, "cluster": lineage.clusters.get(str(row["document_id"]), str(row["document_id"]))}
