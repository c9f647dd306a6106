"""When each letter of a plan leaves: the ledger is read once, then all is decided in memory.

Channels and what somebody asked for: at once. Messages to people that nobody asked for get a place from the budget,
the house's footer, and, for one person alone, company: what falls on one day and has not left is one message.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from bot.blocks import payload
from bot.delivery.fitness import SURFACE
from bot.i18n import shared_language
from bot.model import Language, Letter, Person, PersonId, Ritual, State, StoredLetter, Words
from bot.rituals.base import OPEN
from bot.schedule import next_occurrence, personal_instant, zone_of
from bot.service.budget import Tally, Window, Wish, local_day, place
from bot.service.bundle import Part, part_of, parts_of, payload_of
from bot.service.context import Context
from bot.service.host import Host
from bot.store import letters
from bot.store.db import Tx
from bot.store.letters import Draft, Payload

HOLD = timedelta(seconds=15)
"""How long a message to one person waits, so that the rituals of one minute meet before the first of them leaves: a
tick commits all that is due within seconds. By the bot's clock: a time bar moves over it like over any wait."""
SAID = 50
"""Renderings that are kept for letters that say the same; a round of thousands would else fill the memory."""
WEEK = timedelta(days=7)
LOOK_BACK = timedelta(days=8)
OVER_BUDGET = "over_budget"


def arrange(tx: Tx, context: Context, plan: Sequence[Letter], *, state: State, now: datetime) -> list[Draft]:
    """Return the letters as they are to be written down, in the plan's order; hosts they join are changed at once."""
    unsolicited = [letter for letter in plan if is_unsolicited(letter)]
    mailing = Mailing.read(tx, context, unsolicited, state=state, now=now) if unsolicited else None
    others = [letter for letter in plan if not is_unsolicited(letter)]
    drafts = {one.key: _plain(one, state, now, payload=_public(context, one, state)) for one in others}
    if mailing is not None:
        for letter in unsolicited:
            drafts[letter.key] = mailing.add(letter)
        drafts |= mailing.carriers(drafts)
        drafts |= _openings(plan, drafts)
        letters.rewrite(tx, mailing.rewritten())
    return [drafts[letter.key] for letter in plan]


def is_unsolicited(letter: Letter) -> bool:
    """Return whether a letter speaks up to people who did not ask for it."""
    nobody_asked = letter.weight != "asked" and not letter.asked_by.issuperset(letter.people)
    return letter.op == "post" and bool(letter.people) and letter.channel is None and nobody_asked


