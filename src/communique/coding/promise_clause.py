"""The clause of a promise in the parse: which words are the act, whether it is denied or past, and whose it is.

"Norway promised not to send ships" is a promise not to; "Sweden said that Norway would send ships" is Norway's, and "Norway will
send ships if Sweden pays" does not bind Sweden.
"""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise

from communique.coding.clause import children, governors, subtree
from communique.coding.telling import Side, Telling
from communique.model.document import Span
from communique.model.reading import Reading

_MODALS = frozenset(["will", "would", "shall", "should", "'ll", "’ll", "wo", "to"])
_NEVER = frozenset(["never", "no", "not", "n't", "n’t", "neither"])
_NOBODY = frozenset(["neither", "no", "nobody", "none", "nothing"])
_MERELY = frozenset(["just", "merely", "only", "simply"])  # "not only agreed to pay"
_REFUSES = frozenset(["decline", "refuse"])
_IN_TRUTH_DOES = frozenset(["cease", "fail", "forget", "hesitate", "stop", "tire", "wait"])  # "did not fail to pay"
_WISHES = frozenset(["hope", "like", "seek", "try", "want", "wish"])
_UNDERTAKES = frozenset(["accede", "agree", "commit", "consent", "pledge", "subscribe"])  # "agreed to a truce"
_BELOW = frozenset(["acl", "acomp", "ccomp", "xcomp"])
_ASIDES = frozenset(["acl", "advcl", "relcl"])
_LEANS = frozenset(["amod", "aux", "auxpass", "compound", "det", "nummod", "poss"])
_NEAR = 4  # words to the one that another leans on
_VERBAL = frozenset(["VERB", "AUX"])
_SUBJECTS = frozenset(["nsubj", "nsubjpass"])
_JOINT = frozenset(["alongside", "together", "with"])
_PLEDGES = frozenset(
    {"assurance", "commit", "commitment", "guarantee", "pledge", "promise", "swear", "threat", "threaten", "undertake"}
    | {"undertaking", "vow"}
)
_AIMS = frozenset(["agree", "arrange", "commit", "decide", "order", "pledge", "promise", "sign", "swear", "vow"])


