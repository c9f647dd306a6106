"""Know the workspace: everything at start and every night, the rest by events, which are only hints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import islice

import structlog

from bot.config.needs import needs_of
from bot.errors import DeliveryError
from bot.model import Channel, ChannelId, Person, PersonId, SlackUser
from bot.service.arrivals import welcome
from bot.service.audience import takes_part
from bot.service.context import Context
from bot.service.departures import see_off, see_off_all
from bot.service.directory.index import refresh_due
from bot.service.directory.leaving import hide_gone
from bot.service.directory.surface import is_barred, note_shared
from bot.service.directory.sync import find_fields, read_listed, take_over
from bot.service.directory.tending import tend
from bot.service.owners import tell_shared
from bot.service.people import fresh
from bot.service.profiles import SLICE, begin_reading, line_up, read_some
from bot.service.tidying import tidy
from bot.store import channels, inbound, people, user_groups
from bot.store.db import Tx

log = structlog.get_logger()
BATCH = 500
REMEMBERED = timedelta(days=3)
"""How long inbound keys are kept; Slack redelivers within minutes."""


def keep_up(context: Context, known_on: date | None, now: datetime) -> date | None:
    """Do what is due of knowing the workspace; return on which day all of it was last read, None for never.

    Everything at start and every day from three o'clock UTC on; what the rituals file needs, when it has changed; and
    a few profiles each time, until all that are needed were read.
    """
    if known_on is None or (now.date() > known_on and now.hour >= 3):
        known_on = now.date() if reconcile_or_wait(context, now) else known_on
        tidy(context, now)
        tend(context, now)
    elif context.reading.fingerprint != context.config().fingerprint:
        refresh_due(context, now)
        _answered(lambda: refresh_channels(context, now=now, whole=True))
    else:
        refresh_due(context, now, every=timedelta(hours=1))
    is_reading = context.reading.whole
    done = read_some(context, now)
    read_listed(context, now, most=SLICE - done)
    if is_reading and not context.reading.whole:  # now the departments of all are known
        see_off_all(context, now=now)
    return known_on


def reconcile(context: Context, now: datetime) -> None:
    """Read all people, channels, and the memberships and groups that rituals need; forget old inbound keys.

    Network first, then one short transaction per page. Raises DeliveryError when Slack does not answer.
    """
    seen: set[str] = set()
    everyone = context.slack.users()
    while page := list(islice(everyone, BATCH)):
        seen.update(user.slack_id for user in page)
        with context.database.begin() as tx:
            take_over(tx, context, page, now=now)
    with context.database.begin() as tx:
        people.mark_missing_deactivated(tx, seen)
        hide_gone(tx, context, now=now)
        inbound.forget_before(tx, now - REMEMBERED)
    known = refresh_channels(context, now=now, whole=True)
    log.info("people and channels are up to date", action="reconciled", people=len(seen), channels=known)


def sync_members(context: Context, channel: ChannelId, *, now: datetime) -> None:
    """Read one channel's members; somebody unknown is looked up, and passed over where Slack does not show them."""
    slack_ids = frozenset(context.slack.members(channel))
    with context.database.read() as tx:
        known = people.ids_by_slack(tx, slack_ids)
        if len(known) == len(slack_ids) and channels.member_ids(tx, channel) == frozenset(known.values()):
            return
    members = _met(context, slack_ids, now=now)
    with context.database.begin() as tx:
        channels.set_members(tx, channel, members)


def refresh_groups(context: Context, *, now: datetime) -> None:
    """Read the user groups that rituals name, with their members; of others nothing is read or kept."""
    needed = needs_of(context.config(), context.kinds).user_groups
    told = [group for group in context.slack.user_groups() if group.handle in needed] if needed else []
    members = {group: _met(context, context.slack.group_members(group.id), now=now) for group in told}
    with context.database.begin() as tx:
        user_groups.replace_all(tx, members)


def group_changed(context: Context, group: str, handle: str, *, now: datetime) -> None:
    """Read the groups again after one that matters was made, renamed, or has other members; may be repeated."""
    with context.database.read() as tx:
        known = user_groups.is_known(tx, group)
    if known or handle in needs_of(context.config(), context.kinds).user_groups:
        refresh_groups(context, now=now)
        see_off_all(context, now=now)


def person_changed(context: Context, user: SlackUser, *, key: str, now: datetime) -> None:
    """Take over what Slack says of a person: new, changed, deactivated."""
    with context.database.begin() as tx:
        if not inbound.first_time(tx, key, now=now):
            return
        known = people.by_slack_id(tx, user.slack_id)
        take_over(tx, context, [user], now=now)
        someone = people.upsert(tx, user, now=now)
        if not someone.is_eligible:
            see_off(tx, context, someone, now=now)
    if known is None:
        line_up(context, someone.id)


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
                _count_in(tx, context, someone, channel, now=now)
    if someone is not None:
        line_up(context, someone.id)


