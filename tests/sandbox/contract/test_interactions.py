"""Each interaction's payload has every documented field, and no other."""

from __future__ import annotations

import pytest

from .cases import Deed
from .desk import Desk
from .interacted import INTERACTIONS, RULES, Interaction
from .test_events import fits


@pytest.mark.parametrize("case", INTERACTIONS, ids=lambda case: case.name)
def test_a_payload_has_every_documented_field(case: Interaction) -> None:
    desk = Desk()
    case.deed(desk)
    payload = desk.last(case.kind)
    assert set(payload) == set(case.fields)
    for key, wanted in case.fields.items():
        if isinstance(wanted, list) and wanted:
            assert len(payload[key]) == len(wanted)
            assert fits(payload[key][0], wanted[0])
            assert set(payload[key][0]) == set(wanted[0])
        else:
            assert fits(payload, {key: wanted}), (key, payload[key])


@pytest.mark.parametrize("case", RULES, ids=lambda case: case.name)
def test_what_somebody_does_reaches_the_app(case: Deed) -> None:
    case.proof(Desk())
