"""What one person sees of goals: the goals, their own answers by name over time, their next check-ins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.errors import UserError
from bot.model import Coming, Goal, GoalValue, GoalWording, Kept, Need, Person, Ritual
from bot.rituals.questions import Question
from bot.rituals.turns import worded
from bot.service.context import Context
from bot.service.goals import catalogue
from bot.service.goals.needs import open_needs
from bot.service.goals.permission import Permission, permission_of
from bot.service.goals.results import readable
from bot.service.goals.setting import today_of, visible
from bot.service.goals.surveys import as_asked, is_anonymous, questions_of, surveys
from bot.service.overview import overview
from bot.store import goals, kept, runs
from bot.store.db import Tx

MOST_ANSWERS = 2000
"""Answers by name that are looked at, the newest ones."""


@dataclass(frozen=True)
class Seen:
    """One goal as somebody sees it."""

    goal: Goal
    title: Mapping[str, str] | None = None
    """Of the ritual that it was set for."""
    values: tuple[GoalValue, ...] = ()
    """Where its measure stood, oldest first."""
    may_change: bool = False
    may_measure: bool = False


@dataclass(frozen=True)
class Detail:
    """All there is to one goal."""

    seen: Seen
    history: tuple[GoalWording, ...]
    """Every wording, the first one first; of a shared personal goal of somebody else the present one alone."""
    today: date
    is_own: bool


@dataclass(frozen=True)
class Curve:
    """What somebody answered to one question about one goal, oldest first; all to the same wording."""

    question: Question | None
    """None where the round is gone, or understood no more."""
    name: str
    answers: tuple[Kept, ...]
    goal: Goal | None = None
    """What the answers are about, where it is a goal that they may see."""
    number: int = 1
    """The how manieth round about the goal the newest one was: by it wordings take turns."""


@dataclass(frozen=True)
class OwnAnswers:
    """What somebody answered by name in one ritual."""

    ritual: str
    title: Mapping[str, str]
    curves: tuple[Curve, ...]


@dataclass(frozen=True)
class Mine:
    """The whole page; of each scope the goals that hold now or soon, of their own also those that are over."""

    today: date
    company: tuple[Seen, ...] = ()
    team: tuple[Seen, ...] = ()
    personal: tuple[Seen, ...] = ()
    shared: tuple[Seen, ...] = ()
    coming: tuple[Coming, ...] = ()
    answers: tuple[OwnAnswers, ...] = ()
    results: tuple[Ritual, ...] = ()
    """Rituals of which a round was told that they may read."""
    anonymous: tuple[Ritual, ...] = ()
    """Rituals they take part in that keep nothing of anybody by name."""
    needs: tuple[tuple[Need, ...], tuple[Need, ...]] = ((), ())
    """What others need of them, and what they need of others, the newest first."""


def mine(context: Context, someone: Person, *, now: datetime) -> Mine:
    """Return what somebody sees. Raises UserError where there are no goals, and for guests."""
    with context.database.read() as tx:
        allowed = permission_of(tx, context, someone)
        today = today_of(context, allowed.someone, now)
        found = _visible(tx, allowed, today)
        seen = _seen(tx, allowed, found)
        asked = [one for one in surveys(context) if allowed.takes_part(one)]
        answers = _answers(tx, allowed, found)
        results = readable(tx, allowed)
    own = [one for one in seen if one.goal.scope == "personal" and one.goal.person == someone.id]
    return Mine(
        today=today,
        company=tuple(one for one in seen if one.goal.scope == "company"),
        team=tuple(one for one in seen if one.goal.scope == "team"),
        personal=tuple(sorted(own, key=lambda one: not one.goal.is_live(today))),
        shared=tuple(one for one in seen if one.goal.scope == "personal" and one.goal.person != someone.id),
        coming=overview(context, someone, now=now, among={one.id for one in asked}).coming,
        answers=answers,
        results=results,
        anonymous=tuple(one for one in asked if is_anonymous(context, one)),
        needs=open_needs(context, someone),
    )


def live_goals(context: Context, someone: Person, *, now: datetime) -> int | None:
    """Return how many goals hold today that somebody sees; None where there are no goals, and for guests."""
    if not (context.config().has_goals and someone.is_eligible):
        return None
    today = today_of(context, someone, now)
    with context.database.read() as tx:
        return sum(one.is_live(today) for one in catalogue.visible_to(tx, context, someone, on=today))


def detail(context: Context, someone: Person, goal_id: str, *, now: datetime) -> Detail:
    """Return all there is to a goal that somebody may see. Raises UserError for any other."""
    with context.database.read() as tx:
        allowed = permission_of(tx, context, someone)
        today = today_of(context, allowed.someone, now)
        goal = visible(tx, allowed, goal_id, today)
        (seen,) = _seen(tx, allowed, [goal])
        is_own = goal.scope == "personal" and goal.person == someone.id
        wordings = goals.history(tx, goal.id)
        shown = wordings if is_own or goal.scope != "personal" else wordings[-1:]  # earlier ones were not shared
        return Detail(seen, shown, today, is_own)


def answers_of(context: Context, someone: Person, ritual: str, *, now: datetime) -> OwnAnswers:
    """Return what somebody answered by name in one ritual. Raises UserError where that is nothing."""
    with context.database.read() as tx:
        allowed = permission_of(tx, context, someone)
        found = _answers(tx, allowed, _visible(tx, allowed, today_of(context, allowed.someone, now)), only=ritual)
    if not found:
        raise UserError("goals.gone")
    return found[0]


def settable(context: Context, someone: Person) -> tuple[Ritual, ...]:
    """Return the rituals that somebody may set goals for."""
    with context.database.read() as tx:
        return permission_of(tx, context, someone).settable()


def _visible(tx: Tx, allowed: Permission, today: date) -> list[Goal]:
    """Return the goals that somebody sees, and their own that are over."""
    found = list(catalogue.visible_to(tx, allowed.context, allowed.someone, on=today))
    known = {one.id for one in found}
    return [*found, *(one for one in goals.personal_of(tx, allowed.someone.id) if one.id not in known)]


def _seen(tx: Tx, allowed: Permission, found: Iterable[Goal]) -> list[Seen]:
    found = list(found)
    values = defaultdict(list)
    for one in goals.values(tx, [goal.id for goal in found if goal.measure is not None]):
        values[one.goal].append(one)
    titles = {one.id: one.title for one in allowed.context.config().rituals}
    return [
        Seen(
            goal=one,
            title=titles.get(one.ritual),
            values=tuple(values[one.id]),
            may_change=allowed.may_change(one),
            may_measure=allowed.may_measure(one),
        )
        for one in found
    ]


def _answers(tx: Tx, allowed: Permission, found: Iterable[Goal], *, only: str | None = None) -> tuple[OwnAnswers, ...]:
    """Return what somebody answered by name, for each ritual of the file in its order, then for those that are gone."""
    given: dict[str, list[Kept]] = defaultdict(list)
    for one in kept.of_person(tx, allowed.someone.id, ritual=only, limit=MOST_ANSWERS):
        given[one.ritual].append(one)
    known = {one.id: one for one in found}
    titles = {one.id: one.title for one in allowed.context.config().rituals}
    order = [*(name for name in titles if name in given), *sorted(name for name in given if name not in titles)]
    return tuple(
        OwnAnswers(name, titles.get(name, {"de": name, "en": name}), _curves(tx, allowed, given[name], known))
        for name in order
    )


def _curves(tx: Tx, allowed: Permission, given: Iterable[Kept], known: Mapping[str, Goal]) -> tuple[Curve, ...]:
    """Return a curve for each question and goal; `given`: newest first."""
    grouped: dict[tuple[str, str], list[Kept]] = defaultdict(list)
    asked: dict[str, Mapping[str, Question]] = {}
    for one in given:
        grouped[one.question, one.goal].append(one)
    curves = []
    for (name, goal), answers in grouped.items():
        newest = answers[0]
        if newest.run not in asked:
            run = runs.get(tx, newest.run)
            asked[newest.run] = questions_of(as_asked(allowed.context, run) if run is not None else None)
        question = asked[newest.run].get(name)
        same = [one for one in answers if _words(one) == _words(newest)]
        for number, put in _as_put(question, same):
            curves.append(Curve(question, name, tuple(reversed(put)), known.get(goal), number))
    return tuple(curves)


def _words(one: Kept) -> str:
    """Return what stands for the exact words of a question, in all its wordings."""
    return one.series.partition(".")[0]


def _as_put(question: Question | None, answers: list[Kept]) -> Iterable[tuple[int, list[Kept]]]:
    """Return the answers to each wording of a question, newest first, with the number of a round that puts it so."""
    if question is None:
        return [(1, answers)]
    grouped: dict[int, list[Kept]] = defaultdict(list)
    for one in answers:
        turn = question.wordings.index(worded(question, one.series))
        grouped[turn * question.every + 1].append(one)
    return grouped.items()
