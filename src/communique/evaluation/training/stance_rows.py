"""Rows to train the stance reader from: coded sentences in, (passage, proposition, label) out.

The holder's name is replaced by a mark, so that weights cannot keep what a named actor tends to think.
"""

from __future__ import annotations

import gzip
import json
import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from communique.models.stance_input import CONDITIONAL, LABELS, MARK, NEITHER, OPPOSE, SUPPORT, join_passage

LEFT_OUT = ("afghanistan", "islamic-state", "latin-america")  # codebooks kept for thresholds and figures
KEPT_FOR_CHOOSING = ("saudi", "turkey-kurds", "c11-turkish-turkey", "greece-eu", "egypt-libya", "energy")  # of the codings
UNSEEN = (*LEFT_OUT, *KEPT_FOR_CHOOSING)
RELEVANCE, MAX_ISSUES = 0.05, 3  # of a pair at least, of a sentence at most, to be looked at: some 200 pairs an article
FLIP = {"support": "oppose", "oppose": "support", "neither": "neither", "conditional": "conditional"}
TITLES = frozenset(  # words of descriptions, by which a holder is not known; a miss costs one mark in training
    """The President Republican Republicans Democrat Democrats Democratic House Senate Sen Rep Senator Representative
    Secretary State States United Minister Prime Chancellor Foreign White Department National Government British American
    Iranian Russian Chinese Mr Mrs Ms Dr New York and""".split()  # noqa: SIM905
)
SHARE_NONE, SHARE_FAR, SHARE_OTHER = 0.6, 0.4, 0.2  # of lines, in an epoch: telling the sides apart is the harder part
NEAREST = 40  # lines that a false pair is drawn from, without the three nearest: those may be about the same
CODES = {"s": SUPPORT, "o": OPPOSE, "c": CONDITIONAL}
SURE = {(True, True): 0.97, (True, False): 0.85, (False, True): 0.85, (False, False): 0.55}  # by clear reading, by coded article
SURE_ALONE = {True: 0.92, False: 0.62}  # by clear reading, where the article is not coded
WITHOUT_READING, WITHOUT_READING_OR_PARTY, NOBODY = 0.35, 0.2, 0.01
# Of a stance, how likely it is to be conditional, by how clearly that was read; "": reading or coding alone calls it so
CONDITIONAL_SHARE = {"C": 0.85, "c": 0.55, "": 0.6}
CONDITIONAL_SHARE_OF_BOTH = 0.7  # at least, where reading and coded article both say so
LEAST_SIDED, SHARE_SIDED = 0.5, 0.5  # of the pairs at least so likely to hold a stance, this share gives a row for each text
LEAST_CONDITIONAL = 0.3  # a pair at least so likely to be conditional gives two rows for each text
CONTEXT_LEFT_OUT = 0.65  # share of rows without context, in training
WORD = re.compile(r"[A-Za-z][A-Za-z'’-]+")
NAME = re.compile(r"(?:[A-Z][\w.’'-]*|U\.S\.)(?:\s+(?:[A-Z][\w.’'-]*|U\.S\.|of|the|for|and)(?=\s))*(?:\s+[A-Z][\w.’'-]*)?")
SPEAKS = "said|told|added|called|wrote|tweeted|argued|warned|insisted|urged|says|has|have|had|wants?"
PRONOUN = re.compile(
    rf"\b(?:he|she|they|He|She|They)(?=\s+(?:also\s+|later\s+)?(?:{SPEAKS})\b)"
    r"|(?<=said )(?:he|she|they)\b|(?<=added )(?:he|she)\b"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One input of the reader with its label, or with how likely each label is."""

    passage: str
    text: str
    label: str
    origin: str = ""
    odds: tuple[float, ...] = ()  # in the order of `LABELS`; without any, the label is certain


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a gzipped JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as fh:
        return [json.loads(line) for line in fh]


def keys_of(holder: str) -> list[str]:
    """The words of a holder's name by which a sentence may call him, longest first."""
    words = [w for w in re.findall(r"[\w.’'-]+", holder) if w[0].isupper() and len(w) > 2 and w.strip(".") not in TITLES]
    return [holder, *sorted(words, key=len, reverse=True)]


def names_in(text: str) -> list[tuple[int, int]]:
    """Runs of capitalised words, without a lone first word of the sentence."""
    return [m.span() for m in NAME.finditer(text) if len(m.group()) > 2]


def mark_holder(text: str, holder: str) -> tuple[str, bool]:
    """The text with every name of the holder replaced by the mark, and whether one was found."""
    if not holder:
        return text, False
    keys = keys_of(holder)
    if keys[0] in text:
        return text.replace(keys[0], MARK), True
    hits = [span for span in names_in(text) if any(re.search(rf"\b{re.escape(k)}\b", text[slice(*span)]) for k in keys[1:])]
    for start, end in reversed(hits):
        kept = re.search(r"['’]s?$", text[start:end])
        text = text[:start] + MARK + (kept.group() if kept else "") + text[end:]
    if not hits:
        text, n = PRONOUN.subn(MARK, text)
        return text, n > 0
    return text, True


def other_holder(line: dict[str, Any], rng: random.Random) -> str | None:
    """The sentence with the mark on somebody who is not the holder, None if it names nobody else."""
    text, holder = str(line["sentence"]), str(line["holder"])
    known = set(keys_of(holder)) if holder else set()
    spans = [s for s in names_in(text) if s[0] > 0 and not any(w in known for w in text[slice(*s)].split())]
    if not spans or not holder:
        return None
    start, end = rng.choice(spans)
    return text[:start] + MARK + text[end:]


def passage_of(line: dict[str, Any], rng: random.Random | None, sentence: str | None = None) -> str:
    """Context and sentence with the holder marked; in training the context is often left out."""
    if sentence is None:
        sentence = mark_holder(line["sentence"], line["holder"])[0]
    context = line["context"]
    if not context or (rng and rng.random() < CONTEXT_LEFT_OUT):
        return join_passage("", sentence)
    return join_passage(mark_holder(context, line["holder"])[0], sentence)


class Neighbours:
    """For a line, the pairs of other lines whose propositions share rare words with its sentence."""

    def __init__(self, lines: Sequence[dict[str, Any]]) -> None:
        self.bags = [{w.lower() for p in d["support"] + d["oppose"] for w in WORD.findall(p)} for d in lines]
        df = Counter(w for bag in self.bags for w in bag)
        self.idf = {w: math.log(len(lines) / n) for w, n in df.items()}
        self.of_word: dict[str, list[int]] = {}
        for i, bag in enumerate(self.bags):
            for w in bag:
                if df[w] < len(lines) / 12:
                    self.of_word.setdefault(w, []).append(i)

    def near(self, i: int, text: str) -> list[int]:
        """Indices of other lines, nearest first."""
        scores: dict[int, float] = defaultdict(float)
        for w in {w.lower() for w in WORD.findall(text)}:
            for j in self.of_word.get(w, ()):
                scores[j] += self.idf[w]
        scores.pop(i, None)
        return sorted(scores, key=lambda j: (-scores[j], j))[:NEAREST]


def rows_of(line: dict[str, Any], near: dict[str, Any] | None, rng: random.Random) -> Iterator[Row]:
    """What one line teaches in one epoch."""
    for label in ("support", "oppose"):
        if line[label]:
            yield Row(passage_of(line, rng), rng.choice(line[label]), label, "stance")
    if line["none"] and rng.random() < SHARE_NONE:
        yield Row(passage_of(line, rng), rng.choice(line["none"]), "neither", "none")
    if near and near["support"] and near["oppose"] and rng.random() < SHARE_FAR:
        yield Row(passage_of(line, rng), rng.choice(near["support"] + near["oppose"]), "neither", "far")
    if line["support"] and line["oppose"] and rng.random() < SHARE_OTHER and (wrong := other_holder(line, rng)):
        yield Row(passage_of(line, rng, wrong), rng.choice(line["support"] + line["oppose"]), "neither", "other-holder")


def epoch_rows(lines: Sequence[dict[str, Any]], seed: int) -> list[Row]:
    """The rows of one epoch, shuffled; another seed draws other propositions and neighbours."""
    rng = random.Random(seed)
    neighbours = Neighbours(lines)
    rows: list[Row] = []
    for i, line in enumerate(lines):
        ranks = neighbours.near(i, line["sentence"])[3:]
        near = lines[rng.choice(ranks)] if ranks else None
        rows.extend(rows_of(line, near, rng))
    rng.shuffle(rows)
    return rows


def held_out_rows(lines: Sequence[dict[str, Any]]) -> list[Row]:
    """Every proposition of lines kept out of training; no random choice."""
    rows: list[Row] = []
    for line in lines:
        passage = passage_of(line, None)
        for label, key in (("support", "support"), ("oppose", "oppose"), ("neither", "none")):
            rows += [Row(passage, p, label, "sentences") for p in line[key]]
    return rows


def near_pairs(pairs: Sequence[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[int]]:
    """The pairs whose issue is among the most relevant ones of the sentence, and how many issues are more relevant for each."""
    found: dict[tuple[str, int], set[float]] = defaultdict(set)
    for p in pairs:
        found[p["article"], p["sentence"]].add(p["relevance"])
    ranks = {key: {r: k for k, r in enumerate(sorted(own, reverse=True))} for key, own in found.items()}
    ranked = [(p, ranks[p["article"], p["sentence"]][p["relevance"]]) for p in pairs]
    kept = [(p, rank) for p, rank in ranked if rank < MAX_ISSUES and p["relevance"] >= RELEVANCE]
    return [p for p, _ in kept], [rank for _, rank in kept]


UnitKey = tuple[str, int, int, str]  # article, start, end, actor
Wordings = dict[tuple[str, str, str], list[str]]


class UnitReading(NamedTuple):
    """What was read of a unit: a code for each issue that was looked at; and whether its article is coded as well."""

    codes: dict[str, str]
    is_coded: bool


def read_readings(path: Path) -> dict[UnitKey, UnitReading]:
    """What was read of each unit in a file of readings (`codings/README.md`)."""
    found = {}
    with path.open(encoding="utf-8") as lines:
        for line in map(json.loads, lines):
            for start, end, actor, codes in line["units"]:
                found[line["id"], start, end, actor] = UnitReading(codes, "codebook" not in line)
    return found


def read_wordings(path: Path) -> Wordings:
    """Other wordings of the texts of issues, by codebook, issue and side."""
    with path.open(encoding="utf-8") as lines:
        return {(row["codebook"], row["issue"], row["side"]): row["wordings"] for row in map(json.loads, lines)}


def join_odds(code: str, label: str, *, is_hit: bool, is_coded: bool = True) -> tuple[float, ...]:
    """How likely each of `LABELS` is for the first text of an issue, by a reading of the passage and the coding of its article.

    Args:
        code: `S`, `O` or `C` for a clear stance, small for a weak one, `-` for none; `C` or `c` behind a stance that
            clearly or perhaps depends on a condition.
        label: of the coded statement that the unit overlaps, `neither` without one.
        is_hit: that statement is of the unit's party.
        is_coded: the article is coded; else the reading stands alone.

    Example:
        >>> join_odds("S", "support", is_hit=True)[0], round(join_odds("-", "oppose", is_hit=True)[1], 2)
        (0.97, 0.35)
        >>> [round(p, 2) for p in join_odds("SC", "neither", is_hit=False, is_coded=False)]
        [0.14, 0.0, 0.08, 0.78]
    """
    is_told = label != "neither"
    if code != "-":
        sure = SURE[code[0].isupper(), is_told] if is_coded else SURE_ALONE[code[0].isupper()]
    elif is_told:
        sure = WITHOUT_READING if is_hit else WITHOUT_READING_OR_PARTY
    else:
        sure = 2 * NOBODY
    read = CODES[code[0].lower()] if code != "-" else NEITHER
    sides = [float(read == side or (read in (NEITHER, CONDITIONAL) and label == LABELS[side])) for side in (SUPPORT, OPPOSE)]
    share = _conditional_share(code, is_told=label == LABELS[CONDITIONAL])
    odds = [0.0] * len(LABELS)
    for side, weight in zip((SUPPORT, OPPOSE), sides, strict=True):
        odds[side] = sure * (1 - share) * (weight / sum(sides) if any(sides) else 0.5)
    odds[CONDITIONAL] = sure * share
    odds[NEITHER] = 1 - sure
    return tuple(odds)


def _conditional_share(code: str, *, is_told: bool) -> float:
    """Of a stance, how likely it is to be conditional, by what was read and whether the coding tells so."""
    is_read = code[-1] in "Cc"
    if not is_read:
        return CONDITIONAL_SHARE[""] if is_told else 0.0
    share = CONDITIONAL_SHARE[code[1:]]
    return max(share, CONDITIONAL_SHARE_OF_BOTH) if is_told else share


def reading_rows(
    pairs: Sequence[dict[str, Any]], readings: dict[UnitKey, UnitReading], seed: int, wordings: Wordings
) -> list[Row]:
    """Rows from the pairs that were read one by one: with one text of the issue, with both for half of the stances.

    A text is drawn from its wordings, so that the reader learns what an issue says, not how a codebook puts it.
    """
    rng = random.Random(seed)

    def worded(pair: dict[str, Any], side: str) -> str:
        found: str = rng.choice([pair[side], *wordings.get((pair["codebook"], pair["issue"], side), ())])
        return found

    rows, seen = [], set()
    for pair in pairs:
        reading = readings.get((pair["article"], pair["start"], pair["end"], pair["actor"]))
        key = (pair["article"], pair["passage"], pair["issue"])
        if reading is None or pair["issue"] not in reading.codes or key in seen:
            continue
        seen.add(key)
        code = reading.codes[pair["issue"]]
        odds = join_odds(code, pair["label"], is_hit=pair["is_hit"], is_coded=reading.is_coded)
        mirrored = tuple(odds[LABELS.index(FLIP[label])] for label in LABELS)
        is_rare = odds[CONDITIONAL] >= LEAST_CONDITIONAL
        is_sided = is_rare or (odds[NEITHER] <= 1 - LEAST_SIDED and rng.random() < SHARE_SIDED)
        for _ in range(2 if is_rare else 1):
            both = [Row(pair["passage"], worded(pair, "support"), "", "read", odds)]
            both.append(Row(pair["passage"], worded(pair, "oppose"), "", "read", mirrored))
            rows += both if is_sided else [rng.choice(both)]
    rng.shuffle(rows)
    return rows
