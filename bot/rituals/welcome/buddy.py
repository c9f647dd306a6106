"""Who becomes the buddy of somebody new: one of those who like to be met, whoever it was longest ago first."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from bot.model import Answer, Fact, Person, Plan, State, Words
from bot.rituals.welcome.letters import introduce, was_offered
from bot.rituals.welcome.memory import ARRIVED, BUDDY, is_new, known, today
from bot.rituals.welcome.options import WelcomeOptions, named

STILL_NEW = 20
"""Working days for which somebody is new enough that they are nobody's buddy themselves."""
RECENTLY = timedelta(days=30)
"""Whoever became a buddy within so long comes after the others, however well they fit."""


def find_buddy(options: WelcomeOptions, state: State, given: Answer) -> Plan:
    """Introduce somebody new to a buddy, or say honestly that there is nobody. Only the two hear of it."""
    me = next((one for one in state.members if one.id == given.person), None)
    if given.value != "yes" or not was_offered(state, given.person, named(options.messages), "buddy"):
        return Plan(reply=Words("answer.not_yours"))
    if me is None:
        return Plan(reply=Words("welcome.buddy.away"))
    data = known(state).get(me.id, {})
    if data.get("buddy"):
        return Plan(reply=Words("welcome.buddy.already"))
    row = _row(state, me)
    if not row:
        return Plan(reply=Words("welcome.buddy.nobody"))
    buddy = row[0]
    facts = (
        Fact(ARRIVED, me.id, {"on": "", "said": [], **data, "buddy": True}),
        Fact(BUDDY, buddy.id, {"on": today(state).isoformat()}),
    )
    return Plan(letters=introduce(state, me.id, buddy.id), facts=facts, reply=Words("welcome.buddy.found"))


def _row(state: State, me: Person) -> list[Person]:
    """Return who may be asked, in the order of the choice; chance decides among equals."""
    there, last = known(state), {one.subject: str(one.data["on"]) for one in state.facts if one.name == BUDDY}
    able = [
        one
        for one in state.members
        if _may_be(state, me, one) and not is_new(there.get(one.id), state, within=STILL_NEW)
    ]
    Random(f"{state.run.seed}/{me.id}").shuffle(able)  # noqa: S311 a seeded choice, no secret
    lately = (today(state) - RECENTLY).isoformat()
    return sorted(able, key=lambda one: (last.get(one.id, "") > lately, *_fit(me, one), last.get(one.id, "")))


def _may_be(state: State, me: Person, other: Person) -> bool:
    if other.id == me.id or not other.wishes.on_demand or frozenset({me.id, other.id}) in state.avoided:
        return False
    return me.manager != other.id and other.manager != me.id


def _fit(me: Person, other: Person) -> tuple[bool, bool]:
    """Return whether they are from another site, and of the same department; what nobody knows is no fault."""
    elsewhere = bool(me.site and other.site) and me.site.casefold() != other.site.casefold()
    same = bool(me.department) and me.department.casefold() == other.department.casefold()
    return elsewhere, same
