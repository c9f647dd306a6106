"""Show a manager what a ritual says, as messages to that person alone; nothing is decided or stored but the letters."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from difflib import get_close_matches
from random import Random

from bot.blocks import context as small_print
from bot.blocks import payload, section
from bot.config import Config
from bot.errors import UserError
from bot.i18n import language_of
from bot.model import Goal, Message, Person, PersonId, Ritual, Words
from bot.rituals.base import OPEN, no_outline
from bot.schedule import local_date, next_occurrence
from bot.service import announcements as say
from bot.service import roles
from bot.service.context import Context
from bot.service.holidaymakers import holidaymakers
from bot.service.notices import hand
from bot.service.preview import marked, preview
from bot.service.rollout import Choice
from bot.service.shelf import readable
from bot.service.state import load_state
from bot.service.steps import known_channel
from bot.service.tick import run_of
from bot.store import halts, inbound, versions
from bot.store.db import Tx

MOST_LINES = 40
"""Lines of an outline in one message, which holds 50 blocks."""
MOST_PARTS = 10
"""Messages into which a long outline is divided."""
MOST_RITUALS = 5
"""Rituals of a proposal that are shown; the others by /rondo preview, once it is live."""


def show_ritual(context: Context, someone: Person, name: str, *, key: str, now: datetime) -> Message | None:
    """Send all messages of a ritual to somebody; return what to say at once, None for a repeated delivery.

    Raises UserError for those who may not, and for a name that no ritual has.
    """
    config = context.config()
    ritual = _find(config, name)
    concerned = frozenset({ritual.id}) if ritual else frozenset()
    with context.database.read() as tx:
        roles.insist(tx, context, someone, "preview", rituals=concerned)
    away = holidaymakers(context, ritual, now) if ritual else frozenset()
    with context.database.begin() as tx:
        if not inbound.first_time(tx, key, now=now):
            return None
        if ritual is None:
            raise UserError("ritual.unknown", name=name, names=", ".join(one.id for one in config.rituals))
        n = _send(tx, context, someone, ritual, config.goals, key=key, now=now)
        n += _send_outline(tx, context, someone, ritual, key=key, now=now, away=away)
        held = _is_held(tx)
    return say.sentence(Words("preview.held" if held else "preview.sent", {"n": n, "title": Words(own=ritual.title)}))


def show_version(context: Context, someone: Person, choice: Choice, *, key: str, now: datetime) -> Message | None:
    """Send all messages of the rituals that a proposed version changes. Raises UserError for those who may not."""
    with context.database.begin() as tx:
        if not inbound.first_time(tx, key, now=now):
            return None
        roles.insist(tx, context, someone, "apply")
        version = versions.get(tx, choice.version)
        config = readable(version, context.kinds) if version is not None else None
        if config is None:
            return say.sentence(Words("versions.gone"))
        changed = _changed(context.config(), config)
        n = sum(_send(tx, context, someone, one, config.goals, key=key, now=now) for one in changed[:MOST_RITUALS])
        held = _is_held(tx)
    names = ", ".join(one.id for one in changed[:MOST_RITUALS])
    if not changed:
        return say.sentence(Words("preview.nothing"))
    return say.sentence(Words("preview.held.version" if held else "preview.version", {"n": n, "names": names}))


def _is_held(tx: Tx) -> bool:
    """Return whether a preview waits: it is no ritual's letter, so that only a stop of everything holds it."""
    return halts.over(halts.every(tx), halts.ALL) is not None


def _find(config: Config, name: str) -> Ritual | None:
    by_name = {title.casefold(): one for one in config.rituals for title in one.title.values()}
    by_name.update({one.id: one for one in config.rituals})
    close = get_close_matches(name.casefold(), by_name, n=1, cutoff=0.75)
    return by_name[close[0]] if close else None


def _changed(before: Config, after: Config) -> Sequence[Ritual]:
    standing = {one.id: one.definition for one in before.rituals}
    return [one for one in after.rituals if standing.get(one.id) != one.definition]


def _send(
    tx: Tx, context: Context, someone: Person, ritual: Ritual, goals: Sequence[Goal], *, key: str, now: datetime
) -> int:
    """Write one letter per message, each with a line that says which it is; return how many."""
    language = language_of(someone, context.config().language)
    words = context.catalogues
    messages = preview(ritual, kinds=context.kinds, catalogues=words, language=language, now=now, goals=goals)
    for number, shown in enumerate(messages):
        place = f"preview/{ritual.id}/{key}/{number:03d}"
        said = marked(shown, ritual, catalogues=words, language=language)
        hand(tx, context, someone, said, key=place, now=now)
    return len(messages)


def _send_outline(
    tx: Tx, context: Context, someone: Person, ritual: Ritual, *, key: str, now: datetime, away: Collection[PersonId]
) -> int:
    """Write what is known of the coming opening, such as who would meet whom; return how many messages that were.

    It comes of the same state and seed as the opening itself: as long as nobody comes, goes, pauses, skips or goes on
    holiday (`away`: by their status), that is how it will be.
    """
    kind, coming = context.kinds[ritual.kind], next_occurrence(ritual.rule, now)
    if kind.outline is no_outline or coming is None:
        return 0
    run = run_of(ritual, coming, now)
    channel = known_channel(tx, ritual)
    state = load_state(tx, context, ritual, run, step=OPEN, kind=kind, channel=channel, now=now, away=away)
    rng = Random(f"{run.seed}/{OPEN}")  # noqa: S311 a seeded choice, no secret
    lines = kind.outline(ritual.options, state, rng)
    parts = [lines[start : start + MOST_LINES] for start in range(0, len(lines), MOST_LINES)] or [()]
    words = Words("preview.outline", {"title": Words(own=ritual.title), "on": local_date(coming, ritual.rule)})
    say_ = context.catalogues[language_of(someone, context.config().language)].say
    for number, part in enumerate(parts[:MOST_PARTS]):
        blocks = [section(words if number == 0 else Words("preview.goes_on")), *(section(line) for line in part)]
        if number == MOST_PARTS - 1 and parts[MOST_PARTS:]:
            blocks.append(section(Words("preview.more", {"n": len(lines) - MOST_PARTS * MOST_LINES})))
        blocks.append(small_print(Words("preview.outline.holds")))
        place = f"preview/{ritual.id}/{key}/outline/{number:02d}"
        hand(tx, context, someone, payload(Message(words, tuple(blocks)), say_), key=place, now=now)
    return len(parts[:MOST_PARTS])
