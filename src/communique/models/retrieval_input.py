"""What the retrieval's encoder sees, in training and at work: word pieces of a text, and the texts of an issue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from communique.models import encodable

MAX_PIECES = 96  # of a sentence's vector; the few longer sentences lose their end
CLS_ID, SEP_ID = 101, 102  # of the uncased WordPiece vocabulary
PER_ISSUE = 3  # vectors of an issue: support, oppose, label


def issue_texts(label: str, keywords: Sequence[str], support: str, oppose: str) -> tuple[str, str, str]:
    """The texts by which an issue is found.

    Example:
        >>> issue_texts("Cod quotas", ["cod"], "Quotas should fall.", "Quotas should rise.")
        ('Quotas should fall.', 'Quotas should rise.', 'Cod quotas; cod')
    """
    return support, oppose, "; ".join([label, *keywords])


def piece_ids(texts: Sequence[str], tokenizer: Any) -> list[list[int]]:
    """The word pieces of each text, cut to the longest that is read."""
    encodings = tokenizer.encode_batch([encodable(t).replace("[", " [ ") for t in texts], add_special_tokens=False)
    return [[CLS_ID, *e.ids[: MAX_PIECES - 2], SEP_ID] for e in encodings]
