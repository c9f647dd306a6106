"""Build the Bolt app and its socket; the socket notices a dead line within ten seconds."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable
from contextlib import suppress

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler

from bot.ports import Clock
from bot.service.context import Context
from bot.settings import Settings
from bot.slack.gateway import Gateway, build_client, proxy_for
from bot.slack.listeners import register
from bot.slack.listeners.desk import Desk
from bot.slack.manifest import commands

PING = 1.0
"""Seconds between pings: four missed ones make the client connect anew."""


def build_app(settings: Settings, context: Context, *, gateway: Gateway, clock: Clock, kick: Callable[[], None]) -> App:
    """Return the Bolt app with all listeners; its client calls nobody but the configured address."""
    app = App(
        client=build_client(settings, settings.bot_token),
        request_verification_enabled=False,  # bot.web.guard verifies before anything is parsed
        token_verification_enabled=False,
        logger=logging.getLogger("slack_bolt.rondo"),
    )
    desk = Desk(context=context, gateway=gateway, clock=clock, kick=kick)
    register(app, desk, commands(context.config()))
    return app


def build_socket(settings: Settings, app: App) -> SocketModeHandler:
    """Return the socket handler, not yet connected."""
    handler = SocketModeHandler(
        app,
        app_token=settings.app_token,
        web_client=build_client(settings, settings.app_token),
        ping_interval=PING,
        logger=logging.getLogger("slack_sdk.rondo"),
    )
    handler.client.proxy = proxy_for(settings)
    return handler


def close_socket(handler: SocketModeHandler) -> None:
    """Hang up at once: else the client waits for its receiver (3 s) and its queue (1 s) to look up."""
    handler.client.auto_reconnect_enabled = False
    handler.client.closed = True
    handler.client.enqueue_message("")
    session = handler.client.current_session
    if session is not None and session.sock is not None:
        with suppress(OSError):
            session.sock.shutdown(socket.SHUT_RDWR)
    handler.close()
