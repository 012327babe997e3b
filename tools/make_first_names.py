"""Write `src/communique/resolve/tables/first_names.csv`: first names that one gender bears nearly alone.

From the lists of the 1990 census of the United States (public domain) that the `names` package (MIT) carries. Run once,
by hand. Names borne by both are left out: an unknown gender fits every pronoun.

    python tools/make_first_names.py src/communique/resolve/tables/first_names.csv
"""

from __future__ import annotations

import csv
import pathlib
import sys

TIMES = 8.0  # how many times more frequent the name must be with one gender


def shares(path: pathlib.Path) -> dict[str, float]:
    """The share in percent of each name in a census list."""
    lines = (line.split() for line in path.read_text(encoding="ascii").splitlines())
    return {name.lower(): float(share) for name, share, *_ in lines}


def main() -> int:
    """Write the table to the path given."""
    import names

    folder = pathlib.Path(names.__file__).parent
    female, male = shares(folder / "dist.female.first"), shares(folder / "dist.male.first")
    with open(sys.argv[1], "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["name", "gender"])
        for name in sorted(female | male):
            f, m = female.get(name, 0.0005), male.get(name, 0.0005)
            if max(f, m) >= TIMES * min(f, m) or min(f, m) == 0.0005:
                writer.writerow([name, "f" if f > m else "m"])
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
