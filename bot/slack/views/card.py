"""A card: what somebody shows of themselves to whoever looks, and the ways to reach them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.blocks import actions, button, context, image, modal, section, verbatim
from bot.directory.tongues import by_code, name_in
from bot.directory.ways import address_of
from bot.model import (
    NAME,
    Block,
    Directory,
    Field,
    Level,
    Link,
    Listing,
    Mention,
    Message,
    PersonId,
    Place,
    Profile,
    ProfileFact,
    Words,
)
from bot.text import escape

HEAD = ("role", "department", "site")
"""What stands beside the name, as far as it may be seen."""
BRIEF = 300
"""Characters of a field's values in a message, beside the first value; a page has room for all."""
OPEN, WRITE, ASK = "card:open", "dm:open", "ask:open"


@dataclass(frozen=True)
class Reader:
    """Who looks: what they count as, where they are, and when it is."""

    level: Level
    slack_id: str
    zone: str
    team: str
    now: datetime
    askable: frozenset[PersonId] = frozenset()
    """Of those shown, whom they may ask for help now."""
    seeks_help: bool = False
    """Whether they look for somebody to ask, so that asking comes first."""


def card_modal(profile: Profile, directory: Directory, reader: Reader, *, photo: str = "") -> Block:
    """The card as a page."""
    blocks = card_blocks(profile, directory, reader, photo=photo)
    return modal(Words("dir.card.title"), blocks, callback_id="card", close=Words("button.close"))


def card_reply(profile: Profile, directory: Directory, reader: Reader, *, photo: str = "") -> Message:
    """The card as an answer; what is too much for a message stands on the page behind its button."""
    said = Words("dir.card.of", {"name": profile.name})
    short = _shortened(profile)
    blocks = card_blocks(short, directory, reader, photo=photo, has_more=short != profile)
    return Message(text=said, blocks=tuple(blocks))


def card_blocks(
    profile: Profile, directory: Directory, reader: Reader, *, photo: str = "", has_more: bool = False
) -> list[Block]:
    """All that may be seen of somebody, in the order of the catalogue; `photo` is the address of theirs, if shown."""
    shown = image(photo, alt=Words("dir.photo.of", {"name": profile.name})) if photo.startswith("https://") else None
    blocks = [section(who(profile), accessory=shown), context(state(profile, reader))]
    for field in directory.fields.values():
        facts = [one for one in profile.facts if one.field == field.key]
        if facts and field.key not in (NAME, *HEAD) and field.type != "photo":
            blocks.append(section(lines([_label(field), _values(field, facts)])))
    buttons = ways(profile, reader, has_card=has_more)
    return [*blocks, actions(*buttons, block_id="ways")] if buttons else blocks


def who(profile: Profile) -> Words:
    """The person, and beside them what they are and where."""
    name = f"<@{profile.slack_id}>" if profile.slack_id else f"*{_bold(profile.name)}*"
    beside = [value for key in HEAD for value in profile.values(key)]
    said = Words(own={"de": name, "en": name})
    return lines([said, verbatim(" · ".join(beside))]) if beside else said


def state(profile: Profile, reader: Reader) -> Words:
    """Whether one reaches them, who stands in, and what time it is where they are, if that differs."""
    parts = [availability(profile.listing)]
    there = profile.timezone
    if there and _offset(there, reader.now) != _offset(reader.zone, reader.now):
        clock = reader.now.astimezone(ZoneInfo(there)).strftime("%H:%M")
        parts.append(Words("dir.local_time", {"time": clock, "zone": Place(there)}))
    return row(parts)


def availability(listing: Listing) -> Words:
    """The state in words; who stands in comes with it, and no reason."""
    key = f"dir.state.{listing.availability}"
    said = Words(f"dir.state.{listing.availability}")
    if listing.availability != "available" and listing.away_until is not None:
        said = Words(f"{key}.until", {"until": listing.away_until})
    if listing.substitute is None:
        return said
    return row([said, Words("dir.substitute", {"who": Mention(listing.substitute)})])


