"""The operator's table of people: entries for those with a Slack account, and for those without.

What somebody wrote themselves, or what Slack says, is never overwritten. Nobody is listed unless the table says so, and
it decides that only for people who never said a word themselves: whoever runs Rondo must have their consent. Whoever
deleted everything stays out.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.directory.table import SLACK_ID, Cell, Fault, Row, Table, read
from bot.directory.values import expiry
from bot.model import Directory, Listing, PersonId, Profile, ProfileFact, Words
from bot.service.context import Context
from bot.service.directory.door import tending
from bot.service.directory.entries import directory_of
from bot.service.directory.index import refresh_many
from bot.store import people, profiles
from bot.store.db import Tx

BATCH = 500


@dataclass
class Imported:
    """What came of a table: how many people, how many of them are listed, and what is wrong with the other rows."""

    people: int = 0
    listed: int = 0
    faults: list[Fault] = field(default_factory=list)


def import_people(context: Context, source: str, *, now: datetime, dry: bool = False) -> Imported:
    """Take over all good rows of a table, some hundred in a transaction; `dry`: only look. Raises UserError."""
    directory = directory_of(context)
    table = read(source, directory)
    done = Imported(faults=list(table.faults))
    known, outside = _known(context, table)
    rows = [row for row in table.rows if _is_sound(row, known, outside, done)]
    for start in range(0, len(rows), BATCH):
        some = rows[start : start + BATCH]
        if dry:
            done.people += len(some)
            done.listed += sum(row.switches.get("listed", False) for row in some)
            continue
        with tending(context) as tx:
            _take(tx, context, directory, some, done, now)
    done.faults.sort(key=lambda one: one.line)
    return done


def _known(context: Context, table: Table) -> tuple[dict[str, Profile], set[str]]:
    """Return the people of the workspace whom the table names, by Slack id, and the ids of those without an account."""
    named = {row.id for row in table.rows} | {row.keeper for row in table.rows if row.keeper}
    named |= {one for row in table.rows for cell in row.cells.values() for one in cell.others if one}
    with context.database.read() as tx:
        ids = people.ids_by_slack(tx, sorted(named))
        found = profiles.heads(tx, ids.values())
        outside = set(profiles.by_outside_ids(tx, sorted(named)))
    return {slack_id: found[person] for slack_id, person in ids.items()}, outside | {row.id for row in table.rows}


def _is_sound(row: Row, known: Mapping[str, Profile], named: set[str], done: Imported) -> bool:
    """Return whether a row fits to the workspace; what does not is noted."""
    why = None
    keeper, subject = known.get(row.keeper), known.get(row.id)
    deputies = [one for cell in row.cells.values() for one in cell.others if one]
    if row.is_slack and subject is not None and not subject.is_eligible:
        why = Words("people.row.guest", {"id": row.id})
    elif row.keeper and (row.is_slack or keeper is None or not keeper.is_eligible):
        why = Words("people.row.keeper" if not row.is_slack else "people.row.keeps_slack", {"cell": row.keeper})
    elif strange := [one for one in deputies if one == row.id or (one not in known and one not in named)]:
        why = Words("people.row.deputy", {"cell": strange[0]})
    if why is not None:
        done.faults.append(Fault(row.line, why))
    return why is None


def _take(tx: Tx, context: Context, directory: Directory, rows: Sequence[Row], done: Imported, now: datetime) -> None:
    ids = _enrolled(tx, rows, now)
    found = profiles.of_people(tx, {ids[row.id] for row in rows})
    said = profiles.said(tx, found)
    changed: dict[PersonId, dict[str, list[ProfileFact]]] = {}
    listings: dict[PersonId, Listing] = {}
    for row in rows:
        profile = found[ids[row.id]]
        if said.get(profile.person) == "deleted":
            continue
        changed[profile.person] = _values(directory, profile, row, ids, now)
        listings[profile.person] = _listing(profile, row, ids, is_own=profile.person in said)
    profiles.replace_many(tx, changed)
    profiles.set_listings(tx, listings)
    people.set_timezones(tx, {ids[row.id]: row.timezone for row in rows if row.timezone and not row.is_slack})
    refresh_many(tx, context, list(changed), now=now)
    done.people += len(changed)
    done.listed += sum(one.listed for one in listings.values())


def _enrolled(tx: Tx, rows: Sequence[Row], now: datetime) -> dict[str, PersonId]:
    """Return the person behind each id that the rows name; whoever is new is written down."""
    deputies = {one for row in rows for cell in row.cells.values() for one in cell.others if one}
    named = sorted({row.id for row in rows} | deputies)
    slack_ids = [one for one in named if SLACK_ID.fullmatch(one)]
    known = people.ids_by_slack(tx, [*slack_ids, *(row.keeper for row in rows if row.keeper)])
    new = {one: PersonId(f"p{uuid.uuid4().hex}") for one in slack_ids if one not in known}
    people.enrol(tx, new, now=now)
    outside = profiles.enrol_outside(tx, [one for one in named if one not in {*known, *new}], now=now)
    return {**known, **people.ids_by_slack(tx, new), **outside}


def _values(
    directory: Directory, profile: Profile, row: Row, ids: Mapping[str, PersonId], now: datetime
) -> dict[str, list[ProfileFact]]:
    """Return the fields that the table decides, with their values; the others belong to the person, or to Slack."""
    told = {}
    for name, cell in row.cells.items():
        standing = [one for one in profile.facts if one.field == name]
        if all(one.source == "import" for one in standing):
            told[name] = _facts(directory, name, cell, ids, now)
    return told


def _facts(
    directory: Directory, name: str, cell: Cell, ids: Mapping[str, PersonId], now: datetime
) -> list[ProfileFact]:
    until = expiry(directory.fields[name], now)
    pairs = zip(cell.values, cell.others, strict=False) if cell.others else ((value, "") for value in cell.values)
    return [
        ProfileFact(name, value, cell.audience, "import", now, until, ids[other] if other else None)
        for value, other in pairs
    ]


def _listing(profile: Profile, row: Row, ids: Mapping[str, PersonId], *, is_own: bool) -> Listing:
    """Return the switches as they stand then: those of whoever ever set one themselves stay as they are."""
    own = profile.listing
    keeper = ids[row.keeper] if row.keeper else own.keeper
    if is_own:
        return replace(own, keeper=keeper)
    told = row.switches
    return replace(
        own,
        listed=told.get("listed", own.listed),
        expert=told.get("expert", own.expert),
        contactable=told.get("contactable", own.contactable),
        keeper=keeper,
    )
