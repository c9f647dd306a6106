"""The operator's verbs: stop, go, recall, outbox, beside a bot that may run or not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from bot.store import halts, letters
from bot.store.db import Tx
from tests.integration.stops import OWNED
from tests.process.running import call, environment, slack_settings
from tests.world import POST, World

Verb = CompletedProcess[str]


@pytest.fixture
def world(tmp_path: Path, database_url: str) -> Iterator[World]:
    """A round that is planned and not sent."""
    built = World(tmp_path, database_url, rituals=OWNED + POST)
    built.skip_to("mon 09:00")
    built.rondo.tick(built.now())
    yield built
    built.close()


@pytest.fixture
def rondo(world: World, tmp_path: Path) -> Rondo:
    return Rondo(world, tmp_path)


class Rondo:
    """The verbs, in the same house as the bot."""

    def __init__(self, world: World, folder: Path) -> None:
        self._folder = folder
        url = world.stage.settings.database_url
        self._env = slack_settings(world.slack, url, world.file, RONDO_CLOCK=world.slack.url)

    def __call__(self, *arguments: str) -> Verb:
        done = call(*arguments, env=self._env, cwd=self._folder)
        assert "Traceback" not in done.stderr
        return done


def first(tx: Tx) -> int:
    """Return the id of the oldest letter."""
    return min(one.id for one in letters.of_run(tx, "kaffee@2026-11-23"))


def test_stop_halts_what_is_unsent_and_shows_among_the_dates(world: World, rondo: Rondo) -> None:
    said = rondo("stop", "kaffee").stdout
    assert "steht still" in said
    assert "`rondo go kaffee`" in said, "whoever sits at the terminal need not be a manager in Slack"
    assert "already" in rondo("stop", "kaffee", "--lang", "en").stdout
    assert "Angehalten seit Mo. 23. Nov., 09:00" in rondo("next").stdout
    world.advance_to("mon 09:10")
    assert world.introductions() == []


def test_go_shows_asks_and_sends_only_after_a_yes(world: World, rondo: Rondo) -> None:
    with world.rondo.database.begin() as tx:
        halts.put(tx, "kaffee", by=None, now=world.now())
    assert "es bleibt dabei" in rondo("go", "kaffee", "--send-current").stdout
    done = rondo("go", "--send-current", "--yes")
    assert "Eröffnung" in done.stdout
    assert "geht weiter" in done.stdout
    assert "<@" not in done.stdout
    world.advance(minutes=10)
    assert world.introductions() != []
    assert "Gerade steht nichts still" in rondo("go").stdout


def test_a_wrong_name_is_a_sentence(rondo: Rondo) -> None:
    done = rondo("stop", "tee")
    assert done.returncode == 1
    assert "gibt es nicht" in done.stderr
    which = rondo("stop")
    assert which.returncode == 1
    assert "kaffee, montagsfrage" in which.stderr


def test_recall_lists_asks_and_takes_back(world: World, rondo: Rondo) -> None:
    world.advance_to("mon 09:10")
    assert "kaffee@2026-11-23" in rondo("recall").stdout
    asked = rondo("recall", "kaffee@2026-11-23", "--lang", "en").stdout
    assert "takes a minute at most" in asked
    assert "Rather" not in asked
    assert "everything stays as it is" in asked
    assert world.runs("kaffee")[0].state == "open"
    assert "wird zurückgeholt" in rondo("recall", "kaffee@2026-11-23", "--yes").stdout
    assert "nichts mehr" in rondo("recall", "kaffee@2026-11-23", "--yes").stdout
    assert world.runs("kaffee")[0].state == "closed"


def test_the_outbox_says_what_waits_is_in_doubt_and_died_and_never_what_a_letter_says(
    world: World, rondo: Rondo
) -> None:
    with world.rondo.database.begin() as tx:
        taken = letters.claim_next(tx, now=world.now() + timedelta(seconds=20))
        assert taken is not None
        other = max(one.id for one in letters.of_run(tx, "kaffee@2026-11-23"))
        letters.dead(tx, other, now=world.now(), outcome="channel_gone")
        total = len(letters.of_run(tx, "kaffee@2026-11-23"))
    shown = rondo("outbox").stdout
    assert f"{total - 2} Briefe warten" in shown
    assert "kaffee, Eröffnung" in shown
    assert "1 Brief ist unterwegs oder im Zweifel" in shown
    assert "den Kanal gibt es nicht mehr" in shown
    assert "darf ich euch" not in shown
    assert "One" not in shown
    english = rondo("outbox", "--lang", "en").stdout
    assert "the channel is gone" in english
    told = json.loads(rondo("outbox", "--json").stdout)
    assert told["waiting"] == total - 2
    assert told["dead"] == {"channel_gone": 1}
    assert [one["id"] for one in told["in_doubt"]] == [taken.id]
    assert "text" not in json.dumps(told)


def test_a_dead_letter_is_sent_again_and_a_doubtful_one_only_on_insistence(world: World, rondo: Rondo) -> None:
    with world.rondo.database.begin() as tx:
        known, doubtful = sorted(one.id for one in letters.of_run(tx, "kaffee@2026-11-23") if one.op == "post")[:2]
        letters.dead(tx, known, now=world.now(), outcome="rate_limited")
        letters.dead(tx, doubtful, now=world.now(), outcome="doubt_skipped")
    done = rondo("outbox", "retry", str(known), str(doubtful), "999999")
    assert done.returncode == 1
    assert f"{known}: geht jetzt hinaus" in done.stdout
    assert f"{doubtful}: Vielleicht kam er doch an" in done.stderr
    assert "999999: Diesen Brief gibt es nicht" in done.stderr
    assert "geht jetzt hinaus" in rondo("outbox", "retry", "--yes", str(doubtful)).stdout
    world.advance_to("mon 09:20")
    assert {one.state for one in world.letters(world.runs("kaffee")[0])} == {"sent"}
    assert "schon angekommen" in rondo("outbox", "retry", str(known)).stderr
    assert "schon angekommen" in rondo("outbox", "drop", str(known)).stderr


def test_what_follows_a_dead_conversation_takes_it_along_and_a_dropped_letter_takes_its_followers(
    world: World, rondo: Rondo
) -> None:
    with world.rondo.database.begin() as tx:
        opening = first(tx)
    assert "verworfen" in rondo("outbox", "drop", str(opening)).stdout
    with world.rondo.database.read() as tx:
        stored = {one.id: one for one in letters.of_run(tx, "kaffee@2026-11-23")}
    post = next(one for one in stored.values() if one.after == stored[opening].key)
    assert (stored[opening].outcome, post.outcome) == ("dropped", "predecessor_dead")
    assert "geht jetzt hinaus" in rondo("outbox", "retry", str(post.id)).stdout
    world.advance_to("mon 09:20")
    assert {one.state for one in world.letters(world.runs("kaffee")[0])} == {"sent"}


def test_without_a_database_it_says_so_and_makes_none(tmp_path: Path) -> None:
    (tmp_path / "rituals.yaml").write_text(OWNED + POST)
    env = environment(DATABASE_URL=f"sqlite:///{tmp_path / 'none.db'}", RONDO_RITUALS="rituals.yaml")
    done = call("stop", "all", env=env, cwd=tmp_path)
    assert done.returncode == 1
    assert "no database yet" in done.stderr
    assert not (tmp_path / "none.db").exists()
