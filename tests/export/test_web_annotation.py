"""Web annotations: both selectors find the same words, every row has its maker."""

from __future__ import annotations

import json
from pathlib import Path

from communique.runner.exchange import export_record
from tests.export.world import ACT, TALKS


def page_of(path: Path) -> dict[str, object]:
    found = json.loads(path.read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def targets(item: dict[str, object]) -> list[dict[str, object]]:
    return item["target"] if isinstance(item["target"], list) else [item["target"]]  # type: ignore[list-item]


def test_both_selectors_find_the_words(world_store: Path, tmp_path: Path) -> None:
    page = page_of(export_record(world_store, "web-annotation", tmp_path / "a.jsonld").path)
    texts = [TALKS, ACT.replace("\ud83d", "\ufffd")]
    n = 0
    for item in page["items"]:  # type: ignore[attr-defined]
        for target in targets(item):
            position, words = target["selector"]  # type: ignore[misc]
            text = next(t for t in texts if t[position["start"] : position["end"]] == words["exact"])  # type: ignore[index]
            assert words["prefix"] + words["exact"] + words["suffix"] in text  # type: ignore[index]
            n += 1
    assert n == 11  # ten rows, one attribution of which has two pieces


def test_makers_and_reviewers_are_named(world_store: Path, tmp_path: Path) -> None:
    page = page_of(export_record(world_store, "web-annotation", tmp_path / "a.jsonld").path)
    items = page["items"]
    assert all(item["prov:wasAttributedTo"]["name"] for item in items)  # type: ignore[attr-defined]
    [accepted] = [i for i in items if i["cq:review"] == "accepted"]  # type: ignore[attr-defined]
    assert accepted["creator"] == {"type": "Person", "name": "anna"}
    tags = [b["value"] for b in accepted["body"] if b["type"] == "TextualBody"]
    assert tags == ["corridor", "support"]


def test_utf16_positions_on_request(world_store: Path, tmp_path: Path) -> None:
    page = page_of(export_record(world_store, "web-annotation", tmp_path / "a.jsonld", offsets="utf-16").path)
    units = TALKS.encode("utf-16-le")
    position, words = targets(page["items"][0])[0]["selector"]  # type: ignore[index,misc]
    assert units[2 * position["start"] : 2 * position["end"]].decode("utf-16-le") == words["exact"]  # type: ignore[index]
    assert page["cq:positionsIn"] == "utf-16"


def test_an_empty_record_is_still_json(tmp_path: Path) -> None:
    from communique.export.web_annotation import write_web_annotations
    from tests.export.world import material_of

    write_web_annotations(material_of([]), tmp_path / "e.jsonld")
    assert page_of(tmp_path / "e.jsonld")["items"] == []
