"""Score attributions against annotated ones: the same criteria as the published comparison of extractors.

All comparisons are between sets of word tokens, so that conventions about punctuation, quotation marks and white space do
not matter. In: attributions as roles with offsets. Out: figures between 0 and 1.
"""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

ROLES = ("source", "cue", "content")
KINDS = ("direct", "mixed", "indirect")
MIN_OVERLAP = 0.5

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_DOUBLE_MARK = re.compile(r"[\"“”„«»]|``|''")

Spans = Sequence[tuple[int, int]]
Roles = Mapping[str, Spans]


@dataclass(frozen=True, slots=True)
class _Tokens:
    """An attribution as sets of token numbers."""

    roles: dict[str, frozenset[int]]
    kind: str


def kind_of(text: str, content: Spans) -> str:
    """`direct` if the content starts with a double quotation mark, `mixed` if one stands elsewhere in it, else `indirect`."""
    spans = sorted(content)
    if not spans:
        return "indirect"
    if _DOUBLE_MARK.match(text[spans[0][0] : spans[0][1]].lstrip()):
        return "direct"
    return "mixed" if any(_DOUBLE_MARK.search(text[s:e]) for s, e in spans) else "indirect"


def count_document(text: str, gold: Iterable[Roles], predicted: Iterable[Roles]) -> Counter[str]:
    """The counts of one document; those of several add up, and `make_figures` turns the sum into figures."""
    tokens = [m.span() for m in _TOKEN.finditer(text)]
    ends = [e for _, e in tokens]
    wanted = _prepare(text, tokens, ends, gold)
    found = _prepare(text, tokens, ends, predicted)
    counts: Counter[str] = Counter(gold=len(wanted), predicted=len(found))
    for role in ROLES:
        a = {f for one in wanted for f in _fragments(one.roles[role])}
        b = {f for one in found for f in _fragments(one.roles[role])}
        counts.update({f"{role}_right": len(a & b), f"{role}_gold": len(a), f"{role}_predicted": len(b)})
    pairs = match(wanted, found, MIN_OVERLAP)
    counts["overlap"] = len(pairs)
    counts["exact"] = len(match(wanted, found, 1.0))
    for i, j in pairs:
        counts["joint"] += _source_right(wanted[i], found[j])
        counts[f"{wanted[i].kind}_found"] += 1
    for one in wanted:
        counts[f"{one.kind}_gold"] += 1
    return counts


def judge_document(text: str, gold: Iterable[Roles], predicted: Sequence[Roles]) -> list[bool]:
    """For each predicted attribution with content: whether one is annotated there, with the same source."""
    tokens = [m.span() for m in _TOKEN.finditer(text)]
    ends = [e for _, e in tokens]
    wanted = _prepare(text, tokens, ends, gold)
    found = _prepare(text, tokens, ends, predicted, drop=False)
    right = [False] * len(found)
    for i, j in match(wanted, found, MIN_OVERLAP):
        right[j] = _source_right(wanted[i], found[j])
    return right


def make_figures(counts: Mapping[str, int]) -> dict[str, float]:
    """Precision, recall and F1 with the source, F1 of the other criteria, recall by kind, F1 of the fragments by role."""
    joint, gold, predicted = counts["joint"], counts["gold"], counts["predicted"]
    figures = {
        "att+src": _f1(joint, predicted, gold),
        "att+src precision": _ratio(joint, predicted),
        "att+src recall": _ratio(joint, gold),
        "overlap": _f1(counts["overlap"], predicted, gold),
        "exact": _f1(counts["exact"], predicted, gold),
    }
    figures.update({f"{kind} recall": _ratio(counts[f"{kind}_found"], counts[f"{kind}_gold"]) for kind in KINDS})
    figures.update(
        {f"{role} fragments": _f1(counts[f"{role}_right"], counts[f"{role}_predicted"], counts[f"{role}_gold"]) for role in ROLES}
    )
    return {name: round(value, 4) for name, value in figures.items()}


def match(gold: Sequence[_Tokens], found: Sequence[_Tokens], min_overlap: float) -> list[tuple[int, int]]:
    """One-to-one pairs of indexes, taken greedily, the best overlap of contents first."""
    by_token: dict[int, set[int]] = {}
    for j, one in enumerate(found):
        for token in one.roles["content"]:
            by_token.setdefault(token, set()).add(j)
    options = []
    for i, one in enumerate(gold):
        content = one.roles["content"]
        for j in set().union(*(by_token.get(t, set()) for t in content)):
            other = found[j].roles["content"]
            overlap = _f1(len(content & other), len(other), len(content))
            if overlap >= min_overlap:
                options.append((-overlap, i, j))
    pairs: list[tuple[int, int]] = []
    used_gold: set[int] = set()
    used_found: set[int] = set()
    for _, i, j in sorted(options):
        if i not in used_gold and j not in used_found:
            used_gold.add(i)
            used_found.add(j)
            pairs.append((i, j))
    return pairs


def _prepare(text: str, tokens: Spans, ends: Sequence[int], attributions: Iterable[Roles], *, drop: bool = True) -> list[_Tokens]:
    out = []
    for one in attributions:
        roles = {role: _covered(tokens, ends, one.get(role) or ()) for role in ROLES}
        if roles["content"] or not drop:
            out.append(_Tokens(roles, kind_of(text, one.get("content") or ())))
    return out


def _covered(tokens: Spans, ends: Sequence[int], spans: Spans) -> frozenset[int]:
    out = set()
    for start, end in spans:
        i = bisect.bisect_right(ends, start)
        while i < len(tokens) and tokens[i][0] < end:
            out.add(i)
            i += 1
    return frozenset(out)


def _fragments(indexes: Iterable[int]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for i in sorted(indexes):
        if out and i == out[-1][1] + 1:
            out[-1] = (out[-1][0], i)
        else:
            out.append((i, i))
    return out


def _source_right(gold: _Tokens, found: _Tokens) -> bool:
    a, b = gold.roles["source"], found.roles["source"]
    return bool(a & b) if a else not b


def _ratio(a: float, b: float) -> float:
    return a / b if b else 0.0


def _f1(right: int, predicted: int, gold: int) -> float:
    return _ratio(2 * right, predicted + gold)
