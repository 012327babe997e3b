"""Reads news reports on diplomacy and keeps the record, each row with its literal span."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

# onnxruntime reports each use to its maker, with a number for the machine, unless it is told not to before it starts.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

if TYPE_CHECKING:
    from communique.runner.project import Project
    from communique.runner.project import open_project as open

__all__ = ["Project", "__version__", "open"]


def __getattr__(name: str) -> Any:
    """The public names, loaded on first use: the command line must not wait for the analysis."""
    if name == "__version__":
        from importlib.metadata import version

        return version("communique")
    if name in ("open", "Project"):
        from communique.runner import project

        return project.open_project if name == "open" else project.Project
    raise AttributeError(f"module 'communique' has no attribute {name!r}")
