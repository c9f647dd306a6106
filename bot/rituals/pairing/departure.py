"""Somebody drops out of an open round: a group goes on by itself, one person alone is offered a new match.

Nobody reads who dropped out, nor why.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.blocks import section
from bot.matching import LARGEST
from bot.model import (
    Answer,
    Fact,
    Introduction,
    Letter,
    Mention,
    Message,
    PersonId,
    Plan,
    State,
    Words,
)
from bot.rituals.base import ARRIVE
from bot.rituals.pairing.letters import (
    OFFERS,
    choice,
    has_arrived,
    have_met,
    introduce,
    named,
    number_of,
    sentence,
    titled,
    to_one,
)
from bot.rituals.pairing.matching import company, questions_of
from bot.rituals.pairing.options import PairingOptions
from bot.rituals.pairing.questions import first_new, question_pool
from bot.rituals.pairing.search import (
    APART,
    DECLINED,
    FOUND,
    MATCH,
    NUMBERS,
    OFFERED,
    SEEKING,
    dropped_out,
    is_late,
    last_number,
    noted,
    searches,
)

if TYPE_CHECKING:
    from random import Random


def depart(options: PairingOptions, state: State, gone: frozenset[PersonId], rng: Random) -> Plan:
    """Tell those who stay, once and kindly: a group goes on, one person alone is offered a new match."""
    apart, number = dropped_out(state), last_number(state)
    whole = Plan()
    for one in state.introductions:
        before = apart.get(one.id, frozenset())
        if not gone & set(one.people) - before:
            continue
        staying = tuple(person for person in one.people if person not in gone | before)
        number += 1
        plan = _part(options, state, one, staying, number=number)
        whole = _together(whole, plan)
    return whole


def _part(
    options: PairingOptions, state: State, one: Introduction, staying: tuple[PersonId, ...], *, number: int
) -> Plan:
    """Return what follows for one group: `staying` are those who are left of it.

    An introduction that people have read is kept until the round closes: perhaps they met before somebody dropped out.
    """
    lost = [person for person in one.people if person not in staying]
    note = Plan(facts=(Fact(APART, f"{state.run.id}/{number_of(one)}", {"gone": lost}),))
    noted_only = note if has_arrived(state, one) else Plan(dissolves=(one.id,))
    if one.met or have_met(one, state):
        return noted_only
    if is_late(state):
        words = sentence(Words("pairing.parted.late", titled(state)))
        return replace(noted_only, letters=to_one(state, one, staying[0], words) if len(staying) == 1 else ())
    if not staying:
        return Plan(dissolves=(one.id,))
    if len(staying) == 1:
        return _together(noted_only, _offer(state, one, staying[0]))
    words_on = Words("pairing.goes_on", named(state, staying)) if has_arrived(state, one) else None
    return _bring_together(options, state, staying, number=number, words=words_on, instead_of=(one.id,))


def _offer(state: State, one: Introduction, person: PersonId) -> Plan:
    """Offer a new match to somebody who is left alone; of an introduction that never came they read nothing."""
    knew = has_arrived(state, one)
    choices = ("yes", "met", "no") if knew else ("yes", "no")
    words = Words("pairing.offer" if knew else "pairing.offer.unmet", {"title": Words(own=state.ritual.title)})
    message = Message(text=words, blocks=(section(words), choice(state, MATCH, choices, words="pairing.match.choice")))
    search = Fact(MATCH, f"{state.run.id}/{person}", {"state": OFFERED, "group": number_of(one)})
    return Plan(letters=to_one(state, one, person, message, weight="must"), facts=(search,))


def arrive(options: PairingOptions, state: State, person: PersonId, rng: Random) -> Plan:
    """Offer a match within the round to somebody who joins while it runs, unless it is too late for that."""
    known = any(person in one.people for one in state.introductions) or person in searches(state)
    if known or is_late(state) or not state.introductions:
        return Plan()
    key = f"{state.run.id}/{ARRIVE}/{person}"
    opening = Letter(key=f"{key}/open", op="open", people=(person,), weight="asked")
    message = Message(
        text=Words("pairing.arrived", titled(state)),
        blocks=(
            section(Words("pairing.arrived", titled(state))),
            choice(state, MATCH, ("yes", "no"), words="pairing.match.choice"),
        ),
    )
    post = Letter(key=f"{key}/post", op="post", people=(person,), after=opening.key, message=message, weight="asked")
    search = Fact(MATCH, f"{state.run.id}/{person}", {"state": OFFERED, "group": "", "offer": post.key})
    return Plan(letters=(opening, post), facts=(search,))


def take_wish(options: PairingOptions, state: State, given: Answer) -> Plan:
    """Take somebody's wish for a new match: find them one at once, or note that they wait for one."""
    search = searches(state).get(given.person)
    if search is None or given.value not in OFFERS:
        return Plan(reply=Words("answer.not_yours"))
    if search["state"] == FOUND:
        return Plan(reply=Words("pairing.match.already"))
    if given.value == "no":
        return Plan(facts=(noted(state, given.person, DECLINED),), reply=Words("pairing.match.declined"))
    old = tuple(one.id for one in state.introductions if number_of(one) == search["group"])
    if given.value == "met":
        return Plan(
            facts=(noted(state, given.person, DECLINED),),
            outcomes=dict.fromkeys(old, True),
            reply=Words("pairing.thanks.yes"),
        )
    if given.person not in {one.id for one in state.members}:
        return Plan(reply=Words("pairing.match.away"))
    if is_late(state):
        return Plan(facts=(noted(state, given.person, SEEKING),), reply=Words("pairing.match.late"))
    return _search(options, state, given.person)


