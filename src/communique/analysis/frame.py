"""Rows of results as data frames, for whoever has pandas, polars or pyarrow installed; none of them is needed here."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from communique.errors import MissingExtra


class Rows:
    """What every result has: `rows`, a list of flat dictionaries, and the frames made of it."""

    @property
    def rows(self) -> list[dict[str, Any]]:
        """One dictionary a row, the same keys in each."""
        raise NotImplementedError

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, where they are known without a row."""
        return ()

    def to_pandas(self) -> Any:
        """A `pandas.DataFrame` of the rows.

        Raises:
            MissingExtra: pandas is not installed.
        """
        return _library("pandas").DataFrame(self.rows or None, columns=self.columns if not self.rows else None)

    def to_polars(self) -> Any:
        """A `polars.DataFrame` of the rows.

        Raises:
            MissingExtra: polars is not installed.
        """
        return _library("polars").DataFrame(self.rows, schema=list(self.columns) if not self.rows else None)

    def to_arrow(self) -> Any:
        """A `pyarrow.Table` of the rows.

        Raises:
            MissingExtra: pyarrow is not installed.
        """
        if not self.rows:
            return _library("pyarrow").table({name: [] for name in self.columns})
        return _library("pyarrow").Table.from_pylist(self.rows)


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as err:
        raise MissingExtra(f"{name} is not installed: pip install {name}") from err
