"""The door for plug-ins: names to things that read, annotate, export. Our own are listed under the same entry points.

A name is looked up among the entry points of the installed distributions and loaded on first use, never at import.
"""

from __future__ import annotations

from functools import cache
from importlib import metadata
from typing import Any

from communique.errors import PluginError

GROUPS = (
    "communique.readers",
    "communique.annotators",
    "communique.coders",
    "communique.exporters",
)


def iter_plugins(group: str) -> dict[str, str]:
    """The names of a group and where each is found (`module:attribute`), sorted."""
    if group not in GROUPS:
        raise PluginError(f"no plug-in group {group!r}; the groups are {', '.join(GROUPS)}")
    return {e.name: e.value for e in sorted(metadata.entry_points(group=group), key=lambda e: e.name)}


@cache
def load_plugin(group: str, name: str) -> Any:
    """The object behind a name, usually a class. Loaded once for each process.

    Raises:
        PluginError: the name is unknown, or its module cannot be imported.
    """
    for entry in metadata.entry_points(group=group):
        if entry.name == name:
            try:
                return entry.load()
            except (ImportError, AttributeError) as err:
                raise PluginError(f"plug-in {name!r} of {group} ({entry.value}) cannot be loaded: {err}") from err
    known = ", ".join(iter_plugins(group)) or "none"
    raise PluginError(f"no plug-in {name!r} in {group}; installed: {known}")
