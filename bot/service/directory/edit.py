"""What somebody writes into their own entry, a section at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.directory.audience import allowed
from bot.directory.values import checked, confirmed, expiry, label
from bot.errors import UserError
from bot.model import NAME, Field, Level, Person, PersonId, Profile, ProfileFact, Section
from bot.service.context import Context
from bot.service.directory.door import acting
from bot.service.directory.entries import colleague, directory_of, entry
from bot.service.directory.index import refresh
from bot.service.directory.sync import fields_of_slack
from bot.store import audit, inbound, profiles
from bot.store.db import Tx


@dataclass(frozen=True)
class SectionValue:
    """What a form says of one field; `others`: Slack ids of deputies, parallel to the values, "" for none."""

    values: tuple[str, ...]
    audience: Level
    others: tuple[str, ...] = ()


def save_section(
    context: Context, someone: Person, section: Section, values: Mapping[str, SectionValue], *, key: str, now: datetime,
    whose: PersonId | None = None,
) -> None:  # fmt: skip
    """Keep what somebody wrote into one section; fields that are not named stay as they are. Raises UserError.

    What they did not change keeps its source and counts as confirmed: they had it before their eyes. All or nothing; a
    repeated delivery changes nothing.
    """
    directory = directory_of(context)
    with acting(context) as tx:
        profile = entry(tx, someone, whose)
        if not inbound.first_time(tx, key, now=now):
            return
        slacks = fields_of_slack(tx)
        changed = []
        for name, said in values.items():
            field = directory.fields.get(name)
            if field is None or field.section != section:
                raise UserError("profile.unknown")
            facts = _written(tx, profile, field, said, now)
            if is_slacks(profile, field.key, slacks):
                facts = _of_slack(profile, field, facts)
            if not _same(facts, _standing(profile, name)):
                changed.append(name)
            profiles.replace_values(tx, profile.person, name, facts)
        if changed:
            audit.note(tx, at=now, actor=someone.id, action="profile.edit", object=" ".join(changed))
        refresh(tx, context, profile.person, now=now)


def read_only(context: Context, profile: Profile) -> frozenset[str]:
    """Return the fields whose values only Slack changes; their audience is the person's all the same."""
    with context.database.read() as tx:
        slacks = fields_of_slack(tx)
    return frozenset(key for key in directory_of(context).fields if is_slacks(profile, key, slacks))


def is_slacks(profile: Profile, field: str, slacks: Iterable[str]) -> bool:
    """Return whether only Slack changes a field of somebody: the workspace has it, and they never wrote it here."""
    if not profile.slack_id or any(one.source in ("self", "intro") for one in _standing(profile, field)):
        return False
    return field == NAME or field in slacks


def _written(tx: Tx, profile: Profile, field: Field, said: SectionValue, now: datetime) -> list[ProfileFact]:
    """Return what is to stand in a field, unchanged values with the source they had."""
    others = [colleague(tx, one, but=profile.person) if one else None for one in said.others[: len(said.values)]]
    audience = allowed(field, said.audience)
    standing = {one.value: one for one in _standing(profile, field.key)}
    facts = []
    for value, other in checked(field, said.values, others):
        known = standing.get(value)
        kept = known is not None and known.other == other and (known.audience == audience or known.source == "slack")
        source = known.source if known is not None and kept else "self"
        facts.append(ProfileFact(field.key, value, audience, source, now, expiry(field, now), other))
    return confirmed(field, facts, now)


def _of_slack(profile: Profile, field: Field, facts: list[ProfileFact]) -> list[ProfileFact]:
    """Return the values as Slack has them with the audience that its owner chose. Raises UserError for other values."""
    standing = _standing(profile, field.key)
    if [one.value for one in facts] != [one.value for one in standing]:
        raise UserError("profile.slack", field=label(field))
    pairs = zip(facts, standing, strict=True)
    return [replace(fact, source=known.source) for fact, known in pairs]


def _standing(profile: Profile, field: str) -> list[ProfileFact]:
    return [one for one in profile.facts if one.field == field]


def _same(facts: list[ProfileFact], standing: list[ProfileFact]) -> bool:
    told = [(one.value, one.audience, one.other) for one in facts]
    return told == [(one.value, one.audience, one.other) for one in standing]
