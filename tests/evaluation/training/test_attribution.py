"""Training of the attribution tagger: annotated reports to labelled windows, and the card. PyTorch is not needed here."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from communique.errors import BadInput
from communique.evaluation.training.attribution_card import write_card
from communique.evaluation.training.attribution_data import (
    TAG_CONTENT,
    TAG_CUE_FIRST,
    TAG_SOURCE,
    Annotated,
    count_roles,
    iter_windows,
    make_batches,
    make_example,
    read_corpus,
)
from communique.models import find_model
from communique.models.attribution_input import CONTENT, CUE, OTHER, SOURCE, best_labels
from communique.nlp.onnx_model import open_tokenizer

ROOT = Path(__file__).resolve().parents[3]
TEXT = "Ankara insisted that the line was legal.\n\n“No,” Larsen said. “Never.”"
ROWS = [
    {"source": [[0, 6]], "cue": [[7, 15]], "content": [[16, 39]]},
    {"source": [[48, 54]], "cue": [[55, 59]], "content": [[42, 47], [61, 69]]},
]


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return open_tokenizer(find_model("attribution").path("tokenizer.json"))


@pytest.fixture
def report() -> Annotated:
    return Annotated("a", TEXT, tuple({role: [(s, e) for s, e in spans] for role, spans in row.items()} for row in ROWS))


def test_json_lines_plain_and_packed(tmp_path: Path, report: Annotated) -> None:
    line = json.dumps({"id": "a", "text": TEXT, "attributions": ROWS, "outlet": "x"}) + "\n"
    (tmp_path / "c.jsonl").write_text(line, encoding="utf-8")
    (tmp_path / "c.jsonl.gz").write_bytes(gzip.compress(line.encode()))
    assert read_corpus(tmp_path / "c.jsonl") == read_corpus(tmp_path / "c.jsonl.gz") == [report]


def test_brat_with_numbered_roles_and_fragments(tmp_path: Path, report: Annotated) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.ann").write_text(
        "T1\tSource 0 6\tAnkara\nT2\tCue 7 15\tinsisted\nT3\tContent 16 39\tthat the line was legal\n"
        "T4\tSource 48 54\tLarsen\nT5\tCue 55 59\tsaid\nT6\tContent 61 69;42 47\t“Never.” “No,”\nT7\tDiscuss 0 3\tAnk\n"
        "E1\tAttribution:T2 Source:T1 Cue:T2 Content:T3\nE2\tAttribution:T5 Source:T4 Cue:T5 Content2:T6\n"
        "A1\tUnsure E1\n",
        encoding="utf-8",
    )
    assert read_corpus(tmp_path) == [report]


@pytest.mark.parametrize("content", ["", "not json\n", '{"id": "a", "text": "b"}\n', "[1]\n"])
def test_an_unusable_corpus_says_what_is_expected(tmp_path: Path, content: str) -> None:
    path = tmp_path / "c.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadInput, match=r"JSON Lines|needs `id`, `text` and `attributions`"):
        read_corpus(path)


def test_an_ann_file_without_its_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.ann").write_text("T1\tCue 0 1\tx\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"no a\.txt beside it"):
        read_corpus(tmp_path)


def test_each_cue_has_its_own_roles(tokenizer: Tokenizer, report: Annotated) -> None:
    example = make_example(report, tokenizer, 64)
    (window,) = iter_windows([example], 64)
    words = [example.encoded.words[i].text for i in window.window.words]
    assert [words[i] for i in window.cues] == ["insisted", "said"]
    for role, expected in ((SOURCE, ["Larsen"]), (CUE, ["said"]), (CONTENT, ["“", "No", ",", "”", "“", "Never", ".", "”"])):
        assert [w for w, label in zip(words, window.labels[1], strict=True) if label == role] == expected
    assert window.labels[0][words.index("Larsen")] == OTHER
    tags = dict(zip(words, window.tags.tolist(), strict=True))
    assert (tags["Ankara"], tags["insisted"], tags["legal"], tags["Larsen"]) == (
        TAG_SOURCE,
        TAG_CUE_FIRST,
        TAG_CONTENT,
        TAG_SOURCE,
    )
    assert count_roles([example]) == {"documents": 1, "attributions": 2, "words": len(words)}


def test_windows_and_batches_differ_by_epoch_and_not_by_run(tokenizer: Tokenizer) -> None:
    long = Annotated("a", "\n\n".join(["The envoy said that talks would go on."] * 60), ())
    example = make_example(long, tokenizer, 64)

    def epoch(seed: int) -> list[list[int]]:
        rng = np.random.default_rng(seed)
        return [[len(w.window.ids) for w in batch] for batch in make_batches(list(iter_windows([example], 64, rng)), 256, rng)]

    assert epoch(1) == epoch(1)
    assert epoch(1) != epoch(2)
    assert all(max(batch) * len(batch) <= 256 for batch in epoch(1))
    words = [i for w in iter_windows([example], 64, np.random.default_rng(1)) for i in w.window.words.tolist()]
    assert words == list(range(len(example.encoded.words)))


def test_the_chain_finds_the_best_sequence_of_each_row() -> None:
    rng = np.random.default_rng(0)
    scores = rng.normal(size=(3, 4, 3)).astype(np.float32)
    transitions, start, end = (rng.normal(size=s).astype(np.float32) for s in ((3, 3), 3, 3))
    lengths = np.array([4, 2, 1])
    found = best_labels(scores, lengths, transitions, start, end)
    for row, length in enumerate(lengths):
        options = np.array(np.meshgrid(*[range(3)] * length, indexing="ij")).reshape(length, -1).T
        value = [
            start[o[0]]
            + end[o[-1]]
            + sum(scores[row, i, x] for i, x in enumerate(o))
            + sum(transitions[a, b] for a, b in pairwise(o))
            for o in options.tolist()
        ]
        assert found[row, :length].tolist() == options[int(np.argmax(value))].tolist()


def test_the_card_in_the_docs_is_that_of_the_shipped_model() -> None:
    page = (ROOT / "docs/model-cards/attribution.md").read_text(encoding="utf-8")
    assert page == write_card(find_model("attribution").manifest)


def test_reading_a_corpus_needs_no_pytorch() -> None:
    code = "import sys, communique.evaluation.training.attribution; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
