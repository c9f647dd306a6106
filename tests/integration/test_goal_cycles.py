"""The whole cycle of a check-in, twice, in both languages: open, answer, edit, remind, late, close, decide, next."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from bot.sandbox import Workspace
from bot.service.workspace import reconcile
from bot.store.goal_tables import kept_answers, released_answers, round_figures
from tests.integration.conftest import MakeWorld
from tests.integration.test_checkin import answer, page
from tests.integration.test_pulse import decided
from tests.world import World, eventually, words_of

TEAM = (
    "Bernd", "Carla", "David", "Elif", "Florian", "Grace", "Hanna", "Ivo", "Jana", "Karim", "Lena", "Moritz",
)  # fmt: skip
OWNER = "Bernd"
RITUALS = """
version: 1
defaults:
  {{language: {language}, timezone: Europe/Berlin, send_between: ["00:00", "23:59"],
    notification_budget: {{day: 9, week: 50}}}}
goals:
  - id: tempo
    text: {{de: "Antworten kommen am selben Tag.", en: "Answers come on the same day."}}
    customer: {{de: "der Vertrieb", en: "sales"}}
    measure: {{name: {{de: Dauer, en: Duration}}, start: 96, target: 24, unit: h}}
rituals:
  - id: zielrunde
    kind: checkin
    title: {{de: Zielrunde, en: Goal round}}
    channel: kaffeerunde
    audience: {{people: [{people}]}}
    join: channel
    owner: {owner}
    schedule: {{every: week, days: [mon], at: "09:00"}}
    goals: [tempo]
    visibility: {visibility}
