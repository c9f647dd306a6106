"""What brings a life to the place at which it is to die: acts upon a company, by people, Slack or the operator."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select, text, update

from bot.delivery.doubt import DECIDED
from bot.model import Listing, Wishes
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.workspace import APP_USER
from bot.schedule import next_occurrence
from bot.service.doubts import TOLD
from bot.store import audit, channels, halts, letter_rescue, letters, people, profiles
from bot.store import tables as t
from tests.chaos.companies import EVERYTHING
from tests.chaos.place import Place

ANNA, CARLA, OLIVER = "U0001ANNAXX", "U0003CARLAX", "U0015OLIVER"
Act = Callable[[Place], object]
BAD = "version: 1\nrituals: ["
OFFER = re.compile(r"ritual:ics:at_\d+")
LEFT = 6
"""Rounds within which somebody leaves behind what is looked for."""
COMES_UP = 2.0
"""Seconds after which a life that hears Slack has begun to work."""
SETTLED = 1.5
"""Seconds for which a written file stands."""


def nothing(place: Place) -> None:
    """Leave everything to time."""


def fault(kind: FaultKind, method: str, **more: Any) -> Act:
    def order(place: Place) -> None:
        faults = place.sandbox.workspace.faults
        if not faults.waiting():
            faults.order(Fault(kind, method, **more))

    return order


def typed(text: str, by: str = CARLA) -> Act:
    return lambda place: place.sandbox.command(text, by=by)


def at_home(action: str, **more: Any) -> Act:
    """Open the Home, then press something on it."""

    def act(place: Place) -> None:
        place.sandbox.open_home(by=CARLA)
        place.sandbox.click(action, by=CARLA, on="home", **more)

    return act


def changed(place: Place) -> str:
    """Return the rituals with another sentence in them, never the same twice."""
    return EVERYTHING.replace("Mahlzeit!", f"Mahlzeit {time.monotonic_ns()}!")


def asking(place: Place) -> None:
    """Let the rituals ask on the working day before, for the life that is about to begin."""
    place.rituals.write_text(EVERYTHING.replace("offer_skip: false", "offer_skip: true", 1), encoding="utf-8")


def uploaded(text: Callable[[Place], str]) -> Act:
    return lambda place: place.sandbox.upload("rituals.yaml", text(place), by=ANNA)


def version(verb: str) -> Act:
    """Send a changed file, then press a button under the proposal."""

    def act(place: Place) -> None:
        uploaded(changed)(place)
        time.sleep(0.3)
        place.sandbox.click(f"versions:{verb}", by=ANNA)

    return act


def rolled_back(place: Place) -> None:
    place.sandbox.command("/rondo versions", by=ANNA)
    place.sandbox.click("versions:back", by=ANNA)


def written(text: Callable[[Place], str]) -> Act:
    def act(place: Place) -> None:
        # Two looks must see the same, so that a file that is just being written is left alone.
        if time.time() - place.rituals.stat().st_mtime > SETTLED:
            place.rituals.write_text(text(place), encoding="utf-8")

    return act


def newcomer(place: Place) -> str:
    """Let somebody join whom no event announces; return their Slack id."""
    faults = place.sandbox.workspace.faults
    faults.order(Fault("drop_event", "team_join"), Fault("drop_event", "member_joined_channel", times=5))
    return place.sandbox.add_person("Nadja Neuling", name=f"nadja{time.monotonic_ns()}").id


def stranger(place: Place) -> None:
    """Somebody whom Rondo has not heard of opens the Home."""
    place.sandbox.open_home(by=newcomer(place))


def grown_group(place: Place) -> None:
    """Somebody whom Rondo has not heard of is taken into a user group."""
    group = next(one for one in place.sandbox.workspace.usergroups if one["handle"] == "vertrieb")
    place.sandbox.change_group("vertrieb", [*group["members"], newcomer(place)])
    time.sleep(1)  # reading the groups takes its time


def in_and_out(place: Place) -> None:
    place.sandbox.leave("kaffeerunde", by=OLIVER)
    place.sandbox.join("kaffeerunde", by=OLIVER)


def unheard(place: Place) -> None:
    """Let somebody new come into the channel of a ritual, and nobody tells Rondo."""
    newcomer_id = newcomer(place)
    place.sandbox.join("kaffeerunde", by=newcomer_id)


def left_behind(place: Place) -> None:
    """Write a message that should have left an hour ago, as somebody does who then dies."""
    with place.database.begin() as tx:
        channel = channels.by_name(tx, "allgemein")
        assert channel is not None
        late = letters.Draft(
            key=f"chaos/late/{time.monotonic_ns()}",
            op="post",
            channel=channel.id,
            payload={"text": "Verzeihung, es wurde später."},
            unsolicited=True,
            not_before=place.now() - timedelta(hours=1),
        )
        letters.add_many(tx, [late], now=place.now())


def killed_after_opening(place: Place) -> None:
    """Let a life die right after the next round is opened."""
    life = place.start(RONDO_FAILPOINT="after:commit:service.tick._open")
    until = time.monotonic() + 30
    while life.ended() is None and time.monotonic() < until:
        place.go_on()
        time.sleep(0.02)
    life.kill()


def week_over(place: Place) -> None:
    """Let the next round come while the last one is open and nobody lives to close it."""
    place.live_until(lambda: "kaffee" in place.open_rituals())
    coming = next_occurrence(place.config.rituals[0].rule, place.now())
    assert coming is not None
    place.clock.set(coming.at + timedelta(minutes=1))


def answered(place: Place) -> None:
    """Press "yes, we met" where somebody was asked last; time goes on meanwhile, so that somebody is."""
    with place.sandbox.workspace.lock:
        rows = [row for row in place.sandbox.workspace.journal.log[-500:] if "ritual:met:yes" in str(row["blocks"])]
    if rows:
        place.sandbox.click("ritual:met:yes", by=next(one for one in rows[-1]["members"] if one != APP_USER))


def calendar_entry(place: Place) -> None:
    """Take the entry for a calendar that the last introduction offers."""
    with place.sandbox.workspace.lock:
        rows = place.sandbox.workspace.journal.log[-500:]
    offers = [(row, found.group()) for row in rows if (found := OFFER.search(str(row["blocks"])))]
    if offers:
        row, action = offers[-1]
        place.sandbox.click(action, by=next(one for one in row["members"] if one != APP_USER))


def wished(place: Place) -> None:
    """Fill in the form about whom to meet and how often."""
    at_home("home:wishes")(place)
    place.sandbox.submit({"boxes": ["shows_photo"]}, by=CARLA)


def ready_to_meet(place: Place) -> None:
    """Let everybody say yes to being met at any time."""
    with place.database.begin() as tx:
        for one in people.everyone(tx):
            people.set_wishes(tx, one.id, Wishes(on_demand=True))


def kept(place: Place) -> None:
    """Let somebody without a Slack account have an entry in the directory that a colleague looks after."""
    with place.database.begin() as tx:
        (outside,) = profiles.enrol_outside(tx, ["post-1"], now=place.now()).values()
        keeper = people.by_slack_id(tx, CARLA)
        if keeper is not None:
            profiles.set_listing(tx, outside, Listing(keeper=keeper.id))


def looked_after(place: Place) -> None:
    """Write something into that entry: from the Home to its page, to a form over it, and back."""
    at_home("me:keep")(place)
    time.sleep(0.3)
    place.sandbox.click("me:edit", by=CARLA, on="modal", block_id="me-work-part")
    time.sleep(0.3)
    place.sandbox.submit({"v:name": f"Mina Post {time.monotonic_ns()}"}, by=CARLA)


def goal_set(place: Place) -> None:
    """Write down a goal of one's own: from the command to its page, to the form over it, and back."""
    place.sandbox.command("/rondo goals", by=CARLA)
    time.sleep(0.3)
    place.sandbox.click("goals:new", by=CARLA, on="modal")
    time.sleep(0.3)
    place.sandbox.submit({"text": f"Zwei Fachbücher lesen, {time.monotonic_ns()}"}, by=CARLA)


