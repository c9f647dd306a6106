"""Whoever deletes everything leaves no byte behind: not in the file, the log and the indexes, and in no letter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

from sqlalchemy import make_url, text

from bot.config import installed_kinds
from bot.model import Answer, ChannelId, Fact, Level, PersonId, ProfileFact, Request
from bot.service.context import Context
from bot.service.directory import index, rights
from bot.service.directory.erasure import scrub
from bot.store import answers, audit, facts, inbound, letters, people, profiles, requests, runs, scrubbing
from bot.store.db import Database, Tx
from bot.store.letters import Draft
from tests.store.cast import NOW, a_run
from tests.store.directory import OPEN, a_context, say

SECRET = "qzvkw"
"""In every value of the one who leaves, and in nobody else's: what is looked for, in any spelling."""
NAME = f"Änne {SECRET.title()}mann"
VALUES: dict[str, str | tuple[str, ...]] = {
    "name": NAME,
    "role": f"Leiterin {SECRET}stelle & <Büro>",
    "what_i_do": f"Erste Zeile {SECRET}eins\nzweite Zeile {SECRET}zwei über alles",
    "ask_me_about": tuple(f"{SECRET}thema{number}" for number in range(12)),
    "projects": (f"Umzug {SECRET}straße", f"Messe {SECRET}halle"),
    "languages": (f"{SECRET}isch",),
    "contact": (f"{SECRET}@example.org",),
}
COLLEAGUES = 400
ROLES = ("Vertrieb", "Einkauf", "Lager", "Entwicklung", "Personal")


def company(database: Database, context: Context, *, chats: bool = True) -> PersonId:
    """Fill a database with hundreds of people and one of whom every value is unique; return that one."""
    rng = Random(6)
    with database.begin() as tx:
        for number in range(COLLEAGUES):
            if number == COLLEAGUES // 2:
                one = say(tx, context, "U0ONE", VALUES)
            topics = tuple(f"{rng.choice(ROLES)} {rng.randrange(60)}" for _ in range(4))
            say(
                tx,
                context,
                f"U{number}",
                {"name": f"Kim Nummer {number}", "role": rng.choice(ROLES), "ask_me_about": topics},
            )
    with database.begin() as tx:  # rewritten many times, so that earlier pages hold it, too
        wider: tuple[Level, ...] = ("partners", "public", "colleagues")
        for audience in wider:
            say(tx, context, "U0ONE", VALUES, audience=audience)
        if chats:
            chatter(tx, one)
    return one


def chatter(tx: Tx, one: PersonId) -> None:
    """Let letters, answers and a kind's memory repeat what stands in the entry."""
    [ben] = people.ids_by_slack(tx, ["U1"]).values()
    run = a_run("intro")
    runs.claim(tx, run)
    lines = [
        line
        for value in VALUES.values()
        for part in ([value] if isinstance(value, str) else value)
        for line in part.split("\n")
    ]
    said = {"text": " ".join(lines), "blocks": [{"type": "section", "text": {"text": f"> {line}"}} for line in lines]}
    drafts = [
        Draft(key="intro/post", op="post", run=run.id, channel=ChannelId("C1"), payload=said),
        Draft(
            key="digest",
            op="post",
            channel=ChannelId("C1"),
            payload={"text": f"<@person:{one}> · {VALUES['ask_me_about'][0]}"},
        ),
        Draft(key=f"notice/fact/{one}/2026-11-23/post", op="post", people=(one,), payload=said),
        Draft(key="waits", op="post", people=(ben,), payload={"text": "Hallo Ben"}),
    ]
    letters.add_many(tx, drafts, now=NOW)
    for number in (1, 2):
        letters.sent(tx, number, now=NOW, channel=ChannelId("C1"))
    answers.put(tx, Answer(run.id, "about", one, f"Ich mag {VALUES['projects'][0]}"))
    facts.put(tx, "intro", Fact("shown", one, {"line": VALUES["role"]}))
    for seeker, asked in ((ben, one), (one, ben)):
        made = Request(requests.new_id(), seeker, asked, f"{SECRET}thema1", f"Hilf mir mit {SECRET}", NOW)
        requests.add(tx, made, expires_at=NOW + timedelta(days=5))
        told = {"text": f"<@person:{asked}> {made.topic}: {made.words}"}
        letters.add_many(tx, [Draft(key=f"ask/{made.id}/told", op="post", people=(seeker,), payload=told)], now=NOW)
    audit.note(tx, at=NOW, actor=one, action="profile.edit", object="projects role")
    inbound.first_time(tx, f"submit/{one}", now=NOW)


def files_of(database: Database) -> Iterable[Path]:
    """Return every file of the database, written to the disk."""
    if database.is_sqlite:
        path = Path(make_url(database.address).database or "")
        return [
            one for one in path.parent.iterdir() if one.name.startswith(path.name) and not one.name.endswith("-shm")
        ]
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CHECKPOINT"))
        folder = connection.scalar(text("SHOW data_directory"))
        number = connection.scalar(text("SELECT oid FROM pg_database WHERE datname = current_database()"))
    return [one for one in (Path(str(folder)) / "base" / str(number)).iterdir() if one.is_file()]


