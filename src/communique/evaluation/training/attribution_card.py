"""The model card of an attribution model, written from its manifest: what it is, what it was made from, how good, where not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_CARD = """\
# Model card: attribution

Finds who is cited, the words that cite, and what is cited, in English news reports. `communique.nlp.attribution` runs it;
[attribution.md](../attribution.md) explains how. This page is written by the training command.

| | |
|---|---|
| Model | `{id}` |
| Files | {files} |
| Base | {base}, its first {n_layers} layers; sha256 of its weights `{base_sha256}` |
| Licence of the base | Apache-2.0 |
| Corpus | `{corpus}`, sha256 `{corpus_sha256}`: {documents} reports, {attributions} attributions, {words} words |
| Chosen on | `{dev}`: {dev_documents} reports, {dev_attributions} attributions |
| Recipe | seed {seed}, {epochs} epochs, {batch_pieces} word pieces a batch, windows of {limit} |
| Weights | int8 of which seven bits are used, one scale for each row or column |
| Threshold | {threshold}: a cue must be surer than that; the best on dev |

To make it again, with the dependencies of the group `train`:

    make train-attribution CORPUS=train.jsonl.gz DEV=dev.jsonl.gz BASE=all-MiniLM-L6-v2

Reports annotated by others serve as well: JSON Lines with `id`, `text` and `attributions` (each a `source`, `cue` and `content`,
lists of `[start, end]`), or a folder of brat files with Source, Cue and Content spans joined by events.

## Figures

On the reports it was chosen on, as it runs (int8). Content counts at an overlap of half its words unless "exact".

| | |
|---|---|
{figures}

`attribution with source` is the end-to-end figure: the content found and its source right.

## Confidence

The confidence of a row is a logistic regression, on dev, of the attribution being right (content and source) on two scores: how
sure the start of the cue is, and how sure the roles of its words are. Weights {calibration}. Being fitted on dev, it is
trustworthy for reports like those; other kinds of text need a check of their own.

{about}
## Limits of the method

- English only.
- A source or content more than about 190 word pieces away from its cue is not seen.
- The encoder reads no capital letters; how each word is written reaches it as one of eight shapes.
"""

_POLNEAR_SHA256 = "af8f304d91e845b8ff96108476f8f9aca20bcb787b10a7ff577f5e160e6d868d"

_ABOUT_POLNEAR = """\
## The corpus

PolNeAR comes without a licence; its texts are articles of seven American publishers. None of them is part of the package.
Whether weights learned from them carry a claim is an open question of law: who needs certainty trains on annotations of their
own with the command above.

One topic (the American election of 2016), one year, American outlets, mostly one annotator for each report. Two people
annotating the same reports agree at .773 by the end-to-end figure, .695 exactly. Attribution is broad in it: beliefs, intentions
and feelings count, not speech alone. Transcripts, scripts and tables were not annotated.
"""

_ABOUT_OTHER = """\
## The corpus

Say here where the reports come from, under which licence, who annotated them, and how far two annotators agree.
"""

_NAMES = {
    "att+src": "attribution with source, F1",
    "att+src precision": "attribution with source, precision",
    "att+src recall": "attribution with source, recall",
    "overlap": "attribution, F1",
    "exact": "attribution, exact, F1",
    "direct recall": "direct quotations, recall",
    "mixed recall": "partly quoted, recall",
    "indirect recall": "indirect, recall",
    "source fragments": "fragments, exact, source, F1",
    "cue fragments": "fragments, exact, cue, F1",
    "content fragments": "fragments, exact, content, F1",
}


def write_card(manifest: Mapping[str, Any]) -> str:
    """The card, in Markdown."""
    facts = {**manifest["recipe"], **manifest["settings"], **manifest}
    facts["files"] = ", ".join(f"`{name}` ({checksum[:12]}…)" for name, checksum in manifest["files"].items())
    figures = manifest["figures"]
    facts["figures"] = "\n".join(f"| {label} | {figures[name]:.3f} |" for name, label in _NAMES.items() if name in figures)
    facts["about"] = _ABOUT_POLNEAR if manifest["corpus_sha256"] == _POLNEAR_SHA256 else _ABOUT_OTHER
    return _CARD.format(**facts)
