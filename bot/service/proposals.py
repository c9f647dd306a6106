"""A new version of the rituals file comes in: from the watched file, from a manager, from the operator's address.

It is written down here, with what it would change; service.rollout decides. Whatever is decided stands in the database
only; each process sees which version is live and takes it from there (service.watch). All of it happens one after the
other (versions.lock).
"""

from __future__ import annotations

from datetime import datetime

import structlog

from bot.config import Config
from bot.config.changes import compare, renamed
from bot.model import Mention, Origin, Person, Version, Words
from bot.service import announcements as say
from bot.service import roles
from bot.service.announcements import Proposal
from bot.service.context import Context
from bot.service.notices import tell
from bot.service.shelf import readable
from bot.store import audit, inbound, versions
from bot.store.db import Tx

log = structlog.get_logger()
UNDO = (
    "rituals got other ids and nobody could be asked: they are new rituals now, without members and history. "
    "If they are the old ones, write the old ids again."
)


def take_file(context: Context, config: Config, *, now: datetime, again: bool = False) -> None:
    """Let the watched file hold, if it changed since it was last taken; where a ritual got another id, ask first.

    With `again` it is taken although it was before: something else may be live since, or wait for an answer.
    """
    with context.database.begin() as tx:
        versions.lock(tx)
        live, last = versions.live(tx), versions.latest(tx, "file")
        known = live if again else last
        is_known = live is not None and known is not None and known.fingerprint == config.fingerprint
        if again or not is_known:
            versions.supersede(tx, "file")
        if is_known:
            return
        version = written(tx, config, origin="file", now=now)
        proposal = planned(context, live, version, config) if live is not None else None
        if live is None or proposal is None or not proposal.renames:
            go_live(tx, version, by=None, now=now)
            return
        standing = readable(live, context.kinds) or context.config()
        asked = roles.responsible(tx, standing, rituals=(old for old, _ in proposal.renames))
        if not asked:
            log.warning(UNDO, action="ritual_renamed", rituals=dict(proposal.renames))
            go_live(tx, version, by=None, now=now)
            return
        message = say.proposal_message(proposal, lead=Words("versions.file_asks"))
        tell(tx, context, asked, message, key=f"version/{version.id}/asks", now=now)
    log.warning("the rituals file waits for an answer", action="file_waits", version=version.id)


def propose(context: Context, someone: Person, config: Config, *, file: str, key: str, now: datetime) -> None:
    """Keep a manager's file as a proposal and answer with what it would change. Raises UserError for others."""
    with context.database.begin() as tx:
        if not inbound.first_time(tx, key, now=now):
            return
        roles.insist(tx, context, someone, "propose")
        versions.lock(tx)
        live = versions.live(tx)
        if live is None or live.fingerprint == config.fingerprint:
            tell(tx, context, [someone], say.sentence(Words("versions.same")), key=f"same/{key}", now=now)
            return
        version = written(tx, config, origin="upload", by=someone, now=now)
        lead = Words("versions.from_person", {"who": Mention(someone.id), "file": file})
        message = say.proposal_message(planned(context, live, version, config), lead=lead)
        tell(tx, context, [someone], message, key=f"version/{version.id}/plan", now=now)


def propose_from_address(context: Context, config: Config, *, now: datetime) -> None:
    """Keep what the operator's address holds as a proposal, once, and ask all managers."""
    with context.database.begin() as tx:
        versions.lock(tx)
        live, last = versions.live(tx), versions.latest(tx, "address")
        known = {one.fingerprint for one in (live, last) if one is not None}
        if live is None or config.fingerprint in known:
            return
        asked = roles.managers(tx, readable(live, context.kinds) or context.config())
        versions.supersede(tx, "address")
        version = written(tx, config, origin="address", now=now)
        message = say.proposal_message(planned(context, live, version, config), lead=Words("versions.from_address"))
        tell(tx, context, asked, message, key=f"version/{version.id}/plan", now=now)
    if not asked:
        log.warning("nobody may approve what the address holds: name `managers:`", action="nobody_to_ask")


def written(tx: Tx, config: Config, *, origin: Origin, now: datetime, by: Person | None = None) -> Version:
    """Write a proposal down, and who proposed it."""
    actor = by.id if by is not None else None
    version = versions.propose(
        tx, fingerprint=config.fingerprint, source=config.source, origin=origin, now=now, by=actor
    )
    audit.note(tx, at=now, actor=actor, action="version_proposed", object=str(version.id))
    return version


def planned(context: Context, live: Version, version: Version, config: Config, *, answers: str = "") -> Proposal:
    """Return what a version would change in the one that is live; of one we cannot read, in what holds instead."""
    standing = readable(live, context.kinds) or context.config()
    changes = compare(standing, config, context.kinds)
    renames = tuple(sorted(renamed(standing, config).items()))
    return Proposal(
        version=version,
        base=live.id,
        changes=changes,
        renames=renames,
        answers=answers[: len(renames)],
        needs_second=version.origin != "file" and any(change.touches == "data" for change in changes),
    )


def go_live(tx: Tx, version: Version, *, by: Person | None, now: datetime) -> None:
    """Let a version hold; without a person it was the file itself."""
    actor = by.id if by is not None else None
    versions.make_live(tx, version.id, now=now, by=actor)
    audit.note(tx, at=now, actor=actor, action="version_live", object=str(version.id))
