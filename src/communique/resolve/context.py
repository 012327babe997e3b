"""Which states a document is about, and which of them an office belongs to that its words leave open.

In: a scene. Out: states in order of likelihood, for a person's office (`rank_person`). What "Foreign Minister Roe" means is
told by what the document is about, what stands near, which roles a state has, and by the letters of the name
(`name_origin`). Offices without a person's name have their own signs (`open_office`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Set
from functools import cache
from math import log1p

from communique.resolve.lexicon import read_table, state_names
from communique.resolve.name_origin import UNLISTED, origins
from communique.resolve.person import Person
from communique.resolve.scene import NameHit, Scene

KIND_WEIGHT = {"seat": 2.0, "legislature": 1.5, "state": 1.0, "adjective": 1.0, "capital": 1.0, "assembly": 0.5}
MAX_WHITE_HOUSE = 4  # names of the administration, for titles that Americans use without the state
ALONE = 4.0  # weight of a state that has an office almost alone
AMERICAN = frozenset({"president", "vice president"})
MAX_RUNS = 6  # first mentions of a person, where states stand beside the name
AFTER = 0.4  # of a state that follows a name in its first sentence
MOST = 3.0  # of any count of neighbours
# Weights for the office of a person, fitted to the persons of 246 coded reports whose offices name no state.
WEIGHTS = {
    "mentions": 1.17,  # logarithm of the state's weight in the document
    "prior": 0.75,  # of the role, `role_states.csv`
    "white_house": 0.65,
    "before": 0.42,  # in the sentence, before the name
    "after": -0.36,
    "previous": 0.66,  # in the sentence before
    "first": 0.43,  # beside the first mention
    "american": 0.63,
    "origin": 1.12,  # of the name, log-likelihood
}


class Context:
    """Which states a document is about, as a whole and near a place in it."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.by_sentence: dict[int, list[NameHit]] = defaultdict(list)
        self.total: defaultdict[str, float] = defaultdict(float)
        for hit in scene.names:
            state = state_of(hit.name.party)
            if state and hit.name.kind in KIND_WEIGHT:
                self.by_sentence[scene.sentence_of[hit.first]].append(hit)
                self.total[state] += KIND_WEIGHT[hit.name.kind]
        self.white_house = sum(h.name.party == "USA" and h.name.kind == "seat" for h in scene.names)
        self.white_house += sum(t.lemma.lower() == "administration" for t in scene.tokens)

    def rank_person(self, person: Person, role: str, group: str = "") -> list[tuple[str, float]]:
        """States for the office of a person, the likeliest first, with log-odds."""
        likelier, never = priors(role, group), ruled_out(role, group)
        near = self._near(person)
        origin = origins(person.words)
        score = {}
        for state in candidates(self.total.keys(), likelier) - never:
            signs = {**near[state], "mentions": log1p(self.total.get(state, 0.0)), "prior": likelier.get(state, 0.0)}
            signs["origin"] = origin.get(state, UNLISTED)
            signs["american"] = float(state == "USA")
            signs["white_house"] = float(state == "USA" and role in AMERICAN) * min(self.white_house, MAX_WHITE_HOUSE)
            score[state] = sum(WEIGHTS[sign] * value for sign, value in signs.items())
        return sorted(score.items(), key=lambda x: (-x[1], x[0]))

    def _near(self, person: Person) -> defaultdict[str, dict[str, float]]:
        """How often each state stands before, after and around the first mentions of a person."""
        found: defaultdict[str, dict[str, float]] = defaultdict(
            lambda: dict.fromkeys(("before", "after", "previous", "first"), 0.0)
        )
        places = [r.first for r in person.runs[:MAX_RUNS]]
        share = 1.0 / (len(places) or 1) ** 0.5
        for number, token in enumerate(places):
            sentence = self.scene.sentence_of[token]
            for hit in self.by_sentence.get(sentence, ()):
                signs = found[state_of(hit.name.party)]
                signs["before" if hit.first < token else "after"] += share
                signs["first"] += (number == 0) * (1.0 if hit.first < token else AFTER)
            for hit in self.by_sentence.get(sentence - 1, ()):
                found[state_of(hit.name.party)]["previous"] += share
        for signs in found.values():
            signs.update({sign: min(value, MOST) for sign, value in signs.items()})
        return found


def candidates(named: Set[str], likelier: Mapping[str, float]) -> Set[str]:
    """The states that an office may be of: those named, and unnamed ones where hardly another has it ("the administration")."""
    if not named:
        return likelier.keys()
    return named | {state for state, weight in likelier.items() if weight >= ALONE}


def priors(role: str, group: str) -> dict[str, float]:
    """The states in which a title without one is likelier, with weights."""
    likelier, _ = role_states()
    own = likelier.get(role)
    return own or {s: w for s, w in likelier.get("group:" + group, {}).items() if s not in ruled_out(role, group)}


def ruled_out(role: str, group: str) -> frozenset[str]:
    """The states that have no such office; what is known of the role itself counts before what is known of its group."""
    _, never = role_states()
    without = never[role] if role in never else never.get("group:" + group, frozenset())
    return without | {"USA"} if role.endswith("minister") else without


@cache
def role_states() -> tuple[dict[str, dict[str, float]], dict[str, frozenset[str]]]:
    """By role: the states where a title without a state is likelier, with weights, and those that have no such office."""
    likelier: dict[str, dict[str, float]] = {}
    never: dict[str, frozenset[str]] = {}
    for row in read_table("role_states.csv"):
        pairs = (item.split(":") for item in row["likelier"].split("|") if item)
        likelier[row["role"]] = {state: float(weight) for state, weight in pairs}
        never[row["role"]] = frozenset(row["never"].split("|")) - {""}
    return likelier, never


def state_of(party: str) -> str:
    """The state in a party's code ("USA" of "USA-CONGRESS"); "" for bodies and OTHER."""
    state = party[:3]
    return state if state in state_names() and (len(party) == 3 or party[3:4] == "-") else ""
