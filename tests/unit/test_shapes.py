"""Slack's objects as our values: who belongs to another company, and which channels are shared with one."""

from __future__ import annotations

from typing import Any

import pytest

from bot.slack.shapes import slack_channel, slack_user

OURS = frozenset({"T1", "E1"})


@pytest.mark.parametrize(
    ("told", "is_shared"),
    [
        ({}, False),
        ({"is_shared": False, "is_ext_shared": False, "is_org_shared": False}, False),
        ({"is_shared": True, "is_ext_shared": True}, True),
        ({"is_ext_shared": False, "is_pending_ext_shared": True}, True),
        ({"is_shared": True, "is_org_shared": True}, False),
        ({"is_shared": True, "is_org_shared": True, "is_ext_shared": True}, True),
        ({"is_shared": True}, True),
    ],
)
def test_a_channel_is_shared_when_another_company_reads_it_or_soon_will(told: dict[str, Any], is_shared: bool) -> None:
    assert slack_channel({"id": "C1", "name": "general", **told}).is_shared is is_shared


@pytest.mark.parametrize(
    ("told", "is_guest"),
    [
        ({"team_id": "T1"}, False),
        ({"team_id": "T2"}, True),
        ({"team_id": "T2", "enterprise_user": {"enterprise_id": "E1"}}, False),
        ({"team_id": "T2", "enterprise_user": {"enterprise_id": "E2"}}, True),
        ({"team_id": "T1", "is_restricted": True}, True),
        ({"team_id": "T1", "is_stranger": True}, True),
        ({}, False),
    ],
)
def test_people_of_another_company_count_as_guests(told: dict[str, Any], is_guest: bool) -> None:
    assert slack_user({"id": "U1", **told}, company=OURS).is_guest is is_guest
