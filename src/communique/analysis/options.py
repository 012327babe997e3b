"""What a discourse network is asked to be: one frozen object, checked when made; every complaint says what is allowed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from communique.analysis.table import UNDATED, parse_date
from communique.errors import UsageError

TYPES = ("onemode", "twomode")
AGGREGATIONS = {"onemode": ("ignore", "subtract", "congruence", "conflict"), "twomode": ("ignore", "combine", "subtract")}
NORMALIZATIONS = {"onemode": ("none", "average", "jaccard", "cosine"), "twomode": ("none", "activity", "prominence")}
DUPLICATES = ("include", "document", "week", "month", "year", "range", "cluster")
UNITS = ("events", "seconds", "minutes", "hours", "days", "weeks", "months", "years")
KERNELS = ("uniform", "triangular", "epanechnikov", "gaussian")
QUALIFIER_TYPES = ("boolean", "integer", "text")
LOCALES = ("en", "en_US", "en_GB")
ALIASES = {"no": "none", "acrossrange": "range", "": "none"}
LAST_SECOND_OF_DAY = 86_399


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkOptions:
    """The options of a discourse network. `no` is accepted for `none` and `acrossrange` for `range`.

    Args:
        type: `twomode` (variable 1 by variable 2) or `onemode` (variable 1 by itself, joined through variable 2).
        qualifier: the variable that says for or against, or None; with `ignore` it need not be in the table.
        qualifier_type: boolean, integer or text; None lets the table tell.
        aggregation: what becomes of the levels of the qualifier.
        duplicates: which repeated statements count once: same values in the same document, story cluster, ISO week,
            month, year, or in the whole range.
        start, end: ISO 8601 or dates, both inclusive; a day as `end` is the whole day. None is the first and last document.
        isolates: keep labels of statements that filters or the duplicate rule drop.
        exclude: values to leave out, by variable, one or several; a statement goes if any variable says so.
        invert: keep only the listed values: True for all variables of `exclude`, or the names of some.
        window: `unit:size`, such as `days:30` or `events:100`: a series of networks instead of one.
        kernel: weigh statements by their distance from the middle of the window; `indent` keeps half a window from the ends.
        compat: `dna` gives the numbers of DNA 3.0.11.5 with its defects; None the definitions as published.
        dna_locale: the locale DNA would run in (its weeks depend on it).

    Raises:
        UsageError: a value is not allowed, or two do not go together.

    Example:
        >>> NetworkOptions(type="onemode", aggregation="congruence", normalization="no").normalization
        'none'
    """

    type: str = "twomode"
    variable1: str = "organization"
    variable2: str = "concept"
    qualifier: str | None = "agreement"
    qualifier_type: str | None = None
    aggregation: str = "ignore"
    normalization: str = "none"
    duplicates: str = "include"
    start: str | None = None
    end: str | None = None
    isolates: bool = False
    exclude: Mapping[str, Collection[str]] = field(default_factory=dict)
    invert: bool | frozenset[str] = False
    window: str | None = None
    kernel: str | None = None
    indent: bool = False
    compat: str | None = None
    dna_locale: str = "en"

    def __post_init__(self) -> None:
        put = object.__setattr__
        put(self, "normalization", ALIASES.get(self.normalization, self.normalization))
        put(self, "duplicates", ALIASES.get(self.duplicates, self.duplicates))
        for name in ("qualifier", "window", "kernel", "compat"):
            if getattr(self, name) in ("none", "no", ""):
                put(self, name, None)
        put(self, "exclude", MappingProxyType({k: _values(v) for k, v in sorted(self.exclude.items())}))
        for name in ("start", "end"):
            if isinstance(given := getattr(self, name), date):  # or a date with a time
                put(self, name, given.isoformat())
        if not isinstance(self.invert, bool):
            put(self, "invert", frozenset(self.invert))
        self._check_values()
        self._check_together()

    def _check_values(self) -> None:
        _choose("type", self.type, TYPES)
        _choose(f"aggregation of a {self.type} network", self.aggregation, AGGREGATIONS[self.type])
        _choose(f"normalization of a {self.type} network", self.normalization, NORMALIZATIONS[self.type])
        _choose("duplicates", self.duplicates, DUPLICATES)
        _choose("qualifier type", self.qualifier_type, (*QUALIFIER_TYPES, None))
        _choose("kernel", self.kernel, (*KERNELS, None))
        _choose("compat", self.compat, ("dna", None))
        _choose("dna locale", self.dna_locale, LOCALES)
        for name in ("start", "end"):
            _seconds(name, getattr(self, name))
        if self.window is not None:
            _parse_window(self.window)

    def _check_together(self) -> None:
        if self.variable1 == self.variable2:
            raise UsageError(f"variable 1 and variable 2 are both {self.variable1!r}; name two variables")
        if self.qualifier is None and self.aggregation != "ignore":
            raise UsageError(f"aggregation {self.aggregation!r} needs a qualifier; name one, or use 'ignore'")
        if self.qualifier in (self.variable1, self.variable2):
            raise UsageError(f"the qualifier {self.qualifier!r} is also a variable of the network; name another, or 'none'")
        if self.kernel and not self.window:
            raise UsageError("a kernel needs a window, such as days:30")
        if self.indent and not self.kernel:
            raise UsageError("indent goes with a kernel only")
        if self.kernel and self.window_unit == "events":
            raise UsageError(f"a kernel needs a window in a unit of time: one of {', '.join(UNITS[1:])}")
        if not isinstance(self.invert, bool) and not self.invert <= self.exclude.keys():
            raise UsageError(f"invert names {', '.join(sorted(self.invert - self.exclude.keys()))}, which exclude does not")
        start, end = self.start_seconds, self.end_seconds
        if start is not None and end is not None and start > end:
            raise UsageError(f"start {self.start} is after end {self.end}")

    @property
    def is_dna(self) -> bool:
        """Whether DNA's defects are wanted."""
        return self.compat == "dna"

    @property
    def window_unit(self) -> str | None:
        """The unit of the window, or None."""
        return _parse_window(self.window)[0] if self.window else None

    @property
    def window_size(self) -> int:
        """The number of units, 0 without a window."""
        return _parse_window(self.window)[1] if self.window else 0

    @property
    def start_seconds(self) -> int | None:
        """The start in seconds since 1970, or None."""
        return _seconds("start", self.start)

    @property
    def end_seconds(self) -> int | None:
        """The end in seconds since 1970, or None; the last second of the day if no time is given."""
        seconds = _seconds("end", self.end)
        whole_day = seconds is not None and len(self.end or "") <= len("2013-06-18")
        return seconds + LAST_SECOND_OF_DAY if whole_day and seconds is not None else seconds

    def is_inverted(self, variable: str) -> bool:
        """Whether the listed values of a variable are those to keep."""
        return self.invert if isinstance(self.invert, bool) else variable in self.invert

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        out = {name: getattr(self, name) for name in self.__slots__}
        out["exclude"] = {k: sorted(v) for k, v in self.exclude.items()}
        out["invert"] = self.invert if isinstance(self.invert, bool) else sorted(self.invert)
        return out


