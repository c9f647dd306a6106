"""Somebody answers: the page, perhaps a second one, and what becomes of it; or they want to be left alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.model import Answer, Kept, Need, PersonId, Plan, State, Words
from bot.rituals.checkin.letters import CHECKIN
from bot.rituals.checkin.options import NEED, CheckinOptions
from bot.rituals.checkin.page import FILL, MINE, MORE, RATED, WHOM, WORDS, Own, form, label_of, more, shown
from bot.rituals.checkin.round import (
    LATER,
    MOST_TIMES,
    Round,
    again_on,
    answered,
    not_this_round,
    not_today,
    of_person,
    results_at,
    round_of,
)
from bot.rituals.checkin.said import joined, placed
from bot.rituals.questions import LONGEST_ANSWER, packed, read, series_of, spoken
from bot.schedule import personal_instant, to_utc, workday_after, zone_of

FIRST_ON_EARTH = "Pacific/Kiritimati"
"""Where a day begins."""


def answer(options: CheckinOptions, state: State, given: Answer) -> Plan:
    """Take a press or a filled page; the last word counts until the round closes."""
    about = round_of(state)
    if given.person not in {one.id for one in state.members}:
        return Plan(reply=Words("checkin.away", placed(state)))
    if about is None:
        return Plan(reply=Words("answer.not_yours"))
    own = Own(options, state, about, given.person)
    if given.question == CHECKIN and given.value == "fill":
        return Plan(form=form(own))
    if given.question == CHECKIN and given.value == "today":
        return _not_today(own)
    if given.question == CHECKIN and given.value == "skip":
        return Plan(facts=not_this_round(state, given.person), reply=Words("checkin.skipped", placed(state)))
    if given.question in (FILL, MORE):
        return _submitted(own, given)
    return Plan(reply=Words("answer.not_yours"))


def kept_of(state: State, about: Round, options: CheckinOptions, *, row: Answer, is_late: bool) -> tuple[Kept, ...]:
    """Return the answers of one person as they outlive the round, by name; a late row takes back what it leaves out."""
    values = json.loads(row.value)
    mine, _, revision = str(values.get(MINE, "")).rpartition("@")
    goal = about.goal
    found = []
    for one in options.questions:
        value = values.get(one.id, "")
        if value or is_late:
            is_mine = one.about == "mine"
            found.append(
                Kept(
                    run=state.run.id,
                    ritual=state.ritual.id,
                    on=state.run.nominal_date,
                    question=one.id,
                    person=row.person,
                    value=value,
                    series=series_of(one, number=about.number),
                    goal=mine if is_mine else goal.id if goal else "",
                    revision=int(revision or 0) if is_mine else goal.revision if goal else 0,
                    is_late=is_late,
                )
            )
    return tuple(found)


def _submitted(own: Own, given: Answer) -> Plan:
    """Keep what a page says, and ask what follows from it; with a mistake in it the page stays."""
    said = _said(given.value)
    if said is None:
        return Plan(form=form(own))
    on_page = [one for one in own.due() if one.id in said]
    values, errors = read(on_page, said)
    is_asked = own.options.asks_needs
    words, whom = _needed(said) if is_asked else ("", "")
    errors |= _wrong_need(own, words, whom)
    if errors:
        return Plan(errors=errors)
    names = {one.id for one in on_page}
    known = {one: value for one, value in own.values.items() if one not in names} | values
    wanted = {one.id for one in own.asked(known)}
    known = {one: value for one, value in known.items() if one in wanted}
    plan = _taken(own, known, need=(words, whom) if is_asked and {WORDS, WHOM} & said.keys() else None)
    before = {one.id for one in own.asked(own.values)}
    newly = [one for one in own.asked(known) if one.id not in before | names]
    return replace(plan, form=more(own, newly), reply=None) if newly else plan


def _taken(own: Own, values: Mapping[str, str], *, need: tuple[str, str] | None) -> Plan:
    """Write down what was answered; late answers at once with their author, who is named."""
    state, options, mine = own.state, own.options, own.mine
    row = dict(values)
    if mine is not None and not options.is_anonymous:
        row[MINE] = f"{mine.id}@{mine.revision}"
    given = Answer(run=state.run.id, question=FILL, person=own.person, value=packed(row))
    is_late = own.about.is_told and not options.is_anonymous
    plan = Plan(
        answers=(given,),
        facts=tuple(answered(state, own.person)),
        kept=kept_of(state, own.about, options, row=given, is_late=True) if is_late else (),
        reply=_thanks(own, values),
    )
    return _with_need(plan, own, *need) if need is not None else plan


def _with_need(plan: Plan, own: Own, words: str, whom: str) -> Plan:
    """Add what somebody needs; without words what they said before is taken back, whoever is still picked."""
    if not words and not own.need.get(WORDS):
        return plan
    state = own.state
    whom = whom if words else own.need.get(WHOM, "")
    said = Answer(
        run=state.run.id,
        question=NEED,
        person=own.person,
        value=packed({WORDS: words, WHOM: whom} if words else {}),
    )
    need = Need(run=state.run.id, ritual=state.ritual.id, person=own.person, other=PersonId(whom), words=words)
    return replace(plan, answers=(*plan.answers, said), needs=(need,))


def _wrong_need(own: Own, words: str, whom: str) -> dict[str, Words]:
    """Return what is wrong with what somebody needs: it takes words and a person, and not themselves.

    Nothing is wrong with a person alone where there was a need before: not every app lets people empty that field.
    """
    if not words and own.need.get(WORDS):
        return {}
    if words and not whom:
        return {WHOM: Words("checkin.need.error.whom")}
    if whom and not words:
        return {WORDS: Words("checkin.need.error.words")}
    if whom in {one.slack_id for one in own.state.members}:
        return {WHOM: Words("checkin.need.error.self")}
    return {}


def _thanks(own: Own, values: Mapping[str, str]) -> Words:
    """Return the thanks: how a rating was the last time, and the goal to whoever named it without looking."""
    lines = [Words("checkin.thanks.late" if own.about.is_told else "checkin.thanks", placed(own.state))]
    for one in own.due() if not own.options.is_anonymous else ():
        last = own.last(one) if one.type in RATED else None
        if last is not None and one.id in values:
            both = {"last": spoken(one, last.value), "now": spoken(one, values[one.id])}
            lines.append(
                Words(
                    "checkin.compared",
                    {"question": label_of(one, number=own.about.number, goal=own.goal_of(one)), **both},
                )
            )
    if own.about.goal is not None and any(one.blind for one in own.due()):
        lines.append(shown(own.about.goal))
    return joined(lines)


def _not_today(own: Own) -> Plan:
    """Come back on the next working day at the hour of the round, if that is before its end; at most twice."""
    state, now = own.state, own.state.now
    before = of_person(state, LATER, own.person)
    day = workday_after(_today(own), 1, state.ritual.rule)
    at, due = _hour(own, day.isoformat())
    if at >= results_at(own.options, state):
        return _left_alone(own, "checkin.today.last")
    params = {**placed(state), "day": day}
    if before.get("on") == day.isoformat():  # pressed twice, or on two devices
        return Plan(reply=Words("checkin.today", params))
    times = int(before.get("times", 0)) + 1
    if times > MOST_TIMES:
        return _left_alone(own, "checkin.today.enough")
    return Plan(
        facts=(not_today(state, own.person, on=day.isoformat(), times=times),),
        follow_ups=(again_on(day, due, now=now),),
        reply=Words("checkin.today", params),
    )


def _left_alone(own: Own, key: str) -> Plan:
    """Say that Rondo will not come back by itself, and keep that: the reminder passes over whoever is put off."""
    state = own.state
    times = int(of_person(state, LATER, own.person).get("times", 0))
    after = results_at(own.options, state).date() + timedelta(days=1)
    return Plan(
        facts=(not_today(state, own.person, on=after.isoformat(), times=times),),
        reply=Words(key, placed(state)),
    )


def _hour(own: Own, day: str) -> tuple[datetime, datetime]:
    """Return when the hour of the round strikes for somebody on a day, and when it does so first on Earth."""
    rule = own.state.ritual.rule
    local = datetime.combine(datetime.fromisoformat(day).date(), time.fromisoformat(rule.at))
    if not rule.personal:
        at = to_utc(local, rule.timezone)
        return at, at
    return personal_instant(rule, local.date(), _zone(own)), to_utc(local, FIRST_ON_EARTH)


def _today(own: Own) -> Any:
    rule = own.state.ritual.rule
    return own.state.now.astimezone(ZoneInfo(_zone(own) if rule.personal else rule.timezone)).date()


def _zone(own: Own) -> str:
    return zone_of(own.state.members[0], own.state.ritual.rule.timezone).key


def _said(raw: str) -> dict[str, Any] | None:
    try:
        told = json.loads(raw)
    except ValueError:
        return None
    return told if isinstance(told, dict) else None


def _needed(said: Mapping[str, Any]) -> tuple[str, str]:
    words, whom = (str(said.get(one) or "").strip() for one in (WORDS, WHOM))
    return words[:LONGEST_ANSWER].rstrip(), whom
