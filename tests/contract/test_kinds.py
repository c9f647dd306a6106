"""What every kind of ritual promises. Nothing here names a kind: a new one is held to it without a new line."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bot.blocks import payload
from bot.model import LANGUAGES, Answer, PersonId, Plan
from bot.rituals.base import CLOSE, DEPART, OPEN, Kind, Options
from bot.rituals.registry import kinds
from bot.sandbox.blocks import MESSAGE_MOST, check_blocks, elements, length
from bot.slack.manifest import METHODS
from bot.text import address, people_in
from tests.unit.cast import MONDAY, catalogues

from .harness import Played, after, everybody, least_options, letters_of, opened, parted, play, slack_ids

ROOT = Path(__file__).parents[2]
RITUALS = ROOT / "bot" / "rituals"
HOUSE = {"__init__", "base", "questions", "registry", "telling", "turns"}
SIZES = (0, 1, 2, 3, 7, 45)
UPDATE_MOST = 4000
"""Characters that Slack takes as the text of an edit."""

every_kind = pytest.mark.parametrize("kind", kinds().values(), ids=kinds())
every_departure = pytest.mark.parametrize(
    ("gone", "delivered"), [(1, True), (1, False), (3, True), (99, True)], ids=["one", "early", "three", "all"]
)
every_size = pytest.mark.parametrize("size", SIZES)


def said(text: Any, language: Any) -> dict[str, Any]:
    return payload(text, catalogues()[language].say)


def pressable(blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    return (element for _, element in elements(blocks))


@every_kind
def test_a_kind_is_known_by_its_name(kind: Kind) -> None:
    assert kinds()[kind.name] is kind
    assert kind.name.isidentifier()
    assert kind.name.islower()


@every_kind
@every_size
def test_the_same_seed_makes_the_same_plan(kind: Kind, size: int) -> None:
    assert list(play(kind, size, seed=5)) == list(play(kind, size, seed=5))


@every_kind
@every_size
def test_letters_go_to_nobody_outside(kind: Kind, size: int) -> None:
    for played in play(kind, size):
        known = everybody(played.state) | {p for one in played.plan.introductions for p in one.people}
        for letter in played.plan.letters:
            assert set(letter.people) <= known
            assert people_in(said(letter.message, "de") if letter.message else {}) <= known


@every_kind
@every_size
def test_keys_are_unique_and_begin_with_the_run(kind: Kind, size: int) -> None:
    steps = list(play(kind, size))
    keys = [letter.key for _, letter in letters_of(steps)]
    assert len(set(keys)) == len(keys)
    assert all(letter.key.startswith(f"{state.run.id}/{state.step}/") for state, letter in letters_of(steps))


@every_kind
@every_size
def test_every_letter_knows_where_it_goes(kind: Kind, size: int) -> None:
    before: set[str] = set()
    for _, letter in letters_of(list(play(kind, size))):
        if letter.op == "open":
            assert 1 <= len(letter.people) <= 8
        else:
            assert letter.channel or letter.after in before
        assert letter.op not in ("update", "delete") or letter.after in before
        assert letter.message is not None or letter.op in ("open", "delete")
        before.add(letter.key)


@every_kind
@every_size
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_is_taken_by_slack_and_says_something(kind: Kind, size: int, language: str) -> None:
    for state, letter in letters_of(list(play(kind, size))):
        if letter.message is not None:
            rendered = address(said(letter.message, language), slack_ids(state.people))
            assert rendered["text"].strip()
            assert len(rendered["text"]) <= UPDATE_MOST
            assert "{" not in rendered["text"]
            assert check_blocks(rendered.get("blocks", []), surface="message") == []
            assert length(rendered.get("blocks", [])) <= MESSAGE_MOST


@every_kind
@every_size
def test_every_follow_up_falls_due_within_the_run_and_is_understood(kind: Kind, size: int) -> None:
    steps = list(play(kind, size))
    assert steps[0].state.step == OPEN
    assert steps[-1].plan.closes
    assert [played.plan.closes for played in steps[:-1]] == [False] * (len(steps) - 1)
    for played in steps:
        for one in played.plan.follow_ups:
            assert one.due_at.utcoffset() == timedelta(0)
            assert played.state.run.closes_at is not None
            assert MONDAY < one.due_at <= played.state.run.closes_at


@every_kind
@every_size
def test_nobody_is_introduced_twice_or_to_themselves(kind: Kind, size: int) -> None:
    introductions = [one for played in play(kind, size) for one in played.plan.introductions]
    people = [person for one in introductions for person in one.people]
    assert len(set(people)) == len(people)
    assert all(len(one.people) >= 2 for one in introductions)
    assert len({one.id for one in introductions}) == len(introductions)


@every_kind
@every_size
def test_when_a_run_has_closed_no_button_is_left(kind: Kind, size: int) -> None:
    left: dict[str, list[Any]] = {}
    for state, letter in letters_of(list(play(kind, size))):
        if letter.message is None:
            left.pop(letter.after or "", None)
            continue
        shown = list(pressable(said(letter.message, state.ritual.language).get("blocks", [])))
        left[letter.after if letter.op == "update" and letter.after else letter.key] = shown
    assert {key: shown for key, shown in left.items() if shown} == {}


@every_kind
def test_every_button_carries_its_run_and_means_something_to_its_kind(kind: Kind) -> None:
    options = least_options(kind)
    for played in play(kind, 7):
        state = played.state if played.state.introductions else after(played)
        for letter in played.plan.letters:
            if letter.message is None:
                continue
            for element in pressable(said(letter.message, "de").get("blocks", [])):
                ritual, question, value = element["action_id"].split(":")
                assert (ritual, element["value"]) == ("ritual", state.run.id)
                given = Answer(state.run.id, question, letter.people[0], value)
                answered = kind.answer(options, state, given)
                assert (answered.reply, answered.form, answered.file) != (None, None, None)


@every_kind
@pytest.mark.parametrize("value", ["", "yes", "no", "<!channel>", "x" * 3000])
@pytest.mark.parametrize("question", ["", "met", "no_such_question"])
def test_an_answer_from_a_stranger_changes_nothing(kind: Kind, question: str, value: str) -> None:
    steps = list(play(kind, 7))
    given = Answer(steps[-1].state.run.id, question, PersonId("stranger"), value)
    plan = kind.answer(least_options(kind), steps[-1].state, given)
    assert (plan.answers, plan.letters, plan.facts, plan.outcomes, plan.closes) == ((), (), (), {}, False)


@every_kind
def test_a_plan_changes_nothing_it_was_given(kind: Kind) -> None:
    played = opened(kind, 7)
    again = kind.plan(played.state.ritual.options, played.state, Random("7/open"))
    assert Played(played.state, again) == played


@every_kind
@every_size
@every_departure
def test_who_drops_out_is_neither_written_to_nor_spoken_of(kind: Kind, size: int, gone: int, delivered: bool) -> None:
    played = parted(kind, size, gone, delivered=delivered)
    staying = {one.id for one in played.state.members}
    for letter in played.plan.letters:
        assert set(letter.people) <= staying
        assert people_in(said(letter.message, "de") if letter.message else {}) <= staying
    assert {person for one in played.plan.introductions for person in one.people} <= staying
    assert set(played.plan.dissolves) <= {one.id for one in played.state.introductions}
    assert not played.plan.closes


@every_kind
@every_size
@every_departure
def test_a_departure_is_planned_the_same_each_time_and_only_once(
    kind: Kind, size: int, gone: int, delivered: bool
) -> None:
    played = parted(kind, size, gone, delivered=delivered)
    assert parted(kind, size, gone, delivered=delivered) == played
    leaving = frozenset(set(played.state.people) - {one.id for one in played.state.members})
    assert kind.depart(played.state.ritual.options, after(played), leaving, Random("again")) == Plan()


@every_kind
@every_size
@every_departure
def test_letters_of_a_departure_have_keys_of_their_own_and_are_taken_by_slack(
    kind: Kind, size: int, gone: int, delivered: bool
) -> None:
    state, plan = (played := parted(kind, size, gone, delivered=delivered)).state, played.plan
    keys = [letter.key for letter in plan.letters]
    assert len(set(keys)) == len(keys)
    assert state.letters.isdisjoint(keys)
    assert all(key.startswith((f"{state.run.id}/{DEPART}/", f"{state.run.id}/{OPEN}/")) for key in keys)
    for letter in plan.letters:
        for language in LANGUAGES if letter.message else ():
            rendered = address(said(letter.message, language), slack_ids(state.people))
            assert rendered["text"].strip()
            assert "{" not in rendered["text"]
            assert check_blocks(rendered.get("blocks", []), surface="message") == []


@every_kind
@every_departure
def test_a_button_of_a_departure_is_understood_by_its_kind_and_is_gone_after_the_close(
    kind: Kind, gone: int, delivered: bool
) -> None:
    played = parted(kind, 7, gone, delivered=delivered)
    state = after(played)
    offers = [one for one in played.plan.letters if one.message and list(pressable(said(one.message, "de")["blocks"]))]
    for letter in offers:
        assert letter.message is not None
        for element in pressable(said(letter.message, "de")["blocks"]):
            ritual, question, value = element["action_id"].split(":")
            assert (ritual, element["value"]) == ("ritual", state.run.id)
            given = Answer(state.run.id, question, letter.people[0], value)
            plan = kind.answer(state.ritual.options, state, given)
            assert plan.reply or plan.file
            assert plan.reply is None or plan.reply.key != "answer.not_yours"
    if state.run.closes_at is not None:
        end = replace(state, step=CLOSE, now=state.run.closes_at)
        closing = kind.plan(state.ritual.options, end, Random("close"))
        assert {one.key for one in offers} <= {one.after for one in closing.letters if one.op == "update"}


@every_kind
def test_every_option_is_described(kind: Kind) -> None:
    docs = (ROOT / "docs" / "rituals.md").read_text(encoding="utf-8")
    _, found, section = docs.partition(f"\n## kind: {kind.name}\n")
    assert found, f"docs/rituals.md has no section `## kind: {kind.name}`"
    section = section.partition("\n## ")[0]
    assert [name for name in kind.options.model_fields if f"| `{name}` |" not in section] == []


@every_kind
def test_every_scope_is_one_that_slack_has(kind: Kind) -> None:
    allowed = {"mpim:write", "im:write", "reactions:write", "usergroups:read", "files:write", "channels:join"}
    assert set(kind.scopes) <= allowed | {scope for scopes in METHODS.values() for scope in scopes}


@pytest.mark.parametrize("path", sorted(RITUALS.glob("*.py")), ids=lambda path: path.stem)
def test_kinds_are_strangers_to_each_other(path: Path) -> None:
    if path.stem in HOUSE:
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    shared = {f"bot.rituals.{name}" for name in HOUSE - {"__init__", "registry"}}
    assert {name for name in imported if name.startswith("bot.rituals")} <= shared


def test_a_kind_from_outside_cannot_replace_one_of_the_house() -> None:
    for name, kind in kinds().items():
        assert kinds([Kind(name, kind.options, kind.plan)])[name] is kind
    outside = Kind("quiz", Options, lambda options, state, rng: Plan())
    assert set(kinds([outside])) == {*kinds(), "quiz"}
