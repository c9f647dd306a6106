"""What travels: delivery over sockets and HTTP, and the Web API as Slack's own client speaks it."""

from __future__ import annotations

import pytest

from .areas import CARRIED
from .wire import Carried, Wire


@pytest.mark.parametrize("case", CARRIED, ids=lambda case: case.name)
def test_a_case_of_the_wire_holds(case: Carried) -> None:
    with Wire(over_http=case.over_http) as wire:
        case.proof(wire)
