"""The page of a large network: all in one file, values safe, both modes."""

from __future__ import annotations

import json
import re

from communique.report.network_page import network_page

NODES = [
    {"label": "RUS</script>", "variable": "party", "n_statements": 4},
    {"label": "USA", "variable": "party", "n_statements": 1},
    {"label": "USA", "variable": "issue", "n_statements": 2},
]


def data_of(page: str) -> dict[str, list[dict[str, object]]]:
    found = re.search(r"const data = (\{.*\});", page)
    assert found
    return json.loads(found[1])  # type: ignore[no-any-return]


def test_a_one_mode_page_holds_nodes_ties_and_scripts() -> None:
    places = {"RUS</script>": (0.0, 0.0), "USA": (1.0, 1.0)}
    page = network_page(NODES[:2], [{"source": "RUS</script>", "target": "USA", "weight": -0.5}], places, title="A & B")
    data = data_of(page)
    assert [n["key"] for n in data["nodes"]] == ["RUS</script>", "USA"]
    assert data["edges"][0]["attributes"]["sign"] == -1  # type: ignore[index]
    assert page.count("</script>") == 3
    assert "A &amp; B" in page
    assert not re.search(r"""(src|href)\s*=\s*["'](https?:)?//""", page)


def test_a_label_in_both_modes_is_two_nodes() -> None:
    places = {"party:USA": (0.0, 0.2), "issue:USA": (1.0, 1.0)}
    page = network_page(NODES[1:], [{"source": "USA", "target": "USA", "weight": 2}], places, modes=("party", "issue"))
    data = data_of(page)
    assert [n["key"] for n in data["nodes"]] == ["party:USA", "issue:USA"]
    assert (data["edges"][0]["source"], data["edges"][0]["target"]) == ("party:USA", "issue:USA")
    assert data["nodes"][0]["attributes"]["y"] == 0.8  # type: ignore[index]
