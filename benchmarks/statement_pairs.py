"""Coded articles to training pairs for the stance reader, its thresholds and the relevance weights.

Each article is read by the installed steps; each unit (holder and clause) is paired with each issue of the article's
codebook and labelled by the gold statements that it overlaps. Written to a folder outside the project:
`pairs.jsonl.gz`, `sentences.npz`, `articles.jsonl.gz` (sentences and the issues that they bear on), and `readings.pickle`, which
saves reading again.

    python benchmarks/statement_pairs.py --gold DIR --texts TEXTS.jsonl.gz --codebooks DIR --out FOLDER
"""

from __future__ import annotations

import argparse
import gzip
import json
import pickle
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from communique.coding.codebook import read_codebooks
from communique.coding.retrieval import FEATURES, Retriever, plain_sentences
from communique.coding.unit import Unit, find_units
from communique.evaluation.match import last_word, overlap, party_code
from communique.ingest.documents import iter_documents
from communique.model.codebook import Codebook
from communique.model.document import Document
from communique.model.reading import Reading
from communique.models.retrieval_input import issue_texts
from communique.runner.pipeline import make_pipeline
from communique.settings import Settings

LEAST_SHARED = 0.5  # of the shorter span: a gold statement lies in a sentence


def read_gold(gold: Path, texts: Path, out: Path) -> tuple[list[dict[str, Any]], list[Document]]:
    """The gold records and their articles as documents, zones marked."""
    opener = gzip.open if texts.suffix == ".gz" else open
    with opener(texts, "rt", encoding="utf-8") as fh:
        found = {row["id"]: row for row in map(json.loads, fh)}
    records = [json.loads(p.read_text(encoding="utf-8")) for p in sorted(gold.glob("*.json"))]
    lines = out / "texts.jsonl"
    with lines.open("w", encoding="utf-8") as fh:
        for r in records:
            article = found[r["id"]] if r["id"] in found else found[r["source_id"]]
            row = {"id": r["id"], "text": article["text"], "codebook": r["codebook"]}
            row |= {"published": r.get("published"), "outlet": r.get("outlet")}
            fh.write(json.dumps(row, ensure_ascii=False) + "\n")
    return records, [d for d in iter_documents([str(lines)]) if isinstance(d, Document)]


def read_all(documents: Sequence[Document], cache: Path) -> list[Reading]:
    """The readings of the documents, from the cache if it is there."""
    if cache.exists():
        found: list[Reading] = pickle.loads(cache.read_bytes())
        return found
    readings: Sequence[Reading] = [Reading(d) for d in documents]
    for annotator in make_pipeline(Settings(), coders=()).annotators:
        readings = annotator.annotate(readings)
    cache.write_bytes(pickle.dumps(list(readings)))
    return list(readings)


def shared_chars(gold: tuple[int, int], found: tuple[int, int]) -> int:
    """The characters shared, 0 where the scorer would not call it an overlap."""
    return min(gold[1], found[1]) - max(gold[0], found[0]) if overlap(gold, found) else 0


def gold_rows(record: dict[str, Any], text: str) -> list[dict[str, Any]]:
    """The gold statements with their spans."""
    rows = []
    for row in record["statements"]:
        at = text.find(row["evidence"])
        rows.append({**row, "span": (at, at + len(row["evidence"]))})
    return rows


def label_of(unit: Unit, issue: str, gold: list[dict[str, Any]]) -> tuple[str, bool]:
    """The stance of the gold statement that the unit overlaps most, and whether its party is right.

    The reader is not told the party, so a unit of the right actor under a wrong party still has the stance.
    """
    best, label, is_hit = 0, "neither", False
    for row in gold:
        shared = shared_chars(row["span"], (unit.start, unit.end)) if row["issue"] == issue else 0
        is_party = party_code(row["party"]) == party_code(unit.party)
        if shared and (is_party or last_word(row["actor"]) == last_word(unit.actor)) and (is_party, shared) > (is_hit, best):
            best, label, is_hit = shared, row["stance"], is_party
    return label, is_hit


