"""Look ahead: what is played on a copy is what happens when time really passes, and nothing of it leaves a trace."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.config import installed_kinds, load
from bot.demo import rounds, shares
from bot.demo.ahead import ahead
from bot.demo.director import Director
from bot.demo.foresight import Question
from bot.demo.stage import Stage
from bot.slack.manifest import manifest
from tests.world import COFFEE, POST, SATURDAY, eventually

TRIOS = (
    COFFEE.replace("days: [mon]", "days: [thu]").replace("offer_skip: false", "size: 3\n    mix: [site]")
    + POST
    + """
  - id: mittag
    kind: pairing
    title: {de: Mittagstisch, en: Lunch}
    channel: montagsrunde
    schedule: {every: 2 weeks, days: [tue], at: "11:00", starting: 2026-11-24}
    join: channel
"""
)
FRIDAYS = (
    POST
    + """
  - id: wochenabschluss
    kind: post
    title: {de: Wochenabschluss, en: Friday review}
    channel: allgemein
    holidays: {country: DE, state: HH}
    schedule: {every: week, days: [fri], at: "14:00"}
    text: {de: "Was war?", en: "How was it?"}
"""
)


@pytest.fixture
def director(tmp_path: Path) -> Iterator[Director]:
    """The page's own stage, whose bot works on a coffee round of pairs each Monday."""
    file = tmp_path / "rituals.yaml"
    file.write_text(COFFEE.replace("    offer_skip: false\n", "") + FRIDAYS, encoding="utf-8")
    stage = Stage(file, now=SATURDAY, quick=True)
    try:
        stage.begin(beat=False)
        yield Director(stage)
    finally:
        stage.close()


def apply(director: Director, file: Path, text: str) -> None:
    """Save another file beside the bot, as the editor does, with what it needs installed."""
    stage = director.stage
    file.write_text(text, encoding="utf-8")
    stage.sandbox.install(manifest(load(file, kinds=installed_kinds()), installed_kinds(), look_up=True))
    for _ in range(2):
        stage.rondo.watch.beat(director.now())


def happened(director: Director, ritual: str) -> list[set[frozenset[str]]]:
    """Return the groups of a ritual's rounds so far, oldest first."""
    some = rounds.past(director.stage.rondo.context, ritual)
    return [{frozenset(group.people) for group in one.groups} for one in some]


def foreseen(told: dict[str, Any]) -> list[set[frozenset[str]]]:
    """Return the groups that a look ahead shows, round by round."""
    return [{frozenset(group["people"]) for group in one["groups"]} for one in told["rounds"]]


def test_the_rounds_ahead_are_those_that_come_when_nobody_does_anything(director: Director, tmp_path: Path) -> None:
    told = ahead(director, {"rounds": 3, "language": "de"})
    expected = foreseen(told)
    assert [len(one) for one in expected] == [len(expected[0])] * 3
    director.advance(director.now() + timedelta(days=15))
    assert happened(director, "kaffee") == expected


def test_a_draft_that_is_applied_brings_the_groups_that_were_shown(director: Director, tmp_path: Path) -> None:
    director.advance(director.now() + timedelta(days=1))
    told = ahead(director, {"text": TRIOS, "rounds": "3", "language": "en"})
    expected, (real,) = foreseen(told), happened(director, "kaffee")
    assert [len(one) >= 8 for one in expected] == [False, True, True, True]
    assert expected[0] == set()  # on the Thursday of that week everybody had met somebody on Monday
    assert {one["why"] for one in told["rounds"][0]["absent"]} == {"not_due"}
    assert {len(group) for one in expected for group in one} == {3, 4}
    assert [foreseen({"rounds": told["past"]}), told["ritual"]] == [[real], "kaffee"]
    first = told["rounds"][1]
    assert first["across"]["site"] == len(first["groups"])
    assert first["repeats"] == 0
    assert any("at different sites" in group["why"] for group in first["groups"])
    lunch = foreseen(ahead(director, {"text": TRIOS, "ritual": "mittag", "rounds": 1}))
    apply(director, tmp_path / "rituals.yaml", TRIOS)
    director.advance(director.now() + timedelta(days=25))
    assert happened(director, "kaffee") == [real, *expected]
    assert happened(director, "mittag")[: len(lunch)] == lunch