def parse_exclude(pairs: list[str]) -> dict[str, frozenset[str]]:
    """The `exclude` of `VARIABLE=VALUE` texts, several for one variable allowed.

    Raises:
        UsageError: a text has no equals sign.

    Example:
        >>> parse_exclude(["organization=A"])
        {'organization': frozenset({'A'})}
    """
    found: dict[str, set[str]] = {}
    for pair in pairs:
        variable, sign, value = pair.partition("=")
        if not sign or not variable:
            raise UsageError(f"--exclude {pair[:60]!r} is not VARIABLE=VALUE, such as organization=UN")
        found.setdefault(variable, set()).add(value)
    return {variable: frozenset(values) for variable, values in found.items()}


def _values(given: Collection[str]) -> frozenset[str]:
    """One value, or several."""
    return frozenset([given] if isinstance(given, str) else given)


def _choose(what: str, value: str | None, allowed: tuple[str | None, ...]) -> None:
    if value not in allowed:
        names = ", ".join(str(name) for name in allowed if name is not None)
        raise UsageError(f"{what} is {str(value)[:40]!r}; it can be {names}")


def _parse_window(text: str | None) -> tuple[str, int]:
    unit, _, size = (text or "").partition(":")
    if unit not in UNITS or not size.isdecimal() or int(size) < 1:
        raise UsageError(f"window is {str(text)[:40]!r}; it is unit:size, such as days:30, with a unit of {', '.join(UNITS)}")
    return unit, int(size)


def _seconds(what: str, text: str | None) -> int | None:
    if text is None:
        return None
    try:
        seconds = parse_date(text)
    except ValueError:
        seconds = UNDATED
    if seconds == UNDATED:
        raise UsageError(f"{what} is {text[:40]!r}; it is a day such as 2013-06-18, or a day and time")
    return seconds
