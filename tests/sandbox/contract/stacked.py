"""Triggers, the stack of views, and what the answer to a form may ask for."""

# ruff: noqa: E501 a row per case

from __future__ import annotations

from collections.abc import Callable

from tests.sandbox.shapes import button, modal, plain

from .cases import INTERACTION, MODALS, VIEW_PAYLOADS, Deed, of_method
from .desk import ANNA, BERND, COFFEE, Desk, Json
from .steps import aged


def page(name: str) -> Json:
    """Give a modal of that name that tells when it is closed."""
    return modal(name, notify_on_close=True)


def stack(desk: Desk, *names: str, by: str = ANNA) -> list[str]:
    """Open a modal and lay others on it; give their ids, the top one last."""
    ids = [desk.opened(page(names[0]), by=by)["id"]]
    for name in names[1:]:
        ids.append(desk.call("views.push", trigger_id=desk.trigger(by), view=page(name))["view"]["id"])
    return ids


def open_ids(desk: Desk, by: str = ANNA) -> list[str]:
    """Give the ids of somebody's open modals."""
    return list(desk.workspace.stacks.get(by, []))


def trigger_ages(desk: Desk) -> None:
    """Prove that a trigger is good for three seconds and not after."""
    first, second = desk.trigger(), desk.trigger()
    desk.call("views.open", trigger_id=first, view=modal())
    aged(desk)
    assert desk.refused("views.open", trigger_id=second, view=modal()) == "expired_trigger_id"
    assert desk.workspace.tickets._trigger_seconds == 3.0


def trigger_is_real_time(desk: Desk) -> None:
    """Prove that a jump of the sandbox's clock does not age a trigger: a person's three seconds are real ones."""
    trigger = desk.trigger()
    desk.clock.advance(3600)
    assert desk.call("views.open", trigger_id=trigger, view=modal())["ok"]


def trigger_counts_once(desk: Desk) -> None:
    """Prove that a trigger serves one view, whichever method takes it."""
    trigger = desk.trigger()
    desk.call("views.open", trigger_id=trigger, view=modal())
    assert desk.refused("views.push", trigger_id=trigger, view=modal()) == "exchanged_trigger_id"


def refused_view_spends_nothing(desk: Desk) -> None:
    """Prove that a view that is refused leaves the trigger."""
    trigger = desk.trigger()
    assert desk.refused("views.open", trigger_id=trigger, view={"type": "modal"}) == "invalid_arguments"
    assert desk.call("views.open", trigger_id=trigger, view=modal())["ok"]


def every_interaction_has_one(desk: Desk) -> None:
    """Prove that commands, clicks, forms and shortcuts each bring a trigger that works."""
    ts = desk.posted(blocks=[button("go")])
    desk.act("click", container={"type": "message", "channel": COFFEE, "ts": ts}, action_id="go")
    desk.act("shortcut", callback_id="a")
    desk.act("shortcut", callback_id="a", channel=COFFEE, ts=ts)
    for kind in ("block_actions", "shortcut", "message_action"):
        assert desk.call("views.open", trigger_id=desk.last(kind)["trigger_id"], view=modal())["ok"]
    desk.act("submit", state={"name": {"text": {"type": "plain_text_input", "value": "a"}}})
    assert desk.call("views.open", trigger_id=desk.last("view_submission")["trigger_id"], view=modal())["ok"]


def looks_like_one(desk: Desk) -> None:
    """Prove that a trigger has the documented form of three parts between dots."""
    assert len(desk.trigger().split(".")) == 3


def three_views(desk: Desk) -> None:
    """Prove that three views lie on each other, know the first and the one below, and a fourth does not fit."""
    one, two, three = stack(desk, "one", "two", "three")
    views = desk.workspace.views
    assert [views[vid].root for vid in (one, two, three)] == [one, one, one]
    assert [views[vid].previous for vid in (one, two, three)] == [None, one, two]
    assert desk.refused("views.push", trigger_id=desk.trigger(), view=modal()) == "push_limit_reached"


def stack_of_ones_own(desk: Desk) -> None:
    """Prove that each person has a stack of their own."""
    stack(desk, "one", "two", "three")
    assert len(stack(desk, "eins", "zwei", by=BERND)) == 2


def updated(desk: Desk) -> None:
    """Prove that an update by id or external id changes the view and its hash, and keeps what was typed."""
    view = desk.opened(modal(external_id="ext"))
    desk.act("click", container={"type": "modal"}, action_id="go")
    state = {"name": {"text": {"type": "plain_text_input", "value": "Tee"}}}
    desk.workspace.views[view["id"]].values = state
    by_id = desk.call("views.update", view_id=view["id"], hash=view["hash"], view=modal("b", external_id="ext"))["view"]
    by_name = desk.call("views.update", external_id="ext", hash=by_id["hash"], view=modal("c", external_id="ext"))[
        "view"
    ]
    assert (by_id["callback_id"], by_name["callback_id"]) == ("b", "c")
    assert len({view["hash"], by_id["hash"], by_name["hash"]}) == 3
    desk.act("submit")
    assert desk.last("view_submission")["view"]["state"]["values"] == state


def answered(answer: Json, check: Callable[[Desk, list[str]], None], *names: str) -> Callable[[Desk], None]:
    """Prove what becomes of the stack when the answer to the form on top is this."""

    def prove(desk: Desk) -> None:
        ids = stack(desk, *(names or ("one", "two")))
        desk.ear.answers["view_submission"] = answer
        state = {"name": {"text": {"type": "plain_text_input", "value": "Tee"}}}
        desk.notes["told"] = desk.act("submit", state=state)
        check(desk, ids)

    return prove


