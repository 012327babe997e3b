"""A brief before a meeting of two parties: sections of lines, each line with the sentences it rests on.

Nothing is said without a source: a line cannot be made without a citation. Writers to Markdown, HTML and DOCX stand in
`brief_writers`; what goes into a brief is decided in `communique.runner.brief`.
"""

from __future__ import annotations

from dataclasses import dataclass

from communique.errors import UsageError


@dataclass(frozen=True, slots=True)
class Citation:
    """The words a line rests on, and where they stand: outlet, date, document and first character."""

    outlet: str
    published: str
    document_id: str
    start: int
    words: str

    @property
    def place(self) -> str:
        """Outlet and date as a reader writes them."""
        return f"{self.outlet or 'unknown outlet'}, {self.published or 'date unknown'}"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to know. The first citation is shown with its words, the others by outlet and date.

    Raises:
        UsageError: there is no citation.
    """

    text: str
    citations: tuple[Citation, ...]
    tag: str = ""  # shown before the text: a date, "overdue", "reversed"

    def __post_init__(self) -> None:
        if not self.citations:
            raise UsageError(f"a line of a brief needs a source: {self.text[:100]}")

    @property
    def others(self) -> list[str]:
        """Outlet and date of every further citation, each once."""
        first = self.citations[0].place
        return [place for place in dict.fromkeys(c.place for c in self.citations) if place != first]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its lines; `empty` is what stands there when there are none, `n_left_out` how many more there are."""

    title: str
    lines: tuple[Line, ...]
    empty: str
    n_left_out: int = 0


@dataclass(frozen=True, slots=True)
class Brief:
    """What a desk officer needs before two parties meet.

    Args:
        parties: the two codes.
        title: the heading.
        scope: one line: how many reports of which period and outlets it rests on.
        made_on: the date shown as its own.
        sections: in reading order.
    """

    parties: tuple[str, str]
    title: str
    scope: str
    made_on: str
    sections: tuple[Section, ...]


def make_section(title: str, lines: list[Line], empty: str, *, most: int) -> Section:
    """A section of at most `most` lines, the first ones."""
    return Section(title, tuple(lines[:most]), empty, max(0, len(lines) - most))
