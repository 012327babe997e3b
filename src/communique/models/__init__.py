"""The shipped model files, and the one way to get at them: by name, with every checksum compared first.

Each folder holds the files of one model and a `manifest.json` with their sha256, the base model, the corpus, the seed
and the figures measured. Nothing here opens a run time; nlp and coding do that with the paths they get.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from communique.errors import MissingModel

MANIFEST = "manifest.json"
# The run time joins a sum and the norm after it in one operator that takes several times as long as both apart (decision 17)
SLOW_FUSIONS = ["SkipLayerNormFusion"]
_SURROGATE = re.compile("[\ud800-\udfff]")


def encodable(text: str) -> str:
    """The text with every lone surrogate replaced, one character for one: tokenizers take UTF-8, which has none.

    Example:
        >>> encodable("a\\ud83db")
        'a\ufffdb'
    """
    return _SURROGATE.sub("\ufffd", text)


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """A model whose files are all there and unaltered: its folder and what its manifest says."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def id(self) -> str:
        """What rows made with this model name it by: its name and the first digits of its checksum."""
        return str(self.manifest["id"])

    def path(self, name: str) -> Path:
        """The path of one of its files.

        Raises:
            MissingModel: the manifest lists no such file.
        """
        if name not in self.manifest["files"]:
            raise MissingModel(f"{self.folder}: the manifest lists no file {name!r}; rebuild the model with its training command")
        return self.folder / name


def find_model(name: str, folder: Path | None = None) -> ModelFiles:
    """A model by the name of its folder here, or the one in `folder`, with all checksums compared.

    Raises:
        MissingModel: the folder, its manifest or a file is absent, or a file is not the one that was recorded.
    """
    where = Path(folder) if folder is not None else Path(__file__).parent / name
    remedy = (
        f"rebuild it into {where} with the training command, or name another folder"
        if folder is not None
        else ("reinstall communique, or rebuild the model with the training command in docs/model-cards")
    )
    manifest = _read_manifest(where, name, remedy)
    for file, recorded in manifest["files"].items():
        path = where / file
        if not path.is_file():
            raise MissingModel(f"model {name!r}: file {path} is missing; {remedy}")
        if file_sha256(path) != recorded:
            raise MissingModel(f"model {name!r}: file {path} is not the one its manifest records (sha256 differs); {remedy}")
    return ModelFiles(where, manifest)


def _read_manifest(where: Path, name: str, remedy: str) -> dict[str, Any]:
    try:
        manifest = json.loads((where / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError as err:
        raise MissingModel(f"model {name!r}: {where / MANIFEST} is missing; {remedy}") from err
    except (ValueError, OSError) as err:
        raise MissingModel(f"model {name!r}: {where / MANIFEST} cannot be read ({err}); {remedy}") from err
    if not isinstance(manifest, dict) or not isinstance(manifest.get("files"), dict) or "id" not in manifest:
        raise MissingModel(f"model {name!r}: {where / MANIFEST} has no `files` and `id`; {remedy}")
    return manifest


def file_sha256(path: Path) -> str:
    """The sha256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def write_manifest(folder: Path, files: list[str], facts: dict[str, Any]) -> dict[str, Any]:
    """Write `manifest.json`: the given facts, the sha256 of each file, and the model's id made from them."""
    sums = {name: file_sha256(folder / name) for name in sorted(files)}
    whole = hashlib.sha256("".join(sums.values()).encode()).hexdigest()
    manifest = {**facts, "id": f"{facts['name']}-{whole[:8]}", "files": sums}
    text = json.dumps(manifest, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    return manifest
