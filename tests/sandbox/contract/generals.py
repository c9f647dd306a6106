"""Rules of all methods, drawn up per method: token, scope, required arguments, rate; and the pages of lists."""

# ruff: noqa: E501 a row per case

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

from bot.sandbox import company
from bot.sandbox.methods import registry
from tests.sandbox.shapes import manifest

from .cases import PAGINATION, RATE_LIMITS, WEB_API, Deed, of_method
from .desk import ANNA, COFFEE, Desk

METHODS: dict[str, dict[str, Any]] = company.data("methods.json")["methods"]
PER_MINUTE = {"1": 1, "2": 20, "3": 50, "4": 100, "special": 300}
BURST = 3
"""Calls that the sandbox takes at once whatever the tier: Slack says that it tolerates bursts, not how large."""
Proof = Callable[[Desk], None]


def without_token(method: str) -> Proof:
    """Prove that a call without a token is refused."""

    def prove(desk: Desk) -> None:
        reply = desk._gate.answer(method, {}, token="")
        assert (reply.status, reply.body) == (200, {"ok": False, "error": "not_authed"})

    return prove


def without_scope(method: str) -> Proof:
    """Prove that a call without its scope is refused and names the scope and those there are."""

    def prove(desk: Desk) -> None:
        desk.workspace.install(manifest(scopes=["emoji:read"]))
        body = desk.ask(method).body
        assert (body["ok"], body["error"]) == (False, "missing_scope")
        assert set(body["needed"].split(",")) == set(METHODS[method]["bot_scopes"])
        assert body["provided"] == "commands,emoji:read"

    return prove


def without_argument(method: str, name: str) -> Proof:
    """Prove that a call without a required argument is refused and names it."""

    def prove(desk: Desk) -> None:
        given = {key: "x" for key in METHODS[method]["required"] if key != name}
        body = desk.ask(method, given).body
        assert (body["ok"], body["error"]) == (False, "invalid_arguments")
        assert body["response_metadata"]["messages"] == [f"[ERROR] missing required field: {name}"]

    return prove


def too_often(method: str) -> Proof:
    """Prove that a method takes a minute's calls, then answers 429 until the pause that it names is over."""

    def prove(desk: Desk) -> None:
        facts = METHODS[method]
        desk.workspace.limits.switch(True)
        size = max(PER_MINUTE[str(facts["tier"])], BURST)
        replies = [desk.ask(method, {"channel": f"C{number}"}) for number in range(size + 1)]
        assert {reply.status for reply in replies[:-1]} == {200}
        limited = replies[-1]
        assert (limited.status, limited.body) == (429, {"ok": False, "error": "ratelimited"})
        pause = int(limited.headers["Retry-After"])
        assert pause == max(1, math.ceil(60 / PER_MINUTE[str(facts["tier"])]))
        desk.clock.advance(pause)
        assert desk.ask(method, {"channel": "C"}).status == 200

    return prove


def other_method_is_free(desk: Desk) -> None:
    """Prove that limits are per method."""
    desk.workspace.limits.switch(True)
    while desk.ask("users.list").status == 200:
        pass
    assert desk.ask("users.info", {"user": ANNA}).status == 200


def one_a_second(desk: Desk) -> None:
    """Prove that a channel takes a short burst of posts and then one a second, others beside it."""
    desk.workspace.limits.switch(True)
    statuses = [desk.ask("chat.postMessage", {"channel": COFFEE, "text": "a"}).status for _ in range(6)]
    assert statuses[0] == 200
    assert statuses[-1] == 429
    assert desk.ask("chat.postMessage", {"channel": "C0001ALLGEM", "text": "a"}).status == 200
    desk.clock.advance(1)
    assert desk.ask("chat.postMessage", {"channel": COFFEE, "text": "a"}).status == 200


def unknown_method(desk: Desk) -> None:
    """Prove that a method nobody knows never succeeds."""
    body = desk.ask("chat.shout").body
    assert (body["ok"], body["error"], body["req_method"]) == (False, "unknown_method", "chat.shout")


def scopes_told(desk: Desk) -> None:
    """Prove that each answer tells the token's scopes."""
    desk.workspace.install(manifest(scopes=["chat:write"]))
    assert desk.ask("auth.test").headers["x-oauth-scopes"] == "chat:write,commands"


def drawn_up() -> Iterator[Deed]:
    """Give the cases of each method."""
    for method in sorted(registry()):
        facts, page = METHODS[method], of_method(method)
        if method != "api.test":
            yield Deed(name=f"{method} wants a token", source=WEB_API, proof=without_token(method))
        if facts["bot_scopes"]:
            yield Deed(name=f"{method} wants its scope", source=page, proof=without_scope(method))
        for name in facts["required"]:
            yield Deed(name=f"{method} wants {name}", source=page, proof=without_argument(method, name))
        tier = facts["tier"]
        yield Deed(name=f"{method} has the rate of tier {tier}", source=RATE_LIMITS, proof=too_often(method))


