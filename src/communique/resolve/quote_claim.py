"""Who says it inside what somebody else says: "… said that Roe has called himself “a dealer”", "Roe's threat to “act”".

In: a run, and who is cited for it, if anybody is. Out: the voice of the person who claims, names or threatens so by the words
above the run in its sentence. Where a paper, a statement or an unnamed official is cited, it is also the person of whom they
tell that he said it.
"""

from __future__ import annotations

from collections.abc import Set

from communique.model.reading import MentionKind
from communique.resolve.cast import Link
from communique.resolve.confidence import CONFIDENCE
from communique.resolve.lexicon import word_list
from communique.resolve.quote_run import BEFORE_NAME, FINITE, NAMING, SPEECH, Run, is_outlet, is_speech_verb
from communique.resolve.scene import Scene
from communique.resolve.source import Sources, Voice
from communique.resolve.syntax import subject_over

SPEECH_NOUNS = word_list("speech_nouns")
MAX_CLIMB = 12
MAX_CLAIM, MAX_NAMING = 16, 6  # tokens from "threat" to what is threatened, from "called himself" to the name


def within(scene: Scene, sources: Sources, run: Run, cues: Set[int], cited: Voice | None) -> Voice | None:
    """Who says the run inside what `cited` says, by the nearest words over it; None where nobody is told to.

    Args:
        cues: the tokens by which others are cited, where the search ends.
    """
    inside = scene.tokens_in(run.quotation.inner)
    if not inside:
        return None
    i, sentence = inside[0], scene.sentence_of[inside[0]]
    while scene.tokens[i].head in inside and scene.tokens[i].head != i:
        i = scene.tokens[i].head
    is_passed_on = cited is not None and _passes_on(cited)
    for _ in range(MAX_CLIMB):
        below, i = i, scene.tokens[i].head
        if below == i or scene.sentence_of[i] != sentence or i in cues:
            return None
        who = _claimant(scene, i, below, inside)
        is_claim = who >= 0
        if not is_claim and is_passed_on and not scene.quoted[i] and is_speech_verb(scene, i):
            who = _told_of(scene, i)
        link = sources.link_at(who)
        if link is not None and (_may_claim(link, cited) if is_claim else _may_tell(link, cited)):
            return Voice(link.actor.name, link.actor.party, f"within/{link.rule}", CONFIDENCE["quote-above"] * link.confidence)
    return None


def _may_claim(link: Link, cited: Voice | None) -> bool:
    """Whether the claim is surely his: no "report" or "critics" where nobody is cited, no unsure "he" where a person is."""
    if cited is None:
        return link.actor.party != "OTHER" or link.actor.kind is MentionKind.PERSON
    return _passes_on(cited) or not link.rule.endswith("-close")


def _may_tell(link: Link, cited: Voice | None) -> bool:
    """Whether it is a person of whom they tell that he said it; an outlet tells of bodies too."""
    return (link.actor.kind is MentionKind.PERSON and not link.actor.is_plural) or (cited is not None and is_outlet(cited))


def _claimant(scene: Scene, i: int, below: int, inside: range) -> int:
    """Who claims, names, or is blamed for the words, by the token over them; -1 if nobody does."""
    who = _blamed(scene, i)
    if who < 0:
        who = _teller(scene, i, below, inside)
    part = "" if who >= 0 or _is_another_clause(scene, below) else _claims(scene, i, inside)
    return who if not part else _part_of(scene, i, part)


def _part_of(scene: Scene, i: int, part: str) -> int:
    return next((c for c in scene.children[i] if scene.tokens[c].dep == part and not scene.quoted[c]), -1)


def _told_of(scene: Scene, verb: int) -> int:
    """Who is told to say it: the subject, else what "claiming" hangs on in "Norway issued a statement claiming …"."""
    subject, above = _part_of(scene, verb, "nsubj"), scene.tokens[verb].head
    if subject >= 0 or scene.tokens[verb].tag != "VBG":
        return subject
    if scene.tokens[verb].dep == "advcl":
        return subject_over(scene, above)
    return above if scene.tokens[verb].dep == "acl" and scene.tokens[above].lemma.lower() in SPEECH_NOUNS else -1


