"""Codings without their articles: filled in from a file of texts, refused with another text. Texts written for the test."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from communique.coding.codebook import parse_codebook
from communique.errors import UsageError
from communique.evaluation.training.codings import KINDS, text_key, unpack
from communique.evaluation.training.event_data import LABELS, read_articles, read_spans
from communique.model.codebook import Issue

TEXT = "Norway rejects the quota for cod. The ministers of Norway and Iceland meet in Bergen on Monday. It rains."


def span(words: str) -> list[int]:
    return [TEXT.index(words), TEXT.index(words) + len(words)]


def write(folder: Path, text: str = TEXT) -> Path:
    coding: dict[str, Any] = {"id": "cod-01", "source_id": "s1", "codebook": "cod", "whole_sentences": True}
    coding |= {"text_key": text_key(TEXT), **{kind: [] for kind in KINDS}}
    coding["statements"] = [
        {"span": span("rejects the quota"), "actor": "Norway", "party": "NOR", "issue": "q", "stance": "oppose"}
    ]
    coding["meetings"] = [{"span": span(TEXT[34:-10]), "parties": ["NOR", "ISL"], "status": "planned"}]
    (folder / "codebooks").mkdir(parents=True)
    (folder / "codebooks" / "cod.yaml").write_text("codebook: cod\n", encoding="utf-8")
    (folder / "codings.jsonl").write_text(json.dumps(coding) + "\n", encoding="utf-8")
    texts = folder / "texts.jsonl.gz"
    with gzip.open(texts, "wt", encoding="utf-8") as out:
        out.write(json.dumps({"id": "s1", "text": text}) + "\n")
    return texts


def test_rows_get_the_words_they_point_at(tmp_path: Path) -> None:
    texts = write(tmp_path / "in")
    assert unpack(tmp_path / "in", texts, tmp_path / "out") == 1
    record = json.loads((tmp_path / "out" / "articles" / "cod-01.json").read_text(encoding="utf-8"))
    assert record["statements"][0]["evidence"] == "rejects the quota"
    assert "text_key" not in record
    assert (tmp_path / "out" / "codebooks" / "cod.yaml").exists()


def test_figures_and_quotes_stand_in_files_of_their_own(tmp_path: Path) -> None:
    texts = write(tmp_path / "in")
    apart: dict[str, dict[str, Any]] = {
        "figures": {"figures": [{"span": span("the quota for cod"), "value": 3}], "unsure": []},
        "quotes": {"quotes": [{"span": span("It rains"), "speaker": "Ida Berg", "party": "NOR"}]},
    }
    for name, rows in apart.items():
        line = json.dumps({"source_id": "s1", "text_key": text_key(TEXT), **rows})
        (tmp_path / "in" / f"{name}.jsonl").write_text(line + "\n", encoding="utf-8")
    unpack(tmp_path / "in", texts, tmp_path / "out")
    figures, quotes = (json.loads((tmp_path / "out" / name / "s1.json").read_text(encoding="utf-8")) for name in apart)
    assert figures["figures"] == [{"value": 3, "evidence": "the quota for cod"}]
    assert quotes["quotes"] == [{"speaker": "Ida Berg", "party": "NOR", "quote": "It rains"}]


def test_codebooks_written_for_passages_can_be_read_as_any(tmp_path: Path) -> None:
    texts = write(tmp_path / "in")
    issue = {"id": "quota", "label": "The quota: cod", "support": "Keep the quota – all of it.", "oppose": "Drop #1."}
    line = json.dumps({"codebook": "cod-2", "title": "Cod, once more", "issues": [issue]})
    (tmp_path / "in" / "issues.jsonl").write_text(line + "\n", encoding="utf-8")
    unpack(tmp_path / "in", texts, tmp_path / "out")
    path = tmp_path / "out" / "codebooks" / "cod-2.yaml"
    book = parse_codebook(path.read_bytes(), path.name)
    assert (book.id, book.title, book.issues) == ("cod-2", "Cod, once more", (Issue(**issue),))


def test_another_text_under_the_same_id_is_refused(tmp_path: Path) -> None:
    texts = write(tmp_path / "in", text=TEXT.replace("cod", "cad"))
    with pytest.raises(UsageError, match="s1"):
        unpack(tmp_path / "in", texts, tmp_path / "out")


def test_sentences_of_coded_articles_teach_what_is_coded_and_no_words_of_it(tmp_path: Path) -> None:
    texts = write(tmp_path / "in")
    unpack(tmp_path / "in", texts, tmp_path / "out")
    first, second = (dict(zip(LABELS, e.labels, strict=True)) for e in read_articles(tmp_path / "out" / "articles", texts))
    assert (first["meeting"], first["agree"], first["planned"]) == (0, 0, None)
    assert (second["meeting"], second["planned"], second["held"], second["conditional"]) == (1, 1, 0, None)


def test_single_sentences_teach_only_the_kinds_they_are_coded_for(tmp_path: Path) -> None:
    texts = write(tmp_path / "in")
    row = {
        "source_id": "s1",
        "text_key": text_key(TEXT),
        "group": "g",
        "span": span("It rains."),
        "agree": False,
        "meeting": True,
    }
    (tmp_path / "spans.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    (example,) = read_spans(tmp_path / "spans.jsonl", texts)
    labels = dict(zip(LABELS, example.labels, strict=True))
    assert (example.text, labels["agree"], labels["meeting"], labels["commitment"]) == ("It rains.", 0, 1, None)


def test_articles_that_were_only_read_get_a_folder_of_their_own(tmp_path: Path) -> None:
    texts = write(tmp_path / "in")
    line = {
        "id": "cod-n01",
        "source_id": "s1",
        "text_key": text_key(TEXT),
        "codebook": "cod",
        "units": [[0, 33, "Norway", {"q": "O"}]],
    }
    coded = {"id": "cod-01", "text_key": text_key(TEXT), "units": []}
    (tmp_path / "in" / "readings.jsonl").write_text(f"{json.dumps(line)}\n{json.dumps(coded)}\n", encoding="utf-8")
    assert unpack(tmp_path / "in", texts, tmp_path / "out") == 1
    (path,) = (tmp_path / "out" / "read").iterdir()
    record = json.loads(path.read_text(encoding="utf-8"))
    assert (record["id"], record["codebook"], record["statements"]) == ("cod-n01", "cod", [])
