"""The page of /rondo goals: goals, my next check-ins, my answers over time, results; and its part of App Home."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from bot.blocks import actions, button, confirm, context, divider, header, modal, section
from bot.model import LANGUAGES, Block, Mention, ShortDate, Words
from bot.rituals.telling import amount
from bot.slack.views import goal_answers as answers
from bot.slack.views.card import lines, row
from bot.slack.views.curves import own
from bot.slack.views.needs import need_blocks
from bot.slack.views.paging import first_of_page, pager, read_place

if TYPE_CHECKING:
    from datetime import date

    from bot.model import Ritual
    from bot.service.goals.mine import Mine, OwnAnswers, Seen

CALLBACK = "goals"
HOME, NEW, MORE, LIST = "home:goals", "goals:new", "goals:more", "goals:list"
ANSWERS, RESULTS, EXPORT, DELETE = "goals:answers", "goals:results", "goals:export", "goals:delete"
FEW, MANY = 5, 20
"""Entries of a part on the first page, and on a page of its own."""
CURVES = 4
"""Pictures for one ritual on these pages; the rest are on its own."""


class Part(NamedTuple):
    """One part of the page: what it is of, and an entry of it."""

    name: str
    entries: Sequence[Block]


def home_blocks(live: int) -> list[Block]:
    """My part of App Home; `live`: goals that hold today and that I see."""
    count = Words("goals.home", {"n": live}) if live else Words("goals.home.none")
    return [
        header(Words("goals.title")),
        section(count, accessory=button(Words("goals.button.open"), HOME), block_id="goals"),
    ]


def goals_modal(mine: Mine, place: str = "") -> Block:
    """The page; `place`: which part is shown alone and from which entry on, empty for all of them."""
    parts = _parts(mine)
    name, start = read_place(place)
    alone = next((one for one in parts if one.name == name), None)
    if alone is not None:
        shown = _alone(alone, start)
    else:
        place, shown = "", _everything(mine, parts)
    return modal(Words("goals.title"), shown, callback_id=CALLBACK, close=Words("button.close"), about=place)


def goal_words(seen: Seen) -> Words:
    """A goal in up to three lines: its text, for whom and until when, where it stands."""
    goal = seen.goal
    said = [_put("*{text}*", text=own(goal.text)), _circumstances(seen)]
    if goal.measure is not None:
        said.append(measure_words(seen))
    return lines([one for one in said if one is not None])


def measure_words(seen: Seen) -> Words:
    """Where the measure of a goal stands: start, now, target."""
    measure = seen.goal.measure
    assert measure is not None
    unit = own(measure.unit) if any(measure.unit.values()) else None
    params = {"name": own(measure.name), "start": amount(measure.start), "target": amount(measure.target, unit)}
    if not seen.values:
        return Words("goals.measure.new", params)
    return Words("goals.measure", {**params, "now": amount(seen.values[-1].value)})


def _everything(mine: Mine, parts: Sequence[Part]) -> list[Block]:
    blocks = [actions(button(Words("goals.button.new"), NEW, style="primary"), block_id="new")]
    for one in parts:
        if one.name == "answers":
            blocks += _coming(mine)
        if one.entries or one.name in ("personal", "answers"):
            blocks += [header(Words(f"goals.part.{one.name}")), *(one.entries[:FEW] or [_nothing(one.name)])]
        if len(one.entries) > FEW:
            more = Words("goals.button.all", {"n": len(one.entries)})
            blocks.append(actions(button(more, LIST, value=f"{one.name}~0"), block_id=f"all-{one.name}"))
        if one.name == "answers" and mine.anonymous:
            titles = [own(ritual.title) for ritual in mine.anonymous[:FEW]]
            blocks.append(context(Words("goals.anonymous", {"titles": titles})))
        if one.name == "answers":
            blocks += need_blocks(*mine.needs)
    return [*blocks, divider(), *_rights()]


def _alone(part: Part, start: int) -> list[Block]:
    total = len(part.entries)
    start = first_of_page(start, total=total, size=MANY)
    back = actions(button(Words("goals.button.back"), f"{LIST}:back"), block_id="back")
    return [
        back,
        header(Words(f"goals.part.{part.name}")),
        *(part.entries[start : start + MANY] or [_nothing(part.name)]),
        *pager(LIST, lambda first: f"{part.name}~{first}", start=start, total=total, size=MANY),
    ]


def _parts(mine: Mine) -> list[Part]:
    goals: Mapping[str, Sequence[Seen]] = {
        "company": mine.company, "team": mine.team, "personal": mine.personal, "shared": mine.shared,
    }  # fmt: skip
    return [
        *(Part(name, [_goal(one, mine) for one in seen]) for name, seen in goals.items()),
        Part("answers", [_answers(one) for one in mine.answers]),
        Part("results", [_results(one) for one in mine.results]),
    ]


def _goal(seen: Seen, mine: Mine) -> Block:
    goal = seen.goal
    words = goal_words(seen)
    if goal.scope == "personal" and goal.person is not None and not seen.may_change:
        words = lines([words, Words("goals.by", {"who": Mention(goal.person)})])
    elif goal.scope == "personal":
        over = goal.ends is not None and goal.ends < mine.today
        state = "over" if over else "shared" if goal.is_shared else "private"
        words = lines([words, Words(f"goals.state.{state}")])
    return section(words, accessory=button(Words("goals.button.more"), MORE, value=goal.id), block_id=f"goal-{goal.id}")


def _circumstances(seen: Seen) -> Words | None:
    """For whom it is, whose, of which ritual, and until when."""
    goal = seen.goal
    said: list[Words] = []
    if any(goal.customer.values()):
        said.append(Words("goals.for", {"customer": own(goal.customer)}))
    if goal.owners:
        said.append(_put("{owners}", owners=list(goal.owners)))
    if seen.title is not None:
        said.append(own(seen.title))
    if goal.starts is not None and goal.ends is not None:
        said.append(Words("goals.from_until", {"starts": short_day(goal.starts), "ends": short_day(goal.ends)}))
    elif goal.ends is not None:
        said.append(Words("goals.until", {"ends": short_day(goal.ends)}))
    elif goal.starts is not None:
        said.append(Words("goals.from", {"starts": short_day(goal.starts)}))
    return row(said) if said else None


def short_day(day: date) -> ShortDate:
    """Return a day as it stands inside a line."""
    return ShortDate(day, has_year=True)


def _answers(one: OwnAnswers) -> Block:
    """What I answered in one ritual: how its numbers went, and the door to the rest."""
    said = [_put("*{title}*", title=own(one.title))]
    said += [answers.line(curve) for curve in one.curves if answers.is_number(curve)][:CURVES]
    return section(
        lines(said), accessory=button(Words("goals.button.more"), ANSWERS, value=one.ritual),
        block_id=f"answers-{one.ritual}",
    )  # fmt: skip


def _results(ritual: Ritual) -> Block:
    look = button(Words("goals.button.look"), RESULTS, value=ritual.id)
    return section(_put("*{title}*", title=own(ritual.title)), accessory=look, block_id=f"results-{ritual.id}")


def _coming(mine: Mine) -> list[Block]:
    """My next check-ins, if there are any."""
    if not mine.coming:
        return []
    dates = [
        section(
            Words(
                "next.skipped" if one.is_skipped else "next.line",
                {"title": Words(own=one.title), "when": one.when, "zone": one.zone},
            )
        )
        for one in mine.coming
    ]
    return [header(Words("goals.coming")), *dates]


def _nothing(name: str) -> Block:
    return section(Words(f"goals.none.{name}"))


def _rights() -> list[Block]:
    sure = confirm(
        Words("goals.delete.title"), Words("goals.delete.words"), yes=Words("goals.delete.yes"),
        no=Words("goals.delete.no"),
    )  # fmt: skip
    return [
        context(Words("goals.rights")),
        actions(
            button(Words("goals.button.export"), EXPORT),
            button(Words("goals.button.delete"), DELETE, ask=sure),
            block_id="rights",
        ),
    ]


def _put(template: str, **params: object) -> Words:
    return Words(own=dict.fromkeys(LANGUAGES, template), params=params)