def _count_in(tx: Tx, context: Context, someone: Person, channel: ChannelId, *, now: datetime) -> None:
    """Add somebody to a channel; rounds that run there already have something for them."""
    rituals = [one for one in context.config().rituals if context.kinds[one.kind].has_members]
    before = {one.id for one in rituals if takes_part(tx, one, someone)}
    channels.add_member(tx, channel, someone.id)
    for ritual in rituals:
        if ritual.id not in before and takes_part(tx, ritual, someone):
            welcome(tx, context, ritual, fresh(tx, someone), now=now)


def member_left(context: Context, channel: ChannelId, slack_id: str, *, key: str, now: datetime) -> None:
    """Count a person out."""
    with context.database.begin() as tx:
        if inbound.first_time(tx, key, now=now):
            someone = people.by_slack_id(tx, slack_id)
            if someone is not None:
                channels.remove_member(tx, channel, someone.id)
                see_off(tx, context, someone, now=now)


def refresh_channels(context: Context, *, now: datetime, whole: bool = False) -> int:
    """Read the channels again after one was created, renamed, archived, or Rondo was invited or removed.

    With `whole` also the user groups and profile fields that the rituals file needs. Return the number of channels.
    """
    fingerprint = context.config().fingerprint
    known = list(context.slack.channels())
    with context.database.begin() as tx:
        before = channels.shared_ids(tx)
        channels.replace_all(tx, known)
        note_shared(tx, before, now=now)
    _ask_owners(context, known, now=now)
    for channel in _needed(context, known):
        _tolerated("channel", lambda channel=channel: sync_members(context, channel.id, now=now))  # type: ignore[misc]
    if whole:
        _tolerated("user_groups", lambda: refresh_groups(context, now=now))
        _tolerated("profiles", lambda: begin_reading(context))
        _tolerated("profiles", lambda: find_fields(context, now=now))
        context.reading.fingerprint = fingerprint
    see_off_all(context, now=now)
    return len(known)


def _ask_owners(context: Context, known: Iterable[Channel], *, now: datetime) -> None:
    """Tell whoever looks after a ritual that pauses, since another company reads its channel, what can be done."""
    shared = {channel.name: channel for channel in known if channel.is_shared and not channel.is_archived}
    for ritual in context.config().rituals:
        if not ritual.paused and is_barred(ritual, shared.get(ritual.channel)):
            tell_shared(context, ritual, now=now)


def _met(context: Context, slack_ids: Iterable[str], *, now: datetime) -> list[PersonId]:
    """Return who these are; somebody unknown is looked up, and passed over where Slack does not show them."""
    wanted = list(slack_ids)
    with context.database.read() as tx:
        known = people.ids_by_slack(tx, wanted)
    looked_up = [_look_up(context, slack_id) for slack_id in wanted if slack_id not in known]
    strangers = [stranger for stranger in looked_up if stranger is not None]
    if not strangers:
        return list(known.values())
    with context.database.begin() as tx:
        people.upsert_many(tx, strangers, now=now)
        return list(people.ids_by_slack(tx, wanted).values())


def _look_up(context: Context, slack_id: str) -> SlackUser | None:
    """Return somebody as Slack describes them, None where it shows them to nobody (other companies, deleted apps)."""
    try:
        return context.slack.user(slack_id)
    except DeliveryError as error:
        if not error.permanent:
            raise
        log.info("a member cannot be looked up", action="member_unknown", outcome=error.outcome)
        return None


def _tolerated(what: str, read: Callable[[], object]) -> None:
    """Read something; where Slack refuses it for good, the rest goes on, and `rondo doctor` says what to do."""
    try:
        read()
    except DeliveryError as error:
        if not error.permanent:
            raise
        log.warning("Slack does not let Rondo read it", action="unreadable", what=what, outcome=error.outcome)


def _needed(context: Context, known: list[Channel]) -> Iterator[Channel]:
    """Return the channels whose members rituals need and Rondo may read."""
    names = needs_of(context.config(), context.kinds).channels
    for channel in known:
        if channel.name in names and not channel.is_archived and (channel.is_member or not channel.is_private):
            yield channel


def reconcile_or_wait(context: Context, now: datetime) -> bool:
    """Reconcile; return False when Slack does not answer, so that the caller tries again later."""
    return _answered(lambda: reconcile(context, now))


def _answered(read: Callable[[], object]) -> bool:
    try:
        read()
    except DeliveryError as error:
        log.warning("people could not be read", action="reconcile_failed", outcome=error.outcome)
        return False
    return True
