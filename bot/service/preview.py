"""Every message and every form of a ritual, before it sends one: its own kind plans a whole round with invented people.

What differs only by chance or by whom it is for is shown once (bot.service.rehearsal plays the round).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.blocks import BLOCKS_PER_MESSAGE, Leaf, Plot, context, payload, render, section
from bot.i18n import Catalogues
from bot.model import Decision, DecisionItem, Form, Goal, Language, Letter, Message, Plan, Ritual, Words
from bot.rituals.base import DEPART, Kind
from bot.service.bundle import payload_of
from bot.service.goals import decision_letters
from bot.service.goals.decision_letters import STEP as DECIDED
from bot.service.goals.decisions import Shown as Material
from bot.service.goals.surveys import questions_of
from bot.service.moments import is_unsolicited, part_for
from bot.service.rehearsal import MOST_STEPS, NAMES, Moment, Press, moments, offers
from bot.text import spell_out

MOST_TEXTS = 20
"""What people wrote that is shown to those who decide."""
CAST = {name.lower(): name for name in NAMES}
"""Person id -> name."""


@dataclass(frozen=True)
class Shown:
    """One message as it would be sent, with names where Slack shows mentions."""

    step: str
    """The kind's step; for the private reply to a press, `question:choice`."""
    to: str
    """To whom, in words."""
    payload: dict[str, Any]
    at: datetime | None = None
    """When it comes in the coming round, a UTC instant; None where that is up to people."""


@dataclass(frozen=True)
class Page:
    """One form as it would open; slack/views makes a page of it."""

    step: str
    to: str
    """Before whom, in words."""
    run: str
    form: Form | Material
    """A ritual's own, or what those in charge decide on."""
    at: datetime | None = None
    """From when on."""


Scene = Shown | Page


@dataclass(frozen=True)
class Voice:
    """What the messages of one ritual are said with."""

    ritual: Ritual
    catalogues: Catalogues
    language: Language

    def say(self, words: Words) -> str:
        """Return a sentence about a message, for a terminal or a line of small print."""
        return self.catalogues[self.language].say(words, plain=True)

    def letter(self, letter: Letter) -> dict[str, Any]:
        """Return what Slack would get of a letter, with the footer that the house adds to what nobody asked for."""
        assert letter.message is not None
        say = self.catalogues[letter.language or self.language].say
        if not is_unsolicited(letter):
            return self.named(payload(letter.message, say))
        whole = payload_of([part_for(letter, self.ritual, say)], say)
        return self.named({key: whole[key] for key in ("text", "blocks") if key in whole})

    def named(self, rendered: dict[str, Any]) -> dict[str, Any]:
        """Return a message with names in the place of mentions."""
        named: dict[str, Any] = spell_out(rendered, CAST)
        return named


def preview(
    ritual: Ritual,
    *,
    kinds: Mapping[str, Kind],
    catalogues: Catalogues,
    language: Language,
    now: datetime,
    goals: Sequence[Goal],
) -> tuple[Shown, ...]:
    """Return every message of a whole round in one language, in the order in which they come."""
    found = scenes(ritual, kinds=kinds, catalogues=catalogues, language=language, now=now, goals=goals)
    return tuple(one for one in found if isinstance(one, Shown))


def scenes(
    ritual: Ritual,
    *,
    kinds: Mapping[str, Kind],
    catalogues: Catalogues,
    language: Language,
    now: datetime,
    goals: Sequence[Goal],
) -> tuple[Scene, ...]:
    """Return every message and every form of a whole round in one language; `goals`: those of the file."""
    voice = Voice(replace(ritual, language=language), catalogues, language)
    kind, places, buttons = kinds[ritual.kind], dict[str, int](), dict[Press, Any]()
    found: dict[Any, tuple[tuple[int, int], Scene]] = {}
    for moment in moments(kind, voice.ritual, now, say=voice.say, goals=goals):
        place = places.setdefault(moment.step, len(places))
        buttons = {**offers(moment.plan), **buttons}
        for group in _alike(moment.plan.letters):
            found.setdefault((place, _shape_of(group[0])), ((place, 0), _shown(group, moment, voice)))
        if moment.pressed is not None:
            for shape, scene in _after_press(moment, buttons.get(moment.pressed), voice):
                found.setdefault(shape, ((place, 1), scene))
        if moment.plan.asks_decision:
            for number, scene in enumerate(_decision(moment, kind, voice)):
                found.setdefault((DECIDED, number), ((MOST_STEPS + number, 0), scene))
    return tuple(scene for _, scene in sorted(found.values(), key=lambda one: one[0]))


def marked(shown: Shown, ritual: Ritual, *, catalogues: Catalogues, language: Language) -> dict[str, Any]:
    """Return a shown message such that nobody takes it for the real one: with a line in front that says so."""
    say = catalogues[language].say
    mark = Words("preview.mark", {"title": Words(own=ritual.title), "to": shown.to})
    blocks = shown.payload.get("blocks") or [
        {"type": "section", "text": {"type": "mrkdwn", "text": shown.payload["text"]}}
    ]
    return {
        "text": f"{say(mark)}: {shown.payload['text']}",
        "blocks": [render(context(mark), say), *blocks][:BLOCKS_PER_MESSAGE],
    }