DRAWN_UP: tuple[Deed, ...] = (
    *drawn_up(),
    Deed(name="a method that is limited leaves the others free", source=RATE_LIMITS, proof=other_method_is_free),
    Deed(name="a channel takes one post a second", source=RATE_LIMITS, proof=one_a_second),
    Deed(name="a method that nobody knows never succeeds", source=WEB_API, proof=unknown_method),
    Deed(name="an answer tells the token's scopes", source=WEB_API, proof=scopes_told),
)

LISTS: tuple[tuple[str, str, int, int], ...] = (
    ("conversations.history", "messages", 100, 999),
    ("conversations.list", "channels", 100, 999),
    ("conversations.members", "members", 100, 1000),
    ("conversations.replies", "messages", 1000, 1000),
    ("users.conversations", "channels", 100, 999),
    ("users.list", "members", 0, 1000),
)
"""Each method with pages: its list, how long a page is unless asked for (0: all), and at most."""


def filled(desk: Desk, method: str, count: int) -> dict[str, Any]:
    """Make so many entries for a method's list and give the arguments to read them."""
    from bot.sandbox.model import Conversation, Message, Person

    coffee = desk.workspace.conversations[COFFEE]
    if method in ("users.list", "conversations.members"):
        new = [Person(f"U9{number:08d}", f"p{number}", f"P {number}") for number in range(count)]
        desk.workspace.people |= {one.id: one for one in new}
        coffee.members = [one.id for one in new]
        if method == "users.list":
            desk.workspace.people = {one.id: one for one in new}
        return {} if method == "users.list" else {"channel": COFFEE}
    if method in ("conversations.list", "users.conversations"):
        new_ones = [Conversation(f"C9{n:08d}", f"c{n}", "public", 0, ANNA, members=["U0SANDBOXAPP"]) for n in range(count)]  # fmt: skip
        desk.workspace.conversations = {one.id: one for one in new_ones}
        return {}
    stamps = [f"1772452800.{number:06d}" for number in range(count)]
    parent = stamps[0] if method == "conversations.replies" else ""
    coffee.messages = {ts: Message(ts, ANNA, ts, thread_ts=parent if ts != parent else "") for ts in stamps}
    coffee.threads = {parent: stamps[1:]} if parent else {}
    return {"channel": COFFEE, "ts": parent} if parent else {"channel": COFFEE}


def page_length(method: str, key: str, default: int, most: int) -> Proof:
    """Prove the length of a page, asked for and not."""

    def prove(desk: Desk) -> None:
        args = filled(desk, method, most + 2)
        told = desk.call(method, **args)
        assert len(told[key]) == (default or most + 2)
        assert len(desk.call(method, **args, limit=most)[key]) == most
        assert len(desk.call(method, **args, limit=most + 1)[key]) == most
        assert len(desk.call(method, **args, limit=7)[key]) == 7

    return prove


def page_after_page(method: str, key: str) -> Proof:
    """Prove that the pages add up to everything, each once, and that the last one has no cursor."""

    def prove(desk: Desk) -> None:
        args = filled(desk, method, 23)
        seen: list[str] = []
        cursor = ""
        for _ in range(3):
            told = desk.call(method, **args, limit=10, cursor=cursor)
            seen += [str(one if isinstance(one, str) else one.get("id") or one["ts"]) for one in told[key]]
            cursor = told.get("response_metadata", {}).get("next_cursor", "")
        assert cursor == ""
        assert len(seen) == len(set(seen)) == 23

    return prove


def other_cursor(method: str) -> Proof:
    """Prove that a cursor is good for its method only."""

    def prove(desk: Desk) -> None:
        other = "users.list" if method != "users.list" else "conversations.list"
        cursor = desk.call(other, limit=1)["response_metadata"]["next_cursor"]
        args = filled(desk, method, 3)
        assert desk.refused(method, **args, cursor=cursor) == "invalid_cursor"

    return prove


PAGES: tuple[Deed, ...] = tuple(
    case
    for method, key, default, most in LISTS
    for case in (
        Deed(name=f"{method} has pages of {default or 'everybody'} and of at most {most}", source=of_method(method),
             proof=page_length(method, key, default, most)),
        Deed(name=f"{method} has pages that add up", source=PAGINATION, proof=page_after_page(method, key)),
        Deed(name=f"{method} takes no other method's cursor", source=PAGINATION, proof=other_cursor(method)),
    )
)  # fmt: skip
