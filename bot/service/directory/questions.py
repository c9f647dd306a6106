"""The monthly question: does what stands in your entry still hold? Asked first, hidden then, deleted last.

One message with the values whose time ends, at most one in thirty days, at a time when people may be written to and
only where their share of messages leaves room. Whoever takes a break is left in peace, and nothing of theirs is hidden
meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.blocks import actions, button, context, payload, section
from bot.directory.audience import is_paused as is_hidden
from bot.directory.audience import today_of
from bot.directory.freshness import ASKED_BEFORE, MOST_ASKED, kept_until, may_ask_again, stale
from bot.directory.values import label
from bot.i18n import language_of
from bot.model import Directory, Field, Message, Person, PersonId, Profile, ProfileFact, Rule, Words
from bot.schedule import is_paused
from bot.service.budget import Tally, Window, Wish, local_day, place
from bot.service.context import Context
from bot.service.directory.door import tending
from bot.service.moments import read_tally, zone_for
from bot.store import halts, letters, people, profiles
from bot.store.db import Tx
from bot.store.erasure import QUESTION

CONFIRM, DROP, ALL = "fact:confirm", "fact:drop", "fact:all"
"""The actions of the buttons; their values are the numbers of values, by comma."""
BATCH = 200
WORTH = timedelta(days=4)
"""How long a question may wait for a place; the next night finds another one."""
LAST = 8


@dataclass(frozen=True)
class Round:
    """What is known while questions are written."""

    tx: Tx
    context: Context
    directory: Directory
    receivers: Mapping[PersonId, Person]
    asked: Mapping[PersonId, date]
    tally: Tally
    window: Window
    now: datetime


def ask_all(context: Context, directory: Directory, now: datetime) -> int:
    """Ask everybody who is listed, or who looks after a listed entry, and whose turn it is; return how many."""
    with context.database.read() as tx:
        if halts.halting(tx, halts.ALL):
            return 0
        ending = profiles.expiring(tx, before=now + ASKED_BEFORE)
        asked = profiles.asked(tx)
        due = [one for one in profiles.listed(tx) if one in ending and may_ask_again(asked.get(one), now.date())]
    return sum(_ask_some(context, directory, due[start : start + BATCH], now) for start in range(0, len(due), BATCH))


def question_key(person: PersonId, on: date) -> str:
    """Return what the keys of the question about an entry on a day begin with."""
    return f"{QUESTION}{person}/{on.isoformat()}"


def _ask_some(context: Context, directory: Directory, due: Iterable[PersonId], now: datetime) -> int:
    with tending(context) as tx:
        letters.lock_budget(tx)
        found = profiles.of_people(tx, due)
        receivers = people.by_ids(tx, filter(None, (_receiver(one) for one in found.values())))
        zones = {one.id: zone_for(one, context) for one in receivers.values()}
        tally = read_tally(tx, context, zones, now=now)
        round = Round(tx, context, directory, receivers, profiles.asked(tx), tally, _window(context), now)
        return sum(_ask(round, profile) for profile in found.values())


def _ask(round: Round, profile: Profile) -> bool:
    """Write one question; False where it is not the time."""
    now, today = round.now, today_of(profile, round.now)
    someone = round.receivers.get(_receiver(profile) or profile.person)
    ends = stale(profile, round.directory, now)
    if someone is None or not ends or not _may_be_asked(round, profile, someone, today):
        return False
    zone = zone_for(someone, round.context)
    wish = Wish(((someone.id, zone),), now, now + WORTH, "may")
    at = place(wish, round.tally, round.window)
    if at is None:
        return False
    round.tally.add(someone.id, local_day(at, zone))
    asked, rest = ends[:MOST_ASKED], ends[MOST_ASKED:]
    _hold(round.tx, asked, now + ASKED_BEFORE, now)
    _hold(round.tx, rest, kept_until(now, asks_next=True), now)
    profiles.asked_on(round.tx, profile.person, today)
    _write(round, profile, someone, asked, on=today, at=at, latest=wish.latest)
    return True


def _may_be_asked(round: Round, profile: Profile, someone: Person, today: date) -> bool:
    is_away = is_paused(someone, round.now, default_zone=round.context.config().timezone)
    is_in_peace = is_away or is_hidden(profile, round.now) or not someone.is_eligible
    return profile.listing.listed and not is_in_peace and may_ask_again(round.asked.get(profile.person), today)


def _hold(tx: Tx, facts: Iterable[ProfileFact], until: datetime, now: datetime) -> None:
    """Let values that are still shown stay so until an instant; those that are hidden already stay hidden."""
    shown = [one.id for one in facts if one.expires_at is not None and now < one.expires_at < until]
    profiles.postpone(tx, shown, until)


def _receiver(profile: Profile) -> PersonId | None:
    """Return who is asked about an entry: its owner, of somebody without a Slack account its keeper."""
    return profile.person if profile.slack_id else profile.listing.keeper


def _window(context: Context) -> Window:
    config = context.config()
    return Window(Rule(every="day", interval=1, days=(), at="09:00", timezone=config.timezone), config.send_between)


def _write(
    round: Round, profile: Profile, someone: Person, asked: tuple[ProfileFact, ...], *, on: date, at: datetime,
    latest: datetime,
) -> None:  # fmt: skip
    say = round.context.catalogues[language_of(someone, round.context.config().language)].say
    message = question(profile, asked, round.directory.fields, is_own=profile.person == someone.id)
    key = question_key(profile.person, on)
    opening = letters.Draft(key=f"{key}/open", op="open", people=(someone.id,), priority=LAST, not_before=at)
    post = letters.Draft(
        key=f"{key}/post",
        op="post",
        people=(someone.id,),
        after=opening.key,
        payload=payload(message, say),
        on_doubt="skip",
        priority=LAST,
        not_before=at,
        unsolicited=True,
        expires_at=latest,
    )
    round.context.engine.enqueue(round.tx, letters.add_many(round.tx, [opening, post], now=round.now))


def question(profile: Profile, asked: Iterable[ProfileFact], fields: Mapping[str, Field], *, is_own: bool) -> Message:
    """Return the question about these values, each with two buttons, and one for all."""
    said = list(asked)
    text = Words("fact.ask", {"n": len(said)}) if is_own else Words("fact.ask_kept", {"name": profile.name})
    blocks = [section(text)]
    for one in said:
        words = Words("fact.value", {"field": label(fields[one.field]), "value": one.value})
        yes = button(Words("fact.confirm"), CONFIRM, value=str(one.id))
        no = button(Words("fact.drop"), DROP, value=str(one.id))
        blocks += [section(words), actions(yes, no, block_id=f"fact~{one.id}")]
    if len(said) > 1:
        every = ",".join(str(one.id) for one in said)
        blocks.append(actions(button(Words("fact.all"), ALL, value=every, style="primary"), block_id="fact~all"))
    return Message(text=text, blocks=(*blocks, context(Words("fact.why"))))
