"""The file beside the workspace: checked, compared, applied, taken back; the visitor's own file is only read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.demo import workbench
from bot.demo.director import Director
from bot.demo.page import Page
from bot.demo.stage import Stage
from bot.sandbox.workspace import APP_USER
from tests.world import COFFEE, POST, SATURDAY, eventually, words_of

TEXT = COFFEE + POST
ANNA = "U0001ANNAXX"
DIRECTORY = "directory: {}\n"


class Bench:
    """The page's side of a stage: what it asks and what it gets."""

    def __init__(self, file: Path, text: str = TEXT) -> None:
        file.write_text(text, encoding="utf-8")
        self.file = file
        self.stage = Stage(file, now=SATURDAY, routes=Page().routes())
        self.stage.begin(beat=False)
        self.director = Director(self.stage)

    def ask(self, what: str, **asked: Any) -> dict[str, Any]:
        return workbench.ANSWERS[what](self.director, {"language": "de", **asked})

    def apply(self, text: str) -> dict[str, Any]:
        return self.ask("POST file/apply", text=text)

    def plan(self, text: str, **asked: Any) -> dict[str, dict[str, Any]]:
        found = self.ask("POST file/plan", text=text, **asked)
        assert found["ok"]
        return {one["id"]: one for one in found["rituals"]}

    def posts(self, name: str) -> list[dict[str, Any]]:
        log = self.stage.sandbox.workspace.journal.log
        return [row for row in log if row["channel_name"] == name]

    def commands(self) -> set[str]:
        return set(self.stage.sandbox.workspace.installation.commands)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path / "rituals.yaml")
    yield made
    made.stage.close()


def test_a_mistake_is_said_in_the_language_of_the_page_with_its_place_and_correction(bench: Bench) -> None:
    wrong = TEXT.replace("kind: post", "kind: posst")
    (german,) = bench.ask("POST file/check", text=wrong)["problems"]
    (english,) = bench.ask("POST file/check", text=wrong, language="en")["problems"]
    line = wrong.splitlines()[german["line"] - 1]
    assert line[german["column"] - 1 :] == "posst"
    assert german["fix"]["lines"] == ("    kind: post",)
    assert (german["fix"]["line"], german["fix"]["removes"]) == (german["line"], 1)
    assert german["text"] != english["text"]
    assert bench.ask("POST file/check", text=TEXT)["problems"] == []


@pytest.mark.parametrize("text", ["", "\ufeff" + TEXT, "a: [", "\udcff", "x" * 2_000_000, "null", "- 1"])
def test_no_text_is_too_odd_to_be_checked(bench: Bench, text: str) -> None:
    found = bench.ask("POST file/check", text=text)["problems"]
    assert bool(found) == (text[1:] != TEXT)
    assert bench.apply(text)["ok"] == (not found)


def test_the_plan_says_what_changes_when_it_comes_and_for_whom(bench: Bench) -> None:
    changed = TEXT.replace('at: "09:00"', 'at: "10:00"').replace("Was steht an?", "Wie geht es?")
    plan = bench.plan(changed)
    (time,) = plan["kaffee"]["changes"]
    assert (time["touches"], time["class"], time["said"]) == ("time", "Zeit", "schedule.at: 09:00 → 10:00")
    assert "09:00" in time["coming"]
    assert "10:00" in time["coming"]
    members = bench.stage.sandbox.workspace.channel("kaffeerunde").members
    assert 5 < plan["kaffee"]["whom"]["n"] < len(members), "bots and guests do not take part"
    assert len(plan["kaffee"]["whom"]["names"]) == plan["kaffee"]["whom"]["n"]
    assert plan["montagsfrage"]["whom"]["channel"] == "montagsrunde"
    assert [one["touches"] for one in plan["montagsfrage"]["changes"]] == ["text"]
    assert bench.plan(TEXT) == {}


def test_a_change_of_people_names_who_comes_and_who_goes(bench: Bench) -> None:
    anna = bench.stage.sandbox.person(ANNA)
    assert ANNA in bench.stage.sandbox.workspace.channel("kaffeerunde").members
    less = TEXT.replace(
        "    join: channel\n",
        f"    join: channel\n    audience: {{channel: kaffeerunde, except: {{people: [{ANNA}]}}}}\n",
    )
    whom = bench.plan(less)["kaffee"]["whom"]
    assert (whom["added"], whom["dropped"]) == ([], [anna.real_name])
    by_hand = bench.plan(TEXT.replace("join: channel", "join: opt-in"))["kaffee"]
    assert by_hand["whom"]["n"] == 0
    assert "Betriebsrat" in by_hand["changes"][0]["said"]
    bench.stage.sandbox.command("/rondo leave kaffee", by=ANNA)
    eventually(lambda: not _has(bench, anna.real_name))


def _has(bench: Bench, name: str) -> bool:
    late = bench.plan(TEXT.replace('at: "09:00"', 'at: "10:00"'))
    return name in late["kaffee"]["whom"]["names"]


