"""Who takes part in a meeting: the features of each party, the decision, its name, a file that lacks weights."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from communique.coding.event_reader import CAREFUL, QUICK
from communique.coding.meeting_sides import COLUMNS, Report, SideScorer, scorer_of
from communique.coding.telling import tellings
from communique.errors import MissingModel
from communique.model.reading import MentionKind

NAMES = {
    "Berg": ("Anna Berg", "NOR"), "Lind": ("Erik Lind", "SWE"), "He": ("Anna Berg", "NOR"), "he": ("Anna Berg", "NOR"),
    "Norway": ("Norway", "NOR"), "Sweden": ("Sweden", "SWE"), "Chad": ("Chad", "TCD"), "Acme": ("Acme", "OTHER"),
    "Peru": ("Peru", "PER"), "Fiji": ("Fiji", "FJI"), "Cuba": ("Cuba", "CUB"), "Mali": ("Mali", "MLI"), "Togo": ("Togo", "TGO"),
}  # fmt: skip
MANY = ["Peru, Fiji, Cuba and Mali have ports.", "Togo, Chad, Sweden and Norway have some.", "They share the sea.", "They sail."]
MEETING = {"meeting": 0.9, "held": 0.9}


@pytest.fixture
def report(scene: Callable[..., Any]) -> Callable[..., Report]:
    """A report of lines; tokens named in `deps` have that relation and the head that stands so far from them."""

    def build(*lines: Any, deps: dict[str, tuple[str, int]] | None = None, places: tuple[str, ...] = ()) -> Report:
        reading, reader = scene(list(lines), NAMES)
        tokens = tuple(
            replace(t, dep=deps[t.text][0], head=i + deps[t.text][1]) if deps and t.text in deps else t
            for i, t in enumerate(reading.tokens)
        )
        mentions = tuple(replace(m, can_act=m.actor not in places) for m in reading.mentions)
        reading = replace(reading, tokens=tokens, mentions=mentions)
        return Report(reading, tellings(reading, reader))

    return build


def parties(report: Report, at: int = -1, model: str = CAREFUL) -> set[str]:
    return {s.party for s in scorer_of(model).sides(report, at % len(report.read))}


def test_features_are_those_that_the_weights_name(report: Any, line: Any) -> None:
    found = report(line("Berg met Lind in Chad.", MEETING)).features(0)
    assert set(found) == {"NOR", "SWE", "TCD"}
    assert all(set(f) == set(COLUMNS) for f in found.values())


@pytest.mark.parametrize("model", [QUICK, CAREFUL])
@pytest.mark.parametrize(
    ("text", "deps", "found"),
    [
        ("He greeted Lind in the harbour hall.", {"He": ("nsubj", 1)}, {"NOR", "SWE"}),
        ("Lind was in the harbour hall, he said.", {"he": ("nsubj", 1)}, {"SWE"}),
    ],
)
def test_pronoun_takes_part_as_the_subject_of_the_meeting(
    report: Any, line: Any, model: str, text: str, deps: dict[str, tuple[str, int]], found: set[str]
) -> None:
    roles = {"participant": ["Lind", "He", "he"], "meeting": ["greeted", "in the harbour hall"]}
    told = line(text, MEETING, roles, {"He": 0.04, "he": 0.04})  # the reader hardly sees pronouns
    assert parties(report(*map(line, MANY), told, deps=deps), model=model) == found


@pytest.mark.parametrize("model", [QUICK, CAREFUL])
def test_those_who_met_last_take_part_where_a_sentence_names_nobody(report: Any, line: Any, model: str) -> None:
    first = line("Berg met Lind.", MEETING, {"participant": ["Berg", "Lind"]})
    second = line("Negotiators will resume talks in June.", MEETING, {"participant": ["Negotiators"]})
    assert parties(report(first, second), model=model) == {"NOR", "SWE"}
    assert parties(report(*map(line, MANY), second), model=model) == set()


@pytest.mark.parametrize("model", [QUICK, CAREFUL])
def test_main_party_of_the_report_is_the_other_side_of_one_named_alone(report: Any, line: Any, model: str) -> None:
    told = line("Lind had talks about fish.", MEETING, {"participant": ["Lind"]})
    assert parties(report(*[line(f"Berg has {n} ships in Norway.") for n in range(20, 24)], told), model=model) == {"NOR", "SWE"}
    mixed = [line(f"Acme has {n} ships, Chad some of them.") for n in range(2)] + [line("Norway and Chad are far from Sweden.")]
    assert parties(report(*mixed, line("They sail."), told), model=model) == {"SWE"}


def test_host_is_no_side_where_its_name_only_says_where(report: Any, line: Any) -> None:
    quiet = [line(f"Berg and Lind have {n} ships.") for n in range(20, 24)]
    text, roles = "Berg met Lind in Chad.", {"participant": ["Berg", "Lind", "Chad"], "place": ["Chad"]}
    weak = line(text, MEETING, roles, {"Chad": 0.3})
    where = report(*quiet, weak, deps={"Chad": ("pobj", -1)}, places=("Chad",))
    assert where.features(4)["TCD"]["only a place"] == 1.0
    assert parties(where) == {"NOR", "SWE"}
    there = replace(where.reading.mentions[-1], kind=MentionKind.PERSON, can_act=True)
    acting = replace(where.reading, mentions=(*where.reading.mentions, there))
    assert Report(acting, where.read).features(4)["TCD"]["only a place"] == 0.0


def test_side_bears_the_name_of_the_sentence_else_the_last_one_before(report: Any, line: Any) -> None:
    found = report(line("Berg met Lind."), line("Norway is quiet."), line("Lind met them.", MEETING, {"participant": ["Lind"]}))
    assert found.side(2, "SWE", 0.8).name == "Erik Lind"
    side = found.side(2, "NOR", 0.7)
    assert (side.name, side.score, side.is_person) == ("Norway", 0.7, False)


@pytest.mark.parametrize(
    "damage", [lambda d: d["weights"].pop("role"), lambda d: d.pop("least"), lambda d: d.update(weights=[1])]
)
def test_file_without_a_weight_is_refused(tmp_path: Path, damage: Callable[[dict[str, Any]], Any]) -> None:
    found = {"intercept": 0.0, "least": 0.1, "weights": dict.fromkeys(COLUMNS, 1.0)}
    damage(found)
    file = tmp_path / "weights.json"
    file.write_text(json.dumps({QUICK: found}), encoding="utf-8")
    with pytest.raises(MissingModel, match=r"weights\.json"):
        SideScorer(QUICK, file)