def ways(profile: Profile, reader: Reader, *, has_card: bool, topic: str = "") -> list[Block]:
    """The buttons: a direct message in one press, a question for help where they take some, their card.

    `topic`: what they are asked about, unless the seeker says otherwise.
    """
    buttons = []
    if profile.slack_id and profile.slack_id != reader.slack_id:
        buttons.append(button(Words("dir.button.write"), WRITE, url=direct_message(reader.team, profile.slack_id)))
        if profile.person in reader.askable:
            value = f"{profile.person}|{topic}" if topic else profile.person
            style = "primary" if reader.seeks_help else None
            asks = button(Words("dir.button.ask"), ASK, value=value, style=style)
            buttons.insert(0 if reader.seeks_help else 1, asks)
    if has_card:
        buttons.append(button(Words("dir.button.card"), OPEN, value=profile.person))
    return buttons


def direct_message(team: str, slack_id: str) -> str:
    """The address that opens the direct message with somebody in Slack's own client (Slack, "Deep linking")."""
    return f"slack://user?team={team}&id={slack_id}"


def way_words(value: str) -> Words:
    """A way to reach somebody: a link where it is safe to be one, else words."""
    address = address_of(value)
    shown = verbatim(value)
    if not address:
        return shown
    return Words(own={"de": "{way}", "en": "{way}"}, params={"way": Link(address, shown)})


def lines(parts: list[Words]) -> Words:
    """Several sentences under each other."""
    return _joined(parts, "\n")


def row(parts: list[Words]) -> Words:
    """Several sentences in one line."""
    return _joined(parts, " · ")


def comma(parts: list[Words]) -> Words:
    """Several words with commas between."""
    return _joined(parts, ", ")


def name_words(spoken: str) -> Words:
    """A language as the reader calls it, where its code is known."""
    if spoken not in by_code():
        return verbatim(spoken)
    return Words(own={language: name_in(spoken, language) for language in ("de", "en")})


def _shortened(profile: Profile) -> Profile:
    """Return a profile with the first values of each field: Slack takes no message of more than some 13,000 signs."""
    room: dict[str, int] = {}
    kept = []
    for one in profile.facts:
        is_first = one.field not in room
        room[one.field] = room.get(one.field, BRIEF) - len(one.value)
        if is_first or room[one.field] >= 0:
            kept.append(one)
    return replace(profile, facts=tuple(kept))


def _values(field: Field, facts: list[ProfileFact]) -> Words:
    if field.type in ("text", "long"):
        return verbatim(facts[0].value)
    if field.type == "languages":
        return comma([name_words(one.value) for one in facts])
    if field.type == "responsibilities":
        return lines(list(_responsibilities(facts)))
    if field.type == "contact":
        return lines([way_words(one.value) for one in facts])
    return verbatim(", ".join(one.value for one in facts))


def _responsibilities(facts: list[ProfileFact]) -> Iterator[Words]:
    for one in facts:
        if one.other is None:
            yield verbatim(one.value)
        else:
            yield row([verbatim(one.value), Words("dir.substitute", {"who": Mention(one.other)})])


def _label(field: Field) -> Words:
    return Words(own={language: f"*{escape(said)}*" for language, said in field.label.items()})


def _joined(parts: list[Words], between: str) -> Words:
    names = [f"part_{chr(ord('a') + number // 26)}{chr(ord('a') + number % 26)}" for number in range(len(parts))]
    text = between.join(f"{{{name}}}" for name in names)
    return Words(own={"de": text, "en": text}, params=dict(zip(names, parts, strict=True)))


def _bold(name: str) -> str:
    """A name such that nothing in it ends the bold it stands in, nor fills a placeholder."""
    return escape(name).replace("*", "∗").replace("{", "(").replace("}", ")")


def _offset(zone: str, now: datetime) -> object:
    return now.astimezone(ZoneInfo(zone or "UTC")).utcoffset()
