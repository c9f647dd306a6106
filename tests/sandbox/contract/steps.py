"""What may have happened before a call: small steps that note what they made."""

from __future__ import annotations

from collections.abc import Callable

from bot.sandbox.workspace import APP_USER
from tests.sandbox.shapes import manifest, modal, plain

from .desk import ANNA, BOARD, COFFEE, FAIR, HAMBURG, Desk

Step = Callable[[Desk], None]
HOME = {"type": "home", "blocks": [{"type": "section", "text": plain("Zuhause")}]}


def posted(desk: Desk) -> None:
    """Post as the app and note `ts`."""
    desk.notes["ts"] = desk.posted()


def said(desk: Desk) -> None:
    """Let Anna post and note `ts`."""
    desk.notes["ts"] = desk.said()


def reacted(desk: Desk) -> None:
    """React as the app to the noted message."""
    desk.call("reactions.add", channel=COFFEE, timestamp="$ts", name="tada")


def archived(desk: Desk) -> None:
    """Archive the coffee channel."""
    desk.act("archive", channel=COFFEE)


def joined(channel: str) -> Step:
    """Invite the app into a channel."""
    return lambda desk: desk.people.invite(APP_USER, channel)


def deactivated(user: str) -> Step:
    """Deactivate somebody."""
    return lambda desk: desk.people.deactivate(user)


def wrote_alone(desk: Desk) -> None:
    """Open the direct message with Anna and note `dm`."""
    desk.notes["dm"] = desk.call("conversations.open", users=ANNA)["channel"]["id"]


def triggered(desk: Desk) -> None:
    """Let Anna use the command and note `trigger`."""
    desk.notes["trigger"] = desk.trigger()


def spent(desk: Desk) -> None:
    """Use the noted trigger."""
    desk.call("views.open", trigger_id="$trigger", view=modal())


def aged(desk: Desk) -> None:
    """Let the triggers' three seconds pass."""
    for trigger in desk.workspace.tickets._triggers.values():
        trigger.made -= 3.1


def opened(desk: Desk) -> None:
    """Open a modal for Anna and note `view` and `hash`."""
    view = desk.opened(modal(external_id="one"))
    desk.notes |= {"view": view["id"], "hash": view["hash"]}


def pushed(times: int) -> Step:
    """Lay modals on top of Anna's."""

    def push(desk: Desk) -> None:
        for _ in range(times):
            desk.notes["top"] = desk.call("views.push", trigger_id=desk.trigger(), view=modal())["view"]["id"]

    return push


def published(desk: Desk) -> None:
    """Show Anna a Home tab and note `hash`."""
    desk.notes["hash"] = desk.call("views.publish", user_id=ANNA, view=HOME)["view"]["hash"]


def without(part: str) -> Step:
    """Install the app without its Home tab ("home_tab") or without its messages tab ("messages_tab")."""

    def install(desk: Desk) -> None:
        told = manifest(scopes=["chat:write", "im:write"])
        told["features"]["app_home"][f"{part}_enabled"] = False
        desk.workspace.install(told)

    return install


def plainly(desk: Desk) -> None:
    """Install the app with the right to write where it is, and no other."""
    desk.workspace.install(manifest(scopes=["chat:write"]))


def shared_file(desk: Desk) -> None:
    """Let Anna share a file where the app is and note `file`."""
    desk.notes["file"] = desk.shared_file()
    desk.notes["files"] = [{"id": desk.notes["file"]}]


def secret_file(desk: Desk) -> None:
    """Let somebody share a file where the app is not and note `file`."""
    conversation = desk.workspace.conversations[BOARD]
    desk.notes["file"] = desk.shared_file(by=conversation.members[0], channel=BOARD)


def uploaded(desk: Desk) -> None:
    """Bring bytes to an upload address and note `file`, and `files` as completing wants it."""
    promised = desk.call("files.getUploadURLExternal", filename="a.txt", length=3)
    desk.workspace.files[promised["file_id"]].content = b"abc"
    desk.notes |= {"file": promised["file_id"], "files": [{"id": promised["file_id"], "title": "A"}]}


def foreign(*names: str, hidden: bool = False, channels: tuple[str, ...] = (COFFEE,)) -> Step:
    """Let people of another company into channels, one each, and note their ids by name."""

    def come(desk: Desk) -> None:
        for number, name in enumerate(names):
            one = desk.people.add(name, team="T0OTHERCO", is_hidden=hidden)
            channel = channels[number % len(channels)]
            desk.people.share(channel)
            desk.people.invite(one.id, channel)
            desk.notes[name] = one.id
        desk.notes["both"] = ",".join(str(desk.notes[name]) for name in names)

    return come


def many(count: int) -> Step:
    """Note `people`: so many colleagues, separated by commas."""

    def note(desk: Desk) -> None:
        fine = [one.id for one in desk.workspace.people.values() if not (one.is_bot or one.deleted)]
        desk.notes["people"] = ",".join(fine[1 : count + 1])

    return note


__all__ = ["FAIR", "HAMBURG", "HOME", "Step"]
