"""The attribution tagger: sentences with their source, cue and content; zones; offsets that never fail; model files."""

from __future__ import annotations

import doctest
import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import communique.models
from communique.errors import MissingModel
from communique.model.document import Document, Zone, ZoneKind
from communique.model.reading import Reading
from communique.model.record import Attribution, Mode
from communique.nlp.attribution import AttributionTagger

SHIPPED = Path(communique.models.__file__).parent / "attribution"


@pytest.fixture(scope="module")
def tagger() -> AttributionTagger:
    return AttributionTagger()


def tag(tagger: AttributionTagger, text: str, zones: tuple[Zone, ...] = ()) -> tuple[Attribution, ...]:
    return tagger.annotate([Reading(Document(id="a", text=text, zones=zones))])[0].attributions


def words(text: str, row: Attribution) -> tuple[list[str], list[str], list[str]]:
    return tuple([s.of(text) for s in role] for role in (row.source, row.cue, row.content))


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "mode"),
    [
        (
            "The minister said that the border would stay closed.",
            ["The minister"],
            ["said"],
            ["that the border would stay closed"],
            Mode.INDIRECT,
        ),
        (
            "“We will never accept this plan,” President Aliyev said on Monday.",
            ["President Aliyev"],
            ["said"],
            ["“We will never accept this plan,”"],
            Mode.DIRECT,
        ),
        (
            '"We are ready to talk," Larsen said. "But not under threats."',
            ["Larsen"],
            ["said"],
            ['"We are ready to talk,"', '"But not under threats."'],
            Mode.DIRECT,
        ),
        (
            "The spokeswoman called the vote “a farce” and urged the council to annul it.",
            ["The spokeswoman"],
            ["called"],
            ["the vote “a farce”"],
            Mode.MIXED,
        ),
        (
            "Negotiators are close to a deal on prisoners, according to two diplomats.",
            ["two diplomats"],
            ["according to"],
            ["Negotiators are close to a deal on prisoners"],
            Mode.INDIRECT,
        ),
        (
            "Ankara insisted that the pipeline was legal.",
            ["Ankara"],
            ["insisted"],
            ["that the pipeline was legal"],
            Mode.INDIRECT,
        ),
        (
            "‘It was a mistake,’ the ambassador told reporters.",
            ["the ambassador"],
            ["told"],
            ["‘It was a mistake,’"],
            Mode.DIRECT,
        ),
        (
            "“The accord is a step forward.” ― Federica Rossi",
            ["Federica Rossi"],
            ["―"],
            ["“The accord is a step forward.”"],
            Mode.DIRECT,
        ),
    ],
)
def test_source_cue_and_content(
    tagger: AttributionTagger, text: str, source: list[str], cue: list[str], content: list[str], mode: Mode
) -> None:
    rows = tag(tagger, text)
    assert (source, content, mode) in [(words(text, r)[0], words(text, r)[2], r.mode) for r in rows]
    row = next(r for r in rows if words(text, r)[2] == content)
    assert words(text, row)[1][0].startswith(cue[0])  # "told reporters" and "told" are both right


@pytest.mark.parametrize(
    "text",
    [
        "The bridge was rebuilt in 1998 and carries two lanes.",
        "Rain fell on the capital for three days.",
        "Photo by Anna Larsen",
        "",
        " \n\n ",
    ],
)
def test_nothing_where_nobody_is_cited(tagger: AttributionTagger, text: str) -> None:
    assert tag(tagger, text) == ()


def test_voice_inside_a_voice_stays(tagger: AttributionTagger) -> None:
    text = "The envoy said that Moscow wants the talks to fail."
    found = [words(text, r) for r in tag(tagger, text)]
    assert (["The envoy"], ["said"], ["that Moscow wants the talks to fail"]) in found


def test_source_stands_in_the_sentence_before(tagger: AttributionTagger) -> None:
    text = "Larsen criticised the plan. “It will not bring peace,” he added. “It rewards the aggressor.”"
    quoted = [r for r in tag(tagger, text) if r.mode is Mode.DIRECT]
    assert words(text, quoted[0])[0] == ["he"]
    assert words(text, quoted[0])[2] == ["“It will not bring peace,”", "“It rewards the aggressor.”"]


