"""`codebook check | diff | suggest | schema`: tools for writing a codebook, and `plugins`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from communique.cli import options as opt
from communique.cli.progress import watch

File = Annotated[str, typer.Argument(help="A codebook (YAML).")]


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    family = typer.Typer(help="Check, compare and suggest codebooks.", no_args_is_help=True, rich_markup_mode=None)
    for command in (check, show, diff, suggest, schema):
        family.command()(command)
    app.add_typer(family, name="codebook")
    app.command()(plugins)


def check(path: File, as_json: opt.AsJson = False) -> None:
    """Warn of issues that overlap or whose two sides the reader does not tell apart; status 1 if there are any."""
    from communique.runner import codebook_tools

    codebook, warnings = codebook_tools.check(path, watch=lambda issues: watch(issues, "checking", "issues"))
    if as_json:
        print(json.dumps([w.to_json() for w in warnings], ensure_ascii=False))
    else:
        for warning in warnings:
            print(f"{warning.kind}: {warning.message}")
        print(f"{codebook.id}: {len(codebook.issues)} issues, {len(warnings)} warnings", file=sys.stderr)
    raise typer.Exit(1 if warnings else 0)


def show(path: File, as_json: opt.AsJson = False) -> None:
    """Print a codebook as the readers see it."""
    from dataclasses import asdict

    from communique.coding.codebook import read_codebook

    codebook = read_codebook(path)
    if as_json:
        print(json.dumps(asdict(codebook), ensure_ascii=False))
        return
    print(f"{codebook.id}: {codebook.title} ({len(codebook.issues)} issues, version {codebook.sha256[:12]})")
    for issue in codebook.issues:
        print(f"\n{issue.id}: {issue.label}\n  + {issue.support}\n  − {issue.oppose}")
        if issue.keywords:
            print(f"  keywords: {', '.join(issue.keywords)}")


def diff(
    old: File,
    new: File,
    store: Annotated[str | None, typer.Option("--store", "-s", help="Count the statements that become outdated.")] = None,
    as_json: opt.AsJson = False,
) -> None:
    """Say which issues of a codebook changed, and which rows that makes outdated. `run` codes those again."""
    from communique.runner import codebook_tools

    found, n_rows = codebook_tools.compare(old, new, store)
    if as_json:
        print(json.dumps({**found.to_json(), "outdated_rows": n_rows}, ensure_ascii=False))
        return
    if found.renamed:
        ids = " and ".join(map(repr, found.renamed))
        print(f"different ids, {ids}: two codebooks to a store, no row of the first becomes outdated", file=sys.stderr)
    if found.retitled:
        print(f"title     {found.retitled[0]!r} is now {found.retitled[1]!r}")
    lines = [("added", issue, "") for issue in found.added]
    lines += [("changed", c.issue, ", ".join(c.keys)) for c in found.changed]
    lines += [("removed", issue, "") for issue in found.removed]
    for kind, issue, keys in lines:
        rows = f"  {n_rows[issue]} statements outdated" if store and not found.renamed and issue in n_rows else ""
        print(f"{kind:<8}  {issue}  {keys}{rows}".rstrip())
    print(f"{len(found.unchanged)} issues unchanged", file=sys.stderr)


def suggest(
    corpus: opt.Paths,
    most: Annotated[int, typer.Option("--most", min=1, help="So many proposals.")] = 10,
    draft: Annotated[
        Path | None, typer.Option("--draft", help="Also write them as a codebook whose two sides are blank.")
    ] = None,
    as_json: opt.AsJson = False,
) -> None:
    """Propose issues from what the people cited in a corpus speak about, each with example sentences."""
    from communique.runner import codebook_tools
    from communique.settings import make_settings

    proposals, quarantined = codebook_tools.suggest(corpus, make_settings(), n_most=most, draft=draft)
    for proposal in proposals:
        if as_json:
            print(json.dumps(proposal.to_json(), ensure_ascii=False))
            continue
        print(f"{', '.join(proposal.words)}: {proposal.n_contents} passages in {proposal.n_documents} documents")
        for example in proposal.examples:
            print(f"    {example.text[:200]}  ({example.document_id})")
    for item in quarantined:
        print(f"quarantined: {item.document_id}: {item.reason}", file=sys.stderr)
    if not proposals:
        print("nothing to propose: no subject is shared by two documents", file=sys.stderr)
    elif draft is not None:
        print(f"wrote {draft}: write the two sides of each issue, then: communique codebook check {draft}", file=sys.stderr)
    raise typer.Exit(1 if quarantined else 0)


def schema(out: Annotated[Path, typer.Option("--out", help="Where to.")] = Path("codebook.schema.json")) -> None:
    """Write the JSON Schema of the codebook format, for editors that complete and check YAML."""
    from communique.runner import codebook_tools

    codebook_tools.write_schema(out)
    print(f"wrote {out}", file=sys.stderr)


def plugins() -> None:
    """List what is installed in each plug-in group."""
    from communique.plugins import GROUPS, iter_plugins

    for group in GROUPS:
        for name, where in iter_plugins(group).items():
            print(f"{group}  {name:<14}  {where}")
