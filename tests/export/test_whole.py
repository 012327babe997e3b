"""No format leaves half a file: what fails on the way leaves what was there before, and nothing beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.errors import MissingExtra, UsageError
from communique.export.cells import utf8_text, xml_text
from communique.export.formats import FORMATS
from communique.export.material import Material
from communique.runner.exchange import export_record, make_material
from communique.store.store import open_store
from tests.export.world import GRAIN


class Breaks(RuntimeError):
    """What a disk or a bug does to an export."""


@pytest.fixture(scope="module")
def records(world_store: Path) -> list[dict[str, Any]]:
    with open_store(world_store, create=False) as store:
        return list(make_material(store).read())


def failing(records: list[dict[str, Any]]) -> Material:
    def read() -> Iterator[dict[str, Any]]:
        yield records[0]
        raise Breaks

    return Material(read=read, codebooks={"grain": GRAIN})


@pytest.mark.parametrize("name", sorted(set(FORMATS) - {"qdc"}))
def test_failure_leaves_nothing_half_written(records: list[dict[str, Any]], tmp_path: Path, name: str) -> None:
    out = tmp_path / f"out{FORMATS[name].suffix}"
    writer = FORMATS[name].load()
    try:
        writer(Material(read=lambda: iter(records), codebooks={"grain": GRAIN}), out)
    except MissingExtra as err:
        pytest.skip(str(err))
    before = {p.relative_to(tmp_path): p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    assert before
    with pytest.raises(Breaks):
        writer(failing(records), out)
    assert {p.relative_to(tmp_path): p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_no_format_is_written_over_a_store(store_path: Path, name: str) -> None:
    before = store_path.read_bytes()
    try:
        with pytest.raises(UsageError, match=r"is a store|is a file"):
            export_record(store_path, name, store_path)
    except MissingExtra as err:
        pytest.skip(str(err))
    assert store_path.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "option", "value", "says"),
    [
        ("polecat", "encoding", True, "expected text"),
        ("brat", "offsets", True, "expected text"),
        ("csv", "excel", "maybe", "expected true or false"),
        ("gdelt", "header", "no", "expected true or false"),
        ("csv", "colour", True, "no option 'colour'"),
    ],
)
def test_an_option_has_values_of_its_kind(
    store_path: Path, tmp_path: Path, name: str, option: str, value: Any, says: str
) -> None:
    with pytest.raises(UsageError, match=says):
        export_record(store_path, name, tmp_path / "out", **{option: value})
    assert not (tmp_path / "out").exists()


@given(st.text())
def test_replaced_characters_keep_every_length(text: str) -> None:
    assert len(utf8_text(text)) == len(xml_text(text)) == len(text)
    utf8_text(text).encode("utf-8")


@given(st.text(st.characters()))
def test_xml_text_is_xml(text: str) -> None:
    from lxml import etree

    element = etree.Element("a")
    element.text = xml_text(text)
    assert len(etree.fromstring(etree.tostring(element)).text or "") == len(text.replace("\r\n", "\r\n"))
