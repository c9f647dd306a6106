"""What a rituals file needs to know of the workspace: nothing else is read from Slack, and no scope asked for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.config.loader import Config
from bot.model import NAME, Audience, Directory
from bot.rituals.base import Kind

DEPARTMENT = "department"


@dataclass(frozen=True)
class Needs:
    """Channels and user groups by name, whose members are read; departments, people, and fields of profiles."""

    channels: frozenset[str]
    """Where rituals speak, and those that only say who is meant."""
    user_groups: frozenset[str]
    departments: frozenset[str]
    people: frozenset[str]
    """Slack ids."""
    fields: frozenset[str]
    """`department` and `site`, of Slack's profiles."""
    listed_fields: frozenset[str] = frozenset()
    """Fields of the directory that Slack's profiles may hold; read of people who are listed, and of nobody else."""

    @property
    def reads_profiles(self) -> bool:
        """Return whether anybody's own fields of their Slack profile are read."""
        return bool(self.fields or self.listed_fields)


def needs_of(config: Config, kinds: Mapping[str, Kind]) -> Needs:
    """Return what rituals and managers of this file need."""
    audiences = [part for one in (config.managers, *(ritual.whom for ritual in config.rituals)) for part in _parts(one)]
    departments = frozenset(name for part in audiences for name in part.departments)
    fields = {field for ritual in config.rituals for field in kinds[ritual.kind].profile(ritual.options)}
    return Needs(
        channels=frozenset(name for part in audiences for name in part.channels)
        | {ritual.channel for ritual in config.rituals if ritual.channel},
        user_groups=frozenset(name for part in audiences for name in part.user_groups),
        departments=departments,
        people=frozenset(slack_id for part in audiences for slack_id in part.people)
        | {slack_id for ritual in config.rituals for slack_id in ritual.owner},
        fields=frozenset(fields | ({DEPARTMENT} if departments else set())),
        listed_fields=_listed_fields(config.directory),
    )


def _listed_fields(directory: Directory | None) -> frozenset[str]:
    """Return the fields that Slack fills in; a name comes with the list of people and needs no profile."""
    fields = directory.fields.values() if directory else ()
    return frozenset(field.key for field in fields if field.slack and field.key != NAME)


def _parts(audience: Audience) -> Iterator[Audience]:
    """Yield an audience and what it excludes."""
    yield audience
    if audience.without is not None:
        yield from _parts(audience.without)
