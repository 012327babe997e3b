"""A page context to HTML, through the templates beside this file. Style and script are put into the page."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from communique.report.page import STANCE_MARKS, ReportPage

if TYPE_CHECKING:
    from jinja2 import Environment


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    env = Environment(
        loader=PackageLoader("communique.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["thousands"] = thousands
    return env


def thousands(value: Any) -> str:
    """A number as people write it.

    Example:
        >>> thousands(93000), thousands(2.5)
        ('93,000', '2.5')
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return f"{value:,}" if isinstance(value, int | float) else str(value)


def render(template: str, **context: Any) -> str:
    """A template of this folder as HTML text. All values are escaped; a name that is not given is an error."""
    return _environment().get_template(template).render(**context)


def render_report(page: ReportPage) -> str:
    """The page as one HTML text, with style and script in it."""
    folder = resources.files("communique.report") / "templates"
    style, script = ((folder / name).read_text(encoding="utf-8") for name in ("report.css", "report.js"))
    return render("report.html.j2", page=page, marks=STANCE_MARKS, style=style, script=script)
