"""People using the app: commands, clicks, forms and the Home tab."""

from __future__ import annotations

from concurrent.futures import Future
from contextlib import suppress

from bot.sandbox import escaping, events, forms, payloads, respond, rooms, windows
from bot.sandbox.choices import find_element
from bot.sandbox.courier import Undeliverable
from bot.sandbox.elements import EXTERNAL, all_options, check_answer
from bot.sandbox.errors import ActError, SlackError
from bot.sandbox.installation import BUILT_IN
from bot.sandbox.model import Conversation, Json, Message, View
from bot.sandbox.payloads import Place
from bot.sandbox.workspace import Workspace

NO_COMMAND = (
    '{} is not a valid command. In Slack, all messages that start with the "/" character are interpreted as commands.'
)


class Interactions:
    """Turn what a person does into payloads, wait for the app's ack, and act on its answer."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def command(self, user: str, channel: str, text: str) -> Json:
        """Run a slash command; raise ActError in Slack's words when it fails."""
        name, _, rest = text.strip().partition(" ")
        installed = self._workspace.installation
        if name in BUILT_IN:
            return {"built_in": True}
        if name not in installed.commands and not installed.permissive:
            raise ActError("unknown_command", message=NO_COMMAND.format(name))
        with self._workspace.lock:
            conversation = self._workspace.conversations[channel]
            payload = payloads.command(self._workspace, user, conversation, name=name, text=rest.strip())
            command = installed.commands.get(name)
            if command is not None and command.should_escape:
                payload["text"] = escaping.linked(self._workspace, payload["text"])
            sent = self._workspace.courier.send("slash_commands", payload)
        try:
            answer = self._wait(sent)
        except ActError as failure:
            raise ActError(failure.code, message=f'{name} failed with the error "{failure.code}"') from None
        if answer.get("text") or answer.get("blocks"):
            self._answered(channel, user, answer)
        return {}

    def click(self, user: str, container: Json, *, block_id: str, action_id: str, chosen: Json, state: Json) -> Json:
        """Use an element of a message, of the modal on top, or of the Home tab."""
        self._interactive()
        with self._workspace.lock:
            where = Place(block_id, action_id, chosen, state)
            if container["type"] == "message":
                conversation = self._workspace.channel(container["channel"])
                message = self._seen(user, conversation, container["ts"])
                payload = payloads.message_click(self._workspace, user, conversation, message=message, place=where)
            else:
                view = self._view(user, container["type"])
                payload = payloads.view_click(self._workspace, view, where)
            sent = self._workspace.courier.send("interactive", payload)
        self._wait(sent)
        return {}

    def shortcut(self, user: str, callback_id: str, *, channel: str = "", ts: str = "") -> Json:
        """Use the app's entry in the menu of a message, or without one in Slack's own search."""
        self._interactive()
        with self._workspace.lock:
            known = self._workspace.installation.shortcuts.get(callback_id)
            kind = "message" if ts else "global"
            if not self._workspace.installation.permissive and (known is None or known.kind != kind):
                raise ActError("unknown_shortcut")
            if ts:
                where = self._workspace.channel(channel)
                message = self._seen(user, where, ts, by_app=False)
                payload = payloads.message_shortcut(
                    self._workspace, user, where, message=message, callback_id=callback_id
                )
            else:
                payload = payloads.global_shortcut(self._workspace, user, callback_id)
            sent = self._workspace.courier.send("interactive", payload)
        self._wait(sent)
        return {}

    def suggest(self, user: str, container: Json, *, block_id: str, action_id: str, typed: str) -> list[Json]:
        """Type into a select with options from outside; give what the app offers, groups laid open.

        Raise ActError where it is no such select, too little was typed, or nothing valid came in time.
        """
        self._interactive()
        with self._workspace.lock:
            where, blocks = self._where(user, container)
            block, element = find_element(blocks, block_id, action_id)
            if element["type"] not in EXTERNAL or len(typed) < element.get("min_query_length", 3):
                raise ActError("no_suggestions")
            place = Place(block["block_id"], action_id, {}, {})
            asked = payloads.suggestion(self._workspace, user, where, place=place, typed=typed)
            sent = self._workspace.courier.send("options", asked)
        answer = self._wait(sent)
        problems = check_answer(answer)
        if problems:
            self._workspace.journal.refuse("invalid_options", problem="; ".join(problems), details=answer)
            raise ActError("invalid_options")
        return all_options(answer)

    def submit(self, user: str, state: Json) -> Json:
        """Submit the modal on top; raise ActError with `errors` for a form that is refused."""
        self._interactive()
        with self._workspace.lock:
            view = self._view(user, "modal")
            view.values = forms.fill(view.body["blocks"], state, known=view.values)
            incomplete = forms.incomplete(view.body["blocks"], view.values)
            if incomplete:
                raise ActError("incomplete", errors=incomplete)
            sent = self._workspace.courier.send("interactive", payloads.submission(self._workspace, view))
        answer = self._wait(sent)
        with self._workspace.lock:
            self._follow(view, answer)
        return {}

    def close(self, user: str) -> Json:
        """Close the modal on top by its close button."""
        with self._workspace.lock:
            view = self._view(user, "modal")
            everything = bool(view.body.get("clear_on_close"))
            closed = windows.close(self._workspace, view, everything=everything)
            sent = [
                self._workspace.courier.send("interactive", payloads.closing(self._workspace, gone, cleared=everything))
                for gone in closed
                if gone.body.get("notify_on_close")
            ]
        for future in sent:
            self._wait(future)
        return {}

    def open_home(self, user: str) -> Json:
        """Look at the app's Home tab; an app that does not answer leaves it as it was."""
        if not self._workspace.installation.home:
            raise ActError("home_disabled")
        with self._workspace.lock:
            channel = rooms.im(self._workspace, user)
            event: Json = {"type": "app_home_opened", "user": user, "channel": channel.id, "tab": "home"}
            home = self._workspace.homes.get(user)
            if home:
                event["view"] = windows.shape(self._workspace, self._workspace.views[home])
            sent = events.emit(self._workspace, event)
        if sent is not None and self._workspace.courier.reachable():
            with suppress(ActError):
                self._wait(sent)
        return {}

    def _where(self, user: str, container: Json) -> tuple[Json, list[Json]]:
        """Give what a payload says of the place of an element, and the blocks there."""
        if container["type"] != "message":
            view = self._view(user, container["type"])
            told = {"container": {"type": "view", "view_id": view.id}, "view": windows.shape(self._workspace, view)}
            return told, view.body["blocks"]
        conversation = self._workspace.channel(container["channel"])
        message = self._seen(user, conversation, container["ts"])
        return payloads.message_place(self._workspace, conversation, message), message.blocks

    def _interactive(self) -> None:
        if not self._workspace.installation.interactive:
            raise ActError("not_interactive", message="This app is not configured to handle interactive responses.")

    def _wait(self, sent: Future[Json]) -> Json:
        try:
            return sent.result(timeout=self._workspace.courier.ack_seconds)
        except TimeoutError:
            raise ActError("operation_timeout") from None
        except Undeliverable as failure:
            raise ActError(str(failure)) from None

    def _answered(self, channel: str, user: str, answer: Json) -> None:
        with self._workspace.lock:
            try:
                said = respond.say(self._workspace, channel, user, answer)
                at = self._workspace.clock.now().isoformat(timespec="microseconds")
                place = {"user": user, "channel": channel, "ts": said.ts}
                self._workspace.journal.way("ack", "ack", at=at, payload=answer, **place)
            except SlackError as refusal:
                self._workspace.journal.refuse(refusal.code, method="ack", messages=refusal.messages)
                raise ActError("invalid_command_response") from None

    def _follow(self, view: View, answer: Json) -> None:
        """Do what the ack of a submission asks: errors, update, push, clear, or nothing, which closes."""
        workspace = self._workspace
        action = answer.get("response_action")
        if action == "errors":
            inputs = {b["block_id"] for b in view.body["blocks"] if b["type"] == "input"}
            if not answer.get("errors") or not set(answer["errors"]) <= inputs:
                self._bad_answer("errors must name input blocks of the view", answer)
            raise ActError("invalid", errors=dict(answer["errors"]))
        if action == "clear":
            windows.close(workspace, view, everything=True)
        elif action in ("update", "push"):
            try:
                windows.accept(answer.get("view") or {})
                if action == "update":
                    windows.change(workspace, view, answer["view"])
                else:
                    windows.push_modal(workspace, view.owner, answer["view"])
            except SlackError as refusal:
                self._bad_answer(refusal.code, {"messages": refusal.messages})
        elif action is None:
            windows.close(workspace, view)
        else:
            self._bad_answer("unknown response_action", answer)

    def _bad_answer(self, what: str, details: Json) -> None:
        self._workspace.journal.refuse("invalid_response_action", problem=what, details=details)
        raise ActError("invalid_response_action", message="We had some trouble connecting. Try again?")

    def _view(self, user: str, kind: str) -> View:
        view = windows.top(self._workspace, user)
        if kind == "home":
            view = self._workspace.views.get(self._workspace.homes.get(user, ""))
        if view is None:
            raise ActError("view_not_found")
        return view

    def _seen(self, user: str, conversation: Conversation, ts: str, *, by_app: bool = True) -> Message:
        for message in rooms.visible(self._workspace, conversation, user):
            if message.ts == ts and (message.by_app or not by_app):
                return message
        raise ActError("message_not_found")
