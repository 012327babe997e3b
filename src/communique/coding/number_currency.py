"""Money in running text: the codes and signs that stand before a number or behind it, and the names of currencies.

In: a text. Out: expressions that find them and the name that stands in the row. A code that is a word too needs a large amount.
"""

from __future__ import annotations

import re

from communique.coding.number_digits import GAP, SCALE

# A code or sign of money and the name that stands in the row. Of ISO 4217 some are left out that are words (ALL, CUP, TOP).
_CODES = {
    "AED": "dirhams", "AFN": "afghanis", "AMD": "drams", "ARS": "pesos", "AUD": "Australian dollars", "AZN": "manats",
    "BDT": "taka", "BGN": "leva", "BHD": "dinars", "BRL": "reais", "BYN": "roubles", "CAD": "Canadian dollars", "CHF": "francs",
    "CLP": "pesos", "CNH": "yuan", "CNY": "yuan", "COP": "pesos", "CZK": "koruna", "DKK": "kroner", "DZD": "dinars",
    "EGP": "pounds", "ETB": "birr", "EUR": "euros", "GBP": "pounds", "GEL": "lari", "GHS": "cedis", "HKD": "Hong Kong dollars",
    "HUF": "forints", "IDR": "rupiah", "ILS": "shekels", "INR": "rupees", "IQD": "dinars", "IRR": "rials", "ISK": "kronur",
    "JOD": "dinars", "JPY": "yen", "KES": "shillings", "KRW": "won", "KWD": "dinars", "KZT": "tenge", "LBP": "pounds",
    "LKR": "rupees", "LYD": "dinars", "MAD": "dirhams", "MMK": "kyat", "MXN": "pesos", "MYR": "ringgit", "NGN": "naira",
    "NOK": "kroner", "NPR": "rupees", "NZD": "New Zealand dollars", "OMR": "rials", "PHP": "pesos", "PKR": "rupees",
    "PLN": "zlotys", "QAR": "riyals", "RMB": "yuan", "RON": "lei", "RSD": "dinars", "RUB": "roubles", "SAR": "riyals",
    "SDG": "pounds", "SEK": "kronor", "SGD": "Singapore dollars", "SYP": "pounds", "THB": "baht", "TND": "dinars", "TRY": "lira",
    "TWD": "Taiwan dollars", "UAH": "hryvnias", "UGX": "shillings", "USD": "dollars", "UZS": "som", "VND": "dong",
    "XAF": "francs", "XOF": "francs", "YER": "rials", "ZAR": "rand",
}  # fmt: skip
_ABBREVIATIONS = {
    "BD": "dinars", "DKr": "kroner", "DM": "marks", "Dh": "dirhams", "Dhs": "dirhams", "Fr": "francs", "JD": "dinars",
    "KD": "dinars", "KSh": "shillings", "Ksh": "shillings", "LE": "pounds", "N": "naira", "NIS": "shekels", "NKr": "kroner",
    "P": "pesos", "QR": "riyals", "R": "rand", "RM": "ringgit", "Rp": "rupiah", "SFr": "francs", "SKr": "kronor", "SR": "riyals",
    "Sh": "shillings", "TL": "lira", "Tk": "taka",
}  # fmt: skip
_SIGNS = {
    "$": "dollars", "us$": "dollars", "$us": "dollars", "a$": "Australian dollars", "au$": "Australian dollars",
    "c$": "Canadian dollars", "ca$": "Canadian dollars", "nz$": "New Zealand dollars", "hk$": "Hong Kong dollars",
    "s$": "Singapore dollars", "nt$": "Taiwan dollars", "r$": "reais", "£": "pounds", "€": "euros", "¥": "yen", "₹": "rupees",
    "₨": "rupees", "rs": "rupees", "rs.": "rupees", "₽": "roubles", "₪": "shekels", "₩": "won", "₺": "lira", "₦": "naira",
    "₴": "hryvnias", "₱": "pesos", "₸": "tenge", "฿": "baht", "₫": "dong", "₾": "lari", "₼": "manats", "₵": "cedis",
}  # fmt: skip
_WITH_S = (  # whose plural has an s: "a trillion-dollar budget" is of dollars
    "dollar", "euro", "ruble", "rouble", "rupee", "riyal", "dinar", "dirham", "shekel", "peso", "franc", "hryvnia", "rial",
    "toman", "zloty", "forint", "shilling", "cedi", "dram", "manat", "afghani",
)  # fmt: skip
_NAMES = _SIGNS | _ABBREVIATIONS | _CODES
# by sign, code or word; a word with its country only where the name has one: "5 million Australian dollars"
CURRENCIES = {
    **{sign.lower(): name for sign, name in _NAMES.items()},
    **{name: f"{name}s" for name in _WITH_S},
    **{name.lower(): name for name in _NAMES.values() if " " in name},
    "ruble": "roubles",
    "rubles": "roubles",
}
_PURE_SIGN = "[£€¥₹₨₽₪₩₺₦₴₱₸฿₫₾₼₵]"
# A code that might also be a word or a name needs a large amount: "COP 26" is a conference, "KD 10 million" money.
_LARGE_AMOUNT = rf"(?=\s?(?:\d{{1,3}}(?:[.,]|{GAP})\d{{3}}\b|\d[\d.,]*[\s-]?(?:{SCALE})\b))"
SIGN = (
    rf"\$US|(?:US|AU?|CA?|NZ|NT|HK|S|R)?\$|{_PURE_SIGN}|(?:USD|GBP|EUR|RMB|Rs\.?)(?=\s?\d)"
    rf"|(?-i:{'|'.join(_CODES | _ABBREVIATIONS)}){_LARGE_AMOUNT}"
)
_BEHIND_LARGE = r"(?:(?<=illion)|(?<=thousand)|(?<=crore)|(?<=[bmt]n)|(?<=,\d\d\d))"
_NO_VICTORY = r"(?!\s(?:the|an?|his|her|its|their|over|by|him|them|seats?|votes?|elections?|praise|\d))"
CURRENCY_AFTER = re.compile(
    r"[\s-](?:(?:U\.?S\.?|(?-i:[A-Z][A-Za-z]+)(?:\s(?-i:[A-Z][A-Za-z]+))?)\s)?"
    rf"({'|'.join(_WITH_S)}|(?:{'|'.join(_WITH_S)})s|pounds(?: sterling|(?! of\b))|yuan|renminbi|yen|lir[ae]"
    r"|(?<=Korean\s)won|(?:(?<=ian\s)|(?<=ish\s)|(?<=ech\s))crowns"
    r"|kron[ae]|kron[oeu]r|koruna|baht|rupiah|ringgit|naira|birr|taka|kyats?|tenge|reais|kwacha|deutsche?\s?marks"
    r"|(?-i:rand|lari|leva|lei|dong))\b"
    rf"|\s?({_PURE_SIGN}(?!\s?\d)|(?-i:USD|EUR|GBP)\b)"
    # a code or "won" only behind a large amount: no "© 2018 NPR", no "the party with 5 million won the election"
    rf"|{_BEHIND_LARGE}(?:\s?((?-i:{'|'.join(_CODES)})\b)|[\s-](won)\b{_NO_VICTORY})|[\s-](won)(?=\s\()",
    re.I,
)
