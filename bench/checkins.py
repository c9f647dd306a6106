"""A check-in that 5,000 people answer within ten minutes of the company's time: is any answer lost, or counted twice?

Some press twice, some fill it in on two devices, and some submits are delivered a second time. Then the results are
due: how long until they stand in the channel.
"""

from __future__ import annotations

import statistics
import threading
import time
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from bench.burst import spread
from bench.firm import Firm, firm, serving, until
from bot.sandbox import payloads
from bot.sandbox.blocks import elements
from bot.sandbox.choices import answer, find_element
from bot.sandbox.errors import ActError
from bot.sandbox.forms import fill
from bot.sandbox.interactions import Interactions
from bot.sandbox.model import Json
from bot.sandbox.roster import invented
from bot.sandbox.windows import top
from bot.store import letters, people
from bot.store.goal_tables import kept_answers, round_figures

PEOPLE = 5000
RATE = 20.0
"""Simulated seconds in a real one while the question goes out; people answer in real time."""
HANDS = 24
"""People who have the form open at the same moment, at most."""
WITHIN = timedelta(minutes=10)
CLOSE = 10.0
"""Real seconds from the hour of the results until they are posted, at most."""
TWICE, DEVICES, AGAIN = 10, 20, 25
"""One in so many presses the button twice, fills the form in on two devices, has their submit delivered twice."""
ROOM = "team-produkt"
PRESENT = datetime(2026, 11, 21, 12, tzinfo=UTC)
RITUALS = f"""
version: 1
defaults: {{language: de, timezone: Europe/Berlin, send_between: ["00:00", "23:59"]}}
goals:
  - {{id: ziel, text: {{de: Bestellungen sind in zwei Tagen da, en: Orders arrive within two days}}}}
rituals:
  - id: zielrunde
    kind: checkin
    title: Zielrunde
    channel: {ROOM}
    join: channel
    goals: [ziel]
    remind: never
    close_after: 3 workdays
    schedule: {{every: week, days: [mon], at: "09:00"}}
"""


@dataclass
class Watch:
    """What was seen; seconds are real ones."""

    opened: float = 0.0
    took: list[float] = field(default_factory=list)
    """From a submit to its receipt; it is decided and committed by then."""
    pressed: list[float] = field(default_factory=list)
    """From a press to its receipt, which waits for nothing: the baseline, what the wire and the queue take."""
    simulated: timedelta = timedelta()
    told: float = 0.0
    failed: Counter[str] = field(default_factory=Counter)


def measure(number: int = PEOPLE, *, postgres: bool = False) -> None:
    """Print the figures of one check-in; exit with 1 where one misses its target."""
    staff = invented(number, channels={ROOM: 1.0})
    with firm(RITUALS, staff, now=PRESENT, postgres=postgres) as place, serving(place):
        watch = Watch()
        until(lambda: _known(place) >= number, within=600)
        place.sandbox.workspace.limits.switch(False)
        _open(place, watch, number)
        wanted = _answer(place, watch)
        _tell(place, watch)
        held = _report(place, watch, wanted, "PostgreSQL" if postgres else "SQLite")
    if not held:
        raise SystemExit(1)


def _open(place: Firm, watch: Watch, number: int) -> None:
    place.clock.advance(60)
    place.clock.run(rate=RATE, running=True)
    watch.opened = until(lambda: _posted(place) >= number, within=1800, every=0.5)
    place.clock.run(rate=1.0, running=False)


def _answer(place: Firm, watch: Watch) -> dict[str, int]:
    """Let everybody answer; return what each said last, by Slack id."""
    workspace = place.sandbox.workspace
    rows = [row for row in workspace.journal.log if row["kind"] == "im" and "ritual:checkin:fill" in str(row["blocks"])]
    wanted: dict[str, int] = {}
    lock, since = threading.Lock(), place.clock.now()
    place.clock.run(rate=1.0, running=True)

    def one(turn: int) -> None:
        row = rows[turn]
        user = next(each for each in row["members"] if not workspace.people[each].is_bot)
        try:
            said = _fill_in(place, watch, user, row, turn)
        except (ActError, TimeoutError) as failure:
            with lock:
                watch.failed[str(failure)] += 1
            return
        with lock:
            wanted[user] = said

    with ThreadPoolExecutor(HANDS) as hands:
        list(hands.map(one, range(len(rows))))
    watch.simulated = place.clock.now() - since
    place.clock.run(rate=1.0, running=False)
    return wanted


def _fill_in(place: Firm, watch: Watch, user: str, row: Json, turn: int) -> int:
    """Press, fill in, send; as people do, some of them twice. Return the rating that was sent last."""
    said = turn % 11
    for device in range(2 if turn % DEVICES == 0 else 1):
        for _ in range(2 if turn % TWICE == 0 else 1):
            began = time.monotonic()
            _press(place, user, row)
            watch.pressed.append(time.monotonic() - began)
        until(lambda: top(place.sandbox.workspace, user), within=60, every=0.01)
        said = (turn + device) % 11
        began = time.monotonic()
        _submit(place, user, said, again=turn % AGAIN == 0)
        watch.took.append(time.monotonic() - began)
        place.sandbox.close(by=user)
    return said


