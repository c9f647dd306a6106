"""What holds for requests for help. Whether somebody may be asked they alone decide: switches, breaks, weekly limit."""

from __future__ import annotations

from datetime import datetime

from bot.directory.audience import is_paused, today_of
from bot.model import Profile

TOPIC, WORDS = 80, 500
"""Characters of a topic, and of the words that may go with it."""


def is_open(profile: Profile, taken: int, now: datetime) -> bool:
    """Return whether a request may reach them now; `taken`: how many did within seven days."""
    listing = profile.listing
    if not (profile.is_eligible and profile.slack_id and listing.listed and listing.contactable):
        return False
    if is_paused(profile, now) or is_away(profile, now):
        return False
    return listing.most_per_week is None or taken < listing.most_per_week


def is_away(profile: Profile, now: datetime) -> bool:
    """Return whether they said that they are away today."""
    until = profile.listing.away_until
    return profile.listing.availability == "away" and (until is None or today_of(profile, now) <= until)
