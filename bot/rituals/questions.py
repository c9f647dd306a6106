"""The questions of rituals that ask people: how they are written in rituals.yaml, how they are put and read; when they
are asked, says bot.rituals.turns. Used by several kinds; it knows none of them.

An answer to a question is a string: words, a number with a point, a step of a scale, the id of an option, several ids
with commas between them, a Slack id, a date as YYYY-MM-DD. No answer is no string at all.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import re
from collections.abc import Hashable, Iterable, Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from bot.model import SCALES, Answer, Choice, Day, FormField, Input, Number, Pick, Words
from bot.rituals.base import Options, Placeholders, Text, Unfit, as_text

Slug = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,40}$")]
Type = Literal["text", "number", "scale", "single", "multiple", "person", "date"]
CHOSEN = ("scale", "single", "multiple")
"""Types whose answers are few, so that it can be told how often each was given."""
MOST_QUESTIONS = 12
MOST_OPTIONS = 10
MOST_EVERY = 52
LONGEST_ASK, LONGEST_HINT, LONGEST_OPTION, LONGEST_ANSWER = 300, 300, 75, 1000
"""Characters."""
COMPACT = 7
"""Steps of a scale from which on it is a drop-down."""
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")
_DATE = re.compile(r"[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
NAMES = Placeholders(("goal", "customer"))


def as_option(value: Any) -> Any:
    """Return an option that is written as a text alone with its parts."""
    if isinstance(value, Options):
        return value
    if isinstance(value, Mapping) and "text" in value:
        return dict(value)
    return {"text": as_text(value)}


class QuestionOption(Options):
    """One thing that can be chosen."""

    text: Text
    """What is read; at most 75 characters."""
    id: Slug | None = None
    """What it is remembered by; without it something made of its text."""

    @property
    def name(self) -> str:
        """Return what an answer holds when it is chosen."""
        return self.id or _hash(sorted(self.text.items()))


class Condition(Options):
    """When a question is asked: after an answer to another one. Exactly one of the three."""

    question: Slug
    """The id of an earlier question."""
    is_: Annotated[str | int | bool | tuple[str | int, ...] | None, Field(alias="is")] = None
    """It was answered like this; of several, with one of them."""
    below: int | float | None = None
    """Its number is smaller."""
    above: int | float | None = None
    """Its number is larger."""

    @model_validator(mode="after")
    def _says_one_thing(self) -> Condition:
        if sum(one is not None for one in (self.is_, self.below, self.above)) != 1:
            raise Unfit("question.condition")
        return self


class Question(Options):
    """One question, as somebody writes it in rituals.yaml."""

    id: Slug
    """What its answers are remembered by; never change it while you want to compare them."""
    type: Type
    """What is answered."""
    ask: Annotated[Text, NAMES]
    """The question."""
    one_of: tuple[Annotated[Text, NAMES], ...] = ()
    """Other wordings, which take turns with `ask` from round to round; for texts only."""
    hint: Text | None = None
    """What stands below the field."""
    options: tuple[Annotated[QuestionOption, BeforeValidator(as_option)], ...] = ()
    """What can be chosen; for single and multiple."""
    scale: str | None = None
    """Which scale; for scale."""
    every: Annotated[int, Field(ge=1, le=MOST_EVERY)] = 1
    """It is asked in every so many rounds only, and after a goal has got a new wording."""
    optional: bool = True
    """Whether it may stay empty."""
    if_: Annotated[Condition | None, Field(alias="if")] = None
    """It is asked only after such an answer to an earlier question."""
    about: Literal["goal", "mine"] = "goal"
    """The ritual's goal, or the personal goal of whoever answers; people without one are not asked then."""
    blind: bool = False
    """Whether the goal's words are shown only after the answer."""

    @model_validator(mode="after")
    def _fits_its_type(self) -> Question:
        _check_options(self)
        _check_scale(self)
        if self.one_of and self.type != "text":
            raise Unfit("question.one_of", id=self.id, type=self.type)
        _check_lengths(self)
        return self

    @property
    def wordings(self) -> tuple[Mapping[str, str], ...]:
        """Return its wordings in the order in which they take turns."""
        return (self.ask, *self.one_of)


def as_questions(questions: tuple[Question, ...]) -> tuple[Question, ...]:
    """Return the questions of a ritual if they fit together. Raises Unfit with a sentence for the manager."""
    if not 1 <= len(questions) <= MOST_QUESTIONS:
        raise Unfit("question.number", most=MOST_QUESTIONS)
    seen: dict[str, Question] = {}
    for one in questions:
        if one.id in seen:
            raise Unfit("question.twice", id=one.id)
        if one.if_ is not None:
            _check_condition(one, one.if_, seen)
        seen[one.id] = one
    return questions


