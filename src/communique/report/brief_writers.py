"""Briefs to Markdown, HTML and DOCX. All three say the same, in the same order."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

from communique.errors import MissingExtra
from communique.report.brief import Brief, Line

_MARKDOWN_SPECIALS = re.compile(r"([\\`*_\[\]<>#|])")


def one_line(words: str) -> str:
    """Words with hard wraps and runs of white space made single spaces, as they are printed; the record keeps them literal."""
    return " ".join(words.split())


def to_markdown(brief: Brief) -> bytes:
    """The brief as Markdown, UTF-8."""

    def escape(text: str) -> str:
        return _MARKDOWN_SPECIALS.sub(r"\\\1", one_line(text))

    out = [f"# {escape(brief.title)}", "", f"{escape(brief.scope)} Made on {brief.made_on}.", ""]
    for section in brief.sections:
        out += [f"## {section.title}", ""]
        for line in section.lines:
            first = line.citations[0]
            tag = f"**{escape(line.tag)}** " if line.tag else ""
            out.append(f"- {tag}{escape(line.text)}  ")
            out.append(f"  > “{escape(first.words)}” — {escape(first.place)} ({escape(first.document_id)}, {first.start})")
            if line.others:
                out.append(f"  > Also: {escape('; '.join(line.others))}")
        if not section.lines:
            out.append(f"*{section.empty}*")
        if section.n_left_out:
            out += ["", f"*{section.n_left_out} more are in the record.*"]
        out.append("")
    return "\n".join(out).encode("utf-8", "replace")


def to_html(brief: Brief) -> bytes:
    """The brief as one self-contained page that prints on two sheets."""
    from communique.report.html import render

    return render("brief.html.j2", brief=brief, one_line=one_line).encode("utf-8", "replace")


def to_docx(brief: Brief) -> bytes:
    """The brief as a Word document.

    Raises:
        MissingExtra: python-docx is not installed.
    """
    try:
        from docx import Document
        from docx.shared import Cm, Pt
    except ImportError as err:
        raise MissingExtra("a DOCX brief needs python-docx: pip install 'communique[docx]'") from err
    document = Document()
    for margin in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(document.sections[0], margin, Cm(2))
    document.styles["Normal"].font.size = Pt(10)
    document.add_heading(_clean(brief.title), level=0)
    document.add_paragraph(_clean(f"{brief.scope} Made on {brief.made_on}."))
    for section in brief.sections:
        document.add_heading(section.title, level=1)
        for line in section.lines:
            _add_line(document, line)
        if not section.lines:
            document.add_paragraph().add_run(section.empty).italic = True
        if section.n_left_out:
            document.add_paragraph().add_run(f"{section.n_left_out} more are in the record.").italic = True
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _add_line(document: Any, line: Line) -> None:
    paragraph = document.add_paragraph(style="List Bullet")
    if line.tag:
        paragraph.add_run(_clean(line.tag) + " ").bold = True
    paragraph.add_run(_clean(line.text))
    first = line.citations[0]
    also = f" Also: {'; '.join(line.others)}." if line.others else ""
    quote = document.add_paragraph(style="Quote")
    quote.add_run(_clean(f"“{first.words}” — {first.place} ({first.document_id}, {first.start}).{also}"))


def _clean(text: str) -> str:
    """Text without the control characters and lone surrogates that XML cannot hold."""
    plain = text.encode("utf-8", "replace").decode()
    return one_line("".join(c for c in plain if c in "\t\n" or (ord(c) >= 32 and ord(c) not in (0xFFFE, 0xFFFF))))


WRITERS: dict[str, Callable[[Brief], bytes]] = {"md": to_markdown, "html": to_html, "docx": to_docx}
