"""Who may do what: roles and the actions open to each. Pure; who has a role is found out elsewhere (service.roles)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Role = Literal["member", "owner", "manager"]
Action = Literal[
    "preview",
    "propose",
    "apply",
    "answer",
    "discard",
    "roll_back",
    "list_versions",
    "stop",
    "lift",
    "recall",
    "see_coverage",
    "set_goal",
    "decide",
]

ALLOWED: Mapping[Action, frozenset[Role]] = {
    "preview": frozenset({"owner", "manager"}),  # of a ritual; an owner only of their own
    "propose": frozenset({"manager"}),  # a new version of the rituals file
    "apply": frozenset({"manager"}),
    "answer": frozenset({"owner", "manager"}),  # whether a new id is an old ritual, when the file itself asks
    "discard": frozenset({"manager"}),
    "roll_back": frozenset({"manager"}),
    "list_versions": frozenset({"manager"}),
    "see_coverage": frozenset({"manager"}),  # of the directory: figures of topics
    "set_goal": frozenset({"owner", "manager"}),  # for a ritual, with /rondo goals; see may_set_goal
    "decide": frozenset({"owner", "manager"}),  # what comes of a round that was told
    "stop": frozenset({"owner", "manager"}),  # a ritual; everything only managers
    "lift": frozenset({"owner", "manager"}),
    "recall": frozenset({"owner", "manager"}),  # what a run of the ritual posted
}
"""The roles that each action is open to."""


@dataclass(frozen=True)
class Standing:
    """What somebody is to the rituals now. Guests, bots and people who left are nothing, whatever the file names."""

    is_eligible: bool
    is_manager: bool = False
    owns: frozenset[str] = frozenset()
    """Ids of rituals that name them as owner."""


def may(standing: Standing, action: Action, *, rituals: frozenset[str] = frozenset()) -> bool:
    """Return whether somebody may do this, where it concerns some rituals: with those."""
    return bool(roles(standing, rituals=rituals) & ALLOWED[action])


def may_set_goal(standing: Standing, *, ritual: str, is_by_members: bool, takes_part: bool) -> bool:
    """Return whether somebody may set goals for a ritual: whoever looks after it, and where the ritual says so
    (`goals_by: members`) whoever takes part."""
    if may(standing, "set_goal", rituals=frozenset({ritual})):
        return True
    return standing.is_eligible and is_by_members and takes_part


def roles(standing: Standing, *, rituals: frozenset[str] = frozenset()) -> frozenset[Role]:
    """Return the roles somebody has towards these rituals; an owner of some of them is not an owner of all."""
    if not standing.is_eligible:
        return frozenset()
    held: set[Role] = {"member"}
    if standing.is_manager:
        held.add("manager")
    if rituals and rituals <= standing.owns:
        held.add("owner")
    return frozenset(held)
