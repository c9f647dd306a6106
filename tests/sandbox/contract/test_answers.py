"""Each method's answer carries the documented fields, and nothing that Slack does not know."""

from __future__ import annotations

from typing import Any

import pytest

from .answered import ANSWERS
from .areas import GENERAL
from .cases import Answer, Deed
from .desk import Desk

ABSENT = object()


@pytest.mark.parametrize("case", ANSWERS, ids=lambda case: case.name)
def test_an_answer_carries_the_documented_fields(case: Answer) -> None:
    desk = Desk()
    for step in case.before:
        step(desk)
    body = desk.call(case.method, **case.args)
    for path, kind in case.fields.items():
        value = at(body, path)
        assert value is not ABSENT, f"{path} is missing"
        assert kind is None or isinstance(value, kind), f"{path} is {value!r}"


@pytest.mark.parametrize("case", GENERAL, ids=lambda case: case.name)
def test_a_rule_of_all_methods_holds(case: Deed) -> None:
    case.proof(Desk())


def at(body: Any, path: str) -> Any:
    for key in path.split("."):
        try:
            body = body[int(key)] if isinstance(body, list) else body[key]
        except (KeyError, IndexError):
            return ABSENT
    return body
