"""How several outlets cover one story: who reports which statement, who is quoted where, what is shared wording.

In come records in the interchange format, with their text; out goes one result whose every line has its span. An outlet
counts once, however many of its reports say a thing; a text that several outlets print is told by all of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import numpy as np

from communique.analysis.coded import Coded, coded_statements
from communique.analysis.frame import Rows
from communique.analysis.lineage import Lineage, Printed, find_lineage
from communique.analysis.passage import MIN_WORDS, Passage, shared_passages
from communique.analysis.telling import NOBODY, Point, Quoted, group_quotes, group_statements
from communique.analysis.wording import Wording, words_of
from communique.model.document import Span
from communique.model.paragraph import split_paragraphs

Json = Mapping[str, Any]

ALL_PAIRS = 60  # reports: up to here every pair is aligned, beyond only those that lineage finds to share wording


@dataclass(frozen=True, slots=True)
class Report:
    """One of the reports compared.

    Args:
        outlets: all that printed this text, sorted; its id if none is known.
        cluster: the story cluster it is in.
        n_words: of its body.
        n_shared: of these, words in passages that another outlet has too.
    """

    document_id: str
    outlets: tuple[str, ...]
    published: str
    title: str
    cluster: str
    n_words: int
    n_shared: int


@dataclass(frozen=True, slots=True)
class SharedPassage:
    """A passage that reports of two outlets have in common; `first` is the earlier report."""

    first: str
    second: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class OwnParagraph:
    """A paragraph without a shared passage; `new` is the share of its words that no other outlet's report uses.

    `new_words` are those words, in order, each once: by wording alone, not by meaning.
    """

    document_id: str
    span: Span
    n_words: int
    new: float
    new_words: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True)
class Coverage(Rows):
    """One story in several outlets.

    Args:
        title: what is covered, in words.
        reports: by date.
        outlets: sorted.
        points: statements, the most widely reported first.
        quoted: quoted words, by speaker.
        passages: shared wording, the longest first.
        own: paragraphs in wording of their own, those with the newest words first.
        lineage: near-duplicates among the reports.
    """

    title: str
    reports: tuple[Report, ...]
    outlets: tuple[str, ...]
    points: tuple[Point, ...] = field(repr=False)
    quoted: tuple[Quoted, ...] = field(repr=False)
    passages: tuple[SharedPassage, ...] = field(repr=False)
    own: tuple[OwnParagraph, ...] = field(repr=False)
    lineage: Lineage = field(repr=False)
    texts: Mapping[str, str] = field(repr=False)

    @property
    def only_in_one(self) -> tuple[Point, ...]:
        """Statements that one outlet alone reports; none where only one outlet was read."""
        return tuple(p for p in self.points if self._is_alone(p))

    def _is_alone(self, point: Point) -> bool:
        return len(point.outlets) == 1 and len(self.outlets) > 1

    @property
    def contested(self) -> tuple[tuple[Point, Point], ...]:
        """A party's support and its opposition on one issue, both reported."""
        sides = {(p.party, p.actors if p.party in NOBODY else (), p.issue, p.stance): p for p in self.points}
        pairs = ((p, sides.get((*key[:3], "oppose"))) for key, p in sides.items() if key[3] == "support")
        return tuple((p, other) for p, other in pairs if other)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """One row for each statement as one report tells it, with how many outlets and stories tell it too."""
        return [
            {
                "party": point.party,
                "issue": point.issue,
                "stance": point.stance,
                "n_outlets": len(point.outlets),
                "n_stories": len(point.stories),
                "only_in": point.outlets[0] if self._is_alone(point) else "",
                **{name: value for name, value in stmt.citation().items() if name not in ("party", "issue", "stance")},
            }
            for point in self.points
            for stmt in point.tellings
        ]

    def matrix_rows(self) -> list[dict[str, Any]]:
        """One row for each statement, one column for each outlet: how many of its sentences report it."""
        counts = {report.document_id: report.outlets for report in self.reports}
        out = []
        for point in self.points:
            told = Counter(outlet for stmt in point.tellings for outlet in counts[stmt.document_id])
            head = {"party": point.party, "issue": point.issue, "stance": point.stance}
            out.append({**head, **{outlet: told[outlet] for outlet in self.outlets}})
        return out

    def report_rows(self) -> list[dict[str, Any]]:
        """One row for each report: outlets, date, title, story cluster, words, and how many of them others print too."""
        return [
            {
                "document_id": r.document_id,
                "outlets": "|".join(r.outlets),
                "published": r.published,
                "title": r.title,
                "cluster": r.cluster,
                "n_words": r.n_words,
                "n_shared": r.n_shared,
            }
            for r in self.reports
        ]

    def quote_rows(self) -> list[dict[str, Any]]:
        """One row for each place where words are quoted."""
        outlets = {report.document_id: report.outlets for report in self.reports}
        return [
            {
                "speaker": q.speaker,
                "party": q.party,
                "n_outlets": len(q.outlets),
                "outlet": "|".join(outlets[document_id]),
                "document_id": document_id,
                "start": span.start,
                "end": span.end,
                "quote": span.of(self.texts[document_id]),
            }
            for q in self.quoted
            for document_id, span in q.places
        ]

    def passage_rows(self) -> list[dict[str, Any]]:
        """One row for each shared passage: where it stands in both texts, and its words there."""
        return [
            {
                "first": shared.first,
                "first_start": shared.passage.one.start,
                "first_end": shared.passage.one.end,
                "second": shared.second,
                "second_start": shared.passage.two.start,
                "second_end": shared.passage.two.end,
                "n_words": shared.passage.n_words,
                "is_exact": shared.passage.is_exact,
                "first_text": shared.passage.one.of(self.texts[shared.first]),
                "second_text": shared.passage.two.of(self.texts[shared.second]),
            }
            for shared in self.passages
        ]

    def own_rows(self) -> list[dict[str, Any]]:
        """One row for each paragraph in wording of its own."""
        return [
            {
                "document_id": p.document_id,
                "start": p.span.start,
                "end": p.span.end,
                "n_words": p.n_words,
                "new": p.new,
                "new_words": " ".join(p.new_words),
                "text": p.span.of(self.texts[p.document_id]),
            }
            for p in self.own
        ]


