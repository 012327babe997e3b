"""`communique codebook …`: the tools of a codebook joined with the readers they ask."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from communique.coding.codebook import read_codebook
from communique.coding.retrieval import Retriever
from communique.coding.stance import StanceReader
from communique.errors import NotInRecord, UsageError
from communique.evaluation.codebook_check import Warned, check_codebook
from communique.evaluation.codebook_diff import CodebookDiff, diff_codebooks
from communique.evaluation.codebook_draft import draft_codebook
from communique.evaluation.codebook_suggest import Content, Suggested, suggest_issues
from communique.ingest.documents import IngestOptions, iter_documents
from communique.model.codebook import Codebook, Issue
from communique.model.document import Quarantined
from communique.runner.batch import read_all
from communique.runner.pipeline import make_pipeline
from communique.runner.read import open_whole
from communique.settings import Settings
from communique.store.store import open_store


def check(path: str, *, watch: Callable[[Iterable[Issue]], Iterable[Issue]] = iter) -> tuple[Codebook, list[Warned]]:
    """A codebook with the warnings that reading it against itself gives; `watch` passes its issues on while they are read.

    Raises:
        BadCodebook: it cannot be used at all.
        MissingModel: the stance reader's model is absent or altered.
    """
    codebook = read_codebook(path)
    return codebook, check_codebook(codebook, StanceReader().read, Retriever().embed, watch=watch)


def compare(old: str, new: str, store_path: str | None = None) -> tuple[CodebookDiff, dict[str, int]]:
    """What changed between two versions of a codebook, and with a store how many statements that makes outdated, by issue.

    Of codebooks with different ids none: to a store they are two, and what was coded under one stays beside the other.

    Raises:
        BadCodebook: one of the two cannot be used.
        NotInRecord: the store holds no rows of this codebook.
    """
    before, after = read_codebook(old), read_codebook(new)
    diff = diff_codebooks(before, after)
    n_rows: dict[str, int] = dict.fromkeys(diff.outdated, 0)
    if store_path:
        with open_store(store_path, create=False) as store:
            if before.id not in {c.id for c in store.codebooks()}:
                raise NotInRecord(f"{store_path} holds nothing coded under the codebook {before.id!r}")
            for stored in store.iter_rows("statements", codebook=before.id) if diff.renamed is None else ():
                issue = getattr(stored.row, "issue", "")
                if issue in n_rows:
                    n_rows[issue] += 1
    return diff, n_rows


def suggest(
    paths: Sequence[str], settings: Settings, *, n_most: int = 10, draft: Path | None = None
) -> tuple[list[Suggested], list[Quarantined]]:
    """Issues that the attributed contents of a corpus are about, and the documents that could not be read.

    Args:
        draft: a file in which the issues, if there are any, are written as a codebook to be finished.

    Raises:
        BadInput: a path is missing.
        MissingModel: a model is absent or altered.
        UsageError: the draft is there already; what a person wrote into it is not overwritten.
        StoreUnwritable: the draft cannot be written.
    """
    if draft is not None and draft.exists():
        raise UsageError(f"{draft}: is there already; name another file for the draft")
    tasks = ((d if isinstance(d, Quarantined) else (d, None)) for d in iter_documents(paths, options=IngestOptions()))
    contents: list[Content] = []
    quarantined: list[Quarantined] = []
    for outcome in read_all(tasks, settings, make_pipeline(settings, coders=())):
        if isinstance(outcome, Quarantined):
            quarantined.append(outcome)
            continue
        document, _, result = outcome
        if isinstance(result, Quarantined):
            quarantined.append(result)
            continue
        for row in result.record.attributions:
            words = " ".join(span.of(document.text) for span in row.content)
            contents.append(Content(document.id, " ".join(words.split())))
    retriever = Retriever()
    proposals = suggest_issues(contents, retriever.embed, retriever.rarity, n_most=n_most)
    if draft is not None and proposals:
        with open_whole(draft) as stream:
            stream.write(draft_codebook(proposals, draft.stem))
    return proposals, quarantined


def write_schema(out: Path) -> None:
    """The JSON Schema of the codebook format, for editors.

    Raises:
        StoreUnwritable: it cannot be written there.
    """
    import json

    from communique.coding.codebook import codebook_json_schema

    with open_whole(out) as stream:
        stream.write(json.dumps(codebook_json_schema(), indent=2) + "\n")