def _search(options: PairingOptions, state: State, person: PersonId) -> Plan:
    """Find somebody for a person who is alone: somebody else who is, else a group that has not met yet."""
    present = {one.id for one in state.members} - {person}
    seekers = [one for one, search in searches(state).items() if search["state"] == SEEKING and one in present]
    apart = dropped_out(state)
    open_groups = {
        one.people: one.id
        for one in state.introductions
        if len(one.people) <= min(options.size, LARGEST - 1)
        and present.issuperset(one.people)
        and one.id not in apart
        and has_arrived(state, one)
        and not have_met(one, state)
    }
    offers = [*((one,) for one in seekers), *open_groups]
    together = company(options, state, person, offers, seed=state.run.seed)
    if together is None:
        return Plan(facts=(noted(state, person, SEEKING),), reply=Words("pairing.match.nobody"))
    found = tuple(one for one in together.people if one != person)
    joined = open_groups.get(found)
    alone = (person,) if joined else (person, *found)
    words = Words("pairing.joins", {**named(state, found), "newcomer": Mention(person)}) if joined else None
    plan = _bring_together(
        options,
        state,
        (person, *found),
        number=last_number(state) + 1,
        words=words,
        why=None if joined else together.reason,
        instead_of=(*_left_behind(state, alone), *([joined] if joined else [])),
    )
    plan = replace(plan, letters=tuple(replace(one, asked_by=frozenset(alone)) for one in plan.letters))
    settled = tuple(noted(state, one, FOUND) for one in alone)
    reply = Words("pairing.match.joins" if joined else "pairing.match.found")
    return replace(plan, facts=(*plan.facts, *settled), reply=reply)


def _bring_together(
    options: PairingOptions,
    state: State,
    people: Iterable[PersonId],
    *,
    number: int,
    words: Words | None,
    instead_of: tuple[str, ...],
    why: Words | None = None,
) -> Plan:
    """Introduce people in mid-round, in place of groups they stood in."""
    pool, group = question_pool(options), tuple(sorted(people))
    new = Introduction(
        id=f"{state.run.id}#{number:03d}",
        run=state.run.id,
        ritual=state.ritual.id,
        people=group,
        on=state.run.nominal_date,
        question=_question(options, state, group, number=number),
    )
    letters = introduce(options, state, new, pool[new.question], words=words, why=why)
    last = Fact(NUMBERS, state.run.id, {"last": number})
    return Plan(letters=tuple(letters), introductions=(new,), dissolves=instead_of, facts=(last,))


def _question(options: PairingOptions, state: State, group: tuple[PersonId, ...], *, number: int) -> str:
    """Return a question that none of them had within a year nor in this round, else the one longest ago."""
    asked, today = questions_of(state, group), state.run.nominal_date.toordinal()
    here = {one.question: today for one in state.introductions if not set(group).isdisjoint(one.people)}
    return first_new(list(question_pool(options)), state.run.seed + number, [here, *(asked.of(one) for one in group)])


def _left_behind(state: State, people: Iterable[PersonId]) -> tuple[str, ...]:
    """Return the introductions that fell through for people who now meet others."""
    groups = {searches(state)[one]["group"] for one in people}
    return tuple(one.id for one in state.introductions if number_of(one) in groups and not one.met)


def _together(one: Plan, other: Plan) -> Plan:
    return Plan(
        letters=one.letters + other.letters,
        introductions=one.introductions + other.introductions,
        dissolves=one.dissolves + other.dissolves,
        facts=one.facts + other.facts,
    )
