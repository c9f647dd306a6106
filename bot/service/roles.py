"""Who has which role now, found out from the rituals file and from what Rondo knows of people, channels and groups."""

from __future__ import annotations

from collections.abc import Iterable

from bot.access import Action, Standing, may
from bot.config import Config
from bot.errors import UserError
from bot.model import Person, PersonId
from bot.service.audience import resolve
from bot.service.context import Context
from bot.service.people import fresh
from bot.store import people
from bot.store.db import Tx


def standing_of(tx: Tx, config: Config, someone: Person) -> Standing:
    """Return what somebody is to the rituals of a file, as the store knows them inside this transaction."""
    known = fresh(tx, someone)
    return Standing(
        is_eligible=known.is_eligible,
        is_manager=known.id in resolve(tx, config.managers),
        owns=frozenset(ritual.id for ritual in config.rituals if known.slack_id in ritual.owner),
    )


def managers(tx: Tx, config: Config) -> tuple[Person, ...]:
    """Return the managers who are there, ordered by id."""
    return _present(tx, resolve(tx, config.managers))


def responsible(tx: Tx, config: Config, *, rituals: Iterable[str] = ()) -> tuple[Person, ...]:
    """Return who hears of the file: the managers and the owners of these rituals; with nobody of them, all owners."""
    concerned = frozenset(rituals)
    owners = [name for ritual in config.rituals if ritual.id in concerned for name in ritual.owner]
    found = _present(tx, {*resolve(tx, config.managers), *people.ids_by_slack(tx, owners).values()})
    everyone = [name for ritual in config.rituals for name in ritual.owner]
    return found or _present(tx, people.ids_by_slack(tx, everyone).values())


def in_charge(tx: Tx, config: Config, ritual_id: str) -> tuple[Person, ...]:
    """Return who looks after a ritual: its owners who are there, where there are none the managers."""
    named = [name for ritual in config.rituals if ritual.id == ritual_id for name in ritual.owner]
    return _present(tx, people.ids_by_slack(tx, named).values()) or managers(tx, config)


def insist(tx: Tx, context: Context, someone: Person, action: Action, *, rituals: frozenset[str] = frozenset()) -> None:
    """Raise UserError unless this person may do this now."""
    if not may(standing_of(tx, context.config(), someone), action, rituals=rituals):
        raise UserError("roles.not_allowed")


def allows(context: Context, someone: Person, action: Action, *, rituals: frozenset[str] = frozenset()) -> bool:
    """Return whether this person may do this now."""
    with context.database.read() as tx:
        return may(standing_of(tx, context.config(), someone), action, rituals=rituals)


def _present(tx: Tx, ids: Iterable[PersonId]) -> tuple[Person, ...]:
    found = people.by_ids(tx, ids).values()
    return tuple(sorted((one for one in found if one.is_eligible), key=lambda one: one.id))
