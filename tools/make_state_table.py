"""Write `src/communique/resolve/tables/states.csv` from the `countryinfo` package (MIT).

Run once, by hand, in an environment that has countryinfo; the package itself never imports it. What is missing or wrong
there (plurals, abbreviations, metonyms, cities, bodies) stands in the hand-written tables beside it, never in this file.

    python tools/make_state_table.py src/communique/resolve/tables/states.csv
"""

from __future__ import annotations

import csv
import json
import pathlib
import re
import sys
import unicodedata

# Members of the United Nations plus Taiwan, Palestine, the Holy See and Kosovo: territories would share their demonyms.
STATES = frozenset(
    re.findall(
        r"\w+",
        """
AFG ALB DZA AND AGO ATG ARG ARM AUS AUT AZE BHS BHR BGD BRB BLR BEL BLZ BEN BTN BOL BIH BWA BRA BRN BGR BFA BDI CPV KHM
CMR CAN CAF TCD CHL CHN COL COM COG COD CRI CIV HRV CUB CYP CZE DNK DJI DMA DOM ECU EGY SLV GNQ ERI EST SWZ ETH FJI FIN
FRA GAB GMB GEO DEU GHA GRC GRD GTM GIN GNB GUY HTI HND HUN ISL IND IDN IRN IRQ IRL ISR ITA JAM JPN JOR KAZ KEN KIR PRK
KOR KWT KGZ LAO LVA LBN LSO LBR LBY LIE LTU LUX MDG MWI MYS MDV MLI MLT MHL MRT MUS MEX FSM MDA MCO MNG MNE MAR MOZ MMR
NAM NRU NPL NLD NZL NIC NER NGA MKD NOR OMN PAK PLW PAN PNG PRY PER PHL POL PRT QAT ROU RUS RWA KNA LCA VCT WSM SMR STP
SAU SEN SRB SYC SLE SGP SVK SVN SLB SOM ZAF SSD ESP LKA SDN SUR SWE CHE SYR TJK TZA THA TLS TGO TON TTO TUN TUR TKM TUV
UGA UKR ARE GBR USA URY UZB VUT VEN VNM YEM ZMB ZWE TWN PSE VAT XKX
""",
    )
)
CODES = {"UNK": "XKX", "KOS": "XKX", "RKS": "XKX"}  # codes that the source uses for Kosovo
PARTS = {"wales", "scotland", "england", "northern_ireland"}  # have a file of their own under the code of the whole
FORMAL = re.compile(r"\b(Republic|Kingdom|Feder\w+|State of|Union of|Sultanate|Commonwealth|Principality|Confederation)\b")


def is_english(name: str) -> bool:
    """Whether a spelling is the state's formal name in English; short names in other tongues clash with English words."""
    letters = [c for c in name if c.isalpha()]
    return bool(FORMAL.search(name)) and "," not in name and all("LATIN" in unicodedata.name(c, "") for c in letters)


def rows() -> list[dict[str, str]]:
    """One row per state, sorted by code."""
    import countryinfo

    folder = pathlib.Path(countryinfo.__file__).parent
    found: dict[str, dict[str, str]] = {}
    for path in sorted(folder.glob("data*/*.json")):
        info = json.loads(path.read_text(encoding="utf-8"))
        code = info.get("ISO", {}).get("alpha3", "")
        code = CODES.get(code, code)
        if code not in STATES or "name" not in info or path.stem in PARTS:
            continue
        name = re.split(r"[,(]", info["name"])[0].strip()
        other = [s.strip() for s in info.get("altSpellings", []) if is_english(s) and s.strip() != name]
        found[code] = {
            "iso3": code,
            "name": name,
            "other_names": "|".join(dict.fromkeys(other)),
            "demonyms": "|".join(d.strip() for d in (info.get("demonym") or "").split(",") if d.strip()),
            "capital": info.get("capital") or "",
        }
    empty = {"name": "", "other_names": "", "demonyms": "", "capital": ""}
    return [found.get(code, {"iso3": code, **empty}) for code in sorted(STATES)]


def main() -> int:
    """Write the table to the path given."""
    with open(sys.argv[1], "w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, ["iso3", "name", "other_names", "demonyms", "capital"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows())
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
