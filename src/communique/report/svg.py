"""A drawing as SVG text: shapes, text that is escaped, a title and a description for those who cannot see it.

No browser measures text here: widths are those of common sans-serif faces, rounded up, so that labels keep apart.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

from communique.model.ids import make_key

INK, SOFT, LINE, PAPER = "#1c2430", "#5b6675", "#d9dee5", "#ffffff"
SUPPORT, OPPOSE, CONDITIONAL, LEVEL = "#2166ac", "#b35806", "#6a5acd", "#8a94a0"  # blue and orange: told apart by everybody
STANCE_COLOURS = {"support": SUPPORT, "oppose": OPPOSE, "conditional": CONDITIONAL}
STANCE_MARKS = {"support": "+", "oppose": "−", "conditional": "?"}
FONT = "system-ui, -apple-system, 'Segoe UI', 'Liberation Sans', Arial, sans-serif"

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NARROW, _WIDE = frozenset("iljtfrI.,;:'’!|()[] -"), frozenset("mwMW@%—")


def width_of(text: str, size: float) -> float:
    """About how wide a text is in a sans-serif face of a size, in the same unit."""
    return size * sum(
        0.34 if c in _NARROW else 0.9 if c in _WIDE else 0.7 if c.isupper() or ord(c) > 0x2E80 else 0.57 for c in text
    )


def shorten(text: str, size: float, room: float) -> str:
    """The text, cut at a word and with an ellipsis if it is wider than the room.

    Example:
        >>> shorten("withdraw all heavy guns", 10, 75)
        'withdraw all…'
    """
    words = text.split()
    if width_of(" ".join(words), size) <= room:
        return " ".join(words)
    while len(words) > 1 and width_of(" ".join(words) + "…", size) > room:
        words.pop()
    kept = " ".join(words)
    while len(kept) > 1 and width_of(kept + "…", size) > room:
        kept = kept[:-1]
    return kept + "…"


def wrap(text: str, size: float, room: float, most: int = 3) -> list[str]:
    """The text in lines no wider than the room, at most so many; the last is shortened."""
    lines: list[str] = []
    words = text.split()
    while words and len(lines) < most - 1:
        n = 1
        while n < len(words) and width_of(" ".join(words[: n + 1]), size) <= room:
            n += 1
        lines.append(shorten(" ".join(words[:n]), size, room))
        words = words[n:]
    return [*lines, shorten(" ".join(words), size, room)] if words else lines


class Drawing:
    """An SVG under construction.

    Args:
        width, height: in user units, at 100 % pixels; the drawing shrinks with the page and does not grow beyond them.
        title: what it is, in a few words.
        alt: what it shows, for readers who do not see it.
    """

    def __init__(self, width: float, height: float, *, title: str, alt: str) -> None:
        name = f"svg-{make_key(title, alt, width, height)}"
        self.width, self.height = width, height
        self.root = ElementTree.Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "viewBox": f"0 0 {_number(width)} {_number(height)}",
                "width": _number(width),
                "height": _number(height),
                "role": "img",
                "aria-labelledby": f"{name}-title {name}-alt",
                "font-family": FONT,
                "font-size": "12",
                "style": "max-width:100%;height:auto",
            },
        )
        ElementTree.SubElement(self.root, "title", {"id": f"{name}-title"}).text = _clean(title)
        ElementTree.SubElement(self.root, "desc", {"id": f"{name}-alt"}).text = _clean(alt)

    def add(self, tag: str, hint: str = "", **attributes: Any) -> ElementTree.Element:
        """An element; `_` in names of attributes becomes `-`, and `hint` is shown when a pointer rests on it."""
        plain = {k.rstrip("_").replace("_", "-"): _number(v) for k, v in attributes.items() if v is not None}
        element = ElementTree.SubElement(self.root, tag, plain)
        if hint:
            ElementTree.SubElement(element, "title").text = _clean(hint)
        return element

    def line(self, x1: float, y1: float, x2: float, y2: float, **attributes: Any) -> None:
        """A straight line, thin and light unless told otherwise."""
        self.add("line", x1=x1, y1=y1, x2=x2, y2=y2, **{"stroke": LINE, "stroke_width": 1, **attributes})

    def text(self, x: float, y: float, lines: str | list[str], **attributes: Any) -> None:
        """Text with its first baseline at `y`; a list gives several lines."""
        rows = [lines] if isinstance(lines, str) else lines
        element = self.add("text", **{"x": x, "y": y, "fill": INK, **attributes})
        if len(rows) == 1:
            element.text = _clean(rows[0])
            return
        step = 1.2 * float(attributes.get("font_size", 12))
        for n, row in enumerate(rows):
            ElementTree.SubElement(element, "tspan", {"x": _number(x), "y": _number(y + n * step)}).text = _clean(row)

    def legend(self, x: float, y: float, entries: list[tuple[str, str, str]]) -> None:
        """A row of marks with words: (shape, colour, words); shapes are `square`, `circle`, `solid`,
        `dashed`, and `words` for words in the colour that need no mark.
        """
        for shape, colour, words in entries:
            if shape == "words":
                x -= 17
            elif shape == "square":
                self.add("rect", x=x, y=y - 9, width=11, height=11, rx=2, fill=colour)
            elif shape == "circle":
                self.add("circle", cx=x + 5.5, cy=y - 4, r=5, fill=colour)
            else:
                dash = "5 4" if shape == "dashed" else None
                self.line(x - 6, y - 4, x + 12, y - 4, stroke=colour, stroke_width=2.5, stroke_dasharray=dash)
            self.text(x + 17, y, words, fill=colour if shape == "words" else SOFT)
            x += 17 + width_of(words, 12) + 24

    def to_text(self) -> str:
        """The SVG."""
        return ElementTree.tostring(self.root, encoding="unicode")


def _number(value: Any) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def _clean(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return _NOT_XML.sub(" ", text)
