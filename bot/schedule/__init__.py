"""Rules in people's words become dates and instants; pure, with `now` always an argument."""

from bot.schedule.dates import dates, next_occurrence, occurrences
from bot.schedule.dates import occurrences as outlook
from bot.schedule.days import MONTH_DAYS, WEEKDAYS, is_month_day
from bot.schedule.instants import to_utc
from bot.schedule.people import is_paused, zone_of
from bot.schedule.recurrence import is_rrule
from bot.schedule.speech import say_reason, sentence
from bot.schedule.workdays import add_workdays, between, closing_time

__all__ = [
    "MONTH_DAYS",
    "WEEKDAYS",
    "add_workdays",
    "between",
    "closing_time",
    "dates",
    "is_month_day",
    "is_paused",
    "is_rrule",
    "next_occurrence",
    "occurrences",
    "outlook",
    "say_reason",
    "sentence",
    "to_utc",
    "zone_of",
]
