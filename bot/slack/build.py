"""Build the Bolt app and its socket; the socket notices a dead line within ten seconds."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable
from contextlib import suppress

import structlog
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler

from bot.ports import Clock
from bot.service.context import Context
from bot.settings import Settings
from bot.slack.gateway import Gateway, build_client, proxy_for
from bot.slack.listeners import register
from bot.slack.listeners.desk import Desk
from bot.slack.pools import Listeners

log = structlog.get_logger()
PING = 1.0
"""Seconds between pings: four missed ones make the client connect anew."""
LAST_WORDS = 1.5
"""Seconds that listeners get at the end, for what waits and then for what is in hand: ten are all there are."""
NEW_ADDRESS = 4
"""Seconds to wait for the address of a new socket; a request that hangs must not cost the ten."""


def build_app(settings: Settings, context: Context, *, gateway: Gateway, clock: Clock, kick: Callable[[], None]) -> App:
    """Return the Bolt app with all listeners; its client calls nobody but the configured address."""
    app = App(
        client=build_client(settings, settings.bot_token),
        request_verification_enabled=False,  # bot.web.guard verifies before anything is parsed
        token_verification_enabled=False,
        listener_executor=Listeners(),
        logger=logging.getLogger("slack_bolt.rondo"),
    )
    desk = Desk(context=context, gateway=gateway, clock=clock, kick=kick)
    register(app, desk)
    return app


def finish_listeners(app: App, *, within: float = LAST_WORDS) -> None:
    """Let what people asked for come to its end, at most `within` seconds; nothing new is taken.

    What was acknowledged and still waits for its turn after that is dropped: whoever asked gets no answer, asks again.
    """
    pool = app.listener_runner.listener_executor
    finishing = threading.Thread(target=pool.shutdown, name="last-listeners", daemon=True)
    finishing.start()
    finishing.join(within)
    if finishing.is_alive():
        log.warning("people wait for an answer that will not come", action="listeners_dropped")
        pool.shutdown(wait=False, cancel_futures=True)
        finishing.join(within)


def build_socket(settings: Settings, app: App) -> SocketModeHandler:
    """Return the socket handler, not yet connected."""
    client = build_client(settings, settings.app_token)
    client.timeout = NEW_ADDRESS
    handler = SocketModeHandler(
        app,
        app_token=settings.app_token,
        web_client=client,
        ping_interval=PING,
        logger=logging.getLogger("slack_sdk.rondo"),
    )
    handler.client.proxy = proxy_for(settings)
    work = app.listener_runner.listener_executor
    assert isinstance(work, Listeners)
    handler.client.message_workers = work.receipts
    return handler


def close_socket(handler: SocketModeHandler) -> None:
    """Hang up at once: else the client waits for its receiver (3 s) and its queue (1 s) to look up."""
    handler.client.auto_reconnect_enabled = False
    if handler.client.current_app_monitor.is_alive():
        handler.client.current_app_monitor.shutdown()  # lest it complain of the line that is cut next
    handler.client.closed = True
    handler.client.enqueue_message("")
    session = handler.client.current_session
    if session is not None and session.sock is not None:
        with suppress(OSError):
            session.sock.shutdown(socket.SHUT_RDWR)
    _end_receiver(handler)
    handler.close()


def _end_receiver(handler: SocketModeHandler) -> None:
    """Tell the receiver to end until it has: one that is just starting forgets that it was told, and never would."""
    runner = handler.client.current_session_runner
    runner.event.set()
    while runner.is_alive():
        handler.client.current_session_state.terminated = True
        runner.thread.join(0.02)
