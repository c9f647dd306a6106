"""Rules in people's words become dates and instants; pure, with `now` always an argument."""

from bot.schedule.dates import dates
from bot.schedule.days import MONTH_DAYS, WEEKDAYS, is_month_day, week_of
from bot.schedule.hours import within_hours
from bot.schedule.instants import to_utc
from bot.schedule.occasions import end_of_day, local_date, next_occurrence, occurrences, outlook
from bot.schedule.people import is_paused, zone_of
from bot.schedule.personal import instants_for, next_instant_for, personal_instant
from bot.schedule.recurrence import is_rrule
from bot.schedule.reminders import reminder
from bot.schedule.slots import free_slots, suggested
from bot.schedule.speech import say_reason, sentence
from bot.schedule.workdays import add_workdays, between, closing_time, workday_after, workday_before, workdays_from

__all__ = [
    "MONTH_DAYS",
    "WEEKDAYS",
    "add_workdays",
    "between",
    "closing_time",
    "dates",
    "end_of_day",
    "free_slots",
    "instants_for",
    "is_month_day",
    "is_paused",
    "is_rrule",
    "local_date",
    "next_instant_for",
    "next_occurrence",
    "occurrences",
    "outlook",
    "personal_instant",
    "reminder",
    "say_reason",
    "sentence",
    "suggested",
    "to_utc",
    "week_of",
    "within_hours",
    "workday_after",
    "workday_before",
    "workdays_from",
    "zone_of",
]
