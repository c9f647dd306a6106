"""Faults of the sandbox: counted ones, those by chance, and what each does to a call or an event."""

from __future__ import annotations

import json
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from bot.sandbox.faults import Fault, Faults, parse
from bot.sandbox.sandbox import Sandbox


def ask(slack: Sandbox, method: str) -> tuple[int, bytes]:
    """Call a method as the app; return status and body."""
    request = Request(slack.api_url + method, b"", {"Authorization": f"Bearer {slack.workspace.bot_token}"})
    try:
        with urlopen(request, timeout=30) as answer:
            return answer.status, answer.read()
    except HTTPError as error:
        with error:
            return error.code, error.read()


def struck(faults: Faults, n: int, method: str = "auth.test") -> list[bool]:
    return [faults.take(("500",), method=method) is not None for _ in range(n)]


def test_a_fault_by_chance_strikes_about_as_often_as_its_rate_and_stays() -> None:
    faults = Faults()
    faults.order(Fault("500", "*", rate=0.1, seed=7))
    assert 60 <= sum(struck(faults, 1000)) <= 140
    assert faults.waiting() == 0


def test_the_same_seed_strikes_the_same_calls_and_another_one_others() -> None:
    runs = []
    for seed in (7, 7, 8):
        faults = Faults()
        faults.order(Fault("500", rate=0.3, seed=seed))
        runs.append(struck(faults, 50))
    assert runs[0] == runs[1] != runs[2]


def test_a_counted_fault_strikes_so_often_and_only_its_own_method() -> None:
    faults = Faults()
    faults.order(Fault("500", "users.list", times=2))
    assert struck(faults, 2) == [False, False]
    assert struck(faults, 3, "users.list") == [True, True, False]


@pytest.mark.parametrize("row", [{"kind": "fire"}, {"kind": "500", "rate": 2}])
def test_a_fault_that_nobody_knows_or_with_no_such_rate_is_refused(row: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"unknown|rate"):
        parse(row)


def test_a_malformed_answer_says_that_all_is_well_and_is_no_json() -> None:
    with Sandbox() as slack:
        slack.workspace.faults.order(Fault("malformed", "auth.test"))
        status, body = ask(slack, "auth.test")
        assert status == 200
        with pytest.raises(ValueError, match=r"."):
            json.loads(body)
        assert json.loads(ask(slack, "auth.test")[1])["ok"]


def test_a_passing_refusal_answers_with_its_word_and_does_nothing() -> None:
    with Sandbox() as slack:
        slack.workspace.faults.order(Fault("not_ok", "auth.test", error="fatal_error"))
        status, body = ask(slack, "auth.test")
        assert (status, json.loads(body)) == (200, {"ok": False, "error": "fatal_error"})


def test_a_dropped_event_is_never_delivered() -> None:
    with Sandbox() as slack:
        slack.workspace.faults.order(Fault("drop_event", "team_join"))
        slack.add_person("Nadja Neuling")
        kinds = {parcel.payload["event"]["type"] for parcel in slack.workspace.courier._parcels.values()}
    assert "team_join" not in kinds
    assert "member_joined_channel" in kinds


def test_faults_are_forgotten_on_request() -> None:
    with Sandbox() as slack:
        slack.workspace.faults.order(Fault("500", rate=1.0))
        request = Request(f"{slack.url}/sandbox/faults", method="DELETE")
        urlopen(request, timeout=30).close()
        assert ask(slack, "auth.test")[0] == 200