def _press(place: Firm, user: str, row: Json) -> None:
    where = {"type": "message", "channel": row["channel"], "ts": row["ts"]}
    block, element = find_element(row["blocks"], "", "ritual:checkin:fill")
    click = Interactions(place.sandbox.workspace).click
    click(user, where, block_id=block["block_id"], action_id=element["action_id"], chosen={}, state={})


def _submit(place: Firm, user: str, rating: int, *, again: bool) -> None:
    """Send the form; with `again` the same payload is delivered a second time."""
    workspace = place.sandbox.workspace
    with workspace.lock:
        view = top(workspace, user)
        assert view is not None, "somebody else closed the form"
        given = {"confidence": str(rating), "contribution": f"Schritt {rating}"}
        view.values = fill(view.body["blocks"], _state(view.body["blocks"], given))
        payload = payloads.submission(workspace, view)
        sent = [workspace.courier.send("interactive", payload) for _ in range(2 if again else 1)]
    for one in sent:
        one.result(timeout=workspace.courier.ack_seconds)


def _state(blocks: list[Json], given: Mapping[str, str]) -> Json:
    state: Json = {}
    for block, element in elements(blocks):
        if element["action_id"] in given:
            said = {block["block_id"]: {element["action_id"]: answer(element, given[element["action_id"]])}}
            state |= said
    return state


def _tell(place: Firm, watch: Watch) -> None:
    """Go to the hour of the results, and wait until they are posted."""
    before = len(place.sandbox.channel_messages(ROOM))
    place.clock.advance(timedelta(days=2, hours=1).total_seconds())
    watch.told = until(lambda: len(place.sandbox.channel_messages(ROOM)) > before, within=600)
    watch.told += until(lambda: not _due(place), within=60)


def _report(place: Firm, watch: Watch, wanted: dict[str, int], engine: str) -> bool:
    kept, doubled = _kept(place)
    lost = [user for user, rating in wanted.items() if kept.get(user) != rating]
    mean = sum(wanted.values()) / max(1, len(wanted))
    with place.database.read() as tx:
        told = tx.execute(select(round_figures).where(round_figures.c.name == "confidence")).first()
    said = told.data.get("mean") if told else None
    right = told is not None and told.n == len(wanted) and said is not None and abs(said - mean) < 0.01
    minutes = watch.simulated.total_seconds() / 60
    print(f"{len(wanted)} people answer one check-in, {engine}, {HANDS} at a time")
    print(f"  asked: planned, committed, delivered   {watch.opened:8.1f} s of real time")
    print(f"  answering, in the company's time       {minutes:8.2f} min   target {WITHIN.total_seconds() / 60:.0f}")
    ratio = statistics.median(watch.took) / statistics.median(watch.pressed)
    print(f"  a submit until its receipt: {spread(watch.took)}")
    print(f"    a press, which decides nothing (baseline): {spread(watch.pressed)}; ratio of the medians {ratio:.1f}")
    print(f"  answers lost or not the last one: {len(lost)}; counted twice: {doubled}; "
          f"failed: {dict(watch.failed)}   target 0")  # fmt: skip
    print(f"  the results: n = {told.n if told else None}, mean {said}, true mean {mean:.3f}   "
          f"{'right' if right else 'WRONG'}")  # fmt: skip
    print(f"  from their hour until they are posted  {watch.told:8.2f} s of real time   target < {CLOSE:.0f}")
    return not lost and not doubled and not watch.failed and right and watch.simulated <= WITHIN and watch.told < CLOSE


def _kept(place: Firm) -> tuple[dict[str, int], int]:
    """Return what is kept of everybody's rating, by Slack id, and how many have more than one."""
    found: Counter[str] = Counter()
    rated: dict[str, int] = {}
    with place.database.read() as tx:
        rows = tx.execute(select(kept_answers).where(kept_answers.c.question == "confidence")).all()
        names = people.by_ids(tx, [row.person for row in rows])
    for row in rows:
        found[row.person] += 1
        rated[names[row.person].slack_id] = int(row.value)
    return rated, sum(number - 1 for number in found.values())


def _known(place: Firm) -> int:
    with place.database.read() as tx:
        return len(people.everyone(tx))


def _posted(place: Firm) -> int:
    with place.database.read() as tx:
        return sum(number for (state, _), number in letters.counts(tx).items() if state == "sent") // 2


def _due(place: Firm) -> int:
    with place.database.read() as tx:
        return sum(number for (state, _), number in letters.counts(tx).items() if state in ("due", "sending"))
