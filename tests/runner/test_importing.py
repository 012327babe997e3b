"""Files of other programs into a store: nothing twice, corrections as corrections, and what is not taken is named."""

from __future__ import annotations

import csv
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from communique.coding.codebook import read_codebook
from communique.errors import BadInput, BadTable, UsageError
from communique.model.codebook import Codebook, Issue
from communique.model.document import DateOrigin, Document
from communique.model.record import Mode, Record, Stance, Statement
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
    before = [r.to_json() for r in found]
    accepted = {r.row.maker for r in found if r.row.actor == "Ana Ruiz"}
    assert accepted == {"human:anna@1" if format_ != "dna" else "import@1"}, "what a person accepted is hers"
    machine = {(r.row.maker, r.row.confidence, r.status) for r in found if r.row.actor != "Ana Ruiz"}
    assert machine == {("stance@1", 0.9, "read") if format_ != "dna" else ("import@1", 0.5, "read")}, "nobody judged these"
    assert report.n_machine == {"qdpx": 8, "dna": 3, "brat": 8}[format_]
    assert titles_of(tmp_path / "new.db") == titles_of(store)
    again = import_file(out, format_, tmp_path / "new.db", coder="bea")
    assert (again.n_added, again.n_corrected, again.n_documents, again.not_taken) == (0, 0, 0, [])
    assert [r.to_json() for r in rows_of(tmp_path / "new.db")] == before


def titles_of(store: Path) -> list[tuple[str, str | None]]:
    with open_store(store, create=False) as opened:
        return [(d.id, d.witnesses[0].title) for d in opened.documents()]


OSLO = (
    "OSLO, 5 March 2014 - Norway backs the pact, Adam Roe of Oslo and Ida Poe of Bergen said on Wednesday.\r\n"
    "Chad rejects the pact, its minister said after the talks.\r\n"
)
PACT = Codebook("pact", "The pact", (Issue("pact", "Joint pact", "signs it", "leaves it"),), "c" * 64)


def said(actor: str, party: str, words: str, stance: Stance) -> Statement:
    start = OSLO.index(words)
    fields: dict[str, Any] = {"actor": actor, "party": party, "issue": "pact", "stance": stance, "mode": Mode.INDIRECT}
    place: dict[str, Any] = {"start": start, "end": start + len(words), "evidence": words}
    return Statement(**fields, **place, codebook="pact", confidence=0.8, maker="stance@7", rule="cited")


@pytest.fixture
def oslo(tmp_path: Path) -> Path:
    """Two speakers of one sentence on one issue, whose rows differ in their order alone, and one of another."""
    path, both = tmp_path / "oslo.db", "Norway backs the pact"
    rows = (said("Ida Poe", "NOR", both, Stance.SUPPORT), said("Adam Roe", "NOR", both, Stance.SUPPORT))
    rows += (said("Chad", "TCD", "Chad rejects the pact", Stance.OPPOSE),)
    report = Document("oslo-1", OSLO, published="2014-03-05", published_origin=DateOrigin.TEXT, maker="text@1")
    with open_store(path) as store:
        run = store.begin_run("run", makers=["stance@7"], codebooks=[PACT])
        store.commit_document(report, Record(statements=rows), run=run, codebook=PACT)
    return path


def exported(store: Path, format_: str, out: Path) -> Path:
    done = export_record(store, format_, out.with_suffix(SUFFIXES.get(format_, ""))).path
    return done / "statements.csv" if format_ == "csv" else done


def judge(store: Path, actor: str, coder: str, verdict: str = "correct", **fields: str) -> None:
    with open_store(store, create=False, coder=coder) as opened:
        [row] = [r for r in opened.iter_rows("statements") if r.row.actor == actor]  # type: ignore[attr-defined]
        opened.judge(row.id, verdict, fields=fields)


FORMATS = ["csv", "qdpx", "dna", "brat"]


@pytest.mark.parametrize("format_", FORMATS)
def test_an_older_export_takes_no_correction_back(oslo: Path, tmp_path: Path, format_: str) -> None:
    out = exported(oslo, format_, tmp_path / "out")
    judge(oslo, "Adam Roe", "zoe", stance="oppose")
    judge(oslo, "Chad", "zoe", "reject")
    before = [r.to_json() for r in rows_of(oslo)]
    report = import_file(out, format_, oslo, coder="anna")
    assert (report.n_added, report.n_corrected, report.not_taken) == (0, 0, [])
    assert (report.n_known, report.n_older) == (2, 1)
    assert [r.to_json() for r in rows_of(oslo)] == before


