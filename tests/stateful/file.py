"""The rituals file of the town, and the edits that people make to it."""

from __future__ import annotations

HEAD = "version: 1\ndefaults: {language: de, timezone: Europe/Berlin}\nrituals:\n"


def pairing(*, at: str = "09:00", days: str = "mon", said: str = "Kaffee") -> str:
    """Return a coffee round."""
    return (
        f"  - {{id: kaffee, kind: pairing, title: {said}, channel: alle, join: channel, close_after: 3 days,\n"
        f'     schedule: {{every: week, days: [{days}], at: "{at}"}}}}\n'
    )


def post(name: str, where: str, *, at: str, days: str, said: str = "Hallo", more: str = "") -> str:
    """Return a post to a channel or to people."""
    return (
        f"  - {{id: {name}, kind: post, title: {name}, {where}, text: {said},{more}\n"
        f'     schedule: {{every: week, days: [{days}], at: "{at}"}}}}\n'
    )


COFFEE = pairing()
GREETING = post("gruss", "channel: alle", at="02:30", days="mon, tue, sun", more=" grace: 3 hours,")
LETTER = post("brief", "audience: {channel: alle}", at="10:00", days="mon, wed, fri")
EDITS: dict[str, dict[str, str | None]] = {
    "the coffee later": {"kaffee": pairing(at="11:30")},
    "the coffee on another day": {"kaffee": pairing(days="tue, thu")},
    "the coffee renamed": {"kaffee": pairing(said="Mokka")},
    "the coffee as it was": {"kaffee": COFFEE},
    "no greeting": {"gruss": None},
    "the greeting again": {"gruss": GREETING},
    "the greeting at the hour that comes twice": {"gruss": post("gruss", "channel: alle", at="02:00", days="sun")},
    "another letter": {
        "brief": post("brief", "audience: {channel: alle}", at="10:00", days="mon, wed, fri", said="Du")
    },
    "the letter as it was": {"brief": LETTER},
    "something new": {"neu": post("neu", "channel: alle", at="10:05", days="mon, tue, wed, thu, fri")},
    "nothing new": {"neu": None},
}
