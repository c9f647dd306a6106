"""The suite itself: every case has a source, every method has cases, and docs/sandbox.md says what there is."""

from __future__ import annotations

import re
from collections import Counter
from typing import get_args

import pytest

from bot.sandbox.elements import IN_INPUT
from bot.sandbox.installation import EVENT_SCOPES
from bot.sandbox.methods import registry

from .answered import ANSWERS
from .areas import CASES, REFUSALS
from .bounds import BOUNDS, Surface
from .desk import Desk
from .gaps import GAPS, Gap
from .generals import METHODS
from .interacted import INTERACTIONS
from .overview import FILE, text
from .states import EMPTY
from .told import TOLD

SOURCE = re.compile(r"https://(docs\.slack\.dev/|github\.com/slackapi/(python|java)-slack-sdk/blob/main/)[\w./-]+")


def test_every_case_has_a_source_at_slacks() -> None:
    assert [case.name for case in CASES if not SOURCE.fullmatch(case.source)] == []


def test_every_case_has_a_name_of_its_own() -> None:
    names = Counter(case.name for case in CASES)
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("method", sorted(registry()))
def test_every_method_has_cases(method: str) -> None:
    assert any(case.method == method for case in ANSWERS), "none of its answer"
    documented = METHODS[method]["errors"]
    refused = [case for case in REFUSALS if case.method == method]
    assert refused or not documented or all(case.error not in documented for case in refused)
    assert f"{method} has the rate of tier {METHODS[method]['tier']}" in {case.name for case in CASES}


def test_the_facts_are_of_the_methods_there_are() -> None:
    assert set(METHODS) == set(registry())


def test_every_event_that_a_manifest_may_name_has_a_case() -> None:
    told = {case.source.rpartition("/")[2] for case in TOLD}
    assert set(EVENT_SCOPES) <= told


def test_every_surface_and_field_is_among_the_cases() -> None:
    assert {case.surface for case in BOUNDS} == set(get_args(Surface))
    assert {case.kind for case in EMPTY} == IN_INPUT
    assert len({case.kind for case in INTERACTIONS}) == 7


@pytest.mark.parametrize("gap", [gap for gap in GAPS if gap.proof], ids=lambda gap: gap.what)
def test_what_is_left_out_is_refused_aloud(gap: Gap) -> None:
    assert gap.proof is not None
    gap.proof(Desk())


def test_the_overview_is_in_step() -> None:
    assert FILE.read_text(encoding="utf-8") == text(), "run: python -m tests.sandbox.contract.overview"
