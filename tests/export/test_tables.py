"""What the columns of the tables say of a row."""

from __future__ import annotations

import pytest

from communique.export.tables import currency_of


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ("dollars in aid", "USD"),
        ("US dollars", "USD"),
        ("Australian dollars in aid", "AUD"),
        ("Hong Kong dollars", "HKD"),
        ("rubles", "RUB"),
        ("roubles", "RUB"),
        ("won for the troops", "KRW"),
        ("seats won by the party", None),
        ("pesos", None),
    ],
)
def test_currency_of_what_is_counted(what: str, code: str | None) -> None:
    assert currency_of(what) == code
