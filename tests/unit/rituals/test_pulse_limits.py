"""Whatever people answer: no figure below its threshold anywhere, nobody found out, and nothing that Slack refuses."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.blocks import render
from bot.model import LANGUAGES, SCALES, Answer, Language, PersonId, Plan, Words
from bot.rituals.base import OPEN
from bot.rituals.pulse import PulseOptions
from bot.rituals.pulse.letters import REMIND
from bot.rituals.pulse.results import told
from bot.sandbox.blocks import check_blocks, length
from bot.sandbox.forms import check_view
from bot.slack.views.form import form_modal
from tests.unit.cast import catalogues, company
from tests.unit.rituals.pulse_town import MIRROR, Town, in_departments, of_channel, options, parts, payloads, said

MOST_CHARACTERS = 9_000
TEN = ("a", "b", "c")
QUESTIONS = [
    {"id": "scale", "type": "scale", "scale": "agreement-1-5", "ask": "Passt es?"},
    {"id": "one", "type": "single", "ask": "Eins?", "options": [{"id": one, "text": one} for one in TEN]},
    {"id": "some", "type": "multiple", "ask": "Mehrere?", "options": [{"id": one, "text": one} for one in TEN]},
    {"id": "number", "type": "number", "ask": "Wie viel?"},
    {"id": "text", "type": "text", "ask": "Was?"},
]
PAGES = st.fixed_dictionaries(
    {},
    optional={
        "scale": st.sampled_from("12345"),
        "one": st.sampled_from(TEN),
        "some": st.lists(st.sampled_from(TEN), min_size=1, unique=True),
        "number": st.sampled_from(["70001", "70002", "70003.5", "-70004"]),
        "text": st.sampled_from(["Ruhe", "ruhe", "Geld", "Zeit", "Mut", "Luft"]),
        "side": st.sampled_from("12345"),
    },
)


def everybody() -> Town:
    """Return a town of twenty with all types of questions and a mirror."""
    members = in_departments((9, "Produkt"), (9, "Vertrieb"), (2, "Personal"))
    return Town(members, options(questions=QUESTIONS, mirror=MIRROR))


def answered(town: Town, pages: list[dict[str, Any]]) -> Plan:
    """Play a round; the one answer for the mirror goes to the side that somebody is on."""
    sides = {"Produkt": "team_supply", "Vertrieb": "customers_supply"}
    whole = []
    for someone, page in zip(town.members, pages, strict=False):
        rest = {name: value for name, value in page.items() if name != "side"}
        side = sides.get(someone.department)
        whole.append({**rest, **({side: page["side"]} if side and "side" in page else {})})
    return town.round(whole)


def values(pages: list[dict[str, Any]], name: str) -> list[Any]:
    return [page[name] for page in pages if name in page]


@settings(max_examples=150, deadline=None)
@given(pages=st.lists(PAGES, max_size=20))
def test_no_figure_is_told_or_kept_below_its_threshold(pages: list[dict[str, Any]]) -> None:
    plan = answered(everybody(), pages)
    for one in plan.figures:
        assert one.n >= 5
        assert "counts" not in one.data or one.n >= 8
        given = [float(value) for value in values(pages, one.name)] if one.name in ("scale", "number") else []
        if given:
            assert len(given) - max(Counter(given).values()) >= 5
    kept = Counter(name for name, _ in plan.released)
    assert all(number >= 6 for number in kept.values())
    if not parts(plan) and not plan.released:
        (parent,) = [one for one in plan.letters if one.channel]
        told = said(Plan(letters=(parent,)))
        assert set(re.findall(r"\d+", told)) <= {"5", "8"}, "only the limits themselves"


@settings(max_examples=100, deadline=None)
@given(pages=st.lists(PAGES, max_size=20), seed=st.randoms(use_true_random=False))
def test_what_is_told_depends_on_the_answers_and_never_on_who_gave_which(
    pages: list[dict[str, Any]], seed: Any
) -> None:
    town = everybody()
    at = [number for number, one in enumerate(town.members[: len(pages)]) if one.department == "Produkt"]
    mixed = list(pages)
    order = list(at)
    seed.shuffle(order)
    for old, new in zip(at, order, strict=True):
        mixed[new] = pages[old]
    one, other = answered(everybody(), pages), answered(everybody(), mixed)
    assert one.figures == other.figures
    assert sorted(one.released) == sorted(other.released)
    assert of_channel(one) == of_channel(other)


@settings(max_examples=60, deadline=None)
@given(pages=st.lists(PAGES, max_size=4))
def test_of_up_to_four_answers_no_letter_has_a_number(pages: list[dict[str, Any]]) -> None:
    plan = answered(everybody(), pages)
    assert plan.figures == ()
    assert plan.released == ()
    assert not plan.asks_decision
    for one in plan.letters:
        if one.channel:
            assert set(re.findall(r"\d+", said(Plan(letters=(one,))))) <= {"5", "8"}
            assert "▇" not in said(Plan(letters=(one,)))


def consistent(result: dict[str, Any], known: list[str], unknown: int, chosen: PulseOptions) -> Iterator[list[str]]:
    """Yield every way in which the others may have answered, such that the same would be told."""
    for rest in product("123", repeat=unknown):
        if told_of([*known, *rest], chosen) == result:
            yield list(rest)


def told_of(answers: list[str], chosen: PulseOptions) -> dict[str, Any]:
    pages = [Answer("r", "pulse", PersonId(str(at)), json.dumps({"q": one})) for at, one in enumerate(answers)]
    return {one.question.id: (one.n, one.mean, one.counts, sorted(one.values)) for one in told(chosen, pages).results}


@pytest.mark.parametrize("answers", ["111222333", "111122233", "1112223333", "112233", "1111122222", "1231231231"])
def test_whoever_knows_four_answers_is_certain_of_no_other_one(answers: str) -> None:
    chosen = options(questions=[{"id": "q", "type": "scale", "scale": "agreement-1-5", "ask": "?"}])
    result = told_of(list(answers), chosen)
    for start in range(len(answers) - 3):
        known = list(answers[start : start + 4])
        possible = {value for rest in consistent(result, known, len(answers) - 4, chosen) for value in rest[:1]}
        assert len(possible) > 1


# ---------------------------------------------------------------- what Slack takes


LONG = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz & <Donaudampfschifffahrtsgesellschaft> "
NAMES = [f"{at} {LONG}"[:60].strip() for at in range(20)]


def hostile(*, language: Language = "de", channel: str = "k" * 80, **more: Any) -> Town:
    """Return a town in which everything is as long as it may be."""
    ask = (LONG * 4)[:300]
    names = [f"{at} {LONG}"[:75] for at in range(10)]
    choices = [{"id": f"o{at}", "text": name} for at, name in enumerate(names)]
    types: list[dict[str, Any]] = [
        {"type": "scale", "scale": "confidence-0-10"},
        {"type": "single", "options": choices},
        {"type": "multiple", "options": choices},
        {"type": "number"},
        {"type": "text"},
        {"type": "scale", "scale": "agreement-1-5"},
    ]
    questions = [{"id": f"q{at}", "ask": ask, "hint": ask, **types[at % 6]} for at in range(12)]
    mirrored = [
        {"id": f"m{at}", "team": ("{team}" * 50)[:300], "customers": ("{team}" * 50)[:300], "scale": "likelihood-0-10"}
        for at in range(5)
    ]
    mirror = {"team": NAMES[:10], "customers": NAMES[10:], "questions": mirrored}
    members = in_departments((15, NAMES[0]), (15, NAMES[10]))
    chosen = options(questions=questions, mirror=mirror, ask=LONG * 25, **more)
    return Town(members, chosen, language=language, channel=channel)


def filled(town: Town) -> list[dict[str, Any]]:
    """Return pages of everybody in which all questions are answered, and differently."""
    found = []
    for at in range(len(town.members)):
        side = "team" if at < 15 else "customers"
        page: dict[str, Any] = {f"{side}_m{one}": str(at % 11) for one in range(5)}
        for one in town.options.questions:
            page[one.id] = {
                "scale": str(1 + at % 5),
                "single": f"o{at % 10}",
                "multiple": [f"o{at % 10}", f"o{(at + 3) % 10}"],
                "number": str(-(10**14) - at),
                "text": f"{LONG * 9} {at}"[-1000:],
            }[one.type]
        found.append(page)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("more", [{}, {"results": "members"}], ids=["channel", "members"])
def test_every_message_fits_with_all_at_their_longest(language: Language, more: dict[str, Any]) -> None:
    town = hostile(language=language, **more)
    opened = town.step(OPEN)
    reminded = town.step(REMIND)
    first, second, silent = town.round(filled(town)), town.round(filled(town)), town.round([])
    assert len(parts(first)) > 15
    for step in (opened, reminded, first, second, silent):
        for one in payloads(step, language):
            assert check_blocks(one["blocks"], surface="message") == []
            assert len(one["text"]) <= 4_000
            assert length(one["blocks"]) <= MOST_CHARACTERS
            assert "{" not in one["text"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_fits_with_all_at_their_longest(language: Language) -> None:
    town = hostile(language=language)
    town.step(OPEN)
    for at, page in ((0, filled(town)[0]), (15, filled(town)[15])):
        town.say(town.members[at].id, **page)
        form = town.press(town.members[at].id, "fill").form
        assert form is not None
        view = render(form_modal(form, "r" * 200), catalogues()[language].say)
        assert check_view(view, home=False) == []
        words = view["blocks"][0]["text"]["text"]
        assert catalogues()[language].say(Words("pulse.form.texts", form.explain.params["b"].params)) in words


def test_every_scale_can_be_asked_and_told() -> None:
    for name, scale in SCALES.items():
        chosen = options(questions=[{"id": "q", "type": "scale", "scale": name, "ask": "?"}])
        town = Town(company(20), chosen)
        plan = town.round([{"q": str(scale.steps[at % len(scale.steps)])} for at in range(20)])
        assert list(parts(plan)[0].data["counts"]) == [str(one) for one in scale.steps]
