"""Files of other programs into a store: nothing twice, corrections as corrections, and what is not taken is named."""

from __future__ import annotations

import csv
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from communique.coding.codebook import read_codebook
from communique.errors import BadInput, BadTable, UsageError
from communique.runner.exchange import export_record
from communique.runner.importing import import_codebooks, import_file
from communique.store.store import open_store
from tests.export.world import GRAIN, make_store


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("world") / "record.db")


@pytest.fixture
def store(world: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(world, tmp_path / "record.db"))


def rows_of(store: Path, kind: str = "statements") -> list[Any]:
    with open_store(store, create=False) as opened:
        assert list(opened.verify()) == []
        return list(opened.iter_rows(kind))


SUFFIXES = {"qdpx": ".qdpx", "dna": ".dna", "brat": ""}


@pytest.mark.parametrize("format_", ["qdpx", "dna", "brat"])
def test_an_export_comes_back_as_what_the_record_has(store: Path, tmp_path: Path, format_: str) -> None:
    out = export_record(store, format_, tmp_path / f"out{SUFFIXES[format_]}").path
    before = [r.to_json() for r in rows_of(store)]
    report = import_file(out, format_, store, coder="bea")
    assert (report.n_added, report.n_corrected, report.n_documents, report.not_taken) == (0, 0, 0, [])
    assert report.n_known == {"qdpx": 10, "dna": 3, "brat": 10}[format_]
    assert [r.to_json() for r in rows_of(store)] == before


@pytest.mark.parametrize("format_", ["qdpx", "dna", "brat"])
def test_into_another_store(store: Path, tmp_path: Path, format_: str) -> None:
    out = export_record(store, format_, tmp_path / f"out{SUFFIXES[format_]}").path
    report = import_file(out, format_, tmp_path / "new.db", coder="bea")
    assert report.not_taken == []
    assert (report.n_documents, report.n_added) == (2, {"qdpx": 10, "dna": 3, "brat": 10}[format_])
    found = rows_of(tmp_path / "new.db")
    said = {(r.row.actor, r.row.party, r.row.issue, r.row.stance, r.row.evidence) for r in found}
    told = {(r.row.actor, r.row.party, r.row.issue, r.row.stance, r.row.evidence) for r in rows_of(store)}
    assert said <= told or format_ == "dna"
    assert {r.row.maker for r in found} == {"human:bea@1"}
    assert {r.status for r in found} == {"added"}
    again = import_file(out, format_, tmp_path / "new.db", coder="bea")
    assert (again.n_added, again.n_corrected, again.n_documents) == (0, 0, 0)


def test_a_changed_code_is_a_correction(store: Path, tmp_path: Path) -> None:
    out = export_record(store, "qdpx", tmp_path / "out.qdpx").path
    changed = tmp_path / "changed.qdpx"
    from communique.export.refi import guid

    with zipfile.ZipFile(out) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "project.qde":
                before, after = (guid("stance", "grain", "corridor", s).encode() for s in ("oppose", "conditional"))
                head, mark, tail = data.partition(b"<Sources>")
                data = head + mark + tail.replace(before, after)
            new.writestr(name, data)
    report = import_file(changed, "qdpx", store, coder="bea")
    assert (report.n_added, report.n_corrected, report.not_taken) == (0, 1, [])
    [row] = [r for r in rows_of(store) if r.row.actor == "Turkey" and r.row.issue == "corridor"]
    assert (row.row.stance, row.status) == ("conditional", "corrected")
    with open_store(store, create=False) as opened:
        assert next(opened.judgements(row_id=row.id)).coder == "bea"


