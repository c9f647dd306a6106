"""Response urls, and answers in the ack of a command."""

from __future__ import annotations

from tests.sandbox.shapes import button

from .cases import COMMANDS, INTERACTION, Deed
from .desk import ANNA, COFFEE, NOON, Desk


def command_url(desk: Desk) -> str:
    """Let Anna use the command; give its response url."""
    desk.trigger()
    return str(desk.last("/probe")["response_url"])


def click_url(desk: Desk, *, ephemeral: bool = False) -> tuple[str, str]:
    """Let Anna press a button; give the response url and the message's timestamp."""
    if ephemeral:
        shown = desk.call("chat.postEphemeral", channel=COFFEE, user=ANNA, text="a", blocks=[button("go")])
        ts = str(shown["message_ts"])
    else:
        ts = desk.posted(blocks=[button("go")])
    desk.act("click", container={"type": "message", "channel": COFFEE, "ts": ts}, action_id="go")
    return str(desk.last("block_actions")["response_url"]), ts


def five_uses(desk: Desk) -> None:
    """Prove that a response url is good for five answers."""
    url = command_url(desk)
    assert [desk.respond(url, text="a") for _ in range(6)] == ["ok"] * 5 + ["used_url"]


def thirty_minutes(desk: Desk) -> None:
    """Prove that a response url is good for thirty minutes."""
    url = command_url(desk)
    desk.clock.set(NOON.replace(minute=30))
    assert desk.respond(url, text="a") == "ok"
    desk.clock.advance(1)
    assert desk.respond(url, text="a") == "expired_url"


def coffee(desk: Desk) -> tuple[list[str], list[str]]:
    """Give the texts of the channel, and of what single people see there."""
    room = desk.workspace.conversations[COFFEE]
    return [one.text for one in room.messages.values()], [one.text for one in room.ephemerals.values()]


def for_one(desk: Desk) -> None:
    """Prove that an answer is for the person alone unless it says in_channel."""
    url = command_url(desk)
    desk.respond(url, text="leise")
    desk.respond(url, text="auch", response_type="ephemeral")
    desk.respond(url, text="laut", response_type="in_channel")
    assert coffee(desk) == (["laut"], ["leise", "auch"])


def replaces(desk: Desk) -> None:
    """Prove that replace_original changes the message, and without it a new one comes."""
    url, ts = click_url(desk)
    desk.respond(url, text="neu", replace_original=True)
    assert desk.workspace.conversations[COFFEE].messages[ts].text == "neu"
    desk.respond(url, text="dazu", replace_original=False)
    assert coffee(desk) == (["neu"], ["dazu"])


def replaces_ephemeral(desk: Desk) -> None:
    """Prove that an ephemeral message may be replaced this way only."""
    url, ts = click_url(desk, ephemeral=True)
    assert desk.refused("chat.update", channel=COFFEE, ts=ts, text="b") == "message_not_found"
    desk.respond(url, text="neu", replace_original=True)
    assert coffee(desk) == ([], ["neu"])


def deletes(desk: Desk) -> None:
    """Prove that delete_original takes the message away, an ephemeral one too."""
    for ephemeral in (False, True):
        url, _ = click_url(desk, ephemeral=ephemeral)
        assert desk.respond(url, delete_original=True) == "ok"
    assert coffee(desk) == ([], [])


def says_something(desk: Desk) -> None:
    """Prove that an answer has a text or blocks, and blocks that Slack takes."""
    url = command_url(desk)
    assert desk.respond(url) == "no_text"
    assert desk.respond(url, text="a", blocks=[{"type": "section"}]) == "invalid_blocks"


def in_the_ack(desk: Desk) -> None:
    """Prove that a command may be answered in the ack: for one, or for all."""
    desk.ear.answers["/probe"] = {"text": "leise"}
    desk.trigger()
    desk.ear.answers["/probe"] = {"text": "laut", "response_type": "in_channel"}
    desk.trigger()
    assert coffee(desk) == (["laut"], ["leise"])


def elsewhere(desk: Desk) -> None:
    """Prove that a response url leads where the app is not."""
    desk.act("command", text="/probe", channel="C0005HAMBUR")
    assert desk.respond(str(desk.last("/probe")["response_url"]), text="a", response_type="in_channel") == "ok"


RESPONSES: tuple[Deed, ...] = (
    Deed(name="a response url has five uses", source=INTERACTION, proof=five_uses),
    Deed(name="a response url has thirty minutes", source=INTERACTION, proof=thirty_minutes),
    Deed(name="an answer is for one person unless in_channel", source=INTERACTION, proof=for_one),
    Deed(name="replace_original changes the message", source=INTERACTION, proof=replaces),
    Deed(name="an ephemeral message is replaced through its url", source=INTERACTION, proof=replaces_ephemeral),
    Deed(name="delete_original takes the message away", source=INTERACTION, proof=deletes),
    Deed(name="an answer says something", source=INTERACTION, proof=says_something),
    Deed(name="a command is answered in the ack", source=COMMANDS, proof=in_the_ack),
    Deed(name="a response url leads where the app is not", source=COMMANDS, proof=elsewhere),
)
