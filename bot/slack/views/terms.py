"""The form for how much somebody takes on, and when one reaches them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.blocks import datepicker, field, modal, option, person_select, section, select
from bot.directory.audience import today_of
from bot.errors import UserError
from bot.model import Availability, Block, OwnEntry, Words

CALLBACK = "terms"
LIMITS = (1, 2, 3, 5, 10)
NONE = "none"
STATES: tuple[Availability, ...] = ("available", "limited", "away")


@dataclass(frozen=True)
class Terms:
    """What the form says; days are the last ones, inclusive."""

    most_per_week: int | None
    paused_until: date | None
    availability: Availability
    away_until: date | None
    substitute: str
    """A Slack id; empty for nobody."""


def terms_modal(entry: OwnEntry, now: datetime) -> Block:
    """The form, with what holds now; days that are over stand there no longer."""
    listing, today = entry.profile.listing, today_of(entry.profile, now)
    limits = sorted({*LIMITS, *([listing.most_per_week] if listing.most_per_week else [])})
    offered = [option(Words("dir.limit.none"), NONE), *(option(Words("dir.limit", {"n": n}), str(n)) for n in limits)]
    states = [option(Words(f"dir.state.{one}"), one) for one in STATES]
    choose = Words("wishes.choose")
    deputy = person_select("substitute", placeholder=choose, initial=entry.slack_id_of(listing.substitute))
    limit = select("limit", offered, placeholder=choose, initial=str(listing.most_per_week or NONE))
    state = select("state", states, placeholder=choose, initial=listing.availability)
    pause, until = (one if one and one >= today else None for one in (listing.paused_until, listing.away_until))
    return modal(
        Words("dir.terms.title"),
        [
            section(Words("dir.terms.explain")),
            field(Words("dir.terms.limit"), limit, block_id="limit"),
            field(Words("dir.terms.state"), state, block_id="state"),
            _day("until", until),
            field(
                Words("dir.terms.substitute"),
                deputy,
                block_id="substitute",
                optional=True,
                hint=Words("dir.deputy.hint"),
            ),
            _day("pause", pause),
        ],
        callback_id=CALLBACK,
        close=Words("button.cancel"),
        submit=Words("button.save"),
        about=entry.whose,
    )


def read_terms(values: Mapping[str, Any]) -> Terms:
    """Return what a submitted form says; what is not there, or was tampered with, counts as empty."""
    most = str((_part(values, "limit").get("selected_option") or {}).get("value", NONE))
    state = (_part(values, "state").get("selected_option") or {}).get("value")
    return Terms(
        most_per_week=int(most) if most.isascii() and most.isdigit() else None,
        paused_until=_date(_part(values, "pause").get("selected_date")),
        availability=next((one for one in STATES if one == state), "available"),
        away_until=_date(_part(values, "until").get("selected_date")),
        substitute=str(_part(values, "substitute").get("selected_user") or ""),
    )


def place_of(problem: UserError, terms: Terms, today: date) -> str:
    """Return the field of the form that a problem is about."""
    if problem.key == "profile.deputy":
        return "substitute"
    if problem.key == "profile.most_per_week":
        return "limit"
    pause = terms.paused_until
    return "pause" if pause is not None and not today <= pause <= today + timedelta(days=366) else "until"


def _day(name: str, initial: date | None) -> Block:
    picker = datepicker(name, initial=initial)
    hint = Words(f"dir.terms.{name}.hint")
    return field(Words(f"dir.terms.{name}"), picker, block_id=name, hint=hint, optional=True)


def _part(values: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = (values.get(name) or {}).get(name)
    return found if isinstance(found, Mapping) else {}


def _date(raw: object) -> date | None:
    try:
        return date.fromisoformat(str(raw or ""))
    except ValueError:
        return None
