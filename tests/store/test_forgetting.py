"""Forgetting somebody, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import ColumnElement, Text, cast, func, insert, literal, select

from bot.model import (
    Answer,
    Channel,
    ChannelId,
    Fact,
    FollowUp,
    Introduction,
    Kept,
    Listing,
    PersonId,
    ProfileFact,
    Request,
    Run,
    SlackUser,
    UserGroup,
)
from bot.store import (
    answers,
    audit,
    avoided,
    ballots,
    channels,
    facts,
    goal_tables,
    halts,
    inbound,
    introductions,
    kept,
    letters,
    participation,
    past,
    people,
    profiles,
    requests,
    runs,
    search,
    tables,
    user_groups,
)
from bot.store.db import Database, Tx
from bot.store.forgetting import forget
from bot.store.letters import Draft
from bot.store.search_tables import AUDIENCES
from tests.store.cast import NOW, a_run, hire, race


def involve(tx: Tx, *who: PersonId) -> None:
    """Leave a trace of people in every table that can hold one."""
    run = a_run()
    runs.claim(tx, run)
    runs.add_follow_ups(tx, run.id, [FollowUp("open", NOW)])
    runs.set_mark(tx, "coffee", NOW)
    channels.put(tx, Channel(ChannelId("C1"), "general"))
    channels.set_members(tx, ChannelId("C1"), who)
    user_groups.replace_all(tx, {UserGroup("S1", "sales"): who})
    for number, one in enumerate(who):
        halts.put(tx, f"ritual-{number}", by=one, now=NOW)
    version = {"fingerprint": "f", "source": "s", "origin": "file", "state": "live", "proposed_at": NOW}
    tx.execute(insert(tables.versions), [{**version, "proposed_by": one, "approved_by": one} for one in who])
    introductions.add_many(tx, [Introduction("1", run.id, "coffee", who, run.nominal_date)])
    past.pack(tx, run.id)
    (zoe,) = hire(tx, "U9")
    names = ", ".join(f"<@person:{person}>" for person in who)
    letters.add_many(tx, [Draft(key="open", op="open", people=who)], now=NOW)
    letters.sent(tx, 1, now=NOW, channel=ChannelId("G1"))
    for person in who:
        people.set_profile(tx, person, {"department": "Sales", "site": "Hamburg"})
        people.set_language(tx, person, "de")
        people.set_manager(tx, person, zoe)
        avoided.replace_of(tx, person, [zoe])
        participation.put(tx, person, "coffee", "joined")
        participation.skip(tx, person, "coffee", NOW.date())
        answers.put(tx, Answer(run.id, "met", person, "yes"))
        aim(tx, run, person, zoe)
        facts.put(tx, "coffee", Fact("spare", person, {}))
        audit.note(tx, at=NOW, actor=person, action="pause", object=f"person:{person}")
        requests.add(tx, Request(f"r-{person}", person, zoe, "Mut", "", NOW), expires_at=NOW)
        requests.add(tx, Request(f"s-{person}", zoe, person, "Mut", "", NOW), expires_at=NOW)
        inbound.first_time(tx, f"{run.id}/met/{person}", now=NOW)
        enlist(tx, person, zoe)
        drafts = [
            Draft(key=f"hello/{person}", op="post", people=who, payload={"text": names, "blocks": ["ä"]}),
            Draft(key=f"later/{person}", op="update", after=f"hello/{person}"),
        ]
        letters.add_many(tx, drafts, now=NOW)
    facts.put(tx, "coffee", Fact("last", "round", {"people": list(who)}))


def aim(tx: Tx, run: Run, person: PersonId, other: PersonId) -> None:
    """Let somebody answer about goals, and have one of their own."""
    ballots.cast(tx, run.id, person, {"mood": "3"})
    kept.put_many(tx, [Kept(run.id, "coffee", run.nominal_date, "mood", person, "3")])
    goal = {"id": f"own-{person}", "scope": "personal", "person": person, "why": {}, "owners": []}
    tx.execute(insert(goal_tables.goals).values(goal))
    revision = {"goal": goal["id"], "revision": 1, "wording": {}, "live_at": NOW}
    tx.execute(insert(goal_tables.goal_revisions).values(revision))
    tx.execute(insert(goal_tables.goal_values).values(goal=goal["id"], on_date=NOW.date(), value=1.0))
    wish = {"run": run.id, "ritual": "coffee", "words": "Zeit", "state": "open", "on_date": NOW.date()}
    tx.execute(insert(goal_tables.needs).values(id=f"n-{person}", person=person, other=other, **wish))


def enlist(tx: Tx, person: PersonId, deputy: PersonId) -> None:
    """Give somebody an entry in the directory, documents in the search."""
    profiles.set_listing(tx, person, Listing(listed=True, expert=True, substitute=deputy, keeper=deputy))
    post = ProfileFact("responsibilities", "Post", "public", "self", NOW, other=deputy)
    profiles.replace_values(tx, person, "responsibilities", [post])
    tx.execute(insert(tables.outside_ids).values(person=person, outside_id=f"m-{person}"))
    number = int(person[1:8], 16)
    for audience in AUDIENCES:
        search.write(tx, audience, {person: search.Entry(number, ("post",), ("t post",))})


def traces(tx: Tx, person: str) -> dict[str, int]:
    """Return the number of rows with an id anywhere in them, by table."""
    found = {}
    for table in tables.metadata.sorted_tables:
        row: ColumnElement[str] = literal("")
        for column in table.columns:
            row = row.op("||")(func.coalesce(cast(column, Text), ""))
        found[table.name] = tx.scalar(select(func.count()).select_from(table).where(row.contains(person))) or 0
    return {name: number for name, number in found.items() if number}


def test_whoever_is_forgotten_leaves_no_row_with_their_id(database: Database) -> None:
    with database.begin() as tx:
        ada, ben = hire(tx, "U1", "U2")
        involve(tx, ada, ben)
        nobodys = {"channels", "user_groups", "marks", "runs", "follow_ups", "introductions", "pace", "workers"}
        nobodys |= {"past_rounds"}  # numbers stand in it
        nobodys |= {"ballots", "ballot_keys", "released_answers", "round_figures", "decisions"}
        nobodys |= {f"search_words_{audience}" for audience in AUDIENCES}
        nobodys |= {"search_versions", "search_marks", "missed_topics"}
        assert set(traces(tx, ada)) == set(tables.metadata.tables) - nobodys
        before = traces(tx, ben)
    with database.begin() as tx:
        forget(tx, ada)
    with database.read() as tx:
        assert traces(tx, ada) == {}
        assert traces(tx, "U1") == {}
        assert traces(tx, ben) == before
        assert people.by_slack_id(tx, "U1") is None
        assert tx.scalar(select(func.count()).select_from(tables.past_rounds)) == 0


def test_what_others_were_sent_still_stands_and_letters_still_follow_each_other(database: Database) -> None:
    with database.begin() as tx:
        ada, ben = hire(tx, "U1", "U2")
        involve(tx, ada, ben)
        forget(tx, ada)
        letters.bury_orphans(tx, now=NOW)
        assert letters.counts(tx) == {("sent", "ok"): 1, ("due", None): 4}
        hello = letters.by_key(tx, f"hello/{ben}")
        assert hello is not None
        assert hello.people == (ben,)
        assert hello.payload["text"].endswith(f", <@person:{ben}>")
        assert hello.payload["blocks"] == ["ä"]


def test_a_conversation_with_a_forgotten_person_is_nobody_elses(database: Database) -> None:
    with database.begin() as tx:
        ada, ben, cem = hire(tx, "U1", "U2", "U3")
        involve(tx, ada, ben, cem)
        forget(tx, cem)
        assert letters.reopen_conversation(tx, [ada, ben]) is None


def test_deleting_the_person_alone_takes_everything_that_hangs_on_them(database: Database) -> None:
    with database.begin() as tx:
        ada, ben = hire(tx, "U1", "U2")
        involve(tx, ada, ben)
        tx.execute(tables.people.delete().where(tables.people.c.id == ada))
        for table in tables.metadata.sorted_tables:
            for column in table.columns:
                if any(key.column is tables.people.c.id for key in column.foreign_keys):
                    assert ada not in tx.scalars(select(column)).all(), column


def test_a_row_about_nobody_is_refused(database: Database) -> None:
    with pytest.raises(Exception, match=r"(?i)foreign key"), database.begin() as tx:
        tx.execute(insert(tables.slack_ids).values(person="p0", slack_id="U1"))


def test_two_who_meet_the_same_newcomers_agree_on_who_they_are(database: Database) -> None:
    users = [SlackUser(f"U{number}") for number in range(50)]

    def meet() -> dict[str, PersonId]:
        with database.begin() as tx:
            people.upsert_many(tx, users, now=NOW)
            return people.ids_by_slack(tx, (user.slack_id for user in users))

    first, *others = race(4, meet)
    assert all(other == first for other in others)
    with database.read() as tx:
        assert tx.scalar(select(func.count()).select_from(tables.people)) == 50
