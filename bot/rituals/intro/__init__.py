"""Introduce people in their channel: newcomers first, then those whose turn is longest ago; nobody without their yes.

Some are asked, alone, days before. Whoever wants to writes three lines, sees the exact post, and agrees to it; in place
of whoever does not, the next one is asked. Nobody is told who was asked. The words stand in
bot/i18n/locales/*/LC_MESSAGES/rondo.po under `intro.`.
"""

from __future__ import annotations

from bot.rituals.base import Kind
from bot.rituals.intro.answering import answer
from bot.rituals.intro.letters import STEP_IN
from bot.rituals.intro.options import ON_DOUBT, IntroOptions
from bot.rituals.intro.steps import plan

__all__ = ["INTRO", "IntroOptions"]

INTRO = Kind(
    name="intro",
    options=IntroOptions,
    plan=plan,
    answer=answer,
    fading=frozenset({STEP_IN}),
    close_after="3 workdays",
    on_doubt=ON_DOUBT,
    needs_channel=True,
    reads_profiles=True,
    scopes=("im:write",),
)
