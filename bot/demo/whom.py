"""Whom a ritual is for in the sandbox: read from the workspace, since the bot knows only what the live file names."""

from __future__ import annotations

from dataclasses import dataclass

from bot.config import Config, installed_kinds
from bot.config.needs import needs_of
from bot.demo.stage import Stage
from bot.model import Audience, Ritual
from bot.sandbox.model import Conversation
from bot.sandbox.workspace import APP_USER, Workspace
from bot.service.audience import is_for_people
from bot.store import participation, people


@dataclass(frozen=True)
class Circle:
    """The people of a ritual; of a message to a channel, who reads it there."""

    channel: str
    """The channel that is written to; empty where people are."""
    people: frozenset[str]
    """Slack ids."""


def circle(stage: Stage, ritual: Ritual, *, once: str = "") -> Circle:
    """Return whom a ritual is for, breaks aside; `once` is the id under which people joined or left it so far."""
    workspace = stage.sandbox.workspace
    is_meant = is_for_people(ritual, installed_kinds()[ritual.kind])
    with workspace.lock:
        named = _named(workspace, ritual.whom if is_meant else Audience(channels=(ritual.channel,)))
        if is_meant:
            said = _stances(stage, once or ritual.id)
            joined = {one for one, stance in said.items() if stance == "joined"}
            stay = {one for one in named if said.get(one) != "left"} if ritual.join == "channel" else set()
            named = frozenset(joined | stay)
        there = frozenset(one for one in named if one in workspace.people and workspace.people[one].is_colleague)
    return Circle(channel="" if is_meant else ritual.channel, people=there)


def strangers(workspace: Workspace, config: Config) -> list[str]:
    """Return the channels that a file names and Rondo cannot use: there is none, or nobody has invited it."""
    with workspace.lock:
        known = {name: channel_of(workspace, name) for name in needs_of(config, installed_kinds()).channels}
    return sorted(name for name, one in known.items() if one is None or APP_USER not in one.members)


def channel_of(workspace: Workspace, name: str) -> Conversation | None:
    """Return a channel by its name."""
    channels = (one for one in workspace.conversations.values() if one.kind in ("public", "private"))
    return next((one for one in channels if name in (one.name, one.id)), None)


def _named(workspace: Workspace, audience: Audience) -> frozenset[str]:
    found: set[str] = set(audience.people)
    for name in audience.channels:
        channel = channel_of(workspace, name)
        found |= set(channel.members) if channel is not None else set()
    for group in workspace.usergroups:
        found |= set(group["members"]) if group["handle"] in audience.user_groups else set()
    departments = {name.casefold() for name in audience.departments} - {""}
    found |= {one.id for one in workspace.people.values() if one.department.casefold() in departments}
    return frozenset(found - (_named(workspace, audience.without) if audience.without is not None else set()))


def _stances(stage: Stage, ritual: str) -> dict[str, str]:
    """Return who joined or left, by Slack id."""
    with stage.rondo.database.read() as tx:
        said = participation.stances(tx, ritual)
        known = people.by_ids(tx, said)
    return {known[one].slack_id: stance for one, stance in said.items() if one in known}
