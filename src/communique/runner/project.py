"""The package in a notebook: a store with its codebook as one object, results as rows and data frames.

import communique as cq
p = cq.open("talks.db", codebook="codebook.yaml")
p.add("reports/*.html", "archive.jsonl.gz").run()
p.matrix().to_pandas()
p.network(type="onemode", variable1="party", variable2="issue", aggregation="congruence").to_pandas()
"""

from __future__ import annotations

import glob
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from communique.analysis.change import Changes, find_changes
from communique.analysis.coded import choose
from communique.analysis.convergence import Convergence, find_convergence
from communique.analysis.discourse_network import build_network
from communique.analysis.frame import Rows
from communique.analysis.network import Network
from communique.analysis.options import NetworkOptions
from communique.analysis.position import PositionOptions, Positions, find_positions, positions_at
from communique.coding.decision import USES
from communique.errors import UsageError
from communique.ingest.documents import IngestOptions, iter_documents
from communique.model.record import CODED_KINDS, KINDS, ROW_TYPES
from communique.runner.known import check_known
from communique.runner.read import Summary, choose_codebooks
from communique.runner.run import run_documents
from communique.runner.stored import alignment_rows, first_of_each, read_records, statement_rows, statement_table
from communique.settings import make_settings
from communique.store.store import Store, open_store

PLACE = ("start", "end", "confidence", "maker", "rule")
RENAMED = {"attributions": "mode", "alignments": "relation", "meetings": "format"}  # to `kind`, in the interchange format


@dataclass(frozen=True, slots=True)
class Table(Rows):
    """Rows of one kind, each with its document and a link back to the span: `document:start-end`."""

    kind: str
    found: tuple[dict[str, Any], ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """What a frame has also without rows."""
        (row_type,) = (t for t in ROW_TYPES if t.kind == self.kind)
        own = ["kind" if f.name == RENAMED.get(self.kind) else f.name for f in fields(row_type) if f.name not in PLACE]
        return ("document", "outlet", "published", "id", *own, *PLACE[:-1], "link")

    @property
    def rows(self) -> list[dict[str, Any]]:
        return list(self.found)

    def __len__(self) -> int:
        return len(self.found)


def open_project(store: str | Path, *, codebook: str | Path | None = None, **settings: Any) -> Project:
    """A store, made on the first run, with the codebook that its reports are coded with.

    Args:
        store: the file of the store.
        codebook: a codebook file; None reads without statements.
        settings: as of the command line: `workers`, `use`, `model`, …

    Raises:
        BadCodebook: the codebook cannot be used.
        UsageError: there is no such setting, or it cannot have the value.
    """
    return Project(Path(store), str(codebook) if codebook else None, settings)


class Project:
    """A store and a codebook. Methods that read give results with `.rows` and `.to_pandas()`."""

    def __init__(self, path: Path, codebook: str | None, settings: Mapping[str, Any]) -> None:
        self.path = path
        self.codebooks = choose_codebooks(codebook, None)
        self.settings = make_settings(**settings)
        choose("use", self.settings.use, USES)
        self.summary: Summary | None = None
        self._paths: list[str] = []

    def add(self, *paths: str | Path) -> Project:
        """Note files, folders or patterns such as `reports/*.html` for the next run."""
        for path in map(str, paths):
            self._paths += sorted(glob.glob(path)) or [path]
        return self

    def run(self) -> Project:
        """Read what was added and is not known yet; `summary` says how each document ended.

        Raises:
            BadInput: a path is missing.
            StoreError: the store cannot be used.
        """
        documents = iter_documents(self._paths, options=IngestOptions())
        self.summary = run_documents(documents, self.codebooks, self.settings, store_path=str(self.path), command="notebook")
        self._paths = []
        return self

    def store(self, coder: str | None = None) -> Store:
        """The open store, for judging and anything else: `with p.store(coder="mia") as store: …`."""
        return open_store(self.path, create=False, coder=coder)

    def table(self, kind: str, *, as_of: str | None = None) -> Table:
        """The rows of a kind (`statements`, `meetings`, …) with document, outlet, date and a link to the span.

        Raises:
            UsageError: there is no such kind.
        """
        choose("kind", kind, KINDS)
        records = read_records(str(self.path), as_of=as_of)
        coded = kind in CODED_KINDS
        rows = [
            {"document": r["id"], "outlet": r["outlet"], "published": r["published"], **row}
            | {"link": f"{r['id']}:{row['start']}-{row['end']}"}
            for r in (records if coded else first_of_each(records))
            for row in r[kind]
        ]
        return Table(kind, tuple(rows))

    def matrix(self, *, at: str | None = None, by: str = "party", as_of: str | None = None) -> Positions:
        """The positions of every party or actor on every issue, as they stood on a day if `at` is given."""
        statements = statement_table(str(self.path), as_of=as_of, with_clusters=True)
        options = PositionOptions(by=by)
        return positions_at(statements, at, options=options) if at else find_positions(statements, options=options)

    def changes(self, since: str, until: str | None = None) -> Changes:
        """What changed in positions from a day on, each with the sentences before and after."""
        return find_changes(statement_table(str(self.path), with_clusters=True), since, until)

    def converge(self, one: str, two: str, *, window: str = "days:90") -> Convergence:
        """Whether two parties draw together, window by window.

        Raises:
            NotInRecord: the record says nothing of one of them.
        """
        records = read_records(str(self.path), with_clusters=True)
        check_known(records, (one, two))
        return find_convergence(list(statement_rows(records)), one, two, alignments=alignment_rows(records), window=window)

    def network(self, **options: Any) -> Network | list[Network]:
        """A discourse network of the statements; options as of `NetworkOptions`. With a window a list of networks.

        Raises:
            UsageError: there is no such option, or it cannot have the value.
        """
        known = [f.name for f in fields(NetworkOptions)]
        for name in options.keys() - known:
            raise UsageError(f"no option {name[:40]!r} of a network; there is {', '.join(known)}")
        given = NetworkOptions(**{"variable1": "party", "variable2": "issue", **options})
        return build_network(statement_table(str(self.path), with_clusters=given.duplicates == "cluster"), given)

    def report(self, out: str | Path) -> Path:
        """Write the page of the record."""
        from communique.runner.report import write_report

        write_report(str(self.path), Path(out))
        return Path(out)
