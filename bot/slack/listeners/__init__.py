"""The people's entrance: each file registers its listeners by a call, none at import."""

from __future__ import annotations

from slack_bolt import App

from bot.slack.listeners import actions, commands, errors, events, forms
from bot.slack.listeners.desk import Desk


def register(app: App, desk: Desk, commands_taken: tuple[str, ...]) -> None:
    """Register every listener. `commands_taken` are /rondo and the aliases of the rituals file."""
    commands.register(app, desk, commands_taken)
    actions.register(app, desk)
    forms.register(app, desk)
    events.register(app, desk)
    errors.register(app, desk)