def iter_pairs(
    record: dict[str, Any], reading: Reading, codebook: Codebook, features: Any, relevance: Any
) -> Iterator[dict[str, Any]]:
    """One row for each unit and issue."""
    gold = gold_rows(record, reading.document.text)
    for unit in find_units(reading):
        for j, issue in enumerate(codebook.issues):
            label, is_hit = label_of(unit, issue.id, gold)
            near = any(overlap(g["span"], (unit.start, unit.end)) for g in gold if g["issue"] == issue.id)
            yield {
                "article": record["id"],
                "codebook": codebook.id,
                "sentence": unit.sentence,
                "start": unit.start,
                "end": unit.end,
                "actor": unit.actor,
                "party": unit.party,
                "rule": unit.rule,
                "mode": unit.mode,
                "confidence": unit.confidence,
                "passage": unit.passage,
                "issue": issue.id,
                "support": issue.support,
                "oppose": issue.oppose,
                "label": label,
                "is_hit": is_hit,
                "is_near": near,
                "relevance": round(float(relevance[unit.sentence, j]), 5),
                "features": [round(float(v), 4) for v in features[unit.sentence, j]],
            }


def sentence_labels(record: dict[str, Any], reading: Reading, codebook: Codebook) -> Any:
    """Whether a gold statement on an issue lies in a sentence: shape (sentences, issues)."""
    out = np.zeros((len(reading.sentences), len(codebook.issues)), dtype=np.int8)
    ids = [i.id for i in codebook.issues]
    for row in gold_rows(record, reading.document.text):
        for k, s in enumerate(reading.sentences):
            shared = min(row["span"][1], s.end) - max(row["span"][0], s.start)
            if shared > 0 and shared >= LEAST_SHARED * min(row["span"][1] - row["span"][0], s.end - s.start):
                out[k, ids.index(row["issue"])] = 1
    return out


def article_line(record: dict[str, Any], codebook: Codebook, sentences: Sequence[str], labels: Any) -> str:
    """What the encoder of the retrieval learns from: an article's sentences, the texts of the issues, which bear on which."""
    issues = [issue_texts(i.label, i.keywords, i.support, i.oppose) for i in codebook.issues]
    found = {"article": record["id"], "codebook": codebook.id, "issues": issues, "sentences": list(sentences)}
    return json.dumps({**found, "labels": labels.tolist()}, ensure_ascii=False) + "\n"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("gold", "texts", "codebooks", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--without-attribution", action="store_true", help="for the ablation: only actors that are named")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    records, documents = read_gold(args.gold, args.texts, args.out)
    readings = {r.document.id: r for r in read_all(documents, args.out / "readings.pickle")}
    if args.without_attribution:
        readings = {k: replace(r, attributions=()) for k, r in readings.items()}
    codebooks = read_codebooks(args.codebooks)
    names = sorted(codebooks)
    retriever = Retriever()
    features, labels, group, n_issues = [], [], [], []
    n_pairs = 0
    pairs_path, articles_path = (args.out / f"{name}.jsonl.gz" for name in ("pairs", "articles"))
    with gzip.open(pairs_path, "wt", encoding="utf-8") as fh, gzip.open(articles_path, "wt", encoding="utf-8") as articles:
        for record in records:
            reading, codebook = readings[record["id"]], codebooks[record["codebook"]]
            sentences = plain_sentences(reading)
            x = retriever.features(sentences, codebook)
            features.append(x.reshape(-1, len(FEATURES)))
            own = sentence_labels(record, reading, codebook)
            articles.write(article_line(record, codebook, sentences, own))
            labels.append(own.ravel())
            group.append(np.full(labels[-1].shape, names.index(codebook.id)))
            n_issues.append(np.full(labels[-1].shape, len(codebook.issues)))
            for row in iter_pairs(record, reading, codebook, x, retriever.weigh(x)):
                fh.write(json.dumps(row, ensure_ascii=False) + "\n")
                n_pairs += 1
    np.savez(
        args.out / "sentences.npz",
        features=np.concatenate(features),
        labels=np.concatenate(labels),
        names=np.array(FEATURES),
        codebook=np.concatenate(group),
        n_issues=np.concatenate(n_issues),
        codebooks=np.array(names),
    )
    n_sentences = sum(len(r.sentences) for r in readings.values())
    print(json.dumps({"articles": len(records), "sentences": n_sentences, "pairs": n_pairs}))


if __name__ == "__main__":
    main()
