"""A codebook file (YAML) in, a validated `Codebook` out.

All that is wrong with a file is told at once, each problem with its file, line and key and what is expected there.
The JSON Schema of the format is `codebook.schema.json` beside this module. Nothing here reads reports.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from communique.errors import BadCodebook, BadInput
from communique.model.codebook import Codebook, Issue
from communique.model.plain_text import find_not_plain

SCHEMA = Path(__file__).with_name("codebook.schema.json")
SUFFIXES = (".yaml", ".yml")
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
ID_IS = "an id of letters, digits, '-', '_' and '.'"
MAX_TEXT_CHARS = 400  # the reader sees the first 60 words or so; a longer text is more than one issue
NOT_PLAIN = "holds the character {}, expected letters, digits and signs that can be printed"
BOOK_KEYS = {"codebook": True, "title": True, "issues": True}  # whether each is required
ISSUE_KEYS = {"id": True, "label": True, "support": True, "oppose": True, "keywords": False}


def codebook_json_schema() -> dict[str, Any]:
    """The JSON Schema of a codebook file, for editors and other programs."""
    schema: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return schema


def read_codebook(path: str | Path) -> Codebook:
    """The codebook of one file.

    Raises:
        BadInput: there is no such file, or it cannot be opened.
        BadCodebook: the file is not a codebook; `problems` names every line to correct.
    """
    return parse_codebook(_read_bytes(Path(path)), str(path))


def read_codebooks(folder: str | Path) -> dict[str, Codebook]:
    """The codebooks of all `*.yaml` and `*.yml` files of a folder, by id.

    Raises:
        BadInput: there is no such folder, or it holds no codebook.
        BadCodebook: a file is not a codebook, or two have the same id; the problems of all files are told.
    """
    where = Path(folder)
    if not where.is_dir():
        raise BadInput(f"{where}: no such folder of codebooks")
    paths = sorted(p for p in where.iterdir() if p.suffix in SUFFIXES and p.is_file())
    if not paths:
        raise BadInput(f"{where}: holds no codebook; expected files that end in {' or '.join(SUFFIXES)}")
    found: dict[str, Codebook] = {}
    problems: list[str] = []
    for path in paths:
        try:
            codebook = read_codebook(path)
        except BadCodebook as err:
            problems += err.problems
            continue
        if codebook.id in found:
            problems.append(f"{path}:1: codebook: {codebook.id!r} is also the id of {found[codebook.id].path}; give each its own")
        found[codebook.id] = codebook
    if problems:
        raise BadCodebook(str(where), problems)
    return found


def parse_codebook(data: bytes, path: str = "codebook") -> Codebook:
    """The codebook of a file's bytes; `path` is what problems call it.

    Raises:
        BadCodebook: the bytes are not a codebook.

    Example:
        >>> parse_codebook(b"codebook: oil\\ntitle: Oil\\nissues: []\\n", "oil.yaml")
        Traceback (most recent call last):
        ...
        communique.errors.BadCodebook: oil.yaml:3: issues: empty, expected at least one issue
    """
    check = _Check(path)
    root = _load(data, path)
    if not _is_map(root):
        raise BadCodebook(path, [f"{path}:1: the file is {_kind(root)}, expected a mapping with the keys {_listed(BOOK_KEYS)}"])
    check.keys(root, BOOK_KEYS, "")
    book_id = check.identifier(root, "codebook", "")
    title = check.text(root, "title", "")
    issues = check.issues(root)
    if check.problems:
        raise BadCodebook(path, check.sorted_problems())
    codebook = Codebook(book_id, title, issues, path=path)
    return Codebook(book_id, title, issues, sha256=codebook_sha256(codebook), path=path)


def codebook_sha256(codebook: Codebook) -> str:
    """The hash of what the codebook says: comments, layout and file name do not count."""
    issues = [{k: getattr(i, k) for k in ISSUE_KEYS} for i in codebook.issues]
    canonical = {"codebook": codebook.id, "title": codebook.title, "issues": issues}
    text = json.dumps(canonical, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass
class _Check:
    """Collects what is wrong, with the line of each problem."""

    path: str
    problems: list[tuple[int, str]] = field(default_factory=list)

    def add(self, line: int, key: str, what: str) -> None:
        self.problems.append((line, f"{self.path}:{line}: {key}: {what}"))

    def sorted_problems(self) -> list[str]:
        return [text for _, text in sorted(self.problems, key=lambda p: p[0])]

    def keys(self, node: Any, known: dict[str, bool], prefix: str) -> None:
        """Report keys that are missing and keys that nobody knows, with the nearest known one."""
        for key in node:
            if key not in known:
                near = difflib.get_close_matches(str(key), known, n=1)
                hint = f"; did you mean {near[0]!r}?" if near else f", expected {_listed(known)}"
                self.add(_line(node, key), f"{prefix}{str(key)[:40]}", f"unknown key{hint}")
        for key, is_required in known.items():
            if is_required and key not in node:
                self.add(node.lc.line + 1, f"{prefix}{key}", "missing")

    def text(self, node: Any, key: str, prefix: str) -> str:
        """A text that is not empty; what is written over several lines is joined by single spaces."""
        if key not in node:
            return ""
        value = node[key]
        if not isinstance(value, str):
            self.add(_line(node, key), prefix + key, f"{_kind(value)}, expected a text")
            return ""
        text = " ".join(value.split())
        if not text:
            self.add(_line(node, key), prefix + key, "empty, expected a text")
        elif found := find_not_plain(text):
            self.add(_line(node, key), prefix + key, NOT_PLAIN.format(found))
        elif len(text) > MAX_TEXT_CHARS:
            self.add(_line(node, key), prefix + key, f"{len(text)} characters long, expected at most {MAX_TEXT_CHARS}")
        return text

    def identifier(self, node: Any, key: str, prefix: str) -> str:
        text = self.text(node, key, prefix)
        if text and not ID.fullmatch(text):
            self.add(_line(node, key), prefix + key, f"{text[:40]!r}, expected {ID_IS}")
        return text

    def issues(self, root: Any) -> tuple[Issue, ...]:
        """The issues in their order; each id once."""
        nodes = root.get("issues")
        if "issues" not in root:
            return ()
        if not _is_list(nodes):
            self.add(_line(root, "issues"), "issues", f"{_kind(nodes)}, expected a list of issues")
            return ()
        if not nodes:
            self.add(_line(root, "issues"), "issues", "empty, expected at least one issue")
        found: list[Issue] = []
        first_line: dict[str, int] = {}
        for i, node in enumerate(nodes):
            line = nodes.lc.item(i)[0] + 1
            if not _is_map(node):
                self.add(line, f"issues[{i}]", f"{_kind(node)}, expected a mapping with the keys {_listed(ISSUE_KEYS)}")
                continue
            issue = self.issue(node, f"issues[{i}].")
            if issue.id in first_line:
                what = f"{issue.id[:40]!r} is already the id in line {first_line[issue.id]}"
                self.add(_line(node, "id"), f"issues[{i}].id", what)
            elif issue.id:
                first_line[issue.id] = _line(node, "id")
            found.append(issue)
        return tuple(found)

    def issue(self, node: Any, prefix: str) -> Issue:
        self.keys(node, ISSUE_KEYS, prefix)
        support, oppose = self.text(node, "support", prefix), self.text(node, "oppose", prefix)
        if support and support.casefold() == oppose.casefold():
            self.add(_line(node, "oppose"), prefix + "oppose", "the same text as support, expected its opposite")
        identifier, label = self.identifier(node, "id", prefix), self.text(node, "label", prefix)
        return Issue(identifier, label, support, oppose, self.keywords(node, prefix))

    def keywords(self, node: Any, prefix: str) -> tuple[str, ...]:
        words = node.get("keywords", ())
        if not (_is_list(words) or words == ()):
            self.add(_line(node, "keywords"), prefix + "keywords", f"{_kind(words)}, expected a list of texts")
            return ()
        for i, word in enumerate(words):
            if not isinstance(word, str) or not word.strip():
                self.add(words.lc.item(i)[0] + 1, f"{prefix}keywords[{i}]", f"{_kind(word)}, expected a text")
            elif found := find_not_plain(word):
                self.add(words.lc.item(i)[0] + 1, f"{prefix}keywords[{i}]", NOT_PLAIN.format(found))
        return tuple(" ".join(w.split()) for w in words if isinstance(w, str))


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as err:
        raise BadInput(f"{path}: no such codebook file") from err
    except IsADirectoryError as err:
        remedy = f"name the file, or use --codebook auto --codebooks {path}"
        raise BadInput(f"{path}: a folder, expected a codebook file; {remedy}") from err
    except OSError as err:
        raise BadInput(f"{path}: cannot be read: {err.strerror}") from err


def _load(data: bytes, path: str) -> Any:
    """The YAML tree, with line numbers."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as err:
        line = data[: err.start].count(b"\n") + 1
        raise BadCodebook(path, [f"{path}:{line}: not UTF-8, expected the file to be saved as UTF-8"]) from err
    if not text.strip():
        raise BadCodebook(path, [f"{path}:1: the file is empty, expected the keys {_listed(BOOK_KEYS)}"])
    try:
        root = YAML(typ="rt").load(text)
    except (YAMLError, ValueError, RecursionError) as err:
        raise BadCodebook(path, [_yaml_problem(err, path)]) from err
    if root is None:
        raise BadCodebook(path, [f"{path}:1: the file holds only comments, expected the keys {_listed(BOOK_KEYS)}"])
    return root


