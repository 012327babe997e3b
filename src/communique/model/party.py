"""What a party's code looks like: `RUS`, `UKR-REBELS`, `P5+1`, `UN`. Which codes there are, nothing here knows."""

from __future__ import annotations

import re

_CODE = re.compile(r"[A-Z0-9][A-Z0-9+&-]{0,23}")


def is_party_code(value: str) -> bool:
    """Whether a text has the form of a party's code.

    Example:
        >>> is_party_code("UKR-REBELS"), is_party_code("P5+1"), is_party_code("the rebels")
        (True, True, False)
    """
    return _CODE.fullmatch(value) is not None
