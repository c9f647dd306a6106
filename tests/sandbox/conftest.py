"""A sandbox per test, the real client, and a small real app to talk to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.sandbox import Sandbox, SandboxClock, Workspace

Connect = Callable[[App], SocketModeHandler]


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """Run a sandbox whose clock stands still, with short real patience."""
    clock = SandboxClock(datetime(2026, 3, 2, 8, 0, tzinfo=UTC), running=False)
    with Sandbox(Workspace(clock=clock, ack_seconds=0.5, trigger_seconds=0.3)) as running:
        yield running


@pytest.fixture
def client(sandbox: Sandbox) -> WebClient:
    """Give a client with the bot's token, without retries."""
    return WebClient("xoxb-sandbox", base_url=sandbox.api_url, retry_handlers=[], timeout=30)


@pytest.fixture
def app(client: WebClient) -> App:
    """Give an empty app on that client."""
    return App(client=client)


@pytest.fixture
def connect(sandbox: Sandbox) -> Iterator[Connect]:
    """Connect apps over Socket Mode, and hang up afterwards."""
    handlers: list[SocketModeHandler] = []

    def connecting(app: App) -> SocketModeHandler:
        web_client = WebClient("xapp-sandbox", base_url=sandbox.api_url)
        handler = SocketModeHandler(app, "xapp-sandbox", web_client=web_client, ping_interval=0.3)
        before = sandbox.connected()
        handler.connect()
        sandbox.until(lambda: sandbox.connected() > before)
        handlers.append(handler)
        return handler

    yield connecting
    for handler in handlers:
        handler.client.auto_reconnect_enabled = False
    sandbox.disconnect(warn=False)
    sandbox.until(lambda: not any(handler.client.is_connected() for handler in handlers))
    for handler in handlers:
        handler.client.closed = True
        handler.client.enqueue_message("")  # wakes the queue, which else looks up once a second
        handler.close()
