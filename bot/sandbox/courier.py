"""Bringing events, commands and interactions to the app, over Socket Mode or signed HTTP."""

from __future__ import annotations

import random
import threading
import time
import uuid
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from bot.sandbox import signing
from bot.sandbox.clock import SandboxClock
from bot.sandbox.faults import Faults
from bot.sandbox.journal import brief
from bot.sandbox.model import Json
from bot.sandbox.ways import Ways

PayloadKind = Literal["events_api", "slash_commands", "interactive", "options"]
"""`options`: what an app may offer for what somebody types; over a socket it comes as `interactive`."""
KINDS: tuple[PayloadKind, ...] = ("events_api", "slash_commands", "interactive", "options")

MAX_LINKS = 10
HELD_MOST = 1_000  # undelivered payloads kept; then the oldest is given up
MORE_COPIES = 4  # of one event, beside the first
TRIES = 4  # the first and three more
HTTP_PAUSES = (0.0, 60.0, 300.0)  # sandbox seconds before the second, third and fourth try


class Link(Protocol):
    """One open connection to the app."""

    def push(self, envelope: Json) -> None:
        """Send an envelope, from any thread."""

    def end(self) -> None:
        """Close the connection, from any thread."""


@dataclass(slots=True)
class Parcel:
    """One payload on its way, until it is acknowledged or given up."""

    kind: PayloadKind
    payload: Json
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    acked: Future[Json] = field(default_factory=Future)
    tries: int = 0
    reason: str = ""
    link: Link | None = None
    sent_at: float = 0.0
    sent_epoch: float = 0.0
    due: float | None = None  # sandbox epoch of the next try over HTTP
    row: Json = field(default_factory=dict)  # of the journal
    begun: float = field(default_factory=time.monotonic)


class Undeliverable(Exception):
    """Say that nobody is there to take a command or an interaction."""


