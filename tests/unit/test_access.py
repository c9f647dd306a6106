"""Who may do what."""

from __future__ import annotations

import pytest

from bot.access import ALLOWED, Action, Standing, may, may_set_goal, roles

MEMBER = Standing(is_eligible=True)
MANAGER = Standing(is_eligible=True, is_manager=True)
OWNER = Standing(is_eligible=True, owns=frozenset({"kaffee"}))
GONE = Standing(is_eligible=False, is_manager=True, owns=frozenset({"kaffee"}))
KAFFEE, BOTH = frozenset({"kaffee"}), frozenset({"kaffee", "tee"})


@pytest.mark.parametrize("action", ALLOWED)
def test_a_manager_may_all_of_it_a_member_nothing_and_who_left_nothing(action: Action) -> None:
    assert may(MANAGER, action)
    assert not may(MEMBER, action, rituals=KAFFEE)
    assert not may(GONE, action, rituals=KAFFEE)


@pytest.mark.parametrize("action", ALLOWED)
def test_an_owner_may_look_at_their_own_ritual_answer_for_it_stop_it_and_take_it_back(action: Action) -> None:
    assert may(OWNER, action, rituals=KAFFEE) is (
        action in {"preview", "answer", "stop", "lift", "recall", "set_goal", "decide"}
    )
    assert not may(OWNER, action, rituals=BOTH)
    assert not may(OWNER, action)


@pytest.mark.parametrize(("is_by_members", "takes_part"), [(False, False), (False, True), (True, False), (True, True)])
def test_goals_are_set_by_who_looks_after_the_ritual_and_by_members_where_it_says_so(
    is_by_members: bool, takes_part: bool
) -> None:
    def able(standing: Standing) -> bool:
        return may_set_goal(standing, ritual="kaffee", is_by_members=is_by_members, takes_part=takes_part)

    assert able(MANAGER)
    assert able(OWNER)
    assert able(MEMBER) is (is_by_members and takes_part)
    assert not able(GONE)


def test_roles_add_up() -> None:
    both = Standing(is_eligible=True, is_manager=True, owns=KAFFEE)
    assert roles(both, rituals=KAFFEE) == {"member", "owner", "manager"}
    assert roles(MEMBER) == {"member"}
    assert roles(GONE) == frozenset()
