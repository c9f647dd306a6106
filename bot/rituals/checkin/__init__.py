"""Check in on a goal: one message, one button, one page; figures for all, answers by name or not at all.

Members are asked alone, and fill in one page: the goal in their own words now and then, their next contribution, how
confident they are, and what they need of whom. The results come once. The words stand in
bot/i18n/locales/*/LC_MESSAGES/rondo.po under `checkin.`.
"""

from __future__ import annotations

from bot.rituals.base import Kind
from bot.rituals.checkin.answering import answer
from bot.rituals.checkin.example import example
from bot.rituals.checkin.options import ON_DOUBT, CheckinOptions, survey
from bot.rituals.checkin.round import REMIND, RESULTS
from bot.rituals.checkin.steps import plan

__all__ = ["CHECKIN", "CheckinOptions"]

CHECKIN = Kind(
    name="checkin",
    options=CheckinOptions,
    plan=plan,
    answer=answer,
    fading=frozenset({REMIND, RESULTS}),
    close_after="3 workdays",
    on_doubt=ON_DOUBT,
    reminds=True,
    scopes=("im:write",),
    example=example,
    survey=survey,
)
