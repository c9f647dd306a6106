"""My entry in the directory: my switches, what stands there, what is missing or grows old, and everything out of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from bot.blocks import actions, button, confirm, context, divider, header, modal, section, verbatim
from bot.directory.audience import is_paused
from bot.model import (
    LEVELS,
    NAME,
    SECTIONS,
    Block,
    Field,
    Level,
    Message,
    OwnEntry,
    Profile,
    ProfileFact,
    Section,
    Words,
)
from bot.slack.views.card import Reader, availability, card_blocks, comma, lines, name_words, row

SWITCHES = ("listed", "expert", "contactable")
EDIT, KEEP, TERMS = "me:edit", "me:keep", "me:terms"
SEEN, DOWNLOAD, DELETE = "me:seen", "me:download", "me:delete"
CONFIRM, CONFIRM_ALL = "fact:confirm", "fact:all"
STALE, KEPT, NAMED = 4, 10, 8
"""Values asked about, entries looked after and missing fields that are shown at once."""
MOST_RENEWED = 150
"""Values that one press renews: their numbers stand in the button, which holds 2000 characters."""
SHORT = 160
"""Characters of a field's values in the overview of a section."""


def me_reply(entry: OwnEntry, reader: Reader) -> Message:
    """The answer to /rondo me."""
    return Message(text=Words("dir.title"), blocks=tuple(entry_blocks(entry, reader, whole=True)))


def entry_blocks(entry: OwnEntry, reader: Reader, *, whole: bool = False) -> list[Block]:
    """My part of App Home; whoever never said a word gets an invitation instead, unless they asked for the `whole`."""
    title = header(Words("dir.title"))
    if entry.is_blank and not whole:
        return [title, section(Words("dir.invite")), actions(_turn(entry, "listed"), block_id="me-list"), *_kept(entry)]
    blocks = [title, section(_standing(entry, reader)), *(_switch(entry, name) for name in SWITCHES), _terms(entry)]
    blocks += [_section(entry, name) for name in SECTIONS if _fields(entry, name)]
    if _is_nameless(entry.profile):
        blocks.append(context(Words("dir.nameless")))
    if entry.missing:
        fields = [Words(own=one.label) for one in entry.missing[:NAMED]]
        blocks.append(context(Words("dir.missing", {"fields": fields})))
    return [*blocks, *_stale(entry), _rest(entry), *_kept(entry)]


def kept_modal(entry: OwnEntry, reader: Reader) -> Block:
    """The entry of somebody without a Slack account, for whoever looks after it."""
    blocks = entry_blocks(entry, reader, whole=True)[1:]
    return modal(Words("dir.keeping.title"), blocks, callback_id="kept", close=Words("button.close"), about=entry.whose)


def seen_modal(entry: OwnEntry, seen: Mapping[Level, Profile | None], reader: Reader) -> Block:
    """What each audience sees of me, one after the other; `seen`: the entry cut to each."""
    blocks: list[Block] = [section(Words("dir.seen.explain"))]
    for level, cut in seen.items():
        blocks += [divider(), header(Words(f"dir.seen.{level}"))]
        if cut is None:
            blocks.append(section(Words("dir.seen.nothing")))
            continue
        blocks += card_blocks(cut, entry.directory, Reader(level, cut.slack_id, cut.timezone, "", reader.now))
    return modal(Words("dir.button.seen"), blocks, callback_id="seen", close=Words("button.close"))


def left_over(blocks: Sequence[Block], answered: Collection[int]) -> list[Block]:
    """What is left of the question whether values still hold, once some were answered; nothing when all were."""
    done = {f"fact~{one}" for one in answered}
    gone = {at for at, one in enumerate(blocks) if one.get("block_id") in done}
    rest = [one for at, one in enumerate(blocks) if at not in gone and at + 1 not in gone]
    open_rows = [one for one in rest if str(one.get("block_id", "")).removeprefix("fact~").isdigit()]
    if len(open_rows) > 1:
        return rest
    return [one for one in rest if one.get("block_id") != "fact~all"] if open_rows else []


def unlisted(entry: OwnEntry) -> Words:
    """What holds for the entry of somebody who is not listed."""
    return Words("dir.unlisted" if entry.is_blank else "dir.unlisted.kept")


def _standing(entry: OwnEntry, reader: Reader) -> Words:
    profile = entry.profile
    if entry.whose:
        return Words("dir.keeping", {"name": profile.name or profile.outside_id})
    if not profile.listing.listed:
        return unlisted(entry)
    if is_paused(profile, reader.now):
        return Words("dir.paused", {"until": profile.listing.paused_until})
    return Words("dir.listed")