class PromiseClause:
    """The parse of the stretch of a sentence that the reader takes as the promise.

    Args:
        reading: the document.
        telling: the sentence.
        core: the stretch.
    """

    def __init__(self, reading: Reading, telling: Telling, core: Span) -> None:
        self._tokens = reading.tokens
        self._telling = telling
        self._inside = range(telling.sentence.first, telling.sentence.last)
        self._core = [i for i in self._inside if core.start <= reading.tokens[i].start < core.end]

    @property
    def has_verb(self) -> bool:
        """Whether a verb stands in the stretch."""
        return any(self._tokens[i].pos in _VERBAL for i in self._core)

    def start(self) -> int:
        """Where the act begins, an offset of the document: after "will", "would" or "to", at the word that denies it if one does.

        It begins at the subject of a passive ("sanctions are to be lifted") and of what nobody will do, at the noun of "agreed to
        a truce", and at the verb where there is no such word.
        """
        begin = self._begin()
        return self._tokens[self._core[0] if begin is None else begin].start

    def end(self) -> int:
        """Where the stretch ends, an offset of the document: with the noun or the verb that its last words belong to."""
        last = self._core[-1]
        while (whole := self._goes_on_to(last)) is not None:
            last = whole
        while self._is_cut_off(last) and last > self._core[0]:
            last -= 1
        return self._tokens[last].end

    def _is_cut_off(self, index: int) -> bool:
        """Whether a word begins what the stretch does not hold: "and", "that", "which"."""
        return self._tokens[index].pos in ("CCONJ", "PUNCT", "SCONJ") or self._tokens[index].tag in ("WDT", "WP", "WRB")

    def _goes_on_to(self, index: int) -> int | None:
        """The noun of "the" or "of", the verb of "is", where it stands just after."""
        token = self._tokens[index]
        if token.dep in _LEANS:
            near = [token.head]
        elif token.dep == "prep":
            near = [i for i in self._children(index) if self._tokens[i].dep == "pobj"]
        else:
            return None
        return next((i for i in near if index < i <= index + _NEAR and i in self._inside), None)

    def is_past(self) -> bool:
        """Whether the stretch tells what a party has done and nothing that it is to do: "began the work"."""
        verb = self._top
        if verb is None or self._modal is not None or self._undertaken is not None:
            return False
        is_past = self._tokens[verb].tag == "VBD" and self._tokens[verb].lemma.lower() not in _AIMS
        others = (i for i in self._core if i != verb and self._tokens[i].pos in _VERBAL)
        return is_past and self._tokens[verb].dep in _BELOW and not any(True for _ in others)

    def own(self, sides: list[Side]) -> list[Side]:
        """Those sides whose promise it is: the subject of the act or of the words above it, and who acts with it.

        Who pledges that another acts has promised it, and whose "their forces" are is told above. All of the sides where no party
        among them is such a subject.
        """
        verb = self._act
        if verb is None or any(self._tokens[i].dep == "nsubjpass" for i in self._children(verb)):
            return sides
        chain = [i for i in governors(self._tokens, verb) if i in self._inside]
        pledge = next((n for n, i in enumerate(chain) if self._tokens[i].lemma.lower() in _PLEDGES), 0)
        joined = [who for i in self._joined_acts(verb) for who in self._children(i) if self._tokens[who].dep == "nsubj"]
        subjects = [[who] for below, above in pairwise([verb, *chain[pledge:]]) for who in self._subjects(above, below)]
        candidates = [*subjects[:1], joined, *subjects[1:]] if pledge == 0 else subjects
        owned = [c for c in candidates if any(self._is_theirs(who) for who in c)]
        for found in [c for c in candidates if c not in owned] + owned:
            words = [i for who in found for i in self._without_asides(who)]
            own = [s for s in sides if self._stands_in(s, words)]
            if any(s.party != "OTHER" for s in own):
                joint = [i for k in chain for i in self._joint(k)]
                return [s for s in sides if s in own or self._stands_in(s, joint)]
        return sides

    def _joined_acts(self, verb: int) -> list[int]:
        """Further acts of the stretch: "the truce will begin and both sides will withdraw"."""
        return [
            i for i in self._children(verb) if i in self._core and self._tokens[i].dep == "conj" and self._tokens[i].pos == "VERB"
        ]

    def _is_theirs(self, subject: int) -> bool:
        """Whether a subject is said to be somebody's told before: "their armed forces"."""
        return any(self._tokens[i].tag == "PRP$" for i in self._children(subject))

    def _subjects(self, above: int, below: int) -> list[int]:
        """Whose the act of a word is: the object of "thanked Norway for pledging", else the subject, or "Norway's" of a noun."""
        blamed = [i for i in self._children(above) if self._tokens[i].dep == "dobj"] if self._tokens[below].dep == "prep" else []
        return blamed or [i for i in self._children(above) if self._tokens[i].dep in ("nsubj", "nsubjpass", "poss")]

    @cached_property
    def _modal(self) -> int | None:
        """The word after which the act begins, none that only wishes for it if there is another."""
        found = [i for i in self._core[:-1] if self._tokens[i].text.lower() in _MODALS and self._tokens[i].pos in ("AUX", "PART")]
        return next(iter([i for i in found if not self._is_wish(i)] or found), None)

    def _is_wish(self, modal: int) -> bool:
        """Whether a "to" follows a word of wishing: "wants to pay"."""
        verb = self._tokens[self._tokens[modal].head]
        return self._tokens[modal].pos == "PART" and self._tokens[verb.head].lemma.lower() in _WISHES

    @cached_property
    def _top(self) -> int | None:
        """The highest verb of the stretch."""
        verbs = [i for i in self._core if self._tokens[i].pos in _VERBAL]
        return min(verbs, key=lambda i: sum(1 for _ in governors(self._tokens, i)), default=None)

    @cached_property
    def _act(self) -> int | None:
        """The verb of the act."""
        if self._modal is not None:
            return self._tokens[self._modal].head
        if self._undertaken is not None:
            return self._tokens[self._undertaken].head
        verb = self._top
        has_modal = verb is not None and any(self._tokens[i].text.lower() in _MODALS for i in self._children(verb))
        return verb if has_modal else self._doing

    @cached_property
    def _doing(self) -> int | None:
        """The verb of "they are leaving the bloc"."""
        return next((i for i in self._core if self._is_progressive(i)), None)

    @cached_property
    def _undertaken(self) -> int | None:
        """The "to" of "agreed to a truce", "is committed to the truce"."""
        return next(
            (
                i
                for i in self._core[:-1]
                if self._tokens[i].text.lower() == "to"
                and self._tokens[i].pos == "ADP"
                and self._tokens[self._tokens[i].head].lemma.lower() in _UNDERTAKES | {"committed"}
            ),
            None,
        )

    def _begin(self) -> int | None:
        if self._modal is not None:
            return self._of_modal(self._modal)
        if self._undertaken is not None:
            return self._undertaken + 1
        verb = self._top
        if verb is None:
            return None
        denied = self._denied_before(self._core[0])
        if denied is not None:
            return denied
        if self._doing is not None:
            return self._first_of(self._doing)
        has_subject = any(self._tokens[i].dep == "nsubj" and i in self._core for i in self._children(verb))
        return self._first_of(verb) if has_subject and self._tokens[verb].lemma != "be" else None

    def _of_modal(self, modal: int) -> int:
        after, verb = modal + 1, self._tokens[modal].head
        refused = self._refused(verb) if self._tokens[modal].text.lower() == "to" else None
        if refused is not None:
            return refused
        subject = next((i for i in self._children(verb) if self._tokens[i].dep in _SUBJECTS), None)
        if subject is not None and subject < modal:
            whole = self._without_asides(subject)
            if any(self._tokens[i].text.lower() in _NOBODY for i in (subject, *self._children(subject))):
                return whole[0]
        if self._tokens[after].text.lower() in ("n't", "n’t"):
            return modal  # "won't pay"
        if self._tokens[after].text.lower() == "be":
            return self._of_passive(after)
        denied = self._denied_before(modal)
        return after if denied is None else denied

    def _of_passive(self, be: int) -> int:
        """The subject of "sanctions are to be lifted", the verb of "they will be given ships"."""
        tokens, verb = self._tokens, self._tokens[be].head
        above = tokens[verb].head if tokens[verb].dep == "xcomp" and tokens[tokens[verb].head].lemma == "be" else verb
        places = {("nsubjpass", verb), ("nsubjpass", above), ("nsubj", above)}
        subject = next(
            (
                i
                for i in reversed(range(self._inside.start, be))
                if (tokens[i].dep, tokens[i].head) in places and tokens[i].pos != "PRON"
            ),
            None,
        )
        return be if subject is None else subtree(tokens, self._telling.sentence, subject)[0]

    def _denied_before(self, index: int) -> int | None:
        """The "not" or "never" right before a word, an adverb or the word of its modal between them: "never again to pay"."""
        for i in range(index - 1, max(self._inside.start, index - 4) - 1, -1):
            word = self._tokens[i].text.lower()
            if word in _NEVER:
                return i - 1 if word in ("n't", "n’t") and i > self._inside.start else i
            if word not in _MODALS and self._tokens[i].pos != "ADV":
                return None
        return None

    def _refused(self, verb: int) -> int | None:
        """Where a verb after "to" begins that is denied above it: "not going to pay", "no plan to pay", "refused to pay"."""
        below = verb
        while self._tokens[below].dep in _BELOW and self._tokens[below].head in self._inside:
            above = self._tokens[below].head
            if self._tokens[above].lemma.lower() in _IN_TRUTH_DOES:
                return None
            denying = next((i for i in self._children(above) if self._denies(i, above)), None)
            if denying is not None:
                return denying
            if self._tokens[above].lemma.lower() in _REFUSES:
                return above
            if self._tokens[above].dep == "dobj" or self._tokens[below].dep == "ccomp":
                return None
            below = above
        return None

    def _denies(self, index: int, above: int) -> bool:
        token = self._tokens[index]
        if index > above or token.text.lower() not in _NEVER or token.dep not in ("neg", "det"):
            return False
        return self._tokens[index + 1].text.lower() not in _MERELY

    def _is_progressive(self, index: int) -> bool:
        """Whether a verb tells what is being done, and so goes on: "they are leaving the bloc"."""
        if self._tokens[index].tag != "VBG":
            return False
        return any(self._tokens[i].lemma == "be" and self._tokens[i].dep == "aux" for i in self._children(index))

    def _first_of(self, verb: int) -> int:
        """The verb with the words that deny it."""
        return min([i for i in self._children(verb) if self._tokens[i].dep == "neg" and i < verb], default=verb)

    def _joint(self, verb: int) -> list[int]:
        """The words after "with" that hang on a verb."""
        heads = [i for i in self._children(verb) if self._tokens[i].text.lower() in _JOINT]
        return [k for i in heads for k in self._without_asides(i)]

    def _stands_in(self, side: Side, words: list[int]) -> bool:
        """Whether a side is named among words."""
        places = {side.start} | {m.start for m in self._telling.mentions if m.party == side.party}
        return any(self._tokens[i].start <= place < self._tokens[i].end for i in words for place in places)

    def _without_asides(self, index: int) -> list[int]:
        """A word and what hangs on it, without clauses: of "Norway, which Sweden backs" only "Norway"."""
        found = [index]
        for i in found:
            found.extend(k for k in self._children(i) if self._tokens[k].dep not in _ASIDES)
        return sorted(found)

    def _children(self, index: int) -> list[int]:
        return children(self._tokens, self._telling.sentence, index)
