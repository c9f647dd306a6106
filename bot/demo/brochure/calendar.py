"""The calendar of the coming weeks: what happens on which day, what does not and why, and when a round ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.demo.brochure.content import Brochure
from bot.demo.brochure.markup import Html, joined, tag
from bot.model import Occurrence, Ritual, Words
from bot.schedule import closing_time, next_occurrence, outlook, say_reason
from bot.service.comparison import local_of

WEEK = timedelta(weeks=1)
DAYS = 7


@dataclass(frozen=True)
class Entry:
    """Something on a day of the calendar."""

    at: datetime
    """Local."""
    ritual: Ritual
    occurrence: Occurrence
    is_end: bool = False


def calendar(brochure: Brochure) -> Html:
    """Return the weeks, one below the other; a day is a list of what happens on it."""
    entries = list(_entries(brochure))
    zone = ZoneInfo(brochure.config.timezone)
    today = brochure.now.astimezone(zone).date()
    monday = today - timedelta(days=today.weekday())
    by_day = {on: list(some) for on, some in groupby(sorted(entries, key=_order), key=lambda entry: entry.at.date())}
    until = (brochure.now + brochure.weeks * WEEK).astimezone(zone).date()
    weeks = [on for number in range(brochure.weeks + 1) if (on := monday + number * WEEK) < until]
    has_weekend = any(on.weekday() > 4 for on in by_day)
    return tag(
        "section",
        tag("h2", brochure.tongue.both("brochure.calendar"), id="calendar"),
        tag("p", brochure.tongue.both("brochure.calendar.lead", n=brochure.weeks), class_="faint"),
        tag("ol", list(_weeks(brochure, weeks, by_day, today)), class_="weeks" if has_weekend else "weeks workdays"),
        _notes(brochure, entries),
        aria_labelledby="calendar",
    )


def _entries(brochure: Brochure) -> Iterator[Entry]:
    """Yield what the rituals do in the span; of a paused one too, for then it does not happen."""
    until = brochure.now + brochure.weeks * WEEK
    for ritual in brochure.config.rituals:
        for one in outlook(ritual.rule, brochure.now, until):
            yield Entry(local_of(ritual, one), ritual, one)
            ends = closing_time(one.at, ritual.close_after, ritual.rule.timezone, ritual.rule)
            if ends is not None and ends <= until and one.skipped is None and not ritual.paused:
                yield Entry(ends.astimezone(ZoneInfo(ritual.rule.timezone)), ritual, one, is_end=True)


def _order(entry: Entry) -> tuple[datetime, bool, str]:
    """Sort by the clock; where a round ends as the next one opens, it ends first."""
    return entry.at.replace(tzinfo=None), not entry.is_end, entry.ritual.id


def _weeks(brochure: Brochure, weeks: Sequence[date], by_day: dict[date, list[Entry]], today: date) -> Iterator[Html]:
    """Yield each week, before it the month where another one begins."""
    tongue, month = brochure.tongue, 0
    for monday in weeks:
        sunday = monday + timedelta(days=DAYS - 1)
        middle = monday + timedelta(days=DAYS // 2)
        head = [tag("h3", tongue.month(middle), class_="month")] if middle.month != month else []
        month = middle.month
        name = tongue.both("brochure.week", week=monday.isocalendar().week)
        span = joined(tongue.day(monday, weekday=False), " – ", tongue.day(sunday, weekday=False))
        days = [_day(brochure, monday + timedelta(days=number), by_day, today) for number in range(DAYS)]
        title = tag("h4", name, " ", tag("small", span))
        yield tag("li", head, title, tag("ol", days, class_="days"), class_="week")


def _day(brochure: Brochure, on: date, by_day: dict[date, list[Entry]], today: date) -> Html:
    entries = by_day.get(on, [])
    name = tag(
        "p",
        tag("b", brochure.tongue.weekday(on)),
        " ",
        tag("time", brochure.tongue.day(on, weekday=False, month=on.day == 1), datetime=on.isoformat()),
        class_="on",
    )
    said = tag("ul", [_entry(brochure, one) for one in entries]) if entries else ""
    classes = ["date", *(["free"] if not entries else []), *(["past"] if on < today else [])]
    return tag("li", name, said, class_=" ".join(classes), aria_current="date" if on == today else None)


def _entry(brochure: Brochure, entry: Entry) -> Html:
    tongue, ritual, one = brochure.tongue, entry.ritual, entry.occurrence
    name = tag("a", tongue.words(Words(own=ritual.title)), href=f"ritual-{ritual.id}.html")
    time = tag("time", f"{entry.at:%H:%M}", datetime=entry.at.isoformat())
    if entry.is_end:
        return tag("li", time, " ", tongue.both("brochure.ends"), " ", name, class_="end")
    if ritual.paused:
        return tag("li", tag("s", time, " ", name), " ", _why(tongue.both("brochure.paused")), class_="skipped")
    if one.skipped is not None:
        reason = _reason(brochure, entry, "cli.next.skipped")
        return tag("li", tag("s", time, " ", name), " ", _why(reason), class_="skipped")
    zone = _zone(brochure, ritual)
    if one.moved is not None:
        away = tongue.both("brochure.moved", day=one.nominal_date)
        return tag(
            "li",
            time,
            " ",
            name,
            zone,
            " ",
            _why(_reason(brochure, entry, "cli.next.moved"), "; ", away),
            class_="moved",
        )
    return tag("li", time, " ", name, zone)


def _why(*said: Html | str) -> Html:
    return tag("span", *said, class_="why")


def _reason(brochure: Brochure, entry: Entry, key: str) -> Html:
    found = entry.occurrence.skipped or entry.occurrence.moved
    assert found is not None
    say = brochure.catalogues
    return brochure.tongue.each(
        lambda language: say[language].say(Words(key, {"reason": say_reason(found, language)}), plain=True)
    )


def _zone(brochure: Brochure, ritual: Ritual) -> Html | str:
    """Say whose clock it is, where that is not the clock of the file."""
    if ritual.rule.personal:
        return joined(" ", tag("small", brochure.tongue.both("brochure.personal")))
    return joined(" ", tag("small", ritual.rule.timezone)) if ritual.rule.timezone != brochure.config.timezone else ""


def _notes(brochure: Brochure, entries: Sequence[Entry]) -> Html | str:
    """Return why a ritual is not to be seen in these weeks, or rests in all of them."""
    tongue, shown = brochure.tongue, {entry.ritual.id for entry in entries}
    notes = []
    for ritual in brochure.config.rituals:
        title = Words(own=ritual.title)
        coming = next_occurrence(ritual.rule, brochure.now)
        if ritual.paused:
            notes.append(tongue.both("brochure.note.paused", title=title))
        elif ritual.id not in shown and coming is not None:
            notes.append(tongue.both("brochure.note.later", title=title, when=local_of(ritual, coming)))
        elif coming is None:
            notes.append(tongue.both("brochure.note.over", title=title))
    return tag("ul", [tag("li", one) for one in notes], class_="notes") if notes else ""
