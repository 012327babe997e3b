"""The page in a browser, wide and narrow: nothing is pushed off the screen, whatever the names are."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.report.test_page import record

from communique.report.html import render_report
from communique.report.page import make_page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
OUTLET = "Overlong" * 50
MAKER = {"confidence": 0.9, "maker": "communique.example@1+" + "model-" * 20}
WORDS = "Ann Lee said a truce is needed."

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="needs the browser chromium")]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Debian's chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def page_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with a meeting and a promise, of an outlet whose name is one word of 400 characters."""
    place = {"evidence": WORDS, "start": 0, "end": len(WORDS), **MAKER}
    promise = {"by": ["FRA"], "what": "stop", "due": "2015-03-01/2015-05-31", "due_text": None, "conditional": False, **place}
    meeting = {
        "participants": [{"name": "Ann Lee", "party": "FRA"}, {"name": "Bo Ray", "party": "RUS"}],
        "place": "Minsk", "date": "2015-02-11", "kind": "multilateral", "status": "held",
        "witnesses": [{"document": "a.txt", "outlet": OUTLET, "published": "2015-02-12", **place}],
    }  # fmt: skip
    records = [record(outlet=OUTLET, title=OUTLET, url=f"https://example.org/{OUTLET}", commitments=[promise])]
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(render_report(make_page(records, codebooks=[], meetings=[meeting], made_on="2026-01-01")), encoding="utf-8")
    return path


@pytest.mark.parametrize("width", [420, 1280])
def test_a_name_of_one_long_word_does_not_widen_the_page(browser: Any, page_path: Path, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(page_path.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach((box) => { box.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    boxes = page.evaluate("[...document.querySelectorAll('.scroll')].map((box) => [box.scrollWidth, box.clientWidth])")
    assert [wide for wide, seen in boxes if wide > seen] == []


def test_on_a_narrow_screen_a_row_is_a_block_with_its_heads(browser: Any, page_path: Path) -> None:
    page = browser.new_page(viewport={"width": 420, "height": 900})
    page.goto(page_path.as_uri())
    cells = page.locator("#meetings tbody td")
    heads = cells.evaluate_all("cells => cells.map((cell) => getComputedStyle(cell, '::before').content)")
    assert ["".join(filter(str.isalpha, head)) for head in heads] == ["Date", "Who", "Place", "Kind", "none"]
    lefts = cells.evaluate_all("cells => cells.map((cell) => cell.getBoundingClientRect().left)")
    assert len(set(lefts)) == 1


def test_on_a_wide_screen_the_heads_stand_above(browser: Any, page_path: Path) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(page_path.as_uri())
    heads = page.locator("#meetings thead th").evaluate_all(
        "cells => cells.map((c) => [c.innerText, c.getBoundingClientRect().left])"
    )
    cells = page.locator("#meetings tbody td").evaluate_all(
        "cells => cells.map((c) => [c.dataset.head, c.getBoundingClientRect().left])"
    )
    assert [left for _, left in heads] == [left for _, left in cells]
    assert [name for name, _ in cells[:-1]] == [name for name, _ in heads[:-1]]
