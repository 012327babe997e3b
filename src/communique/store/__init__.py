"""Stage 5: the record in a database. The only place that knows SQL."""

from communique.store.results import Item, Judgement, Outcome, Run, StoredDocument, StoredRow
from communique.store.store import Store, open_store

__all__ = ["Item", "Judgement", "Outcome", "Run", "Store", "StoredDocument", "StoredRow", "open_store"]
