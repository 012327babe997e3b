"""`evaluate`: a record against gold records."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from communique.cli import options as opt

if TYPE_CHECKING:
    from communique.evaluation.record_score import Evaluation


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.command()(evaluate)
    app.command()(train)


def evaluate(
    gold: Annotated[Path, typer.Argument(help="The folder of gold records, one JSON file for each article.")],
    texts: Annotated[Path, typer.Option("--texts", help="The articles, JSON Lines (also .gz) with id and text.")],
    predicted: Annotated[Path | None, typer.Option("--predicted", help="Records to score; default: read the texts now.")] = None,
    codebooks: opt.CodebookFolder = None,
    errors: Annotated[int, typer.Option("--errors", min=0, help="Show this many errors of each kind, as sentences.")] = 0,
    bootstrap: Annotated[int, typer.Option("--bootstrap", min=0, help="How often the documents are drawn anew.")] = 500,
    seed: Annotated[int, typer.Option("--seed", help="Of the draws.")] = 0,
    use: opt.Use = None,
    as_json: opt.AsJson = False,
) -> None:
    """Score a record against gold records, with 95 % intervals over documents."""
    from communique.cli.reading import print_summary
    from communique.runner.evaluate import evaluate_folder
    from communique.runner.read import Summary

    summary = Summary()
    result = evaluate_folder(
        gold, texts, predicted=predicted, codebook_folder=codebooks, use=use, n_bootstrap=bootstrap, seed=seed, summary=summary
    )
    print(json.dumps(_to_json(result, errors), ensure_ascii=False, indent=1) if as_json else _to_text(result, errors))
    if predicted is None:
        print_summary(summary)
    raise typer.Exit(summary.exit_status)


def _to_json(result: Evaluation, n_errors: int) -> dict[str, Any]:
    from dataclasses import asdict

    return {
        "documents": result.n_documents,
        "missing": result.n_missing,
        "not_literal": result.not_literal,
        "scores": {name: asdict(score) for name, score in result.scores.items()},
        "by_issue": {name: asdict(score) for name, score in result.by_issue.items()},
        "errors": [asdict(miss) for miss in _some(result, n_errors)],
    }


def _some(result: Evaluation, n_errors: int) -> list[Any]:
    """The first errors of each measure and sort; of extra rows those that the reader was surest of come first."""
    from collections import defaultdict

    groups: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for miss in result.misses:
        groups[miss.measure, miss.what].append(miss)
    return [
        miss for group in groups.values() for miss in sorted(group, key=lambda m: -float(m.row.get("confidence", 0)))[:n_errors]
    ]


def _to_text(result: Evaluation, n_errors: int) -> str:
    lines = [f"{result.n_documents} gold articles, {result.n_missing} of them missing from the record", ""]
    lines.append(
        f"{'measure':<22}{'value':>7}  {'95 % interval':<15}{'precision':>9}{'recall':>8}{'hit':>7}{'found':>7}{'gold':>7}"
    )
    rows = [*result.scores.items(), *((f"issue {name}", score) for name, score in result.by_issue.items())]
    for name, s in rows:
        p, r = (f"{x:.3f}" if x is not None and s.is_measured else "" for x in (s.precision, s.recall))
        found = "" if s.predicted is None else s.predicted
        interval = "" if s.low is None or s.high is None else f"{s.low:.3f} – {s.high:.3f}"
        value = f"{s.value:.3f}" if s.is_measured else "–"
        lines.append(f"{name:<22}{value:>7}  {interval:<13}  {p:>9}{r:>8}{s.hit:>7}{found:>7}{s.gold:>7}")
    if result.not_literal:
        lines.append(f"not literal, counted as absent: {result.not_literal}")
    for miss in _some(result, n_errors):
        row = miss.row
        said = " · ".join(
            str(row[k]) for k in ("actor", "party", "parties", "issue", "kind", "stance", "by", "value") if row.get(k)
        )
        words = " ".join(str(row.get("evidence") or row.get("quote") or "").split())
        lines.append(f"\n{miss.measure}, {miss.what} in {miss.document}: {said}\n    {words[:300]}")
    return "\n".join(lines)


def train(
    store: opt.StorePath,
    codebook: Annotated[str, typer.Option("--codebook", help="The id of the codebook whose judgements are learned from.")],
    out: Annotated[Path | None, typer.Option("--out", help="The folder to save to; default: beside the store.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Save it also if it is no gain.")] = False,
    use: opt.Use = None,
    seed: Annotated[int, typer.Option("--seed", help="Of the folds and draws.")] = 0,
) -> None:
    """Tune the stance reader to a codebook from what people judged; saved only if documents left out gain."""
    from communique.runner.tune import train_codebook
    from communique.settings import make_settings

    result, folder = train_codebook(str(store), codebook, out=out, settings=make_settings(use=use), force=force, seed=seed)
    for line in result.lines():
        print(line)
    print(f"saved to {folder}: use it with --tuned {folder}" if folder else "nothing saved")