def _shape(tree: Any) -> Any:
    """Return what makes a message another one: its sentences, without numbers that chance draws and without people."""
    if isinstance(tree, Leaf):
        return _shape(tree.words)
    if isinstance(tree, Plot):
        return tree.kind, _shape(tree.name)
    if isinstance(tree, Words):
        inner = tuple((name, _shape(value)) for name, value in sorted(tree.params.items()) if isinstance(value, Words))
        return ("own" if tree.own is not None else tree.key.rstrip("0123456789"), inner)
    if isinstance(tree, Mapping):
        return tuple((key, _shape(value)) for key, value in sorted(tree.items()) if key not in ("value", "block_id"))
    if isinstance(tree, list | tuple):
        return tuple(_shape(value) for value in tree)
    return tree


def _shape_of(letter: Letter) -> Any:
    assert letter.message is not None
    return letter.op, bool(letter.people), _shape(letter.message.text), _shape(letter.message.blocks)


def _alike(letters: Sequence[Letter]) -> list[list[Letter]]:
    """Return the letters that say something, those that say the same together."""
    groups: dict[Any, list[Letter]] = {}
    for letter in letters:
        if letter.message is not None:
            groups.setdefault(_shape_of(letter), []).append(letter)
    return list(groups.values())


def _shape_of_form(form: Form) -> Any:
    fields = [(type(one).__name__, one.name, _shape(one.label)) for one in form.fields]
    return form.title.key, _shape(form.explain), tuple(fields), form.tick is not None


def _shown(group: Sequence[Letter], moment: Moment, voice: Voice) -> Shown:
    letter = group[0]
    assert letter.message is not None
    if letter.people:
        to = voice.say(Words("preview.to.people", {"people": [one.capitalize() for one in letter.people]}))
    else:
        to = voice.say(Words("preview.to.channel", {"channel": voice.ritual.channel}))
    if letter.op == "update":
        to = voice.say(Words("preview.to.change", {"to": to}))
    if letter.people and len(group) > 1:
        to = voice.say(Words("preview.to.likewise", {"to": to}))
    at = None if moment.pressed or moment.step == DEPART else letter.not_before or moment.state.now
    return Shown(moment.step, to, voice.letter(letter), at)


def _after_press(moment: Moment, button: Any, voice: Voice) -> Iterator[tuple[Any, Scene]]:
    """Yield what somebody reads who pressed a button or sent a page, and the form that opens, each with its shape."""
    plan, pressed = moment.plan, moment.pressed
    assert pressed is not None
    if plan.reply is not None:
        message = Message(text=plan.reply, blocks=(section(plan.reply),))
        said = voice.named(payload(message, voice.catalogues[voice.language].say))
        shape = (pressed, moment.page > 0, _shape(plan.reply))
        yield shape, Shown(":".join(pressed), _to("reply", moment, button, voice), said)
    if plan.form is not None:
        to = _to("form", moment, button, voice)
        yield _shape_of_form(plan.form), Page(moment.step, to, moment.state.run.id, plan.form, moment.state.now)


def _to(what: str, moment: Moment, button: Any, voice: Voice) -> str:
    """Say before whom something opens, and after which press."""
    leaf = (button or {}).get("text", {}).get("text")
    params: dict[str, Any] = {"name": moment.who}
    if moment.page:
        return voice.say(Words(f"preview.to.{what}.sent", params))
    if isinstance(leaf, Leaf):
        return voice.say(Words(f"preview.to.{what}.pressed", {**params, "button": leaf.words}))
    return voice.say(Words(f"preview.to.{what}", params))


def _decision(moment: Moment, kind: Kind, voice: Voice) -> tuple[Scene, ...]:
    """Return what follows on the results: the question to those in charge, their form, and what all read then."""
    ritual, run, at, say = voice.ritual, moment.state.run, moment.state.now, voice.catalogues[voice.language].say
    survey = kind.survey(ritual.options)
    asked = decision_letters.question(ritual, run, waits=survey is not None and survey.needs_decision)
    material = Material(
        decision=Decision(run=run.id, ritual=ritual.id, asked_at=at),
        title=Words(own=ritual.title),
        on=run.nominal_date,
        figures=moment.plan.figures,
        questions=questions_of(ritual),
        texts=_texts(moment.plan, ritual),
        is_open=True,
    )
    said, why = (voice.say(Words(f"preview.decided.{part}")) for part in ("said", "why"))
    decided = decision_letters.decided(ritual, run, [DecisionItem(said, "do", why)])
    charge = voice.say(Words("preview.to.charge"))
    is_public = ritual.channel and getattr(ritual.options, "results", None) != "members"
    to = Words("preview.to.channel", {"channel": ritual.channel}) if is_public else Words("preview.to.members")
    return (
        Shown(moment.step, charge, voice.named(payload(asked, say)), at),
        Page(DECIDED, voice.say(Words("preview.to.decide")), run.id, material),
        Shown(DECIDED, voice.say(to), voice.named(payload(decided, say))),
    )


def _texts(plan: Plan, ritual: Ritual) -> tuple[tuple[str, str], ...]:
    """Return what people wrote, as those in charge see it: words only, and nothing about a goal of one's own."""
    written = dict.fromkeys([*plan.released, *((one.question, one.value) for one in plan.kept)])
    known = questions_of(ritual)
    asked = {name for name, one in known.items() if one.type == "text" and one.about != "mine"}
    return tuple(one for one in written if one[0] in asked and one[1].strip())[:MOST_TEXTS]
