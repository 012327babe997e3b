"""`communique picture`: what a store holds as pictures; the joins between analyses and their charts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from communique.analysis.convergence import find_convergence
from communique.analysis.discourse_network import build_network
from communique.analysis.frequency import count_values
from communique.analysis.layout import spring_positions
from communique.analysis.network import Network
from communique.analysis.options import NetworkOptions
from communique.analysis.position import PositionOptions, find_positions
from communique.errors import UsageError
from communique.report.charts import bar_chart, matrix_chart
from communique.report.convergence_chart import convergence_chart
from communique.report.ledger_chart import ledger_chart
from communique.report.network_chart import network_chart
from communique.report.picture import Picture
from communique.report.timeline import timeline_chart
from communique.runner.known import check_codebook, check_known
from communique.runner.stored import (
    Json,
    add_clusters,
    alignment_rows,
    commitment_ledger,
    first_of_each,
    meeting_to_json,
    merged_meetings,
    settlements,
    statement_rows,
    story_clusters,
    with_settlements,
)
from communique.store.store import open_store

KINDS = ("timeline", "matrix", "network", "twomode", "bars", "convergence", "ledger")
COUNTING = frozenset({"matrix", "network", "twomode", "convergence"})  # in which a story that many printed counts once


def timeline_svg(records: Sequence[Json], *, as_of: str | None = None) -> Picture:
    """Meetings, due dates and statements of some records over time."""
    meetings = [meeting_to_json(m) for m in merged_meetings(records)]
    commitments = [row for record in first_of_each(records) for row in record["commitments"]]
    return timeline_chart(meetings, commitments, list(statement_rows(records)), as_of=as_of)


def network_svg(
    network: Network, *, seed: int = 0, title: str = "Who agrees with whom", names: Mapping[str, str] | None = None
) -> Picture:
    """A network as a picture; the same seed gives the same picture."""
    places = spring_positions(network, seed=seed)
    return network_chart(network.node_rows(), network.rows, places, title=title, names=names)


def report_pictures(records: Sequence[Json], *, as_of: str | None = None) -> list[Picture]:
    """The pictures of a report: the timeline, and the network of parties if at least three are tied."""
    pictures = [timeline_svg(records, as_of=as_of)]
    statements = _sided(statement_rows(records))
    if not statements:
        return pictures
    network = party_network(statements)
    if len({label for tie in network.rows for label in (tie["source"], tie["target"])}) > 2:
        pictures.append(network_svg(network))
    return pictures


def party_network(statements: Iterable[Json]) -> Network:
    """Agreement less conflict of parties over issues, each pair by how much it says; a story counts a stance once.

    A conditional stance makes no tie.
    """
    options = NetworkOptions(
        type="onemode", variable1="party", variable2="issue", qualifier="agreement", qualifier_type="boolean",
        aggregation="subtract", normalization="average", duplicates="cluster",
    )  # fmt: skip
    return _network(statements, options)


def issue_network(statements: Iterable[Json]) -> Network:
    """Parties and issues: support less opposition; a story counts a stance once."""
    options = NetworkOptions(
        type="twomode", variable1="party", variable2="issue", qualifier="agreement", qualifier_type="boolean",
        aggregation="subtract", duplicates="cluster",
    )  # fmt: skip
    return _network(statements, options)


def _network(statements: Iterable[Json], options: NetworkOptions) -> Network:
    names = ("document_id", "date", "party", "issue", "agreement", "actor", "outlet", "start", "cluster")
    rows = [{n: s.get(n) for n in names} for s in _sided(statements)]
    if not rows:
        raise UsageError("no statement supports or opposes anything: there is no network to draw")
    network = build_network(rows, options)
    assert isinstance(network, Network)  # no window was asked for
    return network


def _sided(statements: Iterable[Json]) -> list[Json]:
    """Those that support or oppose: a conditional stance makes no tie and no bar."""
    return [s for s in statements if s["agreement"] is not None]


def make_picture(
    records: Sequence[Json],
    kind: str,
    *,
    labels: Mapping[str, str] | None = None,
    parties: Sequence[str] = (),
    by: str = "party",
    window: str = "days:90",
    as_of: str | None = None,
    seed: int = 0,
) -> Picture:
    """A picture of some records.

    Args:
        records: in the interchange format; a story that they give a `cluster` counts once, else each document does.
        kind: one of `KINDS`.
        labels: of the issues, by id.
        parties: of `convergence`, the two.
        by: of `matrix` and `bars`, whose statements: party or actor.
        window: of `convergence`.
        as_of: a day marked in `timeline` and `ledger`.
        seed: of the places in `network` and `twomode`.

    Raises:
        UsageError: there is no such kind, or no statement, or not two parties.
        NotInRecord: of `convergence`, the records say nothing of a party.
    """
    if kind not in KINDS:
        raise UsageError(f"no picture {kind[:40]!r}; there is {', '.join(KINDS)}")
    if kind == "timeline":
        return timeline_svg(records, as_of=as_of)
    if kind == "ledger":
        return ledger_chart(commitment_ledger(records), as_of=as_of)
    statements = list(statement_rows(records))
    if not statements:
        raise UsageError(f"no statements to draw a {kind} of: run `communique run` with a codebook first")
    if kind == "matrix":
        return matrix_chart(find_positions(statements, options=PositionOptions(by=by)).rows, by=by, labels=labels)
    if kind == "network":
        return network_svg(party_network(statements), seed=seed)
    if kind == "twomode":
        return network_svg(issue_network(statements), seed=seed, title="Parties and issues", names=labels)
    if kind == "bars":
        return _bars(statements, by)
    if len(parties) != 2:
        raise UsageError(f"convergence is of two parties, not {len(parties)}: name both")
    check_known(records, parties)
    found = find_convergence(statements, *parties, alignments=alignment_rows(records), window=window)
    return convergence_chart(found.rows, found.alert_rows())


def _bars(statements: Sequence[Json], by: str) -> Picture:
    names = ("document_id", "date", "agreement", by)
    rows = [{n: s.get(n) for n in names} for s in _sided(statements) if s[by]]
    options = NetworkOptions(aggregation="combine", qualifier="agreement", qualifier_type="boolean")
    return bar_chart(count_values(rows, by, options).rows, by, title=f"Statements by {by}")


def write_picture(
    store_path: str, kind: str, out: Path, *, codebook: str | None = None, as_of: str | None = None, **options: Any
) -> Picture:
    """Write a picture of a store's record; the ending of `out` says as what: .svg, .png or .json.

    Args:
        options: of `make_picture`: `parties`, `by`, `window`, `seed`.

    Raises:
        UsageError: there is no such picture or ending.
        MissingExtra: a PNG needs vl-convert-python.
    """
    with open_store(store_path, create=False) as store:
        check_codebook(store, codebook)
        labels = {i.id: i.label for c in store.codebooks() if codebook in (None, c.id) for i in c.issues}
        settled = settlements(store, as_of=as_of)
        records = list(with_settlements(store.iter_records(as_of=as_of, codebook=codebook), settled))
        if kind in COUNTING:
            records = list(add_clusters(records, story_clusters(store.documents(as_of=as_of))))
    picture = make_picture(records, kind, labels=labels, as_of=as_of, **options)
    picture.write(out)
    return picture
