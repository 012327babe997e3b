"""What the tests of the event coders share: readings and sentence readers made by hand."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pytest

from communique.coding.event_reader import EventReader, Told
from communique.model.document import Document
from communique.model.reading import Mention, MentionKind, Reading, Sentence, Token
from communique.nlp.parse import Parser
from communique.resolve.actor import ActorResolver

ROLES = ("ally", "participant", "promiser", "alignment", "meeting", "commitment", "place", "when", "due")
LABELS = (
    "agree",
    "differ",
    "meeting",
    "commitment",
    "conditional",
    "held",
    "planned",
    "cancelled",
    "bilateral",
    "multilateral",
    "call",
)
MODALS = {"will", "would", "to"}


@dataclass
class Line:
    """A sentence with what the reader is made to find in it: labels, by role the words that play it, their scores if not .9."""

    text: str
    labels: dict[str, float] = field(default_factory=dict)
    roles: dict[str, list[str]] = field(default_factory=dict)
    scores: dict[str, float] = field(default_factory=dict)


class HandReader(EventReader):
    """Finds in each sentence what the test says, and nothing in any other."""

    def __init__(self, lines: list[Line]) -> None:
        super().__init__("nowhere")
        self.lines = {line.text: line for line in lines}

    @property
    def id(self) -> str:
        return "by-hand"

    def threshold(self, label: str) -> float:
        return 0.5

    def _read(self, text: str) -> Told:
        line = self.lines.get(text, Line(text))
        spans = tuple(m.span() for m in re.finditer(r"\w+|[^\w\s]", text))
        roles = np.zeros((len(spans), len(ROLES)), dtype=np.float32)
        for role, phrases in line.roles.items():
            for phrase in phrases:
                for match in re.finditer(re.escape(phrase), text):
                    for i, (a, b) in enumerate(spans):
                        if a < match.end() and match.start() < b:
                            roles[i, ROLES.index(role)] = line.scores.get(phrase, 0.9)
        return Told({name: line.labels.get(name, 0.01) for name in LABELS}, roles, spans, ROLES)


Scene = tuple[Reading, HandReader]


@pytest.fixture
def scene() -> Callable[..., Scene]:
    """Builds a reading of lines with mentions `{words: (actor, party)}`, and the reader that knows the lines."""

    def build(lines: list[Line], mentions: dict[str, tuple[str, str]], published: str | None = "2014-03-13") -> Scene:
        text = ""
        tokens: list[Token] = []
        sentences: list[Sentence] = []
        for line in lines:
            start, first = len(text), len(tokens)
            text += line.text + " "
            for match in re.finditer(r"\w+|[^\w\s]", line.text):
                tokens.append(_token(match.group(), start + match.start(), len(tokens)))
            sentences.append(Sentence(start, start + len(line.text), first, len(tokens), 0))
        found = [
            Mention(m.start(), m.end(), _kind(actor, party), actor, party, "test", 0.9)
            for words, (actor, party) in mentions.items()
            for m in re.finditer(rf"\b{re.escape(words)}\b", text)
        ]
        reading = Reading(
            document=Document(id="d", text=text, published=published), tokens=tuple(tokens), sentences=tuple(sentences),
            mentions=tuple(sorted(found, key=lambda m: m.start)),
        )  # fmt: skip
        return reading, HandReader(lines)

    return build


def _kind(actor: str, party: str) -> MentionKind:
    if " " in actor:
        return MentionKind.PERSON
    return MentionKind.BODY if party in ("NATO", "G8") else MentionKind.GROUP if party == "OTHER" else MentionKind.STATE


def _token(word: str, start: int, index: int) -> Token:
    pos = "AUX" if word in MODALS else "ADP" if word in ("on", "about", "over", "in", "for") else "NOUN"
    return Token(start, start + len(word), word, word.lower(), pos, "NN", "dep", index, "GPE" if word[:1].isupper() else "")


@pytest.fixture
def line() -> type[Line]:
    """The class of lines, for tests that build scenes."""
    return Line


@pytest.fixture(scope="session")
def resolve() -> Callable[[str], Reading]:
    """A text to its reading by the parser and the resolver; no attributions."""
    parser = Parser()
    return lambda text: ActorResolver().annotate(parser.annotate([Reading(Document("d", text))]))[0]
