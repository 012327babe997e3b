"""Search for words in the documents that stand."""

from __future__ import annotations

from sqlalchemy import Connection, select

from communique.store import sqlite, tables
from communique.store.queries.documents import get_document, is_current
from communique.store.results import Hit

SLACK = 4  # superseded texts are in the word index too: look at so many times more hits than are asked for


def search_words(connection: Connection, words: str, *, limit: int = 20) -> list[Hit]:
    """The documents that hold all the words, best first; `"two words"` in quotation marks is a phrase.

    Nothing is a special character but the quotation marks: what is not a word is left out.
    """
    query = to_query(words)
    if not query:
        return []
    d = tables.documents
    hits: list[Hit] = []
    for n, snippet in sqlite.find_words(connection, query, limit * SLACK):
        key = connection.execute(select(d.c.id).where(d.c.n == n, is_current(None))).scalar()
        if key is not None and len(hits) < limit:
            document = get_document(connection, key)
            first = document.witnesses[0]
            hits.append(Hit(key, first.given_id, first.outlet, first.published, first.title, " ".join(snippet.split())))
    return hits


def to_query(words: str) -> str:
    """Words and phrases as the index takes them.

    Example:
        >>> to_query('Geneva "cease fire" (talks')
        '"Geneva" "cease fire" "talks"'
    """
    parts = words.split('"')
    terms = [t for i, part in enumerate(parts) for t in ([part] if i % 2 else part.split())]
    kept = ("".join(c if c.isalnum() or c in " '’-" else " " for c in term).strip() for term in terms)
    return " ".join(f'"{term}"' for term in kept if any(c.isalnum() for c in term))