def _yaml_problem(err: Exception, path: str) -> str:
    mark = getattr(err, "problem_mark", None) or getattr(err, "context_mark", None)
    what = str(getattr(err, "problem", None) or str(err).splitlines()[0])[:100]
    duplicate = re.match(r"found duplicate key \"?([^\"]{1,40})\"?", what)
    if duplicate and mark:
        return f"{path}:{mark.line + 1}: {duplicate.group(1)}: written twice in one mapping, expected once"
    return f"{path}:{mark.line + 1 if mark else 1}: not YAML: {what}"


def _is_map(node: Any) -> bool:
    return isinstance(node, dict) and hasattr(node, "lc")


def _is_list(node: Any) -> bool:
    return isinstance(node, list) and hasattr(node, "lc")


def _line(node: Any, key: object) -> int:
    """The line of a key, from 1."""
    return int(node.lc.key(key)[0]) + 1


def _kind(value: object) -> str:
    """What a value is, in words."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return f"the truth value {str(value).lower()}"
    if isinstance(value, (int, float)):
        return f"the number {value}"
    if isinstance(value, str):
        return f"the text {value[:40]!r}"
    if isinstance(value, dict):
        return "a mapping"
    return "a list" if isinstance(value, list) else f"a {type(value).__name__}"


def _listed(keys: Iterable[str]) -> str:
    return ", ".join(keys)
