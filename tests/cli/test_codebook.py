"""`codebook suggest`: proposals of a real reading, and the draft that a person goes on with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

WIRE = """\
Foreign Minister Karin Holm said on Monday that the fishing quotas for cod in the strait must be lowered at once.

Holm said the cod quotas had been far too high for years.
"""
POST = """\
Prime Minister Jon Ek insisted on Tuesday that the cod quotas in the strait must not be lowered.

Ek said that the quotas for cod had been cut often enough.
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "wire.txt").write_text(WIRE)
    (folder / "post.txt").write_text(POST)
    return folder


def test_proposals_can_be_kept_as_a_draft(call: Any, corpus: Path, tmp_path: Path) -> None:
    draft = tmp_path / "fish.yaml"
    done = call("codebook", "suggest", corpus, "--draft", draft)
    assert done.status == 0
    assert "quotas" in done.out
    assert f"wrote {draft}" in done.err
    assert "codebook: fish" in draft.read_text()
    unfinished = call("codebook", "show", draft)
    assert unfinished.status == 2
    assert "issues[0].support: nothing" in unfinished.err


def test_a_draft_that_is_there_is_not_overwritten(call: Any, corpus: Path, tmp_path: Path) -> None:
    draft = tmp_path / "fish.yaml"
    draft.write_text("mine")
    done = call("codebook", "suggest", corpus, "--draft", draft)
    assert done.status == 2
    assert "is there already" in done.err
    assert draft.read_text() == "mine"


def test_nothing_shared_writes_no_draft(call: Any, corpus: Path, tmp_path: Path) -> None:
    (corpus / "post.txt").unlink()
    done = call("codebook", "suggest", corpus, "--draft", tmp_path / "fish.yaml")
    assert (done.status, done.out) == (0, "")
    assert "nothing to propose" in done.err
    assert not (tmp_path / "fish.yaml").exists()


FISH = "codebook: fish\ntitle: Fish\nissues:\n  - {id: cod, label: Cod, support: Cod is good., oppose: Cod is bad.}\n"


def test_a_changed_title_and_another_id_are_told(call: Any, tmp_path: Path) -> None:
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text(FISH)
    new.write_text(FISH.replace("title: Fish", "title: Fish at sea").replace("codebook: fish", "codebook: sea"))
    told = call("codebook", "diff", old, new)
    assert "'Fish' is now 'Fish at sea'" in told.out
    assert "different ids, 'fish' and 'sea'" in told.err
    same = call("codebook", "diff", old, old)
    assert (same.out, same.err) == ("", "1 issues unchanged\n")
