"""Versions of the rituals file: every one that was live or proposed, and which of them is live."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, insert, select, text, update

from bot.model import Origin, PersonId, Version
from bot.store import tables as t
from bot.store.db import Tx

_LOCK = 0x52_4F_4E_44
"""The number under which PostgreSQL holds the lock."""


def lock(tx: Tx) -> None:
    """Let nobody else decide about versions until this transaction ends; on SQLite its writer is alone anyway."""
    if tx.dialect.name != "sqlite":
        tx.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK})


def propose(
    tx: Tx, *, fingerprint: str, source: str, origin: Origin, now: datetime, by: PersonId | None = None
) -> Version:
    """Write a version down that is not live yet."""
    values = {
        "fingerprint": fingerprint,
        "source": source,
        "origin": origin,
        "state": "proposed",
        "proposed_at": now,
        "proposed_by": by,
    }
    number = tx.execute(insert(t.versions).values(values).returning(t.versions.c.id)).scalar_one()
    found = get(tx, number)
    assert found is not None
    return found


def make_live(tx: Tx, version: int, *, now: datetime, by: PersonId | None = None) -> None:
    """Let a version hold from now on; the one before becomes a past one. The caller holds the lock."""
    tx.execute(update(t.versions).where(t.versions.c.state == "live").values(state="past"))
    chosen = update(t.versions).where(t.versions.c.id == version)
    tx.execute(chosen.values(state="live", approved_by=by, live_at=now))


def discard(tx: Tx, version: int) -> bool:
    """Put a proposed version aside; False when it is not a proposed one."""
    standing = update(t.versions).where(t.versions.c.id == version, t.versions.c.state == "proposed")
    return tx.execute(standing.values(state="discarded")).rowcount == 1


def supersede(tx: Tx, origin: Origin) -> None:
    """Put aside what came this way and still waits: its source has moved on."""
    standing = update(t.versions).where(t.versions.c.origin == origin, t.versions.c.state == "proposed")
    tx.execute(standing.values(state="discarded"))


def set_proposer(tx: Tx, version: int, person: PersonId) -> None:
    """Note who first stood up for a version that came without a person."""
    tx.execute(update(t.versions).where(t.versions.c.id == version).values(proposed_by=person))


def get(tx: Tx, version: int) -> Version | None:
    """Return one version."""
    return _first(tx, select(t.versions).where(t.versions.c.id == version))


def live(tx: Tx) -> Version | None:
    """Return the version that holds."""
    return _first(tx, select(t.versions).where(t.versions.c.state == "live").order_by(t.versions.c.id.desc()).limit(1))


def live_id(tx: Tx) -> int | None:
    """Return the number of the version that holds, without its text."""
    number: int | None = tx.scalar(select(func.max(t.versions.c.id)).where(t.versions.c.state == "live"))
    return number


def latest(tx: Tx, origin: Origin) -> Version | None:
    """Return the newest version that came this way, whatever became of it."""
    of_origin = select(t.versions).where(t.versions.c.origin == origin)
    return _first(tx, of_origin.order_by(t.versions.c.id.desc()).limit(1))


def before(tx: Tx, version: int) -> Version | None:
    """Return the version that was live before this one."""
    past = select(t.versions).where(t.versions.c.state == "past", t.versions.c.id != version)
    return _first(tx, past.order_by(t.versions.c.live_at.desc(), t.versions.c.id.desc()).limit(1))


def recent(tx: Tx, count: int) -> list[Version]:
    """Return the last versions that were live, newest first."""
    lived = select(t.versions).where(t.versions.c.state.in_(("live", "past")))
    newest = lived.order_by(t.versions.c.live_at.desc(), t.versions.c.id.desc()).limit(count)
    return [_version(row) for row in tx.execute(newest)]


def _first(tx: Tx, versions: Select[Any]) -> Version | None:
    row = tx.execute(versions).first()
    return _version(row) if row else None


def _version(row: Row[Any]) -> Version:
    return Version(
        id=row.id,
        fingerprint=row.fingerprint,
        source=row.source,
        origin=row.origin,
        state=row.state,
        proposed_at=row.proposed_at,
        proposed_by=PersonId(row.proposed_by) if row.proposed_by else None,
        approved_by=PersonId(row.approved_by) if row.approved_by else None,
        live_at=row.live_at,
    )
