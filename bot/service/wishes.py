"""What people decide for themselves about being brought together with others: how often, with whom not, and so on.

Whom somebody avoids is read by that person alone and by the matching; no list, log or message shows it to anybody else.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.model import MOST_AVOIDED, SPOKEN, WEEKS, OwnWishes, Person, SlackUser, Wishes
from bot.service.context import Context
from bot.service.people import fresh, insist_eligible
from bot.store import audit, avoided, inbound, people
from bot.store.db import Tx


def own_wishes(context: Context, someone: Person) -> OwnWishes:
    """Return what somebody decided. Raises UserError for guests."""
    insist_eligible(someone)
    with context.database.read() as tx:
        others = people.by_ids(tx, avoided.of_person(tx, someone.id)).values()
        return OwnWishes(fresh(tx, someone).wishes, tuple(sorted(one.slack_id for one in others)))


def keep_wishes(
    context: Context, someone: Person, wishes: Wishes, avoids: Iterable[str], *, key: str, now: datetime
) -> bool:
    """Keep what somebody decided; `avoids` are Slack ids. Return False for a repeated delivery. Raises UserError."""
    insist_eligible(someone)
    with context.database.begin() as tx:
        if not inbound.first_time(tx, key, now=now):
            return False
        people.set_wishes(tx, someone.id, _checked(wishes))
        avoided.replace_of(
            tx, someone.id, [_known(tx, one, now).id for one in list(dict.fromkeys(avoids))[:MOST_AVOIDED]]
        )
        audit.note(tx, at=now, actor=someone.id, action="wishes", object="self")
    return True


def fetch_photo(context: Context, someone: Person, *, now: datetime) -> None:
    """Ask Slack for the photo of somebody who now shows it. Raises DeliveryError; the next night asks again."""
    with context.database.read() as tx:
        if not fresh(tx, someone).wishes.shows_photo:
            return
    told = context.slack.user(someone.slack_id)
    with context.database.begin() as tx:
        people.upsert(tx, told, now=now)


def _checked(wishes: Wishes) -> Wishes:
    """Return wishes with nothing in them that cannot be chosen: what a form sends is untrusted."""
    return Wishes(
        every_weeks=wishes.every_weeks if wishes.every_weeks in WEEKS else 1,
        on_demand=wishes.on_demand,
        languages=tuple(one for one in SPOKEN if one in wishes.languages),
        shows_photo=wishes.shows_photo,
        status_counts=wishes.status_counts,
    )


def _known(tx: Tx, slack_id: str, now: datetime) -> Person:
    return people.by_slack_id(tx, slack_id) or people.upsert(tx, SlackUser(slack_id), now=now)
