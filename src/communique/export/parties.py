"""Codes that other data sets use for parties: Correlates of War numbers, and the country codes of PLOVER and CAMEO."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources

# Parties that are no state, as PLOVER and CAMEO code them; a party that is in neither list has no country code.
BODIES = {
    "UN": "UNO", "EU": "EUR", "NATO": "IGO", "IAEA": "UNO", "OSCE": "IGO", "OPCW": "IGO", "OPEC": "IGO", "G7": "IGO",
    "G8": "IGO", "G20": "IGO", "P5+1": "IGO", "IS": "ISM",
}  # fmt: skip


@cache
def _cow() -> dict[str, int]:
    path = resources.files("communique.export").joinpath("cow.csv")
    return {line["iso3"]: int(line["cown"]) for line in csv.DictReader(path.read_text(encoding="utf-8").splitlines())}


def state_of(party: str | None) -> str:
    """The state in a party's code, "" if it is of none: `USA-CONGRESS` is of `USA`, and so is `SYR-OPP` of `SYR`."""
    head = (party or "").partition("-")[0]
    return head if head in _cow() or head == "PSE" else ""


def party_of(organization: str) -> str:
    """The party that an organization of another program is: itself if that is a state's or a known body's code, else `OTHER`."""
    return organization if organization in BODIES or state_of(organization) else "OTHER"


def cow_number(party: str | None) -> int | None:
    """The Correlates of War number of a state's government; None for every other party."""
    return _cow().get(party or "")


def country_code(party: str | None) -> str:
    """The country of a party in PLOVER and CAMEO: a state's code, or that of a kind of body; "" if there is none.

    Example:
        >>> country_code("FRA"), country_code("EU"), country_code("USA-CONGRESS"), country_code("OTHER")
        ('FRA', 'EUR', 'USA', '')
    """
    state = state_of(party)
    return ("KOS" if state == "XKX" else state) or BODIES.get(party or "", "")


def sector(party: str | None) -> str:
    """The sector of a party's actors in PLOVER: government, legislature, opposition, rebels; "" if it is not known."""
    code = party or ""
    if code.endswith(("-CONGRESS", "-PARLIAMENT")):
        return "LEG"
    if code.endswith("-OPP"):
        return "OPP"
    if code.endswith("-REBELS") or code == "IS":
        return "REB"
    return "GOV" if code in _cow() else ""
