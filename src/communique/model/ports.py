"""What a plug-in must offer. Each port is small enough to be implemented in one file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO, Protocol

from communique.errors import BadDocument
from communique.model.codebook import Codebook
from communique.model.document import Document, Quarantined
from communique.model.reading import Reading
from communique.model.record import Row


class Maker(Protocol):
    """Whoever makes rows: its name and version stand in each of them as `name@version`."""

    name: str
    version: str


class Reader(Protocol):
    """Bytes to documents (group `communique.readers`): made without arguments, once for each file.

    `suffixes`, such as `(".docx",)`, say which files it gets. A reader may have a `position`: where in the file the
    document just yielded was found, such as the number of its line. Zones, dates and language are not its business.
    """

    name: str
    version: str
    suffixes: tuple[str, ...]

    def read(self, path: str, stream: BinaryIO) -> Iterator[Document | Quarantined]:
        """Yield every document of one file, as it is read; one that cannot be read comes as `Quarantined`.

        Args:
            path: the path relative to the argument, which is the id of a document that has none of its own.
            stream: the bytes, unpacked if they were compressed.
        """
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

    def code(self, readings: Sequence[Reading], codebooks: Sequence[Codebook | None]) -> Sequence[Sequence[Row] | BadDocument]:
        """Return the rows of each reading, in the same order. `codebooks[i]` is None where none is named.

        A `BadDocument` in place of the rows sets that document aside; the others of the batch are read on.
        """
        ...


class Exporter(Protocol):
    """Records to a file format (group `communique.exporters`)."""

    name: str

    def export(self, rows: Iterable[dict[str, object]], out: str) -> None:
        """Write all rows to `out`."""
        ...