def lost_in_thread(place: Place) -> None:
    """Write a message and a reply below it, as the results of a survey have it, and lose what Slack says of both."""
    fault("lost_reply", "chat.postMessage")(place)
    with place.database.begin() as tx:
        waiting = t.letters.c.key.startswith("chaos/thread/") & t.letters.c.state.in_(["due", "sending"])
        channel = channels.by_name(tx, "allgemein")
        if channel is None or tx.scalar(select(t.letters.c.id).where(waiting).limit(1)) is not None:
            return
        key = f"chaos/thread/{time.monotonic_ns()}"
        first = letters.Draft(key=key, op="post", channel=channel.id, payload={"text": "Was herauskam."})
        below = replace(first, key=f"{key}/below", payload={"text": "Im Einzelnen."}, after=key, in_thread=True)
        letters.add_many(tx, [first, below], now=place.now())


def doubt(kind: FaultKind, **more: Any) -> Act:
    """Lose an answer, then let the look-up fail."""

    def order(place: Place) -> None:
        faults = place.sandbox.workspace.faults
        if not faults.waiting():
            faults.order(Fault("lost_reply", "chat.postMessage"), Fault(kind, "conversations.history", **more))

    return order


def untold(place: Place) -> None:
    """Let the house have to tell that a letter in doubt could not be looked up."""
    with place.database.begin() as tx:
        tx.execute(delete(t.audit).where(t.audit.c.action == TOLD))
        if audit.first(tx, DECIDED) is None:
            audit.note(tx, at=place.now(), actor=None, action=DECIDED, object="chaos skip missing_scope")


