"""A small survey from outside: one form, what somebody needs of somebody, and the question what was decided."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any, Literal

import pytest
from sqlalchemy import func, select

from bot.blocks import actions, button, section
from bot.model import (
    Answer,
    Choice,
    Figure,
    FollowUp,
    Form,
    Input,
    Letter,
    Message,
    Need,
    Number,
    PersonId,
    Pick,
    Plan,
    State,
    Words,
)
from bot.rituals.base import CLOSE, OPEN, Kind, Options, Survey
from bot.service.workspace import reconcile
from bot.store.columns import metadata
from tests.world import World, eventually, words_of

TEXTS = {
    "de": {
        "probe.ask": "Wie steht es?",
        "probe.button": "Antworten",
        "probe.form": "Wie steht es?",
        "probe.sure": "Zuversicht",
        "probe.need": "Was brauchst du?",
        "probe.need_from": "Von wem?",
        "probe.too_many": "Höchstens zehn.",
        "probe.beside": "Lesart",
        "probe.thanks": "Danke!",
        "probe.told": "So steht es.",
    },
    "en": {
        "probe.ask": "How is it going?",
        "probe.button": "Answer",
        "probe.form": "How is it going?",
        "probe.sure": "Confidence",
        "probe.need": "What do you need?",
        "probe.need_from": "Of whom?",
        "probe.too_many": "Ten at most.",
        "probe.beside": "Reading",
        "probe.thanks": "Thank you!",
        "probe.told": "This is how it is.",
    },
}


class ProbeOptions(Options):
    """What may be written in the file."""

    needs_decision: bool = True
    results: Literal["channel", "members"] = "channel"


def plan(options: ProbeOptions, state: State, rng: Random) -> Plan:
    """Ask everybody alone; at the close tell the channel, and ask what was decided."""
    if state.step == OPEN:
        follow_ups = (FollowUp(CLOSE, state.run.closes_at),) if state.run.closes_at else ()
        return Plan(letters=tuple(letter for one in state.members for letter in _asked(state, one.id)),
                    follow_ups=follow_ups)  # fmt: skip
    told = Letter(key=f"{state.run.id}/close/told", op="post", channel=state.channel,
                  message=Message(Words("probe.told"), (section(Words("probe.told")),)))  # fmt: skip
    figure = Figure(state.run.id, state.ritual.id, state.run.nominal_date, "sure", 8, {"mean": 7.5})
    return Plan(letters=(told,), figures=(figure,), asks_decision=True, closes=True)


def answer(options: ProbeOptions, state: State, given: Answer) -> Plan:
    """Show the form, refuse a number above ten, keep the rest."""
    if given.question == "probe":
        return Plan(form=_form())
    said = json.loads(given.value)
    if float(said["sure"]) > 10:
        return Plan(errors={"sure": Words("probe.too_many"), "reading": Words("probe.too_many")})
    need = Need(state.run.id, state.ritual.id, given.person, PersonId(said["need_from"]), said["need"])
    return Plan(answers=(given,), needs=(need,), reply=Words("probe.thanks"))


def _asked(state: State, person: PersonId) -> tuple[Letter, Letter]:
    row = actions(button(Words("probe.button"), "ritual:probe:open", value=state.run.id))
    opening = Letter(key=f"{state.run.id}/open/{person}/open", op="open", people=(person,))
    message = Message(Words("probe.ask"), (section(Words("probe.ask")), row))
    return opening, Letter(key=f"{state.run.id}/open/{person}/post", op="post", people=(person,), after=opening.key,
                           message=message)  # fmt: skip


def _form() -> Form:
    words = Words("probe.form")
    return Form("said", words, words, Words("probe.button"), fields=(
        Number("sure", Words("probe.sure"), least=0, most=100),
        Input("need", Words("probe.need"), 300, Words("probe.need"), is_optional=True),
        Pick("need_from", Words("probe.need_from"), is_optional=True),
        Choice("reading", Words("probe.beside"), (("a", words), ("b", words)), beside=words, is_optional=True),
    ))  # fmt: skip


PROBE = Kind("probe", ProbeOptions, plan, answer, close_after="2 workdays", scopes=("im:write",), texts=TEXTS,
             survey=lambda options: Survey(needs_decision=options.needs_decision))  # fmt: skip

RITUALS = """
version: 1
defaults: {language: de, timezone: Europe/Berlin, send_between: ["00:00", "23:59"]}
rituals:
  - id: probe
    kind: probe
    title: {de: Probe, en: Probe}
    channel: montagsrunde
    schedule: {every: week, days: [mon], at: "09:00"}
    join: channel
"""


def install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Install the kind as a company would: by a package with an entry point."""
    package = folder / "probe_kind-1.0.dist-info"
    package.mkdir(parents=True)
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: probe-kind\nVersion: 1.0\n")
    (package / "entry_points.txt").write_text("[rondo.rituals]\nprobe = tests.integration.probe:PROBE\n")
    monkeypatch.syspath_prepend(str(folder))


def form_of(world: Any, name: str) -> Any:
    """Press the button of the question, and return the form."""
    assert world.slack.click("ritual:probe:open", by=name, on="message")["ok"]
    return eventually(lambda: world.slack.modal(name))


def opened(make_world: Callable[..., World], folder: Path, monkeypatch: pytest.MonkeyPatch, *,
           managers: str = "", **changes: Any) -> World:  # fmt: skip
    """Return a world in which everybody speaks German and was just asked; `changes`: keys of the ritual."""
    install(folder / "packages", monkeypatch)
    more = "".join(f"    {key}: {json.dumps(value)}\n" for key, value in changes.items())
    top = RITUALS.replace("rituals:", f"managers: {{people: [{managers}]}}\nrituals:") if managers else RITUALS
    world = make_world(rituals=top + more)
    for one in world.slack.workspace.people.values():
        one.locale = "de-DE"
    reconcile(world.rondo.context, world.now())
    world.advance_to("mon 09:01")
    return world


def members(world: World) -> list[str]:
    """Return who was asked."""
    able = (one for one in world.slack.workspace.people.values() if not (one.is_bot or one.deleted))
    return [one.real_name for one in able if "Wie steht es" in words_of(world.slack.inbox(one.id))]


def submit(world: World, name: str, **said: Any) -> Any:
    """Fill in the form anew; return what Slack says of it."""
    form_of(world, name)
    answer = world.slack.submit({"sure": "5", "need": "", "need_from": None, **said}, by=name)
    if answer["ok"]:
        world.slack.close(by=name)
        world.beat()
    return answer


def rows(world: World, table: str) -> int:
    """Return how many rows a table has."""
    with world.rondo.database.read() as tx:
        return tx.scalar(select(func.count()).select_from(metadata.tables[table])) or 0
