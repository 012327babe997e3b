"""Which pronoun fits a person: from titles and first names. Unknown is an answer and fits every pronoun."""

from __future__ import annotations

from functools import cache

from communique.resolve.lexicon import read_table


@cache
def _table() -> dict[str, str]:
    found = {row["name"]: row["gender"] for row in read_table("first_names.csv")}
    for row in read_table("given_names.csv"):  # frequent in reports on diplomacy, absent from the census lists
        found.update(dict.fromkeys(row["names"].split("|"), row["gender"].replace("both", "")))
    return found


def gender_of_first_name(name: str) -> str:
    """ "m", "f", or "" where the name is unknown or borne by both; `name` in lower case.

    Example:
        >>> gender_of_first_name("sergey"), gender_of_first_name("xyz")
        ('m', '')
    """
    return _table().get(name, "")
