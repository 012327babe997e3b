"""Fit which state an unnamed office belongs to, on coded articles, and print how often articles left out are told right.

Reads pickled readings (lists of `Reading`, by the annotators) of articles whose actors `codings/conflicts.jsonl` or
`codings/actors.jsonl` gives, settles their persons, and fits the weights of `communique.resolve.open_office` to the offices
whose own words give no state: of the states that may be meant, the coded one is to be the likeliest (a conditional logit).
The share of the right ones is that of each tenth of the articles by weights that did not see it. With `--out` the weights are
written beside the module.

    python benchmarks/open_office.py --readings FILE … --codings codings/conflicts.jsonl codings/actors.jsonl [--out FILE]
"""

from __future__ import annotations

import argparse
import json
import pickle
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from choices import Choice, Floats, fit_choices, key_of

from communique.model.reading import Reading
from communique.resolve.context import state_of
from communique.resolve.known_office import KnownOffices
from communique.resolve.listed_office import listed_offices
from communique.resolve.name_run import find_runs
from communique.resolve.office_state import asked_role
from communique.resolve.open_office import SIGNS
from communique.resolve.party import settle_parties
from communique.resolve.person import make_persons
from communique.resolve.phrase import Phrase
from communique.resolve.phrase_reader import find_phrases
from communique.resolve.scene import Scene
from communique.resolve.title_link import attach_phrases

FOLDS, SHRINKAGE = 10, 2.0
OWNED = frozenset({"its", "their", "his", "her", "our", "my", "your"})  # whoever owns it tells, not the context


def coded_states(actors: Sequence[Any], start: int, end: int) -> set[str]:
    """The states that a coder gives for the words of an office; none where the words are not coded."""
    for first, last, kind, _, party in actors:
        if kind != "quotation" and ((first, last) == (start, end) or (last == end and first <= start)):
            return {state_of(p.strip()) for p in party.split("+")} - {""}
    return set()


def open_phrases(scene: Scene) -> Iterator[tuple[Phrase, dict[str, dict[str, float]]]]:
    """The offices that only the context gives a state, with what speaks for each."""
    phrases, runs = find_phrases(scene), find_runs(scene)
    attach_phrases(scene, runs, phrases)
    persons, runs = make_persons(scene, runs, listed_offices())
    offices = settle_parties(scene, persons, phrases, runs, known=KnownOffices([]), listed=listed_offices())
    attached = {id(p) for person in persons for p in person.phrases}
    for phrase in phrases:
        if phrase.rule == "context" and id(phrase) not in attached and phrase.determiner not in OWNED:
            yield phrase, offices.signs(phrase.head, asked_role(scene, phrase), phrase.group)


def choices_of(reading: Reading, record: dict[str, Any]) -> Iterator[Choice]:
    """For each coded office the signs of the states that may be meant, and which of them is."""
    scene = Scene(reading)
    for phrase, signs in open_phrases(scene):
        span = scene.span_of(phrase.first, phrase.last)
        meant = coded_states(record["actors"], span.start, span.end)
        if meant & signs.keys():
            yield np.array([[s.get(n, 0.0) for n in SIGNS] for s in signs.values()]), np.array([s in meant for s in signs], float)


def fit(choices: Sequence[Choice]) -> Floats:
    """The weights of the signs; the table's own weights stay as they are."""
    prior = np.array([float(name == "prior") for name in SIGNS])
    return fit_choices(choices, prior, SHRINKAGE, free=prior == 0)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--readings", type=Path, nargs="+", required=True)
    parser.add_argument("--codings", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    lines = [line for path in args.codings for line in path.read_text(encoding="utf-8").splitlines()]
    records = {r["text_key"]: r for r in map(json.loads, lines)}
    found = []
    for reading in (r for path in args.readings for r in pickle.loads(path.read_bytes())):
        record = records.get(key_of(reading))
        if record is not None:
            found.append(list(choices_of(reading, record)))
    right = 0.0
    for n in range(FOLDS):
        w = fit([c for i, choices in enumerate(found) for c in choices if i % FOLDS != n])
        right += sum(y[int(np.argmax(x @ w))] for i, choices in enumerate(found) for x, y in choices if i % FOLDS == n)
    every = [c for choices in found for c in choices]
    weights = {name: round(float(v), 3) for name, v in zip(SIGNS, fit(every), strict=True)}
    print(json.dumps({"articles": len(found), "offices": len(every), "right": round(right / len(every), 3), **weights}, indent=1))
    if args.out:
        args.out.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
