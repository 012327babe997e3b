"""Whether two names may be one person's: spellings, initials and nicknames.

In: names as reports give them. Out: their words for comparison, and a yes or no.
"""

from __future__ import annotations

from difflib import SequenceMatcher

from communique.resolve.lexicon import fold, read_table, word_list

ALIKE = 0.7  # of two spellings of a first name: "Sergei" and "Sergey", not "Kate" and "Katherine"
PARTICLES = word_list("particles")
NOBODY = word_list("name_nobody")
NICKNAMES = [frozenset(row["names"].split("|")) for row in read_table("nicknames.csv")]


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name for comparison: folded, in lower case, without particles and marks.

    Example:
        >>> name_words("Bashar al-Assad"), name_words("François Hollande")
        (('bashar', 'assad'), ('francois', 'hollande'))
    """
    words = fold(name).lower().replace("-", " ").replace("‑", " ").replace(".", " ").split()
    return tuple(w for w in words if w not in PARTICLES) or tuple(words)


def names_nobody(name: str) -> bool:
    """Whether a word alone does not tell whom it means: "we", "some", "who".

    Example:
        >>> names_nobody("We"), names_nobody("officials"), names_nobody("WHO")
        (True, False, False)
    """
    return name.lower() in NOBODY and (name == "I" or not name.isupper())


def may_be_same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two full names of one last name can be one person's: "Sergei" and "Sergey", "J." and "John"."""
    a, b = one[0], other[0]
    if a == b and _have_other_initials(one[1:-1], other[1:-1]):
        return False
    if a == b or a in other or b in one:
        return True
    if a[:1] == b[:1] and (1 in (len(a), len(b)) or (a[:3] == b[:3] and _are_near(a, b))):
        return True
    return are_nicknames(a, b)


def _have_other_initials(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names tell of other middle names: "George W." and "George H. W."."""
    a, b = [w[0] for w in one], [w[0] for w in other]
    is_initial = any(len(w) == 1 for w in (*one, *other))
    return bool(a and b) and is_initial and a != b


def _are_near(one: str, other: str) -> bool:
    """Whether two first names are a short form or another spelling of one: "Alex" and "Alexander", not "Alexei"."""
    is_short = one.startswith(other) or other.startswith(one)
    return is_short or SequenceMatcher(None, one, other).ratio() >= ALIKE


def are_nicknames(one: str, other: str) -> bool:
    """Whether two first names are short forms of one: "Bill" and "William"."""
    return any(one in names and other in names for names in NICKNAMES)


def is_spelling_of(known: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Whether a full name in a report spells a known one of that last name: stricter than `may_be_same`, which few people meet.

    A word before the known name is no part of it: "Invoking Ronald Reagan".

    Example:
        >>> is_spelling_of(("sergei", "lavrov"), ("sergey", "lavrov")), is_spelling_of(("katherine", "clark"), ("kate", "clark"))
        (True, False)
    """
    if name[-len(known) :] == known:
        return True
    return SequenceMatcher(None, known[0], name[0], autojunk=False).ratio() >= ALIKE