def test_what_is_applied_holds_at_once_and_can_be_taken_back_step_by_step(bench: Bench) -> None:
    first, second = (TEXT.replace("Was steht an?", words) for words in ("Eins?", "Zwei?"))
    assert not bench.ask("GET file/live")["can_undo"]
    for text in (first, second):
        said = bench.apply(text)
        assert (said["ok"], said["text"], said["can_undo"], said["waits_for"]) == (True, text, True, None)
    assert bench.ask("POST file/undo")["text"] == first
    said = bench.ask("POST file/undo")
    assert (said["text"], said["can_undo"], said["can_redo"], said["is_own"]) == (TEXT, False, True, True)
    assert bench.ask("POST file/undo")["text"] == TEXT, "there is nothing before the first"
    assert bench.ask("POST file/redo")["text"] == first
    assert bench.file.read_text("utf-8") == TEXT, "the own file is never written"
    bench.director.advance(bench.director.next())  # type: ignore[arg-type]
    bench.director.advance(bench.director.next())  # type: ignore[arg-type]
    eventually(lambda: bench.posts("montagsrunde"))
    assert "Eins?" in words_of(bench.posts("montagsrunde")[-1]["blocks"])
    assert bench.ask("POST file/reset")["text"] == TEXT


def test_a_file_with_problems_is_not_applied(bench: Bench) -> None:
    said = bench.apply(TEXT.replace("kind: post", "kind: posst"))
    assert not said["ok"]
    assert said["problems"]
    assert bench.stage.config.source == TEXT


def test_a_feature_that_is_switched_on_works_without_a_new_start(bench: Bench) -> None:
    assert "/find" not in bench.commands()
    assert bench.apply(TEXT + DIRECTORY)["ok"]
    assert "/find" in bench.commands()
    bench.stage.sandbox.command("/find Vertrag", by=ANNA)
    eventually(lambda: bench.stage.sandbox.inbox(ANNA))
    goals = TEXT + DIRECTORY + "goals:\n  - {id: tempo, text: Wir antworten am selben Tag.}\n"
    assert bench.apply(goals)["ok"]
    before = len(bench.stage.sandbox.inbox(ANNA))
    bench.stage.sandbox.command("/goals", by=ANNA)
    eventually(
        lambda: "selben Tag" in words_of(bench.stage.sandbox.inbox(ANNA)[before:]) or bench.stage.sandbox.modal(ANNA)
    )
    bench.ask("POST file/undo")
    bench.ask("POST file/undo")
    assert "/find" not in bench.commands()


def test_a_changed_id_asks_the_owner_first_and_the_page_knows_whom(bench: Bench) -> None:
    owned = TEXT.replace("    join: channel\n", f"    join: channel\n    owner: [{ANNA}]\n")
    bench.apply(owned)
    other = owned.replace("id: kaffee", "id: coffee").replace("join kaffee", "join coffee")
    said = bench.apply(other)
    assert ([one["id"] for one in said["waits_for"]], said["text"]) == ([ANNA], owned)
    planned = bench.plan(other)["coffee"]
    assert "kaffee" in planned["question"]
    assert planned["whom"]["added"] == [], "they are the ones who took part so far"
    bench.stage.rondo.deliver(bench.director.now())
    asked = eventually(lambda: [row for row in bench.stage.sandbox.inbox(ANNA) if "coffee" in words_of(row["blocks"])])
    assert asked
    said = bench.ask("POST file/undo")
    assert (said["waits_for"], said["text"]) == (None, owned)


def test_a_channel_that_is_not_there_can_be_made_with_those_of_the_old_one(bench: Bench) -> None:
    moved = TEXT.replace("channel: kaffeerunde", "channel: teerunde")
    (lacking,) = bench.ask("POST file/plan", text=moved)["strangers"]
    assert lacking == {"name": "teerunde", "exists": False, "like": "kaffeerunde"}
    assert bench.ask("POST file/channel", **lacking, **{"as": ANNA})["ok"]
    workspace = bench.stage.sandbox.workspace
    assert APP_USER in workspace.channel("teerunde").members
    assert bench.ask("POST file/plan", text=moved)["strangers"] == []
    assert bench.plan(moved)["kaffee"]["whom"]["n"] > 5
    bench.apply(moved)
    bench.director.advance(bench.director.next())  # type: ignore[arg-type]
    eventually(lambda: [row for row in workspace.journal.log if row["kind"] == "mpim"])


def test_the_own_file_is_taken_over_when_it_is_saved_elsewhere(bench: Bench) -> None:
    bench.director.binder.begin()
    mine = TEXT.replace("Was steht an?", "Aus der Datei?")
    bench.file.write_text(mine, encoding="utf-8")
    eventually(lambda: bench.stage.config.source == mine)
    said = eventually(lambda: (found := bench.ask("GET file/live"))["taken_over"] and found)
    assert (said["can_undo"], said["own_is_wrong"], said["is_own"]) == (True, False, True)
    bench.file.write_text(mine + "x: [", encoding="utf-8")
    eventually(lambda: bench.ask("GET file/live")["own_is_wrong"])
    assert bench.stage.config.source == mine
    assert not bench.ask("POST file/reset")["ok"]
    assert bench.ask("POST file/undo")["text"] == TEXT


def test_what_the_editor_offers_is_what_this_workspace_has(bench: Bench) -> None:
    offered = bench.ask("GET file/known")
    assert "kaffeerunde" in offered["channels"]
    assert "produkt" in offered["user_groups"]
    assert "Vertrieb" in offered["departments"]
    assert ANNA in {one["id"] for one in offered["people"]}
    assert offered["schema"]["definitions"]["Ritual"]
