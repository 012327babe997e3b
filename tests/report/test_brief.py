"""Briefs: nothing without a source, and the same in all three formats."""

from __future__ import annotations

import io
import zipfile

import pytest

from communique.errors import UsageError
from communique.report.brief import Brief, Citation, Line, make_section
from communique.report.brief_writers import WRITERS, to_docx, to_html, to_markdown

CITATION = Citation("Meridian Wire", "2015-02-12", "minsk.txt", 40, "agreed on a ceasefire\n\x07that <starts> *soon*")


def brief() -> Brief:
    lines = [Line("They agree on a ceasefire", (CITATION, CITATION), tag="2015-02-12"), Line("More", (CITATION,))]
    sections = (make_section("Common ground", lines, "None.", most=1), make_section("Differences", [], "No report.", most=8))
    return Brief(("RUS", "UKR"), "RUS and UKR", "From 2 reports.", "2015-03-01", sections)


def test_a_line_without_a_source_cannot_be_made() -> None:
    with pytest.raises(UsageError, match="needs a source: Peace"):
        Line("Peace", ())


def test_further_citations_name_each_other_place_once() -> None:
    other = Citation("Post", "2015-02-13", "b", 0, "x")
    assert Line("t", (CITATION, CITATION, other, other)).others == ["Post, 2015-02-13"]


@pytest.mark.parametrize("format_", ["md", "html"])
def test_text_formats_hold_lines_sources_and_what_is_left_out(format_: str) -> None:
    text = WRITERS[format_](brief()).decode()
    for words in ("RUS and UKR", "They agree on a ceasefire", "Meridian Wire, 2015-02-12", "1 more", "No report."):
        assert words in text


def test_marks_of_the_format_are_escaped() -> None:
    assert r"\<starts\> \*soon\*" in to_markdown(brief()).decode()
    assert "&lt;starts&gt;" in to_html(brief()).decode()


def test_docx_opens_and_says_the_same() -> None:
    docx = pytest.importorskip("docx")
    text = "\n".join(p.text for p in docx.Document(io.BytesIO(to_docx(brief()))).paragraphs)
    assert "They agree on a ceasefire" in text
    assert "“agreed on a ceasefire that <starts> *soon*” — Meridian Wire, 2015-02-12" in text
    assert zipfile.ZipFile(io.BytesIO(to_docx(brief()))).testzip() is None