@pytest.mark.parametrize("format_", ["csv", "brat"])
def test_a_person_who_takes_a_correction_back_in_the_file_is_heard(oslo: Path, tmp_path: Path, format_: str) -> None:
    judge(oslo, "Chad", "zoe", stance="support")
    out = exported(oslo, format_, tmp_path / "out")
    changes = {"csv": (",support,,", ",oppose,,"), "brat": ("Stance T3 Support", "Stance T3 Oppose")}
    file = out if format_ == "csv" else next(out.glob("*.ann"))
    lines = file.read_bytes().decode().split("\n")
    lines = [line.replace(*changes[format_]) if "Chad" in line or format_ == "brat" else line for line in lines]
    file.write_bytes("\n".join(lines).encode())
    judge(oslo, "Chad", "zoe", mode="direct")
    report = import_file(out, format_, oslo, coder="anna")
    assert (report.n_corrected, report.n_added, report.not_taken) == (1, 0, [])
    [row] = [r for r in rows_of(oslo) if r.row.actor == "Chad"]
    assert (row.row.stance, row.row.mode, row.row.maker) == ("oppose", "direct", "human:anna@1"), "what the file leaves stays"


@pytest.mark.parametrize("format_", ["qdpx", "brat"])
def test_rows_of_one_sentence_come_into_another_store_in_whichever_order(oslo: Path, tmp_path: Path, format_: str) -> None:
    judge(oslo, "Ida Poe", "zoe", "accept")
    judge(oslo, "Adam Roe", "kim", mode="mixed")
    out, new = exported(oslo, format_, tmp_path / "out"), tmp_path / "new.db"
    for _ in range(2):
        report = import_file(out, format_, new, coder="anna")
        assert (report.n_corrected, report.n_older, report.not_taken) == (0, 0, [])
        made = {(r.row.actor, r.row.stance.value, r.row.maker) for r in rows_of(new)}
        makers = {"human:kim@1", "human:zoe@1", "stance@7"}
        assert made == set(zip(("Adam Roe", "Ida Poe", "Chad"), ("support", "support", "oppose"), sorted(makers), strict=True))
    assert (report.n_added, report.n_known) == (0, 3)
    assert [(r.row.confidence, r.row.rule) for r in rows_of(new) if r.row.maker == "stance@7"] == [(0.8, "cited")]


@pytest.mark.parametrize("format_", ["qdpx", "dna", "brat"])
def test_an_untitled_report_dated_in_its_text_comes_back_so(oslo: Path, tmp_path: Path, format_: str) -> None:
    import_file(exported(oslo, format_, tmp_path / "out"), format_, tmp_path / "new.db", coder="anna")
    with open_store(tmp_path / "new.db", create=False) as opened:
        [witness] = next(opened.documents()).witnesses
    assert (witness.title, witness.published, witness.published_origin) == (None, "2014-03-05", "text")


def test_a_machines_row_is_not_taken_where_the_store_reads_otherwise(oslo: Path, tmp_path: Path) -> None:
    out, other = exported(oslo, "brat", tmp_path / "out"), tmp_path / "other.db"
    with open_store(other) as store:
        run = store.begin_run("run", makers=["stance@8"], codebooks=[PACT])
        store.commit_document(Document("oslo-1", OSLO, maker="text@1"), Record(), run=run, codebook=PACT)
    report = import_file(out, "brat", other, coder="anna")
    assert (report.n_added, [n.reason[:45] for n in report.not_taken]) == (
        0,
        ["a machine made it and nobody judged it, and t"] * 3,
    )
    ann = next(out.glob("*.ann"))
    ann.write_bytes(ann.read_bytes().replace(b"Stance T3 Oppose", b"Stance T3 Conditional"))
    report = import_file(out, "brat", other, coder="anna")
    assert [(r.row.actor, r.row.stance, r.row.maker) for r in rows_of(other)] == [("Chad", "conditional", "human:anna@1")]


@pytest.mark.parametrize("is_known", [True, False])
@pytest.mark.parametrize(
    "alter", [lambda text: text.replace("\r\n", "\n"), lambda text: "Read by Adam Roe.\n\n" + text], ids=["line ends", "prefix"]
)
def test_spans_move_with_the_words_of_a_text_that_was_altered(
    oslo: Path, tmp_path: Path, alter: Callable[[str], str], is_known: bool
) -> None:
    out = exported(oslo, "brat", tmp_path / "out")
    text = next(out.glob("*.txt"))
    text.write_bytes(alter(text.read_bytes().decode()).encode())
    store = oslo if is_known else tmp_path / "new.db"
    before = [r.row.evidence for r in rows_of(oslo)]
    report = import_file(out, "brat", store, coder="anna")
    assert (report.n_corrected, report.not_taken) == (0, [])
    assert [r.row.evidence for r in rows_of(store)] == before


