"""Offices that no title beside a name tells: "(R-Fla.)" after it, "Republican" before it, "the prime minister" later on.

In: persons, names and phrases of a document. Out: weak descriptions added to persons. What is inferred here never
overrules what the text says outright; its rules carry lower confidence.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from communique.resolve.confidence import CONFIDENCE
from communique.resolve.lexicon import Role
from communique.resolve.name_run import Run
from communique.resolve.person import Person
from communique.resolve.phrase import Phrase
from communique.resolve.scene import NameHit, Scene

if TYPE_CHECKING:
    from communique.resolve.party import Context

SEAT_MARK = re.compile(r"\s*[,(]?\s*\(?[RDI]\s?[-–]\s?[A-Z][\w.]*|\s*\([RDI]\)")  # (R-Fla.), D-N.Y., (R)
ABOUT = 3  # sentences within which "the prime minister" can mean a name without a title
MIN_NAMED = 2
ELECTION_WORDS = frozenset({"nominee", "nomination", "primary", "caucus", "campaign", "candidate", "candidacy"})
MIN_ELECTION_WORDS = 3
HEADS = frozenset({"president", "prime minister", "chancellor"})
SEATS = frozenset({"senator", "representative"})


def find_memberships(scene: Scene, runs: list[Run]) -> None:
    """Add a seat in a legislature where the name carries its mark, or a party's word stands beside it."""
    for run in runs:
        if run.person is None:
            continue
        end = scene.tokens[run.last - 1].end
        if run.phrase is not None and run.phrase.group in ("local", "private", "expert", "press"):
            continue
        if SEAT_MARK.match(scene.folded, end):
            _add(run, "representative", "USA-CONGRESS", "seat-mark")
            continue
        owner = scene.name_at[run.first - 2] if run.first > 1 and scene.tokens[run.first - 1].tag == "POS" else None
        if owner is not None and owner.name.kind == "state" and run.phrase is None:  # "Russia's Putin"
            word = Role("leader", "leader", "", "")
            state = owner.name
            run.person.phrases.append(Phrase(run.first, run.last, run.last - 1, word, [state.party], [state.actor], "words"))
        hit = scene.name_at[run.first - 1] if run.first else None
        if hit is None:
            hit = _member_after(scene, _after_comma(scene, run.last))
        if hit is not None and hit.name.kind == "legislature" and run.is_full and hit.name.actor != "European Parliament":
            _add(run, "lawmaker", hit.name.party, "member")


def _after_comma(scene: Scene, i: int) -> int:
    """The token after "of California, who is the", or the end where no comma follows the name."""
    end = len(scene.tokens)
    if i + 1 < end and scene.tokens[i].text == "of" and scene.tokens[i + 1].text[:1].isupper():
        i += 2
    if i + 1 >= end or scene.tokens[i].text != ",":
        return end
    i += 1
    if i + 2 < end and scene.tokens[i].text == "who" and scene.tokens[i + 1].lemma == "be":
        i += 2
    return i


def _member_after(scene: Scene, i: int) -> NameHit | None:
    """The legislature in "Phillip Lee, a fellow Tory," or "Pelosi, the California Democrat"."""
    for step in range(i, min(i + 5, len(scene.tokens))):
        hit = scene.name_at[step]
        if hit is not None and hit.name.kind == "legislature":
            after = scene.tokens[hit.last] if hit.last < len(scene.tokens) else None
            is_head = after is None or after.tag not in ("NN", "NNS", "NNP", "NNPS", "HYPH", "JJ", "POS")
            return hit if is_head and not hit.name.actor.endswith("s") else None
        if scene.tokens[step].tag not in ("DT", "JJ", "NN", "NNP", "VBG", "RB", "JJS", "RBS") or scene.word_at[step] is not None:
            return None
    return None


def _add(run: Run, role: str, party: str, rule: str) -> None:
    word = Role(role, "legislator", "", "")
    if run.person is not None:
        run.person.phrases.append(Phrase(run.first, run.last, run.last - 1, word, [party], [party], rule))


def infer_from_titles(scene: Scene, persons: list[Person], free: list[Phrase], context: Context) -> None:
    """A person named without any office, when "the president" nearby can mean nobody else, holds that office.

    "Theresa May …" and two sentences later "the prime minister": the most often named person without an office in the
    sentences before. The state is the one that the title's words or the context give.
    """
    roles = SEATS if _is_about_election(scene) else HEADS | SEATS
    unknown = [p for p in persons if p.rule in ("unknown", "title-only")]
    if not unknown:
        return
    held = {(p.role, p.party) for p in persons} | {(p.role, "") for p in persons}
    votes: dict[tuple[str, str], Counter[int]] = {}
    titles: dict[tuple[str, str], Phrase] = {}
    for phrase in free:
        stated = phrase.party if phrase.rule == "words" else ""
        seat = (phrase.role, stated)
        known = phrase.role in roles or (bool(stated) and phrase.group in ("head", "minister"))
        if not known or not _is_definite(phrase) or (seat in held and _holder_is_near(scene, persons, phrase)):
            continue
        titles.setdefault(seat, phrase)
        sentence = scene.sentence_of[phrase.head]
        for number, person in enumerate(unknown):
            near = sum(0 <= sentence - scene.sentence_of[r.first] <= ABOUT and r.first < phrase.head for r in person.runs)
            if near and (stated or len(person.runs) >= MIN_NAMED):
                votes.setdefault(seat, Counter())[number] += near
    for seat, counter in votes.items():
        number, _ = counter.most_common(1)[0]
        person = unknown[number]
        if person.rule == "inferred":
            continue
        ranked = context.rank([r.first for r in person.runs[:6]], seat[0])
        party = titles[seat].party or (ranked[0][0] if ranked else "OTHER")
        person.party, person.role, person.rule, person.confidence = party, seat[0], "inferred", CONFIDENCE["inferred"]
        person.phrases.append(
            Phrase(
                person.runs[0].first,
                person.runs[0].last,
                person.runs[0].last - 1,
                titles[seat].word,
                [party],
                [party],
                "inferred",
            )
        )


def _holder_is_near(scene: Scene, persons: list[Person], phrase: Phrase) -> bool:
    """Whether a known holder of the office was named shortly before, who is then meant."""
    sentence = scene.sentence_of[phrase.head]
    known = (p for p in persons if p.role == phrase.role)
    return any(0 <= sentence - scene.sentence_of[r.first] <= 2 * ABOUT for p in known for r in p.runs)


def _is_about_election(scene: Scene) -> bool:
    """Whether "the president" may be whoever wins: reports on campaigns speak of offices that nobody holds yet."""
    words = sum(t.lemma.lower() in ELECTION_WORDS for t in scene.tokens)
    return words >= MIN_ELECTION_WORDS


def _is_definite(phrase: Phrase) -> bool:
    return not phrase.is_former and not phrase.is_plural and phrase.determiner in ("the", "") and phrase.boss < 0
