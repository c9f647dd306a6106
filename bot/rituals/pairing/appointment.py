"""A time for people who are to meet: what their working days share, two suggestions, and links into their calendars.

Rondo looks into nobody's calendar. The links only fill in a new entry in Outlook or Google, which its owner saves.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from bot.blocks import button, context, section
from bot.model import Block, File, Introduction, Link, Place, Plan, State, Words
from bot.schedule import free_slots, suggested

HOURS = ("09:00", "17:00")
"""When people are taken to work, by their own clock."""
LENGTH = timedelta(minutes=30)
ICS = "ics"
"""The question whose answer is a file."""
NOTICE = (timedelta(hours=20), timedelta(hours=3))
"""A suggestion comes no sooner after the introduction, which may wait for somebody's morning; the second where the
round leaves no time for the first."""
OUTLOOK = "https://outlook.office.com/calendar/deeplink/compose"
GOOGLE = "https://calendar.google.com/calendar/render"


def times(state: State, one: Introduction) -> list[Block]:
    """Return what helps a group to find a time; with zones that share no working hour, that only."""
    zones, slots = zones_of(state, one), _slots(state, one)
    if not slots:
        return [context(Words("pairing.times.none"))] if len(zones) > 1 else []
    blocks = [context(_shared(slots, zones))] if len(zones) > 1 else []
    offers = [_offer(state, slot, zones) for slot in _suggested(state, one)]
    return [*blocks, section(Words("pairing.times", {"first": offers[0], "second": offers[-1]}))]


def entries(state: State, one: Introduction) -> list[Block]:
    """Return a button for each suggested time, which shares an entry for any calendar."""
    return [
        button(
            Words("pairing.times.ics", {"number": number}),
            f"ritual:{ICS}:at_{int(slot.timestamp())}",
            value=state.run.id,
        )
        for number, slot in enumerate(_suggested(state, one), start=1)
    ]


def take_entry(state: State, value: str) -> Plan:
    """Share an entry for the time that a button carries; one outside of the round is not believed."""
    digits = value.removeprefix("at_")
    at = datetime.fromtimestamp(int(digits), UTC) if digits.isdecimal() and len(digits) < 12 else None
    closes = state.run.closes_at or state.now
    if at is None or not state.run.opened_at <= at <= closes:
        return Plan(reply=Words("answer.not_yours"))
    title = state.ritual.title[state.ritual.language]
    entry = ics(f"{state.run.id}/{digits}", title, at, stamp=state.now)
    return Plan(file=File(name=f"{state.ritual.id}.ics", content=entry, title=Words(own=state.ritual.title)))


def _slots(state: State, one: Introduction) -> Sequence[datetime]:
    closes = state.run.closes_at or state.now + timedelta(days=7)
    zones = zones_of(state, one)
    looked = (free_slots(state.now + notice, closes, zones, HOURS, state.ritual.rule) for notice in NOTICE)
    return next((slots for slots in looked if slots), [])


def _suggested(state: State, one: Introduction) -> list[datetime]:
    return suggested(_slots(state, one), _draw(one.id))


def zones_of(state: State, one: Introduction) -> list[str]:
    """Return the time zones of a group, each once."""
    known = (state.people[person].timezone for person in one.people)
    return list(dict.fromkeys(zone or state.ritual.rule.timezone for zone in known))


def _shared(slots: Sequence[datetime], zones: Iterable[str]) -> Words:
    """Return the working hours that all of them share, by each one's clock."""
    days: dict[object, list[datetime]] = {}
    for slot in slots:
        days.setdefault(slot.date(), []).append(slot)
    whole = max(days.values(), key=len)  # the first day may have begun
    hours = [
        Words("pairing.times.hours", {"from": _clock(whole[0], zone), "to": _clock(whole[-1] + LENGTH, zone),
                                      "place": Place(zone)})
        for zone in zones
    ]  # fmt: skip
    return Words("pairing.times.shared", {"hours": hours})


def _offer(state: State, slot: datetime, zones: Sequence[str]) -> Words:
    """Return one suggestion: by the clock of each zone, with links that fill in a calendar."""
    local = slot.astimezone(ZoneInfo(zones[0]))
    others = [Words("pairing.times.there", {"at": _clock(slot, zone), "place": Place(zone)}) for zone in zones]
    params = {
        "when": local,
        "outlook": Link(outlook(state.ritual.title[state.ritual.language], slot), Words("pairing.times.outlook")),
        "google": Link(google(state.ritual.title[state.ritual.language], slot), Words("pairing.times.google")),
    }
    return Words("pairing.times.offer.zones" if len(zones) > 1 else "pairing.times.offer", {**params, "there": others})


def outlook(title: str, start: datetime) -> str:
    """Return the address that opens a new entry in Outlook on the web."""
    query = {"path": "/calendar/action/compose", "rru": "addevent", "subject": title,
             "startdt": _iso(start), "enddt": _iso(start + LENGTH)}  # fmt: skip
    return f"{OUTLOOK}?{urlencode(query)}"


def google(title: str, start: datetime) -> str:
    """Return the address that opens a new entry in Google's calendar."""
    dates = "/".join(one.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ") for one in (start, start + LENGTH))
    return f"{GOOGLE}?{urlencode({'action': 'TEMPLATE', 'text': title, 'dates': dates})}"


def ics(uid: str, title: str, start: datetime, *, stamp: datetime) -> str:
    """Return an entry for any calendar (RFC 5545), lines ended as it wants them and folded at 75 bytes."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Rondo//EN", "METHOD:PUBLISH", "BEGIN:VEVENT",
        f"UID:{_escaped(uid)}@rondo", f"DTSTAMP:{_utc(stamp)}", f"DTSTART:{_utc(start)}",
        f"DTEND:{_utc(start + LENGTH)}", f"SUMMARY:{_escaped(title)}", "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _draw(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big")


def _clock(at: datetime, zone: str) -> str:
    return f"{at.astimezone(ZoneInfo(zone)):%H:%M}"


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    """Return a text as RFC 5545 (3.3.11) wants it."""
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())


def _folded(line: str) -> str:
    """Return a line cut into pieces of at most 75 bytes, never inside a letter (RFC 5545, 3.1)."""
    pieces: list[str] = []
    piece = ""
    for sign in line:
        room = 75 if not pieces else 74
        if len((piece + sign).encode()) > room:
            pieces.append(piece)
            piece = ""
        piece += sign
    return "\r\n ".join([*pieces, piece])
