"""Fit whom "he" and "she" mean, on coded articles, and print how often party and person are right in articles left out.

Reads pickled readings (lists of `Reading`, resolved or not) of articles that `codings/conflicts.jsonl` codes, runs the resolver,
takes the signs of each person down as it meets them (`communique.resolve.pronoun_signs`), and fits a softmax over the persons
of each pronoun. What a pronoun is taken to mean bears on those after it, so the signs are taken again with the fitted weights,
each sixth of the articles with those of the others: so they hold the errors that are met in new reports, and tell how
often the choice is right in the resolver.

    python benchmarks/pronoun_choice.py --readings FILE … --codings codings/conflicts.jsonl [--rounds 3] [--out FILE]
"""

from __future__ import annotations

import argparse
import json
import pickle
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
from choices import fit_choices, key_of

from communique.evaluation.match import party_code
from communique.model.reading import Reading
from communique.resolve import pronoun
from communique.resolve.actor import ActorResolver
from communique.resolve.cast import Actor
from communique.resolve.pronoun_choice import probabilities
from communique.resolve.pronoun_signs import Place
from communique.resolve.weights import Weights

FOLDS = 6
RIDGE = 40.0  # of 0 to 60, by the party in articles left out and by quotations of others
NEVER = -5.0
PRIOR = {  # what was chosen by before there were codings; the weights are drawn towards it
    "present": 1.0,
    "present in speech": 1.0,
    "subject over": 0.9,
    "share of names": 0.4,
    "likely of another": -1.2,
    "unnamed": -1.2,
    "talks": NEVER,
    "clash": NEVER,
    "cited words name": NEVER,
}
Answers = Mapping[tuple[int, int], "Coded"]
Seen = list[tuple[int, dict[Actor, dict[str, float]], Actor | None]]


@dataclass(frozen=True, slots=True)
class Coded:
    """Whom a coder takes a stretch to mean; of several parties, each."""

    name: str
    parties: frozenset[str]


@dataclass(frozen=True, slots=True)
class Case:
    """A coded pronoun: the signs of each person, which of them are right, and who was chosen."""

    signs: dict[Actor, dict[str, float]]
    right: frozenset[Actor]
    chosen: Actor | None
    coded: Coded


def _words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.findall(r"\w+", plain)


def right_of(actors: Iterable[Actor], coded: Coded) -> frozenset[Actor]:
    """The persons of the coder's name: the last word is among those of the other. Of several those of the party."""
    words = _words(coded.name)
    named = {a for a in actors if _words(a.name)[-1:] and _words(a.name)[-1] in words}
    return frozenset({a for a in named if party_code(a.party) in coded.parties} or named)


@contextmanager
def _watched(weights: Weights, seen: Seen) -> Iterator[None]:
    """The resolver with other weights; each choice that it makes is taken down, with the token of the pronoun."""
    places: list[Place] = []

    def place_of(*args: Any, **kwargs: Any) -> Place:
        places.append(Place(*args, **kwargs))
        return places[-1]

    def weigh(given: Weights, signs: dict[Actor, dict[str, float]]) -> dict[Actor, float]:
        likely = probabilities(given, signs)
        seen.append((places[-1].head, signs, max(likely, key=likely.__getitem__, default=None)))
        return likely

    with (
        mock.patch.object(pronoun, "read_weights", return_value=weights),
        mock.patch.object(pronoun, "Place", place_of),
        mock.patch.object(pronoun, "probabilities", weigh),
    ):
        yield


def cases_of(reading: Reading, coded: Answers, weights: Weights) -> list[Case]:
    """The coded pronouns of a document, as the resolver meets them."""
    seen: Seen = []
    with _watched(weights, seen):
        ActorResolver().annotate([reading])
    cases = []
    for head, signs, chosen in seen:
        token = reading.tokens[head]
        answer = coded.get((token.start, token.end))
        if answer is not None:
            cases.append(Case(signs, right_of(signs, answer), chosen, answer))
    return cases


def fit(cases: Sequence[Case]) -> dict[str, float]:
    """The weights that make the right actors likeliest, drawn towards the prior."""
    names = sorted({n for c in cases for s in c.signs.values() for n in s})
    column = {n: k for k, n in enumerate(names)}
    usable = [c for c in cases if c.right & c.signs.keys() and len(c.signs) > 1]
    choices = []
    for case in usable:
        x = np.zeros((len(case.signs), len(names)))
        for row, signs in enumerate(case.signs.values()):
            for name, value in signs.items():
                x[row, column[name]] = value
        choices.append((x, np.array([a in case.right for a in case.signs], dtype=np.float64)))
    w = fit_choices(choices, np.array([PRIOR.get(n, 0.0) for n in names]), RIDGE)
    return {n: float(w[k]) for n, k in column.items()}


def coded_of(path: Path) -> dict[str, Answers]:
    """By the key of an article's text, whom its sources and mentions mean."""
    found: dict[str, Answers] = {}
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        found[row["text_key"]] = {
            (start, end): Coded(name, frozenset(party_code(p.strip()) for p in party.split("+")))
            for start, end, kind, name, party in row["actors"]
            if kind != "quotation"
        }
    return found


def bare(reading: Reading) -> Reading:
    """A reading without what the resolver adds."""
    rows = tuple(replace(a, actor=None, party=None, actor_rule="", actor_confidence=None) for a in reading.attributions)
    return replace(reading, attributions=rows, mentions=(), quotes=(), offices=())


def unseen(pairs: Sequence[tuple[Reading, Answers]], cases: Sequence[Sequence[Case]]) -> list[list[Case]]:
    """The cases of each document as they are met with weights fitted to the documents of the other folds."""
    folds = [fit([c for k, found in enumerate(cases) if k % FOLDS != n for c in found]) for n in range(FOLDS)]
    return [cases_of(reading, answers, folds[k % FOLDS]) for k, (reading, answers) in enumerate(pairs)]


def report(cases: Sequence[Case]) -> None:
    """Print how many choices are right."""
    party = sum(c.chosen is not None and party_code(c.chosen.party) in c.coded.parties for c in cases)
    person = sum(c.chosen in c.right for c in cases)
    print(f"{len(cases)} pronouns: party {party / len(cases):.3f}, person {person / len(cases):.3f}")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--readings", type=Path, nargs="+", required=True)
    parser.add_argument("--codings", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    coded = coded_of(args.codings)
    readings = [bare(r) for path in args.readings for r in pickle.loads(path.read_bytes())]
    pairs = [(r, coded[key_of(r)]) for r in readings if key_of(r) in coded]
    cases = [cases_of(reading, answers, PRIOR) for reading, answers in pairs]
    for _ in range(args.rounds):
        cases = unseen(pairs, cases)
        report([c for found in cases for c in found])
    weights = fit([c for found in cases for c in found])
    body = {name: round(w, 3) for name, w in sorted(weights.items())}
    print(json.dumps(body, indent=1))
    if args.out:
        args.out.write_text(json.dumps(body, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
