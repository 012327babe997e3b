"""The definitions of discourse networks written out cell by cell with plain loops: slow, and made to be read.

`dna=True` follows what DNA 3.0.11.5 computes, `dna=False` the corrected definitions.
"""

from __future__ import annotations

import calendar
import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

Row = dict[str, Any]
Matrix = list[list[float]]


@dataclass
class Case:
    """One configuration."""

    type: str
    aggregation: str
    normalization: str
    duplicates: str
    qualifier: str | None
    kind: str
    isolates: bool
    dna: bool
    exclude: dict[str, set[str]]
    invert: bool


def as_text(value: Any) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)


def in_order(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda r: (r["date"], r["document_id"], r["start"]))


def same_period(a: Row, b: Row, case: Case) -> bool:
    one, two = a["date"], b["date"]
    if case.duplicates == "document":
        return bool(a["document_id"] == b["document_id"])
    if case.duplicates == "week":
        if case.dna:  # Sunday first, the week of 1 January is week 1
            return us_week(one) == us_week(two)
        return bool(one.isocalendar()[:2] == two.isocalendar()[:2])
    if case.duplicates == "month":
        return bool(one.month == two.month and (case.dna or one.year == two.year))
    return case.duplicates == "range" or bool(one.year == two.year)


def us_week(day: datetime) -> int:
    sunday = day - timedelta(days=(day.weekday() + 1) % 7)
    saturday = sunday + timedelta(days=6)
    return (saturday.timetuple().tm_yday - 1) // 7 + 1


def kept(rows: list[Row], case: Case) -> list[Row]:
    out: list[Row] = []
    for row in in_order(rows):
        if any((as_text(row[v]) in listed) != case.invert for v, listed in case.exclude.items()):
            continue
        if row["organization"] == "" or row["concept"] == "":
            continue
        if case.kind == "text" and case.qualifier and case.aggregation != "ignore" and row[case.qualifier] == "":
            continue
        if case.duplicates != "include" and any(is_same(r, row, case) for r in out):
            continue
        out.append(row)
    return out


def is_same(a: Row, b: Row, case: Case) -> bool:
    return (
        a["organization"] == b["organization"]
        and a["concept"] == b["concept"]
        and (case.aggregation == "ignore" or case.qualifier is None or a[case.qualifier] == b[case.qualifier])
        and same_period(a, b, case)
    )


def levels_of(rows: list[Row], case: Case) -> list[Any]:
    if case.qualifier is None:
        return [None]
    if case.kind == "boolean":
        return [False, True]
    return sorted({r[case.qualifier] for r in rows})


def labels(rows: list[Row], variable: str) -> list[str]:
    return sorted({r[variable] for r in rows} - {""})


def count(rows: list[Row], i: str, j: str, k: Any, case: Case) -> int:
    return sum(r["organization"] == i and r["concept"] == j and (case.qualifier is None or r[case.qualifier] == k) for r in rows)


def network(rows: list[Row], all_rows: list[Row], case: Case) -> tuple[list[str], list[str], Matrix]:
    """The plain network of kept rows; `all_rows` are those in range."""
    seen = all_rows if case.isolates else rows
    names1, names2 = labels(seen, "organization"), labels(seen, "concept")
    levels = levels_of(all_rows, case)
    x = {(i, j, n): count(rows, i, j, k, case) for i in names1 for j in names2 for n, k in enumerate(levels)}
    if case.type == "twomode":
        return names1, names2, two_mode(x, names1, names2, levels, case)
    return names1, names1, one_mode(x, names1, names2, levels, case)


def share(levels: list[Any], a: int, b: int, case: Case) -> float:
    """How far two levels are apart, from 0 to 1."""
    spread = abs(levels[-1] - levels[0])
    if spread == 0:
        return math.nan if case.dna else 0.0
    return abs(levels[a] - levels[b]) / spread