def stopped(place: Place) -> None:
    with place.database.begin() as tx:
        halts.put(tx, "gruss", by=None, now=place.now())


def lifted(place: Place) -> None:
    with place.database.begin() as tx:
        halts.lift(tx, ["gruss"])


def goes(place: Place) -> None:
    place.sandbox.command("/rondo go gruss", by=ANNA)
    time.sleep(0.2)
    place.sandbox.click("stops:send", by=ANNA)


def recalled(*, text: str = "") -> Act:
    """Take the last question back that is still there, once there is one, or replace it by a text."""
    letter, change = t.letters.c, t.letters.alias()
    op = "update" if text else "delete"
    asked = select(letter.run).where(letter.op == "post", letter.state == "sent", letter.run.startswith("frage@"))
    gone = select(change.c.id).where(change.c.after == letter.key, change.c.op.in_(["delete", op]))

    def act(place: Place) -> None:
        with place.database.read() as tx:
            run = tx.scalar(asked.where(~gone.exists()).order_by(letter.id.desc()).limit(1))
        if run is not None:
            place.sandbox.command(f"/rondo recall {run} {text}".rstrip(), by=ANNA)
            time.sleep(0.2)
            place.sandbox.click("recall:do", by=ANNA)

    return act


def spoilt(place: Place) -> None:
    """Write a letter that no Slack could be told of."""
    with place.database.begin() as tx:
        channel = channels.by_name(tx, "allgemein")
        key, there = f"chaos/broken/{time.monotonic_ns()}", channel.id if channel else None
        broken = letters.Draft(key=key, op="post", channel=there, payload={})
        letters.add_many(tx, [broken], now=place.now())
        tx.execute(update(t.letters).where(t.letters.c.key == broken.key).values(payload="no text"))


def thrown_away(place: Place) -> None:
    with place.database.begin() as tx:
        tx.execute(delete(t.letters).where(t.letters.c.key.startswith("chaos/broken/")))


def ended(place: Place) -> None:
    """Tell a life to end, once it has come up."""
    time.sleep(COMES_UP)
    place.lives[-1].end()


def opened(ritual: str, *, then: Act = nothing) -> Act:
    """Let a round be open, and then something happen while nobody lives."""

    def act(place: Place) -> None:
        place.live_until(lambda: ritual in place.open_rituals())
        then(place)

    return act


def handed_to_nobody(place: Place) -> None:
    """Let letters be handed over whose workflows then are lost, for longer than anybody waits."""
    for _ in range(LEFT):
        killed_after_opening(place)
        with place.database.read() as tx:
            if letter_rescue.handed_before(tx, place.now()):
                break
    with place.database.begin() as tx:
        tx.execute(text("DELETE FROM dbos.workflow_status"))
    place.clock.advance(6 * 60)