def test_words_that_an_altered_text_has_twice_are_named(oslo: Path, tmp_path: Path) -> None:
    out = exported(oslo, "brat", tmp_path / "out")
    text = next(out.glob("*.txt"))
    text.write_bytes(b"Chad rejects the pact. " + text.read_bytes())
    report = import_file(out, "brat", tmp_path / "new.db", coder="anna")
    assert (report.n_added, len(report.not_taken)) == (2, 1)
    assert "several other places" in report.not_taken[0].reason


@pytest.mark.parametrize("ending", ["txt", "ann"])
def test_a_file_of_brat_that_is_not_utf8_is_named(oslo: Path, tmp_path: Path, ending: str) -> None:
    out = exported(oslo, "brat", tmp_path / "out")
    file = next(out.glob(f"*.{ending}"))
    file.write_bytes(file.read_bytes().replace(b"Bergen", b"Troms\xf8").replace(b"Ida Poe", b"Ida P\xf8"))
    report = import_file(out, "brat", tmp_path / "new.db", coder="anna")
    assert [n.where for n in report.not_taken] == [file.name]
    assert "not UTF-8" in report.not_taken[0].reason
    assert not (tmp_path / "new.db").exists(), "nothing was taken: there is nothing to keep"


def test_parties_are_checked_as_corrections_are_and_modes_read_in_any_case(oslo: Path, tmp_path: Path) -> None:
    header = ["document_id", "evidence", "actor", "party", "issue", "stance", "mode"]
    place = ["oslo-1", "Oslo and Ida Poe"]
    lines = [[*place, "A", p, "pact", "Support", "INDIRECT"] for p in ("Kenya", "ken", "KEN;ETH", "KEN", "UKR-REBELS")]
    report = import_file(table(tmp_path / "t.csv", [header, *lines]), "csv", oslo, coder="anna", codebook="pact")
    assert report.n_added == 2
    assert [(n.where, "party codes" in n.reason) for n in report.not_taken] == [(f"t.csv:{n}", True) for n in (2, 3, 4)]


def test_organizations_of_dna_that_are_no_party_are_others(oslo: Path, tmp_path: Path) -> None:
    lines = [["document", "text", "person", "organization", "concept", "agreement"]]
    lines += [["oslo-1", "Oslo and Ida Poe", "Ida Poe", name, "pact", "1"] for name in ("Fishers' Union", "NOR")]
    report = import_file(table(tmp_path / "t.csv", lines), "csv", oslo, coder="anna", codebook="pact")
    assert report.not_taken == []
    assert sorted(r.row.party for r in rows_of(oslo) if r.status == "added") == ["NOR", "OTHER"]


OPTIONS: list[tuple[str, dict[str, Any], str]] = [
    ("csv", {"foo": "1"}, "no option 'foo'; it has columns, offsets"),
    ("dna", {"foo": "1"}, "variables, parties, offsets"),
    ("dna", {"variables": '{"concept":'}, "expected names such as variables=concept=issue"),
    ("csv", {"columns": "theme"}, "expected names such as columns=issue=theme"),
    ("csv", {"columns": True}, "expected names"),
    ("brat", {"offsets": "bytes"}, "code-points or utf-16"),
    ("csv", {"codebook": "oil"}, "neither a file nor a codebook"),
]


@pytest.mark.parametrize(("format_", "options", "told"), OPTIONS)
def test_options_that_cannot_be_are_named_and_leave_no_store(
    oslo: Path, tmp_path: Path, format_: str, options: dict[str, Any], told: str
) -> None:
    out = exported(oslo, format_, tmp_path / "out")
    with pytest.raises(UsageError, match=re.escape(told)):
        import_file(out, format_, tmp_path / "new.db", coder="anna", **options)
    assert not list(tmp_path.glob("new.db*"))


@pytest.mark.parametrize("columns", ["issue=theme,actor=who", '{"issue": "theme", "actor": "who"}'])
def test_columns_can_be_given_as_text(oslo: Path, tmp_path: Path, columns: str) -> None:
    lines = [["document_id", "evidence", "who", "party", "theme", "stance"], ["oslo-1", "Ida Poe", "Ida Poe", "NOR", "pact", "1"]]
    report = import_file(table(tmp_path / "t.csv", lines), "csv", oslo, coder="anna", columns=columns)
    assert (report.n_added, report.not_taken) == (1, [])


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
