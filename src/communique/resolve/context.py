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

from communique.resolve.dateline import dateline_state
from communique.resolve.lexicon import Role, read_table, state_names
from communique.resolve.name_origin import UNLISTED, origins
from communique.resolve.person import Person
from communique.resolve.scene import NameHit, Scene
from communique.resolve.syntax import SUBJECTS, subject_of

KIND_WEIGHT = {"seat": 2.0, "legislature": 1.5, "state": 1.0, "adjective": 1.0, "capital": 1.0, "assembly": 0.5}
DATELINE = 2.0  # weight of the state that it names
MAX_WHITE_HOUSE = 4  # names of the administration, for titles that Americans use without the state
ALONE = 4.0  # weight of a state that has an office almost alone
AMERICAN = frozenset({"president", "vice president"})
DOMESTIC = frozenset({"legislator", "delegate", "opposition", "rebel"})  # groups in which no state's ambassador has a part
DEBATERS = frozenset({"legislator", "legislature", "delegate"})  # of the American Congress, mostly
MAX_PAIR = 8  # tokens from a name to "counterpart"
ABROAD = 0.5  # of what makes a title likelier in one state, in a report that its dateline puts in another
MAX_RUNS = 6  # first mentions of a person, where states stand beside the name
AFTER = 0.4  # of a state that follows a name in its first sentence
MOST = 3.0  # of any count of neighbours
# Weights for the office of a person, fitted to the persons of 246 coded reports whose offices name no state. Those of the
# last four signs are set near what 360 persons of 288 other reports give them ("home" higher, as few of these come from abroad).
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
    "home": 2.5,  # of the dateline
    "subject": 0.9,  # the last one before the name
    "claimed": 2.0,  # subject of what is cited before the name
    "lead": 0.4,  # the first subject of the report
}


