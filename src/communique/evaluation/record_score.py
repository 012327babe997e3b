"""Gold records and predicted records to scores: precision, recall and F1 of each kind of row, with intervals.

A score is computed from counts that add up over documents, so an interval comes from drawing documents anew (bootstrap).
Rows that are not literal spans of their text count as absent, and are counted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np

from communique.errors import BadInput
from communique.evaluation.gold import KINDS, STANCES
from communique.evaluation.match import PAIRED, Json, last_word, overlap, pair_up, party_code
from communique.model.record import MAX_EVIDENCE_CHARS, MAX_QUOTE_CHARS

DETAILS = {"meeting": ("meeting.date", "date"), "commitment": ("commitment.due", "due"), "figure": ("figure.bound", "bound")}
Counts = Counter[tuple[str, ...]]
Triple = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Miss:
    """One error, with the sentence: a gold row not found, or a predicted row that is not gold."""

    document: str
    measure: str
    what: str  # "missed" or "extra"
    row: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Score:
    """One measure. `low` and `high` bound the middle 95 % of the draws in which there is something to measure; None without."""

    value: float
    hit: int
    predicted: int | None
    gold: int
    precision: float | None = None
    recall: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def is_measured(self) -> bool:
        """Whether there was anything to find, or anything found: a value of 0 of nothing says nothing."""
        return bool(self.gold or self.predicted)


@dataclass(slots=True)
class Evaluation:
    """All scores by name, F1 by issue, the errors, and the counts of documents."""

    scores: dict[str, Score] = field(default_factory=dict)
    by_issue: dict[str, Score] = field(default_factory=dict)
    misses: list[Miss] = field(default_factory=list)
    n_documents: int = 0
    n_missing: int = 0
    not_literal: dict[str, int] = field(default_factory=dict)


def evaluate(
    gold: Mapping[str, Json], predicted: Mapping[str, Json], texts: Mapping[str, str], *, n_bootstrap: int = 500, seed: int = 0
) -> Evaluation:
    """Score predicted records against gold ones. Articles missing from `predicted` count as empty.

    Args:
        gold: records by article id, in the form of the coding guide.
        predicted: records by article id, in the form of `communique read`.
        texts: the text of each gold article by id.
        n_bootstrap: how often the documents are drawn anew for the intervals; 0 leaves them out, as does a single document.
        seed: of the draws.

    Raises:
        BadInput: the words of a gold row are not in its text.
    """
    result = Evaluation(n_documents=len(gold), n_missing=sum(a not in predicted for a in gold))
    per_document: list[Counts] = []
    for article, record in gold.items():
        counts, misses = count_document(article, record, predicted.get(article, {}), texts[article])
        per_document.append(counts)
        result.misses += misses
    total: Counts = Counter()
    for counts in per_document:
        total.update(counts)  # `+` would drop what is coded and never there: its false positives count
    result.not_literal = {key[1]: n for key, n in total.items() if key[0] == "not_literal"}
    draws = _draw(per_document, n_bootstrap, seed) if len(per_document) > 1 else []
    for name, formula in _formulas(total).items():
        result.scores[name] = _with_interval(formula, total, draws)
    for issue in sorted({key[1] for key in total if key[0] == "issue"}):
        result.by_issue[issue] = _with_interval(_f1("issue", issue), total, draws)
    return result


def count_document(article: str, gold: Json, predicted: Json, text: str) -> tuple[Counts, list[Miss]]:
    """The counts of one document under every measure, and its errors."""
    counts: Counts = Counter()
    misses: list[Miss] = []
    ours = {kind: _gold_rows(article, gold[kind], kind, text) for kind in KINDS if kind in gold}
    theirs = {kind: _literal_rows(predicted, kind, text, counts) for kind in KINDS}
    if "statements" in ours:
        misses += _count_statements(article, ours["statements"], theirs["statements"], counts)
    for measure, (kind, same) in PAIRED.items():
        if kind in ours:
            misses += _count_pairs(article, measure, ours[kind], theirs[kind], same, counts)
    for row in ours.get("quotes", []):
        near = [q for q in theirs["quotes"] if overlap(row["span"], q["span"])]
        _count_party(row, near, counts)
    return counts, misses


def _gold_rows(article: str, rows: Iterable[Json], kind: str, text: str) -> list[Json]:
    out: list[Json] = []
    for i, row in enumerate(rows):
        words = row["quote"] if kind == "quotes" else row["evidence"]
        start = text.find(words)
        if start < 0:
            raise BadInput(
                f"gold {kind}[{i}] of {article!r}: {words[:60]!r} is not in its text word for word; copy it from the text, "
                "or give the text that was coded"
            )
        out.append({**row, "span": (start, start + len(words))})
    return out


def _literal_rows(record: Json, kind: str, text: str, counts: Counts) -> list[Json]:
    rows: list[Json] = []
    for row in record.get(kind) or []:
        words = row.get("quote") if kind == "quotes" else row.get("evidence")
        start, end = row.get("start"), row.get("end")
        longest = MAX_QUOTE_CHARS if kind == "quotes" else MAX_EVIDENCE_CHARS
        is_span = isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text)
        if is_span and end - start <= longest and text[start:end] == words:
            rows.append({**row, "span": (start, end)})
        else:
            counts["not_literal", kind] += 1
    return rows


def _count_statements(article: str, ours: list[Json], theirs: list[Json], counts: Counts) -> list[Miss]:
    def triple(row: Json) -> Triple:
        return (party_code(row.get("party")), str(row.get("issue")), str(row.get("stance")))

    gold, predicted = _group(ours, triple), _group(theirs, triple)
    hit = _hits(gold, predicted)
    _add(counts, ("statement",), len(hit), len(predicted), len(gold))
    _add(counts, ("statement.loose",), len(gold.keys() & predicted.keys()), len(predicted), len(gold))
    for issue in {key[1] for key in (*gold, *predicted)}:
        of_issue = [sum(key[1] == issue for key in keys) for keys in (hit, predicted, gold)]
        _add(counts, ("issue", issue), *of_issue)
    gold_pairs, predicted_pairs = _group(ours, lambda r: triple(r)[:2]), _group(theirs, lambda r: triple(r)[:2])
    _add(counts, ("statement.issue",), len(_hits(gold_pairs, predicted_pairs)), len(predicted_pairs), len(gold_pairs))
    for key in hit:
        rows = [(a, b) for a in gold[key] for b in predicted[key] if overlap(a["span"], b["span"])]
        right = any(last_word(a["actor"]) == last_word(b.get("actor")) for a, b in rows)
        _share(counts, "statement.actor", right)
    for row in ours:
        near = [q for q in theirs if q.get("issue") == row["issue"] and overlap(row["span"], q["span"])]
        mine = [q for q in near if party_code(q.get("party")) == party_code(row["party"])]
        _share(counts, "evidence", bool(mine))
        _count_party(row, near, counts)
        if mine:
            said = next((q["stance"] for q in mine if q.get("stance") == row["stance"]), mine[0].get("stance"))
            counts["confusion", str(row["stance"]), str(said)] += 1
    missed = [Miss(article, "statement", "missed", dict(gold[key][0])) for key in gold if key not in hit]
    extra = [Miss(article, "statement", "extra", dict(predicted[key][0])) for key in predicted if key not in hit]
    return missed + extra


def _group(rows: Iterable[Json], key: Callable[[Json], Triple]) -> dict[Triple, list[Json]]:
    groups: dict[Triple, list[Json]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return dict(groups)


def _hits(gold: dict[Triple, list[Json]], predicted: dict[Triple, list[Json]]) -> set[Triple]:
    return {
        key
        for key in gold.keys() & predicted.keys()
        if any(overlap(a["span"], b["span"]) for a in gold[key] for b in predicted[key])
    }


def _count_pairs(
    article: str, measure: str, ours: list[Json], theirs: list[Json], same: Callable[[Json, Json], bool], counts: Counts
) -> list[Miss]:
    pairs = pair_up(ours, theirs, same)
    _add(counts, (measure,), len(pairs), len(theirs), len(ours))
    if measure in DETAILS:
        name, key = DETAILS[measure]
        for a, b in pairs:
            if a.get(key):
                _share(counts, name, a[key] == b.get(key))
    found_gold, found_predicted = {id(a) for a, _ in pairs}, {id(b) for _, b in pairs}
    missed = [Miss(article, measure, "missed", dict(a)) for a in ours if id(a) not in found_gold]
    return missed + [Miss(article, measure, "extra", dict(b)) for b in theirs if id(b) not in found_predicted]


def _count_party(row: Json, near: Sequence[Json], counts: Counts) -> None:
    _share(counts, "party.covered", bool(near))
    if near:
        _share(counts, "party", any(party_code(q.get("party")) == party_code(row["party"]) for q in near))


def _add(counts: Counts, key: tuple[str, ...], hit: int, predicted: int, gold: int) -> None:
    counts[*key, "hit"] += hit
    counts[*key, "predicted"] += predicted
    counts[*key, "gold"] += gold


def _share(counts: Counts, name: str, right: bool) -> None:
    counts[name, "hit"] += right
    counts[name, "of"] += 1


Formula = Callable[[Mapping[tuple[str, ...], float]], Score]


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _f1(*key: str) -> Formula:
    def formula(c: Mapping[tuple[str, ...], float]) -> Score:
        hit, predicted, gold = (c.get((*key, part), 0) for part in ("hit", "predicted", "gold"))
        p, r = _ratio(hit, predicted), _ratio(hit, gold)
        return Score(_ratio(2 * p * r, p + r), int(hit), int(predicted), int(gold), precision=p, recall=r)

    return formula


def _share_of(name: str) -> Formula:
    def formula(c: Mapping[tuple[str, ...], float]) -> Score:
        hit, of = c.get((name, "hit"), 0), c.get((name, "of"), 0)
        return Score(_ratio(hit, of), int(hit), None, int(of))

    return formula


def _stance_accuracy(c: Mapping[tuple[str, ...], float]) -> Score:
    hit = sum(c.get(("confusion", s, s), 0) for s in STANCES)
    of = sum(n for key, n in c.items() if key[0] == "confusion")
    return Score(_ratio(hit, of), int(hit), None, int(of))


def _stance_f1(stance: str, c: Mapping[tuple[str, ...], float]) -> Score:
    rows = {key: n for key, n in c.items() if key[0] == "confusion"}
    hit = rows.get(("confusion", stance, stance), 0)
    predicted = sum(n for key, n in rows.items() if key[2] == stance)
    gold = sum(n for key, n in rows.items() if key[1] == stance)
    p, r = _ratio(hit, predicted), _ratio(hit, gold)
    return Score(_ratio(2 * p * r, p + r), int(hit), int(predicted), int(gold), precision=p, recall=r)


def _stance_macro(c: Mapping[tuple[str, ...], float]) -> Score:
    scores = [s for s in (_stance_f1(stance, c) for stance in STANCES) if s.gold]
    value = _ratio(sum(s.value for s in scores), len(scores))
    return Score(value, sum(s.hit for s in scores), None, sum(s.gold for s in scores))


def _formulas(total: Counts) -> dict[str, Formula]:
    """The measures that the gold records are coded for."""
    out: dict[str, Formula] = {}
    if ("statement", "gold") in total:
        out |= {name: _f1(name) for name in ("statement", "statement.issue", "statement.loose")}
        out |= {"stance.accuracy": _stance_accuracy, "stance.macro_f1": _stance_macro}
        out |= {f"stance.{stance}": partial(_stance_f1, stance) for stance in STANCES}
        out |= {name: _share_of(name) for name in ("statement.actor", "evidence")}
    out |= {name: _share_of(name) for name in ("party", "party.covered")}
    for measure in PAIRED:
        if (measure, "gold") in total:
            out[measure] = _f1(measure)
            if measure in DETAILS:
                out[DETAILS[measure][0]] = _share_of(DETAILS[measure][0])
    return out


def _draw(per_document: Sequence[Counts], n_bootstrap: int, seed: int) -> list[dict[tuple[str, ...], float]]:
    """Sums of counts over documents drawn with replacement; one dictionary for each draw."""
    keys = sorted({key for counts in per_document for key in counts})
    table = np.array([[counts[key] for key in keys] for counts in per_document], dtype=float)
    rng = np.random.default_rng(seed)
    n = len(per_document)
    weights = rng.multinomial(n, np.full(n, 1 / n), size=n_bootstrap)
    return [dict(zip(keys, sums, strict=True)) for sums in weights @ table]


def _with_interval(formula: Formula, total: Counts, draws: Sequence[Mapping[tuple[str, ...], float]]) -> Score:
    score = formula(total)
    values = [drawn.value for drawn in map(formula, draws) if drawn.is_measured]
    if not values:
        return score
    low, high = np.quantile(values, [0.025, 0.975])
    return replace(score, low=float(low), high=float(high))
