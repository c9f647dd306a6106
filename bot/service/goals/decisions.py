"""You said, we decided: after a round that is told, those in charge say what comes of it, and everybody reads it.

The first word counts; until the next round opens it can be corrected. Where a ritual wants it so, the next round opens
only once it was said (`waits_for`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from pydantic import ValidationError

from bot.errors import UserError
from bot.model import (
    DECIDED,
    LONGEST_DECIDED,
    VERDICTS,
    Decision,
    DecisionItem,
    Figure,
    Person,
    Ritual,
    Run,
    State,
    Words,
)
from bot.rituals.questions import Question
from bot.service import roles
from bot.service.context import Context
from bot.service.definitions import thaw
from bot.service.goals import decision_letters
from bot.service.goals.door import acting, tending
from bot.service.goals.surveys import as_asked, limits_of, number_of, questions_of, survey_of
from bot.store import ballots, decisions, inbound, kept, runs, told
from bot.store.db import Tx
from bot.text import clean

UNDECIDED = "undecided"
"""Why a round is passed over: nobody said yet what was decided after the last one."""
TEXTS = 20
"""What people wrote that is shown to those who decide."""
Row = tuple[str, str, str]
"""What was said, the verdict and why, as somebody wrote it."""


@dataclass(frozen=True)
class Shown:
    """What those in charge see: what there is to decide on, and what was decided."""

    decision: Decision
    title: Words
    on: date
    """The nominal date of the round."""
    figures: tuple[Figure, ...]
    questions: Mapping[str, Question]
    texts: tuple[tuple[str, str], ...]
    """Question and text; nobody's name, and of a question only if enough people wrote."""
    is_open: bool
    """Whether it may be written or corrected now."""
    number: int = 1
    """The how manieth round about its goal: by it wordings take turns."""

    @property
    def mark(self) -> str:
        """Return what stands for exactly what was decided; empty while nothing is."""
        return mark_of(self.decision)


def ask(tx: Tx, context: Context, state: State, *, now: datetime) -> None:
    """Ask those in charge of a ritual what was decided after a run, once; where nobody is, nothing is waited for."""
    people = roles.in_charge(tx, context.config(), state.ritual.id)
    if people and decisions.ask(tx, state.run.id, state.ritual.id, now=now):
        survey = survey_of(context, state.ritual)
        waits = survey is not None and survey.needs_decision
        decision_letters.write_asked(tx, context, state.ritual, state.run, people, waits=waits, now=now)


def waits_for(tx: Tx, context: Context, ritual: Ritual) -> Decision | None:
    """Return the decision without which the next round of a ritual must not open, None where it may.

    Where nobody is left who could decide, nothing is waited for.
    """
    survey = survey_of(context, ritual)
    if survey is None or not survey.needs_decision:
        return None
    newest = decisions.newest(tx, ritual.id)
    if newest is None or newest.decided_at is not None:
        return None
    return newest if roles.in_charge(tx, context.config(), ritual.id) else None


def tell_undecided(context: Context, ritual: Ritual, missed: Sequence[Run], *, now: datetime) -> None:
    """Tell those in charge that a round was passed over, why, and how it goes on."""
    with tending(context) as tx:
        waiting = waits_for(tx, context, ritual)
        people = roles.in_charge(tx, context.config(), ritual.id)
        if waiting is not None:
            decision_letters.write_passed_over(tx, context, ritual, waiting.run, people, missed=missed, now=now)


def show(context: Context, someone: Person, run_id: str) -> Shown:
    """Return what there is to decide on after a run. Raises UserError for those who may not."""
    with context.database.read() as tx:
        decision, run = _insisted(tx, context, someone, run_id)
        asked = as_asked(context, run)
        questions, figures = questions_of(asked), told.of_run(tx, run.id)
        return Shown(
            decision=decision,
            title=decision_letters.title_of(context, run),
            on=run.nominal_date,
            figures=figures,
            questions=questions,
            texts=tuple(_texts(tx, run, questions, enough=limits_of(asked).enough))[:TEXTS],
            is_open=decision.decided_at is None or _is_newest(tx, run),
            number=number_of(figures),
        )


