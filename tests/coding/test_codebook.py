"""A codebook file is read whole or refused with every line to correct."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.coding.codebook import codebook_json_schema, codebook_sha256, parse_codebook, read_codebook, read_codebooks
from communique.errors import BadCodebook, BadInput

GOOD = """\
# Fishing rights
codebook: fish
title: Fishing in the North Sea
issues:
  - id: quota
    label: Lower catch quotas
    support: Catch quotas should be
      lowered.
    oppose: Catch quotas should stay or rise.
    keywords: [catch limit]
  - id: access
    label: Access of foreign boats
    support: Foreign boats may fish in these waters.
    oppose: Foreign boats must be kept out.
"""


def problems_of(text: str | bytes) -> list[str]:
    with pytest.raises(BadCodebook) as caught:
        parse_codebook(text.encode() if isinstance(text, str) else text, "c.yaml")
    return caught.value.problems


def test_good_codebook_keeps_order_and_joins_lines() -> None:
    codebook = parse_codebook(GOOD.encode())
    assert [i.id for i in codebook.issues] == ["quota", "access"]
    assert codebook.issues[0].support == "Catch quotas should be lowered."
    assert codebook.issues[0].keywords == ("catch limit",)
    assert codebook.issues[1].keywords == ()
    assert codebook.sha256 == codebook_sha256(codebook)


def test_byte_order_mark_and_carriage_returns_change_nothing() -> None:
    plain = parse_codebook(GOOD.encode())
    assert parse_codebook(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()).sha256 == plain.sha256


def test_hash_ignores_comments_and_path_but_no_word() -> None:
    plain = parse_codebook(GOOD.encode(), "a.yaml")
    assert parse_codebook(GOOD.replace("# Fishing rights", "# other").encode(), "b.yaml").sha256 == plain.sha256
    assert parse_codebook(GOOD.replace("kept out", "sent away").encode()).sha256 != plain.sha256


SUPPORT = "support: Foreign boats may fish in these waters."
CHANGES = [
    ("codebook: fish\n", "", ["c.yaml:2: codebook: missing"]),
    ("title: Fishing in the North Sea\n", "title:\n", ["c.yaml:3: title: nothing, expected a text"]),
    ("codebook: fish", "codebook: no fish", ["c.yaml:2: codebook: 'no fish', expected an id"]),
    ("    oppose: Foreign boats must be kept out.\n", "", ["c.yaml:11: issues[1].oppose: missing"]),
    (
        "    oppose: Foreign",
        "    opose: Foreign",
        ["c.yaml:11: issues[1].oppose: missing", "c.yaml:14: issues[1].opose: unknown key; did you mean 'oppose'?"],
    ),
    ("id: access", "id: quota", ["c.yaml:11: issues[1].id: 'quota' is already the id in line 5"]),
    ("id: access", "id: 7", ["c.yaml:11: issues[1].id: the number 7, expected a text"]),
    (SUPPORT, "support: true", ["c.yaml:13: issues[1].support: the truth value true, expected a text"]),
    (SUPPORT, "support: '  '", ["c.yaml:13: issues[1].support: empty, expected a text"]),
    (SUPPORT, "support: foreign boats must be kept out.", ["c.yaml:14: issues[1].oppose: the same text"]),
    ("[catch limit]", "catch limit", ["c.yaml:10: issues[0].keywords: the text 'catch limit', expected a list"]),
    ("[catch limit]", "[catch limit, 3]", ["c.yaml:10: issues[0].keywords[1]: the number 3, expected a text"]),
    ("[catch limit]", '["catch\\u0007"]', ["c.yaml:10: issues[0].keywords[0]: holds the character U+0007, expected letters"]),
    ("Lower catch quotas", '"Lower\\ud800 quotas"', ["c.yaml:6: issues[0].label: holds the character U+D800, expected letters"]),
    ("Catch quotas should stay or rise.", "x " * 300, ["c.yaml:9: issues[0].oppose: 599 characters long, expected at most 400"]),
    ("    support: Foreign", "    label: Foreign", ["c.yaml:13: label: written twice"]),
    ("title: Fishing in the North Sea", "title: [Fishing", ["c.yaml:"]),
]


@pytest.mark.parametrize(("old", "new", "expected"), CHANGES)
def test_each_fault_is_told_with_its_line(old: str, new: str, expected: list[str]) -> None:
    assert old in GOOD
    found = problems_of(GOOD.replace(old, new))
    assert len(found) == len(expected)
    for problem, start in zip(found, expected, strict=True):
        assert problem.startswith(start)


def test_all_faults_of_a_file_are_told_together_in_order() -> None:
    text = GOOD.replace("label: Lower catch quotas", "label:").replace("id: access", "id: a b").replace("title:", "titel:")
    found = problems_of(text)
    assert [p.split(":")[1] for p in found] == ["2", "3", "6", "11"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "c.yaml:1: the file is empty"),
        ("# nothing\n", "c.yaml:1: the file holds only comments"),
        ("- a\n- b\n", "c.yaml:1: the file is a list"),
        ("just words", "c.yaml:1: the file is the text 'just words'"),
        (b"codebook: a\ntitle: caf\xe9\n", "c.yaml:2: not UTF-8"),
        ("codebook: a\ntitle: b\nissues: 3\n", "c.yaml:3: issues: the number 3"),
        ("codebook: a\ntitle: b\nissues: []\n", "c.yaml:3: issues: empty"),
        ("codebook: a\ntitle: b\nissues:\n  - x\n", "c.yaml:4: issues[0]: the text 'x'"),
        ("codebook: a\ntitle: 'b\nissues: []\n", "c.yaml:"),
    ],
)
def test_what_is_no_codebook(text: str | bytes, expected: str) -> None:
    assert problems_of(text)[0].startswith(expected)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    problems = ["c.yaml:"]
    try:
        parse_codebook(data, "c.yaml")
    except BadCodebook as err:
        problems = err.problems
    assert problems
    assert all(p.startswith("c.yaml:") for p in problems)


def test_files_and_folders(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD)
    (tmp_path / "notes.txt").write_text("not a codebook")
    assert set(read_codebooks(tmp_path)) == {"fish"}
    assert read_codebook(tmp_path / "a.yaml").path == str(tmp_path / "a.yaml")
    (tmp_path / "b.yml").write_text(GOOD)
    with pytest.raises(BadCodebook, match=r"b\.yml:1: codebook: 'fish' is also the id of"):
        read_codebooks(tmp_path)


def test_missing_files_and_folders(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no such codebook file"):
        read_codebook(tmp_path / "none.yaml")
    with pytest.raises(BadInput, match="a folder"):
        read_codebook(tmp_path)
    with pytest.raises(BadInput, match="holds no codebook"):
        read_codebooks(tmp_path)
    with pytest.raises(BadInput, match="no such folder"):
        read_codebooks(tmp_path / "none")


def test_schema_names_the_keys_that_the_reader_knows() -> None:
    schema = codebook_json_schema()
    assert json.dumps(schema)
    assert set(schema["properties"]) == {"codebook", "title", "issues"}
    item = schema["properties"]["issues"]["items"]
    assert set(item["properties"]) == {"id", "label", "support", "oppose", "keywords"}
    assert set(item["required"]) == {"id", "label", "support", "oppose"}