class Context:
    """Which states a document is about, as a whole and near a place in it."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.by_sentence: dict[int, list[NameHit]] = defaultdict(list)
        self.total: defaultdict[str, float] = defaultdict(float)
        self.sent: defaultdict[str, float] = defaultdict(float)  # of it, where an ambassador is named
        for hit in scene.names:
            state = state_of(hit.name.party)
            if state and hit.name.kind in KIND_WEIGHT:
                if self._sends(hit):
                    self.sent[state] += KIND_WEIGHT[hit.name.kind]
                self.by_sentence[scene.sentence_of[hit.first]].append(hit)
                self.total[state] += KIND_WEIGHT[hit.name.kind]
        self.dateline = dateline_state(scene.reading.document)
        if self.dateline:
            self.total[self.dateline] += DATELINE
        self.names_congress = any(h.name.party == "USA-CONGRESS" for h in scene.names)
        states = (h for h in scene.names if h.name.kind in KIND_WEIGHT and state_of(h.name.party))
        first = next((h for h in states if subject_of(scene, h) is not None), None)
        self.lead = state_of(first.name.party) if first is not None else ""
        self.is_covered = first is not None and self.dateline not in ("", self.lead) and self._is_news(first)
        self.is_covered &= self.lead != "USA"  # covered from home
        self.white_house = sum(h.name.party == "USA" and h.name.kind == "seat" for h in scene.names)
        self.white_house += sum(t.lemma.lower() == "administration" for t in scene.tokens)

    def rank_person(self, person: Person, role: str, group: str = "", *, usual: str = "") -> list[tuple[str, float]]:
        """States for the office of a person, the likeliest first, with log-odds.

        Args:
            usual: the state whose title it mostly is, though others have it too.
        """
        found = self.signs(person, role, group, usual=usual).items()
        score = {state: sum(WEIGHTS[sign] * value for sign, value in signs.items()) for state, signs in found}
        return sorted(score.items(), key=lambda x: (-x[1], x[0]))

    def ruled_out(self, role: str, group: str) -> frozenset[str]:
        """The states that have no such office, and America where a report from abroad speaks of no Congress."""
        is_other = group in DEBATERS and self.dateline not in ("", "USA") and not self.names_congress
        return ruled_out(role, group) | ({"USA"} if is_other else frozenset())

    def signs(self, person: Person, role: str, group: str, *, usual: str = "") -> dict[str, dict[str, float]]:
        """What speaks for each state that may be meant, by `WEIGHTS`."""
        likelier, never = priors(role, group), self.ruled_out(role, group) | self._of_counterparts(person)
        if usual:
            likelier = {**likelier, usual: max(likelier.get(usual, 0.0), ALONE)}
        is_domestic = group in DOMESTIC
        near, claimed = self._near(person, is_domestic=is_domestic), self._claimed(person)
        origin, home = origins(person.words), self._home_of(person)
        found = {}
        for state in candidates(self.total.keys(), likelier) - never:
            at_home = self.dateline in ("", state)  # where a title needs no state
            named = self.total.get(state, 0.0) - is_domestic * self.sent.get(state, 0.0)
            named -= DATELINE * (state == self.dateline != home)
            signs = {**near[state], "mentions": log1p(named)}
            signs["prior"] = likelier.get(state, 0.0) * (1.0 if at_home else ABROAD)
            signs["origin"] = origin.get(state, UNLISTED)
            signs["home"] = float(state == home)
            signs["lead"] = float(state == self.lead)
            signs["claimed"] = float(state in claimed)
            signs["american"] = float(state == "USA" and at_home)
            signs["white_house"] = float(state == "USA" and role in AMERICAN) * min(self.white_house, MAX_WHITE_HOUSE)
            found[state] = signs
        return found

    def _sends(self, hit: NameHit) -> bool:
        """Whether a state is named as the one whose ambassador somebody is, and who is abroad: "Norway's ambassador"."""
        tokens = self.scene.tokens
        i = hit.last + (hit.last < len(tokens) and tokens[hit.last].tag == "POS")
        word = self.scene.word_at[i] if i < len(tokens) else None
        return word is not None and isinstance(word.word, Role) and word.word.role == "ambassador"

    def _near(self, person: Person, *, is_domestic: bool) -> defaultdict[str, dict[str, float]]:
        """How often each state stands before, after and around the first mentions of a person.

        Args:
            is_domestic: what is asked is the politics of a state, in which another's ambassador has no part.
        """
        found: defaultdict[str, dict[str, float]] = defaultdict(
            lambda: dict.fromkeys(("before", "after", "previous", "first", "subject"), 0.0)
        )
        places = [r.first for r in person.runs[:MAX_RUNS]]
        share = 1.0 / (len(places) or 1) ** 0.5
        for number, token in enumerate(places):
            sentence = self.scene.sentence_of[token]
            for hit in self.by_sentence.get(sentence, ()):
                if is_domestic and self._sends(hit):
                    continue
                signs = found[state_of(hit.name.party)]
                signs["before" if hit.first < token else "after"] += share
                signs["first"] += (number == 0) * (1.0 if hit.first < token else AFTER)
            for hit in self.by_sentence.get(sentence - 1, ()):
                found[state_of(hit.name.party)]["previous"] += share * (not (is_domestic and self._sends(hit)))
            subject = self._subject_before(token)
            if subject:
                found[subject]["subject"] += share
        for signs in found.values():
            signs.update({sign: min(value, MOST) for sign, value in signs.items()})
        return found

    def _is_news(self, hit: NameHit) -> bool:
        """Whether a state does what the first sentence tells: "North Korea rejected the call", "Iran will not talk, Roe said"."""
        tokens = self.scene.tokens
        subject = subject_of(self.scene, hit)
        if subject is None or self.scene.sentence_of[subject] > 0:
            return False
        verb = tokens[subject].head
        return tokens[verb].dep == "ROOT" or (tokens[verb].dep == "ccomp" and verb < tokens[verb].head)

    def _home_of(self, person: Person) -> str:
        """The state of the dateline, unless the report covers another one from there, and still does before the person."""
        if self.is_covered and self._subject_before(person.runs[0].first) == self.lead:
            return ""
        return self.dateline

    def _of_counterparts(self, person: Person) -> set[str]:
        """The states that a person is not of: "President Roe and his Norwegian counterpart"."""
        tokens, found = self.scene.tokens, set[str]()
        for run in person.runs[:MAX_RUNS]:
            for i in range(run.last, min(run.last + MAX_PAIR, len(tokens))):
                if tokens[i].ent == "PERSON" or self.scene.sentence_of[i] != self.scene.sentence_of[run.first]:
                    break
                hit = self.scene.name_at[i - 1]
                if tokens[i].lemma.lower() == "counterpart" and hit is not None and self._is_owned(run.last, hit.first):
                    found.add(state_of(hit.name.party))
        return found - {""}

    def _is_owned(self, first: int, last: int) -> bool:
        """Whether "his" or "her" stands right before, or with an adjective between: "his visiting Norwegian counterpart"."""
        return any(t.text.lower() in ("his", "her") for t in self.scene.tokens[max(first, last - 2) : last])

    def _subject_before(self, i: int) -> str:
        """The state that is the last subject before token i, in its sentence or the one before."""
        here = self.scene.sentence_of[i]
        near = (*self.by_sentence.get(here - 1, ()), *self.by_sentence.get(here, ()))
        return next((state_of(h.name.party) for h in reversed(near) if h.first < i and subject_of(self.scene, h) is not None), "")

    def _claimed(self, person: Person) -> set[str]:
        """The states that are the subject of what is cited before the name: "Austria will agree, Chancellor Roe said"."""
        found = set[str]()
        heads = {i for r in person.runs[:MAX_RUNS] for i in range(r.first, r.last)}
        for row in self.scene.reading.attributions:
            source = [i for span in row.source for i in self.scene.tokens_in(span)]
            cited = [i for span in row.content for i in self.scene.tokens_in(span)]
            if heads & set(source) and cited and cited[0] < source[0]:
                hits = (self.scene.name_at[i] for i in cited if i < source[0])
                subjects = (h for h in hits if h and h.name.kind == "state" and self.scene.tokens[h.last - 1].dep in SUBJECTS)
                found |= {state_of(h.name.party) for h in [*subjects][:1]}
        return found - {""}


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
