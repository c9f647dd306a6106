"""One goal with all there is to it, and the forms that set it and say where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.blocks import (
    actions,
    button,
    confirm,
    context,
    datepicker,
    divider,
    field,
    header,
    modal,
    number_input,
    option,
    section,
    select,
    text_input,
)
from bot.model import (
    LANGUAGES,
    LONGEST_GOAL,
    LONGEST_MEASURE,
    LONGEST_UNIT,
    Block,
    Goal,
    GoalWording,
    Language,
    Mention,
    Ritual,
    ShortDate,
    Words,
)
from bot.rituals.telling import title_line
from bot.slack.views.card import lines
from bot.slack.views.curves import curve, own
from bot.slack.views.goals import goal_words

if TYPE_CHECKING:
    from bot.service.goals.mine import Detail

CALLBACK, SET, VALUE_FORM = "goal", "goal_set", "goal_value"
EDIT, VALUE = "goals:edit", "goals:value"
SHARE, UNSHARE, END, REMOVE = "goals:share", "goals:unshare", "goals:end", "goals:remove"
PERSONAL = "personal"
"""Stands for no ritual."""
EARLIER = 10
"""Earlier wordings that are shown, the newest ones."""


class Typed(NamedTuple):
    """What a form says of a goal."""

    ritual: str
    words: Mapping[str, str]
    """text, why, customer, sign, measure, start, target, unit"""
    starts: date | None
    ends: date | None


def goal_modal(detail: Detail, place: str = "") -> Block:
    """Everything about a goal, what may be done with it, how it was worded before; `place`: see `goals_modal`."""
    goal = detail.seen.goal
    blocks = [section(goal_words(detail.seen)), *_said(goal), *_course(detail)]
    if goal.scope == "personal" and not detail.is_own and goal.person is not None:
        blocks.append(context(Words("goals.by", {"who": Mention(goal.person)})))
    elif detail.is_own:
        blocks.append(context(Words("goals.shared" if goal.is_shared else "goals.private")))
    if goal.in_file:
        blocks.append(context(Words("goals.in_file")))
    able = _able(detail)
    blocks += [actions(*able, block_id="act")] if able else []
    blocks += _history(detail.history)
    return modal(
        Words("goals.page.title"), blocks, callback_id=CALLBACK, close=Words("goals.button.back"),
        about=f"{goal.id}|{place}",
    )  # fmt: skip


def set_modal(
    rituals: Sequence[Ritual] = (), *, goal: Goal | None = None, language: Language = "de", about: str = ""
) -> Block:
    """The form of a goal: a new one, personal or for one of these rituals, or one that stands."""
    blocks: list[Block] = [section(Words("goals.form.new" if goal is None else "goals.form.edit"))]
    if goal is None:
        places = [option(Words("goals.form.personal"), PERSONAL), *(option(own(one.title), one.id) for one in rituals)]
        chosen = select("ritual", places, placeholder=Words("wishes.choose"), initial=PERSONAL)
        blocks.append(field(Words("goals.form.ritual"), chosen, block_id="ritual"))
    said = _standing(goal, language)
    for name in ("text", "why", "customer", "sign"):
        shown = text_input(name, most=LONGEST_GOAL, lines=True, initial=said.get(name, "")[:LONGEST_GOAL])
        hint = Words(f"goals.form.{name}.hint")
        blocks.append(field(Words(f"goals.form.{name}"), shown, block_id=name, hint=hint, optional=name != "text"))
    for name in ("starts", "ends"):
        day = (goal.starts if name == "starts" else goal.ends) if goal is not None else None
        blocks.append(field(Words(f"goals.form.{name}"), datepicker(name, initial=day), block_id=name, optional=True))
    blocks += [divider(), *_measured(said)]
    return modal(
        Words("goals.form.title" if goal is None else "goals.form.title.edit"), blocks, callback_id=SET,
        close=Words("button.cancel"), submit=Words("button.save"), about=about,
    )  # fmt: skip


def value_modal(detail: Detail, place: str = "") -> Block:
    """The form that asks where the measure of a goal stands today."""
    goal = detail.seen.goal
    assert goal.measure is not None
    unit = {"name": own(goal.measure.name), "unit": own(goal.measure.unit)}
    label = Words("goals.value.label.unit" if any(goal.measure.unit.values()) else "goals.value.label", unit)
    return modal(
        Words("goals.value.title"),
        [
            section(goal_words(detail.seen)),
            field(label, number_input("value"), block_id="value", hint=Words("goals.value.hint")),
        ],
        callback_id=VALUE_FORM,
        close=Words("button.cancel"),
        submit=Words("button.save"),
        about=f"{goal.id}|{place}",
    )


def read_goal(view: Mapping[str, Any]) -> Typed:
    """Return what was typed."""
    names = ("text", "why", "customer", "sign", "measure", "start", "target", "unit")
    chosen = (_part(view, "ritual").get("selected_option") or {}).get("value") or PERSONAL
    return Typed(
        ritual="" if chosen == PERSONAL else str(chosen),
        words={name: str(_part(view, name).get("value") or "") for name in names},
        starts=_day(view, "starts"),
        ends=_day(view, "ends"),
    )


def read_value(view: Mapping[str, Any]) -> str:
    """Return the number that was typed."""
    return str(_part(view, "value").get("value") or "")


def _said(goal: Goal) -> Iterator[Block]:
    """Yield why, and how they will notice."""
    for name, words in (("why", goal.why), ("sign", goal.sign)):
        if any(words.values()):
            yield section(lines([title_line(Words(f"goals.form.{name}")), own(words)]))


def _course(detail: Detail) -> list[Block]:
    """How the measure developed, once it has."""
    values = detail.seen.values
    if len(values) < 2:
        return []
    since, until = ShortDate(values[0].on, has_year=True), ShortDate(values[-1].on, has_year=True)
    params = {"since": since, "until": until, "curve": curve([one.value for one in values], of="values")}
    return [section(Words("goals.course", params))]


def _able(detail: Detail) -> list[Block]:
    """The buttons for what this person may do."""
    goal, seen, today = detail.seen.goal, detail.seen, detail.today
    is_over = goal.ends is not None and goal.ends < today
    able = []
    if seen.may_measure and not is_over:
        able.append(button(Words("goals.button.value"), VALUE, value=goal.id, style="primary"))
    if not seen.may_change:
        return able
    able.append(button(Words("dir.button.change"), EDIT, value=goal.id))
    if detail.is_own:
        turn = Words("goals.button.unshare" if goal.is_shared else "goals.button.share")
        able.append(button(turn, UNSHARE if goal.is_shared else SHARE, value=goal.id))
    if not is_over and goal.ends != today:
        able.append(button(Words("goals.button.end"), END, value=goal.id, ask=_sure("end")))
    if detail.is_own:
        able.append(button(Words("goals.button.remove"), REMOVE, value=goal.id, ask=_sure("remove")))
    return able


def _sure(what: str) -> Block:
    return confirm(
        Words(f"goals.sure.{what}.title"), Words(f"goals.sure.{what}"), yes=Words(f"goals.sure.{what}.yes"),
        no=Words("goals.sure.no"),
    )  # fmt: skip


def _history(history: Sequence[GoalWording]) -> list[Block]:
    """The wordings before the one that holds, newest first, each with the day from which on it held."""
    earlier = [*reversed(history[:-1])]
    if not earlier:
        return []
    blocks: list[Block] = [divider(), header(Words("goals.history"))]
    blocks.append(context(Words("goals.history.since", {"n": len(history), "since": _on(history[-1])})))
    blocks += [section(_worded(one)) for one in earlier[:EARLIER]]
    if len(earlier) > EARLIER:
        blocks.append(context(Words("goals.history.more", {"n": len(earlier) - EARLIER})))
    return blocks


def _worded(one: GoalWording) -> Words:
    said = [Words("goals.history.one", {"revision": one.revision, "since": _on(one)})]
    said.append(own(one.wording.get("text") or {}))
    for name in ("customer", "sign"):
        words = one.wording.get(name) or {}
        if any(words.values()):
            said.append(_put("{label}: {words}", label=Words(f"goals.form.{name}"), words=own(words)))
    return lines(said)


def _on(one: GoalWording) -> ShortDate:
    return ShortDate(one.live_at.date(), has_year=True)


def _standing(goal: Goal | None, language: Language) -> dict[str, str]:
    """Return what stands in the fields of a goal, in the language of whoever changes it."""
    if goal is None:
        return {}
    texts = {"text": goal.text, "why": goal.why, "customer": goal.customer, "sign": goal.sign}
    said = {name: words.get(language, "") for name, words in texts.items()}
    if goal.measure is not None:
        said |= {"measure": goal.measure.name.get(language, ""), "unit": goal.measure.unit.get(language, "")}
        said |= {"start": _digits(goal.measure.start), "target": _digits(goal.measure.target)}
    return said


def _digits(number: float) -> str:
    return f"{number:.6f}".rstrip("0").rstrip(".")


def _measured(said: Mapping[str, str]) -> list[Block]:
    """The fields of a measure."""
    elements = {
        "measure": text_input("measure", most=LONGEST_MEASURE, initial=said.get("measure", "")[:LONGEST_MEASURE]),
        "start": number_input("start", initial=said.get("start", "")),
        "target": number_input("target", initial=said.get("target", "")),
        "unit": text_input("unit", most=LONGEST_UNIT, initial=said.get("unit", "")[:LONGEST_UNIT]),
    }
    hints = {"measure": Words("goals.form.measure.hint"), "unit": Words("goals.form.unit.hint")}
    return [
        field(Words(f"goals.form.{name}"), element, block_id=name, hint=hints.get(name), optional=True)
        for name, element in elements.items()
    ]


def _part(view: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = (view.get("state") or {}).get("values", {}).get(name, {}).get(name) or {}
    return found


def _day(view: Mapping[str, Any], name: str) -> date | None:
    try:
        return date.fromisoformat(str(_part(view, name).get("selected_date") or ""))
    except ValueError:
        return None  # nothing chosen, or a client that was tampered with


def _put(template: str, **params: object) -> Words:
    return Words(own=dict.fromkeys(LANGUAGES, template), params=params)
