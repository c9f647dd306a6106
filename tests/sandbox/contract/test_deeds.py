"""What is done and looked at, case by case: views, response urls, messages, files, guests and other companies."""

from __future__ import annotations

import pytest

from .areas import DEEDS
from .cases import Deed
from .desk import Desk


@pytest.mark.parametrize("case", DEEDS, ids=lambda case: case.name)
def test_a_case_holds(case: Deed) -> None:
    case.proof(Desk())
