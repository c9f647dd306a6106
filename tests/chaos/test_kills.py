"""25 processes killed at random moments, on both databases: nothing is lost, nothing comes twice, nothing is left."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chaos import hurts
from tests.chaos.chaos import log_of, scenario
from tests.chaos.companies import plain
from tests.chaos.nursery import Nursery
from tests.chaos.place import EngineName, Place

KILLS = 25


@pytest.mark.timeout(240)
def test_twenty_five_kills_lose_and_double_nothing(tmp_path: Path, database_url: str) -> None:
    with Nursery() as nursery:
        engine: EngineName = "embedded" if database_url.startswith("sqlite") else "distributed"
        place = Place(tmp_path, database_url, nursery, company=plain(40), engine=engine)
        outcome = scenario("kills", place, hurts.kills(place, times=KILLS), seed=25)
    assert outcome.kills == KILLS
    assert outcome.verdict.complaints() == [], log_of(tmp_path)
    assert outcome.verdict.letters > 40
