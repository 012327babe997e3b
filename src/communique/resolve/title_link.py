"""Joins names with the descriptions beside them: before the name, before it with a comma, or after it with a comma.

In: runs and phrases. Out: runs that know their phrase. A description of its own ("a call with the Russian president,
Obama said") must not be taken for an apposition: the parts in the sentence decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from communique.resolve.context import state_of
from communique.resolve.lexicon import Noun, Role, role_of_plural, word_list
from communique.resolve.name_run import NOT_NAMES, Run
from communique.resolve.phrase import RANKS, STATE_GROUPS, Phrase
from communique.resolve.phrase_reader import legislature_of, party_for
from communique.resolve.phrase_walk import SERVING
from communique.resolve.scene import Scene

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
OPENING = frozenset({",", "(", "--", "—", "–", "-"})
AFTER_APPOSITION = word_list("after_apposition")
MAX_LIST = 24  # tokens over which "Sens. A of X, B of Y and C" is followed
MAX_BEYOND = 10  # tokens of what an office is of
FIELD_OPENERS, LISTED = frozenset({"of", "for"}), frozenset({"and", ","})  # in what it is of
FORMER_GROUPS = STATE_GROUPS | {"legislator", "delegate"}
MAX_INCLUDING = 8  # tokens from a title to "including"
LAWMAKER = Role("lawmaker", "legislator", "", "")
TRADES = frozenset({"private", "expert"})  # what somebody does beside an office
WEAK = frozenset({"honorific", "chair", "cleric"})


def attach_phrases(scene: Scene, runs: list[Run], phrases: list[Phrase]) -> None:
    """Give each name the description beside it; a description that names a person makes the name a person's."""
    starting = {r.first: r for r in runs}
    ending = {r.last: r for r in runs}
    for phrase in phrases:
        if isinstance(phrase.word, Noun):
            _name_of_administration(scene, phrase, ending)
            if phrase.is_plural and phrase.group == "legislature" and _after_including(scene, phrase) in starting:
                _name_several(scene, phrase, starting, LAWMAKER)
            elif phrase.is_plural and (role := role_of_plural(phrase.word.noun)) is not None:
                if _are_called(scene, phrase, starting):
                    _name_several(scene, phrase, starting, role)
                _name_both(scene, phrase, ending, role)
            continue
        if phrase.is_plural:
            _name_several(scene, phrase, starting, phrase.word)
            _name_one_of(scene, phrase, ending)
            continue
        run = (
            _named_after(scene, phrase, starting)
            or _named_before(scene, phrase, ending)
            or _named_by_parse(scene, phrase, runs)
            or _named_at_end(scene, phrase, starting)
            or _named_beyond(scene, phrase, starting)
        )
        if run is not None:
            _take_in(phrase, _office_before_and(scene, phrase, phrases))
            second = _office_after_and(scene, phrase, phrases) if run.last < phrase.first else None
            _join(run, second or _current_beside(scene, phrase, phrases) or _first_of_two(scene, phrase, phrases) or phrase)
    for run in runs:
        _add_state_after(scene, run)
        _add_state_before(scene, run, phrases)


def _add_state_after(scene: Scene, run: Run) -> None:
    """The state after the name, "President Roe of Chile", is that of a title without one."""
    phrase, at = run.phrase, run.last + 1
    if phrase is None or phrase.parties or at >= len(scene.tokens) or scene.tokens[run.last].text != "of":
        return
    at += at + 1 < len(scene.tokens) and scene.tokens[at].text == "the"
    hit = scene.name_at[at]
    if hit is not None and hit.first == at and hit.name.kind == "state" and phrase.group in STATE_GROUPS | {"legislator"}:
        phrase.parties, phrase.collectives, phrase.rule = [party_for(phrase, hit.name)], [hit.name.actor], "words"


def _add_state_before(scene: Scene, run: Run, phrases: list[Phrase]) -> None:
    """The state of "A Norwegian official, Security Cabinet Minister Roe,": of two descriptions the first has it."""
    title, tokens = run.phrase, scene.tokens
    if title is None or title.parties or title.first > run.first or title.group not in STATE_GROUPS:
        return
    at = title.first - 1
    while at > 0 and tokens[at].dep == "compound" and title.first <= tokens[at].head < run.last:
        at -= 1
    if at < 1 or tokens[at].text != ",":
        return
    before = next((p for p in phrases if p.last == at and _completes(p, title)), None)
    if before is not None and (tokens[before.head].dep != "pobj" or tokens[run.last - 1].head == before.head):
        title.parties, title.collectives, title.rule = list(before.parties), list(before.collectives), "words"


