"""How sure each rule of this stage is.

Measured on 100 coded articles (not those that results are reported on): of the rows whose actor the rule resolved, the
share whose party agrees, smoothed with four rows at 0.5. A reader's coding of another party inside the same sentence
counts as an error there, so the figures are rather low than high. Rules that hand on a confidence (pronouns, quotes)
are factors. Those of quotes are the shares of quotations in a corpus of annotated attributions whose speaker the rule
finds without the annotation. Measure again when a rule changes.
"""

from __future__ import annotations

CONFIDENCE: dict[str, float] = {
    # for whom a named person speaks
    "office-words": 0.92,
    "office-role": 0.97,
    "office-administration": 0.93,
    "office-seat-mark": 0.95,
    "office-known": 0.9,
    "office-listed": 0.97,
    "office-past": 0.75,
    "office-context": 0.87,
    "office-context-close": 0.55,
    "office-domestic": 0.7,
    "office-member": 0.8,
    "boss": 0.75,
    "boss-unknown": 0.4,
    "former": 0.8,
    "inferred": 0.78,
    "private": 0.9,
    "unknown": 0.6,
    # for whom an unnamed official or a collective speaks
    "words": 0.75,
    "role": 0.8,
    "context": 0.7,
    "domestic": 0.67,
    "table": 0.85,
    "unlisted": 0.57,
    "source-words": 0.35,
    # factors: whom a title, pronoun or plural means
    "title": 0.95,
    "pronoun": 0.92,
    "pronoun-close": 0.75,
    "plural": 0.75,
    "document-of": 0.9,
    "continues": 0.5,
    "source-inside": 0.85,
    "source-beside": 0.6,
    # factors: who speaks a quotation without an attribution of its own
    "quote-beside": 0.97,
    "quote-above": 0.88,
    "quote-shared": 0.9,
    "quote-continues": 0.95,
    "quote-follows": 0.85,
    "quote-turns": 0.5,
}