def table(path: Path, lines: list[list[str]], delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(lines)
    return path


HEADER = ["document", "quotation", "start", "end", "person", "party", "theme", "agreement", "coder", "note"]
LINES = [
    HEADER,
    ["madrid/1.txt", "Spain will send 40 trucks by the end of June.", "", "", "Spain", "ESP", "Grain corridor", "1", "Kim", "x"],
    ["madrid/1.txt", "", "2", "8", "Madrid", "ESP", "duty", "0", "", 'say "no"\nnever'],
    ["act-2", "no such words", "", "", "Turkey", "TUR", "duty", "1", "", ""],
    ["act-2", "", "0", "6", "Turkey", "TUR", "fish", "1", "", ""],
    ["act-2", "", "0", "6", "Turkey", "TUR", "duty", "maybe", "", ""],
    ["act-2", "", "0", "6", "", "TUR", "duty", "1", "", ""],
    ["lost", "", "0", "6", "Turkey", "TUR", "duty", "1", "", ""],
    ["act-2", "", "0", "9999", "Turkey", "TUR", "duty", "1", "", ""],
    ["act-2", "", "a", "b", "Turkey", "TUR", "duty", "1", "", ""],
    ["", "", "", "", "", "", "", "", "", ""],
]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_coded_table_names_each_line_it_cannot_take(store: Path, tmp_path: Path, delimiter: str) -> None:
    path = table(tmp_path / "coded.csv", LINES, delimiter)
    report = import_file(path, "csv", store, coder="bea", codebook="grain", columns={"issue": "theme"})
    assert report.n_added == 2
    assert [n.where for n in sorted(report.not_taken, key=lambda n: int(n.where.rpartition(":")[2]))] == [
        f"coded.csv:{n}" for n in (5, 6, 7, 8, 9, 10, 11)
    ]
    reasons = {n.where.rpartition(":")[2]: n.reason for n in report.not_taken}
    for line, words in {
        "5": "word for word",
        "6": "not in the codebook",
        "7": "maybe",
        "8": "actor",
        "9": "not in the store",
    }.items():
        assert words in reasons[line], reasons[line]
    assert "outside the text" in reasons["10"]
    assert "whole numbers" in reasons["11"]
    added = {r.row.actor: r.row for r in rows_of(store) if r.status == "added"}
    assert (added["Spain"].issue, added["Spain"].stance, added["Spain"].maker) == ("corridor", "support", "human:Kim@1")
    assert (added["Madrid"].evidence, added["Madrid"].stance) == ("Madrid", "oppose")


def test_offsets_in_utf16(store: Path, tmp_path: Path) -> None:
    """The emoji before it counts two units, so `Madrid` starts at 3."""
    lines = [["document_id", "start", "end", "text", "actor", "party", "issue", "stance"]]
    lines.append(["madrid/1.txt", "3", "9", "Madrid", "Madrid", "ESP", "duty", "support"])
    path = table(tmp_path / "coded.csv", lines)
    refused = import_file(path, "csv", store, coder="bea", codebook="grain")
    assert "not those of the text" in refused.not_taken[0].reason
    assert import_file(path, "csv", store, coder="bea", codebook="grain", offsets="utf-16").n_added == 1


def test_our_own_table_comes_back_with_a_correction(store: Path, tmp_path: Path) -> None:
    out = export_record(store, "csv", tmp_path / "bundle").path / "statements.csv"
    text = out.read_text(encoding="utf-8").replace(",oppose,", ",support,")
    out.write_text(text, encoding="utf-8", newline="")
    report = import_file(out, "csv", store, coder="bea")
    assert (report.n_added, report.n_corrected, report.n_known, report.not_taken) == (0, 1, 3, [])


def test_workbook_as_a_coded_table(store: Path, tmp_path: Path) -> None:
    pytest.importorskip("openpyxl")
    out = export_record(store, "xlsx", tmp_path / "book.xlsx").path
    report = import_file(out, "csv", store, coder="bea")
    assert (report.n_known, report.n_added, report.not_taken) == (4, 0, [])


def test_a_codebook_is_made_where_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    text = "The ministers of Norway said on Monday that they back the pact, and that they will sign it in the spring."
    (tmp_path / "b" / "a.txt").write_text(text, encoding="utf-8")
    ann = f"T1\tStatement 0 {len(text)}\t{text}\nA1\tStance T1 Support\nA2\tIssue T1 Joint_pact\n"
    ann += "#1\tAnnotatorNotes T1\tNorway (NOR)\n"
    (tmp_path / "b" / "a.ann").write_text(ann, encoding="utf-8")
    report = import_file(tmp_path / "b", "brat", tmp_path / "n.db", coder="bea")
    assert (report.n_documents, report.n_added, report.not_taken) == (1, 1, [])
    [row] = rows_of(tmp_path / "n.db")
    assert (row.row.issue, row.codebook) == ("joint_pact", "b")


def test_a_text_in_another_language_is_named_with_its_rows(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    text = "Die Minister sagten am Montag, dass sie den Vertrag im Frühjahr unterzeichnen und die Grenze öffnen werden."
    (tmp_path / "b" / "a.txt").write_text("\n\n".join([text] * 5), encoding="utf-8")
    (tmp_path / "b" / "a.ann").write_text(
        "T1\tStatement 0 3\tDie\nA1\tStance T1 Support\nA2\tIssue T1 p\n#1\tAnnotatorNotes T1\tN (DEU)\n"
    )
    report = import_file(tmp_path / "b", "brat", tmp_path / "n.db", coder="bea")
    assert [n.reason for n in report.not_taken if "not in English" in n.reason]
    assert len(report.not_taken) == 2


def test_unknown_formats_options_and_columns(store: Path, tmp_path: Path) -> None:
    path = table(tmp_path / "t.csv", [["document_id", "actor"], ["a", "b"]])
    with pytest.raises(BadTable, match="issue, stance"):
        import_file(path, "csv", store, coder="bea")
    for call in ({"format": "pdf"}, {"format": "csv", "colour": 1}, {"format": "csv", "codebook": "oil"}):
        with pytest.raises((UsageError, BadTable)):
            import_file(path, **{"store_path": store, "coder": "bea"} | call)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="coder"):
        import_file(path, "csv", store, coder=" ")
    with pytest.raises(BadInput):
        import_file(tmp_path / "none.qdpx", "qdpx", store, coder="bea")


def test_codebooks_become_yaml_files(store: Path, tmp_path: Path) -> None:
    out = export_record(store, "qdc", tmp_path / "books.qdc").path
    written = import_codebooks(out, tmp_path / "yaml")
    assert [p.name for p in written] == ["grain.yaml", "gas.yaml"]
    book = read_codebook(written[0])
    assert (book.id, book.title, book.issues) == (GRAIN.id, GRAIN.title, GRAIN.issues)
    with pytest.raises(UsageError, match="there already"):
        import_codebooks(out, tmp_path / "yaml")
