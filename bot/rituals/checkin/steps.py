"""The steps of a round: ask, remind, ask once more whoever wished so, tell the results, close."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.errors import KindError
from bot.figures import may_tell
from bot.model import FollowUp, Letter, Plan, State
from bot.rituals.base import CLOSE, OPEN
from bot.rituals.checkin import letters
from bot.rituals.checkin.answering import kept_of
from bot.rituals.checkin.figures import figures_of, hanging_on, rows_of
from bot.rituals.checkin.options import CheckinOptions
from bot.rituals.checkin.results import letters as results
from bot.rituals.checkin.round import (
    AGAIN,
    LATER,
    MOST_TIMES,
    REMIND,
    RESULTS,
    Round,
    all_of,
    asked_again,
    begun,
    closing,
    day_of,
    opening,
    questions_of,
    results_at,
    round_of,
    silent,
    told,
)
from bot.rituals.questions import compared, values_of
from bot.schedule import personal_instant, reminder, zone_of

if TYPE_CHECKING:
    from random import Random


def plan(options: CheckinOptions, state: State, rng: Random) -> Plan:
    """Carry out one step of a round."""
    if state.step == OPEN:
        return _open(options, state)
    if state.step.startswith(AGAIN):
        return Plan(letters=tuple(_again(options, state)))
    return {REMIND: _remind, RESULTS: _results, CLOSE: _close}[state.step](options, state)


def _open(options: CheckinOptions, state: State) -> Plan:
    if not state.members:
        return Plan(closes=True)
    about = _about(options, state)
    run, rule = state.run, state.ritual.rule
    ends = results_at(options, state)
    assert run.closes_at is not None, "a check-in has an end: Kind.close_after"
    steps = [FollowUp(CLOSE, run.closes_at)]
    if ends < run.closes_at:
        steps.append(FollowUp(RESULTS, ends))
    if state.ritual.remind != "never":
        steps.append(FollowUp(REMIND, reminder(run.opened_at, ends, state.ritual.remind, rule)))
    return Plan(
        letters=tuple(letters.ask(options, state, [one.id for one in state.members], has_goal=about.goal is not None)),
        facts=tuple(opening(state, about)),
        follow_ups=tuple(steps),
    )


def _about(options: CheckinOptions, state: State) -> Round:
    """Return what the round is about. Raises KindError where nobody is asked, so that its owners hear of it."""
    if len(state.members) < options.fewest:
        said = f"a check-in without names asks nobody where fewer than {options.fewest} people take part"
        raise KindError(said, key="owner.checkin_few", fewest=options.fewest)
    about = begun(options, state)
    if about is None:
        raise KindError("no goal holds today, and nothing is asked without one", key="owner.no_goals")
    return about


def _remind(options: CheckinOptions, state: State) -> Plan:
    """Remind, once and alone, who has not answered; whoever is asked again on another day anyway is not reminded."""
    today = _today(state).isoformat()
    later = all_of(state, LATER)
    people = [one for one in silent(state) if str(later.get(one, {}).get("on", "")) < today]
    return Plan(letters=tuple(letters.remind(state, people)))


def _again(options: CheckinOptions, state: State) -> Iterator[Letter]:
    """Yield the question to those who wished to be asked today; not after a standstill, when the day is another."""
    day = day_of(state.step)
    rule = state.ritual.rule
    if state.now >= results_at(options, state):
        return
    before = asked_again(state, day)
    wished = {one: data for one, data in all_of(state, LATER).items() if data["on"] == day.isoformat()}
    for person in silent(state):
        zone = zone_of(state.people[person], rule.timezone).key if rule.personal else rule.timezone
        is_over = state.now.astimezone(ZoneInfo(zone)).date() > day
        if person in wished and person not in before and not is_over:
            at = personal_instant(rule, day, zone) if rule.personal else None
            yield letters.again(state, person, times=int(wished[person]["times"]), most=MOST_TIMES, not_before=at)


def _results(options: CheckinOptions, state: State) -> Plan:
    """Tell the results, once, while late answers are still taken."""
    about = round_of(state)
    if about is None or about.is_told:
        return Plan()
    return replace(_told(options, state, about), facts=(told(state, about),))


def _close(options: CheckinOptions, state: State) -> Plan:
    """Take the buttons away, tell the results if they are not out yet, and forget who wanted to be left alone."""
    about = round_of(state)
    found = Plan() if about is None or about.is_told else _told(options, state, about)
    return replace(
        found,
        letters=(*letters.ended(state), *found.letters),
        facts=tuple(closing(state)),
        released=_released(options, state, about) if about is not None else (),
        closes=True,
    )


def _told(options: CheckinOptions, state: State, about: Round) -> Plan:
    asks_mine = any(one.about == "mine" for one in options.questions)
    questions = questions_of(options, about, mine=asks_mine)
    figures = figures_of(options, state, about, questions)
    kept = () if options.is_anonymous else tuple(
        one for row in rows_of(state) for one in kept_of(state, about, options, row=row, is_late=False)
    )  # fmt: skip
    said = any(one.name for one in figures) or bool(kept)
    return Plan(
        letters=tuple(results(options, state, about, questions=questions, figures=figures)),
        figures=figures,
        kept=kept,
        asks_decision=options.decide and said,
    )


def _released(options: CheckinOptions, state: State, about: Round) -> tuple[tuple[str, str], ...]:
    """Return the texts of a round without names that may be read without any author."""
    if not options.is_anonymous:
        return ()
    rows = rows_of(state)
    found = []
    for one in questions_of(options, about, mine=False):
        values = values_of(rows, one) if one.type == "text" else ()
        given = [compared(one, value) for value in values]
        if may_tell(given, anonymous=True, limits=options.limits, hangs_on=hanging_on(one, options, rows)):
            found += [(one.id, value) for value in values]
    return tuple(found)


def _today(state: State) -> date:
    return state.now.astimezone(ZoneInfo(state.ritual.rule.timezone)).date()