def _current_beside(scene: Scene, phrase: Phrase, phrases: list[Phrase]) -> Phrase | None:
    """The office now held in "minister and former ambassador John Roe"."""
    if not phrase.is_former or phrase.first < 1 or scene.tokens[phrase.first - 1].text.lower() not in ("and", ","):
        return None
    joined = (p for p in phrases if p.last == phrase.first - 1 and p.is_person and not p.is_former and not p.is_plural)
    return next(joined, None)


def _first_of_two(scene: Scene, phrase: Phrase, phrases: list[Phrase]) -> Phrase | None:
    """The first of two descriptions of one name, with its state: "the US envoy on Iran and head of the Group, John Roe"."""
    head = scene.tokens[phrase.head]
    if head.dep != "conj" or phrase.party not in ("", "OTHER") or phrase.is_former or head.head >= phrase.first:
        return None
    joined = (p for p in phrases if p.head == head.head and p.is_person and not p.is_former and not p.is_plural)
    return next((p for p in joined if p.rule == "words" and p.group in STATE_GROUPS and p.party != "OTHER"), None)


def _office_before_and(scene: Scene, phrase: Phrase, phrases: list[Phrase]) -> Phrase | None:
    """The first of two offices of one name: "president" of "president and chief executive Jane Roe"."""
    at = phrase.first - 1
    if at < 1 or phrase.determiner or phrase.is_former or scene.tokens[at].text.lower() != "and":
        return None
    return next((p for p in phrases if p.last == at and p.is_person and not p.is_plural), None)


def _office_after_and(scene: Scene, phrase: Phrase, phrases: list[Phrase]) -> Phrase | None:
    """The office in "John Roe, a doctor and member of the Syrian opposition": the second of two descriptions after a name."""
    if phrase.group not in TRADES or phrase.last >= len(scene.tokens) or scene.tokens[phrase.last].text.lower() != "and":
        return None
    joined = (p for p in phrases if p.first == phrase.last + 1 and p.is_person and not p.is_plural and not p.is_former)
    return next((p for p in joined if p.rule == "words" and p.party != "OTHER" and scene.tokens[p.head].dep == "conj"), None)


def _take_in(phrase: Phrase, first: Phrase | None) -> None:
    """Give an office what stands before the one it is joined to: "former adviser and secretary of state"."""
    if first is None:
        return
    phrase.first = first.first
    phrase.is_former |= first.is_former
    if first.parties and not phrase.parties:
        phrase.parties, phrase.collectives, phrase.rule = list(first.parties), list(first.collectives), first.rule


def _join(run: Run, phrase: Phrase) -> None:
    run.is_person = True
    if run.first <= phrase.boss < run.last:  # "Assistant Attorney General for National Security John Roe" is no aide of himself
        phrase.boss = -1
    if run.phrase is not None and (phrase.group == "honorific" or (_is_weak(phrase) and not _is_weak(run.phrase))):
        return
    if run.phrase is not None and _is_senator_abroad(phrase, run.phrase):
        state = state_of(phrase.party)
        run.phrase.parties, run.phrase.collectives, run.phrase.rule = [legislature_of(state)], list(phrase.collectives), "words"
        return
    if run.phrase is not None and _completes(phrase, run.phrase):  # "President John Roe, Syria's ruler": president of Syria
        run.phrase.parties, run.phrase.collectives = list(phrase.parties), list(phrase.collectives)
        run.phrase.rule = "words"
        return
    is_title = run.first >= phrase.last
    if run.phrase is None or is_title or _is_weak(run.phrase):
        run.phrase = phrase


def _is_senator_abroad(phrase: Phrase, title: Phrase) -> bool:
    """Whether the second description tells that a senator is none of the USA: "Senator Roe, Australia's shadow minister"."""
    is_open = title.group == "legislator" and title.rule == "role"
    return is_open and phrase.rule == "words" and state_of(phrase.party) not in ("", "USA")


