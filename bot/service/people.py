"""Who is asking: the person behind a Slack id, learnt from Slack where the store does not know them yet."""

from __future__ import annotations

from datetime import datetime

from bot.errors import UserError
from bot.i18n import language_of
from bot.model import Language, Person
from bot.service.context import Context
from bot.store import people
from bot.store.db import Tx


def whoever(context: Context, slack_id: str, *, now: datetime) -> Person:
    """Return the person behind a Slack id; asks Slack about somebody new. Raises DeliveryError."""
    with context.database.read() as tx:
        known = people.by_slack_id(tx, slack_id)
    if known is not None:
        return known
    told = context.slack.user(slack_id)
    with context.database.begin() as tx:
        return people.upsert(tx, told, now=now)


def language_for(context: Context, slack_id: str) -> Language:
    """Return the language for somebody, without asking Slack."""
    with context.database.read() as tx:
        known = people.by_slack_id(tx, slack_id)
    return language_of(known, context.config().language) if known else context.config().language


def insist_eligible(someone: Person) -> None:
    """Raise UserError for guests and everybody else whom rituals do not involve."""
    if not someone.is_eligible:
        raise UserError("guest")


def fresh(tx: Tx, someone: Person) -> Person:
    """Return the person as the store knows them inside this transaction."""
    return people.by_ids(tx, [someone.id])[someone.id]
