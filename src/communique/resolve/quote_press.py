"""Who speaks where the press passes it on: "the agency quoted the envoy as saying", "the envoy was quoted by the agency".

In: a scene and a verb. Out: the token of the person whose words they are, never who quotes; for other passives who acts.
"""

from __future__ import annotations

from communique.resolve.scene import Scene

PASSES_ON = frozenset({"quote", "cite", "report"})
MAX_QUOTED = 24  # tokens from "quoted" to "as saying"


def quoted_by(scene: Scene, verb: int) -> int:
    """Who is quoted by a verb that passes words on; -1 for other verbs, and where the sentence does not tell.

    Things are cited and reported too: with these verbs somebody is only quoted "as saying" something.
    """
    token = scene.tokens[verb]
    if token.lemma.lower() not in PASSES_ON or token.pos != "VERB":
        return -1
    if not _as_saying(scene, verb) and (token.lemma.lower() != "quote" or not is_passive(scene, verb)):
        return -1
    if token.tag == "VBN" and token.dep == "acl":  # "the envoy, quoted by the agency as saying"
        return token.head
    parts = ("nsubjpass",) if is_passive(scene, verb) else ("dobj", "nsubj")
    after = -1 if is_passive(scene, verb) else verb
    return next((c for c in scene.children[verb] if scene.tokens[c].dep in parts and c > after and not scene.quoted[c]), -1)


def quoted_before(scene: Scene, saying: int) -> int:
    """Who is quoted in "the agency quoted a diplomat as saying", asked at "saying"; -1 if nobody is."""
    before = range(saying - 2, max(saying - MAX_QUOTED, -1), -1)
    return next((who for i in before if (who := quoted_by(scene, i)) >= 0), -1)


def agent_of(scene: Scene, verb: int) -> int:
    """Who praises in "praised as “very smart” by Roe"; -1 if the sentence does not tell."""
    last = scene.reading.sentences[scene.sentence_of[verb]].last
    for i in range(verb + 1, min(verb + MAX_QUOTED, last)):
        if scene.tokens[i].text.lower() == "by" and not scene.quoted[i]:
            return next((c for c in scene.children[i] if scene.tokens[c].dep == "pobj"), -1)
    return -1


def is_passive(scene: Scene, verb: int) -> bool:
    """Whether the verb is that of "was asked" or of "a decision praised by …"."""
    parts = {scene.tokens[c].dep for c in scene.children[verb]}
    is_bare = scene.tokens[verb].tag == "VBN" and scene.tokens[verb].dep == "acl" and "aux" not in parts
    return is_bare or bool(parts & {"auxpass", "nsubjpass"})


def _as_saying(scene: Scene, verb: int) -> bool:
    last = min(verb + MAX_QUOTED, scene.reading.sentences[scene.sentence_of[verb]].last - 1)
    pairs = ((scene.tokens[i], scene.tokens[i + 1]) for i in range(verb + 1, last) if not scene.quoted[i])
    return any(word.text.lower() == "as" and after.tag == "VBG" for word, after in pairs)
