"""Take a run back: what it posted is deleted, or replaced by a text, and what it has not sent never leaves.

The changes are letters, so that each is made exactly once, at Slack's pace. A stop does not hold them: it is during a
stop that they are needed. Of a message that carries several rituals only this run's part goes.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

import structlog

from bot.access import may
from bot.blocks import Say, payload, section
from bot.errors import UserError
from bot.i18n import shared_language
from bot.model import Message, Person, Run, StoredLetter, Words
from bot.rituals.base import CLOSE
from bot.service import roles
from bot.service.bundle import Part, parts_of, payload_of
from bot.service.context import Context
from bot.service.definitions import thaw
from bot.service.goals.surveys import as_asked, survey_of
from bot.service.halting import actor, announce, title_of
from bot.service.parting import bury
from bot.service.state import load_state
from bot.service.steps import known_channel
from bot.store import audit, backlog, ballots, decisions, inbound, introductions, kept, letters, past, people, runs
from bot.store import facts as memory
from bot.store import told as figures
from bot.store.db import Tx
from bot.store.halts import RECALL
from bot.text import clean

log = structlog.get_logger()
RECALLED = "recalled"
PER_MINUTE = 50
"""Messages that Slack lets an app delete or change in a minute (chat.delete and chat.update are Tier 3)."""
LONGEST = 1000
"""Characters of a text that stands in the place of what was posted."""
PRIORITY = 2
"""Ahead of rounds (5), behind what answers a press."""
LISTED = 5


@dataclass(frozen=True)
class Survey:
    """What taking a run back would touch."""

    run: Run
    messages: int
    conversations: int
    waiting: int
    done: bool
    """Whether it was taken back before, and nothing is left to do."""

    @property
    def minutes(self) -> int:
        """How long it takes at Slack's pace."""
        return math.ceil(self.messages / PER_MINUTE)


def listed(context: Context, someone: Person | None) -> list[Run]:
    """Return the last runs that somebody may take back. Raises UserError for those who may take none back."""
    with context.database.read() as tx:
        standing = roles.standing_of(tx, context.config(), someone) if someone else None
        if standing is None or may(standing, "recall"):
            return runs.recent(tx, limit=LISTED)
        if not standing.is_eligible or not standing.owns:
            raise UserError("roles.not_allowed")
        return runs.recent(tx, limit=LISTED, rituals=standing.owns)


def survey(context: Context, someone: Person | None, run_id: str, *, text: str = "") -> Survey:
    """Return what taking a run back would touch. Raises UserError for those who may not, and where there is none."""
    with context.database.read() as tx:
        run = _insisted(tx, context, someone, run_id)
        posted = _posted(tx, run, clean(text, limit=LONGEST))
        waiting = [one for one in _waiting(tx, run) if one.op != "open"]
        return Survey(
            run=run,
            messages=len({(one.channel, one.bundle or one.key) for one in posted}),
            conversations=len({one.channel for one in posted}),
            waiting=len(waiting),
            done=run.state == "closed" and not posted and not waiting,
        )


def recall(
    context: Context, someone: Person | None, run_id: str, *, text: str = "", key: str, now: datetime
) -> Words | None:
    """Take a run back; return what to say, None for a repeated delivery. Raises UserError."""
    said = clean(text, limit=LONGEST)
    with context.database.begin() as tx:
        if key and not inbound.first_time(tx, key, now=now):
            return None
        run = _insisted(tx, context, someone, run_id, lock=True)
        letters.hold_run(tx, run.id)  # else one that is claimed between the two readings would escape both
        posted = _posted(tx, run, said)
        waiting = _waiting(tx, run)
        bury(tx, context, waiting, RECALLED, now=now)
        _forget_introductions(tx, context, run, now=now)
        decisions.drop(tx, run.id)
        runs.close(tx, run.id, now=now)
        figures.forget_run(tx, run.id)
        kept.forget_run(tx, run.id)
        ballots.forget_released(tx, run.id)
        _forget_people(tx, context, run)
        changes = _Changes(tx, context, run, posted, said)
        drafts = [changes.of(one) for one in posted]
        context.engine.enqueue(tx, letters.add_many(tx, drafts, now=now))
        dropped = len([one for one in waiting if one.op != "open"])
        facts = {"title": title_of(context, run.ritual), "run": run.id}
        if not posted and not waiting and run.state != "open":
            return Words("recall.nothing", facts)
        audit.note(tx, at=now, actor=someone.id if someone else None, action="recalled", object=run.id)
        told = Words("recall.told", {**facts, "who": actor(someone), "n": len(posted)})
        announce(tx, context, told, run.ritual, someone, key=f"recall/{run.id}/{now.isoformat()}", now=now)
    log.info("a run is taken back", action="run_recalled", run=run.id, messages=len(posted), dropped=dropped)
    left = Words("recall.dropped", {"n": dropped}) if dropped else Words("recall.dropped.none")
    return Words("recall.done", {**facts, "going": going(len(posted)), "dropped": left})


def going(messages: int) -> Words:
    """Return how many messages are touched, and how long that takes."""
    minutes = math.ceil(messages / PER_MINUTE)
    spent = Words("recall.minutes", {"n": minutes})
    return Words("recall.going", {"n": messages, "minutes": spent}) if messages else Words("recall.going.none")


def _insisted(tx: Tx, context: Context, someone: Person | None, run_id: str, *, lock: bool = False) -> Run:
    """Return the run, if this person may take it back; who may not learns nothing of it."""
    run = runs.get(tx, run_id, lock=lock)
    if someone is not None:
        concerned = frozenset({run.ritual}) if run else frozenset()
        roles.insist(tx, context, someone, "recall", rituals=concerned)
    if run is None or run.state == "missed":
        raise UserError("recall.unknown", run=run_id)
    return run


