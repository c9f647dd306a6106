"""How a life is brought to each place at which it may die: what happens before it starts, and while it lives.

Most places are reached by starting and by time going on; the others by what somebody types, presses, sends or by what
Slack answers. A place that is not named here is one of those that time brings.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from tests.chaos.acts import (
    ANNA,
    BAD,
    CARLA,
    OLIVER,
    Act,
    answered,
    asking,
    at_home,
    calendar_entry,
    changed,
    doubt,
    ended,
    fault,
    goal_set,
    goes,
    grown_group,
    handed_to_nobody,
    in_and_out,
    kept,
    left_behind,
    lifted,
    looked_after,
    lost_in_thread,
    nothing,
    opened,
    ready_to_meet,
    recalled,
    rolled_back,
    spoilt,
    stopped,
    stranger,
    thrown_away,
    typed,
    unheard,
    untold,
    uploaded,
    version,
    week_over,
    wished,
    written,
)
from tests.chaos.place import Place

AGAIN = 0.1
"""Seconds between two acts of the same sort, until the life dies of one."""


@dataclass(frozen=True)
class Provocation:
    """What to do: once while nobody lives, then again and again while somebody does, then once more."""

    before: Act = nothing
    during: Act = nothing
    after: Act = nothing
    """What tidies up, when the life is dead."""
    settings: Callable[[Place], dict[str, str]] = lambda place: {}


LOST = Provocation(during=fault("lost_reply", "chat.postMessage"))
NEVER = Provocation(during=fault("reset", "chat.postMessage"))
REFUSED = Provocation(during=fault("429", "chat.postMessage"))
REPLY = Provocation(during=typed("/rondo list"))
FILE = Provocation(during=written(changed))
UPLOAD = Provocation(during=uploaded(changed))
ADDRESS = Provocation(
    during=lambda place: setattr(place, "proposal", changed(place)),
    settings=lambda place: {"RONDO_RITUALS_URL": f"{place.sandbox.url}/rituals.yaml"},
)
ENTRY = Provocation(before=opened("kaffee"), during=calendar_entry)
KEPT = Provocation(before=kept, during=looked_after)
PROVOCATIONS = {
    "commit:delivery.distributed._put_back": Provocation(during=fault("429", "chat.postMessage", retry_after=120)),
    "commit:delivery.doubt.settle_doubt": LOST,
    "call:conversations.history": LOST,
    "call:conversations.replies": Provocation(during=lost_in_thread),
    "commit:delivery.doubt._again": NEVER,
    "commit:delivery.doubt._decide": Provocation(during=doubt("not_ok", error="missing_scope")),
    "commit:delivery.doubt._hold": Provocation(during=doubt("429")),
    "commit:delivery.leases.leave": Provocation(during=ended),
    "commit:delivery.letter._set_aside": Provocation(before=spoilt, after=thrown_away),
    "commit:delivery.letter._settle_failed": REFUSED,
    "commit:delivery.rescue._give_out_lost": Provocation(before=handed_to_nobody),
    "call:chat.delete": Provocation(during=recalled()),
    "call:chat.update": Provocation(during=recalled(text="Heute nicht.")),
    "commit:service.departures._look": Provocation(before=opened("kaffee")),
    "call:files.getUploadURLExternal": ENTRY,
    "call:files.completeUploadExternal": ENTRY,
    "commit:service.eve.ask_beforehand": Provocation(before=asking),
    "commit:service.meeting.meet": Provocation(before=ready_to_meet, during=typed("/rondo meet")),
    "commit:service.membership.skip": Provocation(during=typed("/rondo skip kaffee", by=OLIVER)),
    "commit:service.wishes.keep_wishes": Provocation(during=wished),
    "commit:service.wishes.fetch_photo": Provocation(during=wished),
    "commit:service.directory.door.acting": KEPT,
    "commit:service.goals.door.acting": Provocation(during=goal_set),
    "call:views.push": KEPT,
    "call:views.update": KEPT,
    "commit:service.doubts.tell_doubts": Provocation(before=untold),
    "commit:service.halting.stop": Provocation(during=typed("/rondo stop gruss", by=ANNA), after=lifted),
    "commit:service.lifting.decide": Provocation(before=stopped, during=goes, after=lifted),
    "commit:service.lifting.carry_out": Provocation(before=stopped, during=goes, after=lifted),
    "commit:service.recall.recall": Provocation(during=recalled()),
    "commit:service.steps.pass_over": Provocation(
        before=opened("mittag", then=lambda place: place.clock.advance(4 * 86400))
    ),
    "commit:service.answers.take_answer": Provocation(during=answered),
    "commit:service.lateness.move_late": Provocation(before=left_behind),
    "commit:service.membership._take_stance": Provocation(during=typed("/rondo join kaffee")),
    "commit:service.membership.pause": Provocation(during=typed("/rondo pause 2w", by=OLIVER)),
    "commit:service.membership.resume": Provocation(during=typed("/rondo resume", by=OLIVER)),
    "commit:service.membership.choose_language": Provocation(
        during=at_home("home:language", selected_option={"value": "en"})
    ),
    "commit:service.once.first_time": REPLY,
    "call:response_url": REPLY,
    "commit:service.owners._tell": Provocation(before=lambda place: place.clock.advance(8 * 86400)),
    "commit:service.people.whoever": Provocation(during=stranger),
    "call:users.info": Provocation(during=stranger),
    "commit:service.previews.show_ritual": Provocation(during=typed("/rondo preview kaffee", by=ANNA)),
    "commit:service.previews.show_version": Provocation(during=version("preview")),
    "commit:service.proposals.take_file": FILE,
    "commit:service.adoption._watch_anew": FILE,
    "commit:service.proposals.propose": UPLOAD,
    "call:files.info": UPLOAD,
    "call:download": UPLOAD,
    "commit:service.proposals.propose_from_address": ADDRESS,
    "commit:service.rollout.decide": Provocation(during=version("apply")),
    "commit:service.rollout.discard": Provocation(during=version("discard")),
    "commit:service.rollout.roll_back": Provocation(before=FILE.during, during=rolled_back),
    "commit:service.steps.close_early": Provocation(before=week_over),
    "commit:service.uploads._say": Provocation(during=uploaded(lambda place: BAD)),
    "commit:service.watch._complain": Provocation(during=written(lambda place: BAD + str(time.time()))),
    "commit:service.workspace._met": Provocation(during=grown_group),
    "commit:service.workspace.sync_members": Provocation(before=unheard),
    "commit:service.workspace.member_joined": Provocation(during=in_and_out),
    "commit:service.workspace.member_left": Provocation(during=in_and_out),
    "commit:service.workspace.person_changed": Provocation(
        during=lambda place: place.sandbox.change("Oliver", title=str(time.monotonic_ns()))
    ),
    "call:views.publish": Provocation(during=lambda place: place.sandbox.open_home(by=CARLA)),
    "call:views.open": Provocation(during=at_home("home:pause")),
}
UNREACHED = {
    "call:api.test": "only `rondo doctor` asks for Slack's time",
    "commit:service.outbox.drop": "`rondo outbox drop` is a program of its own, in one transaction",
    "commit:service.outbox.retry": "`rondo outbox retry` is a program of its own, in one transaction",
}
"""Places that a running bot does not come to, and why."""
OF_MANY = ("commit:delivery.distributed.", "commit:delivery.rescue.", "commit:delivery.leases.bury")
"""Where only a process comes that shares its work with others."""


def provoke(failpoint: str) -> Provocation:
    """Return what brings a life to this failpoint."""
    return PROVOCATIONS.get(failpoint.partition(":")[2], Provocation())


def reachable(failpoints: list[str], engine: str) -> list[str]:
    """Return the failpoints without those that cannot be reached, or not with this engine."""
    alone = engine == "embedded"
    return [one for one in failpoints if not (one.partition(":")[2] in UNREACHED or (alone and _is_of_many(one)))]


def _is_of_many(failpoint: str) -> bool:
    return any(failpoint.partition(":")[2].startswith(one) for one in OF_MANY)
