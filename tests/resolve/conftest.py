"""Short reports, parsed and resolved."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from communique.model.document import Document
from communique.model.reading import Reading
from communique.nlp.parse import Parser
from communique.resolve.actor import ActorResolver

Resolve = Callable[[str], Reading]


@pytest.fixture(scope="session")
def parser() -> Parser:
    """One language model for all tests of the stage."""
    return Parser()


@pytest.fixture(scope="session")
def resolve(parser: Parser) -> Resolve:
    """A text to its resolved reading; no attributions."""
    return lambda text: ActorResolver().annotate(parser.annotate([Reading(Document("d", text))]))[0]
