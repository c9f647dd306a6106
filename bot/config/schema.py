"""The shape of rituals.yaml: which keys there are; what may stand behind each is decided in `admission`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import wraps
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator

from bot.config.admission import (
    HOURS,
    Budget,
    Every,
    Refusal,
    as_budget,
    as_channel,
    as_close_after,
    as_date,
    as_day,
    as_days,
    as_every,
    as_grace,
    as_holidays,
    as_hours,
    as_id,
    as_remind,
    as_slack_id,
    as_time,
    as_timezone,
    as_user_group,
    as_version,
    as_zone,
)
from bot.config.catalogue_values import as_lifetime, as_slack_label, as_topic
from bot.config.goal_values import as_first_day, as_last_day, as_owner, as_scope, as_start, as_target
from bot.model import Audience, Days, HolidayPlace, IfHoliday, Language, Level, Section
from bot.rituals.base import Text


def as_list(value: Any) -> Any:
    """Return a single word, or a number that somebody took for one, as a list of one."""
    return [value] if isinstance(value, str | int) and not isinstance(value, bool) else value


def _checked(check: Callable[[Any], Any]) -> PlainValidator:
    """Leave a value to one function; an empty one is a problem of its own."""

    @wraps(check)  # by the function that stands behind it, jsonschema.py knows the shape of the value
    def checked(value: Any) -> Any:
        if value is None:
            raise ValueError
        try:
            return check(value)
        except Refusal as refusal:
            refusal.check = check
            raise

    return PlainValidator(checked)


class Strict(BaseModel):
    """Base: unknown keys are problems, and no value changes its type on the way."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


SomeDays = Annotated[list[Annotated[Days, _checked(as_days)]], BeforeValidator(as_list)]
Names = Annotated[list[str], BeforeValidator(as_list)]
People = Annotated[list[Annotated[str, _checked(as_slack_id)]], BeforeValidator(as_list)]
Channels = Annotated[list[Annotated[str, _checked(as_channel)]], BeforeValidator(as_list)]
Groups = Annotated[list[Annotated[str, _checked(as_user_group)]], BeforeValidator(as_list)]


class Schedule(Strict):
    """When a ritual happens."""

    every: Annotated[Every, _checked(as_every)] | None = None
    days: Annotated[list[Annotated[str, _checked(as_day)]], BeforeValidator(as_list)] = []
    at: Annotated[str, _checked(as_time)]
    timezone: Annotated[str, _checked(as_zone)] | None = None
    starting: Annotated[date, _checked(as_date)] | None = None
    until: Annotated[date, _checked(as_date)] | None = None
    except_: Annotated[SomeDays, Field(alias="except")] = []
    rrule: str | None = None


class Named(Strict):
    """Some people, named in up to four ways; everybody whom one of them names."""

    channel: Channels = []
    user_group: Groups = []
    department: Names = []
    people: People = []


class Whom(Named):
    """Whom a ritual is for."""

    except_: Annotated[Named | None, Field(alias="except")] = None


class FieldKeys(Strict):
    """One field of the directory: what differs from the shipped one, or one of the company's own."""

    type: Literal["text", "long", "list", "topics", "languages", "responsibilities", "contact"] | None = None
    label: Text | None = None
    purpose: Text | None = None
    audiences: Annotated[list[Level], BeforeValidator(as_list)] | None = None
    default: Level | None = None
    searchable: bool | None = None
    lifetime: Annotated[timedelta | Literal["never"], _checked(as_lifetime)] | None = None
    section: Section | None = None
    slack: Annotated[list[Annotated[str, _checked(as_slack_label)]], BeforeValidator(as_list)] | None = None


class DirectoryKeys(Strict):
    """The directory; its fields are looked at one by one afterwards."""

    fields: dict[str, Any] = {}
    topics: list[list[Annotated[str, _checked(as_topic)]]] = []


class MeasureKeys(Strict):
    """What a goal is measured by."""

    name: Text
    start: Annotated[float, _checked(as_start)]
    target: Annotated[float, _checked(as_target)]
    unit: Text | None = None


class GoalKeys(Strict):
    """One goal; that its id and its text stand there is looked at beside it."""

    id: Annotated[str, _checked(as_id)] | None = None
    text: Text | None = None
    why: Text | None = None
    customer: Text | None = None
    sign: Text | None = None
    scope: Annotated[Literal["company", "team"], _checked(as_scope)] = "team"
    owners: Annotated[list[Annotated[str, _checked(as_owner)]], BeforeValidator(as_list)] = []
    starts: Annotated[date, _checked(as_first_day)] | None = None
    ends: Annotated[date, _checked(as_last_day)] | None = None
    measure: MeasureKeys | None = None


class Common(Strict):
    """The keys that every ritual has, whatever its kind."""

    id: Annotated[str, _checked(as_id)]
    kind: str
    title: Text
    channel: Annotated[str, _checked(as_channel)] | None = None
    audience: Whom | None = None
    owner: People = []
    schedule: Schedule
    language: Language | None = None
    join: Literal["channel", "opt-in"] | None = None
    if_holiday: IfHoliday = "skip"
    holidays: Annotated[HolidayPlace | Literal["none"], _checked(as_holidays)] | None = None
    calendars: Names | None = None
    close_after: Annotated[timedelta | int, _checked(as_close_after)] | None = None
    remind: Annotated[timedelta | int | Literal["never"], _checked(as_remind)] | None = None
    grace: Annotated[timedelta, _checked(as_grace)] | None = None
    overlap: Literal["close", "skip", "allow"] | None = None
    on_doubt: Literal["skip", "resend"] | None = None
    paused: bool = False
    allow_external: bool = False


class Defaults(Strict):
    """What holds where a ritual does not say otherwise."""

    language: Language = "de"
    timezone: Annotated[str, _checked(as_timezone)] = "Europe/Berlin"
    holidays: Annotated[HolidayPlace | Literal["none"], _checked(as_holidays)] = "none"
    send_between: Annotated[tuple[str, str], _checked(as_hours)] = HOURS
    notification_budget: Annotated[Budget, _checked(as_budget)] = Budget()


class File(Strict):
    """The whole file; goals, rituals and commands are looked at one by one afterwards."""

    version: Annotated[int, _checked(as_version)]
    defaults: Defaults = Defaults()
    managers: Whom | None = None
    calendars: dict[str, SomeDays] = {}
    commands: dict[str, str] = {}
    directory: dict[str, Any] | None = None
    goals: list[Any] = []
    rituals: Annotated[list[Any], Field(min_length=1)]


def audience_of(whom: Named | None) -> Audience:
    """Return the value that the bot works with."""
    if whom is None:
        return Audience()
    without = audience_of(whom.except_) if isinstance(whom, Whom) and whom.except_ else None
    return Audience(
        channels=tuple(whom.channel),
        user_groups=tuple(whom.user_group),
        departments=tuple(whom.department),
        people=tuple(whom.people),
        without=without,
    )
