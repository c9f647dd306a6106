"""Departments and sites from Slack's profiles: read one person at a time, only while a ritual needs them.

Slack tells of no change of a custom field, so all are read at start, every night, and when the rituals file begins to
need them; newcomers as they come. A few at a time, so that the limit of users.profile.get (about 100 a minute) holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

import structlog

from bot.config.needs import Needs, needs_of
from bot.errors import DeliveryError
from bot.model import PersonId, ProfileField
from bot.service.audience import READ, willing
from bot.service.context import Context
from bot.store import people, runs
from bot.store.db import Tx
from bot.text import clean

log = structlog.get_logger()
LABELS: Mapping[str, tuple[str, ...]] = {
    "department": ("abteilung", "department", "bereich"),
    "site": ("standort", "site", "location", "office"),
    "level": ("stufe", "level", "karrierestufe", "job level"),
    people.MANAGER: ("manager", "vorgesetzte", "führungskraft", "reports to", "berichtet an", "supervisor"),
}
"""What a field of Slack's profiles may be called, small; the first that is there counts."""
SLICE = 45
"""People read at once; the house comes back every thirty seconds."""
LATER = timedelta(seconds=30)
LONGEST = 100
"""Characters of a department or site that are kept."""


def begin_reading(context: Context) -> None:
    """Forget what is no longer needed and line up everybody in question. Raises DeliveryError to be tried again."""
    needs = needs_of(context.config(), context.kinds)
    with context.database.begin() as tx:
        asked = _in_question(tx, context, needs)
        people.forget_profiles(tx, but=needs.fields, of=asked)
        for name in set(LABELS) - needs.fields:
            runs.drop_mark(tx, READ + name)
    reading = context.reading
    reading.ids = find_fields(context.slack.profile_fields(), needs.fields) if needs.fields else {}
    for name in sorted(needs.fields - set(reading.ids)):
        log.warning("Slack's profiles have no such field", action="profile_field_missing", field=name)
    reading.waiting, reading.whole = (sorted(asked), True) if reading.ids else ([], False)


def read_some(context: Context, now: datetime) -> int:
    """Read the next profiles; return how many were read. What Slack does not tell now is asked for again later."""
    reading = context.reading
    if reading.not_before is not None and now < reading.not_before:
        return 0
    done = 0
    while reading.waiting and done < SLICE:
        person = reading.waiting.pop()
        try:
            _read(context, person)
        except DeliveryError as error:
            reading.waiting.append(person)
            pause = timedelta(seconds=error.retry_after) if error.retry_after else LATER
            reading.not_before = now + pause
            return done
        done += 1
    if reading.whole and not reading.waiting:
        _note_whole(context, now)
    return done


def line_up(context: Context, newcomer: PersonId) -> None:
    """Have the profile of somebody read who has just come, if a ritual needs it."""
    if not context.reading.ids:
        return
    with context.database.read() as tx:
        asked = _in_question(tx, context, needs_of(context.config(), context.kinds))
    if newcomer in asked:
        context.reading.waiting.append(newcomer)


def find_fields(fields: Mapping[str, ProfileField], wanted: Iterable[str]) -> dict[str, str]:
    """Return Slack's id for each wanted field that is there; `fields` are id -> field. A manager is somebody, all else
    is words."""
    by_label = {(one.label.strip().casefold(), one.names_people): key for key, one in reversed(list(fields.items()))}
    asked = {name: [(word, name == people.MANAGER) for word in LABELS[name]] for name in wanted}
    found = {name: [by_label[one] for one in looks if one in by_label] for name, looks in asked.items()}
    return {name: ids[0] for name, ids in found.items() if ids}


def _in_question(tx: Tx, context: Context, needs: Needs) -> frozenset[PersonId]:
    """Return whose fields are needed: everybody's to find a department, else only those of who takes part."""
    if not needs.fields:
        return frozenset()
    eligible = people.eligible_ids(tx)
    if needs.departments:
        return eligible
    mixing = [one for one in context.config().rituals if context.kinds[one.kind].profile(one.options)]
    return eligible & frozenset().union(*(willing(tx, ritual) for ritual in mixing))


def _read(context: Context, person: PersonId) -> None:
    with context.database.read() as tx:
        someone = people.by_ids(tx, [person]).get(person)
    if someone is None or not someone.is_eligible:
        return
    try:
        told = context.slack.profile(someone.slack_id)
    except DeliveryError as error:
        if not error.permanent:
            raise
        log.info("a profile cannot be read", action="profile_unknown", outcome=error.outcome)
        return
    fields = {name: clean(told.get(key, ""), limit=LONGEST) for name, key in context.reading.ids.items()}
    with context.database.begin() as tx:
        if people.MANAGER in fields:
            boss = fields.pop(people.MANAGER)
            people.set_manager(tx, person, people.ids_by_slack(tx, [boss]).get(boss) if boss else None)
        people.set_profile(tx, person, fields)


def _note_whole(context: Context, now: datetime) -> None:
    context.reading.whole = False
    with context.database.begin() as tx:
        for name in context.reading.ids:
            runs.set_mark(tx, READ + name, now)
    log.info("profiles are up to date", action="profiles_read", fields=sorted(context.reading.ids))
