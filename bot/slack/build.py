"""Build the Bolt app and its socket; the socket notices a dead line within ten seconds."""

from __future__ import annotations

import logging
from collections.abc import Callable

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
