"""Every form and letter of every kind that asks people stays within Slack's limits, whatever is written, in both
languages; a message has less than 9,000 characters of text. Nothing here names a kind."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from bot.blocks import payload, render
from bot.model import (
    LANGUAGES,
    Answer,
    Choice,
    Day,
    Form,
    FormField,
    Goal,
    Input,
    Language,
    Letter,
    Measure,
    Number,
    PersonId,
    Plan,
    State,
    Words,
)
from bot.rituals.base import Kind
from bot.rituals.registry import kinds
from bot.sandbox.blocks import check_blocks, elements, length
from bot.sandbox.forms import check_view
from bot.slack.views.form import form_modal
from bot.text import address
from tests.unit.cast import catalogues

from .harness import Played, least_options, play, slack_ids

BUDGET = 9_000
LONGEST = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz "
SIZES = (1, 12, 45)


def long(characters: int) -> dict[str, str]:
    """Give a text of the longest German words, with signs that Slack escapes."""
    text = (f"{LONGEST}& <b> " * (characters // len(LONGEST) + 1))[:characters].strip()
    return dict.fromkeys(LANGUAGES, text)


def hostile() -> dict[str, list[Any]]:
    """Give for names of options the longest values, each followed by shorter ones where a kind does not take them."""
    options = [{"id": f"o{n}", "text": {k: f"{n} {v}" for k, v in long(72).items()}} for n in range(10)]
    asked: list[dict[str, Any]] = [
        {"id": f"q-{number}-{kind}", "type": kind, "options": options}
        for number, kind in enumerate(["single", "multiple"])
    ]
    asked += [{"id": f"q-{n}", "type": "scale", "scale": "confidence-0-10"} for n in range(3)]
    asked += [{"id": f"t-{n}", "type": "text"} for n in range(4)] + [{"id": "n-0", "type": "number"}]
    mirrored = [{"id": f"m-{n}", "scale": "confidence-0-10"} for n in range(5)]
    sides: dict[str, Any] = {"team": ["IT", *(f"{LONGEST[:50]} {n}" for n in range(9))], "customers": ["Vertrieb"]}
    texts = [long(most) for most in (3000, 1500, 800, 300, 150)]
    return {
        "questions": [tuple({**one, "ask": long(most)} for one in asked) for most in (300, 200, 150, 100)],
        "mirror": [
            sides | {"questions": [one | {"team": long(most), "customers": long(most)} for one in mirrored]}
            for most in (300, 200, 150, 100)
        ],
        "ask": texts,
        "intro": texts,
        "visibility": ["group"],
        "compare_departments": [True],
    }


def surveys() -> Iterator[Any]:
    for kind in kinds().values():
        least = least_options(kind)
        if kind.survey(least) is not None:
            yield pytest.param(kind, least, id=f"{kind.name}-least")
            yield pytest.param(kind, widest(kind, least), id=f"{kind.name}-longest")


def widest(kind: Kind, least: Any) -> Any:
    """Return the kind's options with the longest values that it takes."""
    taken: dict[str, Any] = {name: getattr(least, name) for name in least.model_fields_set}
    for name, candidates in hostile().items():
        for one in candidates if name in kind.options.model_fields else ():
            try:
                kind.options.model_validate({**taken, name: one})
            except ValidationError:
                continue
            taken[name] = one
            break
    return kind.options.model_validate(taken)


GOALS = tuple(
    Goal(
        id=name,
        text=long(300),
        why=long(300),
        customer=long(120),
        sign=long(300),
        measure=Measure(long(75), 0.5, 1_000_000.25, long(20)),
    )
    for name in ("Hallo", "other")
)