def one_mode(x: dict[Any, float], names1: list[str], names2: list[str], levels: list[Any], case: Case) -> Matrix:
    places = range(len(levels))
    out = [[0.0] * len(names1) for _ in names1]
    if not any(x.values()):
        return out
    for p, i in enumerate(names1):
        for q, other in enumerate(names1):
            if p == q:
                continue
            value = 0.0
            for j in names2:
                mine, theirs = [x[i, j, k] for k in places], [x[other, j, k] for k in places]
                if case.aggregation == "ignore":
                    value += sum(mine) * sum(theirs)
                elif case.kind == "text":
                    congruence = sum(a * b for a, b in zip(mine, theirs, strict=True))
                    conflict = sum(a if b == 0 else b if a == 0 else 0 for a, b in zip(mine, theirs, strict=True))
                    value += {"congruence": congruence, "conflict": conflict, "subtract": congruence - conflict}[case.aggregation]
                else:
                    for a in places:
                        for b in places:
                            apart = share(levels, a, b, case)
                            f = {"congruence": 1 - apart, "conflict": apart, "subtract": 1 - 2 * apart}[case.aggregation]
                            value += mine[a] * theirs[b] * f
            mine, theirs = [[x[n, j, k] for j in names2 for k in places] for n in (i, other)]
            below = {
                "none": 1.0,
                "average": (sum(mine) + sum(theirs)) / 2,
                "cosine": sum(mine) * sum(theirs),
                "jaccard": sum(a * b if a and b else a + b for a, b in zip(mine, theirs, strict=True)),
            }[case.normalization]
            out[p][q] = value / below if below else 0.0
    return out


def two_mode(x: dict[Any, float], names1: list[str], names2: list[str], levels: list[Any], case: Case) -> Matrix:
    places = range(len(levels))
    out = [[0.0] * len(names2) for _ in names1]
    for p, i in enumerate(names1):
        for q, j in enumerate(names2):
            cell = [x[i, j, k] for k in places]
            if case.aggregation == "combine":
                out[p][q] = sum(2 ** (len(levels) - 1 - k) for k in places if cell[k])
            elif case.aggregation == "ignore" or case.kind == "text":
                out[p][q] = sum(cell)
            elif case.kind == "boolean":
                out[p][q] = cell[1] - cell[0]
            else:
                out[p][q] = sum(level * n for level, n in zip(levels, cell, strict=True))
    if case.normalization == "none":
        return out
    filled = case.aggregation == "combine"
    weight = [[(1.0 if out[p][q] else 0.0) if filled else sum(x[i, j, k] for k in places) for q, j in enumerate(names2)]
              for p, i in enumerate(names1)]  # fmt: skip
    rows = [sum(r) for r in weight]
    columns = [sum(r[q] for r in weight) for q in range(len(names2))]
    return [[v / d if (d := rows[p] if case.normalization == "activity" else columns[q]) else 0.0 for q, v in enumerate(r)]
            for p, r in enumerate(out)]  # fmt: skip


def add(moment: datetime, n: int, unit: str) -> datetime:
    if unit in ("months", "years"):
        months = moment.year * 12 + moment.month - 1 + n * (12 if unit == "years" else 1)
        year, month = divmod(months, 12)
        return moment.replace(year=year, month=month + 1, day=min(moment.day, calendar.monthrange(year, month + 1)[1]))
    return moment + n * timedelta(**{unit: 1})


def dna_windows(start: datetime, stop: datetime, unit: str, size: int) -> list[tuple[datetime, datetime, datetime]]:
    half, t, out = math.floor((size - 1) / 2 + 0.5), start, []
    while t <= stop:
        if add(t, -half, unit) >= start and add(t, half, unit) <= stop:
            out.append((add(t, -half, unit), t, add(t, half, unit)))
        t = add(t, 1, unit)
    return out