def stays_with_errors(desk: Desk, ids: list[str]) -> None:
    """Look: the form is still there, with the errors."""
    assert desk.notes["told"] == {"ok": False, "error": "invalid", "errors": {"name": "Zu kurz"}}
    assert open_ids(desk) == ids


def refused_answer(desk: Desk, ids: list[str]) -> None:
    """Look: the person reads that something went wrong, and the form is still there."""
    assert desk.notes["told"]["error"] == "invalid_response_action"
    assert open_ids(desk) == ids
    assert desk.workspace.refusals[-1]["what"] == "invalid_response_action"


def is_changed(desk: Desk, ids: list[str]) -> None:
    """Look: the form on top is another one under the same id."""
    assert open_ids(desk) == ids
    assert desk.workspace.views[ids[-1]].body["callback_id"] == "next"


def is_covered(desk: Desk, ids: list[str]) -> None:
    """Look: another form lies on top."""
    assert open_ids(desk)[:-1] == ids
    assert desk.workspace.views[open_ids(desk)[-1]].body["callback_id"] == "next"


def is_gone(desk: Desk, ids: list[str]) -> None:
    """Look: the form on top is closed, the one below is back."""
    assert open_ids(desk) == ids[:-1]


def all_gone(desk: Desk, ids: list[str]) -> None:
    """Look: nothing is open."""
    assert open_ids(desk) == []


def closes_all(desk: Desk) -> None:
    """Prove that clear_on_close closes the stack, and each view that asked for it is told."""
    stack(desk, "one")
    desk.call("views.push", trigger_id=desk.trigger(), view=modal("two", notify_on_close=True, clear_on_close=True))
    desk.act("close")
    assert open_ids(desk) == []
    assert sorted(one["view"]["callback_id"] for one in desk.heard("view_closed")) == ["one", "two"]
    assert {one["is_cleared"] for one in desk.heard("view_closed")} == {True}


def closes_one(desk: Desk) -> None:
    """Prove that closing takes the one on top, and tells only who asked for it."""
    ids = stack(desk, "one", "two")
    desk.act("close")
    assert open_ids(desk) == ids[:1]
    desk.opened(modal("quiet"))
    desk.act("close")
    assert [one["view"]["callback_id"] for one in desk.heard("view_closed")] == ["two"]


def publishes(desk: Desk) -> None:
    """Prove that a Home tab keeps its id, gets a new hash each time, and is not among the modals."""
    home = {"type": "home", "blocks": [{"type": "section", "text": plain("a")}]}
    first = desk.call("views.publish", user_id=ANNA, view=home)["view"]
    second = desk.call("views.publish", user_id=ANNA, view=home, hash=first["hash"])["view"]
    assert first["id"] == second["id"]
    assert first["hash"] != second["hash"]
    assert open_ids(desk) == []
    assert desk.refused("views.update", view_id=first["id"], view=modal()) == "not_found"


NEXT = modal("next")
STACK: tuple[Deed, ...] = (
    Deed(name="a trigger is good for three seconds", source=INTERACTION, proof=trigger_ages),
    Deed(name="a trigger's seconds are real ones", source=INTERACTION, proof=trigger_is_real_time),
    Deed(name="a trigger counts once", source=of_method("views.push"), proof=trigger_counts_once),
    Deed(name="a view that is refused spends no trigger", source=of_method("views.open"), proof=refused_view_spends_nothing),
    Deed(name="every interaction brings a trigger", source=INTERACTION, proof=every_interaction_has_one),
    Deed(name="a trigger has three parts", source=of_method("views.open"), proof=looks_like_one),
    Deed(name="three views lie on each other", source=MODALS, proof=three_views),
    Deed(name="each person has a stack", source=MODALS, proof=stack_of_ones_own),
    Deed(name="an update changes a view and its hash and keeps what was typed", source=of_method("views.update"), proof=updated),
    Deed(name="errors keep the form open", source=MODALS, proof=answered({"response_action": "errors", "errors": {"name": "Zu kurz"}}, stays_with_errors)),
    Deed(name="errors name blocks of the form", source=MODALS, proof=answered({"response_action": "errors", "errors": {"other": "Zu kurz"}}, refused_answer)),
    Deed(name="errors name at least one block", source=MODALS, proof=answered({"response_action": "errors", "errors": {}}, refused_answer)),
    Deed(name="update changes the form", source=MODALS, proof=answered({"response_action": "update", "view": NEXT}, is_changed)),
    Deed(name="update wants a view that Slack takes", source=MODALS, proof=answered({"response_action": "update", "view": {"type": "modal"}}, refused_answer)),
    Deed(name="push lays a form on top", source=MODALS, proof=answered({"response_action": "push", "view": NEXT}, is_covered)),
    Deed(name="push finds no place on three", source=MODALS, proof=answered({"response_action": "push", "view": NEXT}, refused_answer, "one", "two", "three")),
    Deed(name="clear closes all", source=MODALS, proof=answered({"response_action": "clear"}, all_gone)),
    Deed(name="an empty answer closes the form on top", source=MODALS, proof=answered({}, is_gone)),
    Deed(name="another answer is refused", source=MODALS, proof=answered({"response_action": "dance"}, refused_answer)),
    Deed(name="closing tells who asked for it", source=VIEW_PAYLOADS, proof=closes_one),
    Deed(name="clear_on_close takes the others along", source=VIEW_PAYLOADS, proof=closes_all),
    Deed(name="a Home tab keeps its id", source=of_method("views.publish"), proof=publishes),
)  # fmt: skip
