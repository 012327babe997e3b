"""A codebook to be finished by a person: proposed issues in, YAML out, with example sentences and the two sides left blank.

Until a side is written the file is told to be unfinished, with the line, by everything that reads a codebook.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from communique.evaluation.codebook_suggest import Suggested

HEAD = """\
# Proposed from what a corpus's sources speak about. Of each issue: write both sides, which cannot both be held, give it an
# id and a label of your own, and delete it if it is none. Then: communique codebook check FILE
"""
MAX_EXAMPLE = 200  # characters
N_ID_WORDS = 2


def draft_codebook(proposals: Sequence[Suggested], name: str = "draft") -> str:
    """The proposals as a codebook whose sides are blank.

    Args:
        proposals: what `suggest_issues` gives.
        name: the codebook's id; what an id cannot hold becomes a hyphen.

    Example:
        >>> print(draft_codebook([Suggested(("quotas", "cod"), 3, 2, ())]).split("issues:")[1])
        <BLANKLINE>
          # 3 passages in 2 documents
          - id: quotas-cod
            label: "quotas, cod"
            keywords: ["quotas", "cod"]
            support:  # what an actor in favour would say
            oppose:  # what an actor against would say
        <BLANKLINE>
    """
    issues = [line for id_, proposal in zip(_ids(proposals), proposals, strict=True) for line in _issue(id_, proposal)]
    return HEAD + "\n".join([f"codebook: {_as_id(name) or 'draft'}", "title: Draft", "issues:", *issues, ""])


def _issue(name: str, proposal: Suggested) -> Iterator[str]:
    such_as = ", such as" if proposal.examples else ""
    yield f"  # {proposal.n_contents} passages in {proposal.n_documents} documents{such_as}"
    for example in proposal.examples:
        yield f"  #   {_printable(example.text[:MAX_EXAMPLE])}  ({_printable(example.document_id)})"
    yield f"  - id: {name}"
    yield f"    label: {_quoted(', '.join(proposal.words) or name)}"
    yield f"    keywords: [{', '.join(map(_quoted, proposal.words))}]"
    yield "    support:  # what an actor in favour would say"
    yield "    oppose:  # what an actor against would say"


def _printable(text: str) -> str:
    """One line of what YAML allows in a comment."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable())


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # a JSON string is a YAML scalar


def _ids(proposals: Sequence[Suggested]) -> list[str]:
    """An id for each, of its first words; the second of one name gets its number in the list."""
    found: list[str] = []
    for number, proposal in enumerate(proposals, 1):
        name = _as_id("-".join(proposal.words[:N_ID_WORDS]).lower())
        found.append(name if name and name not in found else f"{name or 'issue'}-{number}")
    return found


def _as_id(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-")
