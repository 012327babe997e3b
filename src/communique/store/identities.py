"""A person's word on actors: who is the same as whom. Appended, never changed; who stands under which name is computed.

Ids of rows do not depend on actors, so nothing here changes one.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from communique.errors import NotInRecord, StoreConflict
from communique.store.journal import write_log
from communique.store.queries.actors import merged_into
from communique.store.tables import actor_judgements, actors
from communique.store.types import now


def merge_actors(connection: Connection, into: str, others: Sequence[str], *, coder: str, note: str) -> list[str]:
    """Merge `others` into `into`; the ids that were merged."""
    _check_known(connection, [into, *others])
    standing = merged_into(connection)
    if into in standing:
        raise StoreConflict(f"actor {into} is itself merged into {standing[into]}: merge into that one, or split {into} first")
    for actor_id in others:
        if actor_id == into:
            raise StoreConflict(f"actor {into} cannot be merged into itself")
        if actor_id in standing:
            raise StoreConflict(f"actor {actor_id} is merged into {standing[actor_id]} already: split it first")
        _append(connection, "merge", actor_id, into, coder, note)
    return list(others)


def split_actor(connection: Connection, actor_id: str, *, coder: str, note: str) -> None:
    """Let an actor stand for itself again."""
    _check_known(connection, [actor_id])
    if actor_id not in merged_into(connection):
        raise StoreConflict(f"actor {actor_id} is not merged into another")
    _append(connection, "split", actor_id, None, coder, note)


def _check_known(connection: Connection, ids: Sequence[str]) -> None:
    known = set(connection.execute(select(actors.c.id).where(actors.c.id.in_(ids))).scalars())
    for actor_id in ids:
        if actor_id not in known:
            raise NotInRecord(f"no actor {actor_id[:40]!r} in this store: `communique actors list` shows their ids")


def _append(connection: Connection, verdict: str, actor_id: str, into: str | None, coder: str, note: str) -> None:
    at = now()
    values = {"verdict": verdict, "actor_id": actor_id, "into_id": into, "coder": coder, "at": at, "note": note}
    connection.execute(actor_judgements.insert().values(**values))
    write_log(connection, f"{verdict} actor", coder, details={"actor": actor_id, "into": into, "note": note}, at=at)