Questions = Annotated[tuple[Question, ...], AfterValidator(as_questions)]
"""The questions of a ritual; a kind writes `questions: Annotated[Questions, Touches("data")] = …`."""


# ---------------------------------------------------------------- in which words it is asked


def wording(question: Question, *, number: int) -> Mapping[str, str]:
    """Return the words in which a round asks it; a wording gives way to the next each time the question is due."""
    return question.wordings[_turn(question, number)]


def series_of(question: Question, *, number: int | None = None) -> str:
    """Return what stands for its exact words, in all its wordings: answers of two series are not compared.

    With the `number` of a round it also says which wording had its turn, where there are several: a text answers that
    one, and `bot.rituals.turns.number_in` finds it again.
    """
    turn = f".{_turn(question, number)}" if number is not None and question.one_of else ""
    options = [(one.name, sorted(one.text.items())) for one in question.options]
    words = [sorted(one.items()) for one in question.wordings]
    return _hash([question.type, question.scale, words, options]) + turn


# ---------------------------------------------------------------- how it is put


def fields_of(
    questions: Iterable[Question],
    *,
    number: int,
    initial: Mapping[str, str] | None = None,
    params: Mapping[str, Mapping[str, Any]] | None = None,
    hints: Mapping[str, Words] | None = None,
) -> tuple[FormField, ...]:
    """Return a field for each question, by its id.

    `initial`: what was answered before; `params`: for each question what stands in its braces (`goal`, `customer`);
    `hints`: what stands below a field in place of the question's own hint.
    """
    initial, params, hints = initial or {}, params or {}, hints or {}
    return tuple(
        _field(
            one,
            Words(own=wording(one, number=number), params=params.get(one.id, {})),
            initial.get(one.id, ""),
            hints.get(one.id) or (Words(own=one.hint) if one.hint else None),
        )
        for one in questions
    )


def choices_of(question: Question) -> tuple[tuple[str, Words], ...]:
    """Return what can be chosen: value and words; steps of a scale with the words of their anchors."""
    if question.type == "scale" and question.scale:
        return tuple((str(one), step_of(question.scale, one)) for one in SCALES[question.scale].steps)
    return tuple((one.name, Words(own=one.text)) for one in question.options)


def step_of(scale: str, step: int) -> Words:
    """Return how a step of a scale reads: its number, with the word of its anchor where it has one."""
    if step in SCALES[scale].anchors:
        return Words("asks.step", {"step": step, "anchor": Words(f"scale.{scale}.{step}")})
    return Words("asks.step.bare", {"step": step})


def spoken(question: Question, value: str) -> Words:
    """Return how an answer reads, for a page that may show it."""
    choices = dict(choices_of(question)) if question.type in CHOSEN else {}
    found = [choices.get(one) or _verbatim(one) for one in apart(question, value)]
    return found[0] if len(found) == 1 else Words("asks.several", {"choices": found})


# ---------------------------------------------------------------- how it is read


def read(questions: Iterable[Question], said: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, Words]]:
    """Return what a form says: question id -> answer, without the empty ones; and what is wrong, by field."""
    values: dict[str, str] = {}
    errors: dict[str, Words] = {}
    for one in questions:
        value, error = _read(one, said.get(one.id))
        if error is not None:
            errors[one.id] = error
        elif value:
            values[one.id] = value
    return values, errors


def apart(question: Question, value: str) -> tuple[str, ...]:
    """Return the single answers in an answer: of `multiple` each that was chosen."""
    return tuple(one for one in value.split(",") if one) if question.type == "multiple" else (value,)


def compared(question: Question, value: str) -> Hashable:
    """Return what stands for an answer where bot.figures asks how much answers differ: 7.0 is 7, and capitals and
    blanks make no difference between texts."""
    if question.type == "number":
        return float(value)
    if question.type == "multiple":
        return frozenset(apart(question, value))
    return " ".join(value.casefold().split()) if question.type == "text" else value


def meant(condition: Condition, other: Question) -> set[str]:
    """Return the answers that a condition means, by value: options may be named by their id or their text."""
    raw = condition.is_ if isinstance(condition.is_, tuple) else (condition.is_,)
    named = {text.casefold(): one.name for one in other.options for text in one.text.values()}
    return {named.get(str(one).casefold(), str(one)) for one in raw}


def packed(values: Mapping[str, str]) -> str:
    """Return the answers of one form as the value of one answer row."""
    return json.dumps(dict(values), ensure_ascii=False, sort_keys=True)


