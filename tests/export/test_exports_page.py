"""docs/exports.md: its examples run, every format is on it, and its recipes use columns that are there."""

from __future__ import annotations

import doctest
import inspect
import re
from pathlib import Path

import pytest

from communique.export.formats import FORMATS
from communique.export.material import columns
from communique.runner.importing import READERS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "exports.md"
TEXT = PAGE.read_text(encoding="utf-8")


def test_examples_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = doctest.testfile(str(PAGE), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert found.attempted > 15
    assert found.failed == 0


def test_every_format_is_documented_with_its_options() -> None:
    section, imports = TEXT.partition("## Tables")[0], TEXT.partition("**Codings**")[2]
    lines = {m[1]: m[0] for m in re.finditer(r"^\| `([a-z-]+)` \|.*$", section, re.M)}
    for name, form in FORMATS.items():
        for option in list(inspect.signature(form.load()).parameters)[2:]:
            assert option in lines[name], (name, option)
    assert set(READERS) == set(re.findall(r"^\| `([a-z-]+)` \|", imports, re.M))


@pytest.mark.parametrize("language", ["r", "stata"])
def test_recipes_use_columns_that_are_there(language: str) -> None:
    [recipe] = re.findall(rf"```{language}\n(.*?)```", TEXT, re.S)
    known = {c.name for cols in columns().values() for c in cols}
    named = set(re.findall(r"\b[a-z]+_[a-z_]+\b", recipe)) | set(re.findall(r"\b(?:party|stance|author)\b", recipe))
    assert len(named) >= 5
    assert named - {"read_csv"} <= known
    assert len(recipe.strip().splitlines()) <= 10
