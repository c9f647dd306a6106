"""/rondo goals over the wire: setting, changing, sharing and measuring goals, my answers, results, my rights."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

import pytest

from bot.errors import UserError
from bot.model import Figure, Goal, Kept, Need, Person, PersonId
from bot.service.goals import setting
from bot.service.goals.mine import detail
from bot.service.goals.results import figures_file, results
from bot.service.goals.rights import everything
from bot.service.workspace import reconcile
from bot.store import audit, goals, kept, needs, people, told
from bot.store.db import Tx
from tests.integration.conftest import MakeWorld
from tests.integration.stops import ANNA, OLIVER
from tests.world import COFFEE, World, eventually, words_of

GOALS = f"""
version: 1
defaults: {{language: de, timezone: Europe/Berlin, send_between: ["00:00", "23:59"]}}
managers: {{people: [{ANNA}]}}
goals:
  - id: lieferzeit
    text: {{de: Lieferung in 48 Stunden, en: Delivery within 48 hours}}
    customer: Vertrieb
    scope: company
    measure: {{name: Dauer, start: 96, target: 48, unit: h}}
commands: {{/goals: goals}}
rituals:
  - id: ziele
    kind: checkin
    title: {{de: Zielrunde, en: Goal round}}
    channel: kaffeerunde
    owner: {OLIVER}
    schedule: {{every: week, days: [mon], at: "09:00"}}
    join: channel
    goals: [lieferzeit]
