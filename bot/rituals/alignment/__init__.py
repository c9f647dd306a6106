"""Whether everybody means the same goal: said blind in one's own words, sorted into readings, chosen, and told.

First all say what the goal is, before they read it. Somebody who is nobody's manager here sorts the texts, which have
no names, into three to five readings. Then all pick the one they meant; leads first say how many will pick the goal as
it is written. The channel reads the two most common readings and an invitation to talk. The words stand in
bot/i18n/locales/*/LC_MESSAGES/rondo.po under `alignment.`.
"""

from __future__ import annotations

from bot.rituals.alignment.answering import SORTING, answer
from bot.rituals.alignment.example import example, unsorted
from bot.rituals.alignment.letters import SORT
from bot.rituals.alignment.options import ON_DOUBT, AlignmentOptions
from bot.rituals.alignment.steps import plan
from bot.rituals.base import Kind

__all__ = ["ALIGNMENT", "AlignmentOptions"]

ALIGNMENT = Kind(
    name="alignment",
    options=AlignmentOptions,
    plan=plan,
    answer=answer,
    whole=SORTING,
    fading=frozenset({SORT}),
    close_after="10 workdays",
    on_doubt=ON_DOUBT,
    reminds=True,
    scopes=("im:write",),
    profile=lambda options: options.profile,
    join="channel",
    example=example,
    pressed=unsorted,
    survey=lambda options: options.survey,
)
