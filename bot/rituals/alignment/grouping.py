"""The second part: somebody who is nobody's manager here groups the texts, which have no names, into readings.

The goal's own wording is always the first of them. What they sort is their draft until they release the readings; only
these go on, never a text.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.blocks import verbatim
from bot.model import Answer, Choice, FollowUp, Form, Input, Plan, State, Words
from bot.rituals.alignment.facilitator import manages
from bot.rituals.alignment.letters import PICK, placed
from bot.rituals.alignment.memory import LETTERS, NONE, Round, in_both, released
from bot.rituals.alignment.options import AlignmentOptions
from bot.rituals.alignment.words import Copy, copies, may_be_sorted
from bot.text import clean

GROUP, DRAFT, RELEASE = "group", "readings", "release"
"""The press that opens the form; the form, whose answer is a draft with a name; the page that lets the readings go."""
LONGEST = 70
"""Characters of a reading."""
FEWEST = 3
"""Readings, with the goal's own wording."""
MOST_TEXTS = 80
"""Texts on the page; Slack shows 100 parts of one."""


@dataclass(frozen=True)
class Sorted:
    """What the facilitator has sorted so far."""

    readings: Mapping[str, str]
    """Letter -> words, of those that have any; without the first, which is the goal's own."""
    places: Mapping[str, str]
    """Name of a text -> letter, or NONE."""


def take(options: AlignmentOptions, state: State, found: Round, given: Answer) -> Plan:
    """Open the form, keep what was sorted and ask whether it is right, or let the readings go.

    Whether they may read the texts is asked anew each time: somebody may have become a manager, or have taken a text
    back since.
    """
    if found.phase == "words":
        return Plan(reply=Words("alignment.group.early", placed(state)))
    if found.phase == "pick":
        return Plan(reply=Words("alignment.group.over", placed(state)))
    if manages(state, given.person):
        return Plan(reply=Words("alignment.group.manages", placed(state)))
    if not may_be_sorted(options, state):
        return Plan(reply=Words("alignment.group.early", placed(state)))
    if given.question == GROUP:
        return Plan(form=_form(state, found, _own(state, given)))
    if given.question == DRAFT:
        return _sorted(state, found, given)
    return _released(state, found, given)


def wrong_in(found: Round, readings: Mapping[str, str]) -> dict[str, Words]:
    """Return what is wrong with the readings, by field: too few, too long, or two that are alike."""
    wrong: dict[str, Words] = {}
    seen = {_plain(one) for one in found.text.values()}
    for letter, text in readings.items():
        if len(text) > LONGEST:
            wrong[letter] = Words("alignment.group.long", {"most": LONGEST})
        elif _plain(text) in seen:
            wrong[letter] = Words("alignment.group.alike")
        seen.add(_plain(text))
    for letter in LETTERS[1:FEWEST] if len(readings) < FEWEST - 1 else ():
        if letter not in readings:
            wrong[letter] = Words("alignment.group.few")
    return wrong


def _sorted(state: State, found: Round, given: Answer) -> Plan:
    draft = read(given.value)
    if draft is None:
        return Plan(form=_form(state, found, _own(state, given)))
    wrong = wrong_in(found, draft.readings)
    if wrong:
        return Plan(errors=wrong)
    return Plan(answers=(given,), form=_confirm(state, found, draft))


def _released(state: State, found: Round, given: Answer) -> Plan:
    draft = _own(state, given)
    if draft is None or wrong_in(found, draft.readings):
        return Plan(form=_form(state, found, draft))
    return Plan(
        facts=(released(state, found.text, list(draft.readings.values())),),
        follow_ups=(FollowUp(PICK, state.now),),
        reply=Words("alignment.group.thanks", placed(state)),
    )


def read(raw: str) -> Sorted | None:
    """Return what a form or a draft says; None where it is none."""
    try:
        told = json.loads(raw)
    except ValueError:
        return None
    if not isinstance(told, Mapping):
        return None
    named = {letter: _line(told.get(letter)) for letter in LETTERS[1:]}
    places = {name: str(value) for name, value in told.items() if name.startswith("t") and value}
    return Sorted({letter: text for letter, text in named.items() if text}, places)


def _line(raw: object) -> str:
    return " ".join(clean(str(raw or ""), limit=3 * LONGEST).split())


def _plain(text: str) -> str:
    return "".join(one for one in text.casefold() if one.isalnum()) or text


def _own(state: State, given: Answer) -> Sorted | None:
    mine = (one.value for one in state.answers if one.question == DRAFT and one.person == given.person)
    return next((draft for raw in mine if (draft := read(raw)) is not None), None)


def _form(state: State, found: Round, draft: Sorted | None) -> Form:
    texts = copies(state)
    shown = texts[:MOST_TEXTS]
    params = {**placed(state), "goal": in_both(found.text), "shown": len(shown)}
    draft = draft or Sorted({}, {})
    return Form(
        question=DRAFT,
        title=Words("alignment.group.title"),
        explain=Words("alignment.group.form" if len(shown) == len(texts) else "alignment.group.some", params),
        submit=Words("alignment.group.submit"),
        fields=(*(_reading(one, draft) for one in LETTERS[1:]), *(_place(one, draft) for one in shown)),
    )


def _reading(letter: str, draft: Sorted) -> Input:
    return Input(
        name=letter,
        label=Words("alignment.group.reading", {"letter": letter.upper()}),
        most=LONGEST,
        example=Words(f"alignment.group.example.{letter}"),
        initial=draft.readings.get(letter, ""),
        is_optional=letter not in LETTERS[1:FEWEST],
    )


def _place(copy: Copy, draft: Sorted) -> Choice:
    letters = [(one, Words("alignment.group.place", {"letter": one.upper()})) for one in LETTERS]
    chosen = draft.places.get(copy.name, "")
    return Choice(
        name=copy.name,
        label=Words("alignment.group.text"),
        options=(*letters, (NONE, Words("alignment.group.place.none"))),
        initial=(chosen,) if chosen else (),
        is_optional=True,
        is_compact=True,
        beside=verbatim(copy.text),
    )


def _confirm(state: State, found: Round, draft: Sorted) -> Form:
    """Ask whether these readings may go to all; how many texts stand in each is said to whoever sorted them."""
    counted = Counter(draft.places.get(one.name, "") for one in copies(state)[:MOST_TEXTS])
    named = [("a", in_both(found.text)), *((one, in_both({"de": t, "en": t})) for one, t in draft.readings.items())]
    lines = [
        Words("alignment.group.line", {"letter": one.upper(), "text": text, "count": counted[one]})
        for one, text in named
    ]
    rest = sum(counted.values()) - sum(counted[one] for one, _ in named)
    lines.append(Words("alignment.group.line.none", {"count": rest}))
    return Form(
        question=RELEASE,
        title=Words("alignment.release.title"),
        explain=Words("alignment.release", {**placed(state), "lines": listed(lines)}),
        submit=Words("alignment.release.submit"),
        close=Words("alignment.release.close"),
    )


def listed(lines: Sequence[Words]) -> Words:
    """Return sentences below each other; at most 26."""
    names = "abcdefghijklmnopqrstuvwxyz"[: len(lines)]
    template = "\n".join(f"{{{name}}}" for name in names)
    return Words(own={"de": template, "en": template}, params=dict(zip(names, lines, strict=True)))
