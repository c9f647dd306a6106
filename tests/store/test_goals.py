"""Goals, their wordings and their values, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.model import Goal, GoalValue, Measure, PersonId
from bot.store import forgetting, goals
from bot.store.db import Database
from tests.store.cast import NOW, hire, race
from tests.store.test_forgetting import traces

FIRST = {"text": {"de": "Lieferung in 48 Stunden", "en": "Delivery within 48 hours"}, "customer": {}, "sign": {}}
OTHER = {**FIRST, "sign": {"de": "Niemand fragt nach", "en": "Nobody asks"}}
GOAL = Goal(
    id="",
    text={"de": "Lieferung in 48 Stunden", "en": "Delivery within 48 hours"},
    why={"de": "Kunden warten zu lange", "en": "Customers wait too long"},
    customer={"de": "Vertrieb", "en": "Sales"},
    sign={"de": "Niemand fragt nach", "en": "Nobody asks"},
    owners=("Lager", "Versand"),
    starts=date(2026, 10, 1),
    ends=date(2026, 12, 31),
    measure=Measure({"de": "Stunden", "en": "Hours"}, 96, 48.5, {"de": "h", "en": "h"}),
    ritual="check",
)


def test_the_same_words_are_the_same_revision_and_others_the_next(database: Database) -> None:
    with database.begin() as tx:
        assert goals.revise(tx, "delivery", FIRST, now=NOW) == 1
        assert goals.revise(tx, "delivery", dict(reversed(FIRST.items())), now=NOW) == 1
        assert goals.revise(tx, "delivery", OTHER, now=NOW + timedelta(days=1)) == 2
        assert goals.revise(tx, "other", OTHER, now=NOW) == 1
        assert goals.revisions_of(tx, ["delivery", "other", "unknown"]) == {"delivery": 2, "other": 1}


def test_words_that_come_back_are_a_new_revision(database: Database) -> None:
    with database.begin() as tx:
        for day, wording in enumerate((FIRST, OTHER, FIRST, FIRST)):
            goals.revise(tx, "delivery", wording, now=NOW + timedelta(days=day))
        told = goals.history(tx, "delivery")
        assert [(one.revision, one.wording) for one in told] == [(1, FIRST), (2, OTHER), (3, FIRST)]
        assert [one.live_at for one in told] == [NOW + timedelta(days=day) for day in range(3)]


def test_several_processes_record_one_revision(database: Database) -> None:
    with database.begin() as tx:
        goals.revise(tx, "delivery", FIRST, now=NOW)

    def record() -> int:
        with database.begin() as tx:
            return goals.revise(tx, "delivery", OTHER, now=NOW)

    assert race(4, record) == [2, 2, 2, 2]


def test_a_goal_comes_back_as_it_was_put(database: Database) -> None:
    with database.begin() as tx:
        (ada,) = hire(tx, "U1")
        kept = goals.put(tx, replace(GOAL, person=ada), now=NOW)
        assert kept.id.startswith(goals.PREFIX)
        assert kept == replace(GOAL, id=kept.id, person=ada)
        assert goals.get(tx, kept.id) == kept
        assert goals.get(tx, "delivery") is None
        changed = goals.put(tx, replace(kept, sign={}, measure=None, ends=None), now=NOW)
        assert changed.revision == 2
        assert goals.put(tx, replace(changed, why={}, owners=()), now=NOW).revision == 2
        assert goals.of_ritual(tx, "check") == (replace(changed, why={}, owners=()),)


def test_goals_stand_in_the_order_in_which_they_were_set(database: Database) -> None:
    with database.begin() as tx:
        kept = [goals.put(tx, GOAL, now=NOW + timedelta(minutes=n)).id for n in (3, 1, 2)]
        goals.put(tx, replace(GOAL, ritual="another"), now=NOW)
        goals.put(tx, replace(GOAL, id=kept[0], text=FIRST["customer"]), now=NOW + timedelta(days=1))
        assert [one.id for one in goals.of_ritual(tx, "check")] == [kept[1], kept[2], kept[0]]
        assert len(goals.of_rituals(tx)) == 4


def test_a_personal_goal_is_of_one_person_and_shared_only_if_they_say_so(database: Database) -> None:
    with database.begin() as tx:
        ada, ben = hire(tx, "U1", "U2")
        mine = goals.put(tx, _personal(ada), now=NOW)
        shared = goals.put(tx, replace(_personal(ada), is_shared=True), now=NOW + timedelta(minutes=1))
        goals.put(tx, GOAL, now=NOW)
        assert goals.personal_of(tx, ada) == (mine, shared)
        assert goals.personal_of(tx, ben) == ()
        assert goals.shared(tx) == (shared,)
        assert mine not in goals.of_rituals(tx)


def test_a_goal_goes_with_its_words_and_values(database: Database) -> None:
    with database.begin() as tx:
        kept, other = goals.put(tx, GOAL, now=NOW), goals.put(tx, GOAL, now=NOW)
        for one in (kept, other):
            goals.set_value(tx, GoalValue(one.id, date(2026, 11, 23), 72))
        assert goals.remove(tx, kept.id)
        assert not goals.remove(tx, kept.id)
        assert traces(tx, kept.id) == {}
        assert goals.get(tx, other.id) == other
        assert len(goals.values(tx, [kept.id, other.id])) == 1


def test_what_is_recorded_of_a_goal_of_the_file_cannot_be_removed(database: Database) -> None:
    with database.begin() as tx:
        goals.revise(tx, "delivery", FIRST, now=NOW)
        assert not goals.remove(tx, "delivery")
        assert goals.revisions_of(tx, ["delivery"]) == {"delivery": 1}


def test_values_come_oldest_first_and_the_last_word_of_a_day_counts(database: Database) -> None:
    with database.begin() as tx:
        for day, value in ((24, 80), (23, 96), (24, 78.5)):
            goals.set_value(tx, GoalValue("delivery", date(2026, 11, day), value))
        goals.set_value(tx, GoalValue("other", date(2026, 11, 22), 1))
        found = goals.values(tx, ["delivery"])
        assert found == (
            GoalValue("delivery", date(2026, 11, 23), 96),
            GoalValue("delivery", date(2026, 11, 24), 78.5),
        )
        assert len(goals.values(tx, ["delivery", "other"])) == 3


def test_whoever_is_forgotten_takes_their_personal_goals_along_and_leaves_those_of_the_team(database: Database) -> None:
    with database.begin() as tx:
        ada, ben = hire(tx, "U1", "U2")
        mine = goals.put(tx, replace(_personal(ada), is_shared=True), now=NOW)
        team = goals.put(tx, replace(GOAL, person=ada), now=NOW)
        theirs = goals.put(tx, _personal(ben), now=NOW)
        goals.set_value(tx, GoalValue(mine.id, date(2026, 11, 23), 72))
        forgetting.forget(tx, ada)
        assert traces(tx, mine.id) == traces(tx, ada) == {}
        assert goals.get(tx, team.id) == replace(team, person=None)
        assert goals.personal_of(tx, ben) == (theirs,)
        assert goals.shared(tx) == ()


def _personal(person: PersonId) -> Goal:
    return replace(GOAL, scope="personal", ritual="", person=person)
