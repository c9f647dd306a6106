"""Which kinds there are: the built-in ones by an explicit tuple, others by entry point (group `rondo.rituals`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.rituals.alignment import ALIGNMENT
from bot.rituals.base import Kind
from bot.rituals.checkin import CHECKIN
from bot.rituals.digest import DIGEST
from bot.rituals.intro import INTRO
from bot.rituals.pairing import PAIRING
from bot.rituals.post import POST
from bot.rituals.pulse import PULSE
from bot.rituals.welcome import WELCOME

BUILTIN: tuple[Kind, ...] = (PAIRING, POST, INTRO, WELCOME, DIGEST, CHECKIN, ALIGNMENT, PULSE)


def kinds(outside: Iterable[Kind] = ()) -> Mapping[str, Kind]:
    """Return all kinds by name; a kind from outside cannot replace a built-in one."""
    return {kind.name: kind for kind in (*outside, *BUILTIN)}
