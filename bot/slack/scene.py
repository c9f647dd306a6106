"""A message or a form of a played round, as Slack would show it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.blocks import render
from bot.i18n import Catalogues
from bot.model import Form, Language
from bot.service.preview import CAST, Scene, Shown
from bot.slack.views.decision import decision_form
from bot.slack.views.form import drawn
from bot.text import spell_out


def view_of(scene: Scene, *, catalogues: Catalogues, language: Language) -> Mapping[str, Any]:
    """Return what Slack would get: a message, or a modal; with names in the place of mentions."""
    if isinstance(scene, Shown):
        return scene.payload
    if isinstance(scene.form, Form):
        view = drawn(scene.form, scene.run, catalogues=catalogues, language=language)
    else:
        view = render(decision_form(scene.form), catalogues[language].say)
    named: dict[str, Any] = spell_out(view, CAST)
    return named
