"""Refusals of what reads: people, conversations, groups, the team and the token."""

# ruff: noqa: E501 a row per case

from __future__ import annotations

from tests.sandbox.shapes import manifest

from .cases import WEB_API, Refusal, of_method, refusal
from .desk import ANNA, BOARD, COFFEE, FAIR, HAMBURG, SAMIRA, URSULA, Desk
from .steps import foreign, many, wrote_alone


def only_public(desk: Desk) -> None:
    """Install the app without rights for private channels."""
    desk.workspace.install(manifest(scopes=["channels:read", "channels:history"]))


def private(desk: Desk) -> None:
    """Create a private channel with the app in it and note `private`."""
    desk.notes["private"] = desk.people.create_channel("still", by=ANNA, private=True, members=["U0SANDBOXAPP"])


CONVERSATIONS: tuple[Refusal, ...] = (
    refusal("conversations.list", "invalid_cursor", cursor="nonsense"),
    refusal("conversations.list", "invalid_limit", limit="viele"),
    refusal("conversations.list", "invalid_limit", why="below one", limit="-1"),
    refusal("conversations.list", "invalid_types", types="public_channel,huddle"),
    refusal("conversations.list", "missing_scope", only_public, types="public_channel,private_channel"),
    refusal("users.conversations", "invalid_cursor", cursor="nonsense"),
    refusal("users.conversations", "invalid_limit", limit="viele"),
    refusal("users.conversations", "invalid_types", types="huddle"),
    refusal("users.conversations", "missing_scope", only_public, types="private_channel"),
    refusal("conversations.info", "channel_not_found", channel="C0NOWHERE"),
    refusal("conversations.info", "channel_not_found", why="for a private channel", channel=BOARD),
    refusal("conversations.info", "missing_scope", private, only_public, channel="$private"),
    refusal("conversations.members", "channel_not_found", channel="C0NOWHERE"),
    refusal("conversations.members", "invalid_cursor", channel=COFFEE, cursor="nonsense"),
    refusal("conversations.members", "invalid_limit", channel=COFFEE, limit="viele"),
    refusal("conversations.members", "missing_scope", private, only_public, channel="$private"),
    refusal("conversations.join", "channel_not_found", channel="C0NOWHERE"),
    refusal("conversations.join", "is_archived", channel=FAIR),
    refusal("conversations.join", "method_not_supported_for_channel_type", wrote_alone, channel="$dm"),
    refusal("conversations.join", "missing_scope", only_public, channel=HAMBURG),
    refusal("conversations.open", "users_list_not_supplied"),
    refusal("conversations.open", "user_not_found", users="U0NOBODY"),
    refusal("conversations.open", "user_disabled", users=URSULA),
    refusal("conversations.open", "user_disabled", why="among others", users=f"{ANNA},{URSULA}"),
    refusal("conversations.open", "user_not_visible", foreign("Mia", hidden=True), users="$Mia"),
    refusal("conversations.open", "not_enough_users", users="U0SANDBOXAPP"),
    refusal("conversations.open", "too_many_users", many(9), users="$people"),
    refusal("conversations.open", "invalid_user_combination", foreign("Mia", "Noa", channels=(COFFEE, HAMBURG)), users="$both"),
    refusal("conversations.open", "channel_not_found", channel="D0NOWHERE"),
    refusal("conversations.open", "channel_not_found", why="where nothing may be created", users=ANNA, prevent_creation=True),
    refusal("conversations.open", "method_not_supported_for_channel_type", channel=COFFEE),
    refusal("conversations.open", "missing_scope", only_public, users=ANNA),
    refusal("conversations.history", "channel_not_found", channel="C0NOWHERE"),
    refusal("conversations.history", "not_in_channel", channel=HAMBURG),
    refusal("conversations.history", "invalid_cursor", channel=COFFEE, cursor="nonsense"),
    refusal("conversations.history", "invalid_ts_oldest", channel=COFFEE, oldest="gestern"),
    refusal("conversations.history", "invalid_ts_latest", channel=COFFEE, latest="heute"),
    refusal("conversations.replies", "channel_not_found", channel="C0NOWHERE", ts="1.000001"),
    refusal("conversations.replies", "thread_not_found", channel=COFFEE, ts="1.000001"),
    refusal("conversations.replies", "missing_scope", private, only_public, channel="$private", ts="1.000001"),
    refusal("conversations.replies", "invalid_cursor", lambda desk: desk.notes.update(ts=desk.posted()), channel=COFFEE, ts="$ts", cursor="nonsense"),
    refusal("conversations.replies", "invalid_ts_oldest", lambda desk: desk.notes.update(ts=desk.posted()), channel=COFFEE, ts="$ts", oldest="gestern"),
    refusal("conversations.replies", "invalid_ts_latest", lambda desk: desk.notes.update(ts=desk.posted()), channel=COFFEE, ts="$ts", latest="heute"),
)  # fmt: skip


def revoked(desk: Desk) -> None:
    """Take the app's token away."""
    desk.people.revoke_tokens()


PEOPLE: tuple[Refusal, ...] = (
    refusal("users.list", "invalid_cursor", cursor="nonsense"),
    refusal("users.info", "user_not_found", user="U0NOBODY"),
    refusal("users.info", "user_not_visible", foreign("Mia", hidden=True), user="$Mia"),
    refusal("users.profile.get", "user_not_found", user="U0NOBODY"),
    refusal("users.profile.get", "token_revoked", revoked, user=SAMIRA),
    refusal("usergroups.users.list", "no_such_subteam", usergroup="S0NONE"),
    refusal("bots.info", "bot_not_found", bot="B0NONE"),
    refusal("team.info", "team_not_found", team="T0NONE"),
)


def _of_token(method: str, error: str, why: str, token: str) -> Refusal:
    """Give the case of a token that is no good; `before` and `args` stay empty, the token is in the name's note."""
    source = of_method(method) if error in ("invalid_auth", "not_allowed_token_type") else WEB_API
    return Refusal(
        name=f"{method} answers {error} {why}", source=source, method=method, error=error, args={"token": token}
    )


TOKENS: tuple[Refusal, ...] = (
    _of_token("auth.test", "invalid_auth", "for an unknown token", "xoxb-wrong"),
    _of_token("apps.connections.open", "invalid_auth", "for an unknown token", "xapp-wrong"),
    _of_token("apps.connections.open", "not_allowed_token_type", "for the bot's token", "xoxb-sandbox"),
    _of_token("views.publish", "not_allowed_token_type", "for the app's token", "xapp-sandbox"),
    _of_token("users.list", "invalid_auth", "for an unknown token", "xoxb-wrong"),
    _of_token("chat.postMessage", "not_allowed_token_type", "for the app's token", "xapp-sandbox"),
)