"""
MARK = "xqz"
"""Stands in all that somebody writes."""
REMINDED = {"de": "nur dieses eine Mal", "en": "the only reminder"}
ASKED = {"de": "braucht etwas von dir", "en": "needs something from you"}
TOLD = {"de": "was danach kommt", "en": "what comes later"}


def a_world(make_world: MakeWorld, language: str, visibility: str) -> World:
    """Return a world in which twelve who speak one language are asked on Mondays."""
    known = {one.real_name.split()[0]: one.id for one in Workspace().people.values()}
    people = ", ".join(known[name] for name in TEAM)
    world = make_world(
        rituals=RITUALS.format(language=language, visibility=visibility, people=people, owner=known[OWNER])
    )
    for one in world.slack.workspace.people.values():
        one.locale = "de-DE" if language == "de" else "en-GB"
    reconcile(world.rondo.context, world.now())
    return world


def clear(world: World, name: str) -> None:
    """Close all pages of somebody."""
    while world.slack.modal(name):
        world.slack.close(by=name)


def checked_in(world: World, name: str, **said: Any) -> str:
    """Fill in the page, and return what is said then."""
    shown = answer(world, name, **said)
    clear(world, name)
    return shown


def read_alone(world: World, name: str, words: str) -> int:
    """Return how many messages to somebody hold such words."""
    return sum(words in words_of(one) for one in world.slack.inbox(name))


def channel(world: World, since: int = 0) -> list[str]:
    """Return all that stands in the channel and its threads, charts included."""
    return [str(one["blocks"]) + words_of(one) for one in world.slack.channel_messages("kaffeerunde")[since:]]


def rows(world: World, table: Any) -> list[Any]:
    with world.rondo.database.read() as tx:
        return list(tx.execute(select(table)).mappings())


def enter(world: World, value: str) -> None:
    """Let whoever looks after the ritual enter where the measure stands."""
    clear(world, OWNER)
    world.slack.command("/rondo goals", by=OWNER)
    eventually(lambda: "goal-tempo" in str(world.slack.modal(OWNER)))
    assert world.slack.click("goals:more", by=OWNER, on="modal", block_id="goal-tempo")["ok"]
    eventually(lambda: "goals:value" in str(world.slack.modal(OWNER)))
    assert world.slack.click("goals:value", by=OWNER, on="modal")["ok"]
    eventually(lambda: "goal_value" in str(world.slack.modal(OWNER)))
    assert world.slack.submit({"value": value}, by=OWNER)["ok"]
    eventually(lambda: value in words_of(world.slack.modal(OWNER)))
    clear(world, OWNER)


def remind(world: World, language: str, *, silent: set[str], until: str) -> None:
    """Let time pass until after the reminder: alone, once, and only to those who have said nothing."""
    for day in ("tue 09:05", "tue 18:00", until):
        world.advance_to(day)
    reminded = {name: count for name in TEAM if (count := read_alone(world, name, REMINDED[language]))}
    assert reminded == dict.fromkeys(silent, 1)
    assert not any(REMINDED[language] in one for one in channel(world))


@pytest.mark.parametrize("language", ["de", "en"])
def test_by_name_from_the_question_to_the_decision_and_the_next_round(make_world: MakeWorld, language: str) -> None:
    world = a_world(make_world, language, "named")
    enter(world, "80")
    world.advance_to("mon 09:01")
    for at, name in enumerate(TEAM[:9]):
        checked_in(world, name, own_words=f"{MARK} eigen", contribution=f"{MARK} {at}", confidence=str(at))
    checked_in(world, TEAM[0], contribution=f"{MARK} anders", confidence="3")
    needed(world, language)
    assert world.slack.click("ritual:checkin:skip", by=TEAM[9], on="message")["ok"]
    remind(world, language, silent=set(TEAM[10:]), until="wed 09:05")

    told = channel(world)
    parent = next(one for one in told if ("Start war" if language == "de" else "It started at") in one)
    assert "80 h" in parent
    assert any(("Im Mittel" if language == "de" else "on average") in one for one in told)
    late = checked_in(world, TEAM[10], contribution=f"{MARK} spät", confidence="10")
    assert ("nachgereicht" if language == "de" else "marked as late") in late
    world.advance_to("thu 12:00")
    assert channel(world) == told, "what is late is not told again"
    confident = [one for one in rows(world, kept_answers) if one["question"] == "confidence"]
    assert sorted((one["value"], one["is_late"]) for one in confident) == sorted(
        [("3", False), *((str(at), False) for at in range(1, 9)), ("10", True)]
    )
    assert not any("ritual:checkin" in str(world.slack.inbox(name)) for name in TEAM), "buttons are gone"

    assert MARK in decided(world, "Zu viele Zettel"), "those in charge read what was written"
    clear(world, OWNER)
    assert "Zu viele Zettel" in eventually(lambda: channel(world, len(told)))[-1]
    enter(world, "60")
    world.advance_to("mon 09:01")
    second_round_by_name(world, language, before=len(channel(world)))
    assert not any(MARK in row["text"] for row in world.slack.workspace.journal.log)


def second_round_by_name(world: World, language: str, *, before: int) -> None:
    """Check what is carried over, what is not, and how figures developed."""
    shown = str(page(world, TEAM[0]))
    assert (("Letztes Mal: " if language == "de" else "Last time: ") + f"{MARK} anders") in shown
    compared = "Letztes Mal 3, jetzt 8" if language == "de" else "Last time 3, now 8"
    assert "Letztes Mal 3" not in shown, "a rating of before would colour the new one"
    assert "Last time 3" not in shown
    assert world.slack.submit({"confidence": "8"}, by=TEAM[0])["ok"]
    assert compared in words_of(world.slack.modal(TEAM[0]))
    clear(world, TEAM[0])
    for name in TEAM[1:6]:
        checked_in(world, name, confidence="9")
    late = "Letztes Mal 10 – sicher, jetzt 1" if language == "de" else "Last time 10 (certain), now 1"
    assert late in checked_in(world, TEAM[10], confidence="1"), "what was late counts as the last time"
    world.advance_to("wed 09:05")
    told = channel(world, before)
    assert any("60 h" in one and "data_visualization" in one for one in told), "the measure with its course"
    means = [one for one in told if ("Von 4,3 auf 7,7" if language == "de" else "From 4.3 to 7.7") in one]
    assert len(means) == 1
    assert "data_visualization" in means[0]
    world.advance_to("thu 12:00")


def needed(world: World, language: str) -> None:
    """Let somebody need something of somebody, take it back, need it again, and get an answer."""
    asking, other = TEAM[1], TEAM[2]
    whom = world.slack.person(other).id
    checked_in(world, asking, need_words=f"{MARK} Hilfe", need_whom=whom, confidence="1")
    world.advance(minutes=2)
    assert read_alone(world, other, ASKED[language]) == 1
    checked_in(world, asking, need_words="", need_whom=whom)
    world.advance(minutes=2)
    assert read_alone(world, other, ASKED[language]) == 0, "taken back, though the field kept the person"
    checked_in(world, asking, need_words=f"{MARK} Zahlen", need_whom=whom)
    world.advance(minutes=2)
    assert world.slack.click("need:show", by=other, on="message")["ok"]
    assert f"{MARK} Zahlen" in words_of(eventually(lambda: world.slack.modal(other)))
    assert world.slack.submit({"reply": f"{MARK} morgen"}, by=other)["ok"]
    clear(world, other)
    world.beat()
    assert world.slack.click("need:show", by=asking, on="message")["ok"]
    assert f"{MARK} morgen" in words_of(eventually(lambda: world.slack.modal(asking)))
    clear(world, asking)


@pytest.mark.parametrize("language", ["de", "en"])
def test_without_names_from_the_question_to_the_decision_and_the_next_round(
    make_world: MakeWorld, language: str
) -> None:
    world = a_world(make_world, language, "group")
    world.advance_to("mon 09:01")
    shown = str(page(world, TEAM[0]))
    assert TOLD[language] not in shown
    clear(world, TEAM[0])
    for at, name in enumerate(TEAM[:10]):
        checked_in(world, name, contribution=f"{MARK} {at}", confidence=str(at))
    assert f"{MARK} 0" in str(page(world, TEAM[0])), "until the close one's own answer can be changed"
    assert world.slack.submit({"contribution": f"{MARK} anders", "confidence": "10"}, by=TEAM[0])["ok"]
    clear(world, TEAM[0])
    remind(world, language, silent=set(TEAM[10:]), until="wed 12:00")
    assert not rows(world, round_figures)
    page(world, TEAM[11])
    world.advance_to("thu 09:05")
    told = channel(world)
    assert any(("Im Mittel 5,5" if language == "de" else "On average 5.5") in one or "5.5" in one for one in told)
    texts = [one["value"] for one in rows(world, released_answers) if one["question"] == "contribution"]
    assert sorted(texts) == sorted([f"{MARK} anders", *(f"{MARK} {at}" for at in range(1, 10))])
    assert rows(world, kept_answers) == []
    figures = rows(world, round_figures)
    world.slack.submit({"contribution": f"{MARK} spät", "confidence": "0"}, by=TEAM[11])
    clear(world, TEAM[11])
    world.advance_to("thu 18:00")
    assert channel(world) == told, "nothing is late without names"
    assert not any("spät" in one["value"] for one in rows(world, released_answers))
    assert rows(world, round_figures) == figures

    world.advance_to("mon 09:01")
    assert [run.state for run in world.runs("zielrunde")] == ["missed", "closed"], "nothing was decided yet"
    assert MARK in decided(world, "Zu viele Zettel")
    clear(world, OWNER)
    assert "Zu viele Zettel" in eventually(lambda: channel(world, len(told)))[-1]
    world.advance_to("mon 09:01")
    assert world.runs("zielrunde")[0].state == "open"
    shown = str(page(world, TEAM[1]))
    assert MARK not in shown, "nothing is carried over"
    thanks = (world.slack.submit({"confidence": "8"}, by=TEAM[1]), words_of(world.slack.modal(TEAM[1])))[1]
    assert "Letztes Mal" not in thanks
    assert "Last time" not in thanks
    assert not any(MARK in row["text"] for row in world.slack.workspace.journal.log)
