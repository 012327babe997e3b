"""Persons of a document: their names as found in the text, full and short, and who of them is the same.

In: a scene and its phrases. Out: persons, each with every stretch that names it. Two people of one last name stay
apart; which of them a bare last name means is decided by title, then by nearness. Parties are not looked at here.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from communique.resolve.gender import gender_of_first_name
from communique.resolve.lexicon import fold, word_list
from communique.resolve.phrase import Phrase
from communique.resolve.scene import NAME_TAGS, Scene

PARTICLES = word_list("particles")
SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
NOT_NAMES = word_list("not_names")
NOT_PERSON_ENTS = frozenset(
    {
        "DATE",
        "TIME",
        "MONEY",
        "PERCENT",
        "CARDINAL",
        "ORDINAL",
        "QUANTITY",
        "LAW",
        "EVENT",
        "WORK_OF_ART",
        "LANGUAGE",
        "PRODUCT",
        "FAC",
    }
)
ORG_ENTS = frozenset({"ORG", "NORP", "GPE", "LOC"})


@dataclass(slots=True)
class Run:
    """A proper name that the tables do not know, on tokens `[first, last)`."""

    first: int
    last: int
    words: tuple[str, ...]  # folded, lower case, particles and initials kept
    is_person: bool
    phrase: Phrase | None = None  # the description that stands beside it
    person: Person | None = None

    @property
    def is_full(self) -> bool:
        return len(self.words) > 1


@dataclass(slots=True, eq=False)
class Person:
    """One person of the document."""

    name: str
    words: tuple[str, ...]
    gender: str = ""
    runs: list[Run] = field(default_factory=list)
    phrases: list[Phrase] = field(default_factory=list)
    party: str = "OTHER"
    role: str | None = None
    rule: str = "unknown"
    confidence: float = 0.4
    is_former: bool = False

    @property
    def last_name(self) -> str:
        return self.words[-1]


def find_runs(scene: Scene) -> list[Run]:
    """Every proper name of one or more words that is no hit of the tables, left to right."""
    runs, i, n = [], 0, len(scene.tokens)
    while i < n:
        if not _can_start(scene, i):
            i += 1
            continue
        last = _end_of_run(scene, i)
        runs.append(_make_run(scene, i, last))
        i = last
    return runs


def _is_namelike(scene: Scene, i: int) -> bool:
    token = scene.tokens[i]
    if not token.text[:1].isupper() or token.ent in NOT_PERSON_ENTS or scene.name_at[i] is not None:
        return False
    return token.tag in NAME_TAGS or token.ent == "PERSON"


def _can_start(scene: Scene, i: int) -> bool:
    if scene.word_at[i] is not None or scene.tokens[i].text.lower().rstrip(".") in NOT_NAMES:
        return False
    if _is_namelike(scene, i):
        return True
    starts = scene.tokens[i].text.lower() in ("al", "el") and i + 2 < len(scene.tokens)
    return starts and scene.tokens[i + 1].text == "-" and _is_namelike(scene, i + 2)


def _end_of_run(scene: Scene, i: int) -> int:
    tokens, n = scene.tokens, len(scene.tokens)
    sentence, last = scene.sentence_of[i], i + 1
    if not tokens[i].text[:1].isupper():
        last = i + 3
    while last < n and scene.sentence_of[last] == sentence:
        if tokens[last].text == "-" and scene.is_next_to(last) and last + 1 < n and scene.is_next_to(last + 1):
            joins = tokens[last + 1].text.isalpha() and not (scene.name_at[last + 1] or scene.word_at[last + 1])
            if (
                joins
                and (tokens[last + 1].text[:1].isupper() or tokens[last - 1].text.istitle())
                and tokens[last + 1].tag in NAME_TAGS | {"NN", "JJ"}
            ):
                last += 2
                continue
            break
        if _is_namelike(scene, last) and (scene.word_at[last] is None or tokens[last].ent == tokens[last - 1].ent == "PERSON"):
            last += 1
        elif tokens[last].text.lower() in PARTICLES:
            step = last + 1
            while step < n and (tokens[step].text.lower() in PARTICLES or tokens[step].text == "-"):
                step += 1
            if step < n and step - last <= 3 and _is_namelike(scene, step):
                last = step + 1
            else:
                break
        elif (
            tokens[last].text in "\"'“”‘’"
            and last + 2 < n
            and tokens[last + 2].text in "\"'“”‘’"
            and last + 3 < n
            and _is_namelike(scene, last + 1)
            and _is_namelike(scene, last + 3)
        ):
            last += 4
        else:
            break
    return last


def _make_run(scene: Scene, first: int, last: int) -> Run:
    tokens = scene.tokens[first:last]
    words = [fold(t.text).lower().strip(".'\"") for t in tokens]
    words = [w for w in words if w and w != "-" and w not in SUFFIXES]
    ents = [t.ent for t in tokens]
    has_org_word = any(w in NOT_NAMES for w in words)
    return Run(first, last, tuple(words) or ("?",), "PERSON" in ents and not has_org_word)


def attach_phrases(scene: Scene, runs: list[Run], phrases: list[Phrase]) -> None:
    """Join each name with the description beside it: before it, before it with a comma, or after it with a comma."""
    starting = {r.first: r for r in runs}
    ending = {r.last: r for r in runs}
    for phrase in phrases:
        if phrase.is_person and phrase.is_plural:
            _name_several(scene, phrase, starting)
        if not phrase.is_person or phrase.is_plural:
            continue
        run = _named_after(scene, phrase, starting) or _named_before(scene, phrase, ending)
        if run is None:
            continue
        is_title = run.first >= phrase.last
        if isinstance(phrase.group, str) and phrase.group == "honorific" and run.phrase is not None:
            continue
        if run.phrase is None or is_title or run.phrase.group in ("honorific", "chair"):
            run.phrase = phrase
        run.is_person = True


def _name_several(scene: Scene, phrase: Phrase, starting: dict[int, Run]) -> None:
    """ "Sens. Ted Cruz and Marco Rubio", "Presidents Putin and Hollande": the title is that of each."""
    i, n = phrase.last, len(scene.tokens)
    sentence = scene.sentence_of[min(i, n - 1)]  # a full stop after "Sens." may end what the parser holds for a sentence
    while i < n and scene.sentence_of[i] == sentence:
        run = starting.get(i)
        if run is not None:
            if run.phrase is None:
                parties = phrase.parties if len(phrase.parties) == 1 else []
                run.phrase = Phrase(
                    run.first, run.last, run.last - 1, phrase.word, parties, list(phrase.collectives), phrase.rule
                )
                run.is_person = True
            i = run.last
            continue
        token = scene.tokens[i]
        if (
            token.text.lower() not in (",", "and", "of", "(", ")", "-") and token.tag not in ("NNP", "NNPS")
        ) or i - phrase.last > 24:
            return
        i += 1


def _named_after(scene: Scene, phrase: Phrase, starting: dict[int, Run]) -> Run | None:
    run = starting.get(phrase.last)
    if run is not None and run.words[-1] not in NOT_NAMES:
        if (
            phrase.group == "official"
            and phrase.role == "commander"
            and not run.is_person
            and scene.tokens[run.first].ent == "ORG"
        ):
            return None
        is_list = scene.tokens[phrase.last - 1].text.islower() and phrase.determiner in ("a", "an")
        return None if is_list and not run.is_full else run
    comma = phrase.last < len(scene.tokens) and scene.tokens[phrase.last].text == ","
    at = phrase.last + 1
    while comma and at < len(scene.tokens) and (scene.tokens[at].text.lower() == "the" or _is_honorific(scene, at)):
        at += 1
    run = starting.get(at) if comma else None
    if run is None or not run.is_full or not _follows_as_name(scene, phrase, run):
        return None
    return run


def _is_honorific(scene: Scene, i: int) -> bool:
    word = scene.word_at[i]
    return word is not None and word.word.group == "honorific"


def _follows_as_name(scene: Scene, phrase: Phrase, run: Run) -> bool:
    """Whether "the French president, Francois Hollande," names him: the name is no subject of its own."""
    tokens = scene.tokens
    dep = tokens[run.last - 1].dep
    if run.last < len(tokens) and tokens[run.last].text in (",", ")", ".") and dep not in ("nsubj", "nsubjpass"):
        return True
    if dep == "appos" and tokens[phrase.head].dep != "pobj":
        return True
    starts = phrase.first == scene.reading.sentences[scene.sentence_of[phrase.head]].first or phrase.first == phrase.boss + 2
    return starts and tokens[phrase.head].dep != "pobj" and bool(phrase.parties or phrase.boss >= 0)


def _named_before(scene: Scene, phrase: Phrase, ending: dict[int, Run]) -> Run | None:
    """The name in "Sergey Lavrov, Russia's foreign minister," and in "Kerry, who is secretary of state"."""
    tokens, first = scene.tokens, phrase.first
    if not first or scene.sentence_of[first - 1] != scene.sentence_of[first]:
        return None
    if tokens[first - 1].text in (",", "(", "--", "—", "–", "-"):
        run = ending.get(first - 1)
        return run if run is not None and _is_apposition(scene, phrase, run) else None
    if tokens[first - 1].lemma == "be" and tokens[first - 1].pos in ("AUX", "VERB"):
        step = first - 2
        if step >= 0 and tokens[step].text.lower() in (",", "who"):
            step -= 1 + (tokens[step - 1].text == ",")
        run = ending.get(step + 1)
        return run if run is not None and phrase.determiner != "a" else None
    return None


def _is_apposition(scene: Scene, phrase: Phrase, run: Run) -> bool:
    tokens = scene.tokens
    head = tokens[phrase.head]
    after = tokens[phrase.last].text.lower() if phrase.last < len(tokens) else "."
    if head.dep == "appos" or after in (
        ",",
        ")",
        ".",
        "--",
        "—",
        ";",
        "who",
        "in",
        "on",
        "at",
        "of",
        "for",
        "since",
        "under",
        "from",
        "with",
        "until",
        "during",
    ):
        return head.dep not in ("nsubj", "nsubjpass") or (after in (",", ")") and run.first < phrase.first)
    return False


def make_persons(scene: Scene, runs: list[Run]) -> list[Person]:
    """Group the names into persons; names of organizations and of nobody stay without one."""
    persons: list[Person] = []
    by_last: dict[str, list[Person]] = defaultdict(list)
    for run in runs:
        if run.is_full and run.is_person:
            _join_full(scene, run, persons, by_last)
    by_first: dict[str, list[Person]] = defaultdict(list)
    for person in persons:
        by_first[person.words[0]].append(person)
    for run in runs:
        if run.person is None and not run.is_full:
            _join_short(scene, run, persons, by_last, by_first)
    for run in runs:  # a full name that the entity tagger missed but whose person is known
        if run.person is None and run.is_full and run.words[-1] in by_last:
            same = [p for p in by_last[run.words[-1]] if p.words[0] == run.words[0]]
            if same:
                _add(scene, same[0], run)
    for person in persons:
        person.runs.sort(key=lambda r: r.first)
        person.gender = person.gender or gender_of_first_name(person.words[0] if len(person.words) > 1 else "")
    return persons


def _join_full(scene: Scene, run: Run, persons: list[Person], by_last: dict[str, list[Person]]) -> None:
    for person in by_last[run.words[-1]]:
        if _may_be_same(person.words, run.words):
            _add(scene, person, run)
            return
    person = Person(_name_of(scene, run), run.words)
    persons.append(person)
    by_last[run.words[-1]].append(person)
    _add(scene, person, run)


def _join_short(
    scene: Scene, run: Run, persons: list[Person], by_last: dict[str, list[Person]], by_first: dict[str, list[Person]]
) -> None:
    word = run.words[-1]
    known = by_last.get(word) or by_first.get(word)
    if known:
        _add(scene, _nearest(known, run), run)
    elif run.is_person and len(word) > 1:
        person = Person(_name_of(scene, run), run.words)
        persons.append(person)
        by_last[word].append(person)
        _add(scene, person, run)


def _nearest(known: list[Person], run: Run) -> Person:
    """Of several people of one name: the one whose gender fits the title, then the last one named before."""
    gender = (
        run.phrase.word.gender
        if run.phrase is not None and not run.phrase.is_plural and hasattr(run.phrase.word, "gender")
        else ""
    )
    fitting = [p for p in known if not gender or p.gender in ("", gender)] or known
    if len(fitting) == 1:
        return fitting[0]

    def last_before(person: Person) -> tuple[int, int]:
        before = [r.first for r in person.runs if r.first < run.first]
        return (len(person.runs) > 2, max(before, default=-1))

    return max(fitting, key=lambda p: (max((r.first for r in p.runs if r.first < run.first), default=-1), last_before(p)))


def _may_be_same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two full names of one last name can be one person's: "Sergei" and "Sergey", "J." and "John"."""
    a, b = one[0], other[0]
    if a == b or (a[:1] == b[:1] and (len(a) == 1 or len(b) == 1 or a.startswith(b[:3]) or b.startswith(a[:3]))):
        return True
    return a in other or b in one or {a, b} in NICKNAMES


NICKNAMES = [
    {"charles", "chuck"},
    {"robert", "bob"},
    {"william", "bill"},
    {"james", "jim"},
    {"joseph", "joe"},
    {"anthony", "tony"},
    {"edward", "ted"},
    {"richard", "dick"},
    {"howard", "buck"},
    {"james", "jimmy"},
    {"recep", "tayyip"},
    {"ted", "edward"},
]


def _add(scene: Scene, person: Person, run: Run) -> None:
    run.person, run.is_person = person, True
    person.runs.append(run)
    if len(run.words) > len(person.words) and len(run.words) <= 6:
        person.name, person.words = _name_of(scene, run), run.words
    if run.phrase is not None:
        person.phrases.append(run.phrase)
        gender = run.phrase.gender
        person.gender = person.gender or gender


def _name_of(scene: Scene, run: Run) -> str:
    return " ".join(scene.span_of(run.first, run.last).of(scene.text).split())
