"""Days on which nobody works: the public holidays of a place, and the closing days of the company."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bot.model import HolidayPlace, Reason, Rule
from bot.schedule.spans import Stretches

SATURDAY = 5
TONGUES = {"de": "de", "en": "en_US"}
"""Our languages as the library names them."""
BY_MOST_TOWNS = (HolidayPlace("DE", "BY"),)
"""Where a holiday of the Catholic towns counts for the whole state: Mariä Himmelfahrt holds in five of six towns of
Bavaria, Munich among them. In Saxony and Thuringia such towns are few, so there it does not count."""


@dataclass(frozen=True)
class Closures:
    """The days off that concern one rule."""

    place: HolidayPlace | None
    closed: Stretches

    def reason(self, on: date) -> Reason | None:
        """Return why nobody works on a date, or None; a holiday says more than a closing day, so it comes first."""
        holiday = _holidays(self.place, on.year).get(on) if self.place else None
        if holiday is not None:
            return holiday
        stretch = self.closed.at(on)
        if stretch is None:
            return None
        return Reason("closed", dict.fromkeys(TONGUES, stretch.name) if stretch.name else {})

    def is_workday(self, on: date) -> bool:
        """Return whether a date is one of Monday to Friday, no holiday and no closing day."""
        return on.weekday() < SATURDAY and self.reason(on) is None


def closures_of(rule: Rule | None, first: date = date.min, last: date = date.max) -> Closures:
    """Return a rule's days off, at least those from first to last; without a rule there are none."""
    if rule is None:
        return Closures(None, Stretches(()))
    return Closures(rule.holidays, Stretches(rule.closed, first, last))


@lru_cache(maxsize=2048)
def _holidays(place: HolidayPlace, year: int) -> Mapping[date, Reason]:
    """Return a year's public holidays; beyond what the library knows there are none.

    The library is read here and not above: most files name no holidays, and its import costs 70 ms.
    """
    from holidays import country_holidays

    categories = ("public", "catholic") if place in BY_MOST_TOWNS else ("public",)
    names = {
        ours: country_holidays(
            place.country, subdiv=place.state or None, years=year, categories=categories, language=theirs
        )
        for ours, theirs in TONGUES.items()
    }
    said = label(place)
    return {
        on: Reason("holiday", {ours: " / ".join(table.get_list(on)) for ours, table in names.items()}, said)
        for on in names["de"]
    }


def label(place: HolidayPlace) -> str:
    """Return how people name a place: `BY`; the country where a state has a mere number, as in Austria."""
    return place.state if place.state.isalpha() else place.country
