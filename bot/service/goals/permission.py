"""Who may set which goals, and say where their measures stand; decided anew from the database each time."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.access import Standing, may_set_goal
from bot.errors import UserError
from bot.model import Goal, Person, Ritual
from bot.service.audience import takes_part
from bot.service.context import Context
from bot.service.people import fresh
from bot.service.roles import standing_of
from bot.store.db import Tx

MEMBERS = "members"


@dataclass(frozen=True)
class Permission:
    """What one person may do with goals, inside one transaction."""

    tx: Tx
    context: Context
    someone: Person
    standing: Standing
    seen: dict[str, bool] = field(default_factory=dict)
    """Whether they take part, for each ritual that was looked at."""

    def takes_part(self, ritual: Ritual) -> bool:
        """Return whether they take part in a ritual, breaks aside."""
        if ritual.id not in self.seen:
            self.seen[ritual.id] = takes_part(self.tx, ritual, self.someone)
        return self.seen[ritual.id]

    def looks_after(self, ritual: Ritual) -> bool:
        """Return whether they are an owner of a ritual, or a manager."""
        return may_set_goal(self.standing, ritual=ritual.id, is_by_members=False, takes_part=False)

    def may_set_for(self, ritual: Ritual) -> bool:
        """Return whether they may set goals for a ritual, and change those that were set for it."""
        by = goals_by(ritual)
        is_by_members = by == MEMBERS
        takes_part = is_by_members and self.takes_part(ritual)
        return by is not None and may_set_goal(
            self.standing, ritual=ritual.id, is_by_members=is_by_members, takes_part=takes_part
        )

    def may_change(self, goal: Goal) -> bool:
        """Return whether they may change what a goal says; one of the file is changed in the file."""
        if goal.in_file or not self.standing.is_eligible:
            return False
        if goal.scope == "personal":
            return goal.person == self.someone.id
        ritual = self.context.ritual(goal.ritual)
        return ritual is not None and self.may_set_for(ritual)

    def may_measure(self, goal: Goal) -> bool:
        """Return whether they may say where the measure of a goal stands."""
        if goal.measure is None:
            return False
        if not goal.in_file:
            return self.may_change(goal)
        return any(self.looks_after(one) and goal.id in _asked_by(self.context, one) for one in self._rituals())

    def settable(self) -> tuple[Ritual, ...]:
        """Return the rituals that they may set goals for."""
        return tuple(one for one in self._rituals() if self.may_set_for(one))

    def _rituals(self) -> tuple[Ritual, ...]:
        return tuple(self.context.config().rituals)


def permission_of(tx: Tx, context: Context, someone: Person) -> Permission:
    """Return what somebody may do. Raises UserError where there are no goals, and for guests."""
    if not context.config().has_goals:
        raise UserError("goals.off")
    known = fresh(tx, someone)
    if not known.is_eligible:
        raise UserError("guest")
    return Permission(tx, context, known, standing_of(tx, context.config(), known))


def goals_by(ritual: Ritual) -> str | None:
    """Return who sets goals for a ritual besides managers: owners or members; None where nobody does."""
    by: str | None = getattr(ritual.options, "goals_by", None)
    return by


def _asked_by(context: Context, ritual: Ritual) -> tuple[str, ...]:
    """Return the goals of the file that a ritual asks about."""
    kind = context.kinds.get(ritual.kind)
    survey = kind.survey(ritual.options) if kind is not None else None
    return survey.goals if survey is not None else ()