def _completes(phrase: Phrase, title: Phrase) -> bool:
    """Whether a second description gives the state that the first one, of an office too, leaves open."""
    if title.parties or title.is_former or title.is_plural or phrase.is_former:
        return False
    return phrase.rule == "words" and phrase.group in STATE_GROUPS and title.group in STATE_GROUPS and len(phrase.party) == 3


def _is_weak(phrase: Phrase) -> bool:
    """Whether a title says less of the state than another beside it: "Supreme Leader Ayatollah …", "Minister Gen. …"."""
    return phrase.group in WEAK or phrase.role in RANKS


def _name_several(scene: Scene, phrase: Phrase, starting: dict[int, Run], role: Role) -> None:
    """ "Sens. Ted Cruz and Marco Rubio", "Presidents Putin and Hollande": the title is that of each."""
    _call(_listed_after(scene, phrase, starting)[0], phrase, role)


def _name_both(scene: Scene, phrase: Phrase, ending: dict[int, Run], role: Role) -> None:
    """ "Jane Roe and Adam Poe, two Danish ministers," and "both ministers in Norway"."""
    at = phrase.first - (phrase.first > 0 and scene.tokens[phrase.first - 1].text.lower() == "both")
    if at < 1 or scene.tokens[at - 1].text != "," or scene.tokens[phrase.head].dep in SUBJECTS:
        return
    second = ending.get(at - 1)
    first = ending.get(second.first - 1) if second is not None and scene.tokens[second.first - 1].text == "and" else None
    if first is not None and second is not None and first.is_full and second.is_full:
        _call([first, second], phrase, role)


def _call(runs: Sequence[Run], phrase: Phrase, role: Role) -> None:
    """Give names without a description what they are called together; of as many states as names each has its own."""
    n = len(phrase.parties)
    for i, run in enumerate(runs):
        if run.phrase is None:
            own = slice(0, 1) if n == 1 else slice(i, i + 1) if n == len(runs) else slice(0, 0)
            parties, names = phrase.parties[own], phrase.collectives[own]
            called = replace(phrase, word=role, parties=parties, collectives=names, determiner="")
            called.first, called.last, called.head = run.first, run.last, run.last - 1
            called.boss = phrase.boss if role.group in SERVING else -1
            run.phrase = called
            run.is_person = True


def _are_called(scene: Scene, phrase: Phrase, starting: dict[int, Run]) -> bool:
    """Whether two or more full names in a row follow: "two ministers, Jane Roe and Adam Poe, left"."""
    runs, end = _listed_after(scene, phrase, starting)
    tokens = scene.tokens
    is_parted = tokens[phrase.last].text == "," if phrase.last < len(tokens) else False
    ends = end >= len(tokens) or tokens[end].text in (",", ".", ")", ";") or tokens[end - 1].text == ","
    return len(runs) > 1 and all(run.is_full for run in runs) and (ends or not is_parted)


def _listed_after(scene: Scene, phrase: Phrase, starting: dict[int, Run]) -> tuple[list[Run], int]:
    """The names listed after a title, and the token after the list."""
    i, n = _after_including(scene, phrase), len(scene.tokens)
    sentence = scene.sentence_of[min(i, n - 1)]  # a full stop after "Sens." may end what the parser holds for a sentence
    first, runs = i, []
    while i < n and scene.sentence_of[i] == sentence and i - first <= MAX_LIST:
        run, token = starting.get(i), scene.tokens[i]
        if run is not None:
            runs.append(run)
            i = run.last
        elif token.text.lower() in (",", "and", "of", "(", ")", "-") or token.tag in ("NNP", "NNPS"):
            i += 1
        else:
            break
    return runs, i


def _name_of_administration(scene: Scene, phrase: Phrase, ending: dict[int, Run]) -> None:
    """ "The Trump Administration", taken for an organization: the name is a person's where the text elsewhere has the person."""
    run = ending.get(phrase.head) if phrase.role == "administration" else None
    if run is not None and not run.is_person and not run.is_full:
        name = scene.tokens[run.first].text
        run.is_person = any(t.text == name and t.ent == "PERSON" for t in scene.tokens)


def _after_including(scene: Scene, phrase: Phrase) -> int:
    """Where the names begin: after the title, or after "including" in "Senators running for president, including Roe and Poe"."""
    for i in range(phrase.last, min(phrase.last + MAX_INCLUDING, len(scene.tokens))):
        if scene.sentence_of[i] != scene.sentence_of[phrase.head]:
            break
        if scene.tokens[i].text.lower() == "including":
            return i + 1
    return phrase.last


