"""The X-ray tells the truth: of a letter in doubt, of one to a channel, of what people write, of what is not there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bot.demo.director import Director
from bot.sandbox.model import Json
from tests.integration.desks import ask, served
from tests.world import COFFEE


def looked_at(director: Director, row: Json) -> dict[str, Any]:
    seen: dict[str, Any] = ask(director, f"demo/xray?channel={row['channel']}&ts={row['ts']}")
    return seen


def test_a_letter_in_doubt_is_known_by_its_mark_and_tells_how_the_doubt_was_settled(
    tmp_path: Path, database_url: str
) -> None:
    with served(tmp_path, database_url) as director:
        log = director.stage.sandbox.workspace.journal.log
        ask(director, "sandbox/faults", {"kind": "lost_reply", "method": "chat.postMessage"})
        ask(director, "demo/advance", {"to": "next"})
        seen = looked_at(director, log[0])
        assert [one["state"] for one in seen["letters"]] == ["sending"]
        assert [(row["name"], row["outcome"]) for row in seen["calls"]][:2] == [
            ("conversations.open", "ok"),
            ("chat.postMessage", "lost"),
        ]
        coping = ask(director, "demo/coping")
        assert (coping["letters"]["sending"], coping["twice"], coping["missing"]) == (1, 0, 0)
        ask(director, "demo/advance", {"hours": 0.25})
        seen = looked_at(director, log[0])
        assert [(one["state"], one["outcome"]) for one in seen["letters"]] == [("sent", "found")]
        assert "conversations.history" in [row["name"] for row in seen["calls"]]
        assert seen["run"]["id"] == "kaffee@2026-11-23"
        assert seen["run"]["seed"].lstrip("-").isdigit()
        assert seen["introduction"]["because"]
        assert {one["words"]["en"] for one in seen["reasons"]} == {"You take part because you are in #kaffeerunde."}


def test_a_text_of_the_file_in_italics_is_not_taken_for_the_reason(tmp_path: Path, database_url: str) -> None:
    own = COFFEE.replace(
        "offer_skip: false", 'offer_skip: false\n    intro: {de: "_Schön, dass es euch gibt._", en: "_Hi._"}'
    )
    with served(tmp_path, database_url, rituals=own) as director:
        ask(director, "demo/advance", {"to": "next"})
        log = director.stage.sandbox.workspace.journal.log
        row = next(row for row in log if "_Schön, dass es euch gibt._" in str(row["blocks"]))
        because = looked_at(director, row)["introduction"]["because"]
        assert because.startswith("Ihr ")
        assert not because.endswith("_")


def test_a_letter_to_a_channel_a_persons_words_and_nothing_at_all(tmp_path: Path, database_url: str) -> None:
    with served(tmp_path, database_url) as director:
        sandbox = director.stage.sandbox
        ask(director, "demo/advance", {"hours": 48})
        row = next(row for row in sandbox.workspace.journal.log if row["channel_name"] == "montagsrunde")
        seen = looked_at(director, row)
        assert (seen["run"]["ritual"], seen["letters"][0]["people"], seen["introduction"]) == ("montagsfrage", [], None)
        assert [row["name"] for row in seen["calls"]] == ["chat.postMessage"]
        said = sandbox.say("Hallo zusammen", by="Anna", channel="allgemein")
        seen = looked_at(director, {"channel": sandbox.workspace.channel("allgemein").id, "ts": said["ts"]})
        assert (seen["what"], seen["sizes"], seen["calls"]) == ("person", [], [])
        assert "letters" not in seen
        for nothing in ("channel=C0&ts=1", "home=U0", "modal=U0", "channel=", ""):
            assert ask(director, f"demo/xray?{nothing}") == {"found": False}


def test_a_command_and_the_form_it_opens_are_told_with_their_cause(tmp_path: Path, database_url: str) -> None:
    with served(tmp_path, database_url) as director:
        sandbox = director.stage.sandbox
        anna = sandbox.person("Anna").id
        sandbox.command("/rondo list", by="Anna")
        reply = sandbox.until(lambda: next((row for row in sandbox.inbox("Anna") if row.get("ephemeral")), None))
        seen = looked_at(director, reply)
        cause = next(row for row in seen["calls"] if row["n"] == seen["cause"])
        assert (seen["what"], cause["name"], cause["user"]) == ("ephemeral", "/rondo list", anna)
        sandbox.open_home(by="Anna")
        sandbox.until(lambda: sandbox.home("Anna"))
        seen = ask(director, f"demo/xray?home={anna}")
        assert [row["name"] for row in seen["calls"]][-1] == "views.publish"
        assert {one["what"] for one in seen["sizes"]} >= {"blocks", "view", "metadata", "section"}