def _blamed(scene: Scene, i: int) -> int:
    """Whom somebody blames or thanks for the words: "criticized Roe for calling it “a farce”"; -1 where nobody is."""
    tokens, above = scene.tokens, scene.tokens[i].head
    if tokens[i].tag != "VBG" or tokens[i].dep != "pcomp" or tokens[above].text.lower() != "for":
        return -1
    if tokens[i].lemma.lower() not in SPEECH | NAMING:
        return -1
    for _ in range(MAX_CLIMB):
        blamed = next((c for c in scene.children[above] if tokens[c].dep == "dobj" and c < i and not scene.quoted[c]), -1)
        if blamed >= 0 or tokens[above].head == above:
            return blamed
        above = tokens[above].head
    return -1


def _teller(scene: Scene, i: int, below: int, inside: range) -> int:
    """From whom the words come that a clause with "that" tells: "remarks from Roe that it was “a farce”"; -1 for others."""
    tokens = scene.tokens
    if tokens[i].lemma.lower() not in SPEECH_NOUNS or tokens[i].pos != "NOUN":
        return -1
    if tokens[inside[0]].tag in FINITE or not any(tokens[c].text.lower() == "that" for c in scene.children[below]):
        return -1  # "remarks from Roe that it failed “show ignorance”": of the remarks
    tellers = (c for k in scene.children[i] if tokens[k].text.lower() in ("from", "by") for c in scene.children[k])
    return next((c for c in tellers if tokens[c].dep == "pobj" and not scene.quoted[c]), -1)


def _is_another_clause(scene: Scene, i: int) -> bool:
    """Whether what hangs on a noun tells more than the noun means: "Roe's remarks and “…”", "Roe's call, which “gave hope”"."""
    is_about = any(scene.tokens[c].tag == "WDT" and scene.tokens[c].dep == "nsubj" for c in scene.children[i])
    return scene.tokens[i].dep == "conj" or (scene.tokens[i].dep == "relcl" and is_about)


def _claims(scene: Scene, i: int, inside: range) -> str:
    """The part of the one who claims or names: the owner of a "threat", the subject of "call"; "" for other words."""
    token, gap = scene.tokens[i], inside[0] - i
    if _is_told_of(scene, i, inside):
        return ""
    is_named = scene.tokens[inside[-1]].pos in ("NOUN", "PROPN")  # "Roe's “apartheid” comment", not "her “misleading” statements"
    if is_named and token.lemma.lower() in SPEECH_NOUNS and i in (inside[-1] + 1, inside[-1] + 2):
        return "poss"
    if token.pos == "NOUN" and token.lemma.lower() in SPEECH_NOUNS and 0 < gap <= MAX_CLAIM:
        return "poss"
    return "nsubj" if token.pos == "VERB" and token.lemma.lower() in NAMING and 0 < gap <= MAX_NAMING else ""


def _is_told_of(scene: Scene, i: int, inside: range) -> bool:
    """Whether the quoted words are about the noun: "called Roe's remarks a “retreat”", "Roe's remarks “set off” a panic"."""
    tokens, verb = scene.tokens, scene.tokens[scene.tokens[i].head]
    before = inside[0] - 2
    while before > i and tokens[before].text.lower() in BEFORE_NAME - {"as"}:
        before -= 1
    if tokens[i].dep == "dobj" and verb.lemma.lower() in NAMING and tokens[before].text.lower() == "as":
        return True
    said = i + 2  # after the opening mark
    is_said = said < len(tokens) and scene.quoted[said] and not scene.quoted[i]
    return (
        tokens[i].dep in ("nsubj", "nsubjpass")
        and is_said
        and tokens[said].pos in ("VERB", "AUX")
        and tokens[said].text.islower()
    )


def _passes_on(voice: Voice) -> bool:
    """Whether who is cited is no person known by name: a paper, a statement, an unnamed official pass on what others say."""
    how = voice.rule.removeprefix("content/")
    is_named = how.startswith("source-head/title") and voice.actor[:1].isupper()
    return not is_named and not how.startswith(("source-head/name:", "source-head/pronoun", "source-relative"))