def found_in(database: Database) -> list[str]:
    """Return in which files the secret stands."""
    return [one.name for one in files_of(database) if SECRET.encode() in one.read_bytes().lower()]


def test_no_byte_is_left_of_whoever_deletes_everything(database: Database) -> None:
    context = a_context(database)
    one = company(database, context)
    assert found_in(database)
    with database.read() as tx:
        someone = people.by_ids(tx, [one])[one]
    rights.delete_everything(context, someone, key="k", now=NOW)
    assert found_in(database) == []
    assert scrub(context, at_night=True)
    with database.read() as tx:
        assert scrubbing.due(tx) is None
    with database.read() as tx:
        assert len(profiles.listed(tx)) == COLLEAGUES
        kept = {letter.key: (letter.state, letter.payload) for letter in letters.of_run(tx, a_run("intro").id)}
        waits = letters.by_key(tx, "waits")
        question = letters.by_key(tx, f"notice/fact/{one}/2026-11-23/post")
        assert requests.of_seeker(tx, one) == []
        assert [(asked.topic, asked.words) for asked in requests.to_person(tx, one)] == [(requests.NO_TOPIC, "")]
    assert kept == {"intro/post": ("sent", {"text": ""})}
    assert waits is not None
    assert (waits.state, waits.payload) == ("due", {"text": "Hallo Ben"})
    assert question is not None
    assert (question.state, question.outcome, question.payload) == ("dead", "dropped", {"text": ""})


def test_values_that_were_changed_or_removed_before_go_too(database: Database) -> None:
    context = a_context(database)
    one = company(database, context, chats=False)
    with database.begin() as tx:
        profiles.replace_values(tx, one, "role", [ProfileFact("role", "Neu", "colleagues", "self", NOW)])
        mine = profiles.of_people(tx, [one])[one].facts
        profiles.remove_values(tx, one, [fact.id for fact in mine if fact.field == "projects"])
        index.refresh(tx, context, one, now=NOW)
        someone = people.by_ids(tx, [one])[one]
    rights.delete_everything(context, someone, key="k", now=NOW)
    assert found_in(database) == []


def test_where_somebody_reads_meanwhile_it_is_done_again(database: Database) -> None:
    context = a_context(database)
    one = company(database, context, chats=False)
    with database.read() as tx:
        someone = people.by_ids(tx, [one])[one]
        if database.is_sqlite:
            rights.delete_everything(context, someone, key="k", now=NOW)
            with database.read() as other:
                assert scrubbing.due(other) is not None
    rights.delete_everything(context, someone, key="k", now=NOW)
    assert scrub(context)
    assert found_in(database) == []


def test_what_rituals_that_speak_of_entries_remember_goes_whatever_it_says(database: Database) -> None:
    kind = replace(installed_kinds()["post"], name="intro", reads_profiles=True)
    context = replace(a_context(database), kinds={"intro": kind})
    with database.begin() as tx:
        one = say(tx, context, "U1", {"name": "Anna"})
        run = replace(a_run("intro"), definition={"kind": "intro"})
        runs.claim(tx, run)
        answers.put(tx, Answer(run.id, "about", one, "what she wrote and changed since"))
        said = {"text": f"<@person:{one}> what she wrote and changed since"}
        drafts = [
            Draft(key=f"{key}/post", op="post", run=run.id, channel=ChannelId("C1"), payload=said) for key in "ab"
        ]
        letters.add_many(tx, drafts, now=NOW)
        letters.sent(tx, 1, now=NOW, channel=ChannelId("C1"))
        someone = people.by_ids(tx, [one])[one]
    rights.delete_everything(context, someone, key="k", now=NOW)
    with database.read() as tx:
        assert answers.of_run(tx, run.id) == ()
        kept = [(letter.state, letter.payload) for letter in letters.of_run(tx, run.id)]
    assert kept == [("sent", {"text": ""}), ("dead", {"text": ""})]


def test_a_second_time_changes_nothing(database: Database) -> None:
    context = a_context(database)
    with database.begin() as tx:
        one = say(tx, context, "U1", {"name": "Anna"})
        someone = people.by_ids(tx, [one])[one]
    rights.delete_everything(context, someone, key="k", now=NOW)
    with database.begin() as tx:
        say(tx, context, "U1", {"name": "Anna"}, listing=OPEN)
    rights.delete_everything(context, someone, key="k", now=NOW + timedelta(minutes=1))
    with database.read() as tx:
        assert profiles.of_people(tx, [one])[one].values("name") == ("Anna",)
        assert tx.scalar(text("SELECT count(*) FROM audit WHERE action = 'profile.delete'")) == 1
