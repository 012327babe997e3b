"""The copy of a document that the parser sees, and where each of its characters stands in the document.

In: a text and its paragraphs. Out: copies with plain spaces, straight quotation marks and apostrophes, and without
zero-width marks, each with the document offset of every character, so that no span ever depends on the cleaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from communique.model.document import Span

COPY_CHARS = 10_000  # paragraphs are packed up to this length: one parse for most reports, and bounded memory
PIECE_CHARS = 10_000  # a paragraph longer than this is cut; spaCy refuses texts over 1,000,000 characters
WORD_CHARS = 100  # longer runs without a space (encoded data, rulers of dashes) are cut: the tokenizer is quadratic in them
RUN_CHARS = 1_000  # what follows in such a run is left out: no words, and each mark of a ruler would be a token

_SPACES = "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_INVISIBLE = "\xad\u061c\u180e\ufeff\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064" + "".join(
    map(chr, [*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xFE00, 0xFE10)])
)
_DROP = "\u200b"
_STRAIGHT = str.maketrans(
    {
        **dict.fromkeys(_SPACES, " "),
        **dict.fromkeys(map(chr, [*range(0x09), *range(0x0E, 0x1C), *range(0x7F, 0x85), *range(0x86, 0xA0)]), " "),
        **dict.fromkeys(_INVISIBLE, _DROP),
        **dict.fromkeys("“”„‟«»″＂「」『』", '"'),
        **dict.fromkeys("‘’‚‛´`′", "'"),
    }
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_STUCK = re.compile(
    r"""(?<=[a-z][,.!?]")(?=[A-Z])|(?<=[a-z][,!?]")(?=[a-z])"""
)  # `"We go,"he said`: else one word to the tokenizer
_NEEDS_CARE = re.compile(f"  |{_DROP}|^ | $|[^ ]{{{WORD_CHARS + 1}}}|{_STUCK.pattern}")
_LONG_RUN = re.compile(f"(?<=[^ ]{{{RUN_CHARS}}})[^ ]+")
_LONG_WORD = re.compile(f"[^ ]{{{WORD_CHARS}}}(?=[^ ])")
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*\s(?=\S)")


@dataclass(frozen=True, slots=True)
class CleanCopy:
    """Some paragraphs of a document as the parser sees them.

    `at[i]` is the document offset of `text[i]`; `starts` are the offsets in `text` at which a sentence must begin,
    `paragraphs` the numbers of the paragraphs that begin there (a paragraph cut in pieces is named once a piece).
    """

    text: str
    at: NDArray[np.int64]
    starts: tuple[int, ...]
    paragraphs: tuple[int, ...]


def iter_copies(text: str, paragraphs: Sequence[Span]) -> Iterator[CleanCopy]:
    """Copies of about `COPY_CHARS` that together hold every word of the paragraphs, in order."""
    pieces: list[tuple[int, str, NDArray[np.int64]]] = []
    size = 0
    for number, paragraph in enumerate(paragraphs):
        for piece in cut_long(text, paragraph):
            clean, at = clean_piece(text, piece)
            if not clean:
                continue
            if pieces and size + len(clean) > COPY_CHARS:
                yield _pack(pieces)
                pieces, size = [], 0
            pieces.append((number, clean, at))
            size += len(clean) + 1
    if pieces:
        yield _pack(pieces)


def _pack(pieces: list[tuple[int, str, NDArray[np.int64]]]) -> CleanCopy:
    text = " ".join(clean for _, clean, _ in pieces)
    at = np.empty(len(text), dtype=np.int64)
    starts, here = [], 0
    for _, clean, offsets in pieces:
        starts.append(here)
        at[here : here + len(clean)] = offsets
        here += len(clean) + 1
        at[here - 1 : here] = offsets[-1]  # the joining space belongs to no token
    return CleanCopy(text, at, tuple(starts), tuple(number for number, _, _ in pieces))


def cut_long(text: str, paragraph: Span) -> Iterator[Span]:
    """The paragraph itself, or pieces of at most `PIECE_CHARS`, cut after a sentence, else at a space, else anywhere.

    Example:
        >>> list(cut_long("short", Span(0, 5)))
        [Span(start=0, end=5)]
    """
    start = paragraph.start
    while paragraph.end - start > PIECE_CHARS:
        middle, end = start + PIECE_CHARS // 2, start + PIECE_CHARS
        sentence_ends = [m.end() for m in _SENTENCE_END.finditer(text, middle, end)]
        spaces = [text.rfind(space, middle, end) + 1 for space in " \n"]
        end = sentence_ends[-1] if sentence_ends else max(spaces) or end
        yield Span(start, end)
        start = end
    yield Span(start, paragraph.end)


def clean_piece(text: str, span: Span) -> tuple[str, NDArray[np.int64]]:
    """The cleaned characters of a span, and the document offset of each.

    Example:
        >>> clean_piece("“It’s\\n war”", Span(0, 11))[0]
        '"It\\'s war"'
    """
    clean = text[span.start : span.end].translate(_STRAIGHT)
    if _SURROGATE.search(clean):
        clean = _SURROGATE.sub("\ufffd", clean)
    at = np.arange(span.start, span.end, dtype=np.int64)
    return (clean, at) if not _NEEDS_CARE.search(clean) else _squeeze(clean, at)


def _squeeze(clean: str, at: NDArray[np.int64]) -> tuple[str, NDArray[np.int64]]:
    """Without invisible characters, outer spaces and the rest of long runs; one space for several, and between stuck words."""
    codes = np.frombuffer(clean.encode("utf-32-le"), dtype=np.uint32)
    seen = codes != ord(_DROP)
    codes, at = codes[seen], at[seen]
    space = codes == ord(" ")
    after_space = np.concatenate(([True], space[:-1])) if len(space) else space
    kept = ~(space & after_space)
    if len(kept) and kept.any() and space[kept][-1]:
        kept[np.flatnonzero(kept)[-1]] = False
    codes, at = codes[kept], at[kept]
    clean = codes.tobytes().decode("utf-32-le")
    for run in reversed(list(_LONG_RUN.finditer(clean))):
        clean = clean[: run.start()] + clean[run.end() :]
        codes, at = np.delete(codes, slice(*run.span())), np.delete(at, slice(*run.span()))
    cuts = sorted({m.end() for pattern in (_LONG_WORD, _STUCK) for m in pattern.finditer(clean)})
    if cuts:
        at = np.insert(at, cuts, at[cuts])
        clean = np.insert(codes, cuts, ord(" ")).tobytes().decode("utf-32-le")
    return clean, at