def wrong_with(rows: Sequence[Row]) -> dict[str, Words]:
    """Return what is wrong with what somebody wrote, by field: `said0`, `verdict0`, `why0` and so on."""
    found: dict[str, Words] = {}
    for number, (said, verdict, why) in enumerate(rows):
        if not any((said, verdict, why)):
            continue
        if not said:
            found[f"said{number}"] = Words("decision.wrong.said")
        if verdict not in VERDICTS:
            found[f"verdict{number}"] = Words("decision.wrong.verdict")
        if verdict in ("later", "no") and not why:
            found[f"why{number}"] = Words("decision.wrong.why")
    return found if any(map(any, rows)) else {"said0": Words("decision.wrong.empty")}


def decide(
    context: Context, someone: Person, run_id: str, rows: Sequence[Row], *, mark: str, key: str, now: datetime
) -> Words | None:
    """Keep what was decided and post it; return what to say, None where somebody else was first.

    `mark` stands for what was decided when the person opened the page. Call `wrong_with` before. Raises UserError for
    those who may not, and where the next round has opened.
    """
    items = tuple(_items(rows))
    with acting(context) as tx:
        if not inbound.first_time(tx, key, now=now):
            return Words("decision.done")
        decision, run = _insisted(tx, context, someone, run_id, lock=True)
        if mark != mark_of(decision):
            return None
        if decision.decided_at is not None and not _is_newest(tx, run):
            raise UserError("decision.late")
        if not items or (decision.decided_at is not None and items == decision.items):
            return Words("decision.done")
        decisions.decide(tx, run.id, items, now=now)
        decision_letters.publish(tx, context, _ritual_of(context, run), run, items, now=now)
    return Words("decision.done" if decision.decided_at is None else "decision.corrected")


def mark_of(decision: Decision) -> str:
    """Return what stands for exactly what was decided; empty while nothing is."""
    if decision.decided_at is None:
        return ""
    written = json.dumps([asdict(one) for one in decision.items], sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()[:12]


def _insisted(tx: Tx, context: Context, someone: Person, run_id: str, *, lock: bool = False) -> tuple[Decision, Run]:
    """Return a decision and its run, if this person may decide; who may not learns nothing of it."""
    run = runs.get(tx, run_id)
    roles.insist(tx, context, someone, "decide", rituals=frozenset({run.ritual} if run else ()))
    decision = decisions.get(tx, run_id, lock=lock)
    if run is None or decision is None:
        raise UserError("decision.over")
    return decision, run


def _is_newest(tx: Tx, run: Run) -> bool:
    """Return whether no round of the ritual has opened since."""
    rounds = [one for one in runs.of_ritual(tx, run.ritual) if one.state != "missed" and not one.is_eve]
    others = [one for one in rounds if one.id != run.id and not one.is_on_demand]
    return all((one.nominal_date, one.slot) < (run.nominal_date, run.slot) for one in others)


def _ritual_of(context: Context, run: Run) -> Ritual:
    """Return the ritual as its round froze it. Raises UserError where its kind is gone."""
    try:
        return thaw(run.definition, context.kinds, context.ritual(run.ritual))
    except (KeyError, ValidationError):
        raise UserError("decision.over") from None


def _texts(tx: Tx, run: Run, questions: Mapping[str, Question], *, enough: int) -> Iterator[tuple[str, str]]:
    """Yield what people wrote, in the order of the alphabet, so that nothing tells what one person wrote.

    Late texts are not among them: by what is new on the page it would be seen whose they are. What somebody wrote about
    a goal of their own is not either.
    """
    by_name = [(one.question, one.value) for one in kept.of_run(tx, run.id) if not one.is_late]
    written = sorted([*ballots.released(tx, run.id), *by_name])
    for name, question in questions.items():
        said = [value for asked, value in written if asked == name and value.strip()]
        if question.type == "text" and question.about != "mine" and len(said) >= enough:
            yield from ((name, value) for value in said)


def _items(rows: Sequence[Row]) -> Iterator[DecisionItem]:
    for said, verdict, why in rows[:DECIDED]:
        known = next((one for one in VERDICTS if one == verdict), None)
        if said and known is not None:
            yield DecisionItem(_line(said), known, _line(why))


def _line(raw: str) -> str:
    return " ".join(clean(raw, limit=LONGEST_DECIDED).split())