class Mailing:
    """What is decided about the unsolicited letters of one plan."""

    def __init__(self, context: Context, state: State, now: datetime, *, tally: Tally, waits: Mapping[str, datetime]):
        self._context = context
        self._state = state
        self._now = now
        self._tally = tally
        self._waits = dict(waits)
        self._window = Window(state.ritual.rule, context.config().send_between)
        self._people = {**{one.id: one for one in state.members}, **state.people}
        self._hosts: dict[tuple[PersonId, date], Host] = {}
        self._worth = _worth(state, now)
        self._rendered: dict[tuple[int, int, Language, bool], tuple[Part, Mapping[str, Any]]] = {}

    @classmethod
    def read(cls, tx: Tx, context: Context, unsolicited: Sequence[Letter], *, state: State, now: datetime) -> Mailing:
        """Read what the people of these letters have got, and what waits for them; nobody else decides meanwhile."""
        letters.lock_budget(tx)
        people = {**{one.id: one for one in state.members}, **state.people}
        named = [person for letter in unsolicited for person in letter.people if person not in letter.asked_by]
        zones = {one: zone_for(people[one], context) for one in named}
        waits = letters.waiting_until(tx, [letter.after for letter in unsolicited if letter.after])
        mailing = cls(context, state, now, tally=read_tally(tx, context, zones, now=now), waits=waits)
        alone = [letter.people[0] for letter in unsolicited if len(letter.people) == 1]
        for found in letters.hosts(tx, alone):
            mailing._welcome(found, zones)
        return mailing

    def add(self, letter: Letter) -> Draft:
        """Give a letter its moment, its footer and its company, or the reason why it is not sent."""
        asked = [one for one in letter.people if one not in letter.asked_by]
        people = tuple((one, zone_for(self._people[one], self._context)) for one in asked)
        wish = self._wish(letter, people)
        draft = _plain(letter, self._state, self._now, payload=lambda: self._said(letter)[1])
        draft = replace(draft, unsolicited=True, expires_at=wish.latest)
        if len(letter.people) > 1:
            return self._settled(draft, wish, place(wish, self._tally, self._window))
        part, said = self._said(letter)
        say = self._context.catalogues[language_for(letter, self._state)].say
        return self._alone(replace(draft, payload=said), wish, part, say)

    def carriers(self, drafts: Mapping[str, Draft]) -> dict[str, Draft]:
        """Return those letters of the plan that carry others of it, with all they say."""
        return {
            host.key: replace(drafts[host.key], payload=host.payload, not_before=host.at)
            for host in self._hosts.values()
            if host.id is None and host.payload is not None
        }

    def rewritten(self) -> dict[int, tuple[Mapping[str, Any], datetime]]:
        """Return the letters of earlier plans that carry letters of this one: what they say now, and when."""
        hosts = self._hosts.values()
        return {one.id: (one.payload, one.at) for one in hosts if one.id is not None and one.payload is not None}

    def _welcome(self, found: StoredLetter, zones: Mapping[PersonId, str]) -> None:
        """Take a waiting letter as a host, if it was written for one person alone."""
        parts = parts_of(found.payload)
        if not parts or len(found.people) != 1:
            return
        someone = self._people[found.people[0]]
        say = self._context.catalogues[shared_language([someone], self._context.config().language)].say
        latest = found.expires_at or found.not_before
        day = local_day(found.not_before, zones[someone.id])
        self._hosts.setdefault((someone.id, day), Host(found.key, found.id, found.not_before, latest, parts, say))

    def _wish(self, letter: Letter, people: tuple[tuple[PersonId, str], ...]) -> Wish:
        run, rule, opens = self._state.run, self._state.ritual.rule, self._state.step == OPEN
        wanted = [self._now, letter.not_before or self._now, self._waits.get(letter.after or "", self._now)]
        if opens and rule.personal and letter.not_before is None:
            wanted += [personal_instant(rule, run.nominal_date, zone) for _, zone in people]
        earliest = max(wanted)
        latest = letter.expires_at or run.closes_at or earliest + self._worth
        return Wish(people, earliest, latest, letter.weight, own=run.nominal_date if opens else None)

    def _said(self, letter: Letter) -> tuple[Part, Mapping[str, Any]]:
        """Render a letter with its footer; what says the same to many is rendered once for each language."""
        language, alone = language_for(letter, self._state), len(letter.people) == 1
        same = (id(letter.message), id(letter.why), language, alone)
        if same not in self._rendered:
            if len(self._rendered) >= SAID:
                self._rendered.clear()
            say = self._context.catalogues[language].say
            part = part_for(letter, self._state.ritual, say)
            said = payload_of([part], say)
            self._rendered[same] = part, said if alone else {key: said[key] for key in ("text", "blocks")}
        return self._rendered[same]

    def _alone(self, draft: Draft, wish: Wish, part: Part, say: Callable[..., str]) -> Draft:
        """Place a letter to one person: with another that waits for the same day, or by itself."""
        ((someone, zone),) = wish.people

        def host_on(at: datetime) -> Host | None:
            host = self._hosts.get((someone, local_day(at, zone)))
            return host if host and host.may_take(part, at=at + HOLD, latest=wish.latest) else None

        at = place(wish, self._tally, self._window, joins=lambda at: host_on(at) is not None)
        host = host_on(at) if at else None
        if at is None or host is None:
            settled = self._settled(draft, wish, at and at + HOLD)
            if at is not None:
                day = local_day(at, zone)
                self._hosts[someone, day] = Host(draft.key, None, at + HOLD, wish.latest, (part,), say)
            return settled
        host.take(part, at=at + HOLD, latest=wish.latest)
        self._waits[draft.key] = host.at
        return replace(draft, not_before=host.at, bundle=host.key)

    def _settled(self, draft: Draft, wish: Wish, at: datetime | None) -> Draft:
        if at is None:
            return replace(draft, outcome=OVER_BUDGET)
        for someone, zone in wish.people:
            self._tally.add(someone, local_day(at, zone))
        self._waits[draft.key] = at
        return replace(draft, not_before=at)


