"""Who helps with what, as values: only what may be seen, in turns, without counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from bot.blocks import payload
from bot.directory.catalogue import SHIPPED
from bot.model import NAME, Fact, Letter, Level, Listing, PersonId, Plan, Profile, ProfileFact, State
from bot.rituals.digest import DIGEST, DigestOptions
from bot.text import people_in
from tests.unit.cast import MONDAY, a_ritual, a_state, catalogues

OPEN_TO_ALL = Listing(listed=True, expert=True, contactable=True)
Topics = Mapping[str, Sequence[str]]


def profile(name: str, topics: Sequence[str], *, audience: Level = "colleagues", **changes: Any) -> Profile:
    facts = [ProfileFact(NAME, name.capitalize(), audience, "slack", MONDAY)]
    facts += [ProfileFact("ask_me_about", one, audience, "self", MONDAY) for one in topics]
    made = Profile(PersonId(name), f"U{name.upper()}", "", "Europe/Berlin", True, OPEN_TO_ALL, tuple(facts))
    return replace(made, **changes)


def a_month(profiles: Sequence[Profile], *, level: Level = "colleagues", **known: Any) -> State:
    ritual = a_ritual(DIGEST, DigestOptions(), close_after=None)
    values = {"directory": SHIPPED, "profiles": {one.person: one for one in profiles}, "level": level}
    return a_state(ritual, (), **{**values, **known})


def plan_of(state: State, *, seed: int = 1, **options: Any) -> Plan:
    return DIGEST.plan(DigestOptions(**options), state, Random(seed))


def lines(plan: Plan) -> list[tuple[str, list[str]]]:
    """Return the topics of the post with their people."""
    if not plan.letters:
        return []
    (letter,) = plan.letters
    return [(topic, list(people)) for topic, people in _topics(letter)]


def _topics(letter: Letter) -> list[tuple[str, list[str]]]:
    assert letter.message is not None
    said = payload(letter.message, catalogues()["de"].say)
    texts = [block["text"]["text"] for block in said["blocks"] if block["type"] == "section"][1:]
    return [(one.split("*")[1], sorted(people_in({"text": one}))) for one in texts]


THREE = [profile("anna", ["Excel"]), profile("ben", ["Python"]), profile("cem", ["Reisekosten"])]


def test_a_post_names_topics_with_people_in_the_order_of_the_alphabet() -> None:
    assert lines(plan_of(a_month(THREE))) == [("Excel", ["anna"]), ("Python", ["ben"]), ("Reisekosten", ["cem"])]


def test_below_three_topics_nothing_is_posted_and_nothing_remembered() -> None:
    assert plan_of(a_month(THREE[:2])) == Plan(closes=True)
    assert plan_of(a_month(THREE, directory=None)) == Plan(closes=True)


@pytest.mark.parametrize(
    "hidden",
    [
        profile("dana", ["Geheimes"], listing=Listing()),
        profile("dana", ["Geheimes"], listing=Listing(listed=True)),
        profile("dana", ["Geheimes"], listing=replace(OPEN_TO_ALL, paused_until=MONDAY.date())),
        profile("dana", ["Geheimes"], listing=replace(OPEN_TO_ALL, availability="away")),
        profile("dana", ["Geheimes"], is_eligible=False),
        profile("dana", ["Geheimes"], slack_id=""),
        profile("dana", ["Geheimes"], audience="self"),
    ],
)
def test_whoever_may_not_be_found_stands_in_no_post(hidden: Profile) -> None:
    assert "Geheimes" not in dict(lines(plan_of(a_month([*THREE, hidden]))))


def test_in_a_channel_with_guests_only_what_partners_may_see_is_posted() -> None:
    wide = [profile(one, [topic], audience="partners") for one, topic in (("dana", "SAP"), ("emil", "CAD"))]
    wide.append(profile("fatima", ["Zoll"], audience="public"))
    assert set(dict(lines(plan_of(a_month([*THREE, *wide]))))) == {
        "Excel",
        "Python",
        "Reisekosten",
        "SAP",
        "CAD",
        "Zoll",
    }
    assert set(dict(lines(plan_of(a_month([*THREE, *wide], level="partners"))))) == {"SAP", "CAD", "Zoll"}
    assert lines(plan_of(a_month(THREE, level="partners"))) == []


def test_other_words_for_a_topic_are_one_topic_under_the_name_of_the_file() -> None:
    directory = replace(SHIPPED, topics=(("Kubernetes", "k8s"),))
    crew = [profile("anna", ["K8s"]), profile("emil", ["kubernetes "]), *THREE[1:], profile("dana", ["excel"])]
    found = dict(lines(plan_of(a_month(crew, directory=directory))))
    assert found["Kubernetes"] == ["anna", "emil"]


def test_it_holds_at_most_eight_topics_with_three_people_and_nobody_more_than_twice() -> None:
    names = [f"p{number:02}" for number in range(40)]
    crew = [
        profile(name, [f"Thema {number % 20:02}", f"Thema {(number * 3) % 20:02}"]) for number, name in enumerate(names)
    ]
    found = lines(plan_of(a_month(crew)))
    assert len(found) == 8
    assert all(1 <= len(people) <= 3 for _, people in found)
    assert max(Counter(person for _, people in found for person in people).values()) <= 2
    assert len(lines(plan_of(a_month(crew), topics=4, people=1))) == 4


def test_over_a_year_everything_and_everybody_has_a_turn_before_anything_comes_again() -> None:
    crew = [profile(f"p{number:02}", [f"Thema {number:02}"]) for number in range(24)]
    facts: dict[tuple[str, str], Fact] = {}
    seen: Counter[str] = Counter()
    for month in range(12):
        state = a_month(crew, facts=tuple(facts.values()))
        on = state.run.nominal_date + timedelta(days=30 * month)
        plan = plan_of(replace(state, run=replace(state.run, nominal_date=on)), seed=month)
        facts |= {(one.name, one.subject): one for one in plan.facts}
        seen.update(topic for topic, _ in lines(plan))
        assert max(seen.values()) - min(seen.get(f"Thema {n:02}", 0) for n in range(24)) <= 1
    assert set(seen.values()) == {4}


def test_no_word_of_what_people_wrote_is_remembered_and_chance_decides_among_equals() -> None:
    crew = [profile(f"p{number:02}", [f"Thema {number:02}"]) for number in range(24)]
    state = a_month(crew)
    assert "Thema" not in repr(plan_of(state).facts)
    assert len({repr(lines(plan_of(state, seed=seed))) for seed in range(5)}) > 1
    assert plan_of(state, seed=3) == plan_of(state, seed=3)