def find_coverage(records: Iterable[Json], *, title: str = "", min_words: int = MIN_WORDS) -> Coverage:
    """Compare how outlets report one story.

    Args:
        records: in the interchange format, with `text`. A document read under several codebooks may come several times.
        title: what the story is.
        min_words: of a shared passage.

    Returns:
        The comparison. No meaning is compared beyond the coding: see `group_statements`.
    """
    everything = list(records)
    texts = [_Text.of(r) for r in {str(r["id"]): r for r in reversed(everything)}.values()]
    texts.sort(key=lambda t: (t.published or "9999", t.id))
    lineage = find_lineage(t.printed for t in texts)
    passages = _passages(texts, lineage, min_words)
    spans = _spans_by_document(passages)
    outlets_of = {t.id: t.outlets for t in texts}
    return Coverage(
        title=title,
        reports=tuple(_report(t, lineage.clusters[t.id], spans[t.id]) for t in texts),
        outlets=tuple(sorted({outlet for t in texts for outlet in t.outlets})),
        points=tuple(group_statements(_statements(everything, lineage), outlets_of)),
        quoted=tuple(group_quotes(((t.id, row) for t in texts for row in t.quotes), outlets_of)),
        passages=tuple(sorted(passages, key=lambda s: (-s.passage.n_words, s.first, s.passage.one, s.second, s.passage.two))),
        own=tuple(_own(texts, spans)),
        lineage=lineage,
        texts={t.id: t.text for t in texts},
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Text:
    id: str
    text: str
    outlets: tuple[str, ...]
    published: str
    title: str
    body: tuple[Span, ...]
    paragraphs: tuple[Span, ...]
    words: Wording
    quotes: tuple[Json, ...]

    @classmethod
    def of(cls, record: Json) -> _Text:
        text = str(record["text"])
        body = tuple(Span(z["start"], z["end"]) for z in record.get("zones", ()) if z["kind"] == "body") or (Span(0, len(text)),)
        paragraphs = tuple(p for zone in body for p in split_paragraphs(text, zone.start, zone.end))
        named = {str(w["outlet"]) for w in (record, *record.get("witnesses", ())) if w.get("outlet")}
        return cls(
            id=str(record["id"]),
            text=text,
            outlets=tuple(sorted(named)) or (str(record["id"]),),
            published=str(record.get("published") or ""),
            title=str(record.get("title") or ""),
            body=body,
            paragraphs=paragraphs,
            words=words_of(text, paragraphs),
            quotes=tuple(record.get("quotes", ())),
        )

    @property
    def printed(self) -> Printed:
        return Printed(self.id, self.text, self.published or None, self.outlets[0], self.body)


def _passages(texts: Sequence[_Text], lineage: Lineage, min_words: int) -> list[SharedPassage]:
    """The shared passages of reports of different outlets; of several copies of the same words one is aligned."""
    copies = {p.second for p in lineage.pairs if p.relation == "same"}
    linked = {frozenset((p.first, p.second)) for p in lineage.pairs}
    kept = [t for t in texts if t.id not in copies]
    found = []
    for one, two in [*combinations(kept, 2), *_copied(texts, lineage)]:
        is_linked = len(kept) <= ALL_PAIRS or frozenset((one.id, two.id)) in linked
        if is_linked and set(one.outlets) != set(two.outlets):
            passages = shared_passages(one.words, two.words, min_words=min_words)
            found += [SharedPassage(one.id, two.id, passage) for passage in passages]
    return found


def _copied(texts: Sequence[_Text], lineage: Lineage) -> Iterator[tuple[_Text, _Text]]:
    by_id = {t.id: t for t in texts}
    return ((by_id[p.first], by_id[p.second]) for p in lineage.pairs if p.relation == "same")


def _spans_by_document(passages: Iterable[SharedPassage]) -> dict[str, list[Span]]:
    spans: dict[str, list[Span]] = defaultdict(list)
    for shared in passages:
        spans[shared.first].append(shared.passage.one)
        spans[shared.second].append(shared.passage.two)
    return spans


def _report(text: _Text, cluster: str, shared: Iterable[Span]) -> Report:
    covered = np.zeros(len(text.words), dtype=np.bool_)
    for span in shared:
        covered |= (text.words.starts >= span.start) & (text.words.ends <= span.end)
    return Report(text.id, text.outlets, text.published, text.title, cluster, len(text.words), int(covered.sum()))


def _statements(records: Iterable[Json], lineage: Lineage) -> list[Coded]:
    rows = []
    for record in records:
        head = {"document_id": str(record["id"]), "date": record.get("published"), "outlet": record.get("outlet")}
        rows += [{**row, **head, "cluster": lineage.clusters[str(record["id"])]} for row in record.get("statements", ())]
    return coded_statements(rows)


def _own(texts: Sequence[_Text], shared: Mapping[str, Sequence[Span]]) -> list[OwnParagraph]:
    """Paragraphs that share no passage; words count as new if no report of another outlet has them."""
    found = []
    for text in texts:
        others = [t.words.hashes for t in texts if set(t.outlets) != set(text.outlets)]
        is_new = ~np.isin(text.words.hashes, np.concatenate(others)) if others else np.zeros(len(text.words), dtype=np.bool_)
        for number, span in enumerate(text.paragraphs):
            here = text.words.parts == number
            n_words = int(here.sum())
            if n_words >= MIN_WORDS and others and not any(span.overlaps(s) for s in shared.get(text.id, ())):
                words = (text.words.span(i, i).of(text.text) for i in np.flatnonzero(here & is_new).tolist())
                found.append(OwnParagraph(text.id, span, n_words, float(is_new[here].mean()), tuple(dict.fromkeys(words))))
    return sorted(found, key=lambda p: (-p.new, p.document_id, p.span))