"""
T = TypeVar("T")
NEW = {"text": "Zwei Fachbücher lesen", "why": "", "customer": "", "sign": "", "measure": "", "unit": ""}


@pytest.fixture
def town(make_world: MakeWorld) -> World:
    world = make_world(rituals=GOALS)
    for one in world.slack.workspace.people.values():
        one.locale = "de-DE"
    reconcile(world.rondo.context, world.now())
    return world


def person(world: World, name: str) -> Person:
    with world.rondo.database.read() as tx:
        found = people.by_slack_id(tx, world.slack.person(name).id)
    assert found is not None
    return found


def do(world: World, act: Callable[[Tx], T]) -> T:
    with world.rondo.database.begin() as tx:
        return act(tx)


def page(world: World, name: str, *, having: str, lacking: str = "") -> str:
    """Return the text of the page on top once it says so."""

    def look() -> str:
        said = words_of(world.slack.modal(name) or {})
        return said if having in said and (not lacking or lacking not in said) else ""

    return str(eventually(look))


def opened(world: World, name: str, command: str = "/rondo goals") -> str:
    """Return the text of the page that the command opens; nothing of it stands in a message."""
    while world.slack.modal(name):
        world.slack.close(by=name)
    before = len(world.slack.inbox(name))
    world.slack.command(command, by=name)
    said = page(world, name, having="Meine Ziele")
    assert world.slack.inbox(name)[before:] == []
    return said


def click(world: World, action: str, name: str, block: str = "", *, having: str) -> str:
    """Press a button of the page on top; return what is on top afterwards."""
    assert world.slack.click(action, by=name, on="modal", block_id=block)["ok"]
    return page(world, name, having=having)


def set_goal(world: World, name: str, **changed: Any) -> Any:
    """Set a goal with the form; return what Slack says of it."""
    opened(world, name)
    click(world, "goals:new", name, having="Was ist das Ziel?")
    return world.slack.submit({**NEW, "ritual": "personal", **changed}, by=name)


def personal(world: World, name: str) -> Goal:
    """Return the only personal goal of somebody."""
    found: tuple[Goal, ...] = eventually(lambda: do(world, lambda tx: goals.personal_of(tx, person(world, name).id)))
    assert len(found) == 1
    return found[0]


def look_at(world: World, name: str, goal_id: str, *, having: str) -> str:
    opened(world, name)
    return click(world, "goals:more", name, f"goal-{goal_id}", having=having)


def test_the_page_shows_goals_of_the_file_dates_and_what_is_mine(town: World) -> None:
    said = opened(town, "Carla", "/goals")
    for piece in ("Lieferung in 48 Stunden", "Für wen: Vertrieb", "Dauer: Start 96", "Du hast noch kein eigenes Ziel",
                  "Meine nächsten Check-ins", "Zielrunde", "Mo. 23. Nov."):  # fmt: skip
        assert piece in said
    shown = click(town, "goals:more", "Carla", "goal-lieferzeit", having="Rituale-Datei")
    assert "Stand eintragen" not in shown


def test_a_personal_goal_is_set_changed_shared_and_deleted(town: World) -> None:
    assert set_goal(town, "Carla")["ok"]
    page(town, "Carla", having="Zwei Fachbücher lesen")
    goal = personal(town, "Carla")
    assert (goal.text, goal.revision, goal.is_shared) == ({"de": NEW["text"], "en": NEW["text"]}, 1, False)
    assert "Fachbücher" not in opened(town, "Bernd")
    with pytest.raises(UserError, match=r"goals\.gone"):
        detail(town.rondo.context, person(town, "Bernd"), goal.id, now=town.now())

    look_at(town, "Carla", goal.id, having="Dieses Ziel siehst nur du")
    click(town, "goals:edit", "Carla", having="neue Fassung")
    assert town.slack.submit({"text": "Drei Fachbücher lesen"}, by="Carla")["ok"]
    shown = page(town, "Carla", having="Frühere Fassungen")
    assert "Drei Fachbücher" in shown
    assert "Zwei Fachbücher" in shown
    assert personal(town, "Carla").revision == 2

    click(town, "goals:share", "Carla", having="Nicht mehr teilen")
    assert "Drei Fachbücher" in opened(town, "Bernd")
    shared = click(town, "goals:more", "Bernd", f"goal-{goal.id}", having="Drei Fachbücher")
    assert "Geteilt von" in shared
    assert "Zwei Fachbücher" not in shared  # what stood there before it was shared
    assert "goals:edit" not in json.dumps(town.slack.modal("Bernd"))
    with pytest.raises(UserError, match=r"goals\.gone"):
        setting.remove_goal(town.rondo.context, person(town, "Bernd"), goal.id, key="forged", now=town.now())
    click(town, "goals:unshare", "Carla", having="Mit allen teilen")
    assert "Fachbücher" not in opened(town, "Bernd")

    click(town, "goals:remove", "Carla", having="Weg.")
    town.slack.close(by="Carla")
    page(town, "Carla", having="Meine Ziele", lacking="Fachbücher")
    assert do(town, lambda tx: goals.personal_of(tx, person(town, "Carla").id)) == ()
    assert do(town, lambda tx: goals.history(tx, goal.id)) == ()


def test_what_is_wrong_with_a_form_stands_at_its_field_and_nothing_is_kept(town: World) -> None:
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"ends": "2026-11-01"}, "ends"),
        ({"starts": "2026-12-24", "ends": "2026-12-01"}, "ends"),
        ({"target": "5"}, "measure"),
        ({"measure": "Bücher", "target": "5"}, "start"),
        ({"measure": "Bücher", "start": "5"}, "target"),
        ({"measure": "Bücher", "start": "5", "target": "5"}, "target"),
        ({"text": " \u200b "}, "text"),
    ]
    for changed, field in wrong:
        refused = set_goal(town, "Carla", **changed)
        assert not refused["ok"]
        assert set(refused["errors"]) == {field}, changed
    assert do(town, lambda tx: goals.personal_of(tx, person(town, "Carla").id)) == ()


def test_a_goal_for_a_ritual_is_set_by_who_looks_after_it_and_read_by_who_takes_part(town: World) -> None:
    opened(town, "Carla")
    click(town, "goals:new", "Carla", having="Was ist das Ziel?")
    assert "Zielrunde" not in json.dumps(town.slack.modal("Carla"))
    assert set_goal(town, "Oliver", ritual="ziele", text="Keine Rückfragen mehr", measure="Rückfragen",
                    start="30", target="5")["ok"]  # fmt: skip
    page(town, "Oliver", having="Keine Rückfragen mehr")
    (goal,) = do(town, lambda tx: goals.of_ritual(tx, "ziele"))
    assert (goal.scope, goal.person) == ("team", person(town, "Oliver").id)
    shown = look_at(town, "Carla", goal.id, having="Keine Rückfragen mehr")
    assert "Ändern" not in shown
    assert "Stand eintragen" not in shown
    look_at(town, "Anna", goal.id, having="Ändern")
    click(town, "goals:end", "Anna", having="bis 23. Nov.")


def test_a_value_is_entered_by_who_may_and_refused_to_everybody_else(town: World) -> None:
    look_at(town, "Oliver", "lieferzeit", having="Stand eintragen")
    click(town, "goals:value", "Oliver", having="Dauer heute (h)")
    assert town.slack.submit({"value": "72.5"}, by="Oliver")["ok"]
    page(town, "Oliver", having="jetzt *72,5*")
    assert [one.value for one in do(town, lambda tx: goals.values(tx, ["lieferzeit"]))] == [72.5]
    look_at(town, "Carla", "lieferzeit", having="72,5")
    assert "Stand eintragen" not in words_of(town.slack.modal("Carla"))
    with pytest.raises(UserError, match=r"roles\.not_allowed"):
        setting.enter_value(town.rondo.context, person(town, "Carla"), "lieferzeit", "1", key="forged", now=town.now())
    assert len(do(town, lambda tx: goals.values(tx, ["lieferzeit"]))) == 1


def told_round(world: World) -> str:
    """Let a round of the check-in pass in which four answered by name; return its run."""
    world.advance_to("mon 09:01")
    (run,) = world.runs("ziele")
    answers = (("Carla", "7"), ("Bernd", "5"), ("Anna", "9"), ("Oliver", "3"))
    series = "s"
    do(world, lambda tx: kept.put_many(tx, [
        Kept(run.id, "ziele", run.nominal_date, "confidence", person(world, name).id, value, series, "lieferzeit", 1)
        for name, value in answers
    ] + [Kept(run.id, "ziele", run.nominal_date, "contribution", person(world, "Carla").id, "Den Wareneingang umbauen",
              "t", "lieferzeit", 1)]))  # fmt: skip
    do(world, lambda tx: told.put_many(tx, [
        Figure(run.id, "ziele", run.nominal_date, "confidence", 6, {"mean": 6.5}, series=series, goal="lieferzeit",
               revision=1),
    ]))  # fmt: skip
    world.advance(days=6)
    assert world.runs("ziele")[0].state == "closed"
    return run.id


def test_my_answers_over_time_and_the_results_are_for_those_who_take_part(town: World) -> None:
    told_round(town)
    said = opened(town, "Carla")
    assert "▆ 7, bisher eine Runde" in said
    assert "Wareneingang" in click(town, "goals:answers", "Carla", "answers-ziele", having="Verglichen")
    opened(town, "Bernd")
    shown = click(town, "goals:results", "Bernd", "results-ziele", having="Runde vom 23. Nov.")
    for piece in ("Lieferung in 48 Stunden (Fassung 1)", "Mittelwert 6,5", "Den Wareneingang umbauen",
                  f"<@{town.slack.person('Carla').id}>"):  # fmt: skip
        assert piece in shown
    assert "CSV" not in shown
    town.slack.leave("kaffeerunde", by="Bernd")
    eventually(lambda: "Ergebnisse" not in opened(town, "Bernd"))
    with pytest.raises(UserError, match=r"roles\.not_allowed"):
        results(town.rondo.context, person(town, "Bernd"), "ziele")


def test_whoever_looks_after_a_ritual_gets_its_figures_as_a_table(town: World) -> None:
    told_round(town)
    opened(town, "Oliver")
    click(town, "goals:results", "Oliver", "results-ziele", having="Mittelwert 6,5")
    click(town, "goals:csv", "Oliver", having="Nachrichten")
    (shared,) = eventually(lambda: [one for one in town.slack.workspace.files.values() if one.shared_in])
    assert shared.name == "rondo-ziele.csv"
    assert "6,5" in bytes(shared.content).decode("utf-8-sig")
    with pytest.raises(UserError, match=r"roles\.not_allowed"):
        figures_file(town.rondo.context, person(town, "Carla"), "ziele")


def test_everything_of_mine_comes_along_as_a_file_and_goes_at_a_press(town: World) -> None:
    assert set_goal(town, "Carla")["ok"]
    run = told_round(town)
    carla, bernd = person(town, "Carla").id, person(town, "Bernd").id
    mine = Need(run, "ziele", carla, bernd, "Bitte den Plan", "n1")
    theirs = Need(run, "ziele", bernd, carla, "Bitte die Zahlen", "n2")
    day = town.now().date()
    do(town, lambda tx: needs.add(tx, mine, on=day))
    do(town, lambda tx: needs.add(tx, theirs, on=day))
    opened(town, "Carla")
    click(town, "goals:export", "Carla", having="Nachrichten")
    (shared,) = eventually(lambda: [one for one in town.slack.workspace.files.values() if one.shared_in])
    held = json.loads(shared.content)
    assert held == {**everything(town.rondo.context, person(town, "Carla"), now=town.now()), "made_at": held["made_at"]}
    assert [one["answer"] for one in held["answers"]] == ["7", "Den Wareneingang umbauen"]
    assert held["personal_goals"][0]["revisions"][0]["text"]["de"] == NEW["text"]
    assert {one["words"] for one in held["needs"]} == {"Bitte den Plan", "Bitte die Zahlen"}

    town.slack.close(by="Carla")
    click(town, "goals:delete", "Carla", having="Alles gelöscht")
    assert left_of(town, carla) == ([], (), 1)
    assert do(town, lambda tx: kept.of_person(tx, bernd, limit=9)) != ()
    assert do(town, lambda tx: audit.first(tx, "goal.set")) is None


def left_of(world: World, who: PersonId) -> tuple[list[Kept], tuple[Goal, ...], int]:
    """Return what is left of somebody: answers, goals, and needs of others."""
    with world.rondo.database.read() as tx:
        asked = (*needs.of_person(tx, who), *needs.to_person(tx, who))
        return list(kept.of_person(tx, who, limit=9)), goals.personal_of(tx, who), len(asked)


def test_the_home_has_a_door_to_goals(town: World) -> None:
    town.slack.open_home(by="Carla")
    eventually(lambda: "Gerade gilt ein Ziel für dich." in words_of(town.slack.home("Carla") or {}))
    town.slack.click("home:goals", by="Carla", on="home")
    page(town, "Carla", having="Lieferung in 48 Stunden")


def test_a_guest_is_told_so(town: World) -> None:
    town.slack.add_person("Gast Gerda", is_restricted=True)
    assert "Als Gast" in town.answer_to("Gast", "/rondo goals")


def test_without_goals_nobody_knows_the_word(make_world: MakeWorld) -> None:
    world = make_world(rituals=COFFEE)
    assert "kenne ich nicht" in world.answer_to("Bernd", "/rondo goals")
    assert "/rondo goals" not in world.answer_to("Bernd", "/rondo help")
    world.slack.open_home(by="Bernd")
    shown = eventually(lambda: words_of(world.slack.home("Bernd") or {}))
    assert "Ziele" not in shown