def _name_one_of(scene: Scene, phrase: Phrase, ending: dict[int, Run]) -> None:
    """ "John Roe, one of the few opposition politicians": what several are called is his."""
    before = [t.text.lower() for t in scene.tokens[max(phrase.first - 3, 0) : phrase.first]]
    run = ending.get(phrase.first - 3) if before == [",", "one", "of"] else None
    if run is not None and run.phrase is None:
        run.phrase = Phrase(
            run.first, run.last, run.last - 1, phrase.word, list(phrase.parties), list(phrase.collectives), phrase.rule
        )
        run.is_person = True


def _named_after(scene: Scene, phrase: Phrase, starting: dict[int, Run]) -> Run | None:
    after = phrase.last + (phrase.last < len(scene.tokens) and scene.tokens[phrase.last].text == "]")  # "[President] Roe"
    run = starting.get(_after_titles(scene, after))
    if run is not None and run.words[-1] not in NOT_NAMES:
        is_company = phrase.role in RANKS and not run.is_person and scene.tokens[run.first].ent == "ORG"
        is_common = scene.tokens[phrase.last - 1].text.islower() and phrase.determiner in ("a", "an") and not run.is_full
        return None if is_company or is_common else run
    if phrase.last >= len(scene.tokens) or scene.tokens[phrase.last].text != ",":
        return None
    at = phrase.last + 1
    while at < len(scene.tokens) and scene.tokens[at].text.lower() == "the":
        at += 1
    run = starting.get(_after_titles(scene, at))
    return run if run is not None and run.is_full and _follows_as_name(scene, phrase, run) else None


def _after_titles(scene: Scene, i: int) -> int:
    """The token after further titles: "supreme leader, Ayatollah …", "defense minister Gen. …"."""
    while i < len(scene.tokens):
        hit = scene.word_at[i]
        if hit is None or not isinstance(hit.word, Role) or not scene.tokens[i].text[:1].isupper():
            return i
        if hit.word.group not in ("honorific", "cleric") and hit.word.role not in RANKS:
            return i
        i = hit.last
    return i


def _follows_as_name(scene: Scene, phrase: Phrase, run: Run) -> bool:
    """Whether "the French president, Francois Hollande," names him: the name is no subject of its own."""
    tokens = scene.tokens
    dep = tokens[run.last - 1].dep
    if run.last < len(tokens) and tokens[run.last].text in (",", ")", ".") and dep not in SUBJECTS:
        return True
    if tokens[phrase.head].dep == "pobj" and dep != "appos":
        return False
    opens = phrase.first in (scene.reading.sentences[scene.sentence_of[phrase.head]].first, phrase.boss + 2)
    opens |= phrase.first > 0 and tokens[phrase.first - 1].lemma.lower() in ("as", "become")
    return dep == "appos" or (opens and bool(phrase.parties or phrase.boss >= 0))


def _named_before(scene: Scene, phrase: Phrase, ending: dict[int, Run]) -> Run | None:
    """The name in "Sergey Lavrov, Russia's foreign minister," and in "Kerry, who is secretary of state"."""
    tokens, first = scene.tokens, phrase.first
    if not first or scene.sentence_of[first - 1] != scene.sentence_of[first]:
        return None
    if tokens[first - 1].text in OPENING:
        run = ending.get(first - 1) or ending.get(first - 4)  # the second over a mark such as ", 47," or ", R-Ohio,"
        return run if run is not None and _is_apposition(scene, phrase) else None
    opens = _opens_relative(scene, first)
    if opens >= 0 and phrase.group in FORMER_GROUPS:  # "Roe, who served as ambassador": no longer
        phrase.is_former = True
        return ending.get(opens - (tokens[opens - 1].text == ","))
    if (
        tokens[first - 1].lemma == "be"
        and tokens[first - 1].pos in ("AUX", "VERB")
        and (phrase.determiner != "a" or phrase.rule == "words")
    ):
        step = first - 2 - (first > 2 and tokens[first - 2].lemma == "have")
        if step > 0 and tokens[step].text.lower() in (",", "who"):
            step -= 1 + (tokens[step - 1].text == ",")
        return ending.get(step + 1)
    return None