@pytest.mark.parametrize(("kind", "options"), list(surveys()))
@pytest.mark.parametrize("size", SIZES)
def test_what_a_survey_says_stays_within_the_limits(kind: Kind, options: Any, size: int) -> None:
    steps: list[Played] = []
    forms = 0

    def answers(state: State) -> tuple[Answer, ...]:
        nonlocal forms
        found = list(answered(kind, options, state, steps))
        forms += len(found)
        return tuple(found)

    for played in play(kind, size, options=options, answers=answers, goals=GOALS):
        steps.append(played)
        for letter in played.plan.letters:
            for language in LANGUAGES:
                check_letter(letter, played.state, language)
    assert forms or size == 1, "nobody could fill in anything"


def check_letter(letter: Letter, state: State, language: Language) -> None:
    if letter.message is None:
        return
    said = address(payload(letter.message, catalogues()[language].say), slack_ids(state.people))
    blocks = said.get("blocks", [])
    assert check_blocks(blocks, surface="message") == [], letter.key
    assert length(blocks) < BUDGET, letter.key
    assert len(said["text"]) < BUDGET, letter.key


def answered(kind: Kind, options: Any, state: State, steps: list[Played]) -> Iterator[Answer]:
    """Yield what everybody answers who presses each button they got and fills in each page that opens."""
    for number, (letter, element) in enumerate(buttons(steps)):
        if letter.op != "post" or len(letter.people) != 1:
            continue
        person = letter.people[0]
        _, question, value = element["action_id"].split(":")
        mine = replace(state, members=tuple(one for one in state.members if one.id == person), answers=())
        plan = kind.answer(options, mine, Answer(state.run.id, question, person, value))
        for _ in range(5):
            if plan.form is None:
                break
            check_form(plan.form)
            plan = submitted(kind, options, mine, plan.form, person, number)
            yield from (replace(one, person=PersonId(f"x-{person}")) for one in plan.answers)


def submitted(kind: Kind, options: Any, mine: State, form: Form, person: PersonId, number: int) -> Plan:
    """Send a page filled to the brim; what it complains of is left empty, as far as it may be."""
    filled = {one.name: written(one, number) for one in form.fields}
    for _ in range(3):
        said = json.dumps(filled, ensure_ascii=False)
        plan = kind.answer(options, mine, Answer(mine.run.id, form.question, person, said))
        if not plan.errors:
            return plan
        check_errors(plan, form)
        start = tuple(name.partition("_")[0] for name in plan.errors)
        filled = {name: "" if name.startswith(start) else value for name, value in filled.items()}
    raise AssertionError(plan.errors)


def check_errors(plan: Plan, form: Form) -> None:
    assert set(plan.errors) <= {one.name for one in form.fields}
    for words in plan.errors.values():
        assert all(catalogues()[language].say(words, plain=True) for language in LANGUAGES)


def buttons(steps: list[Played]) -> Iterator[tuple[Letter, dict[str, Any]]]:
    for played in steps:
        for letter in played.plan.letters:
            blocks = payload(letter.message, catalogues()["de"].say).get("blocks", []) if letter.message else []
            yield from ((letter, element) for _, element in elements(blocks))


def check_form(form: Form) -> None:
    for language in LANGUAGES:
        view = render(form_modal(form, "run@2026-11-23"), catalogues()[language].say)
        assert check_view(address(view, {}), home=False) == [], form.question
        for name in ("title", "submit", "close"):
            words: Words | None = getattr(form, name)
            assert words is None or len(catalogues()[language].say(words, plain=True)) <= 24, (form.question, name)


def written(field: FormField, number: int) -> Any:
    """Return the longest that somebody can write into a field; choices differ from one person to the next."""
    if isinstance(field, Input):
        return f"{number} {long(field.most)['de']}"[: field.most]
    if isinstance(field, Number):
        return str(int(field.most if field.most is not None else 1_000_000))
    if isinstance(field, Day):
        return date(2026, 12, 31).isoformat()
    if isinstance(field, Choice):
        values = [value for value, _ in field.options]
        some = values[number % len(values) :] if field.is_multiple else values[number % len(values)]
        return some
    return ""
