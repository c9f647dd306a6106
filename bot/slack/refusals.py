"""What Slack's refusals mean for a letter: dead, later, or in doubt."""

from __future__ import annotations

import math
import re
import socket
import ssl
from collections.abc import Mapping
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.errors import DeliveryError

PERMANENT = {
    "user_not_found": "user_gone",
    "user_disabled": "user_gone",
    "user_not_visible": "user_gone",
    "users_not_found": "user_gone",
    "cannot_dm_bot": "user_gone",
    "channel_not_found": "channel_gone",
    "is_archived": "channel_gone",
    "not_in_channel": "not_in_channel",
    "restricted_action": "not_allowed",
    "restricted_action_read_only_channel": "not_allowed",
    "messages_tab_disabled": "not_allowed",
    "message_not_found": "message_gone",
    "cant_update_message": "message_gone",
    "edit_window_closed": "message_gone",
    "missing_scope": "missing_scope",
    "plan_upgrade_required": "not_allowed",  # user groups are part of the paid plans
    "unknown_method": "invalid",
}
TOKEN = {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"}
MOVING = {"team_added_to_org", "org_login_required"}
"""The workspace is moving into an organisation; Slack: unavailable until that is complete. Nothing was done."""
WORD = re.compile(r"[a-z0-9_]+")
PATIENCE = 30.0
"""Seconds to wait where Slack asks for a pause and does not say how long."""
FAILING = {"internal_error", "fatal_error", "service_unavailable", "request_timeout"}


def refused(error: SlackApiError) -> DeliveryError:
    """Return what Slack's refusal means: dead, later, or in doubt."""
    response = error.response
    status = getattr(response, "status_code", 200)
    data = response.data if hasattr(response, "data") else response
    word = str(data.get("error", "")) if isinstance(data, Mapping) else ""
    word = word if WORD.fullmatch(word) else ""  # of a proxy's page the SDK makes a sentence
    if status == 429 or word in {"ratelimited", "rate_limited"}:
        headers = {key.lower(): value for key, value in dict(getattr(response, "headers", {})).items()}
        return DeliveryError("rate_limited", retry_after=_seconds(headers.get("retry-after")))
    if word in TOKEN:
        return DeliveryError("token_revoked")
    if word in MOVING:
        return DeliveryError("unreachable")
    if status >= 500 or word in FAILING or not word:
        return DeliveryError("unreachable", in_doubt=True)
    return DeliveryError(PERMANENT.get(word, "invalid"), permanent=True)


def _seconds(value: Any) -> float:
    value = value[0] if isinstance(value, list) else value
    try:
        seconds = float(value)
    except (TypeError, ValueError):
        return PATIENCE
    return max(1.0, seconds) if math.isfinite(seconds) else PATIENCE


def may_have_left(error: Exception) -> bool:
    """Return whether the call may have reached Slack: only a connection that was never made is certain."""
    reason = getattr(error, "reason", error)
    never_left = isinstance(reason, ConnectionRefusedError | ssl.SSLCertVerificationError | socket.gaierror)
    return not never_left
