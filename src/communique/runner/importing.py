"""`communique import`: files of other programs into a store, and codebooks of other programs as files.

Every row that a person made becomes a judgement on a literal span: `taking` says how.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from inspect import Parameter, signature
from pathlib import Path
from typing import Any

from communique.errors import UsageError
from communique.export.brat_reader import read_brat
from communique.export.coded_table import read_coded_table
from communique.export.dna_reader import read_dna
from communique.export.imported import Imported
from communique.export.offsets import CODE_POINTS, Offsets
from communique.export.refi_reader import read_qdc, read_qdpx, slug
from communique.files import whole_file
from communique.model.codebook import Codebook
from communique.runner.taking import FileImport, ImportReport
from communique.store.store import open_store

READERS: dict[str, Callable[..., Imported]] = {
    "csv": read_coded_table,
    "dna": read_dna,
    "qdpx": read_qdpx,
    "brat": read_brat,
}
_MAPPINGS = {"columns": "issue=theme,actor=who", "variables": "concept=issue", "parties": "Greenpeace=NGO"}  # with examples


def import_file(
    path: str | Path,
    format: str,
    store_path: str | Path,
    *,
    coder: str,
    codebook: str | None = None,
    **options: Any,
) -> ImportReport:
    """Take a file of another program into a store, which is made if it is not there and the file brings a document.

    Args:
        format: `csv` (also .tsv and .xlsx), `dna`, `qdpx` or `brat`.
        coder: whose judgements the rows are where the file names nobody.
        codebook: a YAML file, or the id of a codebook of the store; without it the file's own, else one made of its issues.
        options: of the format, such as `offsets="utf-16"` or `columns={"issue": "theme"}`, which may be text (`issue=theme`).

    Raises:
        BadInput: the file cannot be read at all.
        BadTable: a coded table lacks a column.
        UsageError: there is no such format or option, or no coder.
        StoreError: the store cannot be used.
    """
    if format not in READERS:
        raise UsageError(
            f"no import format {format[:40]!r}; there are {', '.join(READERS)}; reports are read by `communique run`"
        )
    if not coder.strip():
        raise UsageError("an import needs the name of its coder: --coder NAME")
    imported = READERS[format](path, **_checked_options(format, options))
    store_file = Path(store_path)
    is_new, is_empty = not store_file.exists(), False
    try:
        with open_store(store_file, coder=coder) as store:
            try:
                return FileImport(store, imported, Path(path), coder, codebook).take()
            finally:
                is_empty = is_new and not store.counts()["documents"]
    finally:
        if is_empty:
            for ending in ("", "-wal", "-shm"):
                with suppress(OSError):
                    Path(f"{store_file}{ending}").unlink(missing_ok=True)


def _checked_options(format: str, options: Mapping[str, Any]) -> dict[str, Any]:
    """The options of a format, each of which it has; a mapping may be given as text, `issue=theme,actor=who` or JSON.

    Raises:
        UsageError: the format has no such option, or it cannot have the value.
    """
    known = [name for name, p in signature(READERS[format]).parameters.items() if p.kind is Parameter.KEYWORD_ONLY]
    unknown = sorted(set(options) - set(known))
    if unknown:
        raise UsageError(f"format {format} has no option {unknown[0][:40]!r}; it has {', '.join(known)}")
    Offsets("", options.get("offsets", CODE_POINTS))
    return {name: _parse_mapping(name, value) if name in _MAPPINGS else value for name, value in options.items()}


def _parse_mapping(name: str, value: Any) -> dict[str, str]:
    found = value
    if isinstance(value, str) and value.startswith("{"):
        with suppress(ValueError):
            found = json.loads(value)
    elif isinstance(value, str):
        pairs = [pair.partition("=") for pair in value.split(",")]
        found = {ours.strip(): theirs.strip() for ours, _, theirs in pairs}
    if isinstance(found, Mapping) and found and all(isinstance(v, str) and k and v for k, v in found.items()):
        return dict(found)
    raise UsageError(f"{name} is {str(value)[:60]!r}; expected names such as {name}={_MAPPINGS[name]}")


def import_codebooks(path: str | Path, folder: str | Path) -> list[Path]:
    """The codebooks of a REFI-QDA codebook file (`.qdc`) as YAML files, one each; where they were written.

    Raises:
        BadInput: the file is no REFI-QDA codebook.
        UsageError: a file of that name is there already.
    """
    written = []
    for book in read_qdc(path):
        target = Path(folder) / f"{slug(book.id)}.yaml"
        if target.exists():
            raise UsageError(f"{target} is there already; name another folder with --out")
        with whole_file(target) as file:
            file.write(codebook_to_yaml(book))
        written.append(target)
    return written


def codebook_to_yaml(book: Codebook) -> str:
    """A codebook as a file that `read_codebook` reads."""
    import io

    from ruamel.yaml import YAML

    issues = []
    for issue in book.issues:
        one: dict[str, Any] = {"id": issue.id, "label": issue.label, "support": issue.support, "oppose": issue.oppose}
        issues.append(one | ({"keywords": list(issue.keywords)} if issue.keywords else {}))
    yaml, out = YAML(), io.StringIO()
    yaml.width = 120
    yaml.dump({"codebook": slug(book.id), "title": book.title or book.id, "issues": issues}, out)
    return out.getvalue()
