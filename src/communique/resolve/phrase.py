"""A description of people or offices: "the former Russian foreign minister", "a spokesman for the State Department"."""

from __future__ import annotations

from dataclasses import dataclass, field

from communique.resolve.lexicon import Noun, Role

STATE_GROUPS = frozenset({"head", "leader", "deputy", "minister", "official", "spoke", "cleric", "judge"})  # speak for a state
OTHER_GROUPS = frozenset({"local", "politician", "expert", "press", "private"})
RANKS = frozenset({"commander", "officer"})  # of an army; the lower ones of a police too
STATE_NOUNS = frozenset({"government", "ministry", "military", "officials"})
OPEN_NOUNS = STATE_NOUNS | {"legislature", "opposition", "rebels", "separatists", "kurds"}  # can be meant without a party beside


@dataclass(slots=True)
class Phrase:
    """A description on tokens `[first, last)` with the role at `head`.

    `parties` are those that its own words give, later those that the context gives; `collectives` says who they are in
    words, one for each. `boss` is the token of the person whose spokesman, aide or government this is, or -1.
    """

    first: int
    last: int
    head: int
    word: Role | Noun
    parties: list[str] = field(default_factory=list)
    collectives: list[str] = field(default_factory=list)
    rule: str = ""
    determiner: str = ""
    boss: int = -1
    is_former: bool = False
    is_opposing: bool = False
    is_domestic: bool = False
    is_local: bool = False  # of a state, city or county within a state: "state senator"
    is_governing: bool = False  # its own words say government: "senior administration official"
    is_owned: bool = False  # the title of an association, firm or school: "Farm Federation president"
    is_private: bool = False  # of an organization that the tables do not know: "Acme Institute president"
    is_foreign: bool = False  # of several states, or of others than the one spoken of: "international observers"
    is_federal: bool = False  # of a federation, mostly the American
    in_house: bool = False  # of a legislature: "head of the Iranian parliament's committee"

    @property
    def role(self) -> str:
        return self.word.role if isinstance(self.word, Role) else self.word.noun

    @property
    def group(self) -> str:
        return self.word.group

    @property
    def gender(self) -> str:
        return self.word.gender if isinstance(self.word, Role) else ""

    @property
    def is_person(self) -> bool:
        return isinstance(self.word, Role)

    @property
    def is_plural(self) -> bool:
        if isinstance(self.word, Role):
            return self.word.plural
        return self.word.noun.endswith("s") and not self.word.noun.endswith("ss")  # "congress" is one

    @property
    def party(self) -> str:
        return self.parties[0] if self.parties else ""
