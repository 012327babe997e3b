"""Events in the columns of POLECAT and of GDELT, and quotes in the form of the Global Quotation Graph.

POLECAT: 40 columns, tabs, `None` for what is empty, several values joined by `; `. GDELT: the columns of `GDELT` below, with
CAMEO codes; an event is what one day, one code and the same parties come to, over all documents that tell of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import permutations
from pathlib import Path

from communique.errors import UsageError
from communique.export.cells import to_cell
from communique.export.material import Json, Material
from communique.export.parties import country_code, cow_number, sector
from communique.export.plover import Event, iter_events
from communique.files import whole_file
from communique.model.ids import make_key

POLECAT = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name", "Actor Country",
    "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw", "Wikipedia Actor ID",
    "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors", "Recipient Title",
    "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City", "District", "Province", "Country", "Latitude",
    "Longitude", "GeoNames ID", "Raw Placename", "Feature Type", "Source", "Publication Date", "Story People",
    "Story Organizations", "Story Locations", "Language", "Version",
)  # fmt: skip
GDELT = (
    "GLOBALEVENTID", "SQLDATE", "Actor1Code", "Actor1Name", "Actor1CountryCode", "Actor2Code", "Actor2Name",
    "Actor2CountryCode", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions",
    "NumSources", "NumArticles", "DATEADDED", "SOURCEURL",
)  # fmt: skip
AROUND_CHARS = 100


def write_polecat(material: Material, out: str | Path, *, encoding: str = "utf-8") -> dict[str, int]:
    """Write one line an event; events by type.

    Args:
        encoding: `latin-1` for readers that open POLECAT's files so; what it cannot hold becomes `?`.

    Raises:
        UsageError: there is no such encoding of text.
        StoreUnwritable: the file cannot be written.
    """
    try:
        " ".encode(encoding, "replace")
    except (LookupError, UnicodeError) as err:
        raise UsageError(f"polecat: {str(err)[:80]}; utf-8 and latin-1 are usual") from err
    counts: dict[str, int] = {}
    with whole_file(out, encoding=encoding, errors="replace") as file:
        file.write("\t".join(POLECAT) + "\n")
        for event in iter_events(material):
            told = _polecat(event, material)
            file.write("\t".join(_cell(told.get(name)) for name in POLECAT) + "\n")
            counts[event.type] = counts.get(event.type, 0) + 1
    return counts


def _polecat(event: Event, material: Material) -> Json:
    parties = list(dict.fromkeys(party for _, party in event.actors))
    sectors = list(dict.fromkeys(filter(None, map(sector, parties))))
    people = [name for name, party in event.actors if name != party]
    return {
        "Event ID": event.id,
        "Event Date": event.date,
        "Event Type": event.type,
        "Event Mode": event.mode,
        "Intensity": event.score.score,
        "Quad Code": event.score.quad,
        "Actor Name": [name for name, _ in event.actors],
        "Actor Country": list(filter(None, map(country_code, parties))),
        "Actor COW": [n for n in map(cow_number, parties) if n],
        "Primary Actor Sector": sectors[0] if sectors else "",
        "Actor Sectors": sectors,
        "Actor Name Raw": [name for name, _ in event.actors],
        "Raw Placename": event.place,
        "Placename": event.place,
        "Source": event.record["outlet"],
        "Publication Date": (event.record["published"] or "")[:10],
        "Story People": people,
        "Language": "en",
        "Version": f"communique {material.version}",
    }


def _cell(value: object) -> str:
    text = "; ".join(map(to_cell, value)) if isinstance(value, list) else to_cell(value)
    return " ".join(text.split()) or "None"


@dataclass(slots=True)
class _Merged:
    """One event of GDELT: all that tell of it."""

    event: Event
    n_mentions: int = 0
    documents: set[str] = field(default_factory=set)
    outlets: set[str] = field(default_factory=set)


def write_gdelt(material: Material, out: str | Path, *, header: bool = True) -> dict[str, int]:
    """Write one line an event, tabs between; how many events there are and how many rows they come from.

    A symmetric act of parties is one line for each ordered pair of them, as CAMEO has it. Events without a day, and acts of
    one party that has no country code, are written too; what is not known is empty.
    """
    merged: dict[tuple[str, ...], _Merged] = {}
    outlets = _outlets(material)
    n_rows = 0
    for event in iter_events(material):
        n_rows += 1
        key = (event.date, event.score.cameo, *sorted({party for _, party in event.actors}))
        found = merged.setdefault(key, _Merged(event))
        found.n_mentions += 1
        found.documents |= set(outlets.get(event.record["text_sha256"], {event.record["id"]: ""}))
        found.outlets |= set(filter(None, outlets.get(event.record["text_sha256"], {}).values()))
        found.outlets |= {event.record["outlet"]} if event.record["outlet"] else set()
    n_lines = 0
    with whole_file(out) as file:
        if header:
            file.write("\t".join(GDELT) + "\n")
        for found in merged.values():
            for line in _gdelt(found, material):
                file.write("\t".join(" ".join(to_cell(line[name]).split()) for name in GDELT) + "\n")
                n_lines += 1
    return {"events": n_lines, "rows": n_rows}


def _outlets(material: Material) -> dict[str, dict[str, str]]:
    """The documents and outlets that printed each text."""
    out: dict[str, dict[str, str]] = {}
    for row in material.documents():
        out.setdefault(row["text_sha256"], {})[row["document_id"]] = row["outlet"] or ""
    return out


def _gdelt(found: _Merged, material: Material) -> Iterator[Json]:
    event = found.event
    sides = list({party: (name, party) for name, party in event.actors}.values())
    pairs: list[tuple[tuple[str, str], tuple[str, str]]] = (
        list(permutations(sides, 2)) if event.is_symmetric else [(side, ("", "")) for side in sides]
    )
    for (name1, party1), (name2, party2) in pairs:
        code = event.score.cameo
        yield {
            "GLOBALEVENTID": int(make_key(event.id, party1, party2)[:13], 16),
            "SQLDATE": event.date.replace("-", ""),
            "Actor1Code": f"{country_code(party1)}{sector(party1)}",
            "Actor1Name": name1.upper(),
            "Actor1CountryCode": country_code(party1),
            "Actor2Code": f"{country_code(party2)}{sector(party2)}",
            "Actor2Name": name2.upper(),
            "Actor2CountryCode": country_code(party2),
            "EventCode": code,
            "EventBaseCode": code[:3],
            "EventRootCode": code[:2],
            "QuadClass": event.score.quad,
            "GoldsteinScale": event.score.goldstein,
            "NumMentions": found.n_mentions,
            "NumSources": len(found.outlets),
            "NumArticles": len(found.documents),
            "DATEADDED": material.made_at[:10].replace("-", ""),
            "SOURCEURL": event.record.get("url") or event.record["id"],
        }


def write_quotes(material: Material, out: str | Path) -> dict[str, int]:
    """Write one JSON object a document with its quotes, each with the words around it, its speaker and its place."""
    n = 0
    with whole_file(out) as file:
        for record in material.texts():
            quotes = [_quote(record["text"], row) for row in record["quotes"]]
            if quotes:
                named = {"date": record["published"], "url": record.get("url"), "title": record["title"], "lang": "ENGLISH"}
                line = {**named, "document_id": record["id"], "outlet": record["outlet"], "quotes": quotes}
                file.write(to_cell(json.dumps(line, ensure_ascii=False)) + "\n")
                n += len(quotes)
    return {"quotes": n}


def _quote(text: str, row: Json) -> Json:
    start, end = row["start"], row["end"]
    around = {"pre": text[max(0, start - AROUND_CHARS) : start], "quote": row["quote"], "post": text[end : end + AROUND_CHARS]}
    return {**around, "source": row["speaker"], "party": row["party"], "start": start, "end": end}
