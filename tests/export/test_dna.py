"""The `.dna` file, read back by sqlite3 under DNA's constraints, and by our own reader."""

from __future__ import annotations

import csv
import sqlite3
from base64 import b64decode
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from communique.errors import BadInput
from communique.export.dna import MAX_SHORT_CHARS, dna_text, epoch_seconds, hash_password, short, write_dna
from communique.export.dna_reader import read_dna
from communique.export.material import KINDS
from communique.runner.exchange import export_record
from tests.export.world import ACT, TALKS, material_of


@pytest.fixture
def dna(world_store: Path, tmp_path: Path) -> Path:
    return export_record(world_store, "dna", tmp_path / "record.dna", conditional=True).path


def query(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        return connection.execute(sql).fetchall()


def test_the_file_is_sound_and_says_its_version(dna: Path) -> None:
    assert query(dna, "PRAGMA integrity_check") == [("ok",)]
    assert query(dna, "PRAGMA foreign_key_check") == []
    assert dict(query(dna, "SELECT * FROM SETTINGS"))["version"].startswith("3.0")  # type: ignore[attr-defined]


def test_every_statement_has_a_value_for_every_variable(dna: Path) -> None:
    values = " UNION ALL ".join(
        f"SELECT StatementId, VariableId FROM DATA{t}" for t in ("BOOLEAN", "INTEGER", "SHORTTEXT", "LONGTEXT")
    )
    missing = f"""SELECT s.ID, v.ID FROM STATEMENTS s JOIN VARIABLES v ON v.StatementTypeId = s.StatementTypeId
        EXCEPT SELECT * FROM ({values})"""
    assert query(dna, missing) == []
    assert query(dna, "SELECT count(*) FROM STATEMENTS") == [(4,)]


def test_every_short_text_variable_has_an_empty_entity_and_every_entity_all_attributes(dna: Path) -> None:
    short_text = query(dna, "SELECT ID FROM VARIABLES WHERE DataType = 'short text'")
    assert query(dna, "SELECT VariableId FROM ENTITIES WHERE Value = '' ORDER BY 1") == sorted(short_text)
    lacking = """SELECT e.ID, a.ID FROM ENTITIES e JOIN ATTRIBUTEVARIABLES a ON a.VariableId = e.VariableId
        EXCEPT SELECT EntityId, AttributeVariableId FROM ATTRIBUTEVALUES"""
    assert query(dna, lacking) == []


def test_spans_cut_the_same_words_by_code_point_and_by_utf16(dna: Path) -> None:
    sql = """SELECT s.Start, s.Stop, d.Text, substr(d.Text, s.Start + 1, s.Stop - s.Start)
        FROM STATEMENTS s JOIN DOCUMENTS d ON d.ID = s.DocumentId"""
    for start, stop, text, cut in query(dna, sql):
        assert isinstance(text, str)
        assert text[start:stop] == cut  # type: ignore[misc]
        assert max(text) <= "\uffff"
        assert "\r" not in text
    texts = [row[0] for row in query(dna, "SELECT Text FROM DOCUMENTS ORDER BY ID")]
    assert [len(str(t)) for t in texts] == [len(TALKS), len(ACT)]


def test_coders_are_apart_and_related_both_ways(dna: Path) -> None:
    assert query(dna, "SELECT ID, Name FROM CODERS") == [(1, "Admin"), (2, "Machine")]
    assert query(dna, "SELECT Coder, OtherCoder FROM CODERRELATIONS ORDER BY 1") == [(1, 2), (2, 1)]


def test_the_password_opens_the_file(dna: Path) -> None:
    stored = b64decode(str(query(dna, "SELECT Password FROM CODERS WHERE ID = 1")[0][0]))
    salt, digest = stored[:16], stored[16:]
    candidate = salt + b"admin"
    for _ in range(100_000):
        candidate = sha256(candidate).digest()
    assert candidate == digest
    assert hash_password("admin", salt) != hash_password("Admin", salt)


def test_conditional_statements_are_left_out_unless_asked_for(world_store: Path, tmp_path: Path) -> None:
    found = export_record(world_store, "dna", tmp_path / "plain.dna")
    assert (found.counts["statements"], found.counts["left_out_conditional"]) == (3, 1)
    assert len(query(found.path, "SELECT * FROM VARIABLES")) == 4


def test_round_trip(dna: Path) -> None:
    found = read_dna(dna)
    assert not found.not_taken
    assert [(d.id, d.outlet, d.published) for d in found.documents] == [
        ("madrid/1.txt", "The Courier", "2014-03-05T08:30:00"),
        ("act-2", None, "2014-04-01"),
    ]
    told = [(r.fields["actor"], r.fields["party"], r.fields["issue"], r.fields["stance"]) for r in found.rows]
    assert told == [
        ("Ana Ruiz", "ESP", "corridor", "support"),
        ("Spain", "ESP", "transit", "support"),
        ("Turkey", "TUR", "corridor", "oppose"),
        ("Turkey", "TUR", "duty", "conditional"),
    ]
    assert ACT[found.rows[2].fields["start"] : found.rows[2].fields["end"]] == "Turkey closed the corridor"


def test_documents_without_a_date_are_counted_as_what_they_become(tmp_path: Path) -> None:
    record = {"text": "Oslo backs the pact.", "text_sha256": "0" * 64, "title": None, "outlet": "Wire", "codebook": None}
    record |= {kind: [] for kind in KINDS}
    dates = {"dated": "2014-03-05", "undated": None, "garbled": "last week", "month": "2014-02", "year": "2014"}
    out = tmp_path / "record.dna"
    counts = write_dna(material_of([record | {"id": name, "published": date} for name, date in dates.items()]), out)
    assert (counts["documents"], counts["undated_as_1970"], counts["dated_to_first_day"]) == (5, 2, 2)
    assert query(out, "SELECT count(*) FROM DOCUMENTS WHERE date(Date, 'unixepoch') = '1970-01-01'") == [(2,)]
    assert [d.published for d in read_dna(out).documents] == ["2014-03-05", None, None, "2014-02-01", "2014-01-01"]


def old_file(path: Path) -> Path:
    """A file as DNA 2 wrote it: values in the data tables, dates in milliseconds."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("""
            CREATE TABLE CODERS (ID INTEGER PRIMARY KEY, Name TEXT);
            CREATE TABLE DOCUMENTS (ID INTEGER PRIMARY KEY, Title TEXT, Text TEXT, Coder INTEGER, Author TEXT, Source TEXT,
                Section TEXT, Notes TEXT, Type TEXT, Date INTEGER);
            CREATE TABLE STATEMENTTYPES (ID INTEGER PRIMARY KEY, Label TEXT);
            CREATE TABLE VARIABLES (ID INTEGER PRIMARY KEY, Variable TEXT, DataType TEXT, StatementTypeId INTEGER);
            CREATE TABLE STATEMENTS (ID INTEGER PRIMARY KEY, StatementTypeId INTEGER, DocumentId INTEGER, Start INTEGER,
                Stop INTEGER, Coder INTEGER);
            CREATE TABLE DATABOOLEAN (ID INTEGER PRIMARY KEY, StatementId INTEGER, VariableId INTEGER,
                StatementTypeId INTEGER, Value INTEGER);
            CREATE TABLE DATAINTEGER (ID INTEGER PRIMARY KEY, StatementId INTEGER, VariableId INTEGER,
                StatementTypeId INTEGER, Value INTEGER);
            CREATE TABLE DATASHORTTEXT (ID INTEGER PRIMARY KEY, StatementId INTEGER, VariableId INTEGER,
                StatementTypeId INTEGER, Value TEXT);
            CREATE TABLE DATALONGTEXT (ID INTEGER PRIMARY KEY, StatementId INTEGER, VariableId INTEGER,
                StatementTypeId INTEGER, Value TEXT);
            INSERT INTO CODERS VALUES (1, 'Bea');
            INSERT INTO DOCUMENTS VALUES (7, 'Old', 'The agency backs the levy.', 1, '', 'Wire', '', '', '', 1394006400000);
            INSERT INTO STATEMENTTYPES VALUES (1, 'DNA Statement'), (2, 'Annotation');
            INSERT INTO VARIABLES VALUES (1, 'person', 'short text', 1), (2, 'organization', 'short text', 1),
                (3, 'concept', 'short text', 1), (4, 'agreement', 'boolean', 1), (5, 'note', 'long text', 2);
            INSERT INTO STATEMENTS VALUES (1, 1, 7, 0, 26, 1), (2, 2, 7, 0, 3, 1), (3, 1, 7, 0, 99, 1), (4, 1, 7, 0, 3, 1);
            INSERT INTO DATASHORTTEXT VALUES (1, 1, 1, 1, ''), (2, 1, 2, 1, 'Agency'), (3, 1, 3, 1, 'Levy'),
                (4, 3, 2, 1, 'Agency'),
                (5, 3, 3, 1, 'Levy'), (6, 4, 3, 1, 'Levy');
            INSERT INTO DATABOOLEAN VALUES (1, 1, 4, 1, 0), (2, 3, 4, 1, 1), (3, 4, 4, 1, 1);
            INSERT INTO DATALONGTEXT VALUES (1, 2, 5, 2, 'hm');
        """)
        connection.commit()
    return path


def test_dna_2_is_read_and_what_is_not_taken_is_named(tmp_path: Path) -> None:
    found = read_dna(old_file(tmp_path / "old.dna"), parties={"Agency": "USA"})
    [row] = found.rows
    assert (row.fields["actor"], row.fields["party"], row.fields["issue"], row.fields["stance"]) == (
        "Agency",
        "USA",
        "Levy",
        "oppose",
    )
    assert (row.coder, found.documents[0].published) == ("Bea", "2014-03-05T08:00:00")
    reasons = {n.where.rpartition(" ")[2]: n.reason for n in found.not_taken}
    assert set(reasons) == {"2", "3", "4"}
    assert "no concept and no agreement" in reasons["2"]
    assert "outside the text" in reasons["3"]
    assert "neither a person" in reasons["4"]


@pytest.mark.parametrize("data", [b"not a database at all, certainly not", b""])
def test_other_files_are_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.dna").write_bytes(data)
    with pytest.raises(BadInput, match=r"x\.dna"):
        read_dna(tmp_path / "x.dna")


def test_texts_keep_their_length() -> None:
    assert dna_text("a😀\r\nb\rc\ud83d") == "a\ufffd \nb\nc\ufffd"
    assert len(short("é" * 300)) == MAX_SHORT_CHARS


@pytest.mark.parametrize(
    ("published", "seconds"), [(None, 0), ("1970-01-02", 86_400), ("1970", 0), ("1970-02", 2_678_400), ("1970-01-01T00:01", 60)]
)
def test_dates_are_seconds_of_the_wall_clock(published: str | None, seconds: int) -> None:
    assert epoch_seconds(published) == seconds


def test_event_list(world_store: Path, tmp_path: Path) -> None:
    out = export_record(world_store, "dna-csv", tmp_path / "list.csv").path
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert (
        out.read_text(encoding="utf-8")
        .splitlines()[0]
        .startswith("statement_id;time;person;organization;concept;agreement;start_position")
    )
    assert [r["agreement"] for r in rows] == ["1", "1", "0"]
    assert rows[0]["text"].endswith('backs the "grain; corridor".')
    assert (rows[0]["time"], rows[0]["person"], rows[0]["organization"]) == ("2014-03-05 08:30:00", "Ana Ruiz", "ESP")
    as_dna = export_record(world_store, "dna-csv", tmp_path / "dna.csv", as_dna=True).path.read_text(encoding="utf-8")
    assert "backs the 'grain, corridor'." in as_dna
