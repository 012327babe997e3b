"""The documentation is in step with the program."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from communique.plugins import GROUPS

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_the_command_line_reference_is_current() -> None:
    done = subprocess.run([sys.executable, "tools/make_cli_reference.py", "--check"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, f"run python tools/make_cli_reference.py: {done.stderr}"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_plug_in_group_is_described() -> None:
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    for group in GROUPS:
        assert group in text, f"no page describes {group}"
