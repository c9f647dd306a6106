"""How a life is brought to each place at which it may die: what happens before it starts, and while it lives.

Most places are reached by starting and by time going on; the others by what somebody types, presses, sends or by what
Slack answers. A place that is not named here is one of those that time brings.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select, text

from bot.delivery.doubt import DECIDED
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.workspace import APP_USER
from bot.schedule import next_occurrence
from bot.service.doubts import TOLD
from bot.store import audit, channels, halts, letters
from bot.store import tables as t
from tests.chaos.companies import EVERYTHING
from tests.chaos.place import Place

ANNA, CARLA, OLIVER = "U0001ANNAXX", "U0003CARLAX", "U0015OLIVER"
Act = Callable[[Place], object]
BAD = "version: 1\nrituals: ["
AGAIN = 0.1
"""Seconds between two acts of the same sort, until the life dies of one."""
SETTLED = 1.5
"""Seconds for which a written file stands."""


def _nothing(place: Place) -> None:
    """Leave everything to time."""


@dataclass(frozen=True)
class Provocation:
    """What to do: once while nobody lives, then again and again while somebody does, then once more."""

    before: Act = _nothing
    during: Act = _nothing
    after: Act = _nothing
    """What tidies up, when the life is dead."""
    settings: Callable[[Place], dict[str, str]] = lambda place: {}


def _fault(kind: FaultKind, method: str, **more: Any) -> Act:
    def order(place: Place) -> None:
        faults = place.sandbox.workspace.faults
        if not faults.waiting():
            faults.order(Fault(kind, method, **more))

    return order


def _typed(text: str, by: str = CARLA) -> Act:
    return lambda place: place.sandbox.command(text, by=by)


def _pressed(action: str, *, by: str = ANNA, **more: Any) -> Act:
    return lambda place: place.sandbox.click(action, by=by, **more)


def _at_home(action: str, **more: Any) -> Act:
    """Open the Home, then press something on it."""

    def act(place: Place) -> None:
        place.sandbox.open_home(by=CARLA)
        place.sandbox.click(action, by=CARLA, on="home", **more)

    return act


def _changed(place: Place) -> str:
    """Return the rituals with another sentence in them, never the same twice."""
    return EVERYTHING.replace("Mahlzeit!", f"Mahlzeit {time.monotonic_ns()}!")


def _uploaded(text: Callable[[Place], str]) -> Act:
    return lambda place: place.sandbox.upload("rituals.yaml", text(place), by=ANNA)


def _version(verb: str) -> Act:
    """Send a changed file, then press a button under the proposal."""

    def act(place: Place) -> None:
        _uploaded(_changed)(place)
        time.sleep(0.3)
        place.sandbox.click(f"versions:{verb}", by=ANNA)

    return act


def _rolled_back(place: Place) -> None:
    place.sandbox.command("/rondo versions", by=ANNA)
    place.sandbox.click("versions:back", by=ANNA)


def _written(text: Callable[[Place], str]) -> Act:
    def act(place: Place) -> None:
        # Two looks must see the same, so that a file that is just being written is left alone.
        if time.time() - place.rituals.stat().st_mtime > SETTLED:
            place.rituals.write_text(text(place), encoding="utf-8")

    return act


def _newcomer(place: Place) -> str:
    """Let somebody join whom no event announces; return their Slack id."""
    faults = place.sandbox.workspace.faults
    faults.order(Fault("drop_event", "team_join"), Fault("drop_event", "member_joined_channel"))
    return place.sandbox.add_person("Nadja Neuling", name=f"nadja{time.monotonic_ns()}").id


def _stranger(place: Place) -> None:
    """Somebody whom Rondo has not heard of opens the Home."""
    place.sandbox.open_home(by=_newcomer(place))


def _grown_group(place: Place) -> None:
    """Somebody whom Rondo has not heard of is taken into a user group."""
    group = next(one for one in place.sandbox.workspace.usergroups if one["handle"] == "vertrieb")
    place.sandbox.change_group("vertrieb", [*group["members"], _newcomer(place)])


def _in_and_out(place: Place) -> None:
    place.sandbox.leave("kaffeerunde", by=OLIVER)
    place.sandbox.join("kaffeerunde", by=OLIVER)


def _slept(**span: float) -> Act:
    """Let time pass while nobody lives."""
    return lambda place: place.clock.set(max(place.coming() or place.now(), place.now()) + timedelta(**span))


def _week_over(place: Place) -> None:
    """Let the next round come while the last one is open and nobody lives to close it."""
    place.live_until(lambda: "kaffee" in place.open_rituals())
    coming = next_occurrence(place.config.rituals[0].rule, place.now())
    assert coming is not None
    place.clock.set(coming.at + timedelta(minutes=1))


def _answered(place: Place) -> None:
    """Press "yes, we met" where somebody was asked last; time goes on meanwhile, so that somebody is."""
    with place.sandbox.workspace.lock:
        rows = [row for row in place.sandbox.workspace.journal.log[-500:] if "ritual:met:yes" in str(row["blocks"])]
    if rows:
        place.sandbox.click("ritual:met:yes", by=next(one for one in rows[-1]["members"] if one != APP_USER))


def _doubt(kind: FaultKind, **more: Any) -> Act:
    """Lose an answer, then let the look-up fail."""

    def order(place: Place) -> None:
        faults = place.sandbox.workspace.faults
        if not faults.waiting():
            faults.order(Fault("lost_reply", "chat.postMessage"), Fault(kind, "conversations.history", **more))

    return order


def _untold(place: Place) -> None:
    """Let the house have to tell that a letter in doubt could not be looked up."""
    with place.database.begin() as tx:
        tx.execute(delete(t.audit).where(t.audit.c.action == TOLD))
        if audit.first(tx, DECIDED) is None:
            audit.note(tx, at=place.now(), actor=None, action=DECIDED, object="chaos skip missing_scope")


def _stopped(place: Place) -> None:
    with place.database.begin() as tx:
        halts.put(tx, "gruss", by=None, now=place.now())


def _lifted(place: Place) -> None:
    with place.database.begin() as tx:
        halts.lift(tx, ["gruss"])


def _goes(place: Place) -> None:
    place.sandbox.command("/rondo go gruss", by=ANNA)
    time.sleep(0.2)
    place.sandbox.click("stops:send", by=ANNA)


def _recalled(place: Place) -> None:
    """Take the last question back that is still there, once there is one."""
    letter, change = t.letters.c, t.letters.alias()
    asked = select(letter.run).where(letter.op == "post", letter.state == "sent", letter.run.startswith("frage@"))
    gone = select(change.c.id).where(change.c.after == letter.key, change.c.op == "delete")
    with place.database.read() as tx:
        run = tx.scalar(asked.where(~gone.exists()).order_by(letter.id.desc()).limit(1))
    if run is not None:
        place.sandbox.command(f"/rondo recall {run}", by=ANNA)
        time.sleep(0.2)
        place.sandbox.click("recall:do", by=ANNA)


def _spoilt(place: Place) -> None:
    """Write a letter that no Slack could be told of."""
    with place.database.begin() as tx:
        channel = channels.by_name(tx, "allgemein")
        payload: Any = "no payload"
        broken = letters.Draft(key="chaos/broken", op="post", channel=channel and channel.id, payload=payload)
        letters.add_many(tx, [broken], now=place.now())


def _thrown_away(place: Place) -> None:
    with place.database.begin() as tx:
        tx.execute(delete(t.letters).where(t.letters.c.key == "chaos/broken"))


def _open(ritual: str, *, then: Act = _nothing) -> Act:
    """Let a round be open, and then something happen while nobody lives."""

    def act(place: Place) -> None:
        place.live_until(lambda: ritual in place.open_rituals())
        then(place)

    return act


def _handed_to_nobody(place: Place) -> None:
    """Let letters be handed over whose workflows then are lost, for longer than anybody waits."""
    life = place.start(RONDO_FAILPOINT="after:commit:service.tick._open")
    until = time.monotonic() + 30
    while life.ended() is None and time.monotonic() < until:
        place.go_on()
        time.sleep(0.02)
    with place.database.begin() as tx:
        tx.execute(text("DELETE FROM dbos.workflow_status"))
    place.clock.advance(6 * 60)


LOST = Provocation(during=_fault("lost_reply", "chat.postMessage"))
NEVER = Provocation(during=_fault("reset", "chat.postMessage"))
REFUSED = Provocation(during=_fault("429", "chat.postMessage"))
REPLY = Provocation(during=_typed("/rondo list"))
FILE = Provocation(during=_written(_changed))
UPLOAD = Provocation(during=_uploaded(_changed))
ADDRESS = Provocation(
    during=lambda place: setattr(place, "proposal", _changed(place)),
    settings=lambda place: {"RONDO_RITUALS_URL": f"{place.sandbox.url}/rituals.yaml"},
)
PROVOCATIONS = {
    "commit:delivery.distributed._put_back": Provocation(during=_fault("429", "chat.postMessage", retry_after=120)),
    "commit:delivery.doubt.settle_doubt": LOST,
    "call:conversations.history": LOST,
    "commit:delivery.doubt._again": NEVER,
    "commit:delivery.doubt._decide": Provocation(during=_doubt("not_ok", error="missing_scope")),
    "commit:delivery.doubt._hold": Provocation(during=_doubt("429")),
    "commit:delivery.leases.leave": Provocation(during=lambda place: place.lives[-1].signal(signal.SIGTERM)),
    "commit:delivery.letter._set_aside": Provocation(before=_spoilt, after=_thrown_away),
    "commit:delivery.letter._settle_failed": REFUSED,
    "commit:delivery.rescue._give_out_lost": Provocation(before=_handed_to_nobody),
    "call:chat.delete": Provocation(during=_recalled),
    "commit:service.departures._look": Provocation(before=_open("kaffee")),
    "commit:service.doubts.tell_doubts": Provocation(before=_untold),
    "commit:service.halting.stop": Provocation(during=_typed("/rondo stop gruss", by=ANNA), after=_lifted),
    "commit:service.lifting.decide": Provocation(before=_stopped, during=_goes, after=_lifted),
    "commit:service.lifting.carry_out": Provocation(before=_stopped, during=_goes, after=_lifted),
    "commit:service.recall.recall": Provocation(during=_recalled),
    "commit:service.steps.pass_over": Provocation(
        before=_open("mittag", then=lambda place: place.clock.advance(4 * 86400))
    ),
    "commit:service.answers.take_answer": Provocation(during=_answered),
    "commit:service.lateness.move_late": Provocation(before=_slept(minutes=20)),
    "commit:service.membership._take_stance": Provocation(during=_typed("/rondo join kaffee")),
    "commit:service.membership.pause": Provocation(during=_typed("/rondo pause 2w", by=OLIVER)),
    "commit:service.membership.resume": Provocation(during=_typed("/rondo resume", by=OLIVER)),
    "commit:service.membership.choose_language": Provocation(
        during=_at_home("home:language", selected_option={"value": "en"})
    ),
    "commit:service.once.first_time": REPLY,
    "call:response_url": REPLY,
    "commit:service.owners._tell": Provocation(before=lambda place: place.clock.advance(8 * 86400)),
    "commit:service.people.whoever": Provocation(during=_stranger),
    "call:users.info": Provocation(during=_stranger),
    "commit:service.previews.show_ritual": Provocation(during=_typed("/rondo preview kaffee", by=ANNA)),
    "commit:service.previews.show_version": Provocation(during=_version("preview")),
    "commit:service.proposals.take_file": FILE,
    "commit:service.adoption._watch_anew": FILE,
    "commit:service.proposals.propose": UPLOAD,
    "call:files.info": UPLOAD,
    "call:download": UPLOAD,
    "commit:service.proposals.propose_from_address": ADDRESS,
    "commit:service.rollout.decide": Provocation(during=_version("apply")),
    "commit:service.rollout.discard": Provocation(during=_version("discard")),
    "commit:service.rollout.roll_back": Provocation(before=FILE.during, during=_rolled_back),
    "commit:service.steps.close_early": Provocation(before=_week_over),
    "commit:service.uploads._say": Provocation(during=_uploaded(lambda place: BAD)),
    "commit:service.watch._complain": Provocation(during=_written(lambda place: BAD + str(time.time()))),
    "commit:service.workspace._met": Provocation(during=_grown_group),
    "commit:service.workspace.sync_members": Provocation(before=_in_and_out),
    "commit:service.workspace.member_joined": Provocation(during=_in_and_out),
    "commit:service.workspace.member_left": Provocation(during=_in_and_out),
    "commit:service.workspace.person_changed": Provocation(
        during=lambda place: place.sandbox.change("Oliver", title=str(time.monotonic_ns()))
    ),
    "call:views.publish": Provocation(during=lambda place: place.sandbox.open_home(by=CARLA)),
    "call:views.open": Provocation(during=_at_home("home:pause")),
}
UNREACHED = {
    "call:api.test": "only `rondo doctor` asks for Slack's time",
    "call:conversations.replies": "no kind of ritual writes into threads yet",
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
