"""A press on a button inside a ritual: authorise from the database, let the kind decide, commit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.model import Answer, File, Form, Person, Words
from bot.service.commit import commit
from bot.service.context import Context
from bot.service.definitions import thaw
from bot.service.goals.needs import wrong_with
from bot.service.state import ANSWER, load_own_state, load_state
from bot.service.steps import known_channel
from bot.store import inbound, runs
from bot.store.db import undo


@dataclass(frozen=True)
class Refused:
    """What is wrong with the fields of a form that was submitted, by name; nothing else came of it."""

    errors: Mapping[str, Words]


def take_answer(
    context: Context, someone: Person, *, run_id: str, question: str, value: str, key: str, now: datetime
) -> Words | Form | File | Refused | None:
    """Carry out what a press means; return what to tell, to ask or to give the person, None for a repeated delivery.

    A form with something wrong in it leaves no trace, so that it can be submitted again.
    The run's id comes from the button and is untrusted: the kind looks the person up among the run's own people.
    The run is locked, so that an answer and the closing of the round do not pass each other.
    """
    with context.database.begin() as tx:
        if not inbound.first_time(tx, key, now=now):
            return None
        run = runs.get(tx, run_id, lock=True)
        if run is None or run.definition.get("kind") not in context.kinds:
            return Words("answer.unknown")
        if run.state != "open":
            return Words("answer.closed")
        ritual = thaw(run.definition, context.kinds, context.ritual(run.ritual))
        channel = known_channel(tx, ritual)
        kind = context.kinds[ritual.kind]
        if question in kind.whole:
            state = load_state(tx, context, ritual, run, step=ANSWER, kind=kind, channel=channel, now=now)
        else:
            state = load_own_state(tx, context, ritual, run, someone=someone, kind=kind, channel=channel, now=now)
        answer = Answer(run=run.id, question=question, person=someone.id, value=value)
        plan = kind.answer(ritual.options, state, answer)
        wrong = plan.errors or wrong_with(tx, plan.needs)
        if wrong:
            undo(tx)
            return Refused(wrong)
        commit(tx, context, plan, state=state, now=now, pressed=True)
    return plan.form or plan.file or plan.reply
