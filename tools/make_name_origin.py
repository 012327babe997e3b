"""Write `src/communique/resolve/tables/name_origin.csv`: how much each piece of a name speaks for each group of states.

From the first and last names by country that the `faker` package (MIT) carries, and from a CSV file with the columns
`name` and `state` of officials whom reports name with their state. Run once, by hand; needs faker and scikit-learn.

    python tools/make_name_origin.py OFFICIALS.csv src/communique/resolve/tables/name_origin.csv
"""

from __future__ import annotations

import collections
import csv
import importlib
import random
import re
import sys
import unicodedata
from collections.abc import Iterable

# Group: states, locales of faker.
GROUPS = {
    "AFR": ("ETH GHA KEN NGA RWA UGA ZAF ZWE", "en_NG en_KE yo_NG ha_NG ig_NG zu_ZA tw_GH"),
    "CHN": ("CHN HKG SGP TWN", "zh_CN zh_TW"),
    "ENG": ("AUS CAN GBR IRL NZL USA", "en_US en_GB en_IE en_NZ"),
    "FRA": ("BEL FRA LUX", "fr_FR fr_BE fr_QC fr_CA fr_CH"),
    "GER": (
        "AUT CHE DEU DNK EST FIN ISL LTU LVA NLD NOR SWE",
        "de_DE de_AT de_CH da_DK sv_SE no_NO nl_NL nl_BE fi_FI is_IS et_EE lv_LV lt_LT",
    ),
    "GRC": ("CYP GRC", "el_GR"),
    "IBE": (
        "ARG BOL BRA CHL COL CRI CUB DOM ECU ESP GTM HND MEX NIC PAN PER PHL PRT PRY SLV URY VEN",
        "es_ES es_MX es_AR es_CL es_CO pt_BR pt_PT",
    ),
    "IND": ("BGD IND LKA NPL", "en_IN"),
    "ISR": ("ISR", ""),
    "ITA": ("ITA ROU VAT", "it_IT ro_RO"),
    "JPN": ("JPN", "ja_JP"),
    "KOR": ("KOR PRK", ""),
    "MUS": (
        "AFG ARE BHR DZA EGY IRN IRQ JOR KAZ KGZ KWT LBN LBY MAR OMN PAK PSE QAT SAU SDN SOM SYR TJK TKM TUN UZB YEM",
        "fr_DZ en_PK uz_UZ ar_DZ",
    ),
    "SLA": (
        "ARM BGR BIH BLR CZE GEO HRV HUN MKD MNE POL RUS SRB SVK SVN UKR",
        "ru_RU uk_UA bg_BG pl_PL cs_CZ sk_SK hr_HR sl_SI mk_MK hu_HU",
    ),
    "THA": ("IDN KHM MMR MYS THA VNM", "en_TH id_ID vi_VN"),
    "TUR": ("AZE TUR", "tr_TR az_AZ"),
}
STATE_GROUP = {state: group for group, (states, _) in GROUPS.items() for state in states.split()}
SIZES = (2, 3)  # as in `name_origin.py`
PAIRS = 1200  # made of the lists, for each group
WEIGHT = 6.0  # of an official, against a made pair
RAREST, SMALLEST = 4, 0.25  # a piece that is rarer, or weighs less everywhere, is left out
CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ",
        "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya i yi ye g".replace("_", "").split(" "),
        strict=True,
    )
)
GREEK = {**dict(zip("αβγδεζηικλμνξοπρστυφωςθχψ", "avgdeziiklmnxoprstyfos", strict=False)), "θ": "th", "χ": "ch", "ψ": "ps"}


def plain(name: str) -> str:
    """A name in small Latin letters, "" where its script is another."""
    name = "".join(CYRILLIC.get(c, c) for c in name.lower().replace("ου", "ou"))
    name = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    name = "".join(GREEK.get(c, c) for c in name)
    return name if re.fullmatch(r"[a-z'.-]+", name) else ""


def listed(locales: str) -> tuple[list[str], list[str]]:
    """The first and the last names of some locales."""
    found: dict[str, set[str]] = {"first": set(), "last": set()}
    for locale in locales.split():
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        for key in dir(provider):
            part, names = key.split("_")[0], getattr(provider, key)
            if part in found and isinstance(names, (tuple, list, dict, set)) and "format" not in key:
                texts = (n[-1] if isinstance(n, (tuple, list)) else n for n in names)
                found[part] |= {p for n in texts if isinstance(n, str) and (p := plain(n))}
    return sorted(found["first"]), sorted(found["last"])


def pieces(words: tuple[str, ...]) -> set[str]:
    """The pieces of a name's first and last word."""
    out = set()
    for part, word in zip("fl", (words[0], words[-1]), strict=True):
        for piece in word.replace("'", "").replace(".", "").split("-"):
            marked = f"^{piece}$"
            out |= {part + marked[i : i + n] for n in SIZES for i in range(len(marked) - n + 1)}
        if "-" in word:
            out.add(part + "-")
    return out


def examples(officials: Iterable[dict[str, str]]) -> list[tuple[tuple[str, ...], str, float]]:
    """Names with their group and weight."""
    out: list[tuple[tuple[str, ...], str, float]] = []
    for group, (_, locales) in GROUPS.items():
        first, last = listed(locales)
        for _ in range(min(PAIRS, max(len(first), len(last))) if first and last else 0):
            pair = (random.choice(first), random.choice(last))
            out.append((pair[::-1] if group == "CHN" and random.random() < 0.8 else pair, group, 1.0))
    for row in officials:
        words = tuple(p for w in row["name"].split() if (p := plain(w)))
        group = STATE_GROUP.get(row["state"], "")
        if len(words) > 1 and group:
            out.append((words, group, 2.0 if group == "ENG" else WEIGHT))
    return out


def main() -> int:
    """Fit the weights and write the table."""
    import numpy as np
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    random.seed(2)
    with open(sys.argv[1], encoding="utf-8") as file:
        rows = examples(csv.DictReader(file))
    counts = collections.Counter(p for words, _, _ in rows for p in pieces(words))
    vocabulary = {p: i for i, p in enumerate(sorted(p for p, n in counts.items() if n >= RAREST))}
    places = [(i, vocabulary[p]) for i, (words, _, _) in enumerate(rows) for p in pieces(words) if p in vocabulary]
    matrix = csr_matrix((np.ones(len(places)), np.array(places).T), shape=(len(rows), len(vocabulary)))
    totals: collections.Counter[str] = collections.Counter()
    for _, group, weight in rows:
        totals[group] += weight
    weights = np.array([weight / totals[group] ** 0.7 for _, group, weight in rows])
    weights *= len(rows) / weights.sum()
    model = LogisticRegression(max_iter=300).fit(matrix, [group for _, group, _ in rows], sample_weight=weights)
    with open(sys.argv[2], "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["piece", *("|".join(GROUPS[g][0].split()) for g in model.classes_)])
        writer.writerow(["", *np.round(10 * (model.intercept_ - model.intercept_.max())).astype(int)])
        for piece, i in vocabulary.items():
            if abs(model.coef_[:, i]).max() >= SMALLEST:
                writer.writerow([piece, *(x or "" for x in np.round(10 * model.coef_[:, i]).astype(int))])
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
