"""What managers decide about versions of the rituals file: apply, answer, roll back, discard.

Each decision looks at everything anew: who presses, what is live, what would change (service.proposals).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from bot.access import may
from bot.model import Mention, Message, Person, Words
from bot.service import announcements as say
from bot.service import roles
from bot.service.announcements import YES, Proposal
from bot.service.context import Context
from bot.service.notices import tell
from bot.service.proposals import go_live, planned, written
from bot.service.shelf import readable
from bot.store import audit, inbound, renaming, versions
from bot.store.db import Tx

_VALUE = re.compile(r"([0-9]{1,15})\.([0-9]{1,15})\.([yn]{0,200})")


@dataclass(frozen=True)
class Choice:
    """What a button carried: a version, the one that was live when it was shown, and the answers so far."""

    version: int
    base: int
    answers: str = ""

    @classmethod
    def read(cls, value: str) -> Choice:
        """Understand a button's value; one that was tampered with names no version."""
        match = _VALUE.fullmatch(value)
        return cls(int(match[1]), int(match[2]), match[3]) if match else cls(0, 0)


def decide(
    context: Context, someone: Person, choice: Choice, *, answer: str = "", key: str, now: datetime
) -> Message | None:
    """Apply a version, or take one more answer about it; return what the presser reads, None for a repeated delivery.

    A file beside Rondo that only waits for answers holds with the last of them. Raises UserError for somebody who may
    not.
    """
    with context.database.begin() as tx:
        if not inbound.first_time(tx, key, now=now):
            return None
        versions.lock(tx)
        version, live = versions.get(tx, choice.version), versions.live(tx)
        config = readable(version, context.kinds) if version is not None else None
        if version is None or live is None or config is None:
            roles.insist(tx, context, someone, "apply")
            return say.sentence(Words("versions.gone"))
        proposal = planned(context, live, version, config, answers=choice.answers + answer)
        _insist_on(tx, context, someone, proposal)
        if version.state != "proposed":
            return say.sentence(Words(f"versions.state.{version.state}", {"number": version.id}))
        if choice.base != live.id:
            return say.proposal_message(
                planned(context, live, version, config), lead=Words("versions.stale", {"number": live.id})
            )
        if answer and proposal.question is None and version.origin != "file":
            return say.proposal_message(proposal, lead=Words("versions.ready"))
        return _carry_out(tx, context, someone, proposal, now=now)


def roll_back(context: Context, someone: Person, choice: Choice, *, key: str, now: datetime) -> Message | None:
    """Bring back an older version, as a new one with its text; return what the presser reads. Raises UserError."""
    with context.database.begin() as tx:
        if not inbound.first_time(tx, key, now=now):
            return None
        roles.insist(tx, context, someone, "roll_back")
        versions.lock(tx)
        target, live = versions.get(tx, choice.version), versions.live(tx)
        config = readable(target, context.kinds) if target is not None else None
        if target is None or live is None or config is None or target.state not in {"past", "live"}:
            return say.sentence(Words("versions.gone"))
        if target.fingerprint == live.fingerprint:
            return say.sentence(Words("versions.state.live", {"number": live.id}))
        version = written(tx, config, origin="rollback", by=someone, now=now)
        audit.note(tx, at=now, actor=someone.id, action="version_rolled_back", object=f"{version.id} to {target.id}")
        proposal = planned(context, live, version, config)
        if choice.base != live.id:
            return say.proposal_message(proposal, lead=Words("versions.stale", {"number": live.id}))
        return _carry_out(tx, context, someone, proposal, now=now)


def discard(context: Context, someone: Person, choice: Choice, *, key: str, now: datetime) -> Message | None:
    """Put a proposal aside; return what the presser reads. Raises UserError."""
    with context.database.begin() as tx:
        if not inbound.first_time(tx, key, now=now):
            return None
        roles.insist(tx, context, someone, "discard")
        versions.lock(tx)
        if not versions.discard(tx, choice.version):
            return say.sentence(Words("versions.gone"))
        audit.note(tx, at=now, actor=someone.id, action="version_discarded", object=str(choice.version))
    return say.sentence(Words("versions.state.discarded", {"number": choice.version}))


def recent(context: Context, someone: Person, *, count: int = 5) -> Message:
    """Return the last versions, each with the way back to it. Raises UserError."""
    with context.database.read() as tx:
        roles.insist(tx, context, someone, "list_versions")
        return say.versions_message(versions.recent(tx, count))


def _insist_on(tx: Tx, context: Context, someone: Person, proposal: Proposal) -> None:
    """Raise UserError unless they may decide; a file that only asks about ids also listens to the rituals' owners."""
    concerned = frozenset(old for old, _ in proposal.renames)
    if proposal.version.origin == "file" and may(
        roles.standing_of(tx, context.config(), someone), "answer", rituals=concerned
    ):
        return
    roles.insist(tx, context, someone, "apply")


def _carry_out(tx: Tx, context: Context, someone: Person, proposal: Proposal, *, now: datetime) -> Message:
    """Ask what is still open, else let a second person press, else let it go live."""
    version = proposal.version
    if proposal.question is not None:
        return say.proposal_message(proposal, lead=Words("versions.question"))
    if proposal.needs_second and version.proposed_by in (None, someone.id):
        return _ask_second(tx, context, someone, proposal, now=now)
    for (old, new), answer in zip(proposal.renames, proposal.answers, strict=True):
        if answer == YES:
            renaming.rename(tx, old, new)
            audit.note(tx, at=now, actor=someone.id, action="ritual_renamed", object=f"{old} to {new}")
    before = versions.live(tx)
    go_live(tx, version, by=someone, now=now)
    told = {someone.id: someone, **{one.id: one for one in _proposer(tx, proposal, context)}}
    message = say.live_message(version, before)
    tell(tx, context, told.values(), message, key=f"version/{version.id}/live", now=now)
    return say.sentence(Words("versions.applied", {"number": version.id}))


def _ask_second(tx: Tx, context: Context, someone: Person, proposal: Proposal, *, now: datetime) -> Message:
    """Ask all other managers to press too; the one who asks stands for the proposal from now on."""
    version = proposal.version
    versions.set_proposer(tx, version.id, someone.id)
    others = [one for one in roles.managers(tx, context.config()) if one.id != someone.id]
    if not others:
        return say.sentence(Words("versions.second.nobody"))
    lead = Words("versions.second.asked", {"who": Mention(someone.id)})
    message = say.proposal_message(proposal, lead=lead)
    tell(tx, context, others, message, key=f"version/{version.id}/second/{proposal.answers}", now=now)
    audit.note(tx, at=now, actor=someone.id, action="version_seconded", object=str(version.id))
    return say.sentence(Words("versions.second.needed", {"n": len(others)}))


def _proposer(tx: Tx, proposal: Proposal, context: Context) -> list[Person]:
    return [one for one in roles.managers(tx, context.config()) if one.id == proposal.version.proposed_by]
