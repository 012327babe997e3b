"""Proper names that the tables do not know: runs of capitalised words, with particles, initials and nicknames.

In: a scene. Out: runs, left to right. Whether a run names a person is a first guess here (the entity tagger, a known
first name); titles and other mentions of the document may change it later.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.resolve.gender import gender_of_first_name
from communique.resolve.lexicon import fold, word_list
from communique.resolve.phrase import Phrase
from communique.resolve.scene import HYPHEN_TAILS, NAME_TAGS, Scene
from communique.resolve.syntax import is_modifier

if TYPE_CHECKING:
    from communique.resolve.person import Person

PARTICLES = word_list("particles")
NOT_NAMES = word_list("not_names")
SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
SEAT = re.compile(r"(?:^|[\s(,])[RDI]\s?[-–]\s?\w")
HYPHENS = frozenset("-‑")
MARKS = frozenset("\"'“”‘’")
OPENERS = word_list("openers")  # words that a sentence opens with, taken for names there
NO_NAME_ENTS = word_list("no_name_entities")

MAX_CITED = 4  # words; a shorter name that is cited, and that no tagger takes for anything else, is a person's


@dataclass(slots=True)
class Run:
    """A proper name on tokens `[first, last)`; `words` are folded, in lower case, without marks and suffixes."""

    first: int
    last: int
    words: tuple[str, ...]
    is_person: bool
    is_tagged: bool = False  # the entity tagger, or a known first name, takes it for a person's
    phrase: Phrase | None = None  # the description that stands beside it
    person: Person | None = None

    @property
    def is_full(self) -> bool:
        return len(self.words) > 1


def find_runs(scene: Scene) -> list[Run]:
    """Every proper name of one or more words that is no hit of the tables, left to right."""
    runs, i, n = [], 0, len(scene.tokens)
    while i < n:
        can_start = scene.sentence_of[i] not in scene.shouted and _can_start(scene, i)
        last = _end_of_run(scene, i) if can_start else 0
        if last == i + 1 and scene.tokens[i].text == "May" and not _can_be_last_name(scene, i):
            last = 0
        if last:
            runs.append(make_run(scene, _start_of_person(scene, i, last), last))
        i = last or i + 1
    return runs


def add_last_names(scene: Scene, runs: list[Run], last_names: set[str]) -> list[Run]:
    """The runs with bare last names of known persons that the tagger did not take for names ("TRUMP:", "Trump said")."""
    covered = {i for r in runs for i in range(r.first, r.last)}
    found = []
    for i, token in enumerate(scene.tokens):
        if not token.text[:1].isupper() or i in covered or scene.name_at[i] is not None:
            continue
        if fold(token.text).lower() in last_names and _can_be_last_name(scene, i):
            found.append(make_run(scene, i, i + 1))
    return sorted(runs + found, key=lambda r: r.first) if found else runs


def _can_be_last_name(scene: Scene, i: int) -> bool:
    """Whether a known last name is one here: "May said", not "in May"; "King said", not "King Abdullah"."""
    token = scene.tokens[i]
    after = scene.tokens[i + 1] if i + 1 < len(scene.tokens) else token
    if token.tag in ("IN", "PRP"):  # "In Seoul", where somebody is called Jae-in, "He said", where somebody is called Liu He
        return False
    if token.ent == "DATE" or token.tag == "MD" or token.text == "May":
        is_part = token.dep in ("nsubj", "nsubjpass", "poss") or i in scene.cited
        is_dated = after.text[:1].isdigit() or (i > 0 and scene.tokens[i - 1].text[-1:].isdigit())
        return is_part and not is_dated
    hit = scene.word_at[i]
    if hit is None:
        return True
    before = scene.tokens[i - 1].text.lower() if i else ""
    return hit.last - hit.first == 1 and before not in ("the", "a", "an") and not after.text[:1].isupper()


def make_run(scene: Scene, first: int, last: int) -> Run:
    """The run on tokens `[first, last)`."""
    tokens = scene.tokens[first:last]
    words = [fold(t.text).lower().strip(".'\"") for t in tokens]
    words = [w for w in words if w and w not in HYPHENS and w not in SUFFIXES and w not in MARKS] or ["?"]
    is_org = any(w in NOT_NAMES for w in words)
    tagged = any(t.ent == "PERSON" for t in tokens)
    named = len(words) > 1 and bool(gender_of_first_name(words[0]))
    named = named and (tokens[0].ent not in ("ORG", "FAC") or first in scene.cited)
    is_person = (tagged or named) and not is_org
    is_short = 1 < len(words) < MAX_CITED and not is_org and not is_modifier(scene, last - 1)
    cited = first in scene.cited and is_short and not any(t.ent for t in tokens)
    return Run(first, last, tuple(words), is_person or cited, is_person)


def shorten(scene: Scene, run: Run, n_words: int) -> None:
    """Cut a run that swallowed the words after the name ("Trump May Not Have Suggested") to its first words."""
    kept = 0
    for i in range(run.first, run.last):
        kept += scene.tokens[i].text not in HYPHENS
        if kept == n_words:
            run.last = i + 1
            run.words = run.words[:n_words]
            return


def _is_namelike(scene: Scene, i: int) -> bool:
    token = scene.tokens[i]
    if not token.text[:1].isupper() or scene.name_at[i] is not None:
        return False
    if token.ent in NO_NAME_ENTS and (token.ent != "WORK_OF_ART" or scene.quoted[i]):
        return False  # the tagger takes a quotation and the name after it for a title
    return token.tag in NAME_TAGS or token.ent == "PERSON"


def _can_start(scene: Scene, i: int) -> bool:
    low = scene.tokens[i].text.lower().rstrip(".")
    if SEAT.search(scene.folded, max(0, scene.tokens[i].start - 4), scene.tokens[i].start + 3):
        return False  # "(R-Fla.)" is a seat, no name
    if scene.word_at[i] is not None or low in NOT_NAMES or low in OPENERS:
        return False
    if _is_namelike(scene, i):
        return True
    starts = scene.tokens[i].text.lower() in ("al", "el") and i + 2 < len(scene.tokens)
    return starts and scene.tokens[i + 1].text == "-" and _is_namelike(scene, i + 2)


def _end_of_run(scene: Scene, i: int) -> int:
    sentence, last = scene.sentence_of[i], i + 1
    if not scene.tokens[i].text[:1].isupper():
        last = i + 3
    while last < len(scene.tokens) and scene.sentence_of[last] == sentence:
        step = _step(scene, last)
        if not step:
            break
        last += step
    return last


def _start_of_person(scene: Scene, i: int, last: int) -> int:
    """Where a person's name begins after words of an office: "Director of Trade Policy John Roe", "Magistrate Jane Roe"."""
    for k in range(i + 1, last - 1):
        token, before = scene.tokens[k], scene.tokens[k - 1]
        if before.ent == "PERSON" or not before.text[:1].isupper():
            return i
        if token.ent == "PERSON" and token.starts_ent and gender_of_first_name(fold(token.text).lower()):
            return k
    return i


