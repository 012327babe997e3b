"""`communique train`: a person's judgements in a store to a tuning of the stance reader for one codebook.

Judged documents are read again; each pair of a holder and an issue that the reader looks at is compared with what the person
let stand. A document all of whose statements are judged counts as coded in full: what is not among its statements is none.
Of a document judged in part only the judged places count.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from communique.coding.decision import Thresholds, choose_stances, keep_clauses
from communique.coding.statement import Pair, StatementCoder, evidence_of, position_of
from communique.errors import UsageError
from communique.evaluation.match import last_word, overlap, party_code
from communique.evaluation.tuning import NO, UNKNOWN, YES, TuningDocument, TuningResult, tune
from communique.model.codebook import Codebook
from communique.model.document import Document
from communique.model.reading import Reading
from communique.model.record import Statement
from communique.models.stance_input import LABELS
from communique.models.tuning import PairFeatures, write_tuning
from communique.runner.pipeline import Pipeline, make_pipeline
from communique.settings import Settings
from communique.store.results import Judgement, StoredRow
from communique.store.store import Store, open_store

KIND = "statements"
KEPT = ("accepted", "corrected", "added")
BATCH = 8


class Place(NamedTuple):
    """Where somebody's statement on an issue stands."""

    start: int
    end: int
    actor: str
    party: str
    issue: str
    stance: str


@dataclass(slots=True)
class Judged:
    """What a person decided about the statements of one document.

    Args:
        kept: statements that stand.
        refused: places where a reading was rejected, or stood before it was corrected.
        n_unjudged: statements that nobody has judged.
    """

    kept: list[Place] = field(default_factory=list)
    refused: list[Place] = field(default_factory=list)
    n_unjudged: int = 0


def train_codebook(
    store_path: str,
    codebook: str,
    *,
    out: Path | None = None,
    settings: Settings | None = None,
    force: bool = False,
    seed: int = 0,
    pipeline: Pipeline | None = None,
) -> tuple[TuningResult, Path | None]:
    """Fit the tuning of a codebook, and save it if it is a gain.

    Args:
        store_path: the store that holds the judgements.
        codebook: its id.
        out: the folder to save to; beside the store if None.
        settings: the model, and the use that the gain is measured for.
        force: save it also if it is none.
        seed: of the folds and draws.
        pipeline: annotators and a statement coder; made from the settings if None.

    Returns:
        What it comes to, and the folder, None if nothing was saved.

    Raises:
        UsageError: the store has no such codebook, or too few judgements under it.
        StoreError: the store cannot be read.
    """
    settings = settings or Settings()
    with open_store(store_path, create=False) as store:
        judged = read_judged(store, codebook)
        book = _find_codebook(store, codebook)
        documents = [store.get_document(key).to_document() for key in judged]
    pipeline = pipeline or make_pipeline(settings, coders=("statement",))
    coder = next(c for c in pipeline.coders if isinstance(c, StatementCoder))
    limits = Thresholds.from_json(coder.reader.thresholds, settings.use)
    readings = _annotate(documents, pipeline)
    judgements = judged.values()
    found = [_make_document(r, j, book, coder, limits) for r, j in zip(readings, judgements, strict=True)]
    result = tune(found, codebook=codebook, model=coder.reader.files.id, least=limits.least, seed=seed)
    if not (result.is_gain or force):
        return result, None
    folder = out or Path(store_path).with_suffix(f".{codebook}.tuned")
    identifier = write_tuning(result.tuning, folder)
    return replace(result, tuning=replace(result.tuning, id=identifier)), folder


def read_judged(store: Store, codebook: str) -> dict[str, Judged]:
    """What was decided about statements under a codebook, by the key of the document; those without judgements are left out."""
    first = _first_bases(store.judgements())
    found: dict[str, Judged] = defaultdict(Judged)
    for stored in store.iter_rows(KIND, codebook=codebook, include_rejected=True):
        _note(found[stored.document_id], stored, first.get(stored.id))
    return {key: j for key, j in found.items() if j.kept or j.refused}


def _first_bases(judgements: Iterator[Judgement]) -> dict[str, Mapping[str, Any]]:
    """Each judged statement as the first person to judge it saw it."""
    first: dict[str, Mapping[str, Any]] = {}
    for judgement in judgements:
        if judgement.kind == KIND and not judgement.is_undone and judgement.base:
            first.setdefault(judgement.row_id, judgement.base)
    return first


def _note(judged: Judged, stored: StoredRow, base: Mapping[str, Any] | None) -> None:
    row = stored.row
    if not isinstance(row, Statement):
        return
    place = Place(row.start, row.end, row.actor, row.party, row.issue, row.stance.value)
    if stored.status in KEPT:
        judged.kept.append(place)
        if base is not None and stored.status == "corrected":
            judged.refused.append(_place_of(base, place))
    elif stored.status == "rejected":
        judged.refused.append(place)
    else:
        judged.n_unjudged += 1


