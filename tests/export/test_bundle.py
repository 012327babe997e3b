"""The CSV bundle: exact columns, cells that come back as they were, nothing half written."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from communique.errors import UsageError
from communique.export.bundle import CsvWriter, write_bundle
from communique.export.cells import to_cell
from communique.export.material import Material, columns
from communique.export.tables import TABLES
from communique.runner.exchange import export_record
from tests.export.world import ACT, TALKS

STATEMENTS = (
    "statement_id,attribution_id,document_id,cluster_id,actor_id,actor_name,actor_type,organization,party,party_cown,issue_id,"
    "issue_label,stance,strength,negated,mode,start,end,text,date,date_published,outlet,url,title,confidence,rule_id,"
    "codebook_version,coder,review_status,reviewer,reviewed_at,text_sha256"
)
MEETINGS = (
    "meeting_id,date_start,date_end,date_text,place,format,status,participant_ids,participant_names,parties,topic_issue_ids,"
    "document_id,outlet,start,end,text,confidence,review_status"
)
DOCUMENTS = (
    "document_id,cluster_id,is_canonical,outlet,url,title,author,date_published,date_origin,language,n_chars,text_sha256,"
    "raw_sha256,extractor,extractor_version,added_at"
)


@pytest.fixture
def folder(world_store: Path, tmp_path: Path) -> Path:
    return export_record(world_store, "csv", tmp_path / "bundle").path


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(("table", "header"), [("statements", STATEMENTS), ("meetings", MEETINGS), ("documents", DOCUMENTS)])
def test_columns_are_the_documented_ones(folder: Path, table: str, header: str) -> None:
    assert (folder / f"{table}.csv").read_text(encoding="utf-8").splitlines()[0] == header


def test_every_span_slices_back_to_its_words(folder: Path) -> None:
    texts = {"madrid/1.txt": TALKS, "act-2": ACT}
    n = 0
    for table in ("statements", "meetings", "alignments", "commitments", "figures", "quotes"):
        for row in read(folder / f"{table}.csv"):
            assert texts[row["document_id"]][int(row["start"]) : int(row["end"])] == row["text"], table
            n += 1
    for row in read(folder / "attribution_spans.csv"):
        assert TALKS[int(row["start"]) : int(row["end"])] == row["text"]
    assert n == 9


def test_discontinuous_role_has_its_bounds_and_its_pieces(folder: Path) -> None:
    [row] = read(folder / "attributions.csv")
    pieces = [p for p in read(folder / "attribution_spans.csv") if p["role"] == "content"]
    assert [p["text"] for p in pieces] == ["that Madrid", 'backs the "grain; corridor"']
    assert (row["content_start"], row["content_end"]) == (pieces[0]["start"], pieces[1]["end"])


def test_statement_names_its_attribution_unless_it_is_an_act(folder: Path) -> None:
    [attribution] = read(folder / "attributions.csv")
    said, _, act, _ = read(folder / "statements.csv")
    assert said["attribution_id"] == attribution["attribution_id"]
    assert (act["mode"], act["attribution_id"]) == ("act", "")


def test_review_stands_beside_a_meetings_own_status(folder: Path) -> None:
    [meeting] = read(folder / "meetings.csv")
    assert (meeting["status"], meeting["review_status"], meeting["place"]) == ("held", "corrected", "Ankara, Turkey")
    said = read(folder / "statements.csv")[0]
    assert (said["review_status"], said["reviewer"]) == ("accepted", "anna")


def test_a_text_printed_twice_is_one_cluster(folder: Path) -> None:
    rows = read(folder / "documents.csv")
    assert [(r["document_id"], r["is_canonical"]) for r in rows] == [
        ("madrid/1.txt", "true"),
        ("herald-9", "false"),
        ("act-2", "true"),
    ]
    assert rows[0]["cluster_id"] == rows[1]["cluster_id"] != rows[2]["cluster_id"]


def test_positions_list_their_statements(folder: Path) -> None:
    rows = {(r["party"], r["actor_name"], r["issue_id"]): r for r in read(folder / "positions.csv")}
    position = rows["TUR", "", "duty"]
    assert (position["stance"], position["n_conditional"], position["mean_stance"]) == ("conditional", "1", "")
    ids = {s["statement_id"] for s in read(folder / "statements.csv")}
    assert all(set(r["statement_ids"].split("|")) <= ids for r in rows.values())


def test_data_package_describes_every_file(folder: Path) -> None:
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert {r["path"] for r in package["resources"]} == {f"{t}.csv" for t in TABLES}
    for resource in package["resources"]:
        rows = read(folder / resource["path"])
        names = [f["name"] for f in resource["schema"]["fields"]]
        assert resource["rowcount"] == len(rows)
        for row in rows:
            assert list(row) == names
            for field in resource["schema"]["fields"]:
                value = row[field["name"]]
                assert not value or value in field.get("constraints", {}).get("enum", [value]), field
                if value and field["type"] in ("integer", "number"):
                    float(value)
        key = resource["schema"].get("primaryKey", [])
        assert not key or len({tuple(r[k] for k in key) for r in rows}) == len(rows), resource["path"]


def test_codebook_and_crate_lie_beside(folder: Path) -> None:
    books = json.loads((folder / "codebook.json").read_text(encoding="utf-8"))
    assert {b["codebook"] for b in books} == {"grain", "gas"}
    crate = json.loads((folder / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    files = {e["@id"] for e in crate["@graph"] if e["@type"] == "File"}
    assert files == {p.name for p in folder.iterdir()} - {"ro-crate-metadata.json"}


def test_excel_option_adds_byte_order_marks(world_store: Path, tmp_path: Path) -> None:
    out = export_record(world_store, "csv", tmp_path / "b", excel=True).path
    assert (out / "statements.csv").read_bytes().startswith(b"\xef\xbb\xbfstatement_id,")


@pytest.mark.parametrize(
    ("value", "guarded"),
    [
        ('=HYPERLINK("http://x","y")', '\'=HYPERLINK("http://x","y")'),
        ("+1+1", "'+1+1"),
        ("@sum", "'@sum"),
        (["-a", "b"], "'-a|b"),
        ("a=b", "a=b"),
        (-0.5, "-0.5"),
        (None, ""),
    ],
)
def test_a_text_that_excel_would_calculate_stays_a_text(value: object, guarded: str) -> None:
    for no_formulas, cell in ((True, guarded), (False, to_cell(value))):
        out = io.StringIO()
        CsvWriter(out, no_formulas=no_formulas).write([value])
        assert next(csv.reader([out.getvalue()]), [""])[0] == cell


def test_the_same_record_gives_the_same_bytes(world_store: Path, tmp_path: Path, folder: Path) -> None:
    again = export_record(world_store, "csv", tmp_path / "again").path
    assert {p.name: p.read_bytes() for p in again.iterdir()} == {p.name: p.read_bytes() for p in folder.iterdir()}


def test_one_codebook_only(world_store: Path, tmp_path: Path) -> None:
    out = export_record(world_store, "csv", tmp_path / "gas", codebook="gas").path
    assert [r["issue_id"] for r in read(out / "statements.csv")] == ["transit"]
    assert len(read(out / "meetings.csv")) == 1


def test_unknown_format_option_and_codebook_are_named(world_store: Path, tmp_path: Path) -> None:
    for call in ({"format": "pdf"}, {"format": "csv", "colour": 1}, {"format": "csv", "codebook": "oil"}):
        with pytest.raises(UsageError, match=r"pdf|colour|oil"):
            export_record(world_store, out=tmp_path / "x", **call)  # type: ignore[arg-type]
    assert not (tmp_path / "x").exists()


def test_a_folder_of_something_else_is_left_alone(world_store: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    with pytest.raises(UsageError, match="something else"):
        export_record(world_store, "csv", tmp_path / "mine")
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "years of work"


def test_a_failure_leaves_the_earlier_export_whole(folder: Path) -> None:
    before = sorted(p.name for p in folder.iterdir())

    def broken() -> object:
        raise RuntimeError("disk on fire")

    with pytest.raises(RuntimeError):
        write_bundle(Material(read=broken), folder)  # type: ignore[arg-type]
    assert sorted(p.name for p in folder.iterdir()) == before
    assert sorted(p.name for p in folder.parent.iterdir()) == ["bundle"]


@pytest.mark.parametrize("cell", ["a\rb", "a\r\nb", 'say "yes"', "a,b", "a\nb", " a ", "", "😀"])
def test_cells_come_back(cell: str) -> None:
    out = io.StringIO(newline="")
    CsvWriter(out).write(["x", cell])
    assert next(csv.reader(io.StringIO(out.getvalue(), newline=""))) == ["x", cell]


def test_no_table_names_a_column_twice() -> None:
    for table, cols in columns().items():
        names = [c.name for c in cols]
        assert len(set(names)) == len(names), table
    assert set(columns()) == set(TABLES)
