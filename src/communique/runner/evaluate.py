"""`communique evaluate`: the texts read now, or records read before, against gold records."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from communique.errors import BadInput
from communique.evaluation.record_score import Evaluation, evaluate, read_gold
from communique.ingest.documents import IngestOptions, iter_documents
from communique.runner.read import Summary, choose_codebooks, read_records
from communique.settings import make_settings


def iter_json_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON Lines file, plain or gzip.

    Raises:
        BadInput: the file cannot be read, or a line is not a JSON object; names the line.
    """
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    try:
                        yield json.loads(line)
                    except ValueError as err:
                        raise BadInput(f"{path}:{number}: not JSON: {err}") from err
    except (OSError, UnicodeDecodeError) as err:
        raise BadInput(f"{path}: cannot be read: {err}") from err


def evaluate_folder(
    gold_folder: Path,
    texts_path: Path,
    *,
    predicted: Path | None = None,
    codebook_folder: str | None = None,
    use: str | None = None,
    n_bootstrap: int = 500,
    seed: int = 0,
) -> Evaluation:
    """Score the records in `predicted`, or those that the pipeline reads now from the texts.

    Args:
        gold_folder: gold records, one JSON file for each article.
        texts_path: JSON Lines of the articles: `id` (or the gold's `source_id`) and `text`.
        predicted: JSON Lines as `communique read` writes them.
        codebook_folder: the folder of the codebooks that the gold records name; needed to read now.
        use: how sure a statement must be.
        n_bootstrap: draws for the intervals.
        seed: of the draws.

    Raises:
        BadInput: a file cannot be read, or a gold article has no text.
    """
    gold = read_gold(gold_folder)
    sources = {str(g.get("source_id", article)): article for article, g in gold.items()}
    lines: dict[str, dict[str, Any]] = {}
    for line in iter_json_lines(texts_path):
        article = line["id"] if line.get("id") in gold else sources.get(str(line.get("id")))
        if article is not None:
            lines[article] = line
    if absent := sorted(gold.keys() - lines.keys()):
        raise BadInput(f"{texts_path}: no text for {len(absent)} gold articles, the first is {absent[0]}")
    texts = {article: str(line["text"]) for article, line in lines.items()}
    if predicted is not None:
        records = {str(sources.get(str(r["id"]), r["id"])): r for r in iter_json_lines(predicted)}
    else:
        records = _read_now(lines, gold, codebook_folder, use)
    return evaluate(gold, records, texts, n_bootstrap=n_bootstrap, seed=seed)


def _read_now(
    lines: dict[str, dict[str, Any]], gold: Any, codebook_folder: str | None, use: str | None
) -> dict[str, dict[str, Any]]:
    named = [{**line, "id": a, "codebook": gold[a].get("codebook")} for a, line in lines.items()]
    stream = io.BytesIO("\n".join(json.dumps(line) for line in named).encode())
    codebooks = choose_codebooks("auto" if codebook_folder else None, codebook_folder)
    documents = iter_documents(["-"], options=IngestOptions(stdin=stream))
    records = read_records(documents, codebooks, make_settings(use=use), summary=Summary())
    return {str(record["id"]): record for record in records}
