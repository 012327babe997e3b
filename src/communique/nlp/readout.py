"""A spaCy parse to plain tokens and sentences, read column by column: asking each token for each value is far slower."""

from __future__ import annotations

from typing import Any

import numpy as np

from communique.model.reading import Sentence, Token
from communique.nlp.clean_copy import CleanCopy

_BEGINS = 3
_CLOSING = frozenset(['"', "'", "''"])  # as the parser sees curly marks too


def read_out(doc: Any, copy: CleanCopy, tokens: list[Token], sentences: list[Sentence]) -> None:
    """Append the tokens and sentences of one parsed copy, with offsets of the document and indices that go on counting."""
    if not len(doc):
        return
    first = len(tokens)
    columns = _columns(doc)
    begin = columns["IDX"]
    starts = copy.at[begin]
    ends = copy.at[begin + columns["LENGTH"] - 1] + 1
    heads = np.arange(first, first + len(begin)) + columns["HEAD"]
    names = _names(doc, columns)
    tokens.extend(
        map(
            Token,
            starts.tolist(),
            ends.tolist(),
            names["ORTH"],
            names["LEMMA"],
            names["POS"],
            names["TAG"],
            names["DEP"],
            heads.tolist(),
            names["ENT_TYPE"],
            (columns["ENT_IOB"] == _BEGINS).tolist(),
        )
    )
    columns["SENT_START"][_never_first(names["ORTH"])] = -1
    sentences.extend(_sentences(columns, copy, starts, ends, first))


def _columns(doc: Any) -> dict[str, Any]:
    from spacy import attrs

    keys = ("IDX", "LENGTH", "ORTH", "LEMMA", "POS", "TAG", "DEP", "HEAD", "ENT_TYPE", "ENT_IOB", "SENT_START")
    table = doc.to_array([attrs.IDS[key] for key in keys])
    signed = {"IDX", "LENGTH", "HEAD", "ENT_IOB", "SENT_START"}
    return {key: table[:, i].astype(np.int64) if key in signed else table[:, i] for i, key in enumerate(keys)}


def _names(doc: Any, columns: dict[str, Any]) -> dict[str, list[str]]:
    strings = doc.vocab.strings
    out: dict[str, list[str]] = {}
    for key in ("ORTH", "LEMMA", "POS", "TAG", "DEP", "ENT_TYPE"):
        hashes = columns[key].tolist()
        known = {h: strings[h] if h else "" for h in set(hashes)}
        out[key] = [known[h] for h in hashes]
    return out


def _never_first(words: list[str]) -> list[int]:
    """The tokens that begin no sentence, whatever the parser says: a comma, a small letter after a mark (`"…!" he said`)."""
    pairs = enumerate(zip(words, ["", *words[:-1]], strict=True))
    return [i for i, (word, last) in pairs if word == "," or (last in _CLOSING and word.islower())]


def _sentences(columns: dict[str, Any], copy: CleanCopy, starts: Any, ends: Any, first: int) -> list[Sentence]:
    opens = columns["SENT_START"] == 1
    opens[np.searchsorted(columns["IDX"], copy.starts)] = True
    begins = np.flatnonzero(opens)
    lasts = np.append(begins[1:], len(opens))
    piece = np.searchsorted(copy.starts, columns["IDX"][begins], side="right") - 1
    rows = zip(begins.tolist(), lasts.tolist(), piece.tolist(), strict=True)
    return [Sentence(int(starts[a]), int(ends[b - 1]), first + a, first + b, copy.paragraphs[p]) for a, b, p in rows]
