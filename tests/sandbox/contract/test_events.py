"""Each event: the envelope around it and every field within."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox.installation import EVENT_SCOPES
from tests.sandbox.shapes import manifest

from .cases import Deed
from .desk import Desk
from .told import AUTHORIZATION, ENVELOPE, TOLD, Told
from .untold import SILENCE


@pytest.mark.parametrize("case", TOLD, ids=lambda case: case.name)
def test_an_event_has_every_documented_field(case: Told) -> None:
    desk = Desk()
    known = case.deed(desk) or {}
    found = next(event for event in reversed(desk.heard(case.event)) if fits(event["event"], known | case.fields))
    event = found["event"]
    unexpected = set(event) - set(case.fields) - set(known) - {"ts", "channel", "bot_id", "app_id", "bot_profile"}
    assert not unexpected, f"{sorted(unexpected)} are not documented"
    assert set(found) == set(ENVELOPE)
    for key, kind in ENVELOPE.items():
        assert isinstance(found[key], kind), f"{key} is {found[key]!r}"
    assert (found["type"], found["authorizations"]) == ("event_callback", [AUTHORIZATION])


@pytest.mark.parametrize("case", SILENCE, ids=lambda case: case.name)
def test_the_app_hears_what_it_may_and_no_more(case: Deed) -> None:
    case.proof(Desk())


@pytest.mark.parametrize("event", sorted(EVENT_SCOPES))
def test_an_event_comes_only_to_who_subscribed(event: str) -> None:
    wanted = next((case for case in TOLD if case.source.endswith(f"/{event}")), None)
    assert wanted is not None, f"no case of {event}"
    desk = Desk()
    desk.workspace.install(manifest(scopes=["channels:read", "groups:read", "im:write", "mpim:write", "chat:write"]))
    wanted.deed(desk)
    assert desk.ear.envelopes == []


def fits(event: dict[str, Any], wanted: dict[str, Any]) -> bool:
    for key, value in wanted.items():
        if key not in event:
            return False
        told = event[key]
        if isinstance(value, frozenset):
            if set(told) != value:
                return False
        elif isinstance(value, dict):
            if set(told) != set(value) or not fits(told, value):
                return False
        elif value is not ... and told != value:
            return False
    return True
