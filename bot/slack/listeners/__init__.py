"""The people's entrance: each file registers its listeners by a call, none at import."""

from __future__ import annotations

from slack_bolt import App

from bot.slack.listeners import (
    actions,
    asking,
    commands,
    decisions,
    encounters,
    entries,
    errors,
    events,
    forms,
    found,
    goal_forms,
    goals,
    needs,
    profile,
    receipts,
    stops,
    uploads,
    versions,
)
from bot.slack.listeners.desk import Desk


def register(app: App, desk: Desk) -> None:
    """Register every listener; the one for whatever nobody knows stands last among the actions."""
    receipts.register(app)
    commands.register(app, desk)
    versions.register(app, desk)
    stops.register(app, desk)
    encounters.register(app, desk)
    asking.register(app, desk)
    found.register(app, desk)
    profile.register(app, desk)
    entries.register(app, desk)
    goals.register(app, desk)
    goal_forms.register(app, desk)
    needs.register(app, desk)
    decisions.register(app, desk)
    actions.register(app, desk)
    forms.register(app, desk)
    events.register(app, desk)
    uploads.register(app, desk)
    errors.register(app, desk)