def test_reads_headline_and_body_and_nothing_else(tagger: AttributionTagger) -> None:
    parts = [
        (ZoneKind.HEADLINE, "Envoy says talks have failed"),
        (ZoneKind.BYLINE, "By Anna Larsen, who said she was there"),
        (ZoneKind.BODY, "The minister said that the border would stay closed."),
        (ZoneKind.COMMENT, "bob123 said that this is nonsense."),
    ]
    text, zones = "", []
    for kind, part in parts:
        zones.append(Zone(kind, len(text), len(text) + len(part)))
        text += part + "\n\n"
    kinds = {z.kind for r in tag(tagger, text, tuple(zones)) for z in zones if z.start <= r.start and r.end <= z.end}
    assert kinds == {ZoneKind.HEADLINE, ZoneKind.BODY}


def test_a_wrapped_line_is_read_through(tagger: AttributionTagger) -> None:
    text = (
        "The foreign minister of the republic said on Tuesday that his\n"
        "government would not sign the agreement before the summer and\n"
        "would ask the other side for guarantees on the return of the\n"
        "prisoners who had been taken in the spring.\n"
    )
    contents = [words(text, r)[2] for r in tag(tagger, text)]
    assert any(c[0].startswith("that his\ngovernment") and c[0].endswith("in the spring") for c in contents)


def test_neighbours_in_a_batch_change_nothing(tagger: AttributionTagger) -> None:
    texts = ["Ankara insisted that the pipeline was legal.", "“No,” she said.", "", "A. " * 900 + "He said that it was late."]
    readings = [Reading(Document(id=str(i), text=t)) for i, t in enumerate(texts)]
    together = tagger.annotate(readings)
    alone = [tagger.annotate([r])[0] for r in reversed(readings)][::-1]
    assert together == alone


def test_rows_name_their_maker_and_confidence(tagger: AttributionTagger) -> None:
    (row,) = tag(tagger, "Ankara insisted that the pipeline was legal.")
    assert row.maker.startswith("communique.attribution@1+communique-attribution-")
    assert 0.5 < row.confidence < 1
    assert row.rule == "tagger"
    assert (row.start, row.end) == (0, 43)


def test_a_higher_threshold_finds_a_part_of_the_same(tagger: AttributionTagger) -> None:
    text = "She hopes that the talks resume. The minister said that the border would stay closed. He wants peace."
    strict = AttributionTagger(threshold=0.95)
    assert {r.cue for r in tag(strict, text)} < {r.cue for r in tag(tagger, text)}


_PIECES = [
    "The envoy",
    " said",
    " that",
    " it is late",
    "“",
    "”",
    '"',
    "'",
    "‘",
    "’",
    "\n",
    "\n\n",
    "\r\n",
    " ",
    ".",
    ", ",
    "—",
    "\u200b",
    "\ud800",
    "é",
    "𝔘",
    "\x00",
    "ﬁ",
    "U.S.",
    "don’t",
    "--",
    "Larsen",
    " told reporters:",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=40).map("".join))
def test_offsets_slice_back_whatever_the_text(tagger: AttributionTagger, text: str) -> None:
    for row in tag(tagger, text):
        spans = (*row.source, *row.cue, *row.content)
        assert row.cue
        assert row.content
        for role in (row.source, row.cue, row.content):
            assert list(role) == sorted(role)
            assert all(a.end <= b.start for a, b in pairwise(role))
        for span in spans:
            assert 0 <= span.start < span.end <= len(text)
            assert span.of(text) == span.of(text).strip()
        assert (row.start, row.end) == (min(s.start for s in spans), max(s.end for s in spans))


def test_an_altered_file_is_named_with_its_remedy(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(SHIPPED, folder)
    with (folder / "reader.onnx").open("ab") as file:
        file.write(b"x")
    with pytest.raises(MissingModel, match=r"reader\.onnx is not the one its manifest records .* rebuild it"):
        AttributionTagger(folder)


def test_a_missing_file_is_named_with_its_remedy(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(SHIPPED, folder)
    (folder / "encoder.onnx").unlink()
    with pytest.raises(MissingModel, match=r"encoder\.onnx is missing; rebuild it"):
        AttributionTagger(folder)
    with pytest.raises(MissingModel, match=r"manifest\.json is missing"):
        AttributionTagger(tmp_path / "nowhere")


def test_the_example_of_the_page_runs() -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "attribution.md"
    failed, tried = doctest.testfile(str(page), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert (failed, tried >= 6) == (0, True)
