"""The letters about a decision: to those in charge, who are asked for it, and to everybody, who reads it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from bot.blocks import actions, button, header, section
from bot.blocks import context as small_print
from bot.model import (
    Block,
    Channel,
    ChannelId,
    DecisionItem,
    Letter,
    Message,
    Person,
    PersonId,
    Ritual,
    Run,
    State,
    Words,
)
from bot.schedule import is_paused
from bot.service.audience import willing
from bot.service.context import Context
from bot.service.directory.surface import is_barred
from bot.service.halting import title_of as ritual_title
from bot.service.moments import arrange
from bot.service.notices import tell
from bot.store import channels, letters, people
from bot.store.db import Tx

OPEN = "decision:open"
STEP = "decided"
"""The step in the keys of what tells everybody, `run/decided/…`."""
WORTH = timedelta(days=7)
"""How long it is worth telling somebody alone."""


def title_of(context: Context, run: Run) -> Words:
    """Return what the ritual of a run is called."""
    return ritual_title(context, run.ritual)


def write_asked(
    tx: Tx, context: Context, ritual: Ritual, run: Run, asked: Sequence[Person], *, waits: bool, now: datetime
) -> None:
    """Ask those in charge what was decided."""
    tell(tx, context, asked, question(ritual, run, waits=waits), key=f"decision/{run.id}", now=now)


def question(ritual: Ritual, run: Run, *, waits: bool) -> Message:
    """Return what those in charge are asked; `waits`: without an answer the next round does not open."""
    words = Words("decision.ask", _params(ritual, run))
    more = [small_print(Words("decision.ask.waits"))] if waits else []
    return Message(words, (section(words), _row(run.id), *more))


def write_passed_over(
    tx: Tx, context: Context, ritual: Ritual, run_id: str, asked: Sequence[Person], *, missed: Sequence[Run],
    now: datetime,
) -> None:  # fmt: skip
    """Say that a round was passed over since nothing was decided after the one before."""
    dates = [one.nominal_date for one in missed]
    params = {"title": Words(own=ritual.title), "dates": dates, "reason": Words("owner.undecided")}
    words = Words("owner.missed", params)
    tell(tx, context, asked, Message(words, (section(words), _row(run_id))), key=f"owner/{missed[-1].id}", now=now)


def publish(
    tx: Tx, context: Context, ritual: Ritual, run: Run, items: Sequence[DecisionItem], *, now: datetime
) -> None:
    """Tell everybody what was decided; what was told before is changed in its place."""
    before = sorted(key for key in letters.keys_of_run(tx, run.id) if key.startswith(f"{run.id}/{STEP}/"))
    posts = [key for key in before if key.endswith("/post")]
    message = decided(ritual, run, items)
    channel = _channel(tx, ritual)
    members = _members(tx, ritual, now) if posts or channel is None else ()
    state = State(
        ritual=ritual,
        run=run,
        step=STEP,
        now=now,
        channel=channel.id if channel is not None else ChannelId(""),
        members=members,
        people={one.id: one for one in members},
    )
    planned = list(_changes(run, posts, state, message) if posts else _posts(run, state, channel, message))
    drafts = arrange(tx, context, planned, state=state, now=now)
    letters.add_many(tx, drafts, now=now)
    context.engine.enqueue(tx, [draft.key for draft in drafts if draft.outcome is None and draft.bundle is None])


def _members(tx: Tx, ritual: Ritual, now: datetime) -> tuple[Person, ...]:
    """Return who takes part and is not on a break, ordered by id."""
    known = people.by_ids(tx, willing(tx, ritual)).values()
    there = (one for one in known if one.is_eligible and not is_paused(one, now, default_zone=ritual.rule.timezone))
    return tuple(sorted(there, key=lambda one: one.id))


def _posts(run: Run, state: State, channel: Channel | None, message: Message) -> Iterator[Letter]:
    """Yield what tells the channel, or each member alone."""
    if channel is not None:
        yield Letter(key=f"{run.id}/{STEP}/channel/post", op="post", channel=channel.id, message=message)
        return
    why = Words("decision.post.why", {"title": Words(own=state.ritual.title)})
    for one in state.members:
        opening = Letter(key=f"{run.id}/{STEP}/{one.id}/open", op="open", people=(one.id,))
        yield opening
        yield Letter(
            key=f"{run.id}/{STEP}/{one.id}/post",
            op="post",
            people=(one.id,),
            after=opening.key,
            message=message,
            weight="should",
            expires_at=state.now + WORTH,
            why=why,
        )


def _changes(run: Run, posts: Sequence[str], state: State, message: Message) -> Iterator[Letter]:
    """Yield what puts other words in the place of what was told, to those who still take part."""
    change = uuid.uuid4().hex[:12]
    for key in posts:
        person = key.removeprefix(f"{run.id}/{STEP}/").removesuffix("/post")
        told = (PersonId(person),) if person in state.people else ()
        if told or person == "channel":
            yield Letter(key=f"{run.id}/{STEP}/{person}/{change}", op="update", people=told, after=key, message=message)


def _channel(tx: Tx, ritual: Ritual) -> Channel | None:
    """Return the channel in which a ritual may speak of its results; None: each member is told alone."""
    if not ritual.channel or getattr(ritual.options, "results", None) == "members":
        return None
    channel = channels.by_name(tx, ritual.channel)
    if channel is None or channel.is_archived or not channel.is_member or is_barred(ritual, channel):
        return None
    return channel


def decided(ritual: Ritual, run: Run, items: Sequence[DecisionItem]) -> Message:
    """What everybody reads; the words of those who decided are shown letter by letter."""
    words = Words("decision.post", _params(ritual, run))
    blocks = [header(Words("decision.post.title")), section(words)]
    for one in items:
        key = f"decision.item.{one.verdict}" if one.why else f"decision.item.{one.verdict}.bare"
        blocks.append(section(Words(key, {"said": one.said, "why": one.why})))
    return Message(words, tuple(blocks))


def _params(ritual: Ritual, run: Run) -> dict[str, object]:
    return {"title": Words(own=ritual.title), "date": run.nominal_date}


def _row(run_id: str) -> Block:
    return actions(button(Words("decision.button"), OPEN, value=run_id, style="primary"), block_id="decision")
