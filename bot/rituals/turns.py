"""When a question of a ritual is asked: in which rounds, after which answers, and to which of its words something was
answered. Used by several kinds, as bot.rituals.questions is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.rituals.questions import Question, apart, meant, series_of


def due(question: Question, *, number: int, is_new: bool = False) -> bool:
    """Return whether a round asks it; `number` counts rounds from 1, `is_new`: its goal has a new wording."""
    return (number - 1) % question.every == 0 or (is_new and question.about == "goal")


def is_of(question: Question, series: str) -> bool:
    """Return whether an answer of such a series was given to this question, in whichever of its wordings."""
    return stem_of(series) == series_of(question)


def stem_of(series: str) -> str:
    """Return what a series says of all wordings of its question."""
    return series.partition(".")[0]


def number_in(question: Question, series: str) -> int:
    """Return the number of a round that put a question in the words to which an answer of such a series was given; of
    another series the first."""
    turn = series.partition(".")[2]
    return int(turn) * question.every + 1 if turn and is_of(question, series) else 1


def asked(questions: Iterable[Question], values: Mapping[str, str]) -> tuple[Question, ...]:
    """Return the questions whose conditions hold, if they have any; `values`: question id -> what was answered."""
    questions = tuple(questions)
    return tuple(one for one in questions if holds(one, questions, values))


def holds(question: Question, questions: Iterable[Question], values: Mapping[str, str]) -> bool:
    """Return whether a question is asked after these answers."""
    condition = question.if_
    if condition is None:
        return True
    value = values.get(condition.question, "")
    other = next((one for one in questions if one.id == condition.question), None)
    if not value or other is None:
        return False
    if condition.is_ is not None:
        return bool(meant(condition, other) & set(apart(other, value)))
    if condition.below is not None:
        return float(value) < condition.below
    return condition.above is not None and float(value) > condition.above


def leading_to(question: Question, questions: Iterable[Question]) -> tuple[Question, ...]:
    """Return the questions whose answers decide whether this one is asked: the one in its condition, and so on."""
    known = {one.id: one for one in questions}
    found: list[Question] = []
    while question.if_ is not None and question.if_.question in known:
        question = known[question.if_.question]
        found.append(question)
    return tuple(found)
