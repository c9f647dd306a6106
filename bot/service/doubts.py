"""The first letter in doubt that could not be looked up is told: once ever, with what was decided and what helps."""

from __future__ import annotations

from datetime import datetime

import structlog

from bot.blocks import section
from bot.delivery.doubt import DECIDED
from bot.model import Message, Person, Words
from bot.service import roles
from bot.service.context import Context
from bot.service.notices import tell
from bot.store import audit, letters, runs
from bot.store.db import Tx

log = structlog.get_logger()
TOLD = "doubt_told"
MEND = "grant the history scopes: rondo manifest --look-up, then reinstall the app; see docs/operating.md"


def tell_doubts(context: Context, now: datetime) -> None:
    """Tell the managers, or without any the owners of that ritual, and the log; not a second time."""
    with context.database.read() as tx:
        if audit.first(tx, DECIDED) is None or audit.first(tx, TOLD) is not None:
            return
    with context.database.begin() as tx:
        found = audit.first(tx, DECIDED) or ""
        key, rule, why = found.rsplit(" ", 2)
        ritual_id = _ritual_of(tx, key)
        ritual = context.ritual(ritual_id)
        title = Words(own=ritual.title) if ritual else Words("doubt.house")
        reason = Words("doubt.may_not" if why == "missing_scope" else "doubt.too_much")
        decided = Words("doubt.skipped" if rule == "skip" else "doubt.sent_again")
        words = Words("doubt.told", {"title": title, "reason": reason, "decided": decided})
        said = [words, *([Words("doubt.mend")] if why == "missing_scope" else [])]
        message = Message(text=words, blocks=tuple(section(one) for one in said))
        tell(tx, context, _responsible(tx, context, ritual_id), message, key="doubt", now=now)
        audit.note(tx, at=now, actor=None, action=TOLD, object=key)
    log.warning("a letter in doubt could not be looked up", action=TOLD, letter=key, on_doubt=rule, why=why, mend=MEND)


def _ritual_of(tx: Tx, key: str) -> str:
    """Return the id of a letter's ritual; empty for what the house says."""
    letter = letters.by_key(tx, key)
    run = runs.get(tx, letter.run) if letter is not None and letter.run is not None else None
    return run.ritual if run is not None else ""


def _responsible(tx: Tx, context: Context, ritual_id: str) -> tuple[Person, ...]:
    config = context.config()
    return roles.managers(tx, config) or roles.responsible(tx, config, rituals=[ritual_id])
