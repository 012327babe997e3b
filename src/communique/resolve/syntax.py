"""What part a token plays in its sentence: subject, place, mere modifier."""

from __future__ import annotations

from communique.resolve.lexicon import word_list
from communique.resolve.scene import NameHit, Scene

PLACE_PREPOSITIONS = word_list("place_prepositions")
CLIMBS = frozenset({"compound", "conj", "appos", "flat", "nmod"})
PARTS = frozenset({"amod", "compound", "nmod", "poss"})
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
MAX_CLIMB = 6


def governing(scene: Scene, i: int) -> tuple[int, str]:
    """The token whose part in the sentence token i shares (over "and", titles, appositions), and that part."""
    tokens = scene.tokens
    for _ in range(MAX_CLIMB):
        if tokens[i].dep not in CLIMBS or tokens[i].head == i:
            break
        i = tokens[i].head
    return i, tokens[i].dep


def relative_clause(scene: Scene, i: int, most: int = MAX_CLIMB) -> int | None:
    """The verb of the relative clause that holds token i, at most so many steps above it; its head is the noun it is about."""
    for _ in range(most):
        if scene.tokens[i].dep == "relcl":
            return i
        i = scene.tokens[i].head
    return None


def subject_over(scene: Scene, verb: int) -> int:
    """The subject of a verb, or of the one that it goes on from: "Roe" of "Roe drew back, calling it “a farce”"; -1 if none."""
    for _ in range(MAX_CLIMB):
        subject = next((c for c in scene.children[verb] if scene.tokens[c].dep in SUBJECTS), -1)
        if subject >= 0 or scene.tokens[verb].dep not in ("conj", "xcomp", "advcl") or scene.tokens[verb].head == verb:
            return subject
        verb = scene.tokens[verb].head
    return -1


def is_subject(scene: Scene, i: int) -> bool:
    """Whether token i is, or is joined to, a subject or the agent of a passive."""
    j, dep = governing(scene, i)
    if dep in SUBJECTS:
        return True
    return dep == "pobj" and scene.tokens[scene.tokens[j].head].dep == "agent"


def subject_of(scene: Scene, hit: NameHit) -> int | None:
    """The subject that a name is, or is part of: "position" of "Austria's position", "president" of "the Norwegian president"."""
    last = hit.last - 1
    i = scene.tokens[last].head if scene.tokens[last].dep in PARTS else last
    return i if is_subject(scene, i) else None


def can_act(scene: Scene, hit: NameHit) -> bool:
    """Whether a proper name of the tables can be an actor where it stands, rather than a place or a modifier."""
    kind = hit.name.kind
    if kind in ("place", "venue", "modifier"):
        return False
    i = hit.last - 1
    token = scene.tokens[i]
    if hit.is_prefix or token.dep == "poss" or _modifies(scene, hit):
        return False
    j, dep = governing(scene, i)
    if dep == "poss" or (dep == "pobj" and kind == "region"):  # "a relief for Europe"
        return False
    if dep == "pobj" and kind in ("state", "capital", "seat", "body"):
        return scene.tokens[scene.tokens[j].head].text.lower() not in PLACE_PREPOSITIONS
    if kind == "adjective":
        return token.tag in ("NNS", "NNPS") or any(scene.tokens[c].tag == "DT" for c in scene.children[i])
    return True


def _modifies(scene: Scene, hit: NameHit) -> bool:
    """Whether the name only modifies a following noun: "the Paris attacks", "a Washington-based group"."""
    token = scene.tokens[hit.last - 1]
    if token.dep in ("compound", "amod", "nmod") and token.head >= hit.last:
        return True
    after = hit.last
    return (
        after + 1 < len(scene.tokens)
        and scene.tokens[after].text == "-"
        and scene.is_next_to(after)
        and scene.tokens[after + 1].tag in ("VBN", "JJ", "VBD")
    )


def is_modifier(scene: Scene, i: int) -> bool:
    """Whether a name's last word only says what kind a noun after it is: "the Acme Trust scholar"."""
    return scene.tokens[i].dep == "compound" and scene.tokens[i].head > i


def words_of(scene: Scene, first: int, last: int) -> str:
    """The words without a leading article, white space evened out."""
    if scene.tokens[first].tag in ("DT", "PRP$", "WP$") and last - first > 1:
        first += 1
    if scene.tokens[last - 1].tag == "POS" and last - first > 1:
        last -= 1
    return " ".join(scene.span_of(first, last).of(scene.text).split())


def name_end(scene: Scene, last: int) -> int:
    """Where an organization's name ends that is followed by what it is for: "Council for the Welfare of Children"."""
    tokens, end, i = scene.tokens, last, last
    while i + 1 < len(tokens) and tokens[i].text in ("of", "for") and scene.sentence_of[i] == scene.sentence_of[last - 1]:
        i += 1 + (tokens[i + 1].text == "the")
        start = i
        while i < len(tokens) and tokens[i].text[:1].isupper() and scene.name_at[i] is None and tokens[i].ent != "PERSON":
            i += 1
        if i == start:
            break
        end = i
    return end