def unpacked(raw: str) -> dict[str, str]:
    """Return the answers that `packed` put together; none where it is something else."""
    try:
        told = json.loads(raw)
    except ValueError:
        return {}
    return {str(one): value for one, value in told.items() if isinstance(value, str)} if isinstance(told, dict) else {}


def values_of(answers: Iterable[Answer], question: Question) -> tuple[str, ...]:
    """Return what was answered to a question, one for each row that says something to it."""
    return tuple(value for one in answers if (value := unpacked(one.value).get(question.id)))


# ---------------------------------------------------------------- inside


def _field(question: Question, label: Words, initial: str, hint: Words | None) -> FormField:
    name, optional = question.id, question.optional
    match question.type:
        case "text":
            said = Words("asks.example")
            return Input(
                name, label, LONGEST_ANSWER, example=said, hint=hint or said, initial=initial, lines=True,
                is_optional=optional,
            )  # fmt: skip
        case "number":
            return Number(name, label, hint=hint, initial=initial, is_optional=optional)
        case "person":
            return Pick(name, label, hint=hint, initial=initial, is_optional=optional)
        case "date":
            return Day(name, label, hint=hint, initial=initial, is_optional=optional)
    choices = choices_of(question)
    return Choice(
        name,
        label,
        choices,
        hint=hint,
        initial=tuple(one for one in apart(question, initial) if one in dict(choices)),
        is_multiple=question.type == "multiple",
        is_optional=optional,
        is_compact=question.type == "scale" and len(choices) >= COMPACT,
    )


def _read(question: Question, raw: Any) -> tuple[str, Words | None]:
    given = [str(one) for one in raw] if isinstance(raw, list | tuple) else [str(raw or "").strip()]
    given = [one for one in given if one]
    if not given:
        return "", None if question.optional else Words("asks.error.empty")
    if question.type in CHOSEN:
        known = [value for value, _ in choices_of(question) if value in given]
        wrong = len(known) != len(set(given)) or (question.type != "multiple" and len(known) > 1)
        return ",".join(known), Words("asks.error.choice") if wrong else None
    value = given[0]
    if question.type == "number":
        value = value.replace(",", ".")
        return value, None if _NUMBER.fullmatch(value) else Words("asks.error.number")
    if question.type == "date":
        return value, None if _DATE.fullmatch(value) else Words("asks.error.date")
    return value[:LONGEST_ANSWER].rstrip(), None


def _turn(question: Question, number: int) -> int:
    return (number - 1) // question.every % len(question.wordings)


def _check_options(question: Question) -> None:
    is_choice = question.type in ("single", "multiple")
    if question.options and not is_choice:
        raise Unfit("question.no_options", id=question.id, type=question.type)
    if is_choice and not 2 <= len(question.options) <= MOST_OPTIONS:
        raise Unfit("question.options", id=question.id, type=question.type, most=MOST_OPTIONS)
    if len({one.name for one in question.options}) < len(question.options):
        raise Unfit("question.options_twice", id=question.id)


def _check_scale(question: Question) -> None:
    if question.type != "scale":
        if question.scale is not None:
            raise Unfit("question.no_scale", id=question.id, type=question.type)
    elif question.scale not in SCALES:
        near = difflib.get_close_matches(question.scale or "", SCALES, n=1)
        if near:
            raise Unfit("question.scale_near", id=question.id, given=question.scale, near=near[0])
        raise Unfit("question.scale", id=question.id, possible=", ".join(SCALES))


def _check_lengths(question: Question) -> None:
    texts = [("ask", one, LONGEST_ASK) for one in question.wordings]
    texts += [("hint", question.hint, LONGEST_HINT)] if question.hint else []
    texts += [("options", one.text, LONGEST_OPTION) for one in question.options]
    for key, text, most in texts:
        longest = max(text.values(), key=len)
        if len(longest) > most:
            raise Unfit("question.long", id=question.id, key=key, most=most, length=len(longest))


def _check_condition(question: Question, condition: Condition, before: Mapping[str, Question]) -> None:
    other = before.get(condition.question)
    if other is None:
        raise Unfit("question.condition_unknown", id=question.id, other=condition.question)
    if condition.is_ is None and other.type not in ("number", "scale"):
        raise Unfit("question.condition_number", id=question.id, other=other.id)
    if condition.is_ is not None and other.type in CHOSEN:
        possible = {value for value, _ in choices_of(other)}
        if stray := sorted(meant(condition, other) - possible):
            raise Unfit("question.condition_answer", id=question.id, other=other.id, given=stray[0])


def _verbatim(text: str) -> Words:
    return Words(own={"de": "{text}", "en": "{text}"}, params={"text": text})


def _hash(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()[:12]
