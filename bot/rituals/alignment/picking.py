"""The third part: everybody picks the reading they meant; leads first say how many will pick the goal as written."""

from __future__ import annotations

import json
from collections.abc import Mapping

from bot.model import Answer, Choice, Form, Number, PersonId, Plan, State, Words
from bot.rituals.alignment.grouping import listed
from bot.rituals.alignment.letters import placed
from bot.rituals.alignment.memory import NONE, Round, done, in_both
from bot.rituals.alignment.options import AlignmentOptions

PICK, PREDICT = "pick", "predict"
"""The question which reading somebody meant, whose answer is its letter; the share that a lead expects, with a name."""
SHARE = "share"
WHOLE = 100


def take(options: AlignmentOptions, state: State, found: Round, given: Answer) -> Plan:
    """Take a press, a prediction or a choice; the last one counts until the round closes."""
    if found.phase != "pick":
        return Plan(reply=Words("alignment.pick.early", placed(state)))
    leads = given.person in leads_of(options, state)
    if given.question == PREDICT:
        return _predicted(state, found, given) if leads else Plan(reply=Words("answer.not_yours"))
    if given.value == "open" and leads:
        return Plan(form=_prediction(state, found, given.person))
    if given.person not in {one.id for one in state.members}:
        return Plan(reply=Words("answer.not_yours"))
    if given.value == "open":
        return Plan(form=_form(state, found, given.person))
    if given.value == "skip":
        return Plan(facts=(done(state, given.person),), reply=Words("alignment.skipped", placed(state)))
    return _picked(state, found, given)


def leads_of(options: AlignmentOptions, state: State) -> frozenset[PersonId]:
    """Return who predicts."""
    return frozenset(state.named[one] for one in options.leads if one in state.named)


def predictions(options: AlignmentOptions, state: State) -> list[int]:
    """Return the shares that leads expect, in percent."""
    leads = leads_of(options, state)
    given = [one.value for one in state.answers if one.question == PREDICT and one.person in leads]
    return sorted(int(one) for one in given if one.isdecimal() and int(one) <= WHOLE)


def picks(state: State, found: Round) -> list[tuple[PersonId, str]]:
    """Return what was chosen, each with the made-up id of whoever chose it."""
    given = ((one.person, one.value) for one in state.answers if one.question == PICK)
    return [(person, value) for person, value in given if value in found.choices]


def _picked(state: State, found: Round, given: Answer) -> Plan:
    chosen = _field(given.value, PICK)
    if chosen not in found.choices:
        return Plan(errors={PICK: Words("alignment.pick.wrong")})
    return Plan(
        answers=(Answer(given.run, PICK, given.person, chosen),),
        facts=(done(state, given.person),),
        reply=Words("alignment.pick.thanks", placed(state)),
    )


def _predicted(state: State, found: Round, given: Answer) -> Plan:
    share = _field(given.value, SHARE).removesuffix(".0")
    if not (share.isascii() and share.isdecimal() and len(share) <= len(str(WHOLE)) and int(share) <= WHOLE):
        return Plan(errors={SHARE: Words("alignment.predict.wrong")})
    kept = Answer(given.run, PREDICT, given.person, str(int(share)))
    if given.person in {one.id for one in state.members}:
        return Plan(answers=(kept,), form=_form(state, found, given.person))
    return Plan(
        answers=(kept,),
        facts=(done(state, given.person),),
        reply=Words("alignment.predict.thanks", placed(state)),
    )


def _field(raw: str, name: str) -> str:
    try:
        told = json.loads(raw)
    except ValueError:
        return ""
    return str(told.get(name) or "").strip() if isinstance(told, Mapping) else ""


def _form(state: State, found: Round, person: PersonId) -> Form:
    named = [
        Words("alignment.reading", {"letter": letter.upper(), "text": in_both(text)})
        for letter, text in zip(found.letters, found.readings, strict=True)
    ]
    own, shown = _own(state, person, PICK), placed(state)
    shown["seen"] = Words("alignment.pick.seen", placed(state))
    return Form(
        question=PICK,
        title=Words("alignment.pick.title"),
        explain=Words("alignment.pick.form", {**shown, "readings": listed(named)}),
        submit=Words("alignment.submit"),
        fields=(
            Choice(
                name=PICK,
                label=Words("alignment.pick.label"),
                options=(*zip(found.letters, named, strict=True), (NONE, Words("alignment.none"))),
                initial=(own,) if own else (),
            ),
        ),
    )


def _prediction(state: State, found: Round, person: PersonId) -> Form:
    return Form(
        question=PREDICT,
        title=Words("alignment.predict.title"),
        explain=Words("alignment.predict.form", {**placed(state), "goal": in_both(found.text)}),
        submit=Words("alignment.predict.submit"),
        fields=(
            Number(
                name=SHARE,
                label=Words("alignment.predict.label"),
                hint=Words("alignment.predict.hint"),
                initial=_own(state, person, PREDICT),
                least=0,
                most=WHOLE,
                is_whole=True,
            ),
        ),
    )


def _own(state: State, person: PersonId, question: str) -> str:
    return next((one.value for one in state.answers if one.question == question and one.person == person), "")
