"""Codings that the project keeps without their articles: with the texts at hand, out go coded articles and codebooks.

`codings/codings.jsonl` holds one article a line: its `source_id`, a hash of its text, its codebook, and rows of four kinds that
point at characters; `figures.jsonl` and `quotes.jsonl` hold those of some of the same articles; `readings.jsonl` names articles
whose passages were only read, each with the codebook they were read for; `issues.jsonl` holds codebooks written for such passages
alone. The texts belong to their publishers and are read from a file of one's own. What comes out has the form of any folder of
coded articles, so whatever trains on those trains on these.

    python -m communique.evaluation.training.codings --codings codings --texts NEWS.jsonl.gz --out FOLDER
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from communique.errors import UsageError
from communique.evaluation.training.stance_rows import read_lines

KINDS = ("statements", "alignments", "meetings", "commitments")
APART = {"figures": ("figures", "unsure"), "quotes": ("quotes",)}  # files of their own, with the kinds of row in them


def read_codings(folder: Path, name: str = "codings") -> list[dict[str, Any]]:
    """The codings of a folder, one article each; of other files than the first, none where it has no file of that name."""
    path = folder / f"{name}.jsonl"
    if name != "codings" and not path.exists():
        return []
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def text_key(text: str) -> str:
    """By which a coding knows its text again."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def texts_of(ids: Collection[str], texts: Path | str) -> dict[str, str]:
    """The texts of some articles in a file of gzipped JSON Lines."""
    return {row["id"]: row["text"] for row in read_lines(Path(texts)) if row["id"] in ids}


def text_of(coding: dict[str, Any], texts: dict[str, str]) -> str:
    """The text that a coding points at.

    Raises:
        UsageError: it is not there, or another text is.
    """
    text = texts.get(coding["source_id"])
    if text is None:
        raise UsageError(f"no text of {coding['source_id']} in the file of texts; name the file with the texts coded")
    if text_key(text) != coding["text_key"]:
        raise UsageError(f"the text of {coding['source_id']} is not the one that was coded; name the file with the texts coded")
    return text


def fill_in(coding: dict[str, Any], text: str, kinds: Sequence[str] = KINDS) -> dict[str, Any]:
    """A coding with the words that its rows point at, as `evidence`, those of a quotation as `quote`."""
    filled = {k: v for k, v in coding.items() if k not in (*kinds, "text_key")}
    for kind in kinds:
        words = "quote" if kind == "quotes" else "evidence"
        rows = ({**{k: v for k, v in row.items() if k != "span"}, words: text[slice(*row["span"])]} for row in coding[kind])
        filled[kind] = list(rows)
    return filled


def articles_only_read(folder: Path) -> list[dict[str, Any]]:
    """Of the readings, the articles that are not coded, as codings without a row."""
    named = (line for line in read_codings(folder, "readings") if "codebook" in line)
    return [{**{k: v for k, v in line.items() if k != "units"}, **{kind: [] for kind in KINDS}} for line in named]


def unpack(folder: Path, texts: Path, out: Path) -> int:
    """Write folders of coded articles (`articles`; `read`, `figures` and `quotes` if there are any) and one of their codebooks.

    `read` holds articles whose passages were read and that are not coded: their records are empty.

    Returns:
        The number of articles in `articles`.
    """
    codings, read = read_codings(folder), articles_only_read(folder)
    apart = {name: read_codings(folder, name) for name in APART}
    found = texts_of({c["source_id"] for own in (codings, read, *apart.values()) for c in own}, texts)
    _write([fill_in(c, text_of(c, found)) for c in codings], out / "articles")
    _write([fill_in(c, text_of(c, found)) for c in read], out / "read")
    for name, own in apart.items():
        _write([{"id": c["source_id"], **fill_in(c, text_of(c, found), APART[name])} for c in own], out / name)
    shutil.copytree(folder / "codebooks", out / "codebooks", dirs_exist_ok=True)
    for codebook in read_codings(folder, "issues"):
        as_yaml = json.dumps(codebook, ensure_ascii=False, indent=1)  # what is JSON is YAML too
        (out / "codebooks" / f"{codebook['codebook']}.yaml").write_text(as_yaml, encoding="utf-8")
    return len(codings)


def _write(records: Sequence[dict[str, Any]], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for record in records:
        (folder / f"{record['id']}.json").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("codings", "texts", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    args = parser.parse_args()
    print(f"{unpack(args.codings, args.texts, args.out)} coded articles")


if __name__ == "__main__":
    main()
