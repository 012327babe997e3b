"""A picture: SVG for a page, a Vega-Lite specification for a notebook, and words for those who do not see it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from communique.errors import MissingExtra, UsageError
from communique.files import whole_path

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"  # the name of the grammar; nothing is fetched
MIME_TYPE = "application/vnd.vegalite.v6+json"
ENDINGS = (".svg", ".png", ".json")


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture.

    Args:
        svg: needs no script, font or network.
        spec: Vega-Lite v6 with its data, for a notebook or the Vega editor.
        title: what it is.
        alt: what it shows, in words.
    """

    svg: str = field(repr=False)
    spec: dict[str, Any] | None = field(repr=False)
    title: str
    alt: str

    def write(self, out: Path) -> None:
        """Write it; the ending says as what: .svg, .png (with the extra `png`) or .json (the specification).

        Raises:
            UsageError: another ending, no specification, or a store has that name.
            MissingExtra: a PNG needs vl-convert-python.
            StoreUnwritable: it cannot be written.
        """
        ending = out.suffix.lower()
        if ending == ".svg":
            data = self.svg.encode("utf-8", "backslashreplace")
        elif ending == ".png":
            data = self.to_png()
        elif ending == ".json" and self.spec is not None:
            data = (json.dumps(self.spec, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "backslashreplace")
        else:
            raise UsageError(f"{out}: a picture is written as {', '.join(ENDINGS)}; give such an ending")
        with whole_path(out) as part:
            part.write_bytes(data)

    def to_png(self, *, scale: float = 2.0) -> bytes:
        """The picture in pixels, `scale` for each of its units.

        Raises:
            MissingExtra: vl-convert-python is not installed.
        """
        try:
            import vl_convert
        except ImportError as err:
            raise MissingExtra("PNG needs vl-convert-python: pip install 'communique[png]', or write .svg") from err
        return bytes(vl_convert.svg_to_png(self.svg, scale=scale))

    def to_altair(self) -> Any:
        """The specification as an `altair.Chart`, to go on with.

        Raises:
            MissingExtra: altair is not installed.
            UsageError: the picture has no specification.
        """
        if self.spec is None:
            raise UsageError(f"{self.title}: there is no specification of this picture, only SVG")
        try:
            import altair
        except ImportError as err:
            raise MissingExtra("altair is not installed: pip install 'communique[charts]'") from err
        return altair.Chart.from_dict(self.spec)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        """What a notebook shows: the specification where it can, the SVG elsewhere."""
        shown: dict[str, Any] = {"image/svg+xml": self.svg, "text/plain": self.alt}
        return shown if self.spec is None else {MIME_TYPE: self.spec, **shown}


def make_spec(rows: list[dict[str, Any]], *, title: str, alt: str, **parts: Any) -> dict[str, Any]:
    """A Vega-Lite v6 specification over rows."""
    return {"$schema": SCHEMA, "title": title, "description": alt, "data": {"values": rows}, **parts}
