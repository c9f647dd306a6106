"""Welcome newcomers: some messages in their first weeks, on working days counted from when they came.

Whoever was there before the ritual is no newcomer. Each message comes at most once, to the person alone; one of them
offers a first profile, one a buddy. The words stand in bot/i18n/locales/*/LC_MESSAGES/rondo.po under `welcome.`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.directory.catalogue import SHIPPED
from bot.model import Answer, Fact, FollowUp, Plan, State, Words
from bot.rituals.base import CLOSE, OPEN, Kind
from bot.rituals.welcome.buddy import find_buddy
from bot.rituals.welcome.letters import BUDDY, PROFILE, ended, welcome
from bot.rituals.welcome.memory import ARRIVED, BEGAN, due, is_workday, known, remembered, today, told
from bot.rituals.welcome.options import ON_DOUBT, WelcomeMessage, WelcomeOptions, named
from bot.schedule import workday_after, workdays_from

if TYPE_CHECKING:
    from random import Random

__all__ = ["WELCOME", "WelcomeMessage", "WelcomeOptions"]


def plan(options: WelcomeOptions, state: State, rng: Random) -> Plan:
    """Say what is due to whoever is new, or take the buttons away at the end."""
    if state.step == CLOSE:
        return Plan(letters=ended(state, named(options.messages)), closes=True)
    assert state.step == OPEN, "the run knows no other step"
    return _open(options, state)


def answer(options: WelcomeOptions, state: State, given: Answer) -> Plan:
    """Take a press: a first profile, or a buddy."""
    if given.question == BUDDY:
        return find_buddy(options, state, given)
    if given.question == PROFILE and given.value == "open":
        mine = any(one.id == given.person for one in state.members)
        return Plan(reply=Words("welcome.profile.how" if mine else "answer.not_yours"))
    return Plan(reply=Words("answer.not_yours"))


def example(options: WelcomeOptions, state: State) -> State:
    """Return a working day on which each message is due to somebody."""
    rule, on = state.ritual.rule, workday_after(today(state), 0, state.ritual.rule)
    facts = [Fact(BEGAN, state.ritual.id, {"on": "2000-01-01"})]
    gone: list[str] = []
    for someone, (name, message) in zip(state.members, named(options.messages).items(), strict=False):
        came = on
        while workdays_from(came, on, rule) < message.days or workday_after(came, message.days, rule) > on:
            came -= timedelta(days=1)
        facts.append(Fact(ARRIVED, someone.id, {"on": came.isoformat(), "said": list(gone)}))
        gone.append(name)
    facts += [Fact(ARRIVED, one.id, {"on": "", "said": []}) for one in state.members[len(gone) :]]
    return replace(state, run=replace(state.run, nominal_date=on), facts=tuple(facts), directory=SHIPPED)


def _open(options: WelcomeOptions, state: State) -> Plan:
    facts = {one.subject: one for one in remembered(state)}
    if not is_workday(state):
        return Plan(facts=tuple(facts.values()), closes=True)
    messages = {
        name: one
        for name, one in named(options.messages).items()
        if one.offers != "profile" or state.directory is not None
    }
    noted = {**known(state), **{one.subject: one.data for one in facts.values() if one.name == ARRIVED}}
    found = due(messages, state, noted)
    facts |= {person: told(noted, person, name) for person, name in found.items()}
    letters = tuple(letter for person, name in found.items() for letter in welcome(state, person, name, messages[name]))
    offers = any(messages[name].offers != "nothing" for name in found.values())
    if not offers or state.run.closes_at is None:
        return Plan(letters=letters, facts=tuple(facts.values()), closes=True)
    return Plan(letters=letters, facts=tuple(facts.values()), follow_ups=(FollowUp(CLOSE, state.run.closes_at),))


WELCOME = Kind(
    name="welcome",
    options=WelcomeOptions,
    plan=plan,
    answer=answer,
    whole=frozenset({BUDDY}),
    close_after="10 workdays",
    overlap="allow",
    join="channel",
    on_doubt=ON_DOUBT,
    sees_catalogue=True,
    scopes=("im:write", "mpim:write"),
    example=example,
)