def _switch(entry: OwnEntry, name: str) -> Block:
    is_on = getattr(entry.profile.listing, name)
    sign = Words(own=dict.fromkeys(("de", "en"), "🟢 {words}" if is_on else "⚪ {words}"),
                 params={"words": Words(f"dir.switch.{name}")})  # fmt: skip
    if not entry.whose:
        sign = lines([sign, Words(f"dir.switch.{name}.why")])
    usable = name == "listed" or entry.profile.listing.listed
    return section(sign, accessory=_turn(entry, name) if usable else None, block_id=f"me-{name}")


def _turn(entry: OwnEntry, name: str) -> Block:
    """The button that turns a switch to what it is not."""
    if getattr(entry.profile.listing, name):
        return button(Words("dir.button.off"), f"me:off:{name}", value=entry.whose)
    is_own = name == "listed" and not entry.whose
    words = Words("dir.button.list" if is_own else "dir.button.on")
    return button(words, f"me:on:{name}", value=entry.whose, style="primary" if name == "listed" else None)


def _terms(entry: OwnEntry) -> Block:
    listing = entry.profile.listing
    most = listing.most_per_week
    parts = [availability(listing), Words("dir.limit", {"n": most}) if most else Words("dir.limit.none")]
    return section(
        lines([Words("dir.terms.now"), row(parts)]),
        accessory=button(Words("dir.button.change"), TERMS, value=entry.whose),
        block_id="me-terms",
    )


def _section(entry: OwnEntry, name: Section) -> Block:
    """What stands in one part, and the button to write it."""
    fields = _fields(entry, name)
    said = [_said(entry.profile, one, is_only=len(fields) == 1) for one in fields if entry.profile.values(one.key)]
    words = lines([Words(own=dict.fromkeys(("de", "en"), "*{part}*"), params={"part": Words(f"dir.section.{name}")}),
                   *(said or [Words("dir.empty")])])  # fmt: skip
    return section(
        words,
        accessory=button(Words("dir.button.edit"), EDIT, value=f"{name}|{entry.whose}"),
        block_id=f"me-{name}-part",
    )


def _said(profile: Profile, field: Field, *, is_only: bool) -> Words:
    """A field with its values, and who sees it where that is not just the colleagues; the `only` one has no label."""
    facts = [one for one in profile.facts if one.field == field.key]
    text = "{values}" if is_only else "{label}: {values}"
    level = facts[0].audience
    text += "" if level == "colleagues" else " _({who})_"
    params = {"label": Words(own=field.label), "values": _values(field, facts), "who": Words(f"dir.mark.{level}")}
    return Words(own=dict.fromkeys(("de", "en"), text), params=params)


def _values(field: Field, facts: list[ProfileFact]) -> Words:
    if field.type == "photo":
        return Words("dir.photo.shown")
    if field.type == "languages":
        return comma([name_words(one.value) for one in facts])
    said = " ".join(", ".join(one.value for one in facts).split())
    return verbatim(said if len(said) <= SHORT else f"{said[: SHORT - 1].rstrip()}…")


def _fields(entry: OwnEntry, name: Section) -> list[Field]:
    return [one for one in entry.directory.fields.values() if one.section == name]


def _is_nameless(profile: Profile) -> bool:
    """Whether something is meant for more people than the name is: without a name nobody is shown."""
    reach = {one.field: LEVELS.index(one.audience) for one in profile.facts}
    return NAME in reach and max(reach.values()) > reach[NAME]


def _stale(entry: OwnEntry) -> list[Block]:
    """Values that grow old: one press each, or one for all of them."""
    fields = entry.directory.fields
    rows = [
        section(
            Words("dir.stale", {"label": Words(own=fields[one.field].label), "value": one.value}),
            accessory=button(Words("dir.button.holds"), CONFIRM, value=str(one.id)),
            block_id=f"me-stale-{number}",
        )
        for number, one in enumerate(entry.stale[:STALE])
    ]
    if len(entry.stale) > 1:
        every = ",".join(str(one.id) for one in entry.stale[:MOST_RENEWED])
        rows.append(actions(button(Words("dir.button.holds_all"), CONFIRM_ALL, value=every), block_id="me-stale-all"))
    return rows


def _rest(entry: OwnEntry) -> Block:
    sure = confirm(
        Words("dir.delete.title"), Words("dir.delete.words"), yes=Words("dir.delete.yes"), no=Words("dir.delete.no")
    )
    return actions(
        button(Words("dir.button.seen"), SEEN, value=entry.whose),
        button(Words("dir.button.download"), DOWNLOAD, value=entry.whose),
        button(Words("dir.button.delete"), DELETE, value=entry.whose, ask=sure),
        block_id="me-rest",
    )


def _kept(entry: OwnEntry) -> list[Block]:
    """The entries that somebody looks after: people without a Slack account who trust them."""
    if not entry.kept:
        return []
    rows = [
        section(
            verbatim(one.name or one.outside_id),
            accessory=button(Words("dir.button.edit"), KEEP, value=one.person),
            block_id=f"kept-{number}",
        )
        for number, one in enumerate(entry.kept[:KEPT])
    ]
    return [section(Words("dir.kept")), *rows]
