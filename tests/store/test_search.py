"""The search on both databases: what is indexed, found, hidden and forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text, update

from bot.model import Level, Listing
from bot.service.context import Context
from bot.service.directory import index, missed
from bot.service.directory.search import Found, Why, find, suggest_topics
from bot.store import forgetting, missed_topics, profiles, search
from bot.store import tables as t
from bot.store.backup import write_backup
from bot.store.db import Database
from bot.store.restore import restore
from bot.store.search_tables import AUDIENCES, documents
from tests.store.cast import NOW, hire
from tests.store.directory import OPEN, Values, a_context, say, with_topics

ANNA: Values = {
    "name": "Anna Müller",
    "role": "Referentin",
    "site": "München",
    "ask_me_about": ("Kubernetes", "Reisekosten"),
}
TOM: Values = {
    "name": "Thomas Weiß",
    "site": "Köln",
    "ask_me_about": ("Datenschutz",),
    "what_i_do": "Ich betreibe Kubernetes.",
}
KIM: Values = {
    "name": "Kim Peters",
    "languages": ("pl", "Deutsch"),
    "responsibilities": ("Fuhrpark",),
    "site": "München",
}


@pytest.fixture
def context(database: Database) -> Context:
    """Give a company of three."""
    made = a_context(database)
    with database.begin() as tx:
        for slack_id, values in (("UANNA", ANNA), ("UTOM", TOM), ("UKIM", KIM)):
            say(tx, made, slack_id, values)
    return made


def names(found: Found) -> list[str]:
    return [hit.profile.name for hit in found.hits]


def ask(context: Context, query: str, looking: Level = "colleagues") -> list[str]:
    return names(find(context, query, looking=looking, now=NOW))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Mueller", ["Anna Müller"]),
        ("muller", ["Anna Müller"]),
        ("Wer kennt sich mit Reisekosten aus?", ["Anna Müller"]),
        ("Reise-Kosten", ["Anna Müller"]),
        ("Reisekostenabrechnung", ["Anna Müller"]),
        ("who can help me with travel expenses", ["Anna Müller"]),
        ("kubernets", ["Anna Müller", "Thomas Weiß"]),
        ("k8s", ["Anna Müller", "Thomas Weiß"]),
        ("Kubernetes München", ["Anna Müller"]),
        ("Referent", ["Anna Müller"]),
        ("Wer spricht Polnisch?", ["Kim Peters"]),
        ("polish", ["Kim Peters"]),
        ("Peters", ["Kim Peters"]),
        ("Peter", ["Kim Peters"]),
        ("Tom", ["Thomas Weiß"]),
        ("Schutz", ["Thomas Weiß"]),
        ("fleet management", ["Kim Peters"]),
        ("Quantenkryptologie", []),
        ("", []),
        ("wer", []),
        ('"* NEAR(a OR b) -c:%_\\', []),
    ],
)
def test_people_are_found_as_they_are_sought(context: Context, query: str, expected: list[str]) -> None:
    assert ask(context, query) == expected


def test_a_hit_says_why(context: Context) -> None:
    [hit] = find(context, "Kubernetes München", looking="colleagues", now=NOW).hits
    assert hit.why == (Why("ask_me_about", "Kubernetes"), Why("site", "München"))


def test_equals_take_turns_and_everything_is_the_same_on_the_same_day(context: Context) -> None:
    with context.database.begin() as tx:
        for number in range(12):
            say(tx, context, f"U{number}", {"name": f"Person {number}", "ask_me_about": "Scrum"})
    first = {names(find(context, "Scrum", looking="colleagues", now=NOW + timedelta(days=day)))[0] for day in range(40)}
    assert len(first) > 6
    assert ask(context, "Scrum") == ask(context, "scrum")


def test_each_audience_finds_only_what_it_may_see(context: Context) -> None:
    with context.database.begin() as tx:
        say(tx, context, "UPUB", {"name": "Petra Offen", "ask_me_about": "Messen"}, audience="public")
    for looking in AUDIENCES:
        assert ask(context, "Messen", looking) == ["Petra Offen"]
    assert ask(context, "Kubernetes", "partners") == []
    assert find(context, "Kubernets", looking="partners", now=NOW).nearest == ()
    assert suggest_topics(context, "ku", looking="partners") == []
    assert suggest_topics(context, "ku", looking="colleagues") == ["Kubernetes"]


@pytest.mark.parametrize(
    "listing",
    [Listing(), replace(OPEN, listed=False), replace(OPEN, paused_until=NOW.date()), replace(OPEN, expert=False)],
)
def test_a_switch_holds_at_once(context: Context, listing: Listing) -> None:
    assert ask(context, "Datenschutz") == ["Thomas Weiß"]
    with context.database.begin() as tx:
        say(tx, context, "UTOM", TOM, listing=listing)
    assert ask(context, "Datenschutz") == []
    assert ask(context, "Thomas") == (["Thomas Weiß"] if listing.listed and not listing.paused_until else [])


def test_what_was_hidden_since_it_was_indexed_finds_nobody(context: Context) -> None:
    with context.database.begin() as tx:
        tx.execute(update(t.profile_facts).where(t.profile_facts.c.field == "site").values(audience=0))
    assert ask(context, "München") == []
    assert ask(context, "Kubernetes München") == []


def test_a_person_who_changes_something_keeps_their_number(context: Context) -> None:
    own = documents["colleagues"].c
    with context.database.begin() as tx:
        [person] = hire(tx, "UANNA")
        before = tx.execute(select(own.number, own.tokens).where(own.person == person)).one()
        say(tx, context, "UANNA", {**ANNA, "ask_me_about": "Terraform"})
        after = tx.execute(select(own.number, own.tokens).where(own.person == person)).one()
    assert after.number == before.number
    assert after.tokens != before.tokens
    assert ask(context, "Terraform") == ["Anna Müller"]
    assert ask(context, "Reisekosten") == []


def test_the_words_are_those_of_the_documents(context: Context) -> None:
    with context.database.begin() as tx:
        [person] = hire(tx, "UANNA")
        profiles.set_listing(tx, person, Listing())
        index.refresh(tx, context, person, now=NOW)
        known = search.words(tx, "colleagues")
        assert "treisekosten" not in known
        assert "pReisekosten" not in known
        assert known["wmunchen"] == 1
        for slack_id in ("UTOM", "UKIM"):
            forgetting.forget(tx, hire(tx, slack_id)[0])
        assert search.words(tx, "colleagues") == {}
        assert search.size(tx, "colleagues") == 0


def test_somebody_who_is_forgotten_is_found_by_nothing(context: Context) -> None:
    with context.database.begin() as tx:
        before = search.version(tx, "colleagues")
        forgetting.forget(tx, hire(tx, "UTOM")[0])
        assert search.version(tx, "colleagues") > before
    assert ask(context, "Datenschutz") == []
    assert ask(context, "Thomas") == []


def test_words_are_read_anew_within_a_minute(context: Context) -> None:
    assert ask(context, "Kubernets") == ["Anna Müller", "Thomas Weiß"]
    with context.database.begin() as tx:
        say(tx, context, "UTOM", {**TOM, "ask_me_about": "Terrarium"})
    assert ask(context, "Terrarium") == ["Thomas Weiß"], "exact hits need no vocabulary"
    later = NOW + timedelta(seconds=59)
    assert names(find(context, "Terarium", looking="colleagues", now=later)) == ["Thomas Weiß"]


def test_what_ends_by_itself_is_followed(context: Context) -> None:
    index.refresh_due(context, NOW)
    with context.database.begin() as tx:
        say(tx, context, "UTOM", TOM, listing=replace(OPEN, paused_until=date(2026, 11, 25)))
        say(tx, context, "UKIM", KIM, expires_at=NOW + timedelta(days=1))
    assert index.refresh_due(context, NOW + timedelta(hours=1)) <= 1
    assert ask(context, "Datenschutz") == []
    later = NOW + timedelta(days=4)
    index.refresh_due(context, later)
    assert names(find(context, "Datenschutz", looking="colleagues", now=later)) == ["Thomas Weiß"]
    with context.database.read() as tx:
        assert "tfuhrpark" not in search.words(tx, "colleagues")


def test_another_catalogue_has_everybody_indexed_anew(context: Context) -> None:
    assert index.refresh_due(context, NOW) == 3
    assert index.refresh_due(context, NOW) == 0
    fields = dict(context.config().directory.fields)  # type: ignore[union-attr]
    fields["site"] = replace(fields["site"], searchable=False)
    changed = a_context(context.database, replace(with_topics(), fields=fields))
    assert index.refresh_due(changed, NOW) == 3
    assert ask(changed, "Köln") == []
    off = a_context(context.database, None)
    index.refresh_due(off, NOW)
    with context.database.read() as tx:
        assert search.words(tx, "colleagues") == {}


def test_merging_topics_needs_no_new_index(context: Context) -> None:
    merged = a_context(context.database, with_topics(("Reisekosten", "Trevex", "Dienst Reise Portal")))
    for query in ("Trevex", "dienst reise portal", "Wer hilft beim Dienst Reise Portal?"):
        assert ask(merged, query) == ["Anna Müller"]
        assert ask(context, "Trevex") == []
    assert suggest_topics(merged, "trev", looking="colleagues") == ["Reisekosten"]


def test_a_search_in_vain_is_kept_as_a_topic_once_a_day_and_read_from_five_on(context: Context) -> None:
    people = []
    with context.database.begin() as tx:
        people = hire(tx, *(f"UASK{number}" for number in range(5)))
    for person in people:
        for _ in range(3):
            assert names(find(context, "Wer kann Bienenzucht?", looking="colleagues", now=NOW, asker=person)) == []
        assert missed.topics(context, now=NOW) == ([] if person != people[-1] else [("bienenzucht", 5)])
    with context.database.begin() as tx:
        rows = [tuple(row) for row in tx.execute(select(t.missed_topics))]
        missed_topics.count(tx, "origami", on=NOW.date() + timedelta(days=91), forget=NOW.date() + timedelta(days=1))
        left = list(tx.scalars(select(t.missed_topics.c.topic)))
    assert rows == [("bienenzucht", 5, NOW.date())]
    assert left == ["origami"]


@pytest.mark.parametrize(
    "query",
    [
        "max@example.com", "0151 2345678", "<@U12345>", "https://x.de", "der die das", "x" * 90,
        "Wer kennt Berta Adler?", "warum ist sabine so still", "Frau Quandt",
    ],
)  # fmt: skip
def test_nothing_private_is_kept_of_a_search_in_vain(context: Context, query: str) -> None:
    with context.database.begin() as tx:
        [person] = hire(tx, "UASK")
    assert names(find(context, query, looking="colleagues", now=NOW, asker=person)) == []
    with context.database.read() as tx:
        assert list(tx.scalars(select(t.missed_topics.c.topic))) == []


def test_after_a_restore_people_are_found_as_before(context: Context, tmp_path: Path) -> None:
    write_backup(context.database, tmp_path / "rondo.backup", now=NOW)
    with context.database.begin() as tx:
        say(tx, context, "UTOM", {**TOM, "ask_me_about": "Gartenbau"})
    restore(context.database, tmp_path / "rondo.backup", replace=True)
    again = a_context(context.database)
    assert ask(again, "Kubernets") == ["Anna Müller", "Thomas Weiß"]
    assert ask(again, "Gartenbau") == []
    with context.database.begin() as tx:
        forgetting.forget(tx, hire(tx, "UANNA")[0])
        assert "treisekosten" not in search.words(tx, "colleagues")
    assert ask(again, "Kubernetes") == ["Thomas Weiß"]


def test_the_fts_tables_are_in_step(context: Context) -> None:
    if not context.database.is_sqlite:
        return
    with context.database.begin() as tx:
        say(tx, context, "UTOM", {**TOM, "site": "Bonn"})
        for audience in AUDIENCES:
            tx.execute(
                text(f"INSERT INTO search_{audience}_fts(search_{audience}_fts, rank) VALUES ('integrity-check', 1)")
            )
