"""`communique evaluate`: the texts read now, or records read before, against gold records."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from communique.errors import BadInput, UsageError
from communique.evaluation.gold import check_record, read_gold
from communique.evaluation.match import Json
from communique.evaluation.record_score import Evaluation, evaluate
from communique.ingest.documents import IngestOptions, iter_documents
from communique.runner.read import Codebooks, Summary, choose_codebooks, read_records
from communique.settings import make_settings

Gold = Mapping[str, Json]


def iter_json_lines(path: Path, names: Sequence[str] = ("id",)) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of a JSON Lines file, plain or gzip, each with its file and line.

    Args:
        names: the texts (of an id also numbers) that each object must have.

    Raises:
        BadInput: the file cannot be read, or a line is not a JSON object with these names; names the line.
    """
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield f"{path}:{number}", _read_line(line, f"{path}:{number}", names)
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as err:
        raise BadInput(f"{path}: cannot be read: {err}") from err


def _read_line(line: str, where: str, names: Sequence[str]) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as err:
        raise BadInput(f"{where}: not JSON: {err}") from err
    if not isinstance(found, dict):
        raise BadInput(f"{where}: a {type(found).__name__}, expected a JSON object with {' and '.join(names)}")
    for name in names:
        value = found.get(name)
        if not isinstance(value, str) and (name != "id" or isinstance(value, bool) or not isinstance(value, int)):
            of = f" of {str(found.get('id'))[:40]!r}" if name != "id" else ""
            raise BadInput(f"{where}: no {name}{of}, expected a JSON object with {' and '.join(names)}")
    return found


def evaluate_folder(
    gold_folder: Path,
    texts_path: Path,
    *,
    predicted: Path | None = None,
    codebook_folder: str | None = None,
    use: str | None = None,
    n_bootstrap: int = 500,
    seed: int = 0,
    summary: Summary | None = None,
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
        summary: filled with what came of the texts that are read now.

    Raises:
        BadInput: a file cannot be read or is not what it should be, or a gold article has no text.
        UsageError: statements are to be read now, and the codebook that a gold record names is not given.
    """
    gold = read_gold(gold_folder)
    sources = {str(g.get("source_id", article)): article for article, g in gold.items()}
    lines = _find_texts(texts_path, gold, sources)
    texts = {article: str(line["text"]) for article, line in lines.items()}
    if predicted is not None:
        records = _find_records(predicted, gold, sources)
    else:
        records = _read_now(lines, gold, codebook_folder, use, summary or Summary())
    return evaluate(gold, records, texts, n_bootstrap=n_bootstrap, seed=seed)


def _find_texts(path: Path, gold: Gold, sources: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """The line of each gold article."""
    lines: dict[str, dict[str, Any]] = {}
    for where, line in iter_json_lines(path, ("id", "text")):
        name = str(line["id"])
        article = name if name in gold else sources.get(name)
        if article is None:
            continue
        if article in lines and lines[article]["text"] != line["text"]:
            raise BadInput(f"{where}: a second text of {name!r}; leave one of them out")
        lines[article] = line
    if absent := sorted(gold.keys() - lines.keys()):
        raise BadInput(f"{path}: no text for {len(absent)} gold articles, the first is {absent[0]}")
    return lines


def _find_records(path: Path, gold: Gold, sources: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """The predicted record of each gold article; of several codings the one under the codebook of the gold record."""
    found: dict[str, dict[str, Any]] = {}
    for where, record in iter_json_lines(path):
        article = str(sources.get(str(record["id"]), record["id"]))
        if article not in gold:
            continue
        check_record(record, where)
        codebook = gold[article].get("codebook")
        if article in found and record.get("codebook") != codebook:
            continue
        if article in found and found[article].get("codebook") == codebook:
            raise BadInput(f"{where}: a second record of {record['id']!r} under one codebook; leave one of them out")
        found[article] = record
    return found


def _read_now(
    lines: dict[str, dict[str, Any]], gold: Gold, codebook_folder: str | None, use: str | None, summary: Summary
) -> dict[str, dict[str, Any]]:
    named = [{**line, "id": a, "codebook": gold[a].get("codebook")} for a, line in lines.items()]
    stream = io.BytesIO("\n".join(json.dumps(line) for line in named).encode())
    codebooks = choose_codebooks("auto" if codebook_folder else None, codebook_folder)
    _check_codebooks(gold, codebooks, codebook_folder)
    documents = iter_documents(["-"], options=IngestOptions(stdin=stream))
    records = read_records(documents, codebooks, make_settings(use=use), summary=summary)
    return {str(record["id"]): record for record in records}


def _check_codebooks(gold: Gold, codebooks: Codebooks, folder: str | None) -> None:
    """Refuse to read without a codebook that gold statements are coded under: every one of them would count as missed."""
    for article, record in gold.items():
        if "statements" not in record or (name := record.get("codebook")) in codebooks.named:
            continue
        if not name:
            raise BadInput(
                f"gold record {article!r} has statements and names no codebook; add it, or score records with --predicted"
            )
        remedy = f"it is not in {folder}: add it there" if folder else "give --codebooks DIR, the folder where it lies"
        raise UsageError(f"gold record {article!r} is coded under the codebook {str(name)[:40]!r}; {remedy}")
