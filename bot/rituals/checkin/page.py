"""The one page of a check-in: the goal, why it is asked, who sees what, and a field for each question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.model import Form, FormField, Goal, Input, Kept, PersonId, Pick, State, Words
from bot.rituals.checkin.options import NEED, CheckinOptions
from bot.rituals.checkin.round import Round, questions_of, results_at
from bot.rituals.checkin.said import fitted, in_both, joined, placed
from bot.rituals.questions import LONGEST_ANSWER, Question, fields_of, series_of, unpacked
from bot.rituals.turns import asked, is_of
from bot.text import clip

FILL, MORE = "form", "more"
"""The questions of its pages: the form, and what follows from what was answered there."""
WORDS, WHOM = "need_words", "need_whom"
"""Fields that no question of a manager can be called like."""
MINE = "@mine"
"""Stands in a named answer for the personal goal that it was given to."""
RATED = ("scale", "number")
SHORT = 150
LONGEST = {"text": 700, "why": 250, "customer": 150, "sign": 250, "mine": 200}
"""Characters of a goal that are shown, as Slack counts them: there must be room for who sees what."""


@dataclass(frozen=True)
class Own:
    """What one person sees and has said in a round."""

    options: CheckinOptions
    state: State
    about: Round
    person: PersonId

    @property
    def mine(self) -> Goal | None:
        """Return their personal goal that is asked about; of several one in turn."""
        live = [
            one
            for one in self.state.goals
            if one.scope == "personal" and one.person == self.person and one.is_live(self.state.run.nominal_date)
        ]
        return sorted(live, key=lambda one: one.id)[(self.about.number - 1) % len(live)] if live else None

    @property
    def values(self) -> dict[str, str]:
        """Return what they answered so far, by question."""
        return self._row(FILL)

    @property
    def has_answered(self) -> bool:
        """Return whether they have sent the page, even an empty one, and so have read the goal."""
        return any(one.question == FILL and one.person == self.person for one in self.state.answers)

    @property
    def need(self) -> dict[str, str]:
        """Return what they said they need."""
        return self._row(NEED)

    def due(self) -> tuple[Question, ...]:
        """Return what they may be asked in this round, conditions aside."""
        return questions_of(self.options, self.about, mine=self.mine is not None)

    def asked(self, values: Mapping[str, str]) -> tuple[Question, ...]:
        """Return what they are asked after these answers; a question that is not due speaks with its last answer."""
        names = {one.id for one in self.due()}
        same = {one.id: one for one in self.options.questions if one.id not in names}
        before = {
            one.question: one.value
            for one in reversed(self.state.kept)
            if one.question in same and is_of(same[one.question], one.series)
        }
        known = asked(self.options.questions, {**before, **values})
        return tuple(one for one in known if one.id in names)

    def goal_of(self, question: Question) -> Goal | None:
        """Return the goal that a question is about."""
        return self.mine if question.about == "mine" else self.about.goal

    def last(self, question: Question) -> Kept | None:
        """Return what they last answered by name to the same question, in the same wording, about the same goal."""
        goal, series = self.goal_of(question), series_of(question, number=self.about.number)
        same = (one for one in self.state.kept if one.question == question.id and one.goal == (goal.id if goal else ""))
        return next((one for one in same if one.series == series), None)

    def _row(self, question: str) -> dict[str, str]:
        rows = (one.value for one in self.state.answers if one.question == question and one.person == self.person)
        return unpacked(next(rows, "{}"))


def form(own: Own) -> Form:
    """Return the page, with what they said before in it."""
    questions = own.asked(own.values)
    is_blind = any(one.blind for one in questions)
    fields: tuple[FormField, ...] = _fields(own, questions, is_blind=is_blind)
    if own.options.asks_needs:
        fields += _need(own.need)
    return Form(
        question=FILL,
        title=Words("checkin.form.title"),
        explain=_explained(own, is_blind=is_blind),
        submit=Words("checkin.form.submit"),
        fields=fields,
    )


def more(own: Own, questions: Sequence[Question]) -> Form:
    """Return a second page, with what is asked only after what they answered on the first."""
    return Form(
        question=MORE,
        title=Words("checkin.form.title"),
        explain=Words("checkin.more"),
        submit=Words("checkin.form.submit"),
        fields=_fields(own, questions, is_blind=any(one.blind for one in own.due())),
        close=Words("checkin.more.close"),
    )


def label_of(question: Question, *, number: int, goal: Goal | None) -> Words:
    """Return a question as a round puts it about a goal."""
    (one,) = fields_of([question], number=number, params={question.id: _params(goal, is_hidden=False)})
    return one.label


def shown(goal: Goal) -> Words:
    """Return a goal as it is shown: its words, for whom, how they notice; what is left out is not said."""
    lines = [Words("checkin.goal", {"goal": _cut(goal.text, "text")})]
    for name in ("why", "customer", "sign"):
        if text := getattr(goal, name):
            lines.append(Words(f"checkin.goal.{name}", {name: _cut(text, name)}))
    return joined(lines)


def _explained(own: Own, *, is_blind: bool) -> Words:
    params = placed(own.state)
    lines = []
    if own.about.goal is not None:
        blind = Words("checkin.blind.again" if own.has_answered else "checkin.blind")
        lines.append(blind if is_blind else shown(own.about.goal))
    if any(one.about == "mine" for one in own.due()) and own.mine is not None:
        lines.append(Words("checkin.goal.mine", {"goal": _cut(own.mine.text, "mine")}))
    limits = own.options.limits
    seen = {**params, "enough": limits.enough, "spread": limits.spread, "until": params["when"]}
    lines.append(Words(f"checkin.form.{own.options.visibility}", seen))
    if own.options.asks_needs:
        lines.append(Words("checkin.form.needs"))
    if own.options.late_days and not own.about.is_told:
        at = results_at(own.options, own.state).astimezone(params["when"].tzinfo)
        lines.append(Words("checkin.form.results", {"results": at}))
    return joined(lines)


def _fields(own: Own, questions: Iterable[Question], *, is_blind: bool) -> tuple[FormField, ...]:
    questions = tuple(questions)
    return fields_of(
        questions,
        number=own.about.number,
        initial=own.values,
        params={one.id: _params(own.goal_of(one), is_hidden=is_blind and one.about == "goal") for one in questions},
        hints={one.id: hint for one in questions if (hint := _hint(own, one))},
    )


def _params(goal: Goal | None, *, is_hidden: bool) -> dict[str, Any]:
    """Return what may stand in the braces of a question."""
    return {
        "goal": Words("checkin.the_goal") if goal is None or is_hidden else _cut(goal.text, "mine"),
        "customer": _cut(goal.customer, "customer") if goal and goal.customer else Words("checkin.customer"),
    }


def _hint(own: Own, question: Question) -> Words | None:
    """Return what stands below a field: the last words they wrote there. A last rating is not shown beforehand."""
    lines = [Words(own=question.hint)] if question.hint else []
    if question.about == "mine" and own.mine is not None:
        lines.append(Words("checkin.goal.mine", {"goal": _cut(own.mine.text, "mine")}))
    last = own.last(question) if question.type == "text" and not question.blind else None
    if last is not None and not own.values.get(question.id):
        lines.append(Words("checkin.last", {"said": clip(" ".join(last.value.split()), SHORT)}))
    return joined(lines) if lines else None


def _need(said: Mapping[str, str]) -> tuple[FormField, ...]:
    return (
        Input(
            WORDS,
            Words("checkin.need"),
            LONGEST_ANSWER,
            example=Words("checkin.need.example"),
            initial=said.get(WORDS, ""),
            lines=True,
            is_optional=True,
        ),
        Pick(
            WHOM,
            Words("checkin.need.whom"),
            hint=Words("checkin.need.hint"),
            initial=said.get(WHOM, ""),
            is_optional=True,
        ),
    )


def _cut(text: Mapping[str, str], part: str) -> Words:
    return in_both({language: fitted(words, LONGEST[part]) for language, words in text.items()})
