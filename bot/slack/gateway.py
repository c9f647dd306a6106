"""Implements ports.Slack with slack_sdk. Its one promise: whatever goes wrong comes out as DeliveryError.

The SDK's own retries are off: after a lost reply they would post a second time.
"""

from __future__ import annotations

import hashlib
import ssl
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.webhook import WebhookClient

from bot.errors import DeliveryError, SettingsError
from bot.model import Channel, ChannelId, ProfileField, SlackUser, Status, UserGroup
from bot.settings import Settings
from bot.slack.downloads import download, send
from bot.slack.refusals import may_have_left, refused
from bot.slack.shapes import field_values, profile_fields, slack_channel, slack_user, status_of, user_group
from bot.slack.wire import KeptClient

EVENT_TYPE = "rondo_letter"
PAGE = 200
LONGEST_WAIT = 60.0
"""Seconds to wait for one page of a list."""
LOOKED_AT = 10
"""Pages of history read at most when a letter is looked up."""
WINDOW = timedelta(minutes=10)
"""How far around the moment of sending a letter is looked for: Slack's clock and ours may differ."""


def build_client(settings: Settings, token: str) -> WebClient:
    """Return a client whose every call goes to the configured address, through proxy and company CA if given."""
    client = (KeptClient if settings.keeps_line else WebClient)(
        token=token,
        base_url=settings.api_url,
        timeout=settings.patience,  # type: ignore[arg-type]  # urllib takes fractions too
        ssl=ssl_context(settings) if _is_secure(settings) or settings.ca_file else None,  # reading takes long
        retry_handlers=[],
    )
    client.proxy = proxy_for(settings)
    return client


def proxy_for(settings: Settings) -> str | None:
    """Return the proxy for Slack's address; a plain http address is a sandbox and needs none."""
    return settings.proxy if _is_secure(settings) else None


def _is_secure(settings: Settings) -> bool:
    return urlsplit(settings.api_url).scheme == "https"


def ssl_context(settings: Settings) -> ssl.SSLContext:
    """Return the trusted authorities: the machine's, and the company's own where SSL_CERT_FILE names it.

    Raises SettingsError for a file that is no certificate.
    """
    context = ssl.create_default_context()
    if settings.ca_file:
        try:
            context.load_verify_locations(settings.ca_file)
        except OSError:
            raise SettingsError(
                f"SSL_CERT_FILE={settings.ca_file!r} cannot be read as a certificate: give your company's CA as PEM."
            ) from None
    return context


def mark_of(letter: str) -> str:
    """Return the opaque mark that a message carries in its metadata; others in the workspace can read it."""
    return hashlib.sha256(letter.encode()).hexdigest()[:32]


