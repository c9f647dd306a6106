"""Who was reminded, on both databases: it goes some time after the round, and what others were sent stays."""

from __future__ import annotations

from datetime import timedelta

from bot.model import ChannelId, Fact, PersonId, Run
from bot.store import facts, letters, reminders, runs
from bot.store.db import Database, Tx
from bot.store.letters import Draft
from tests.store.cast import NOW, a_run, hire
from tests.store.test_forgetting import traces

SAID = {"text": "Deine Antwort fehlt noch"}


def reminded(tx: Tx, run: Run, person: PersonId, *, bundle: str | None = None) -> str:
    """Remind somebody, and take the button away with the close; return the key."""
    key = f"{run.id}/remind/{person}/post"
    ask = f"{run.id}/open/{person}/post"
    drafts = [
        Draft(key=ask, op="post", run=run.id, people=(person,), payload=SAID, unsolicited=True),
        Draft(key=key, op="post", run=run.id, people=(person,), payload=SAID, unsolicited=True, bundle=bundle),
        Draft(key=f"{run.id}/close/{person}/remind", op="update", run=run.id, people=(person,), after=key),
    ]
    letters.add_many(tx, drafts, now=NOW)
    return key


def arrived(tx: Tx) -> None:
    """Let all letters arrive."""
    for number in range(1, 40):
        letters.sent(tx, number, now=NOW, channel=ChannelId("D1"))


def test_nothing_tells_who_was_reminded_some_days_after_the_close(database: Database) -> None:
    with database.begin() as tx:
        ada, ben = hire(tx, "U1", "U2")
        run, other = a_run("pulse"), a_run("mirror")
        for each in (run, other):
            runs.claim(tx, each)
            reminded(tx, each, ada)
        arrived(tx)
        runs.close(tx, run.id, now=NOW)
        assert reminders.closed_before(tx, NOW) == []
        assert reminders.closed_before(tx, NOW + timedelta(seconds=1)) == [run.id]
        assert reminders.forget(tx, run.id) == 2
        assert [one.key for one in letters.of_run(tx, run.id)] == [f"{run.id}/open/{ada}/post"]
        assert len(letters.of_run(tx, other.id)) == 3
        assert reminders.closed_before(tx, NOW + timedelta(days=1)) == []
        assert reminders.forget(tx, run.id) == 0
        assert traces(tx, ben).keys() == {"people", "slack_ids"}


def test_what_has_not_left_yet_is_left_for_the_next_time(database: Database) -> None:
    with database.begin() as tx:
        (ada,) = hire(tx, "U1")
        run = a_run("pulse")
        runs.claim(tx, run)
        reminded(tx, run, ada)
        assert reminders.forget(tx, run.id) == 0
        letters.sent(tx, 2, now=NOW, channel=ChannelId("D1"))
        assert reminders.forget(tx, run.id) == 0, "its button is still to go"
        letters.sent(tx, 3, now=NOW, channel=ChannelId("D1"))
        assert reminders.forget(tx, run.id) == 2


def test_a_message_that_carried_others_too_stays_and_says_nothing(database: Database) -> None:
    with database.begin() as tx:
        (ada,) = hire(tx, "U1")
        first, second = a_run("pulse"), a_run("mirror")
        for each in (first, second):
            runs.claim(tx, each)
        host = reminded(tx, first, ada)
        rider = reminded(tx, second, ada, bundle=host)
        arrived(tx)
        assert reminders.forget(tx, first.id) == 2
        found = letters.by_key(tx, rider)
        assert found is not None
        assert found.bundle is not None
        carrier = letters.by_key(tx, found.bundle)
        assert carrier is not None
        assert (carrier.run, carrier.payload, carrier.state) == (None, {"text": ""}, "sent")
        assert reminders.forget(tx, second.id) == 2
        assert [one.key for one in letters.of_run(tx, second.id)] == [f"{second.id}/open/{ada}/post"]
        gone = [one for one in letters.bundle_of(tx, carrier) if one.run is not None or one.payload != {"text": ""}]
        assert gone == []


def test_all_that_only_some_got_goes_and_what_everybody_got_stays(database: Database) -> None:
    with database.begin() as tx:
        (ada,) = hire(tx, "U1")
        run = a_run("pulse")
        runs.claim(tx, run)
        again, pick = f"{run.id}/again-2026-11-24/{ada}/post", f"{run.id}/pick/{ada}/pick/post"
        stays = [f"{run.id}/{step}/{ada}/post" for step in ("open", "results", "close", "decided", "recall")]
        drafts = [Draft(key=one, op="post", run=run.id, people=(ada,), payload=SAID) for one in (*stays, again, pick)]
        drafts += [
            Draft(key=f"{run.id}/close/{ada}/again-2026-11-24", op="update", run=run.id, people=(ada,), after=again),
            Draft(key=f"{run.id}/close/{ada}/pick", op="update", run=run.id, people=(ada,), after=pick),
            Draft(key=f"{run.id}/close/{ada}/open", op="update", run=run.id, people=(ada,), after=stays[0]),
            Draft(key=f"{run.id}/close/{ada}/told", op="post", run=run.id, people=(ada,), after=pick),
            Draft(key=f"decision/{run.id}", op="post", run=run.id, people=(ada,)),
        ]
        letters.add_many(tx, drafts, now=NOW)
        arrived(tx)
        runs.close(tx, run.id, now=NOW)
        later = NOW + timedelta(days=1)
        assert reminders.closed_before(tx, later, apart=["pulse"]) == []
        assert reminders.closed_before(tx, later, apart=["mirror"]) == [run.id]
        assert reminders.forget(tx, run.id) == 4
        assert {one.key for one in letters.of_run(tx, run.id)} == {
            *stays,
            f"{run.id}/close/{ada}/open",
            f"{run.id}/close/{ada}/told",
            f"decision/{run.id}",
        }
        assert reminders.closed_before(tx, later) == []


def test_what_a_ritual_remembers_of_people_in_a_run_goes_alone(database: Database) -> None:
    with database.begin() as tx:
        run, other = "pulse@2026-11-23", "pulse@2026-11-2"
        for subject in (run, f"{run}/ada", f"{run}/ben", other, f"{other}/ada"):
            facts.put(tx, "pulse", Fact("skip", subject, {"until": "x"}))
        facts.put(tx, "mirror", Fact("skip", f"{run}/ada", {"until": "x"}))
        facts.forget_people(tx, "pulse", run, person=PersonId("ada"))
        assert [one.subject for one in facts.of_ritual(tx, "pulse")] == [other, f"{other}/ada", run, f"{run}/ben"]
        facts.forget_people(tx, "pulse", run)
        facts.forget_run(tx, "pulse", run)
        assert [one.subject for one in facts.of_ritual(tx, "pulse")] == [other, f"{other}/ada"]
        assert len(facts.of_ritual(tx, "mirror")) == 1
