"""How sure each rule of this stage is: the share of right parties it had on articles coded by readers.

Measured on the statements of 100 coded articles (not those that results are reported on): of the rows whose actor was
resolved by the rule, the share whose party agrees, smoothed with four rows at 0.5. Rerun when a rule changes.
"""

from __future__ import annotations

CONFIDENCE: dict[str, float] = {
    "office-words": 0.95,
    "office-role": 0.93,
    "office-administration": 0.95,
    "office-domestic": 0.7,
    "office-context": 0.85,
    "office-context-close": 0.65,
    "office-boss": 0.85,
    "boss": 0.85,
    "former": 0.8,
    "office-seat-mark": 0.95,
    "office-member": 0.8,
    "office-known": 0.9,
    "inferred": 0.7,
    "private": 0.85,
    "unknown": 0.45,
    "boss-unknown": 0.4,
    "words": 0.93,
    "role": 0.85,
    "context": 0.6,
    "domestic": 0.7,
    "table": 0.93,
    "title": 0.88,
    "pronoun": 0.8,
    "pronoun-close": 0.6,
    "plural": 0.7,
    "source-words": 0.7,
    "document-of": 0.75,
    "unlisted": 0.7,
    "quote-beside": 0.95,
    "quote-shared": 0.85,
    "quote-continues": 0.9,
    "quote-follows": 0.75,
    "quote-above": 0.75,
}
