"""Which state an unnamed office belongs to that its words leave open: "officials said", "the foreign ministry", "a commander".

In: what the document is about (`context`), its phrases and persons with the parties that are settled. Out: the states in
order of likelihood. Each state is weighed by named signs: how much the report speaks of it, what stands near, for whom the
subject before speaks, whose office of that name the report gives with its state, which roles a state has. The weights stand
in `open_office.json`; `benchmarks/open_office.py` fits them to coded reports.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from math import log1p
from typing import NamedTuple

from communique.resolve.context import AMERICAN, KIND_WEIGHT, MAX_WHITE_HOUSE, Context, candidates, priors, state_of
from communique.resolve.name_run import Run
from communique.resolve.phrase import Phrase
from communique.resolve.syntax import PARTS, is_subject
from communique.resolve.weights import read_weights, weighed

MODEL = "open_office"
SIGNS = (
    "mentions", "persons", "prior", "white house", "names before", "persons before", "names previous", "persons previous",
    "nearest", "subject before", "same office before", "same office", "same group before", "same group", "home",
)  # fmt: skip
MOST = 2  # of any count of neighbours
STATED = frozenset({"words", "boss", "role"})  # rules of a phrase that has its state by its own words
LOOK_BACK = 2  # sentences before, in which the nearest state and the last subject are looked for
SOON = 4  # sentences after an office with its state, in which another of its kind may leave it out


class _Sight(NamedTuple):
    """A state that stands in the text, by a name of the tables or by a person who speaks for it."""

    token: int
    state: str
    is_person: bool


class _Office(NamedTuple):
    """An office that the text gives with its state."""

    token: int
    role: str
    group: str
    state: str


class OpenOffices:
    """The states that an office without one may belong to, in one document whose persons are settled."""

    def __init__(self, context: Context, phrases: Sequence[Phrase], runs: Sequence[Run]) -> None:
        self.context, self.scene = context, context.scene
        hits = (h for h in self.scene.names if h.name.kind in KIND_WEIGHT)
        sights = [_Sight(h.first, state_of(h.name.party), is_person=False) for h in hits]
        sights += [_Sight(r.last - 1, state_of(r.person.party), is_person=True) for r in runs if r.person is not None]
        self._sights = sorted(s for s in sights if s.state)
        self._persons = Counter(s.state for s in self._sights if s.is_person)
        stated = (p for p in phrases if p.rule in STATED and state_of(p.party))
        self._offices = [_Office(p.head, p.role, p.group, state_of(p.party)) for p in stated]

    def rank(self, token: int, role: str, group: str = "") -> list[tuple[str, float]]:
        """States for an unnamed office whose head is the token, the likeliest first, with log-odds.

        Args:
            role: "president", "government", …; some roles a state does not have, some are likelier in one.
            group: the group of the role, with likelihoods of its own.
        """
        weights = read_weights(MODEL)
        found = self.signs(token, role, group).items()
        scored = ((state, weighed(weights, signs)) for state, signs in found)
        return sorted(scored, key=lambda x: (-x[1], x[0]))

    def signs(self, token: int, role: str, group: str = "") -> dict[str, dict[str, float]]:
        """What speaks for each state that may be meant, by `SIGNS`; a sign that is absent counts nothing."""
        context, likelier = self.context, priors(role, group)
        found: defaultdict[str, dict[str, float]] = defaultdict(dict)
        named = context.total.keys() | self._persons.keys()
        for state in candidates(named, likelier) - context.ruled_out(role, group):
            signs = found[state]
            signs["mentions"] = log1p(context.total.get(state, 0.0))
            signs["persons"] = self._persons[state] / (self._persons.total() or 1)
            signs["prior"] = likelier.get(state, 0.0)
            signs["home"] = float(state == context.dateline and not context.is_covered)
            signs["white house"] = float(state == "USA" and role in AMERICAN) * min(context.white_house, MAX_WHITE_HOUSE)
        for sign, values in (self._near(token) | self._like(token, role, group)).items():
            for state, value in values.items():
                if state in found:
                    found[state][sign] = value
        return found

    def _near(self, token: int) -> dict[str, dict[str, float]]:
        """The states that stand before the token in its sentence and in those before."""
        sentence_of = self.scene.sentence_of
        here = sentence_of[token]
        until = bisect_left(self._sights, token, key=lambda s: s.token)
        near = [s for s in self._sights[:until] if here - sentence_of[s.token] <= LOOK_BACK]
        subject = next((s.state for s in reversed(near) if self._is_subject(s)), "")
        found: dict[str, dict[str, float]] = {"nearest": {s.state: 1.0 for s in near[-1:]}, "subject before": {subject: 1.0}}
        for back, where in enumerate(("before", "previous")):
            for is_person, what in ((False, "names"), (True, "persons")):
                count = Counter(s.state for s in near if s.is_person is is_person and here - sentence_of[s.token] == back)
                found[f"{what} {where}"] = {state: float(min(n, MOST)) for state, n in count.items()}
        return found

    def _is_subject(self, sight: _Sight) -> bool:
        """Whether the state is, or is part of, a subject: "the Norwegian president"."""
        token = self.scene.tokens[sight.token]
        return is_subject(self.scene, token.head if token.dep in PARTS else sight.token)

    def _like(self, token: int, role: str, group: str) -> dict[str, dict[str, float]]:
        """The states of the offices of that name, and of that kind, to which the text gives one."""
        here = self.scene.sentence_of[token]
        same = [o for o in self._offices if o.role == role and o.token != token]
        kind = [o for o in self._offices if o.group == group and o.token != token]
        before = [o for o in kind if o.token < token and here - self.scene.sentence_of[o.token] <= SOON]
        return {
            "same office": _shares(same),
            "same group": _shares(kind),
            "same office before": _shares([o for o in same if o.token < token][-1:]),
            "same group before": _shares(before[-1:]),
        }


def _shares(offices: list[_Office]) -> dict[str, float]:
    return {state: n / len(offices) for state, n in Counter(o.state for o in offices).items()}
