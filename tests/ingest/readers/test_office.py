"""Word, RTF and PDF files: their text, their titles, exports of archives inside them, and files that cannot be read."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

import pytest
from tests.ingest.readers.test_archive import FACTIVA_CODED, NEXIS_NEW

from communique.ingest.documents import iter_documents
from communique.ingest.readers.docx import DocxReader
from communique.ingest.readers.pdf import PdfReader, with_whole_words, without_furniture
from communique.ingest.readers.rtf import RtfReader
from communique.model.document import Document, Quarantined

docx = pytest.importorskip("docx")
pytest.importorskip("striprtf")
pytest.importorskip("pypdf")


def word_file(lines: list[str], *, title: str | None = None, table: list[list[str]] | None = None) -> bytes:
    document = docx.Document()
    if title:
        document.add_heading(title, level=0)
    for line in lines:
        document.add_paragraph(line)
    if table:
        grid = document.add_table(rows=0, cols=len(table[0]))
        for row in table:
            for cell, words in zip(grid.add_row().cells, row, strict=True):
                cell.text = words
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def rtf_file(text: str) -> bytes:
    """RTF as Word writes it: code points beyond ASCII as UTF-16 units."""
    out = []
    for char in text:
        if char == "\n":
            out.append("\\par\n")
        elif char in "\\{}":
            out.append("\\" + char)
        elif char.isascii():
            out.append(char)
        else:
            units = char.encode("utf-16-le")
            numbers = (int.from_bytes(units[n : n + 2], "little", signed=True) for n in range(0, len(units), 2))
            out.append("".join(f"\\u{number}?" for number in numbers))
    return ("{\\rtf1\\ansi\\ansicpg1252\\uc1{\\fonttbl{\\f0 Arial;}} " + "".join(out) + "}").encode("ascii")


def pdf_file(pages: list[list[str]]) -> bytes:
    """The smallest PDF that has these lines on its pages."""
    kids = " ".join(f"{3 + 2 * n} 0 R" for n in range(len(pages)))
    font = 3 + 2 * len(pages)
    objects = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>"]
    for n, lines in enumerate(pages):
        shown = "".join(f"({line}) Tj 0 -14 Td " for line in lines)
        data = zlib.compress(f"BT /F1 11 Tf 50 750 Td {shown} ET".encode("cp1252"))
        font_ref = f"/Resources<</Font<</F1 {font} 0 R>>>>"
        objects.append(f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]{font_ref}/Contents {4 + 2 * n} 0 R>>")
        objects.append(f"<</Length {len(data)}/Filter/FlateDecode>>\nstream\n{data.decode('latin-1')}\nendstream")
    objects.append("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
    out, places = b"%PDF-1.4\n", []
    for n, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{n} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    tail = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer<</Size {len(objects) + 1}/Root 1 0 R>>\n"
    return out + f"{tail}startxref\n{len(out)}\n%%EOF".encode("latin-1")


def only(reader: object, name: str, data: bytes) -> Document:
    [found] = reader.read(name, io.BytesIO(data))  # type: ignore[attr-defined]
    assert isinstance(found, Document), found
    return found


def test_word_file_with_title_and_table() -> None:
    found = only(DocxReader(), "a.docx", word_file(["First 😀 line.", "", "Second."], title="Talks resume", table=[["a", "b"]]))
    assert found.text == "Talks resume\n\nFirst 😀 line.\n\nSecond.\n\na\tb"
    assert (found.title, found.id) == ("Talks resume", "a.docx")
    assert found.raw is not None


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def run(words: str, tag: str = "t") -> str:
    return f'<w:r><w:{tag} xml:space="preserve">{words}</w:{tag}></w:r>'


def box(words: str) -> str:
    return f"<w:txbxContent><w:p>{run(words)}</w:p></w:txbxContent>"


ALTERNATIVES = (
    f"<w:p {MC}><w:r><mc:AlternateContent><mc:Choice>{box('Once.')}</mc:Choice><mc:Fallback>{box('Once.')}</mc:Fallback>"
    "</mc:AlternateContent></w:r></w:p>"
)


@pytest.mark.parametrize(
    ("block", "text"),
    [
        (f"<w:p>{run('Norway ')}<w:ins>{run('gladly ')}</w:ins>{run('signs.')}</w:p>", "Norway gladly signs."),
        (f"<w:p>{run('Norway ')}<w:del>{run('never ', 'delText')}</w:del>{run('signs.')}</w:p>", "Norway signs."),
        (f"<w:p><w:moveFrom>{run('Kenya ')}</w:moveFrom>{run('signs.')}</w:p>", "signs."),
        (f'<w:p><w:smartTag w:element="place">{run("Oslo")}</w:smartTag>{run(" agreed.")}</w:p>', "Oslo agreed."),
        (f"<w:p><w:fldSimple w:instr='DATE'>{run('5 May 2014')}</w:fldSimple></w:p>", "5 May 2014"),
        (f"<w:sdt><w:sdtContent><w:p>{run('Roe agreed.')}</w:p></w:sdtContent></w:sdt>", "Roe agreed."),
        (f"<w:p>{run('Ida ')}<w:sdt><w:sdtContent>{run('Poe')}</w:sdtContent></w:sdt></w:p>", "Ida Poe"),
        (f"<w:p>{run('Beside.')}<w:r><w:pict>{box('Boxed.')}</w:pict></w:r></w:p>", "Beside.\n\nBoxed."),
        (
            ALTERNATIVES,
            "Once.",
        ),
        (
            f"<w:tbl><w:tr><w:tc><w:p>{run('Norway ')}<w:ins>{run('signs')}</w:ins></w:p></w:tc></w:tr></w:tbl>",
            "Norway signs",
        ),
    ],
)
def test_word_file_has_the_words_that_its_reader_sees(block: str, text: str) -> None:
    document = docx.Document()
    opening = block.split(">", 1)[0].split(" ")[0]
    document.element.body.insert(0, docx.oxml.parse_xml(block.replace(opening, f"{opening} {W}", 1)))
    out = io.BytesIO()
    document.save(out)
    assert only(DocxReader(), "a.docx", out.getvalue()).text == text


def test_word_file_says_that_its_footnotes_are_not_read() -> None:
    data = io.BytesIO(word_file(["Norway signs."]))
    with zipfile.ZipFile(data, "a") as archive:
        notes = f"<w:footnotes {W}><w:footnote w:type='separator' w:id='-1'/><w:footnote w:id='1'/></w:footnotes>"
        archive.writestr("word/footnotes.xml", notes)
    assert only(DocxReader(), "a.docx", data.getvalue()).warnings == ("1 footnotes are not read: the text is that of the body",)
    assert only(DocxReader(), "b.docx", word_file(["Norway signs."])).warnings == ()


def test_rtf_file_with_links_has_no_addresses_in_its_sentences() -> None:
    link = '{\\field{\\*\\fldinst{HYPERLINK "http://x.test/1"}}{\\fldrslt{Adam Roe}}}'
    data = ("{\\rtf1\\ansi Minister " + link + " met " + link.replace("Adam Roe", "Ida Poe") + ".}").encode()
    assert only(RtfReader(), "a.rtf", data).text == "Minister Adam Roe met Ida Poe."


def test_rtf_file_with_emoji_and_quotation_marks() -> None:
    found = only(RtfReader(), "a.rtf", rtf_file("Talks resume.\nHe said: “yes” 😀 {really}\\."))
    assert found.text == "Talks resume.\nHe said: “yes” 😀 {really}\\."


def test_pdf_file_without_what_stands_on_every_page() -> None:
    pages = [["The Courier", f"Ministers met {word}.", f"Page {n}"] for n, word in enumerate(("here", "there", "again"), 1)]
    found = only(PdfReader(), "a.pdf", pdf_file(pages))
    assert found.text == "Ministers met here.\nMinisters met there.\nMinisters met again."


def test_pdf_export_whose_articles_have_a_page_each() -> None:
    """What ends each article, and the outlet of all of them, stand at the edge of every page and are no furniture."""
    end = ["Load-Date: March 5, 2014", "End of Document"]
    pages = [
        [
            title,
            "The Courier",
            "March 5, 2014",
            "Length: 9 words",
            "Body",
            "The ministers of Spain and of Turkey",
            f"met {title}.",
            *end,
        ]
        for title in ("One of three", "Two of three", "Three of three")
    ]
    found = list(PdfReader().read("a.pdf", io.BytesIO(pdf_file(pages))))
    assert [(d.title, d.outlet, d.text.split("\n\n")[1]) for d in found if isinstance(d, Document)] == [
        (title, "The Courier", f"The ministers of Spain and of Turkey\nmet {title}.")
        for title in ("One of three", "Two of three", "Three of three")
    ]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Mr Mwan-\ngi said", "Mr Mwangi\nsaid"),
        ("on Wednes-\nday, he said", "on Wednesday,\nhe said"),
        ("the trea-\nty\n\nNext", "the treaty\n\nNext"),
        ("the trea-\nty", "the treaty"),
        ("for-\neign for foreign", "foreign\nfor foreign"),
        ("soft\u00ad\nware is soft", "software\nis soft"),
        ("water-\nsharing of water", "water-\nsharing of water"),
        ("wind-\nfall and wind-fall", "wind-\nfall and wind-fall"),
        ("the vice-\npresident", "the vice-\npresident"),
        ("the Roe-\nPoe plan - it", "the Roe-\nPoe plan - it"),
        ("in 2014-\n15 and so on", "in 2014-\n15 and so on"),
    ],
)
def test_words_broken_at_the_end_of_a_line_are_whole(text: str, whole: str) -> None:
    assert with_whole_words(text) == whole


def test_pdf_file_with_a_broken_name() -> None:
    found = only(PdfReader(), "a.pdf", pdf_file([["The treaty is dead, Mr Mwan-", "gi told reporters in the capital."]]))
    assert found.text == "The treaty is dead, Mr Mwangi\ntold reporters in the capital."


def test_line_break_inside_a_paragraph_of_word_does_not_end_the_sentence(tmp_path: Path) -> None:
    words = "Kestria's Foreign Minister Adam Roe said on Wednesday\nthat his government supports the treaty of the two states."
    (tmp_path / "a.docx").write_bytes(word_file([words, "Nobody else spoke to the press."]))
    [found] = iter_documents([str(tmp_path)])
    assert isinstance(found, Document)
    assert found.text == f"{words}\n\nNobody else spoke to the press."
    assert [z.kind.value for z in found.zones] == ["body"]


def test_short_files_keep_all_their_lines() -> None:
    assert without_furniture(["a\nb", "a\nc"]) == ["a\nb", "a\nc"]
    assert without_furniture(["a\nPage 1 of 1"]) == ["a\nPage 1 of 1"]
    assert without_furniture(["Roe met\n1", "Poe.\n2"]) == ["Roe met", "Poe."]


@pytest.mark.parametrize(
    ("reader", "name", "data"),
    [
        (DocxReader(), "n.docx", word_file(NEXIS_NEW.split("\n"))),
        (RtfReader(), "n.rtf", rtf_file(NEXIS_NEW)),
    ],
)
def test_nexis_inside(reader: object, name: str, data: bytes) -> None:
    first, second = reader.read(name, io.BytesIO(data))  # type: ignore[attr-defined]
    assert (first.title, first.outlet, first.published) == (
        "Ministers reopen the strait",
        "The Courier (London)",
        "2014-03-05T21:05",
    )
    assert "reopen the strait 😀." in first.text
    assert second.title == "Opposition walks out"


def test_nexis_in_a_word_file_without_empty_paragraphs() -> None:
    first, second = DocxReader().read("n.docx", io.BytesIO(word_file([x for x in NEXIS_NEW.split("\n") if x])))
    assert isinstance(first, Document)
    assert first.text.split("\n\n")[1:] == [
        "Spain and Turkey agreed on Tuesday to reopen the strait 😀.",
        '"We shall pay," said Ana Ruiz. Section: she had no other word.',
    ]
    assert isinstance(second, Document)


def test_factiva_inside_rtf() -> None:
    first, second = RtfReader().read("f.rtf", io.BytesIO(rtf_file(FACTIVA_CODED)))
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.outlet, second.outlet) == ("The Courier", "The Herald")


@pytest.mark.parametrize(
    ("reader", "data", "code"),
    [
        (DocxReader(), b"PK\x03\x04 broken", "docx"),
        (PdfReader(), b"%PDF-1.4 broken", "pdf"),
        (PdfReader(), pdf_file([[], []]), "pdf"),
    ],
)
def test_unreadable_files_are_named(reader: object, data: bytes, code: str) -> None:
    [found] = reader.read("x", io.BytesIO(data))  # type: ignore[attr-defined]
    assert isinstance(found, Quarantined)
    assert found.code == code


def test_through_the_front_door(tmp_path: Path) -> None:
    """Files of all kinds in a folder, with a sources.csv beside them."""
    line = "The ministers met in Ankara on Tuesday, and they agreed to meet again in the spring of the year."
    (tmp_path / "a.docx").write_bytes(word_file([line]))
    (tmp_path / "b.pdf").write_bytes(pdf_file([[line]]))
    (tmp_path / "c.rtf").write_bytes(rtf_file(line))
    (tmp_path / "d.docx").write_bytes(b"PK\x03\x04")
    (tmp_path / "sources.csv").write_text("file,outlet,published\nb.pdf,The Wire,2014-03-05\n")
    found = list(iter_documents([str(tmp_path)]))
    assert [type(d).__name__ for d in found] == ["Document", "Document", "Document", "Quarantined"]
    assert all(isinstance(d, Quarantined) or d.text == line for d in found)
    second = found[1]
    assert isinstance(second, Document)
    assert (second.outlet, second.published) == ("The Wire", "2014-03-05")
