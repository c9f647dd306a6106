"""Who is asked what, on one page that can be opened again until the close, and what comes back."""

from __future__ import annotations

import json
from typing import Any

from bot.model import Answer, Form, FormField, PersonId, Plan, State, Words
from bot.rituals.pulse.letters import FILL, PULSE, SKIP, placed
from bot.rituals.pulse.options import PulseOptions
from bot.rituals.questions import Question, fields_of, packed, read, unpacked

SKIPPED = "-"
"""The answer of somebody who passes this round over; it takes the place of what they had answered."""


def answer(options: PulseOptions, state: State, given: Answer) -> Plan:
    """Take a press or a filled page; the last word counts until the round closes."""
    someone = next((one for one in state.members if one.id == given.person), None)
    questions = questions_for(options, someone.department) if someone else ()
    if given.question != PULSE or not questions:
        return Plan(reply=Words("answer.not_yours"))
    if given.value == FILL:
        return Plan(form=_form(options, state, given.person, questions))
    if given.value == SKIP:
        passed = Answer(given.run, PULSE, given.person, SKIPPED)
        return Plan(answers=(passed,), reply=Words("pulse.thanks.skip", placed(state)))
    said = _said(given.value)
    if said is None:
        return Plan(reply=Words("answer.not_yours"))
    return _taken(options, state, given, questions, said)


def questions_for(options: PulseOptions, department: str) -> tuple[Question, ...]:
    """Return what somebody of a department is asked: what everybody is, and their side of the mirror."""
    mirror = options.mirror
    side = mirror.side_of(department) if mirror else None
    if mirror is None or side is None:
        return options.questions
    return (*options.questions, *(one.asks(side) for one in mirror.questions))


def answered(state: State) -> tuple[Answer, ...]:
    """Return the pages that say something; whoever passed the round over says nothing."""
    return tuple(one for one in state.answers if one.question == PULSE and unpacked(one.value))


def _taken(
    options: PulseOptions, state: State, given: Answer, questions: tuple[Question, ...], said: dict[str, Any]
) -> Plan:
    """Keep a filled page; whose department changed while it was open is shown the page that is theirs now."""
    if not said.keys() <= {one.id for one in questions}:
        return Plan(form=_form(options, state, given.person, questions))
    values, errors = read(questions, said)
    if errors:
        return Plan(errors=errors)
    page = Answer(given.run, PULSE, given.person, packed(values))
    return Plan(answers=(page,), reply=Words("pulse.thanks" if values else "pulse.thanks.nothing", placed(state)))


def _said(raw: str) -> dict[str, Any] | None:
    try:
        said = json.loads(raw)
    except ValueError:
        return None
    return said if isinstance(said, dict) else None


def _form(options: PulseOptions, state: State, person: PersonId, questions: tuple[Question, ...]) -> Form:
    before = next((one.value for one in state.answers if one.person == person and one.question == PULSE), "")
    mine = unpacked(before)
    return Form(
        question=PULSE,
        title=Words("pulse.form.title"),
        explain=_explained(options, state, questions),
        submit=Words("pulse.form.submit"),
        fields=_fields(options, questions, mine),
    )


def _fields(options: PulseOptions, questions: tuple[Question, ...], mine: dict[str, str]) -> tuple[FormField, ...]:
    braces = options.mirror.params if options.mirror else {}
    plain = {one.id for one in options.questions}
    return fields_of(
        questions,
        number=1,
        initial=mine,
        params={one.id: braces for one in questions if one.id not in plain},
        hints={one.id: Words("pulse.form.text") for one in questions if one.type == "text" and one.hint is None},
    )


def _explained(options: PulseOptions, state: State, questions: tuple[Question, ...]) -> Words:
    """Say exactly who could see what, and when."""
    limits = {"enough": options.limits.enough, "spread": options.limits.spread}
    said = [Words("pulse.form", {**placed(state), **limits})]
    if any(one.type == "text" for one in questions):
        said.append(Words("pulse.form.texts", {**placed(state), **limits}))
    if options.mirror is not None and len(questions) > len(options.questions):
        said.append(Words("pulse.form.mirror", options.mirror.params))
    return lines(said)


def lines(said: list[Words]) -> Words:
    """Return sentences one below the other."""
    names = "abcdefgh"[: len(said)]
    template = "\n".join(f"{{{name}}}" for name in names)
    return Words(own={"de": template, "en": template}, params=dict(zip(names, said, strict=True)))