def _step(scene: Scene, i: int) -> int:
    """How many tokens from i on still belong to the name; 0 to stop."""
    tokens, n = scene.tokens, len(scene.tokens)
    if tokens[i].text in HYPHENS:
        return 2 if _joins_by_hyphen(scene, i) else 0
    if _is_namelike(scene, i):
        same = tokens[i].ent == tokens[i - 1].ent == "PERSON"
        return 1 if scene.word_at[i] is None or same else 0
    if tokens[i].text.lower() in PARTICLES:
        step = i + 1
        while step < n and (tokens[step].text.lower() in PARTICLES or tokens[step].text == "-"):
            step += 1
        return step + 1 - i if step < n and step - i <= 3 and _is_namelike(scene, step) else 0
    if tokens[i].text in MARKS and i + 3 < n and tokens[i + 2].text in MARKS:  # Howard "Buck" McKeon
        return 4 if _is_namelike(scene, i + 1) and _is_namelike(scene, i + 3) else 0
    return 0


def _joins_by_hyphen(scene: Scene, i: int) -> bool:
    if i + 1 >= len(scene.tokens) or not scene.is_next_to(i) or not scene.is_next_to(i + 1):
        return False
    before, after = scene.tokens[i - 1], scene.tokens[i + 1]
    if not after.text.isalpha() or scene.name_at[i + 1] is not None or scene.word_at[i + 1] is not None:
        return False
    if after.text in HYPHEN_TAILS:
        return False
    if not (i > 1 and _is_namelike(scene, i - 2)) and _are_two(scene, before.text, after.text):
        return False
    return (after.text[:1].isupper() or before.text.istitle()) and after.tag in NAME_TAGS | {"NN", "JJ"}


def _are_two(scene: Scene, one: str, other: str) -> bool:
    """Whether two people are joined, as in "the Roe-Poe summit": the report names each alone, too."""
    if not (one.istitle() and other.istitle()) or one.lower() in PARTICLES:
        return False
    alone = {one: False, other: False}
    for i, token in enumerate(scene.tokens):
        if token.text in alone and HYPHENS.isdisjoint(t.text for t in scene.tokens[max(i - 1, 0) : i + 2]):
            alone[token.text] = True
    return all(alone.values())
