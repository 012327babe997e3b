"""The statements as the event list of DNA: one line a statement, fields separated by `;`.

DNA itself turns `;` into `,` and `"` into `'` in its own lists. Here cells are quoted instead and stay as they are, which
`read.csv2` of R and DNA's users read alike; `as_dna` does as DNA does.
"""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

from communique.export.cells import utf8_text
from communique.export.dna import epoch_seconds, is_without_day
from communique.export.material import Json, Material
from communique.export.tables import statement_rows
from communique.files import whole_file

HEADER = (
    "statement_id", "time", "person", "organization", "concept", "agreement", "start_position", "stop_position", "text",
    "coder", "document_id", "document_title", "document_author", "document_source", "document_section", "document_type",
)  # fmt: skip


def write_dna_list(material: Material, out: str | Path, *, conditional: bool = False, as_dna: bool = False) -> dict[str, int]:
    """Write the list; how many statements it has and how many conditional ones it leaves out.

    Args:
        conditional: keep conditional statements, with agreement empty, and a last column `stance`.
        as_dna: replace `;` and `"` in texts as DNA does.
    """
    counts = {"statements": 0, "left_out_conditional": 0, "dated_to_first_day": 0}
    with whole_file(out) as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
        header = (*HEADER, "stance") if conditional else HEADER
        file.write(";".join(header) + "\n")
        for record in material.texts():
            for told in statement_rows(record, material):
                if told["stance"] == "conditional" and not conditional:
                    counts["left_out_conditional"] += 1
                    continue
                counts["statements"] += 1
                counts["dated_to_first_day"] += is_without_day(record["published"])
                row = _line(record, told)
                writer.writerow([_cell(row[name], as_dna=as_dna) for name in header])
    return counts


def _line(record: Json, told: Json) -> Json:
    return {
        "statement_id": told["statement_id"],
        "time": _time(record["published"]),
        "person": "" if told["actor_type"] == "collective" else told["actor_name"],
        "organization": told["organization"],
        "concept": told["issue_label"] or told["issue_id"],
        "agreement": {"support": 1, "oppose": 0}.get(told["stance"], ""),
        "start_position": told["start"],
        "stop_position": told["end"],
        "text": told["text"],
        "coder": told["coder"],
        "document_id": record["id"],
        "document_title": record["title"] or "",
        "document_author": record.get("byline") or "",
        "document_source": record["outlet"] or "",
        "document_section": "",
        "document_type": "",
        "stance": told["stance"],
    }


def _time(published: str | None) -> str:
    seconds = epoch_seconds(published)
    return datetime.fromtimestamp(seconds, tz=UTC).strftime("%Y-%m-%d %H:%M:%S") if seconds else ""


def _cell(value: str | int, *, as_dna: bool) -> str | int:
    if isinstance(value, int):
        return value
    text = utf8_text(value)
    return text.replace(";", ",").replace('"', "'") if as_dna else text
