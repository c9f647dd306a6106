"""Know the workspace: everything at start and every night, the rest by events, which are only hints."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

import structlog

from bot.errors import DeliveryError
from bot.model import Channel, ChannelId, SlackUser
from bot.service.context import Context
from bot.store import channels, inbound, people

log = structlog.get_logger()
BATCH = 500
REMEMBERED = timedelta(days=3)
"""How long inbound keys are kept; Slack redelivers within minutes."""


def reconcile(context: Context, now: datetime) -> None:
    """Read all people, channels and the memberships that rituals need; forget old inbound keys.

    Network first, then one short transaction per page. Raises DeliveryError when Slack does not answer.
    """
    seen: set[str] = set()
    everyone = context.slack.users()
    while page := list(islice(everyone, BATCH)):
        seen.update(user.slack_id for user in page)
        with context.database.begin() as tx:
            people.upsert_many(tx, page, now=now)
    with context.database.begin() as tx:
        people.mark_missing_deactivated(tx, seen)
    known = list(context.slack.channels())
    with context.database.begin() as tx:
        channels.replace_all(tx, known)
        inbound.forget_before(tx, now - REMEMBERED)
    _sync_needed(context, known, now=now)
    log.info("people and channels are up to date", action="reconciled", people=len(seen), channels=len(known))


def sync_members(context: Context, channel: ChannelId, *, now: datetime) -> None:
    """Read one channel's members; somebody unknown is looked up, and passed over where Slack does not show them."""
    slack_ids = list(context.slack.members(channel))
    with context.database.read() as tx:
        known = people.ids_by_slack(tx, slack_ids)
    strangers = [_look_up(context, slack_id) for slack_id in slack_ids if slack_id not in known]
    with context.database.begin() as tx:
        people.upsert_many(tx, [stranger for stranger in strangers if stranger is not None], now=now)
        channels.set_members(tx, channel, people.ids_by_slack(tx, slack_ids).values())


def person_changed(context: Context, user: SlackUser, *, key: str, now: datetime) -> None:
    """Take over what Slack says of a person: new, changed, deactivated."""
    with context.database.begin() as tx:
        if inbound.first_time(tx, key, now=now):
            people.upsert(tx, user, now=now)


def member_joined(context: Context, channel: ChannelId, slack_id: str, *, key: str, now: datetime) -> None:
    """Count a person in; channels that Rondo does not know do not matter to it."""
    with context.database.read() as tx:
        someone, known = people.by_slack_id(tx, slack_id), channels.by_id(tx, channel)
    told = None if someone else _look_up(context, slack_id)
    if known is None or (someone is None and told is None):
        return
    with context.database.begin() as tx:
        if inbound.first_time(tx, key, now=now):
            someone = someone or (people.upsert(tx, told, now=now) if told else None)
            if someone is not None:
                channels.add_member(tx, channel, someone.id)


def member_left(context: Context, channel: ChannelId, slack_id: str, *, key: str, now: datetime) -> None:
    """Count a person out."""
    with context.database.begin() as tx:
        if inbound.first_time(tx, key, now=now):
            someone = people.by_slack_id(tx, slack_id)
            if someone is not None:
                channels.remove_member(tx, channel, someone.id)


def refresh_channels(context: Context, *, now: datetime) -> None:
    """Read the channels again after one was created, renamed, archived, or Rondo was invited or removed."""
    known = list(context.slack.channels())
    with context.database.begin() as tx:
        channels.replace_all(tx, known)
    _sync_needed(context, known, now=now)


def _look_up(context: Context, slack_id: str) -> SlackUser | None:
    """Return somebody as Slack describes them, None where it shows them to nobody (other companies, deleted apps)."""
    try:
        return context.slack.user(slack_id)
    except DeliveryError as error:
        if not error.permanent:
            raise
        log.info("a member cannot be looked up", action="member_unknown", outcome=error.outcome)
        return None


def _sync_needed(context: Context, known: list[Channel], *, now: datetime) -> None:
    """Read the members of the channels that rituals need; one that refuses does not stop the others."""
    for channel in _needed(context, known):
        try:
            sync_members(context, channel.id, now=now)
        except DeliveryError as error:
            if not error.permanent:
                raise
            log.warning("a channel cannot be read", action="channel_unreadable", outcome=error.outcome)


def _needed(context: Context, known: list[Channel]) -> Iterator[Channel]:
    """Return the channels whose members rituals need and Rondo may read."""
    config = context.config()
    names = {ritual.channel for ritual in config.rituals} | set(config.managers.channels)
    for channel in known:
        if channel.name in names and not channel.is_archived and (channel.is_member or not channel.is_private):
            yield channel


def reconcile_or_wait(context: Context, now: datetime) -> bool:
    """Reconcile; return False when Slack does not answer, so that the caller tries again later."""
    try:
        reconcile(context, now)
    except DeliveryError as error:
        log.warning("people could not be read", action="reconcile_failed", outcome=error.outcome)
        return False
    return True