def test_a_look_ahead_leaves_no_trace_and_a_second_one_is_at_once(director: Director) -> None:
    workspace, context = director.stage.sandbox.workspace, director.stage.rondo.context
    ahead(director, {"rounds": 1})  # what is loaded once only
    threads = {one.name for one in threading.enumerate()}
    before = (len(workspace.journal.log), len(workspace.journal.calls), director.now(), _folders())
    told = ahead(director, {"text": TRIOS, "rounds": 1})
    assert told["rounds"]
    assert rounds.past(context, "kaffee") == []
    assert context.config().source != TRIOS
    assert (len(workspace.journal.log), len(workspace.journal.calls), director.now(), _folders()) == before
    assert {one.name for one in threading.enumerate()} - threads == set()
    known = director.foresight.look
    future = known(_question(director))
    assert known(_question(director)) is future
    director.advance(director.now() + timedelta(hours=1))
    assert known(_question(director)) is not future


def test_what_was_left_out_earlier_is_no_part_of_what_comes(director: Director, tmp_path: Path) -> None:
    context = director.stage.rondo.context
    narrow = 'send_between: ["00:00", "23:59"], notification_budget: {day: 1, week: 1}'
    text = context.config().source.replace('send_between: ["00:00", "23:59"]', narrow)
    apply(director, tmp_path / "rituals.yaml", text)
    director.advance(director.now() + timedelta(days=8))
    earlier = shares.held(context)
    future = director.foresight.look(_question(director))
    director.advance(future.ends)
    assert earlier > 0
    assert future.held == shares.held(context) - earlier > 0


def test_the_same_state_on_another_day_is_another_question(director: Director) -> None:
    known = director.foresight.look
    future = known(_question(director))
    clock = director.stage.sandbox.workspace.clock
    clock.set(director.now() + timedelta(minutes=5))
    assert known(_question(director)) is future
    clock.set(director.now() + timedelta(days=1))
    assert known(_question(director)).begins == director.now()


def test_a_demo_that_ends_while_somebody_looks_ahead_leaves_nothing_behind(director: Director) -> None:
    said: list[dict[str, Any]] = []
    look = threading.Thread(target=lambda: said.append(ahead(director, {"rounds": 6})))
    look.start()
    eventually(_folders)
    director.stage.close()
    assert _folders() == []
    look.join(timeout=5)
    assert said == [{"refused": "failed", "message": "Rondo is ending."}]


def test_it_says_who_sits_out_what_is_skipped_and_how_much_comes(director: Director) -> None:
    slack = director.stage.sandbox
    slack.command("/rondo pause 3w", by="Anna")
    slack.until(lambda: any("pause" in str(row).lower() for row in slack.inbox("Anna")))
    told = ahead(director, {"rounds": 2, "language": "de"})
    anna = slack.person("Anna").id
    assert {"person": anna, "why": "paused"} in told["rounds"][0]["absent"]
    assert told["people"][anna]["site"] == slack.person("Anna").site
    assert 1 <= told["load"]["most"] <= told["load"]["week"]
    assert told["load"]["messages"] > 40
    first = next(row for row in told["dates"] if row["ritual"] == "kaffee")
    assert first["people"] == len({person for group in told["rounds"][0]["groups"] for person in group["people"]})
    skipped = {row["local"][:10]: row["skipped"] for row in told["dates"] if row["skipped"]}
    assert skipped == {"2026-12-25": "Erster Weihnachtstag, HH", "2027-01-01": "Neujahr, HH"}


def test_mistakes_are_named_and_rituals_without_rounds_have_dates(director: Director) -> None:
    told = ahead(director, {"text": TRIOS.replace("size: 3", "size: viele"), "language": "de"})
    assert told["count"] == 1
    assert "ganze Zahl" in told["problems"][0]["text"]
    alone = TRIOS.replace("channel: montagsrunde\n    schedule: {every: 2", "channel: kantine\n    schedule: {every: 2")
    told = ahead(director, {"text": alone, "ritual": "mittag", "rounds": 1})
    assert told["troubles"] == [{"ritual": "mittag", "why": "not_invited", "channel": "kantine"}]
    posts = "version: 1\ndefaults: {language: de, timezone: Europe/Berlin}\nrituals:\n" + FRIDAYS
    told = ahead(director, {"text": posts, "language": "en"})
    assert (told["rounds"], told["ritual"]) == ([], "")
    assert {row["ritual"] for row in told["dates"]} == {"montagsfrage", "wochenabschluss"}


def _question(director: Director) -> Question:
    return Question(director.stage.rondo.context.config(), "kaffee", 1)


def _folders() -> list[str]:
    """Return the folders of looks ahead that are left."""
    return [str(one) for one in Path(tempfile.gettempdir()).glob("rondo-ahead-*")]
