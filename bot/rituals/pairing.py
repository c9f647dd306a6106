"""Meet a colleague: bring people together in pairs or groups, remind them, ask whether they met, sum up.

The words stand in bot/i18n/locales/*/LC_MESSAGES/rondo.po under `pairing.` and `question.`; a manager's own words
come in through the options.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field

from bot.blocks import actions, button, context, section
from bot.matching import LARGEST, gather
from bot.model import (
    Answer,
    FollowUp,
    Introduction,
    Letter,
    Mention,
    Message,
    Plan,
    State,
    Weight,
    Words,
)
from bot.rituals.base import CLOSE, OPEN, Kind, Options, Placeholders, Text, Touches
from bot.schedule import between, reminder

if TYPE_CHECKING:
    from random import Random

NUDGE, ASK = "nudge", "ask"
WEIGHTS: dict[str, Weight] = {NUDGE: "may", ASK: "should"}
"""What gives way first where people have their share of messages; an introduction must come."""
CHOICES = ("yes", "planned", "no")
QUESTIONS = 40
"""How many opening questions the catalogues hold (question.01 …)."""
ENOUGH = 5
"""A figure is given only from so many introductions on."""


def as_words(value: Any) -> Any:
    """Return a single word as one of several."""
    return (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list) else value


class PairingOptions(Options):
    """What a manager may say about a pairing round."""

    size: Annotated[int, Field(ge=2, le=LARGEST), Touches("people")] = 2
    """How many people meet; where the number does not divide, some groups are one larger or smaller."""
    mix: Annotated[
        tuple[Literal["department", "site"], ...],
        BeforeValidator(as_words),
        Touches("data", "fields of people's Slack profiles are read and kept for it"),
    ] = ()
    """What people of one group should not have in common, the first before the second; never at the cost of a
    repeat."""
    intro: Annotated[Text, Placeholders(("people", "title"))] | None = None
    """The first sentences of the introduction; without it Rondo's own words stand there."""
    questions: tuple[Text, ...] = ()
    """Own opening questions; without them Rondo takes one of its own collection."""
    wrap_up: Annotated[bool, Touches("data", "what a channel gets to read of the rounds")] = True
    """Whether the channel reads a short wrap-up when the round closes; without a channel there is none."""


def plan(options: PairingOptions, state: State, rng: Random) -> Plan:
    """Carry out one step of a round: open, nudge, ask or close."""
    steps = {OPEN: _open, NUDGE: _nudge, ASK: _ask, CLOSE: _close}
    return steps[state.step](options, state, rng)


def answer(options: PairingOptions, state: State, given: Answer) -> Plan:
    """Take one person's "did you meet?"; the last press counts until the round closes."""
    mine = [one for one in state.introductions if given.person in one.people]
    if given.question != "met" or given.value not in CHOICES or not mine:
        return Plan(reply=Words("answer.not_yours"))
    return Plan(answers=(given,), reply=Words(f"pairing.thanks.{given.value}"))


def _open(options: PairingOptions, state: State, rng: Random) -> Plan:
    """Match the people and introduce each group in a conversation of its own."""
    met = {frozenset(pair): one.on for one in state.history for pair in _pairs(one)}
    traits = [{str(one.id): getattr(one, field).casefold() for one in state.members} for field in options.mix]
    groups = gather([one.id for one in state.members], met, rng, size=options.size, traits=traits).groups
    members = {one.id: one.id for one in state.members}
    introductions = tuple(
        Introduction(
            id=f"{state.run.id}#{number:03d}",
            run=state.run.id,
            ritual=state.ritual.id,
            people=tuple(members[person] for person in group),  # type: ignore[index]  # matching knows ids as str
            on=state.run.nominal_date,
        )
        for number, group in enumerate(groups, start=1)
    )
    questions = _questions(options, len(introductions), rng)
    letters: list[Letter] = []
    for introduction, question in zip(introductions, questions, strict=True):
        letters += _introduce(options, state, introduction, question)
    return Plan(
        letters=tuple(letters),
        introductions=introductions,
        follow_ups=_follow_ups(state) if introductions else (),
        closes=not introductions,
    )


def _pairs(one: Introduction) -> list[tuple[Any, Any]]:
    return [(a, b) for i, a in enumerate(one.people) for b in one.people[i + 1 :]]


def _questions(options: PairingOptions, n: int, rng: Random) -> list[Words]:
    """Return n opening questions, none twice before all were used."""
    pool = [Words(own=text) for text in options.questions] or [
        Words(f"question.{number:02d}") for number in range(1, QUESTIONS + 1)
    ]
    rng.shuffle(pool)
    return [pool[i % len(pool)] for i in range(n)]


def _follow_ups(state: State) -> tuple[FollowUp, ...]:
    """Return when to come back: to remind (half way, or as the ritual says), at three quarters, and at the end."""
    opened, closes, rule, remind = state.run.opened_at, state.run.closes_at, state.ritual.rule, state.ritual.remind
    assert closes is not None, "a pairing round has an end: Kind.close_after"
    nudge = () if remind == "never" else (FollowUp(NUDGE, reminder(opened, closes, remind, rule)),)
    return (*nudge, FollowUp(ASK, between(opened, closes, 0.75, rule.timezone, rule)), FollowUp(CLOSE, closes))


