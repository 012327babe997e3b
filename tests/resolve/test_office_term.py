"""Terms of office learned from dated reports."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from communique.model.reading import Office
from communique.resolve.office_learning import learn_offices
from communique.resolve.office_term import who_held


def named(person: str, published: str | None, *, role: str = "president", party: str = "FRA", former: bool = False):
    """One report of that day that gives the office to the person."""
    return (f"{person}-{published}", published, Office(person, role, party, former, 0, 10))


def test_spellings_of_one_name_are_one_term() -> None:
    terms = learn_offices(
        [
            named("François Hollande", "2013-02-28"),
            named("Francois Hollande", "2014-01-02"),
            named("Hollande", "2015-11-27T08:00"),
        ]
    )
    assert [(t.n_documents, t.seen_from, t.seen_to) for t in terms] == [(3, date(2013, 2, 28), date(2015, 11, 27))]


def test_outside_the_days_seen_the_holder_is_unknown() -> None:
    terms = learn_offices([named("Francois Hollande", "2013-02-28"), named("Francois Hollande", "2015-11-27")])
    assert who_held(terms, "president", "FRA", date(2014, 6, 1)) is not None
    assert who_held(terms, "president", "FRA", date(2015, 12, 20)) is not None
    assert who_held(terms, "president", "FRA", date(2018, 1, 1)) is None
    assert who_held(terms, "prime minister", "FRA", date(2014, 6, 1)) is None


def test_a_predecessor_named_in_passing_is_not_the_holder() -> None:
    current = [named("Emmanuel Macron", f"2018-0{m}-0{d}") for m in (3, 4) for d in (1, 2, 3)]
    terms = learn_offices([*current, named("Francois Hollande", "2016-03-01"), named("Francois Hollande", "2018-04-02")])
    held = {t.person: t for t in terms}
    assert held["Francois Hollande"].seen_to == date(2016, 3, 1)
    assert who_held(terms, "president", "FRA", date(2018, 4, 2)).person == "Emmanuel Macron"  # type: ignore[union-attr]


def test_called_former_ends_the_term() -> None:
    terms = learn_offices([named("Francois Hollande", "2017-05-01"), named("Francois Hollande", "2017-05-20", former=True)])
    assert terms[0].ended_by == date(2017, 5, 20)
    assert who_held(terms, "president", "FRA", date(2017, 5, 10)) is not None
    assert who_held(terms, "president", "FRA", date(2017, 5, 25)) is None


def test_reports_without_a_date_teach_nothing() -> None:
    assert learn_offices([named("Francois Hollande", None), named("Francois Hollande", "yesterday")]) == []


DAYS = st.dates(date(2010, 1, 1), date(2020, 1, 1)).map(date.isoformat)


@given(st.lists(st.tuples(st.sampled_from(["Ann Low", "Ben High", "Low"]), DAYS), max_size=12), st.randoms())
def test_terms_do_not_depend_on_the_order_of_reports(rows: list[tuple[str, str]], random) -> None:
    evidence = [named(person, day) for person, day in rows]
    shuffled = list(evidence)
    random.shuffle(shuffled)
    first, second = learn_offices(evidence), learn_offices(shuffled)
    assert [(t.person, t.seen_from, t.seen_to) for t in first] == [(t.person, t.seen_from, t.seen_to) for t in second]
    assert all(t.seen_from <= t.seen_to and t.n_documents >= 1 for t in first)
