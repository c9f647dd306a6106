"""Who helps with what: now and then some topics in the channel, each with people who can be found for them.

It holds only what people chose to show to whoever reads the channel. Topics and people take turns, without counts and
without an order of merit. The words stand in bot/i18n/locales/*/LC_MESSAGES/rondo.po under `digest.`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from bot.blocks import context, header, section
from bot.directory.audience import shown
from bot.directory.catalogue import SHIPPED
from bot.model import (
    NAME,
    Directory,
    Fact,
    Letter,
    Listing,
    Mention,
    Message,
    PersonId,
    Plan,
    Profile,
    ProfileFact,
    State,
    Words,
)
from bot.rituals.base import Kind, Options, Placeholders, Text, Touches

if TYPE_CHECKING:
    from random import Random

HELPING = ("ask_me_about", "can_mentor")
"""Fields that say what somebody likes to help with; a catalogue without them is taken at its topics."""
AT_ONCE = "how much of what people show stands in one post"
FEWEST = 3
"""Topics below which nothing is posted."""
OFTEN = 2
"""Topics of one post that one person may stand at."""
TOPIC, PERSON = "topic", "person"
"""Facts: when a topic (by its fingerprint) or a person last stood in a post."""


class DigestOptions(Options):
    """What a manager may say about the digest."""

    intro: Annotated[Text, Placeholders(("title", "channel"))] | None = None
    """The first sentences of the post; without it Rondo's own."""
    topics: Annotated[int, Field(ge=FEWEST, le=8), Touches("people", AT_ONCE)] = 8
    """How many topics stand in a post at most; with fewer than three there is none."""
    people: Annotated[int, Field(ge=1, le=3), Touches("people", AT_ONCE)] = 3
    """How many people stand at a topic at most."""


@dataclass(frozen=True)
class Subject:
    """A topic, as people call it, and who can be asked about it."""

    name: str
    people: tuple[PersonId, ...]

    @property
    def fingerprint(self) -> str:
        """Return what is remembered of it: no word of what people wrote."""
        return hashlib.sha256(self.name.casefold().encode()).hexdigest()[:16]


def plan(options: DigestOptions, state: State, rng: Random) -> Plan:
    """Post some topics with people, if there are enough of them."""
    chosen = _chosen(options, state, _subjects(state), rng)
    if len(chosen) < FEWEST:
        return Plan(closes=True)
    on = {"on": state.run.nominal_date.isoformat()}
    people = dict.fromkeys(person for one in chosen for person in one.people)
    facts = [Fact(TOPIC, one.fingerprint, on) for one in chosen] + [Fact(PERSON, one, on) for one in people]
    return Plan(letters=(_post(options, state, chosen),), facts=tuple(facts), closes=True)


def example(options: DigestOptions, state: State) -> State:
    """Return a state in which some of the invented people may be found for something."""
    names = ("3D-Druck", "Excel", "Python", "Reisekosten", "Onboarding", "Datenschutz", "SAP", "Moderation", "Figma")
    profiles = {}
    for number, someone in enumerate(state.members):
        topics = (names[number % len(names)], names[(number * 2 + 1) % len(names)])
        facts = [ProfileFact(NAME, someone.id.capitalize(), "public", "slack", state.now)]
        facts += [ProfileFact(HELPING[0], one, "public", "self", state.now) for one in dict.fromkeys(topics)]
        listing = Listing(listed=True, expert=True)
        profiles[someone.id] = Profile(someone.id, someone.slack_id, "", someone.timezone, True, listing, tuple(facts))
    return replace(state, directory=SHIPPED, profiles=profiles)


def _subjects(state: State) -> list[Subject]:
    """Return all topics of people who may be shown here, each under one name, in the order of the alphabet."""
    if state.directory is None:
        return []
    names, found = _names(state.directory), dict[str, dict[PersonId, str]]()
    fields = _fields(state.directory)
    for person, profile in sorted(state.profiles.items()):
        seen = shown(profile, state.level, state.directory, state.now)
        if seen is None or not seen.slack_id or seen.listing.availability == "away":
            continue
        for value in (value for key in fields for value in seen.values(key)):
            found.setdefault(names.get(_fold(value), _fold(value)), {}).setdefault(person, value)
    shipped = {_fold(group[0]): group[0] for group in state.directory.topics if group}
    subjects = [Subject(shipped.get(key, min(said.values())), tuple(said)) for key, said in found.items()]
    return sorted(subjects, key=lambda one: (one.name.casefold(), one.name))


def _chosen(options: DigestOptions, state: State, subjects: Sequence[Subject], rng: Random) -> list[Subject]:
    """Return the topics of this post with their people: what was not shown for longest comes first, then chance."""
    last = {(one.name, one.subject): str(one.data.get("on", "")) for one in state.facts}
    row, used = [*subjects], dict[PersonId, int]()
    rng.shuffle(row)
    row.sort(key=lambda one: last.get((TOPIC, one.fingerprint), ""))
    chosen: list[Subject] = []
    for one in row:
        free = [person for person in one.people if used.get(person, 0) < OFTEN]
        rng.shuffle(free)
        free.sort(key=lambda person: (used.get(person, 0), last.get((PERSON, person), "")))
        people = free[: options.people]
        if people and len(chosen) < options.topics:
            rng.shuffle(people)
            chosen.append(Subject(one.name, tuple(people)))
            used |= {person: used.get(person, 0) + 1 for person in people}
    return sorted(chosen, key=lambda one: (one.name.casefold(), one.name))


def _post(options: DigestOptions, state: State, chosen: Sequence[Subject]) -> Letter:
    params = {"title": Words(own=state.ritual.title), "channel": state.ritual.channel}
    intro = Words(own=options.intro, params=params) if options.intro else Words("digest.intro", params)
    lines = [
        section(Words("digest.topic", {"topic": one.name, "people": [Mention(person) for person in one.people]}))
        for one in chosen
    ]
    blocks = (header(params["title"]), section(intro), *lines, context(Words("digest.how")))  # type: ignore[arg-type]
    return Letter(
        key=f"{state.run.id}/{state.step}/post",
        op="post",
        channel=state.channel,
        language=state.ritual.language,
        message=Message(text=intro, blocks=blocks),
        on_doubt=state.ritual.on_doubt or DIGEST.on_doubt,
    )


def _fields(directory: Directory) -> tuple[str, ...]:
    """Return the fields that say what people help with."""
    known = [one.key for one in directory.fields.values() if one.type == "topics" and one.is_expertise]
    return tuple(one for one in known if one in HELPING) or tuple(known)


def _names(directory: Directory) -> Mapping[str, str]:
    """Return which other words mean the same topic."""
    return {_fold(word): _fold(group[0]) for group in directory.topics for word in group}


def _fold(topic: str) -> str:
    return " ".join(topic.casefold().split())


DIGEST = Kind(
    name="digest",
    options=DigestOptions,
    plan=plan,
    has_members=False,
    needs_channel=True,
    needs_directory=True,
    reads_profiles=True,
    reads_everybody=True,
    example=example,
)
