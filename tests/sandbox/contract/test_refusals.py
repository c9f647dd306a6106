"""Each documented refusal: what leads there, or why the sandbox never gives it."""

from __future__ import annotations

import pytest

from bot.sandbox import company

from .areas import REFUSALS
from .cases import Refusal
from .desk import Desk
from .unproduced import UNPRODUCED, unproduced

METHODS = company.data("methods.json")["methods"]


@pytest.mark.parametrize("case", REFUSALS, ids=lambda case: case.name)
def test_a_refusal_has_slacks_code(case: Refusal) -> None:
    desk = Desk()
    for step in case.before:
        step(desk)
    args = dict(case.args)
    reply = desk.ask(case.method, args, token=args.pop("token", ""))
    assert (reply.status, reply.body["ok"], reply.body["error"]) == (200, False, case.error)


@pytest.mark.parametrize("method", sorted(METHODS))
def test_every_documented_refusal_is_a_case_or_has_a_reason(method: str) -> None:
    produced = {case.error for case in REFUSALS if case.method == method}
    left_out = unproduced(method)
    assert produced.isdisjoint(left_out), f"both given and left out: {sorted(produced & left_out)}"
    missing = set(METHODS[method]["errors"]) - produced - left_out
    assert not missing, f"neither a case nor a reason: {sorted(missing)}"
    assert left_out <= set(METHODS[method]["errors"]), "a reason for what is not documented"


def test_reasons_are_given_for_methods_that_exist() -> None:
    assert set(UNPRODUCED) <= set(METHODS)
