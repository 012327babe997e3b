"""Coded sentences as examples of the event reader: what is known, what is masked; sentences written for the test."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

from communique.evaluation.training.codings import text_key
from communique.evaluation.training.event_data import (
    LABELS,
    ROLES,
    Example,
    read_alone,
    read_articles,
    read_dealings,
    read_readings,
    read_sentences,
    split_sentences,
)

MET: dict[str, Any] = {
    "id": "s1", "batch": "00", "document": "d", "sentence": "He met Lind in Bergen on Monday.",
    "alignments": [], "commitments": [],
    "meetings": [{"participants": ["Anna Berg", "Lind"], "place": "Bergen", "when": "on Monday", "kind": "bilateral",
                  "status": "held", "evidence": "He met Lind in Bergen on Monday"}],
}  # fmt: skip


def read(tmp_path: Path, row: dict[str, Any]) -> Example:
    path = tmp_path / "s.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.write(json.dumps(row) + "\n")
    (example,) = read_sentences(path)
    return example


def test_labels_and_roles_of_a_coded_sentence(tmp_path: Path) -> None:
    example = read(tmp_path, MET)
    labels = dict(zip(LABELS, example.labels, strict=True))
    assert (labels["meeting"], labels["agree"], labels["held"], labels["planned"], labels["conditional"]) == (1, 0, 1, 0, None)
    roles = {name: spans and [example.text[a:b] for a, b in spans] for name, spans in zip(ROLES, example.roles, strict=True)}
    assert (roles["participant"], roles["place"], roles["when"]) == (["Lind"], ["Bergen"], ["on Monday"])
    assert roles["promiser"] is None


def test_sentences_are_cut_after_their_full_stop() -> None:
    text = "The two ministers met on Monday. They agreed on a truce of two weeks.\n\nNobody else was there, they said."
    assert [text[a:b] for a, b in split_sentences(text)] == [
        "The two ministers met on Monday.",
        "They agreed on a truce of two weeks.",
        "Nobody else was there, they said.",
    ]


def test_what_was_read_of_a_sentence_is_joined_with_the_coding_of_its_article(tmp_path: Path) -> None:
    text = "The two ministers met on Monday. They agreed on a truce of two weeks. Nobody else was there, they said."
    gold = {"id": "g", "source_id": "s", "codebook": "fish", "alignments": [], "commitments": []}
    gold["meetings"] = [{"evidence": "The two ministers met on Monday.", "parties": [], "status": "held"}]
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "g.json").write_text(json.dumps(gold), encoding="utf-8")
    with gzip.open(tmp_path / "texts.jsonl.gz", "wt", encoding="utf-8") as out:
        out.write(json.dumps({"id": "s", "text": text}) + "\n")
    line = {"source_id": "s", "text_key": "0", "sentences": [[0, 32, "m"], [33, 69, "A pc"]]}
    (tmp_path / "tellings.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    readings = read_readings(tmp_path / "tellings.jsonl")
    found = [e.labels[:4] for e in read_articles(tmp_path / "gold", tmp_path / "texts.jsonl.gz", readings)]
    assert found == [[0, 0, 0.8, 0], [0.5, 0, 0, 0.2], [0, 0, 0, 0]]  # agree, differ, meeting, commitment
    plain = [e.labels[:4] for e in read_articles(tmp_path / "gold", tmp_path / "texts.jsonl.gz")]
    assert plain == [[0, 0, 1, 0], [0, 0, 0, 0], [0, 0, 0, 0]]


def test_sentences_that_were_only_read_tell_who_plays_a_part(tmp_path: Path) -> None:
    text = "Anna Berg met Lind in Bergen. Iceland will cut its quota."
    with gzip.open(tmp_path / "texts.jsonl.gz", "wt", encoding="utf-8") as out:
        out.write(json.dumps({"id": "s", "text": text}) + "\n")
    met = {"participant": [[0, 9], [14, 18]], "place": [[22, 28]], "when": [], "meeting": "held bilateral"}
    rows = [[0, 29, "M", met], [30, 57, "Pc", {"promiser": [[30, 37]]}], [0, 9, "", {}]]
    line = {"source_id": "s", "text_key": text_key(text), "sentences": rows}
    (tmp_path / "tellings.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    readings = read_readings(tmp_path / "tellings.jsonl")
    first, second, third = read_alone(list(readings.values()), tmp_path / "texts.jsonl.gz")
    assert first.labels == [0, 0, 0.85, 0, None, 1, 0, 0, 1, 0, 0]
    roles = {name: spans and [first.text[a:b] for a, b in spans] for name, spans in zip(ROLES, first.roles, strict=True)}
    assert (roles["participant"], roles["place"], roles["when"], roles["ally"]) == (["Anna Berg", "Lind"], ["Bergen"], [], None)
    assert (second.labels[3], second.labels[4]) == (0.75, 1)
    assert [second.text[a:b] for a, b in second.roles[2] or ()] == ["Iceland"]
    assert third.labels[:4] == [0, 0, 0, 0]
    assert third.roles == [None] * len(ROLES)


def test_a_coder_of_dealings_alone_stands_for_coding_and_reading(tmp_path: Path) -> None:
    text = "The two ministers met on Monday. They may sign if the senate agrees. They differ over the price of fish, he said."
    gold = {"id": "g", "source_id": "s", "codebook": "fish", "alignments": [], "meetings": []}
    gold["commitments"] = [{"evidence": "The two ministers met on Monday.", "by": ["NOR"], "conditional": False}]
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "g.json").write_text(json.dumps(gold), encoding="utf-8")
    with gzip.open(tmp_path / "texts.jsonl.gz", "wt", encoding="utf-8") as out:
        out.write(json.dumps({"id": "s", "text": text}) + "\n")
    reading = {"source_id": "s", "text_key": text_key(text), "sentences": [[0, 32, "A M", {"ally": [[4, 17]]}]]}
    (tmp_path / "readings.jsonl").write_text(json.dumps(reading) + "\n", encoding="utf-8")
    line = {
        "source_id": "s", "text_key": text_key(text),
        "alignments": [{"spans": [[69, 113]], "relation": "differ", "parties": ["NOR", "SWE"], "doubtful": True}],
        "meetings": [{"spans": [[0, 32]], "status": "held", "parties": ["NOR", "SWE"]}],
        "commitments": [{"spans": [[33, 68]], "by": ["NOR"], "conditional": True}],
    }  # fmt: skip
    (tmp_path / "dealings.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    readings, dealings = read_readings(tmp_path / "readings.jsonl"), read_dealings(tmp_path / "dealings.jsonl")
    met, signed, differed = read_articles(tmp_path / "gold", tmp_path / "texts.jsonl.gz", readings, dealings)
    found = [dict(zip(LABELS, e.labels, strict=True)) for e in (met, signed, differed)]
    assert [[f[name] for name in LABELS[:4]] for f in found] == [[0, 0, 0.85, 0], [0, 0, 0, 1], [0, 0.5, 0, 0]]
    assert (found[1]["conditional"], found[2]["conditional"]) == (1, None)
    assert met.roles[ROLES.index("ally")] == [(4, 17)]
