"""Somebody who was asked answers: a form, the exact post to look at, and only then a yes."""

from __future__ import annotations

from dataclasses import replace

from bot.directory.audience import reaches
from bot.model import Answer, Form, Input, PersonId, Plan, State, Tick, Words
from bot.rituals.intro.letters import CHOICES, INTRO, introduced, placed, readers
from bot.rituals.intro.memory import asked_in
from bot.rituals.intro.options import IntroOptions
from bot.rituals.intro.said import FIELDS, FUN, MOST, TICKED, TOPICS, WHAT, Said, known_of, read

DRAFT, POST = "draft", "post_"
"""The question whose answer is what somebody wrote and has not agreed to yet; the one whether exactly these words may
be posted, with their mark behind it."""


def answer(options: IntroOptions, state: State, given: Answer) -> Plan:
    """Take a press, a filled form or the yes to a preview; the last word counts until the run closes."""
    if given.person not in asked_in(state):
        return Plan(reply=Words("answer.not_yours"))
    if given.person not in {one.id for one in state.members}:
        params = {"title": Words(own=state.ritual.title), "id": state.ritual.id}
        return Plan(reply=Words("intro.away", params))
    if given.question == INTRO and given.value in CHOICES:
        return _pressed(state, given)
    if given.question == DRAFT:
        return _written(state, given)
    if given.question.startswith(POST):
        return _agreed(state, given)
    return Plan(reply=Words("answer.not_yours"))


def _pressed(state: State, given: Answer) -> Plan:
    if given.value == "yes":
        return Plan(form=_form(state, given.person))
    return Plan(answers=(given,), reply=Words(f"intro.thanks.{given.value}", placed(state)))


def _written(state: State, given: Answer) -> Plan:
    """Show the post that would come of what was written; without a word of what they do, ask again."""
    said = read(given.value)
    if said is None or not said.what:
        return Plan(form=_form(state, given.person, said, words=Words("intro.form.empty")))
    return _shown(state, given, said)


def _shown(state: State, given: Answer, said: Said) -> Plan:
    """Keep what was written, and for which readers, and show the post."""
    seen = replace(said, level=state.level)
    draft = Answer(run=given.run, question=DRAFT, person=given.person, value=seen.text)
    return Plan(answers=(draft,), form=_preview(state, given.person, seen))


def _agreed(state: State, given: Answer) -> Plan:
    """Take the yes, if it was said to the words that were written last, and to those who read them now."""
    said = _own(state, given.person, DRAFT)
    if said is None:
        return Plan(form=_form(state, given.person))
    if given.question != POST + said.mark or not reaches(said.level, state.level):
        return _shown(state, given, said)
    yes = Answer(run=given.run, question=INTRO, person=given.person, value=said.text)
    return Plan(answers=(yes,), reply=Words("intro.thanks.yes", placed(state)))


def _own(state: State, person: PersonId, question: str) -> Said | None:
    given = (one.value for one in state.answers if one.question == question and one.person == person)
    return next((said for raw in given if (said := read(raw)) is not None), None)


def _form(state: State, person: PersonId, said: Said | None = None, *, words: Words | None = None) -> Form:
    """Return the form with what they wrote last in it, else with what the directory holds."""
    said = said or _own(state, person, DRAFT)
    known = said or known_of(state, person)
    is_filled = said is None and known != Said()
    explain = Words("intro.form.filled" if is_filled else "intro.form", {**placed(state), "readers": readers(state)})
    return Form(
        question=DRAFT,
        title=Words("intro.form.title"),
        explain=words or explain,
        submit=Words("intro.form.submit"),
        fields=(
            _input(WHAT, known.what, lines=True),
            _input(TOPICS, known.topics),
            _input(FUN, known.fun),
        ),
        tick=_tick(known) if _has_place(state) else None,
    )


def _input(name: str, initial: str, *, lines: bool = False) -> Input:
    return Input(
        name=name,
        label=Words(f"intro.field.{name}"),
        most=MOST[name],
        example=Words(f"intro.example.{name}"),
        initial=initial,
        lines=lines,
        is_optional=name != WHAT,
    )


def _tick(known: Said) -> Tick:
    return Tick(
        name=TICKED,
        label=Words("intro.tick"),
        box=Words("intro.tick.box"),
        hint=Words("intro.tick.hint"),
        is_ticked=known.ticked,
    )


def _has_place(state: State) -> bool:
    """Return whether there is a directory with a field for any of it."""
    return state.directory is not None and any(key in state.directory.fields for key in FIELDS.values())


def _preview(state: State, person: PersonId, said: Said) -> Form:
    return Form(
        question=POST + said.mark,
        title=Words("intro.preview.title"),
        explain=Words("intro.preview", {**placed(state), "readers": readers(state)}),
        submit=Words("intro.preview.submit"),
        close=Words("intro.preview.close"),
        shows=tuple(introduced(person, said)),
        language=state.ritual.language,
    )
