"""What a plug-in must offer. Each port is small enough to be implemented in one file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from communique.model.codebook import Codebook
from communique.model.document import Document, Quarantined
from communique.model.reading import Reading
from communique.model.record import Row


class Maker(Protocol):
    """Whoever makes rows: its name and version stand in each of them as `name@version`."""

    name: str
    version: str


class Reader(Protocol):
    """Bytes to documents (group `communique.readers`)."""

    name: str

    def read(self, path: str, data: bytes) -> Iterator[Document | Quarantined]:
        """Yield every document of one file; one that cannot be read comes as `Quarantined`."""
        ...


class Annotator(Maker, Protocol):
    """A step of reading (group `communique.annotators`): a batch of readings in, the same readings enriched out.

    `reads` and `writes` name fields of `Reading`, so that a test can check the chain.
    """

    reads: tuple[str, ...]
    writes: tuple[str, ...]

    def annotate(self, readings: Sequence[Reading]) -> Sequence[Reading]:
        """Return the readings in the same order with the fields of `writes` filled."""
        ...


class Coder(Maker, Protocol):
    """A step of coding (group `communique.coders`): readings in, rows of one kind out."""

    makes: str  # one of record.KINDS

    def code(self, readings: Sequence[Reading], codebooks: Sequence[Codebook | None]) -> Sequence[Sequence[Row]]:
        """Return the rows of each reading, in the same order. `codebooks[i]` is None where none is named."""
        ...


class Exporter(Protocol):
    """Records to a file format (group `communique.exporters`)."""

    name: str

    def export(self, rows: Iterable[dict[str, object]], out: str) -> None:
        """Write all rows to `out`."""
        ...
