"""Every row comes back equal from columns and from JSON, whatever is in it."""

from __future__ import annotations

import json
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.model.document import Span
from communique.model.record import ROW_TYPES, Bound, Mode, Participant, Record, Stance
from communique.store.codec import KIND_TABLES, pack, row_content_key, unpack

from .conftest import make_document, make_record

words = st.text(max_size=12)
spans = st.lists(st.builds(Span, st.integers(0, 50), st.integers(50, 99)), max_size=3).map(tuple)
BY_NAME = {
    "start": st.integers(0, 50),
    "end": st.integers(50, 99),
    "confidence": st.floats(0, 1).map(lambda f: round(f, 4)),
    "actor_confidence": st.none() | st.floats(0, 1),
    "source": spans,
    "cue": spans,
    "content": spans,
    "mode": st.sampled_from(Mode),
    "stance": st.sampled_from(Stance),
    "bound": st.sampled_from(Bound),
    "parties": st.lists(words, max_size=3).map(tuple),
    "by": st.lists(words, max_size=3).map(tuple),
    "participants": st.lists(st.builds(Participant, words, words), max_size=3).map(tuple),
    "value": st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False),
    "conditional": st.booleans(),
}
OPTIONAL = ("due", "due_text", "place", "date", "issue")


def strategy_of(row_type):
    def of(name):
        if name == "source" and row_type.kind == "figures":
            return st.none() | words
        optional = name in OPTIONAL and row_type.kind != "statements"
        return BY_NAME[name] if name in BY_NAME else st.none() | words if optional else words

    return st.builds(row_type, **{name: of(name) for name in (f.name for f in fields(row_type))})


@pytest.mark.parametrize("row_type", ROW_TYPES)
@given(data=st.data())
def test_json_round_trip(row_type, data):
    row = data.draw(strategy_of(row_type))
    assert unpack(row.kind, json.loads(json.dumps(pack(row)))) == row


@pytest.mark.parametrize("row_type", ROW_TYPES)
@given(data=st.data())
def test_column_round_trip(row_type, data):
    row = data.draw(strategy_of(row_type))
    kind = KIND_TABLES[row.kind]
    line = kind.to_columns(row) | ({"codebook": row.codebook} if row.kind == "statements" else {})
    assert kind.from_columns(line, kind.to_lists(row, 1)) == row
    assert {"span_start", "span_end", "maker"} <= set(line) <= {c.name for c in kind.table.c}


@pytest.mark.parametrize("row_type", ROW_TYPES)
def test_content_key_sees_every_field_but_confidence(row_type):
    (row,) = getattr(make_record(), row_type.kind)
    key = row_content_key(row)
    assert row_content_key(replace(row, confidence=0.1)) == key
    for name, value in pack(row).items():
        if isinstance(value, str) and name not in ("stance", "mode", "bound"):
            assert row_content_key(replace(row, **{name: value + "x"})) != key, name


def test_whole_and_broken_numbers_stay_what_they_are(store, keep):
    text = "Spain sent 40 trucks and 2.5 tonnes; 93000 people waited."
    (figure,) = make_record().figures
    found = [("40 trucks", 40), ("2.5 tonnes", 2.5), ("93000 people", 93_000.0)]
    rows = [
        replace(figure, value=value, evidence=words, start=text.index(words), end=text.index(words) + len(words))
        for words, value in found
    ]
    keep(make_document(text), Record(figures=tuple(rows)))
    assert [(s.row.value, type(s.row.value)) for s in store.iter_rows("figures")] == [(40, int), (2.5, float), (93_000.0, float)]