def _posted(tx: Tx, run: Run, text: str) -> list[StoredLetter]:
    """Return what the run posted, or may have, and what is still to be changed; replies before what they reply to."""
    stored = letters.of_run(tx, run.id)
    living = {one.key for one in stored if one.state != "dead" or one.outcome == "message_gone"}
    gone = {one.after for one in stored if one.op == "delete" and one.state != "dead"}
    carried = letters.on_the_way(tx, [one.bundle for one in stored if one.bundle])
    gone_out = [one for one in stored if one.state in ("sent", "sending") or _rides(one, carried)]
    posted = [one for one in reversed(gone_out) if one.op == "post"]
    return [one for one in posted if one.key not in gone and _key(run, one, text) not in living]


def _waiting(tx: Tx, run: Run) -> list[backlog.Entry]:
    own = [one for one in backlog.waiting(tx) if one.run == run.id and not one.is_exempt]
    carried = letters.on_the_way(tx, [one.bundle for one in own if one.bundle])
    return [one for one in own if not _rides(one, carried)]


def _rides(letter: StoredLetter | backlog.Entry, carried: frozenset[str]) -> bool:
    """Return whether a letter is on its way in a message that another one carries."""
    return letter.state == "due" and letter.bundle in carried


def _key(run: Run, letter: StoredLetter, text: str) -> str:
    """Return the key of the change: the same for the same wish, so that a second one changes nothing."""
    other = f"/{hashlib.sha256(text.encode()).hexdigest()[:8]}" if text else ""
    return f"{run.id}/{RECALL}/{letter.id}{other}"


class _Changes:
    """The letters that take messages back; what many of them need is read once."""

    def __init__(self, tx: Tx, context: Context, run: Run, posted: Sequence[StoredLetter], text: str) -> None:
        self._tx, self._context, self._run, self._text = tx, context, run, text
        self._ours = {one.id for one in posted}
        self._carriers = letters.carriers(tx, [one.key for one in posted])
        self._before: dict[str, frozenset[str | None]] = {}
        self._known = people.by_ids(tx, {person for one in posted for person in one.people})

    def of(self, letter: StoredLetter) -> letters.Draft:
        """Return the letter that deletes a message, or replaces it; of a shared message it changes only this part."""
        text, say = self._text, self._voice(letter)
        draft = letters.Draft(
            key=_key(self._run, letter, text),
            run=self._run.id,
            op="update" if text else "delete",
            after=letter.key,
            payload=payload(_message(text), say) if text else {},
            priority=PRIORITY,
        )
        if not letter.bundle and letter.key not in self._carriers:
            return draft
        together = letters.bundle_of(self._tx, letter)
        parts = parts_of(together[0].payload)
        if len(parts) != len(together):
            return draft
        kept = [said for one, part in zip(together, parts, strict=True) if (said := self._kept(one, part, say))]
        if not kept:
            return replace(draft, op="delete", payload={"parts": []})
        return replace(draft, op="update", payload=payload_of(kept, say))

    def _kept(self, letter: StoredLetter, part: Part, say: Say) -> Part | None:
        """Return what stays of a part of a shared message."""
        if letter.id in self._ours:
            said = payload(_message(self._text), say)
            return replace(part, text=said["text"], blocks=tuple(said["blocks"])) if self._text else None
        return None if letter.key in self._taken_back(letter.run or "") else part

    def _taken_back(self, run_id: str) -> frozenset[str | None]:
        """Return what of a run is taken back already; read once for each run."""
        if run_id not in self._before:
            of_run = letters.of_run(self._tx, run_id)
            changes = (one for one in of_run if f"/{RECALL}/" in one.key and one.state != "dead")
            self._before[run_id] = frozenset(one.after for one in changes)
        return self._before[run_id]

    def _voice(self, letter: StoredLetter) -> Say:
        there = [self._known[one] for one in letter.people if one in self._known]
        return self._context.catalogues[shared_language(there, self._context.config().language)].say


def _message(text: str) -> Message:
    """Return a text as data: whatever stands in it is shown letter by letter."""
    words = Words(own={"de": "{said}", "en": "{said}"}, params={"said": text})
    return Message(text=words, blocks=(section(words),))


def _forget_people(tx: Tx, context: Context, run: Run) -> None:
    """Let a ritual that asks people forget who wanted what of this round, at once and not with the next opening."""
    asked = as_asked(context, run)
    if asked is not None and survey_of(context, asked) is not None:
        memory.forget_run(tx, run.ritual, run.id)
        memory.forget_people(tx, run.ritual, run.id)


def _forget_introductions(tx: Tx, context: Context, run: Run, *, now: datetime) -> None:
    """Let introductions that nobody confirmed count as never made; who said that they met did."""
    if run.state == "open" and run.definition.get("kind") in context.kinds:
        ritual = thaw(run.definition, context.kinds, context.ritual(run.ritual))
        kind = context.kinds[ritual.kind]
        channel = known_channel(tx, ritual)
        state = load_state(tx, context, ritual, run, step=CLOSE, kind=kind, channel=channel, now=now)
        plan = kind.plan(ritual.options, state, Random(f"{run.seed}/{CLOSE}"))  # noqa: S311 a seeded choice
        introductions.set_outcomes(tx, plan.outcomes)
    introductions.drop_unconfirmed(tx, run.id)
    past.unpack(tx, run.id)