def _introduce(options: PairingOptions, state: State, introduction: Introduction, question: Words) -> list[Letter]:
    """Return the two letters of a group: the conversation is opened, then the introduction posted."""
    people = [Mention(person) for person in introduction.people]
    params = {"people": people, "title": Words(own=state.ritual.title)}
    intro = Words(own=options.intro, params=params) if options.intro else Words("pairing.intro", params)
    message = Message(
        text=Words("pairing.notification", params),
        blocks=(
            section(intro),
            section(Words("pairing.question", {"question": question})),
            section(Words("pairing.how", {"until": _end(state), "zone": state.ritual.rule.timezone})),
        ),
    )
    opening = Letter(key=_key(state, introduction, "open", step=OPEN), op="open", people=introduction.people)
    return [opening, _letter(state, introduction, message, after=opening.key)]


def _why(state: State) -> Words:
    """Return why they read this."""
    params = {"title": Words(own=state.ritual.title), "channel": state.ritual.channel}
    return Words("pairing.why" if state.ritual.channel else "pairing.why.audience", params)


def _end(state: State) -> datetime:
    """Return the local moment at which the round closes."""
    end = state.run.closes_at or state.run.opened_at
    return end.astimezone(ZoneInfo(state.ritual.rule.timezone))


def _letter(state: State, introduction: Introduction, message: Message, *, after: str, op: Any = "post") -> Letter:
    return Letter(
        key=_key(state, introduction, op),
        op=op,
        people=introduction.people,
        after=after,
        message=message,
        on_doubt=state.ritual.on_doubt or PAIRING.on_doubt,
        weight=WEIGHTS.get(state.step, "must"),
        why=_why(state),
    )


def _key(state: State, introduction: Introduction, name: str, *, step: str | None = None) -> str:
    return f"{state.run.id}/{step or state.step}/{introduction.id.rpartition('#')[2]}/{name}"


def _nudge(options: PairingOptions, state: State, rng: Random) -> Plan:
    """Remind each group kindly."""
    number = rng.randrange(3) + 1
    message = Message(text=Words(f"pairing.nudge.{number}"), blocks=(section(Words(f"pairing.nudge.{number}")),))
    return Plan(letters=_to_all(state, message))


def _ask(options: PairingOptions, state: State, rng: Random) -> Plan:
    """Ask each group whether they met."""
    buttons = [
        button(
            Words(f"pairing.choice.{choice}"),
            f"ritual:met:{choice}",
            value=state.run.id,
            style="primary" if choice == "yes" else None,
        )
        for choice in CHOICES
    ]
    message = Message(
        text=Words("pairing.ask"),
        blocks=(section(Words("pairing.ask")), actions(*buttons, block_id="met"), context(Words("pairing.ask.why"))),
    )
    return Plan(letters=_to_all(state, message))


def _to_all(state: State, message: Message) -> tuple[Letter, ...]:
    """Return the message to each group of the round whose introduction is not dead."""
    letters = []
    for introduction in state.introductions:
        intro = _key(state, introduction, "post", step=OPEN)
        if intro in state.letters:
            letters.append(_letter(state, introduction, message, after=intro))
    return tuple(letters)


def _close(options: PairingOptions, state: State, rng: Random) -> Plan:
    """Take the buttons away, remember who met, and sum up in the channel."""
    outcomes = {one.id: met for one in state.introductions if (met := _met(one, state)) is not None}
    letters = []
    for introduction in state.introductions:
        asked = _key(state, introduction, "post", step=ASK)
        if asked in state.letters:
            words = Words("pairing.closed.met" if outcomes.get(introduction.id) else "pairing.closed")
            message = Message(text=words, blocks=(section(words),))
            letters.append(_letter(state, introduction, message, after=asked, op="update"))
    if options.wrap_up and state.introductions and state.ritual.channel:
        letters.append(_wrap_up(state, sum(outcomes.values())))
    return Plan(letters=tuple(letters), outcomes=outcomes, closes=True)


def _met(introduction: Introduction, state: State) -> bool | None:
    """Return whether they met: one yes is enough; without any word nobody knows."""
    said = {one.value for one in state.answers if one.question == "met" and one.person in introduction.people}
    if "yes" in said:
        return True
    return False if "no" in said else None


def _wrap_up(state: State, met: int) -> Letter:
    """Return the letter that gives the community its figures, and nobody's name."""
    params = {"title": Words(own=state.ritual.title), "n": len(state.introductions)}
    words = Words("pairing.wrap_up", params)
    blocks = [section(words)]
    if len(state.introductions) >= ENOUGH and met >= ENOUGH:
        blocks.append(section(Words("pairing.wrap_up.met", {"n": met})))
    blocks.append(context(Words("pairing.wrap_up.next", params)))
    return Letter(
        key=f"{state.run.id}/{state.step}/channel/post",
        op="post",
        channel=state.channel,
        language=state.ritual.language,
        message=Message(text=words, blocks=tuple(blocks)),
        on_doubt="skip",
    )


PAIRING = Kind(
    name="pairing",
    options=PairingOptions,
    plan=plan,
    answer=answer,
    close_after="4 workdays",
    on_doubt="resend",
    reminds=True,
    scopes=("mpim:write",),
    profile=lambda options: options.mix,
)
