"""`evaluate`: what it prints of intervals and of texts that could not be read, and its exit status."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

TEXT = "They met 3 ministers in Minsk."
FIGURE = {"value": 3, "bound": "exact", "what": "ministers", "evidence": "3", "start": 9, "end": 10}


def folder(tmp_path: Path, *articles: str, empty: str = "") -> Path:
    gold = tmp_path / "gold"
    gold.mkdir()
    for article in articles:
        (gold / f"{article}.json").write_text(json.dumps({"id": article, "figures": [FIGURE] * (article != empty)}))
    return gold


def texts(tmp_path: Path, **given: str) -> Path:
    path = tmp_path / "texts.jsonl"
    path.write_text("".join(json.dumps({"id": i, "text": text}) + "\n" for i, text in given.items()))
    return path


def test_without_draws_no_interval_is_printed(call: Any, tmp_path: Path) -> None:
    gold, articles = folder(tmp_path, "a", "b"), texts(tmp_path, a=TEXT, b=TEXT)
    assert "figure                  1.000  1.000 – 1.000 " in call("evaluate", gold, "--texts", articles).out
    done = call("evaluate", gold, "--texts", articles, "--bootstrap", "0")
    assert (done.status, "000 – " in done.out) == (0, False)


def test_what_neither_record_has_is_no_score_of_nought(call: Any, tmp_path: Path) -> None:
    gold, articles = folder(tmp_path, "a", empty="a"), texts(tmp_path, a="It rained in Minsk.")
    [line] = [line for line in call("evaluate", gold, "--texts", articles).out.splitlines() if line.startswith("figure ")]
    assert line.split() == ["figure", "–", "0", "0", "0"]


def test_a_text_that_cannot_be_read_is_told_with_the_reason(call: Any, tmp_path: Path) -> None:
    done = call("evaluate", folder(tmp_path, "a", "b", empty="b"), "--texts", texts(tmp_path, a=TEXT, b=""))
    assert done.status == 1
    assert "1 of them missing" in done.out
    assert "quarantined: b: the text is empty" in done.err


def test_a_line_that_is_no_record_is_a_clear_error(call: Any, tmp_path: Path) -> None:
    found = tmp_path / "found.jsonl"
    found.write_text("[1]\n")
    done = call("evaluate", folder(tmp_path, "a"), "--texts", texts(tmp_path, a=TEXT), "--predicted", found)
    assert (done.status, done.out) == (2, "")
    assert "found.jsonl:1: a list, expected a JSON object with id" in done.err
