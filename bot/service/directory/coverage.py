"""How well the directory covers what people look for: figures of topics, never a list of people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.directory.audience import allowed, reaches, shown
from bot.figures import rounded_share, told
from bot.model import Directory, Profile
from bot.service.context import Context
from bot.service.directory import missed
from bot.service.directory.entries import directory_of
from bot.store import profiles

BATCH = 500


@dataclass(frozen=True)
class Topic:
    """A topic, and how many people are findable for it; None: fewer than five, at least one."""

    name: str
    people: int | None


@dataclass(frozen=True)
class Coverage:
    """What managers may know. Shares in percent, None where too few people stand behind them."""

    listed: int | None
    topics: tuple[Topic, ...]
    """Of at least one person, those of most first."""
    nobody: tuple[str, ...]
    """Topics of the rituals file for which nobody is findable."""
    missed: tuple[str, ...]
    """Topics that at least five searches did not find anybody for."""
    stale: int | None
    """The share of their values that nobody confirmed in time."""


def coverage(context: Context, now: datetime) -> Coverage:
    """Return what the directory covers, as colleagues see it. Raises UserError where there is none."""
    directory = directory_of(context)
    listed = behind = values = stale = 0
    found, spelt = Counter[str](), dict[str, str]()
    with context.database.read() as tx:
        everybody = profiles.listed(tx)
        for start in range(0, len(everybody), BATCH):
            for profile in profiles.of_people(tx, everybody[start : start + BATCH]).values():
                seen = shown(profile, "colleagues", directory, now)
                if seen is None:
                    continue
                listed += 1
                shared = _shared(profile, directory)
                old = _stale(shared, directory, now)
                behind += old > 0
                stale += old
                values += len(shared.facts)
                for name in _topics(seen, directory):
                    spelt.setdefault(name.casefold(), name)
                    found[name.casefold()] += 1
    # Below the threshold by name: an order by number would tell it.
    counted = sorted(found.items(), key=lambda one: (-(told(one[1]) or 0), one[0]))
    return Coverage(
        listed=told(listed),
        topics=tuple(Topic(spelt[name], told(n)) for name, n in counted),
        nobody=tuple(group[0] for group in directory.topics if group[0].casefold() not in found),
        missed=tuple(topic for topic, _ in missed.topics(context, now=now)),
        stale=rounded_share(stale, values) if told(behind) is not None and told(listed - behind) is not None else None,
    )


def _shared(profile: Profile, directory: Directory) -> Profile:
    """Return what of an entry is meant for colleagues, whether its time is over or not."""
    fields = directory.fields
    meant = (one for one in profile.facts if one.field in fields)
    return replace(
        profile, facts=tuple(one for one in meant if reaches(allowed(fields[one.field], one.audience), "colleagues"))
    )


def _topics(seen: Profile, directory: Directory) -> Iterable[str]:
    """Return the topics somebody is findable for, each once, by its name where the rituals file knows several."""
    names = {word.casefold(): group[0] for group in directory.topics for word in group}
    expertise = [one.value for one in seen.facts if directory.fields[one.field].is_expertise]
    named = (names.get(value.casefold(), value) for value in expertise)
    return {name.casefold(): name for name in named}.values()


def _stale(profile: Profile, directory: Directory, now: datetime) -> int:
    ends = (one.expires_at for one in profile.facts if one.field in directory.fields)
    return sum(end is not None and end <= now for end in ends)
