"""The mirror: who is asked which side, when both sides are told, and what is said of the gap between them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.errors import KindError
from bot.model import LANGUAGES, Choice, Plan, Words
from bot.rituals.base import OPEN
from bot.rituals.pulse import PULSE
from tests.unit.cast import ANNA, catalogues
from tests.unit.rituals.pulse_town import MIRROR, Town, in_departments, of_channel, options, parts, said

HIGH, LOW = ("5", "4", "3", "5", "4", "3", "5", "4", "3", "5", "4", "3"), ("1", "2", "3") * 4


def mirrored(team: tuple[str, ...], customers: tuple[str, ...], *, others: int = 3, **more: Any) -> Town:
    """Return a town with a mirror only."""
    members = in_departments((len(team), "produkt"), (len(customers), "VERTRIEB"), (others, "Personal"))
    return Town(members, options(questions=[], mirror={**MIRROR, **more}))


def pages(team: tuple[str, ...], customers: tuple[str, ...]) -> list[dict[str, Any]]:
    return [{"team_supply": one} for one in team] + [{"customers_supply": one} for one in customers]


def play(team: tuple[str, ...], customers: tuple[str, ...], **more: Any) -> Plan:
    return mirrored(team, customers, **more).round(pages(team, customers))


def test_each_side_is_asked_in_its_own_words_and_who_is_on_neither_gets_no_letter() -> None:
    town = mirrored(HIGH, LOW)
    asked = {one.people[0] for one in town.step(OPEN).letters}
    assert asked == {one.id for one in town.members if one.department != "Personal"}
    labels = []
    for at in (0, 12):
        form = town.press(town.members[at].id, "fill").form
        assert form is not None
        (field,) = form.fields
        assert isinstance(field, Choice)
        labels.append(catalogues()["de"].say(field.label, plain=True))
    assert labels == [
        "Unsere internen Kunden bekommen von uns, was sie brauchen.",
        "Ich bekomme von Produkt und Design, was ich brauche.",
    ]
    assert town.press(town.members[-1].id, "fill").form is None


def test_with_questions_for_all_the_others_get_only_these() -> None:
    town = Town(in_departments((8, "Produkt"), (8, "Personal"), (1, "")), options(mirror=MIRROR))
    town.step(OPEN)
    names = []
    for at in (0, 8, 16):
        form = town.press(town.members[at].id, "fill").form
        assert form is not None
        names.append([one.name for one in form.fields][3:])
    assert names == [["team-supply"], [], []]


def test_departments_are_read_only_where_there_is_a_mirror() -> None:
    assert PULSE.profile(options()) == ()
    assert PULSE.profile(options(mirror=MIRROR)) == ("department",)


def test_both_sides_are_told_with_the_gap_in_words() -> None:
    plan = play(HIGH, LOW)
    words = said(plan)
    assert "Das Team sieht es besser als seine internen Kunden: 4 gegen 2, ein Unterschied von 2" in words
    assert "Redet darüber!" in words
    assert [(one.group, one.n, one.data["mean"]) for one in parts(plan)] == [
        ("Produkt, Design", 12, 4.0),
        ("Vertrieb", 12, 2.0),
    ]
    assert len({one.series for one in parts(plan)}) == 1
    assert "The internal customers rate it higher" in said(play(LOW, HIGH), "en")
    assert "fast gleich" in said(play(HIGH, HIGH))
    assert len(of_channel(plan)) == 2


def test_neither_side_is_told_where_one_has_too_few_or_is_too_much_alike() -> None:
    alike = ("5",) * 11 + ("4",)
    for team, customers in ((HIGH, LOW[:4]), (HIGH[:4], LOW), (HIGH, alike), (alike, LOW)):
        silent: list[dict[str, Any]] = [{}] * (len(HIGH) - len(team))
        plan = mirrored(HIGH, LOW).round([*pages(team, ()), *silent, *pages((), customers)])
        assert plan.figures == ()
        assert plan.released == ()
        assert not plan.asks_decision
        assert "gegen" not in said(plan)
        assert "▇" not in said(plan)


@pytest.mark.parametrize(("team", "customers", "may"), [(6, 6, True), (5, 30, False), (30, 5, False), (30, 0, False)])
def test_a_mirror_alone_with_too_few_on_one_side_asks_nobody_and_its_owners_hear_it(
    team: int, customers: int, may: bool
) -> None:
    town = mirrored(("1",) * team, ("1",) * customers)
    if may:
        assert town.step(OPEN).letters
        return
    with pytest.raises(KindError) as raised:
        town.step(OPEN)
    assert raised.value.key == "owner.pulse_sides"
    for language in LANGUAGES:
        assert "6" in catalogues()[language].say(Words(raised.value.key, raised.value.params))
    town.options = options(mirror=MIRROR)
    assert town.step(OPEN).letters, "the other questions can be told of all of them"


def test_spreads_are_told_of_both_sides_or_of_none() -> None:
    ten = [{"id": "supply", "scale": "confidence-0-10", "team": "Gut?", "customers": "Gut von {team}?"}]
    six, twelve = tuple("012345"), tuple("012345678901")
    for team, customers in ((six, twelve), (twelve, six), (six, six)):
        plan = play(team, customers, questions=ten)
        assert [set(one.data) for one in parts(plan)] == [{"mean"}, {"mean"}]
        assert plan.released == ()
        assert "▇" not in said(plan)
    assert [set(one.data) for one in parts(play(twelve, twelve, questions=ten))] == [{"mean", "counts"}] * 2


def test_a_later_round_says_how_it_was_before_in_the_same_words() -> None:
    town = mirrored(HIGH, LOW)
    town.round(pages(HIGH, LOW))
    assert "In der Runde davor: Team 4, interne Kunden 2." in said(town.round(pages(HIGH, HIGH)))


def test_other_words_or_other_customers_begin_a_new_series_and_it_is_said() -> None:
    other = [{"id": "supply", "team": "Wir helfen.", "customers": "Mir hilft {team}."}]
    for changed in ({**MIRROR, "questions": other}, {**MIRROR, "customers": ["Vertrieb", "Support"]}):
        town = mirrored(HIGH, LOW)
        before = parts(town.round(pages(HIGH, LOW)))[0]
        town.options = options(questions=[], mirror=changed)
        plan = town.round(pages(HIGH, LOW))
        assert "Neue Frage, neue Reihe" in said(plan)
        assert "davor: Team" not in said(plan)
        assert parts(plan)[0].series != before.series


def test_whoever_moved_after_answering_counts_on_one_side_only() -> None:
    town = mirrored(HIGH, LOW)
    town.step(OPEN)
    for someone, page in zip(town.members, pages(HIGH, LOW), strict=False):
        town.say(someone.id, **page)
    town.members = (replace(town.members[0], department="Vertrieb"), *town.members[1:])
    assert [one.n for one in figures_of(town)] == [12, 12], "as they answered"
    town.say(ANNA, customers_supply="1")
    assert [one.n for one in figures_of(town)] == [11, 13], "as they answered anew"


def figures_of(town: Town) -> Any:
    return parts(town.step("close"))


def test_no_name_of_anybody_stands_in_the_results() -> None:
    plan = play(HIGH, LOW)
    assert "<@" not in "".join(of_channel(plan))