class Gateway:
    """Slack, as Rondo needs it."""

    def __init__(self, client: WebClient, *, wait: Callable[[float], object] = time.sleep) -> None:
        """`wait` (seconds) is called when Slack asks for a pause in a long list; true from it ends the list."""
        self._client = client
        self._wait = wait
        self._reached: Callable[[str], None] | None = None
        self._ours: frozenset[str] = frozenset()

    def arm(self, reached: Callable[[str], None]) -> None:
        """Report each call from now on: `before:call:chat.postMessage`, and `after:…` with its answer or failure."""
        self._reached = reached

    def respond(self, response_url: str, payload: Mapping[str, Any]) -> None:
        """Answer a command or a press privately, at most once, by the address Slack gave with it."""
        webhook = WebhookClient(response_url, timeout=self._client.timeout, ssl=self._client.ssl, retry_handlers=[])
        webhook.proxy = self._client.proxy
        try:
            with self._reporting("response_url"):
                webhook.send_dict({"response_type": "ephemeral", "replace_original": False, **payload})
        except (OSError, HTTPException, SlackClientError, ValueError) as error:
            raise DeliveryError("unreachable", in_doubt=may_have_left(error)) from None

    def open_conversation(self, slack_ids: Sequence[str]) -> ChannelId:
        """Open, or find again, the conversation with these people."""
        answer = self._call("conversations.open", "channel", users=",".join(slack_ids))
        return ChannelId(answer["channel"]["id"])

    def post(self, channel: ChannelId, payload: Mapping[str, Any], *, letter: str, thread_ts: str | None = None) -> str:
        """Post a message with the letter's mark; links and media are not unfolded, names are not linked."""
        answer = self._call(
            "chat.postMessage",
            "ts",
            json={
                "channel": channel,
                **payload,
                **({"thread_ts": thread_ts} if thread_ts else {}),
                "metadata": {"event_type": EVENT_TYPE, "event_payload": {"letter": mark_of(letter)}},
                "unfurl_links": False,
                "unfurl_media": False,
            },
        )
        return str(answer["ts"])

    def update(self, channel: ChannelId, ts: str, payload: Mapping[str, Any]) -> None:
        """Replace a message; without blocks in the payload its blocks go."""
        self._call("chat.update", json={"channel": channel, "ts": ts, "blocks": [], **payload})

    def delete(self, channel: ChannelId, ts: str) -> None:
        """Delete a message."""
        self._call("chat.delete", channel=channel, ts=ts)

    def find(self, channel: ChannelId, *, letter: str, since: datetime, thread_ts: str | None = None) -> str | None:
        """Look for the letter's mark in what was posted around then; everything else is dropped unread.

        The window leaves room for a clock that is minutes wrong. Where it holds more messages than are read here,
        nobody knows: DeliveryError("too_much_history"), permanent, so that the letter's rule decides. Slack's word to
        wait is for the pace of all look-ups, so it is not waited for here.
        """
        method = "conversations.replies" if thread_ts else "conversations.history"
        arguments: dict[str, Any] = {"channel": channel, "include_all_metadata": True}
        arguments["oldest"] = f"{(since - WINDOW).timestamp():.6f}"
        arguments["latest"] = f"{(since + WINDOW).timestamp():.6f}"
        if thread_ts:
            arguments["ts"] = thread_ts
        mark = mark_of(letter)
        for number, page in enumerate(self._pages(method, "messages", patient=False, **arguments)):
            for message in page["messages"]:
                metadata = message.get("metadata") or {}
                marked = (metadata.get("event_payload") or {}).get("letter")
                if metadata.get("event_type") == EVENT_TYPE and marked == mark:
                    return str(message["ts"])
            if number + 1 >= LOOKED_AT:
                raise DeliveryError("too_much_history", permanent=True)
        return None

    def users(self) -> Iterator[SlackUser]:
        """Iterate over everyone."""
        for page in self._pages("users.list", "members", include_locale=True):
            for member in page["members"]:
                yield slack_user(member, company=self._company())

    def user(self, slack_id: str) -> SlackUser:
        """Return one person."""
        told = self._call("users.info", "user", user=slack_id, include_locale=True)["user"]
        return slack_user(told, company=self._company())

    def channels(self) -> Iterator[Channel]:
        """Iterate over the public channels, and the private ones Rondo was invited to."""
        types = "public_channel,private_channel"
        for page in self._pages("conversations.list", "channels", types=types, exclude_archived=False):
            for one in page["channels"]:
                yield slack_channel(one)

    def members(self, channel: ChannelId) -> Iterator[str]:
        """Iterate over the Slack ids of a channel's members."""
        for page in self._pages("conversations.members", "members", channel=channel):
            yield from page["members"]

    def user_groups(self) -> Iterator[UserGroup]:
        """Iterate over the user groups in use; disabled ones are left out."""
        for page in self._pages("usergroups.list", "usergroups"):
            yield from (user_group(one) for one in page["usergroups"])

    def group_members(self, group: str) -> Iterator[str]:
        """Iterate over the Slack ids of a user group's members."""
        for page in self._pages("usergroups.users.list", "users", usergroup=group):
            yield from page["users"]

    def status(self, slack_id: str) -> Status:
        """Return what somebody's status says at this moment."""
        return status_of(self._call("users.info", "user", user=slack_id)["user"])

    def profile_fields(self) -> Mapping[str, ProfileField]:
        """Return the profile fields that hold words or somebody: id -> field."""
        return profile_fields(self._call("team.profile.get", "profile")["profile"])

    def profile(self, slack_id: str) -> Mapping[str, str]:
        """Return what somebody's own profile fields say: id -> words."""
        return field_values(self._call("users.profile.get", "profile", user=slack_id)["profile"])

    def file(self, file_id: str, *, most: int) -> bytes:
        """Return what a shared file holds; one larger than `most` bytes is DeliveryError("invalid"), mostly unread."""
        told = self._call("files.info", "file", file=file_id)["file"]
        if int(told.get("size") or 0) > most:
            raise DeliveryError("invalid", permanent=True)
        with self._reporting("download"):
            return download(self._client, str(told.get("url_private_download") or ""), most=most)

    def upload(self, channel: ChannelId, name: str, content: bytes, *, title: str) -> None:
        """Share a file in a conversation, at most once."""
        place = self._call("files.getUploadURLExternal", "upload_url", filename=name, length=len(content))
        with self._reporting("upload"):
            send(self._client, str(place["upload_url"]), content)
        files = [{"id": place["file_id"], "title": title}]
        self._call("files.completeUploadExternal", json={"files": files, "channel_id": channel})

    def publish_home(self, slack_id: str, view: Mapping[str, Any]) -> None:
        """Replace a person's App Home."""
        self._call("views.publish", json={"user_id": slack_id, "view": view})

    def open_modal(self, trigger_id: str, view: Mapping[str, Any]) -> None:
        """Open a form over what the person sees; the trigger lives for three seconds."""
        self._call("views.open", json={"trigger_id": trigger_id, "view": view})

    def push_modal(self, trigger_id: str, view: Mapping[str, Any]) -> None:
        """Lay a page on top of the one that the person has open."""
        self._call("views.push", json={"trigger_id": trigger_id, "view": view})

    def update_modal(self, view_id: str, view: Mapping[str, Any]) -> None:
        """Replace what a page shows that the person has open."""
        self._call("views.update", json={"view_id": view_id, "view": view})

    def whoami(self) -> tuple[Mapping[str, Any], frozenset[str]]:
        """Return who the token belongs to, and the scopes it was granted."""
        answer = self._request("auth.test", {})
        granted = {k.lower(): v for k, v in dict(answer.headers).items()}.get("x-oauth-scopes", "")
        return answer.data, frozenset(scope.strip() for scope in str(granted).split(",") if scope.strip())

    def _company(self) -> frozenset[str]:
        """Return the ids of our own team and, if it has one, organisation; asked once."""
        if not self._ours:
            who = self._call("auth.test", "team_id")
            self._ours = frozenset(str(who[key]) for key in ("team_id", "enterprise_id") if who.get(key))
        return self._ours

    def server_time(self) -> datetime | None:
        """Return the present as Slack's server tells it, if it answers and does."""
        try:
            told = dict(self._request("api.test", {}).headers).get("Date")
            return parsedate_to_datetime(str(told)) if told else None
        except (DeliveryError, ValueError):
            return None

    def socket_address(self) -> str:
        """Return a fresh address for the socket; the client must hold the app token."""
        return str(self._call("apps.connections.open", "url")["url"])

    def _pages(self, method: str, gives: str, *, patient: bool = True, **arguments: Any) -> Iterator[Mapping[str, Any]]:
        """Iterate over a list's pages; where Slack asks for a pause, take it here, or let the caller (`patient`)."""
        cursor = ""
        while True:
            at: dict[str, Any] = {"cursor": cursor} if cursor else {}
            try:
                page = self._call(method, gives, limit=PAGE, **at, **arguments)
            except DeliveryError as error:
                if error.retry_after is None or not patient:
                    raise
                if self._wait(min(error.retry_after, LONGEST_WAIT)):
                    raise
                continue
            yield page
            following = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not following or following == cursor:
                return
            cursor = following

    def _call(
        self, method: str, gives: str = "ok", *, json: dict[str, Any] | None = None, **params: Any
    ) -> Mapping[str, Any]:
        """Call a method whose answer must hold the field `gives`; an answer without it says nothing."""
        data = self._request(method, {"json": json} if json is not None else {"params": params}).data
        if not isinstance(data, Mapping) or gives not in data:
            raise DeliveryError("unreachable", in_doubt=True)
        return data

    def _request(self, method: str, arguments: dict[str, Any]) -> Any:
        try:
            with self._reporting(method):
                return self._client.api_call(method, **arguments)
        except SlackApiError as error:
            raise refused(error) from None
        except (OSError, HTTPException, SlackClientError, ValueError, TypeError, AttributeError) as error:
            raise DeliveryError(
                "unreachable", in_doubt=may_have_left(error)
            ) from None  # the SDK trips over JSON of no object

    @contextmanager
    def _reporting(self, call: str) -> Iterator[None]:
        if self._reached is None:
            yield
            return
        self._reached(f"before:call:{call}")
        try:
            yield
        finally:
            self._reached(f"after:call:{call}")
