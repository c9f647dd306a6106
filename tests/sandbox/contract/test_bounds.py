"""Each limit through the methods themselves: taken at the edge, refused one beyond, with Slack's message."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from tests.sandbox.shapes import plain

from .bounds import BOUNDS, Bound
from .desk import ANNA, COFFEE, Desk


@pytest.mark.parametrize("case", BOUNDS, ids=lambda case: case.name)
def test_a_limit_holds_at_its_edge(case: Bound) -> None:
    desk = Desk()
    assert sent(desk, case, case.fits)["ok"] is True
    refused = sent(desk, case, case.breaks)
    assert refused["error"] == ("invalid_blocks" if case.surface == "message" else "invalid_arguments")
    pointer = case.at if case.surface in ("message", "view") else f"/view{case.at}"
    messages = refused["response_metadata"]["messages"]
    assert all(message.startswith("[ERROR] ") for message in messages)
    assert any(message.endswith(f"[json-pointer:{pointer}]") for message in messages), messages


@pytest.mark.parametrize("case", BOUNDS, ids=lambda case: case.name)
def test_what_fits_is_read_by_slacks_own_sdk(case: Bound) -> None:
    if case.surface == "view":
        assert View(**case.fits).type == "modal"
    else:
        assert len(Block.parse_all(case.fits)) == len(case.fits)


def sent(desk: Desk, case: Bound, content: Any) -> dict[str, Any]:
    if case.surface == "message" and not _has_inputs(content):
        return desk.ask("chat.postMessage", {"channel": COFFEE, "text": "a", "blocks": content}).body
    if case.surface == "home":
        return desk.ask("views.publish", {"user_id": ANNA, "view": {"type": "home", "blocks": content}}).body
    view = content if case.surface == "view" else _modal(content)
    body = desk.ask("views.open", {"trigger_id": desk.trigger(), "view": view}).body
    return _as_of_a_message(body) if case.surface == "message" else body


def _has_inputs(content: Any) -> bool:
    return any(block["type"] == "input" for block in content)


def _modal(content: Any) -> dict[str, Any]:
    return {"type": "modal", "title": plain("T"), "submit": plain("S"), "blocks": content}


def _as_of_a_message(body: dict[str, Any]) -> dict[str, Any]:
    """Turn what views.open says of a form's blocks into what is compared."""
    if body["ok"]:
        return body
    told = [
        message.replace("[json-pointer:/view", "[json-pointer:") for message in body["response_metadata"]["messages"]
    ]
    return {"error": "invalid_blocks", "response_metadata": {"messages": told}}