def distance(moment: datetime, middle: datetime, unit: str) -> int:
    delta = (middle - moment).total_seconds()
    if unit in ("hours", "days", "weeks"):
        days = int(delta / {"hours": 3600, "days": 86400, "weeks": 86400}[unit])
        return int(days / 7) if unit == "weeks" else days
    months = (middle.year - moment.year) * 12 + middle.month - moment.month
    if months > 0 and middle.day < moment.day:
        months -= 1
    elif months < 0 and middle.day > moment.day:
        months += 1
    return int(months / 12) if unit == "years" else months


def zeta(d: float, kernel: str, *, dna: bool) -> float:
    if kernel == "gaussian":
        return math.exp(-d * d / 2) / math.sqrt(2 * math.pi)
    if abs(d) > 1:
        return 0.0
    if kernel == "uniform":
        return 0.5
    if kernel == "triangular":
        return abs(1 - d) if dna else 1 - abs(d)
    return 0.75 * (1 - d) ** 2 if dna else 0.75 * (1 - d * d)


def kernel_slices(
    rows: list[Row], all_rows: list[Row], case: Case, window: tuple[str, int, str, bool]
) -> list[tuple[datetime, list[str], list[str], Matrix]]:
    """DNA's kernel-smoothed networks over the whole range."""
    unit, size, kernel, indent = window
    if not rows:
        return []
    w = size + size % 2
    rows = in_order(rows)
    b, e = rows[0]["date"], rows[-1]["date"]
    g, last = (add(b, w // 2, unit), add(e, -(w // 2), unit)) if indent else (b, e)
    out = []
    while g <= last:
        low, high = (b, e) if kernel == "gaussian" else (max(b, add(g, -(w // 2), unit)), min(e, add(g, w // 2, unit)))
        inside = [(r, zeta(2 * distance(r["date"], g, unit) / w, kernel, dna=True)) for r in rows if low <= r["date"] <= high]
        out.append((g, *kernel_network(rows, inside, all_rows, case)))
        g = add(g, 1, unit)
    return out


def kernel_network(
    rows: list[Row], inside: list[tuple[Row, float]], all_rows: list[Row], case: Case
) -> tuple[list[str], list[str], Matrix]:
    seen = all_rows if case.isolates else rows
    names1, names2 = labels(seen, "organization"), labels(seen, "concept")
    ranks = sorted({as_text(r[case.qualifier]) for r in seen}) if case.qualifier else [""]
    k_of = lambda r: ranks.index(as_text(r[case.qualifier])) if case.qualifier else 0  # noqa: E731
    if case.type == "twomode":
        out = [[0.0] * len(names2) for _ in names1]
        for r, z in inside:
            k = k_of(r)
            f = 1.0 if case.aggregation == "ignore" or case.kind == "text" else 2 * k - 1 if case.kind == "boolean" else k
            out[names1.index(r["organization"])][names2.index(r["concept"])] += f * z
        return names1, names2, out
    out = [[0.0] * len(names1) for _ in names1]
    for r, z in inside:
        for s, y in inside:
            if r["concept"] != s["concept"]:
                continue
            alike = 1.0
            if case.kind != "text" and case.qualifier:
                alike = abs(1 - abs(k_of(r) - k_of(s)) / (len(ranks) - 1)) if len(ranks) > 1 else math.nan
            f = {"congruence": alike, "conflict": 1 - alike, "subtract": 2 * alike - 1, "ignore": 1.0}[case.aggregation]
            out[names1.index(r["organization"])][names1.index(s["organization"])] += f * math.sqrt(z * y)
    if case.normalization != "none":
        for p, i in enumerate(names1):
            for q, other in enumerate(names1):
                norm = 0.0
                for j in names2:
                    for k in range(len(ranks)):
                        n = sum(1 for r in rows if r["organization"] in (i, other) and r["concept"] == j and k_of(r) == k)
                        n = 2 * n if i == other else n
                        norm += 2 / n if n else 0.0
                out[p][q] *= norm if norm else 1.0
    return names1, names1, out