def read_tally(
    tx: Tx, context: Context, zones: Mapping[PersonId, str], *, now: datetime, without: Iterable[int] = ()
) -> Tally:
    """Return how much these people got and are to get, some letters left out."""
    tally = Tally(context.config().budget)
    for one in letters.taken(tx, zones, since=now - LOOK_BACK, without=without):
        tally.add(one.person, local_day(one.at, zones[one.person]))
    return tally


def zone_for(someone: Person, context: Context) -> str:
    """Return the name of a person's zone, the company's where Slack gives none."""
    return zone_of(someone, context.config().timezone).key


def language_for(letter: Letter, state: State) -> Language:
    """Return the letter's language: said by the kind, shared by its people, or the ritual's."""
    if letter.language is not None:
        return letter.language
    people = [state.people[person] for person in letter.people if person in state.people]
    return shared_language(people, state.ritual.language)


def part_for(letter: Letter, ritual: Ritual, say: Callable[..., str]) -> Part:
    """Return what an unsolicited letter says, with the house's footer."""
    assert letter.message is not None, "a post says something: commit looked"
    title = Words(own=ritual.title)
    why = letter.why or Words("footer.part" if len(letter.people) == 1 else "footer.part.all", {"title": title})
    return part_of(letter.message, title=title, ritual=ritual.id, why=why, say=say)


def _worth(state: State, now: datetime) -> timedelta:
    """Return how long a message of a run that does not stay open is worth sending: half the way to the next one."""
    coming = next_occurrence(state.ritual.rule, now)
    return min(WEEK, (coming.at - now) / 2) if coming else WEEK


def _payload(context: Context, letter: Letter, state: State) -> Mapping[str, Any]:
    say = context.catalogues[language_for(letter, state)].say
    return payload(letter.message, say) if letter.message else {}


def _public(context: Context, letter: Letter, state: State) -> Mapping[str, Any]:
    """Render a letter; what goes to a channel carries for whom it was written, since others may have come by then."""
    said = _payload(context, letter, state)
    if letter.people or letter.message is None:
        return said
    level = state.level if context.kinds[state.ritual.kind].reads_profiles else ""
    return {**said, SURFACE: {"level": level, "external": state.ritual.allow_external}}


def _plain(letter: Letter, state: State, now: datetime, *, payload: Payload) -> Draft:
    return Draft(
        key=letter.key,
        run=state.run.id,
        op=letter.op,
        people=letter.people,
        channel=letter.channel,
        after=letter.after,
        in_thread=letter.in_thread,
        payload=payload,
        priority=min(letter.priority, letters.URGENT) if letter.weight == "asked" else letter.priority,
        not_before=letter.not_before or now,
        on_doubt=letter.on_doubt,
    )


def _openings(plan: Sequence[Letter], drafts: Mapping[str, Draft]) -> dict[str, Draft]:
    """Let a conversation be opened when the first word is said in it, and not at all if none is."""
    said: dict[str, list[Draft]] = {}
    for letter in plan:
        opening = drafts.get(letter.after or "")
        if opening is not None and opening.op == "open" and is_unsolicited(letter):
            said.setdefault(opening.key, []).append(drafts[letter.key])
    return {key: _opening(drafts[key], words) for key, words in said.items()}


def _opening(opening: Draft, words: Sequence[Draft]) -> Draft:
    moments = [one.not_before for one in words if one.outcome is None and one.not_before is not None]
    return replace(opening, not_before=min(moments)) if moments else replace(opening, outcome=OVER_BUDGET)
