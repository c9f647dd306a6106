"""Check-ins in a whole company: asked alone, answered on one page, changed, late, told, closed, and asked again."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import text

from bot.service.workspace import reconcile
from tests.integration.conftest import MakeWorld
from tests.world import World, eventually, words_of

RITUALS = """
version: 1
defaults: {language: LANGUAGE, timezone: Europe/Berlin, send_between: ["00:00", "23:59"]}
goals:
  - id: tempo
    text: {de: "Antworten kommen am selben Tag.", en: "Answers come on the same day."}
    customer: {de: "der Vertrieb", en: "sales"}
rituals:
  - id: zielrunde
    kind: checkin
    title: {de: Zielrunde, en: Goals}
    channel: kaffeerunde
    owner: [U0002BERNDX]
    schedule: {every: week, days: [mon], at: "09:00"}
    join: channel
    goals: [tempo]
MORE
"""
FOLLOWED = """
    needs: false
    questions:
      - {id: confidence, type: scale, scale: confidence-0-10, ask: {de: "Wie sicher?", en: "How sure?"}}
      - id: why
        type: text
        ask: {de: "Was fehlt?", en: "What is missing?"}
        if: {question: confidence, below: 5}
"""
GROUP = """
    visibility: group
"""
SECRET = "Weniger Besprechungen"


def a_world(make_world: MakeWorld, *, language: str = "de", more: str = "", rituals: str = RITUALS) -> World:
    """Return a world in which everybody speaks one language."""
    world = make_world(rituals=rituals.replace("LANGUAGE", language).replace("MORE", more))
    for one in world.slack.workspace.people.values():
        one.locale = "de-DE" if language == "de" else "en-GB"
    reconcile(world.rondo.context, world.now())
    return world


def asked(world: World, *words: str) -> list[str]:
    """Return who was asked, by name."""
    marks = words or ("Magst du kurz sagen", "would you say how things stand")
    rows = [row for row in world.slack.workspace.journal.log if any(one in row["text"] for one in marks)]
    everybody = world.slack.workspace.people
    found = [everybody[who] for row in rows if row["kind"] == "im" for who in row["members"] if who in everybody]
    return list(dict.fromkeys(one.real_name for one in found if not one.is_bot))


def page(world: World, name: str) -> Any:
    """Press the button, and return the page."""
    before = world.slack.modal(name)
    assert world.slack.click("ritual:checkin:fill", by=name, on="message")["ok"]

    def opened() -> Any:
        view = world.slack.modal(name)
        return view if view and (before is None or view["id"] != before["id"]) else None

    return eventually(opened)


def answer(world: World, name: str, **said: Any) -> str:
    """Fill in the page, and return what follows."""
    page(world, name)
    sent = world.slack.submit(
        {key if "need" in key else key.replace("_", "-"): one for key, one in said.items()}, by=name
    )
    assert sent["ok"], sent
    return words_of(world.slack.modal(name))


def press(world: World, name: str, choice: str) -> None:
    """Press a button, and wait for the private reply."""
    before = len(world.slack.inbox(name))
    assert world.slack.click(f"ritual:checkin:{choice}", by=name, on="message")["ok"]
    eventually(lambda: world.slack.inbox(name)[before:])


def channel(world: World) -> list[str]:
    """Return what the channel read."""
    return [words_of(one) for one in world.slack.channel_messages("kaffeerunde")]


def rows(world: World, table: str) -> str:
    """Return a table as text."""
    with world.rondo.database.read() as tx:
        return json.dumps([tuple(map(str, row)) for row in tx.execute(text(f"select * from {table}"))])


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_whole_round_by_name(make_world: MakeWorld, language: str) -> None:
    world = a_world(make_world, language=language)
    world.advance_to("mon 09:01")
    people = asked(world)
    assert len(people) > 30
    for at, name in enumerate(people[:9]):
        shown = answer(world, name, own_words=SECRET, contribution=f"{SECRET} {at}", confidence=str(at + 1))
        assert ("am selben Tag" if language == "de" else "on the same day") in shown
    assert SECRET in json.dumps(page(world, people[0]), ensure_ascii=False)
    assert world.slack.submit({"confidence": "2"}, by=people[0])["ok"]
    press(world, people[9], "skip")
    press(world, people[10], "today")
    world.advance_to("tue 09:05")
    again = ("wie du es wolltest", "as you wished")
    assert asked(world, *again) == [people[10]]
    world.advance_to("wed 09:05")
    reminded = [
        row
        for row in world.slack.workspace.journal.log
        if "nur dieses eine" in row["text"] or "only reminder" in row["text"]
    ]
    assert len(reminded) <= len(people) - 10
    read = channel(world)
    assert any(("9 Antworten" if language == "de" else "9 answers") in one for one in read)
    assert any(("Im Mittel" if language == "de" else "on average") in one for one in read)

    before = len(read)
    late = answer(world, people[11], confidence="1", contribution=SECRET)
    assert ("nachgereicht" if language == "de" else "marked as late") in late
    world.advance_to("thu 09:05")
    assert len(channel(world)) == before, "what is late is not told again"
    assert SECRET not in "".join(row["text"] for row in world.slack.workspace.journal.log)
    assert SECRET in rows(world, "kept_answers")
    assert rows(world, "answers") == "[]"
    assert "later" not in rows(world, "facts")
    assert "skip" not in rows(world, "facts")

    world.advance_to("mon 09:01")
    fields = json.dumps(page(world, people[1]), ensure_ascii=False)
    assert ("Letztes Mal: " if language == "de" else "Last time: ") + f"{SECRET} 1" in fields
    assert world.slack.submit({"confidence": "8"}, by=people[1])["ok"]
    compared = "Letztes Mal 2, jetzt 8" if language == "de" else "Last time 2, now 8"
    assert compared in words_of(world.slack.modal(people[1]))


def test_what_follows_from_an_answer_comes_on_a_second_page(make_world: MakeWorld) -> None:
    world = a_world(make_world, more=FOLLOWED)
    world.advance_to("mon 09:01")
    first, second, *_ = asked(world)
    assert "Was fehlt?" in answer(world, first, confidence="3")
    assert world.slack.submit({"why": SECRET}, by=first)["ok"]
    assert "Danke" in words_of(world.slack.modal(first))
    assert "Was fehlt?" in answer(world, second, confidence="2")
    assert world.slack.close(by=second)
    world.advance_to("thu 09:05")
    kept = rows(world, "kept_answers")
    assert SECRET in kept
    assert kept.count('"confidence"') == 2


def test_a_whole_round_without_names(make_world: MakeWorld) -> None:
    world = a_world(make_world, more=GROUP)
    world.advance_to("mon 09:01")
    people = asked(world)
    for at, name in enumerate(people[:10]):
        page_said = words_of(page(world, name))
        assert "Betreiber des Servers" in page_said
        assert world.slack.submit({"confidence": str(at), "contribution": f"{SECRET} {at}"}, by=name)["ok"]
    assert f"{SECRET} 3" in json.dumps(page(world, people[3]), ensure_ascii=False)
    world.advance_to("thu 09:05")
    assert any("Im Mittel 4,5" in one for one in channel(world))
    assert rows(world, "kept_answers") == rows(world, "ballots") == rows(world, "turnout") == "[]"
    assert rows(world, "released_answers").count(SECRET) == 10
    world.advance_to("mon 09:01")
    assert [run.state for run in world.runs("zielrunde")] == ["missed", "closed"], "nothing was decided yet"


def test_what_somebody_needs_reaches_the_other(make_world: MakeWorld) -> None:
    world = a_world(make_world)
    world.advance_to("mon 09:01")
    first, second, *_ = asked(world)
    other = world.slack.person(second).id
    page(world, first)
    refused = world.slack.submit({"need_words": "Eine Entscheidung"}, by=first)
    assert set(refused["errors"]) == {"need_whom"}
    assert world.slack.submit({"need_words": "Eine Entscheidung", "need_whom": other}, by=first)["ok"]
    world.advance(minutes=2)
    assert any("braucht etwas von dir" in words_of(one) for one in world.slack.inbox(second))
    assert "Eine Entscheidung" not in "".join(row["text"] for row in world.slack.workspace.journal.log)


def test_not_today_is_kept_whenever_somebody_says_it_where_everybody_has_their_own_hour(make_world: MakeWorld) -> None:
    world = a_world(
        make_world,
        more="    close_after: 4 workdays\n",
        rituals=RITUALS.replace('at: "09:00"}', 'at: "09:00", timezone: personal}'),
    )
    world.advance_to("mon 09:01")
    first, second, third, *_ = asked(world)
    press(world, first, "today")
    world.advance_to("mon 21:00")
    for name in (second, third):
        press(world, name, "today")
    world.advance_to("tue 12:00")
    assert set(asked(world, "wie du es wolltest")) == {first, second, third}
    again = [row["text"] for row in world.slack.workspace.journal.log if "wie du es wolltest" in row["text"]]
    assert len(again) == 3, "and to each once"


@pytest.mark.parametrize(
    ("rituals", "more", "why"),
    [
        (RITUALS.replace('same day."}', 'same day."}\n    ends: 2026-11-01'), "", "Heute läuft kein Ziel"),
        (RITUALS, f"{GROUP}    min_answers: 400\n", "wenn mindestens 400 Leute mitmachen"),
    ],
)
def test_those_in_charge_hear_once_why_nobody_was_asked(
    make_world: MakeWorld, rituals: str, more: str, why: str
) -> None:
    world = a_world(make_world, more=more, rituals=rituals)
    world.advance_to("mon 15:00")
    assert asked(world) == []
    told = [one for one in world.slack.inbox("U0002BERNDX") if why in words_of(one)]
    assert len(told) == 1