class Courier:
    """Send each payload to one connection, and send events again that were not acknowledged."""

    def __init__(
        self,
        *,
        clock: SandboxClock,
        faults: Faults,
        ways: Ways,
        rng: random.Random,
        secret: str,
        url: str,
        ack_seconds: float,
    ) -> None:
        self.ack_seconds = ack_seconds
        self._clock = clock
        self._faults = faults
        self._ways = ways
        self._rng = rng
        self._secret = secret
        self._urls: dict[str, str] = dict.fromkeys(KINDS, url) if url else {}
        self._command_urls: dict[str, str] = {}
        self._lock = threading.RLock()
        self._links: list[Link] = []
        self._parcels: dict[str, Parcel] = {}

    def address(self, urls: Mapping[str, str], commands: Mapping[str, str]) -> None:
        """Deliver over HTTP to these addresses: per kind, and per command."""
        with self._lock:
            self._urls |= {kind: url for kind, url in urls.items() if url}
            self._command_urls = {name: url for name, url in commands.items() if url}

    def send(self, kind: PayloadKind, payload: Json) -> Future[Json]:
        """Send a payload; the future carries what the app answers with its ack."""
        parcel = Parcel(kind, payload)
        parcel.row = self._ways.begin(kind, payload, parcel.id)
        if kind == "events_api" and self._faults.take(("drop_event",), method=_event_of(payload)):
            parcel.row["outcome"] = "dropped"
            return parcel.acked  # as in Slack's large outages: lost for good, and nobody hears of it
        with self._lock:
            if kind != "events_api" and (self._is_down() or (not self._links and not self._url(parcel))):
                parcel.row["outcome"] = "undeliverable"
                parcel.acked.set_exception(Undeliverable("dispatch_failed"))
                return parcel.acked
            self._parcels[parcel.id] = parcel
            if len(self._parcels) > HELD_MOST:
                del self._parcels[next(iter(self._parcels))]
            self._dispatch(parcel)
        return parcel.acked

    def join(self, link: Link) -> int:
        """Take a new connection in and give the number there are now; 0 means there are too many."""
        with self._lock:
            if len(self._links) >= MAX_LINKS:
                return 0
            self._links.append(link)
            return len(self._links)

    def catch_up(self) -> None:
        """Send what waited for a connection."""
        with self._lock:
            for parcel in list(self._parcels.values()):
                if parcel.link is None and not self._url(parcel):
                    self._dispatch(parcel)

    def lost(self, link: Link) -> None:
        """Note a connection's end and send its unacknowledged events over another one."""
        with self._lock:
            if link in self._links:
                self._links.remove(link)
            for parcel in list(self._parcels.values()):
                if parcel.link is link:
                    self._again(parcel, reason="connection_failed")

    def drop(self, link: Link) -> None:
        """Close a connection and send nothing more over it."""
        with self._lock:
            if link in self._links:
                self._links.remove(link)
        link.end()

    def ack(self, envelope_id: str, payload: Json) -> None:
        """Settle a payload with the app's answer."""
        with self._lock:
            parcel = self._parcels.pop(envelope_id, None)
        if parcel is not None:
            parcel.row |= {"outcome": "acked", "ms": _passed(parcel), "answer": brief(payload) or None}
        if parcel is not None and not parcel.acked.done():
            parcel.acked.set_result(payload)

    def links(self) -> list[Link]:
        """Give the open connections."""
        with self._lock:
            return list(self._links)

    def reachable(self) -> bool:
        """True when the app has a connection or a request URL."""
        with self._lock:
            return bool(self._links or self._urls)

    def pending(self) -> int:
        """Count payloads that are neither acknowledged nor given up."""
        with self._lock:
            return len(self._parcels)

    def tick(self) -> None:
        """Send again what is overdue; called several times a second."""
        now = time.monotonic()
        with self._lock:
            for parcel in list(self._parcels.values()):
                if parcel.due is not None and self._clock.epoch() >= parcel.due:
                    parcel.due = None
                    self._dispatch(parcel)
                elif parcel.link is not None and now - parcel.sent_at > self.ack_seconds:
                    self._again(parcel, reason="timeout")

    def verify_url(self) -> bool:
        """Ask the request URL to echo a challenge, as Slack does when it is entered."""
        challenge = uuid.uuid4().hex
        body = {"type": "url_verification", "challenge": challenge, "token": "sandbox"}
        answer = signing.post(
            self._urls["events_api"], "events_api", body, secret=self._secret, timeout=self.ack_seconds
        )
        return answer.status == 200 and challenge in (answer.text, answer.payload.get("challenge"))

    def _is_down(self) -> bool:
        return self._faults.is_down(self._clock.epoch())

    def _tried(self, parcel: Parcel) -> None:
        parcel.row["tries"].append({"at": self._ways.now(), "reason": parcel.reason})

    def _url(self, parcel: Parcel) -> str:
        if parcel.kind == "slash_commands":
            own = self._command_urls.get(str(parcel.payload.get("command")))
            return own or self._urls.get("slash_commands", "")
        return self._urls.get(parcel.kind, "")

    def _dispatch(self, parcel: Parcel) -> None:
        url = self._url(parcel)
        if self._is_down() and url:
            parcel.due = self._faults.down_until
            return
        if url:
            parcel.tries += 1
            self._tried(parcel)
            parcel.sent_epoch = self._clock.epoch()
            threading.Thread(target=self._carry, args=(parcel, url), daemon=True).start()
            return
        if not self._links:
            parcel.tries, parcel.reason = max(1, parcel.tries), "connection_failed"
            return
        link = self._rng.choice(self._links)
        parcel.link, parcel.sent_at = link, time.monotonic()
        parcel.tries += 1
        self._tried(parcel)
        if self._faults.take(("close_socket",), method=parcel.kind):
            self.drop(link)
            return
        for _ in range(self._copies(parcel)):
            link.push(_envelope(parcel))

    def _copies(self, parcel: Parcel) -> int:
        """Return how often a payload is delivered at once: 1, or for an event 2 to 5 by a fault."""
        fault = self._faults.take(("duplicate_event",)) if parcel.kind == "events_api" else None
        parcel.row["copies"] = 1 if fault is None else 1 + max(1, min(MORE_COPIES, fault.copies))
        return int(parcel.row["copies"])

    def _again(self, parcel: Parcel, *, reason: str) -> None:
        parcel.link = None
        if parcel.kind != "events_api" or parcel.tries >= TRIES:
            self._parcels.pop(parcel.id, None)
            parcel.row["outcome"] = "given_up"
            return
        parcel.reason = reason
        self._dispatch(parcel)

    def _carry(self, parcel: Parcel, url: str) -> None:
        for _ in range(self._copies(parcel)):
            answer = signing.post(
                url,
                parcel.kind,
                parcel.payload,
                secret=self._secret,
                timeout=self.ack_seconds,
                retry=(parcel.tries - 1, parcel.reason),
            )
        if 200 <= answer.status < 300:
            self.ack(parcel.id, answer.payload)
            return
        with self._lock:
            if parcel.kind != "events_api" or parcel.tries >= TRIES or answer.no_retry:
                self._parcels.pop(parcel.id, None)
                self._fail(parcel, answer.reason)
                return
            parcel.reason = answer.reason
            parcel.due = parcel.sent_epoch + HTTP_PAUSES[parcel.tries - 1]

    def _fail(self, parcel: Parcel, reason: str) -> None:
        parcel.row["outcome"] = "given_up"
        if not parcel.acked.done():
            word = "operation_timeout" if reason == "http_timeout" else "dispatch_failed"
            parcel.acked.set_exception(Undeliverable(word))


def _passed(parcel: Parcel) -> float:
    """Give the real milliseconds since the payload was first sent."""
    return round((time.monotonic() - parcel.begun) * 1000, 1)


def _event_of(payload: Json) -> str:
    return str(payload.get("event", {}).get("type", ""))


def _envelope(parcel: Parcel) -> Json:
    envelope: dict[str, Any] = {
        "envelope_id": parcel.id,
        "type": "interactive" if parcel.kind == "options" else parcel.kind,
        "payload": parcel.payload,
        "accepts_response_payload": parcel.kind != "events_api",
    }
    if parcel.kind == "events_api":
        envelope |= {"retry_attempt": parcel.tries - 1, "retry_reason": parcel.reason}
    return envelope
