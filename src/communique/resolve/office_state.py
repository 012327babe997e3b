"""Of which state an office is whose own words name none, and which party it speaks for there.

In: a description and the scene. Out: a state, what to ask the context for, or the code of the office's party in a state.
"""

from __future__ import annotations

from collections.abc import Sequence

from communique.resolve.context import Context, state_of
from communique.resolve.inference import SOON
from communique.resolve.lexicon import Role
from communique.resolve.phrase import Phrase
from communique.resolve.phrase_reader import legislature_of, opposition_of
from communique.resolve.scene import Scene
from communique.resolve.syntax import relative_clause

SHARED = frozenset({"senator", "representative", "secretary of defense"})  # titles of one state, mostly, that others have too
OF_MINISTRY = 3  # tokens of "for the ministry"
BARE = 2  # tokens of "a spokesman"
MAX_CLIMB = 4  # steps up the parse to the verb of a clause


def is_of_ministry(scene: Scene, phrase: Phrase) -> bool:
    """Whether an office is one of "the ministry": "a spokesman for the foreign ministry"."""
    after = scene.tokens[phrase.last : phrase.last + OF_MINISTRY]
    is_after = len(after) == OF_MINISTRY and after[0].text in ("for", "of", "at", "in") and after[-1].text.lower() == "ministry"
    return is_after or any(t.text.lower() == "ministry" for t in scene.tokens[phrase.first : phrase.last])


def ministry_before(scene: Scene, phrase: Phrase, phrases: Sequence[Phrase]) -> str:
    """The state of the government or ministry named shortly before somebody of "the ministry", "" if there is none."""
    if not is_of_ministry(scene, phrase):
        return _speaks_for(scene, phrase, phrases) if _is_any_spokesman(phrase) else ""
    here = scene.sentence_of[phrase.head]
    before = [p for p in phrases if p.head < phrase.first and p.rule == "words" and p.group in ("government", "ministry")]
    if not before or here - scene.sentence_of[before[-1].head] > SOON or len(before[-1].party) != 3:
        return ""
    return before[-1].party


def _is_any_spokesman(phrase: Phrase) -> bool:
    """Whether it is "a spokesman", and no word more."""
    return phrase.group == "spoke" and not phrase.is_plural and phrase.boss < 0 and phrase.last - phrase.first <= BARE


def _speaks_for(scene: Scene, phrase: Phrase, phrases: Sequence[Phrase]) -> str:
    """The state of the body that was the last to speak: "The Foreign Office said … “…,” a spokesman said"."""
    here = scene.sentence_of[phrase.head]
    bodies = [(p.head, p.party) for p in phrases if p.rule == "words" and p.group in ("government", "ministry")]
    bodies += [(h.last - 1, h.name.party) for h in scene.names if h.name.kind == "seat"]
    near = [(i, party) for i, party in bodies if i < phrase.first and here - scene.sentence_of[i] <= SOON and len(party) == 3]
    spoke = [(i, party) for i, party in near if scene.tokens[i].dep == "nsubj" and not scene.quoted[i]]
    return max(spoke)[1] if spoke else ""


def embassy_before(scene: Scene, phrase: Phrase, phrases: Sequence[Phrase]) -> str:
    """The state of the embassy named before an ambassador without one: "At the Danish embassy in Oslo, Ambassador Roe said"."""
    if phrase.role != "ambassador":
        return ""
    here = scene.sentence_of[phrase.head]
    near = (p for p in reversed(phrases) if p.head < phrase.head and here - scene.sentence_of[p.head] <= 1)
    return next((p.party for p in near if p.role == "embassy" and p.rule == "words" and len(p.party) == 3), "")


def asked_role(scene: Scene, phrase: Phrase) -> str:
    """The role whose state is asked for: an official of "the administration" is where one is."""
    inside = {t.text.lower() for t in scene.tokens[phrase.first : phrase.last]}
    if phrase.is_governing and "administration" in inside:
        return "administration"
    return "federal" if phrase.is_federal else phrase.role


def state_where(scene: Scene, i: int) -> str:
    """The party of the state in "in Israel, where leaders objected", "" where no such clause holds the token."""
    clause = relative_clause(scene, i, MAX_CLIMB)
    if clause is None or all(scene.tokens[c].text.lower() != "where" for c in scene.children[clause]):
        return ""
    hit = scene.name_at[scene.tokens[clause].head]
    return hit.name.party if hit is not None and hit.name.kind in ("state", "capital") else ""


def party_in(phrase: Phrase, state: str) -> str:
    """The code of a role's party in a state: its government, legislature or opposition."""
    if phrase.group in ("legislator", "legislature") or phrase.in_house:
        return legislature_of(state)
    if phrase.group in ("rebels", "separatists") or phrase.role == "rebel leader":
        return "UKR-REBELS" if state in ("UKR", "RUS") else f"{state}-OPP"
    if phrase.group in ("opposition", "rebel") or phrase.is_opposing:
        return opposition_of(state)
    return state


def question_of(scene: Scene, phrase: Phrase) -> tuple[str, str]:
    """The role and group whose state the context is asked for: a member of the opposition is in opposition first."""
    if phrase.is_opposing:
        return "opposition", "opposition"
    if phrase.is_federal:
        return "federal", phrase.group
    return phrase.role, "ministry" if is_of_ministry(scene, phrase) else phrase.group


def usual_state(phrase: Phrase) -> str:
    """The state whose title it mostly is: "Senator Roe", "Energy Secretary Poe"; "" for a title of any state."""
    if phrase.group == "delegate":
        return "USA"
    is_shared = phrase.role in SHARED or (phrase.group == "minister" and phrase.role.endswith("secretary"))
    return state_of(phrase.word.party) if is_shared and isinstance(phrase.word, Role) else ""


def is_shared(phrase: Phrase, context: Context) -> bool:
    """Whether a title that is mostly one state's may be another's here.

    So it is in a report from abroad ("MANILA — Senator Roe …"), and in one that does not name the state, if it is a
    minister's. No American is an "opposition senator".
    """
    usual = usual_state(phrase)
    if not usual or phrase.rule not in ("", "role"):
        return False
    if phrase.is_opposing or (context.dateline and context.dateline != usual):
        return True
    return not (context.dateline or context.total.get(usual) or context.names_congress)


def open_shared(phrases: Sequence[Phrase], context: Context) -> None:
    """Leave the state open of titles that are not said to be of the state that mostly has them."""
    for phrase in phrases:
        if phrase.rule == "role" and is_shared(phrase, context):
            phrase.parties, phrase.rule = [], ""