def _opens_relative(scene: Scene, first: int) -> int:
    """The "who" of "who was", "who had been" or "who once served as" before a description, -1 where none opens it."""
    tokens, i = scene.tokens, first - 1
    if tokens[i].text.lower() == "as" and i > 1 and tokens[i - 1].lemma.lower() == "serve":
        i -= 1
    if i < 1 or tokens[i].lemma.lower() not in ("be", "serve") or tokens[i].tag not in ("VBD", "VBN"):
        return -1
    i -= 1
    while i > 0 and (tokens[i].pos == "ADV" or tokens[i].text.lower() == "had"):
        i -= 1
    return i if i > 0 and tokens[i].text.lower() == "who" else -1


def _named_by_parse(scene: Scene, phrase: Phrase, runs: list[Run]) -> Run | None:
    """The name that the parse ties to the role as apposition, whatever stands between: "adviser and friend, Jane Roe"."""
    head = scene.tokens[phrase.head]
    if phrase.group in WEAK:
        return None
    for run in runs:
        last = scene.tokens[run.last - 1]
        if not run.is_full or run.phrase is not None or abs(run.first - phrase.head) > MAX_LIST:
            continue
        if (last.dep == "appos" and last.head == phrase.head) or (head.dep == "appos" and run.first <= head.head < run.last):
            return run
    return None


def _named_beyond(scene: Scene, phrase: Phrase, starting: dict[int, Run]) -> Run | None:
    """The name after what the office is of: "the coordinator for aid in Syria, John Roe, said"."""
    is_new = phrase.determiner in ("a", "an")  # "a spokeswoman at the embassy in Rome, Jane Roe, said"
    if phrase.group in WEAK or (is_new and phrase.group not in ("spoke", "official")) or phrase.last >= len(scene.tokens):
        return None
    i, sentence = phrase.last, scene.sentence_of[phrase.head]
    if scene.tokens[i].tag != "IN":
        return None
    while (
        i < min(phrase.last + MAX_BEYOND, len(scene.tokens)) and scene.sentence_of[i] == sentence and scene.tokens[i].text != ","
    ):
        boss = starting.get(i)
        if boss is not None and boss.first <= phrase.boss < boss.last:  # "a spokesman for President Roe, John Poe,"
            i = boss.last
            continue
        if scene.tokens[i].pos not in ("ADP", "DET", "NOUN", "PROPN", "ADJ", "CCONJ", "PART", "PUNCT") or i in starting:
            return None
        i += 1
    at = _after_titles(scene, i + 1)
    run = starting.get(at) if i < len(scene.tokens) and scene.tokens[i].text == "," else None
    if run is None or not run.is_full or run.phrase is not None or run.last >= len(scene.tokens):
        return None
    after = scene.tokens[run.last]
    return run if after.text == "," or (not is_new and (after.text == "." or after.pos in ("VERB", "AUX", "ADV"))) else None


def _named_at_end(scene: Scene, phrase: Phrase, starting: dict[int, Run]) -> Run | None:
    """The name after an office written out in capitals: "Director of Trade Policy John Roe", "Minister of X and Y Ida Roe"."""
    if phrase.group == "spoke" or phrase.last >= len(scene.tokens):
        return None
    has_field = any(t.text in FIELD_OPENERS for t in scene.tokens[phrase.head : phrase.last])  # "Minister of Trade" is one phrase
    if scene.tokens[phrase.last].text not in (FIELD_OPENERS | LISTED if has_field else FIELD_OPENERS):
        return None
    if not scene.tokens[phrase.head].text[:1].isupper():
        return None
    for i in range(phrase.last + 1, min(phrase.last + MAX_BEYOND, len(scene.tokens))):
        run, token = starting.get(i), scene.tokens[i]
        if run is not None:
            return run if run.is_full and run.is_tagged and run.phrase is None and i > phrase.last + 1 else None
        if scene.word_at[i] is not None or not (token.text[:1].isupper() or token.text in FIELD_OPENERS | LISTED | {"the"}):
            return None
    return None


def _is_apposition(scene: Scene, phrase: Phrase) -> bool:
    head = scene.tokens[phrase.head]
    after = scene.tokens[phrase.last].text.lower() if phrase.last < len(scene.tokens) else "."
    if head.dep in SUBJECTS:
        return after in (",", ")")
    return head.dep == "appos" or after in AFTER_APPOSITION
