"""A pulse: comparable short questions, always anonymous, whose wording is locked; and the mirror between departments.

Whoever takes part answers on one page, and can change it until the close. Then it is told once what may be told
(bot.figures), and nobody knows any more who said what. The words stand in bot/i18n/locales/*/LC_MESSAGES/rondo.po under
`pulse.`; those of the questions make their series, and stand in offered.py and mirror.py.
"""

from __future__ import annotations

from bot.rituals.base import Kind, Survey
from bot.rituals.pulse.asking import answer
from bot.rituals.pulse.letters import REMIND
from bot.rituals.pulse.mirror import Mirror, MirrorQuestion
from bot.rituals.pulse.options import ON_DOUBT, PulseOptions
from bot.rituals.pulse.pattern import example
from bot.rituals.pulse.steps import plan

__all__ = ["PULSE", "Mirror", "MirrorQuestion", "PulseOptions"]

PULSE = Kind(
    name="pulse",
    options=PulseOptions,
    plan=plan,
    answer=answer,
    fading=frozenset({REMIND}),
    close_after="5 workdays",
    on_doubt=ON_DOUBT,
    reminds=True,
    scopes=("im:write",),
    profile=lambda options: ("department",) if options.mirror is not None else (),
    example=example,
    survey=lambda options: Survey(is_anonymous=True, needs_decision=options.decide),
)