def _place_of(base: Mapping[str, Any], standing: Place) -> Place:
    """The place of a row as it was read, before it was corrected."""
    own = {name: base[name] for name in Place._fields if name in base}
    return standing._replace(**own)


def _find_codebook(store: Store, codebook: str) -> Codebook:
    """The version of a codebook that most judged statements refer to."""
    versions = [c for c in store.codebooks() if c.id == codebook]
    if not versions:
        known = ", ".join(sorted({c.id for c in store.codebooks()})) or "none"
        raise UsageError(f"the store has no codebook {codebook[:40]!r}; it has {known}")
    rows = store.iter_rows(KIND, codebook=codebook, include_rejected=True)
    uses = Counter(r.codebook_sha256 for r in rows if r.status != "read")
    return max(versions, key=lambda c: uses[c.sha256])


def _annotate(documents: Sequence[Document], pipeline: Pipeline) -> Iterator[Reading]:
    for k in range(0, len(documents), BATCH):
        readings: Sequence[Reading] = [Reading(d) for d in documents[k : k + BATCH]]
        for annotator in pipeline.annotators:
            readings = annotator.annotate(readings)
        yield from readings


def _make_document(
    reading: Reading, judged: Judged, codebook: Codebook, coder: StatementCoder, limits: Thresholds
) -> TuningDocument:
    """The pairs of a document with what the reader and the person say of each."""
    pairs = coder.find_pairs(reading, codebook)
    probabilities = coder.read_pairs(pairs, codebook)
    evidence = evidence_of(pairs, probabilities) if pairs else np.zeros((0, len(limits.decision.weights)), dtype=np.float32)
    labels, stances, n_unreached = label_pairs([_pair_place(p, codebook) for p in pairs], judged)
    return TuningDocument(
        id=reading.document.id,
        features=PairFeatures(evidence, [codebook.issues[p.issue].id for p in pairs]),
        scores=limits.decision.scores(evidence),
        probabilities=probabilities,
        labels=labels,
        stances=stances,
        n_unreached=n_unreached,
        choose=partial(
            choose_stances, conditional=limits.conditional, lean=limits.lean, on_condition=[p.on_condition for p in pairs]
        ),
        keep=partial(_keep, [position_of(p) for p in pairs], limits.beside),
    )


def _keep(
    positions: Sequence[tuple[str, int]], beside: float, scores: Sequence[float], stances: Sequence[int], least: float
) -> list[bool]:
    """Which pairs of a document coding keeps: a position is as sure as its surest clause."""
    found = [(*position, stance) for position, stance in zip(positions, stances, strict=True)]
    return keep_clauses(scores, found, least=least, beside=beside)


def _pair_place(pair: Pair, codebook: Codebook) -> Place:
    unit = pair.unit
    return Place(unit.start, unit.end, unit.actor, unit.party, codebook.issues[pair.issue].id, "")


Numbers = npt.NDArray[np.int64]


def label_pairs(pairs: Sequence[Place], judged: Judged) -> tuple[Numbers, Numbers, int]:
    """Whether each pair is a statement of the person's, the stance of those that are, and how many statements no pair stands for.

    Each statement is given to the one pair that is nearest to it.
    """
    is_whole = judged.n_unjudged == 0
    labels = np.full(len(pairs), NO if is_whole else UNKNOWN, dtype=np.int64)
    stances = np.full(len(pairs), -1, dtype=np.int64)
    n_unreached = 0
    for place in judged.refused:
        labels[[i for i, p in enumerate(pairs) if _is_near(place, p)]] = NO
    for place in judged.kept:
        near = [i for i, p in enumerate(pairs) if labels[i] != YES and _is_near(place, p)]
        if not near:
            n_unreached += 1
            continue
        best = max(near, key=lambda i: _likeness(place, pairs[i]))
        labels[best], stances[best] = YES, LABELS.index(place.stance)
        labels[[i for i in near if i != best and labels[i] == UNKNOWN]] = NO
    return labels, stances, n_unreached


def _is_near(place: Place, pair: Place) -> bool:
    """Whether a pair is about the same words, issue and party."""
    same = place.issue == pair.issue and party_code(place.party) == party_code(pair.party)
    return same and overlap((place.start, place.end), (pair.start, pair.end))


def _likeness(place: Place, pair: Place) -> tuple[bool, float]:
    shared = min(place.end, pair.end) - max(place.start, pair.start)
    whole = max(place.end, pair.end) - min(place.start, pair.start)
    return last_word(place.actor) == last_word(pair.actor), shared / whole
