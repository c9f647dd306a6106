"""The state of fields as a submission carries it."""

from __future__ import annotations

import pytest

from tests.sandbox.shapes import modal

from .desk import Desk
from .states import EMPTY, Empty


@pytest.mark.parametrize("case", EMPTY, ids=lambda case: case.name)
def test_an_untouched_field_has_slacks_empty_shape(case: Empty) -> None:
    (block,) = case.blocks
    block |= {"block_id": "b", "optional": True}
    desk = Desk()
    desk.opened(modal(blocks=[block]))
    assert desk.act("submit")["ok"] is True
    assert desk.last("view_submission")["view"]["state"]["values"] == {"b": {"a": {"type": case.kind, **case.empty}}}


@pytest.mark.parametrize("case", EMPTY, ids=lambda case: case.name)
def test_a_field_with_a_start_holds_it_and_may_be_emptied(case: Empty) -> None:
    (block,) = case.blocks
    block |= {"block_id": "b", "optional": True, "element": block["element"] | case.start}
    desk = Desk()
    desk.opened(modal(blocks=[block]))
    desk.act("submit")
    assert desk.last("view_submission")["view"]["state"]["values"]["b"]["a"] == {"type": case.kind, **case.filled}
    desk.opened(modal(blocks=[block]))
    emptied = {"b": {"a": {"type": case.kind, **case.empty}}}
    desk.act("submit", state=emptied)
    assert desk.last("view_submission")["view"]["state"]["values"] == emptied


@pytest.mark.parametrize("case", EMPTY, ids=lambda case: case.name)
def test_an_empty_field_that_is_needed_stops_the_form(case: Empty) -> None:
    (block,) = case.blocks
    desk = Desk()
    desk.opened(modal(blocks=[block | {"block_id": "b"}]))
    failed = desk.act("submit")
    assert (failed["error"], list(failed["errors"])) == ("incomplete", ["b"])
    assert desk.heard("view_submission") == []
